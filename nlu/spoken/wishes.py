"""Small things said beside the request: any doctor, a new patient, the reason for the visit, what is asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    value: str | bool
    start: int
    end: int


_ANY_DOCTOR = re.compile(
    r"\b(?:any ?(?:one|body)(?: (?:at all|there|who's|that's|is|free|available|else|will do|works)|$|,"
    r"| would| please| on| at| in| tomorrow| today| next| this)|whoever(?:'s| is)?(?: \w+)?"
    r"|whichever(?: doctor| one)?(?: is)?(?: free| available)?"
    r"|any (?:of (?:them|the doctors|your doctors|the others)|(?:available |other |free )?(?:doctor|dr"
    r"|physician|provider|gp))|no preference|don't have a preference|not (?:fussed|bothered|fussy|picky)"
    r"|don't (?:mind|care)(?: who| which| about)?"
    r"|(?:doesn't|does not|don't|won't) (?:really )?matter(?: who| which(?: doctor| one)?| to me)?"
    r"|not particular|either (?:of them |one )?is fine|either doctor|first (?:available|free) (?:doctor"
    r"|one|person)|all the same to me"
    r"|(?:first|next) doctor (?:available|free|who|that)|nobody in particular|no one in particular"
    r"|makes no difference)\b",
    re.IGNORECASE,
)
_OTHER_DOCTOR = re.compile(
    r"\b(?:another|(?:an|the|any|some|your|one of the|one of your) other|a different|a second) (?:\w+ )?"
    r"(?:doctors?|drs?|physicians?|providers?|specialists?|gps?)\b"
    r"|(?<!for )(?<!behalf of )\b(?:someone|somebody|anyone|anybody|who) else\b(?!')"
    r"(?! (?:called|took|has|said|booked))"
    r"|(?<!for )\b(?:a|any|some|one) (?:of (?:his|her|their|the doctor's) )?colleagues?\b|\b(?:his|her) colleagues?\b",
    re.IGNORECASE,
)
_ABOUT_TIME = re.compile(r"\b(?:what|which) (?:time|day)|\bwhen\b|\bthe (?:time|day)\b", re.IGNORECASE)
_NEW = re.compile(
    r"\b(?:(?:i'm|i am|she's|he's|as|we're|is|am|are) (?:a )?(?:brand )?new(?: patient| there| here"
    r"| to (?:the|your|this))?\b|new patient|(?:my|her|his|our) first (?:time|visit)|first time (?:patient"
    r"|here|there|coming|calling|caller|visit)"
    r"|never (?:been|visited|come|seen)|haven't (?:been|visited|seen)|(?:need|want|like) to register)",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"\b(?:not (?:a )?new(?: patient)?|existing patient|(?:been|come|came|was) (?:there|here|in|to (?:you"
    r"|see|the clinic|your)) (?:before|already|last|many)|i've been (?:before|there|a patient|coming"
    r"|going)|regular patient"
    r"|returning patient|already (?:a patient|registered)|seen (?:him|her|you|the doctor|dr"
    r"|doctor \w+) before|old patient|been a patient)\b",
    re.IGNORECASE,
)
_TOPICS: tuple[tuple[str, str], ...] = (
    ("parking", r"park(?:ing)?\b|car park|garage|valet|where .*\bcar\b"),
    (
        "preparation",
        r"prepar\w+|fast(?:ing)?\b|eat before|bring (?:with me|to|my|a|any)|should i bring|need to bring"
        r"|what (?:do|should) i (?:need|bring|wear)|wear for|how early|drink before|before (?:my|the) (?:test"
        r"|scan|visit|appointment|blood)",
    ),
    (
        "insurance",
        r"insur\w+|in ?network|medicare|medicaid|blue cross|aetna|cigna|humana|united ?health\w*|kaiser|hmo"
        r"|ppo|my plan|coverage|covered|in my shor|vhi|laya|bupa",
    ),
    (
        "prices",
        r"how much|costs?\b|prices?|fees?\b|charges?\b|copay|co-pay|pay\b|payment|expensive|self pay"
        r"|credit cards?|bill(?:ing)?\b|cash",
    ),
    ("accessibility", r"wheelchair|accessib\w+|elevator|\blift\b|ramp|service dog|step free|disabled"),
    (
        "languages",
        r"speaks? (?:spanish|hindi|french|chinese|polish|arabic|portuguese|\w+ish)|interpreter|translator"
        r"|sign language|other languages?",
    ),
    (
        "telehealth",
        r"telehealth|video (?:appointments?|visits?|calls?|consult\w*)|online|virtual|over the phone|by phone"
        r"|home visits?",
    ),
    ("referral", r"referral|referred"),
    ("new_patients", r"new patients?|accepting patients|taking patients|register"),
    ("cancellation_policy", r"cancell?ation (?:policy|fee|charge)|miss (?:my|an) appointment|no.show"),
    ("email", r"e-?mail(?: address)?"),
    ("website", r"web ?site|web page|url"),
    ("fax", r"fax"),
    ("phone", r"(?:your|the) (?:phone )?number|phone number"),
    (
        "hours",
        r"open\b|opens?\b|close[sd]?\b(?! (?:by|to)\b)|closing|hours|timings?|what ours|how late|shut|lunch"
        r"|holiday|thanksgiving|christmas|weekends?",
    ),
    (
        "address",
        r"address|adress|whereabouts|where (?:are|is|'s|exactly|do)|located|location|how do i get|directions?|street"
        r"|floor|zip|near\b|bus\b|subway|train|station|find you|where you",
    ),
    (
        "departments",
        r"departments?|specialt\w+|specialis\w+|specializ\w+|what (?:kind|type|sort) of doctors|what doctors"
        r"|which doctors|who works",
    ),
    (
        "services",
        r"services?|vaccin\w+|blood tests?|x.?rays?|treat|see children|flu shots?|physicals?|lab\b|labs\b"
        r"|sick notes?|do you do|offer|masks?|wi-?fi|ultrasound|mri",
    ),
    ("waiting_time", r"how long (?:does|is|will|are)|waiting time|wait\b"),
)
_TOPIC_PATTERNS = [(name, re.compile(rf"\b(?:{pattern})", re.IGNORECASE)) for name, pattern in _TOPICS]

_PURPOSE_LEAD = re.compile(
    r"^(?:(?:um|uh|well|so|yes|yeah|oh|okay|ok|sure|it's|it is|its|that's|this is|just|about|for"
    r"|because(?: of)?|to (?:get|have|do|see about|discuss|talk about)|i(?:'ve"
    r"| have)(?: got)?(?: been having)?|i'm (?:having|getting|here for|coming (?:in )?for)"
    r"|i(?:'d| would) like|i (?:need|want)(?: to (?:get|have|see someone about|talk about|discuss))?"
    r"|the reason(?: for (?:the|my) visit)? is|reason is|a bit of(?: a)?|some|my|a|an|the|coming in for"
    r"|been having)[\s,]+)+",
    re.IGNORECASE,
)
_NO_PURPOSE = re.compile(
    r"\b(?:(?:rather|prefer) not(?: to)? (?:say|tell)|(?:don't|do not) (?:want|wish|need) to (?:say|tell"
    r"|discuss)|none of your|private|personal|confidential|no reason|nothing (?:special|in particular"
    r"|specific))\b",
    re.IGNORECASE,
)
_KEPT = {"my", "a", "an", "the"}


def find_any_doctor(text: str, *, expected: bool) -> Said | None:
    """Whether it does not matter which doctor. "I don't mind" alone counts only when a doctor was asked for."""
    plain = text.replace("’", "'")
    found = _ANY_DOCTOR.search(plain)
    if not found:
        return None
    names_doctor = re.search(
        r"doctor|dr\b|physician|provider|gp\b|who|any ?(?:one|body)|them|preference", found[0], re.IGNORECASE
    )
    if not expected and (not names_doctor or _ABOUT_TIME.search(plain[found.start() :])):
        return None
    return Said(True, found.start(), found.end())


def find_other_doctor(text: str) -> Said | None:
    """Another doctor than the one spoken of."""
    found = _OTHER_DOCTOR.search(text.replace("’", "'"))
    return Said(True, found.start(), found.end()) if found else None


def find_new_patient(text: str) -> Said | None:
    plain = text.replace("’", "'")
    known = _KNOWN.search(plain)
    found = known or _NEW.search(plain)
    return Said(known is None, found.start(), found.end()) if found else None


def find_topic(text: str) -> Said | None:
    return next(iter(find_topics(text)), None)


def find_topics(text: str) -> list[Said]:
    """What about the clinic is asked: the keys of facts ("hours", "address", "parking", …), the likeliest first."""
    plain = text.replace("’", "'")
    found = [(name, pattern.search(plain)) for name, pattern in _TOPIC_PATTERNS]
    return [Said(name, match.start(), match.end()) for name, match in found if match]


def find_purpose(text: str) -> Said | None:
    """The answer to "what is it about", without its lead-in; None when the caller would rather not say."""
    plain = text.replace("’", "'").strip(" .!?")
    if _NO_PURPOSE.search(plain) or not plain:
        return None
    lead = _PURPOSE_LEAD.match(plain)
    start = lead.end() if lead else 0
    last = plain[:start].split()[-1:] if lead else []
    if last and last[0].lower().strip(",") in _KEPT:
        start = plain[:start].rstrip().rfind(last[0])
    said = re.sub(r"[\s,]+(?:please|thanks|thank you)$", "", plain[start:], flags=re.IGNORECASE)
    return Said(said, start, start + len(said)) if said else None


_CHANGES = (
    ("time", r"\b(?:time|day|date|hour|when)\b"),
    ("doctor", r"\b(?:doctor|dr|physician|who (?:i|it)'?s? with)\b"),
    ("phone", r"\b(?:phone|number|cell|mobile)\b"),
    ("name", r"\b(?:name|spelling|spelled|spelt)\b"),
)


def find_change(text: str) -> Said | None:
    """The answer to "what should I change?": "time", "doctor", "phone" or "name"."""
    for kind, pattern in _CHANGES:
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            return Said(kind, found.start(), found.end())
    return None


_NO_CODE = re.compile(
    r"\b(?:don'?t|do not|didn'?t|never|haven'?t|can'?t|cannot|couldn'?t|lost|deleted|forgot|no idea|without|not got)\b"
    r".*\b(?:code|one|it|that|text|message|number|know|remember|find)\b|\bno code\b|\bwhat code\b|\bdon'?t know\b",
    re.IGNORECASE,
)


def lacks_code(text: str) -> bool:
    """Asked for the code, the caller says that there is none at hand."""
    return bool(_NO_CODE.search(text.replace("’", "'")))
