"""The words that an intent needs: moving an appointment, or asking for one's own, speaks of one that exists or of a
change; being told again speaks of hearing; a goodbye of leaving. Without one of them a classifier's guess at that
intent counts little."""

from __future__ import annotations

import re

_CHANGE = (
    r"prepone\w*|make my|mov\w*|chang\w*|re ?schedul\w*|re ?sked\w*|re ?arrang\w*|re ?book\w*|switch\w*|swap\w*",
    r"(?<!my )(?<!the )(?<!a )(?<!day )(?<!night )(?<!late )(?<!early )shift(?:ed|ing)?|push\w*|bring",
    r"brought|pull|postpon\w*|put (?:it |that |them )?(?:off|back)|put me|off|instead|rather than|different",
    r"differently|other|another(?! appointment)|later|earlier|sooner|new (?:time|day|date|slot)|existing",
    r"current|already|supposed",
    r"meant to|scheduled|booked|clash\w*|conflict\w*|came? up|comes up|can't|cannot|won't|couldn't|unable|not able",
    r"no longer|doesn't work|don't work|no good|make it|down for|in (?:at|on)|you gave|the day|from|the one|mine",
    r"(?:my|our|his|her) (?:\w+ ){0,3}?(?:app(?:oin)?t\w*|booking|slot|visit|one|time|thing|session|check ?up|\w+day)",
    r"(?:have|got|i've) (?:an?|got|my)",
)
_OWN = (
    r"my|mine|our|his|her|when|when's|what|what's|which|where|who|do i|did i|am i|have i|i have|i've|i got|we have",
    r"are we|remind\w*|forgot\w*|forget|remember|check|confirm\w*|look|lost|details|still|booked|scheduled|already",
    r"is it|was it|have me|got me|get me in|should have|status|see an|in the (?:book|system)|on the books",
)
_HEARING = (
    r"again|repeat\w*|say|said|saying|pardon|sorry|excuse|what|what's|huh|eh|once more|one more|slow\w*|loud\w*|speak",
    r"hear|hearing|heard|catch|caught|miss|missed|get (?:it|that)|got that|understand|follow|run|go over|go back",
    r"back up|volume|clear|fast|quick\w*|breaking|broke|line|read (?:it|that)|lost you|cut out|faint|crackl\w*",
    r"do you mean",
    r"far away|quiet|options|rewind|were they|was that|beg|last part|that part|bit",
)


def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


_LEAVING = (
    r"(?:good ?)?bye?|buy|good ?night|good day|night|thanks?|cheer\w*|ta|tara|ciao|adios|so long|toodle\w*|farewell",
    r"take (?:care|it easy)|see (?:you|ya)|(?:have|enjoy) (?:an?|the|your)|bless|same to you|you too|peace out",
    r"until (?:then|next)|done|finish\w*|all set|that's|that|that'll|nothing|all|mind|forget|soon|later|leave|end",
    r"(?:call|ring|phone|talk|speak|try|catch|hang)\w*|(?:to|gotta|better|must|get) (?:go|get|leave|run|dash|going)",
    r"(?:i'm|am|be) (?:off|going)|let you",
)
CAUSES = {
    "reschedule_appointment": _any(_CHANGE),
    "my_appointment": _any(_OWN),
    "repeat": _any(_HEARING),
    "goodbye": _any(_LEAVING),
}
TAKES = re.compile(
    r"\b(?:i'll|i will|we'll|i'd|i would|could i|can i) (?:have|take|see|get in)\b"
    r"|\b(?:i'd|i would) like (?:an?|the|doctor|dr|to (?:see|come))\b|\b(?:put|fit) me (?:in|down)\b"
)
MAY_I = re.compile(
    r"^(?:(?:hi|hello|hey|um|so|yes|please) )*(?:can|could|may) (?:i|we) (?:please )?(?:see|have|get in)\b"
)
NOT_WANTED = re.compile(r"\b(?:don't|do not|didn't|not) (?:need|want|looking for|after) (?:an?|any|to (?:book|make))\b")
SAYS_CANCEL = re.compile(
    r"\b(?:cancel\w*|call(?:ing)? off|drop|scrap|get rid|mov\w*|chang\w*|re ?schedul\w*|switch\w*|swap\w*|my|the one)\b"
)
RULED_OUT = re.compile(
    r"\b(?:i |we )?(?:can't|cannot|can not|couldn't|won't|don't) (?:do|make|come|manage|work)(?: (?:on|in the))?"
    r" (?:\w+days?|mornings?|afternoons?|evenings?|it)\b"
)
WRONG_NUMBER = re.compile(r"\bwrong (?:number|place|clinic|office)\b|\bmis ?dial\w*|\bdidn't mean to call\b")
ON_FILE = re.compile(
    r"\b(?:file|record|text\w*|message|sms|sent|phone number"
    r"|(?:you|they) (?:have|had|got) the wrong|has the wrong)\b"
)
RATHER = re.compile(r"\b(?:rather|instead|make (?:it|that)|switch|change|actually)\b")
HESITATES = re.compile(
    r"\b(?:let me (?:think|see|check|look)|not (?:so |quite |too )?sure|unsure|don't know|hold on|hang on|wait"
    r"|(?:a|one|just a) (?:moment|second|sec|minute)|maybe|perhaps|i'd have to)\b"
)
BYE = re.compile(r"\b(?:bye|goodbye|good night|see you|take care|have a (?:good|nice|great))\b")
