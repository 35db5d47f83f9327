"""How yes, no and "that is all" are said."""

from __future__ import annotations

import re

YES = re.compile(
    r"^(?:(?:oh|well|okay|ok|um|and) )*(?:yes|yeah|yep|yup|ya|yah|sure|correct|exactly|absolutely"
    r"|definitely|of course|that's (?:right|correct|it|fine|good"
    r"|perfect|great)|that is (?:right|correct|fine)|right|okay|ok|perfect|great|go ahead|please do"
    r"|sounds good|that works|fine|all right|alright|confirm"
    r"|book it|do it|it is|i do|mm hmm|uh huh|mhm)\b(?! (?:long|thing else|one|away))"
)
NO = re.compile(
    r"^(?:(?:oh|well|okay|ok|um) )*(?:no|nope|nah|not (?:really|quite|right|now|that)|that's (?:wrong|not"
    r"|all|it$|everything)|nothing|neither|none|wrong|never mind)\b"
)
DECLINES = re.compile(
    r"^(?:(?:oh|well|sorry|um|er) )*(?:no|nope|nah|none|skip)\b"
    r"|\b(?:don't|do not|haven't|have not|never|not) (?:\w+ )?(?:have|got|had|use|do|own)\b|\b(?:rather|prefer) not\b"
)
NO_MORE = re.compile(
    r"^(?:(?:oh|well|okay|ok|um|so|no|right) )*(?:i think |i guess |i suppose )?"
    r"(?:(?:that's|that is|that'll be|that will be) (?:me|it|all|everything|the lot)\b"
    r"|(?:i'm|i am|we're) (?:good|fine|all set|done|sorted|okay|all right)$|all (?:set|done|good)$)"
)
POLITE_NO = re.compile(r"^(?:no|nope|nah|nae|not? .*|nothing .*) (?:thanks|thank you|ta|cheers)\b")
STRONG_YES = re.compile(
    r"^(?:(?:oh|well|okay|ok|um|and|yes|yeah|yep|yup) )*"
    r"(?:that's|that is|that was|you're|it's|all|everything is|quite) (?:(?!not )\w+ )?(?:right|correct)\b"
    r"(?! (?:away|now|for you))"
)
PLAIN_YES = re.compile(r"^(?:oh |well )?(?:yes|yeah|yep|yup)\b")
IS_IT = re.compile(
    r"^(?:(?:oh|well|okay|ok|um|yes|yeah) )*(?:that's|that is) (?:it|the one|me)"
    r"(?: (?:yes|yeah|thanks?|thank you|please))*$"
)
MORE_THAN_YES = re.compile(r"\b(?:no|but|not|instead|wait|actually|change|wrong)\b")
