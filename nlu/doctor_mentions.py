"""Where an utterance names a doctor, and which doctors of the directory that could be.

A title ("doctor", "dr", "doc") or a cue ("with", "see", "is … in") allows for mishearing; without one only a name that
is no ordinary word counts, and none where the caller's own data is asked for. A name after "not" or "instead of" is one
that is not meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from nlu.doctor_names import PARTICLES, SAME_SOUND, DoctorNames, Match
from nlu.lexicon import is_everyday, is_function_word, is_ordinary, is_surname, is_verb, may_be_name
from nlu.spoken.first_names import FIRST_NAMES

LONGEST_NAME = 4
FEW_WORDS = 2
OWN_DATA = {"name", "caller_name", "verification", "phone", "email", "address", "message"}
_WORDS_BESIDE = 2
_LONG_ENOUGH, _VERY_LONG = 5, 8
_IF_UNLIKE = 0.5  # words that a sentence needs are a name only when they sound very much like one
_SURE_OF_SEVERAL, _NEARLY_THE_SAME = 0.66, 0.76
_WORD = re.compile(r"[^\W\d_](?:(?:[\w'’.]|-(?!please\b))*\w)?", re.IGNORECASE)
_TITLE = {"dr", "doctor", "doc", "doktor", "dock", "prof", "professor", "doctors"}
_CUES = {"with", "see", "seeing", "saw", "by", "meant", "said", "mean"}
_ASKING = {"is", "was", "does", "has", "when's", "when", "will"}
_IN = {
    "in", "free", "available", "working", "there", "on", "off", "back", "around", "seeing", "have", "work", "open",
    "today", "tomorrow", "still",
}  # fmt: skip
_AGAINST = {"not", "except", "without", "isn't", "wasn't", "than", "instead", "but"}
_ARTICLES = {
    "a", "any", "another", "the", "my", "your", "which", "what", "some", "other", "that", "this", "different",
    "same", "heart", "skin", "eye", "family", "kids", "lady", "woman", "female", "male", "every", "all", "each",
    "one", "first", "new", "usual", "regular",
}  # fmt: skip
_FILLERS = {"uh", "um", "er", "erm", "uhm"}
_BESIDE_AN_ANSWER = _FILLERS | {"it's", "its", "with", "yes", "yeah", "please", "that's", "i", "think", "want", "see"}
_GREETINGS = {"hi", "hello", "hey", "yes", "yeah", "so", "morning", "afternoon"}
_DAYS = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "tomorrow", "tonight",
}  # fmt: skip
_BREAKS = {
    "on", "at", "in", "for", "please", "and", "or", "this", "next", "tomorrow", "today", "is", "about", "if", "has",
    "available", "around", "free", "i", "no", "not", "sorry",
}  # fmt: skip
_PRONOUNS = {"i", "you", "he", "she", "it", "we", "they", "what", "how", "who", "when", "where", "to"}
_OWN_NAME = re.compile(
    r"\b(?:(?<!\bhis )(?<!\bher )(?<!\btheir )(?:name is|name's)|this is|i am|i'm|it's for|calling for|speaking"
    r"|patient is|booked under|under the name(?: of)?)\s",
    re.I,
)
_NOT_THAT_ONE = re.compile(
    r"^\W*(?:no|nope|nah)\b\W*(?:(?:it's|i said|i mean|i meant|not (?:him|her|that one))\b\W*)*", re.I
)
_NO_NAME = frozenset(
    word
    for line in Path(__file__).with_name("words_after_doctor.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)


class _Setting(Enum):
    """What makes a word a name, with how far it may be from the name meant (`DoctorNames.match`)."""

    TITLED = 1.0
    ANSWER = 0.95
    CUED = 0.9
    PLAIN = 0.25


@dataclass(frozen=True)
class Mention:
    """`names` is empty when nobody of the directory fits what was said after a title."""

    text: str
    start: int
    end: int
    score: float
    names: tuple[str, ...]
    leaving: bool = False


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int


def find_mentions(text: str, names: DoctorNames, expecting: str | None = None) -> list[Mention]:
    """In order of the utterance. `leaving` marks the doctor of "from doctor X to doctor Y"."""
    words = [_Word(found[0].lower().replace("’", "'"), found.start(), found.end()) for found in _WORD.finditer(text)]
    words = _joined_spelling(words)
    own = [found.end() for found in _OWN_NAME.finditer(text)] if expecting != "doctor" else []
    mentions: list[Mention] = []
    at = 0
    while at < len(words):
        mention, used = _mention_at(text, words, at, names, expecting, own)
        if mention is not None:
            mentions.append(mention)
        at += used
    if not mentions and expecting == "doctor":
        mentions = _said_against(text, words, names)
    return _joined(mentions, text)


def _said_against(text: str, words: list[_Word], names: DoctorNames) -> list[Mention]:
    """ "No, Ike" in answer to "do you mean Doctor Nowak?": the name itself, cut up, or another one."""
    against = _NOT_THAT_ONE.match(text.replace("\u2019", "'"))
    rest = [word for word in words if against and word.start >= against.end()]
    if not rest or len(rest) > _WORDS_BESIDE or not all(map(_is_known_as_name, rest)):
        return []
    together = names.match([word.text for word in words], reach=_Setting.ANSWER.value) if len(words) == 2 else None
    if together and len(together.names) == 1 and together.score >= _SURE_OF_SEVERAL:
        return [Mention(text, words[0].start, words[-1].end, together.score, together.names)]
    return [Mention(text[rest[0].start : rest[-1].end], rest[0].start, rest[-1].end, 0.0, ())]


def _is_known_as_name(word: _Word) -> bool:
    if is_function_word(word.text) or word.text in _NO_NAME or len(word.text) < 2:
        return False
    return word.text in FIRST_NAMES or is_surname(word.text) or not is_ordinary(word.text)


def _joined(mentions: list[Mention], text: str) -> list[Mention]:
    """ "doctor john smith" where no John Smith exists names two: whom the surname fits is meant."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last and last.names and mention.names and not text[last.end : mention.start].strip(" ."):
            both = tuple(name for name in mention.names if name in last.names) or mention.names
            joined[-1] = Mention(
                text[last.start : mention.end], last.start, mention.end, mention.score, both, last.leaving
            )
        else:
            joined.append(mention)
    return joined


def _mention_at(
    text: str, words: list[_Word], at: int, names: DoctorNames, expecting: str | None, own: list[int]
) -> tuple[Mention | None, int]:
    titled = words[at].text.rstrip(".") in _TITLE
    first = at + 1 if titled else at
    while titled and first < len(words) and words[first].text in _FILLERS:
        first += 1
    if first >= len(words):
        return None, 1
    gap = text[words[first - 1].end : words[first].start].strip(" .") if titled else ""
    if gap not in ("", ","):
        return None, 1
    before = words[at - 1].text if at else ""
    if not titled and expecting in OWN_DATA:
        return _in_full(text, words, at, names)
    if not titled and any(start <= words[at].start <= start + 25 and _is_next(words, at, start) for start in own):
        return None, 1
    setting = _setting(words, at, titled, before, expecting)
    if setting is _Setting.PLAIN and before == "to" and _is_no_verb(words[at].text):
        known = names.match([words[at].text], by_ear=False)
        setting = _Setting.CUED if known and known.exact else setting  # "switch me to nadia"
    loose = expecting == "doctor" or before in _CUES or (before in _ASKING and setting is _Setting.CUED)
    found = _best(words, first, names, setting, titled, loose)
    if found is None and titled and first + 1 < len(words) and _sounds_like_a_name(words, first):
        surname = _best(words, first + 1, names, _Setting.PLAIN, False, False)
        found = surname if surname and surname[0].exact and not _more_of_a_name(words, surname[1]) else None
    if found is None:
        surely = not gap and (before not in _ARTICLES or not is_ordinary(words[first].text))
        if titled and surely and _sounds_like_a_name(words, first):
            end = first + 1
            while end - first < _WORDS_BESIDE and _more_of_a_name(words, end):
                end += 1
            return _mention(text, words, first, end, 0.0, (), before), end - at
        return None, 1
    match, end = found
    if _is_excluded(words, at) or (not titled and not match.exact and _is_first_name(before)):
        return None, end - at
    return _mention(text, words, at if titled else first, end, match.score, match.names, before), end - at


def _in_full(text: str, words: list[_Word], at: int, names: DoctorNames) -> tuple[Mention | None, int]:
    """ "Actually I'd rather have Tom Becker": a whole name after a cue, where the caller's own data is asked for."""
    before = [word.text for word in words[max(0, at - 2) : at]]
    if not before or not (before[-1] in ("with", "see") or before == ["rather", "have"]):
        return None, 1
    for end in range(min(len(words), at + LONGEST_NAME), at + 1, -1):
        match = names.match([word.text for word in words[at:end]], by_ear=True)
        if match and match.exact and not match.given_only and len(match.names) == 1:
            return _mention(text, words, at, end, match.score, match.names, before[-1]), end - at
    return None, 1


def _is_next(words: list[_Word], at: int, start: int) -> bool:
    """Whether the word is one of the (at most three) words straight after an introduction."""
    return sum(1 for word in words if start <= word.start < words[at].start) <= 2


def _mention(
    text: str, words: list[_Word], first: int, end: int, score: float, names: tuple[str, ...], before: str
) -> Mention:
    start, stop = words[first].start, words[end - 1].end
    return Mention(text[start:stop], start, stop, score, names, leaving=before == "from")


def _setting(words: list[_Word], at: int, titled: bool, before: str, expecting: str | None) -> _Setting:
    if titled:
        return _Setting.CUED if before in _ARTICLES else _Setting.TITLED
    if expecting == "doctor":
        return _Setting.ANSWER
    following = {word.text for word in words[at + 1 : at + 1 + LONGEST_NAME]}
    cued = before in _CUES or (before in _ASKING and following & _IN)
    beside = [word.text for position, word in enumerate(words) if position != at]
    ahead = all(word.text in _FILLERS | _GREETINGS for word in words[:at])
    if ahead and words[at + 1 : at + 2] and words[at + 1].text in _DAYS:
        return _Setting.CUED  # "drake wednesday three o'clock"
    bare = expecting is None and len(words) <= FEW_WORDS
    little_else = bare and all(is_function_word(word) or not is_ordinary(word) for word in beside)
    return _Setting.CUED if cued or little_else else _Setting.PLAIN


def _best(
    words: list[_Word], first: int, names: DoctorNames, setting: _Setting, titled: bool, loose: bool
) -> tuple[Match, int] | None:
    """The longest name that is written or sounds like one of the directory; else what comes nearest to one."""
    spans = [
        ([word.text for word in words[first:end]], end)
        for end in range(min(len(words), first + LONGEST_NAME), first, -1)
    ]
    surest = None
    for heard, end in spans:
        match = names.match(heard, by_ear=len(heard) == 1 or setting is not _Setting.PLAIN)
        if not match or _is_of_another(match, words, first, end) or _is_auxiliary(words, first, end):
            continue
        spoken = setting is _Setting.TITLED and (end == len(words) or words[end].text in _BREAKS)
        if spoken or _believable(heard, match, setting, titled, loose):
            shorter = _before_a_break(heard, names)
            surest = (shorter, end - 1) if shorter else (match, end)
            break
    least = _SURE_OF_SEVERAL
    if surest and (not surest[0].given_only or surest[1] - first > 1):
        if setting is not _Setting.TITLED or surest[1] - first > 1 or _ends(words, surest[1]):
            return surest
        least = _NEARLY_THE_SAME  # "doctor le vesk" is Levesque rather than Le
    best: tuple[Match, int] | None = None
    for heard, end in spans:
        if surest and len(heard) == 1:
            continue
        both = names.match_both(heard) if len(heard) > 1 and not surest else None
        if both and (best is None or both.score > best[0].score) and not is_function_word(heard[-1]):
            best = both, end
        alone = all(word.text in _BESIDE_AN_ANSWER for word in (*words[:first], *words[end:]))
        if setting is _Setting.ANSWER and not alone and _is_of_a_sentence(words, first, end):
            continue
        reach = _reach(heard, setting, alone)
        match = names.match(heard, reach=reach) if reach else None
        if not match or _is_of_another(match, words, first, end):
            continue
        if _believable(heard, match, setting, titled, loose) and (best is None or match.score > best[0].score):
            best = match, end
    return surest if surest and (best is None or best[0].score < least) else best


def _before_a_break(heard: list[str], names: DoctorNames) -> Match | None:
    """Doctor Peters of "doctor peters on monday", though there is a Doctor Peterson, too."""
    if len(heard) == 1 or heard[-1] not in _BREAKS | _IN:
        return None
    found = names.match(heard[:-1], by_ear=False)
    return found if found and found.exact and not found.given_only else None


def _is_no_verb(word: str) -> bool:
    return not is_ordinary(word) or (not is_everyday(word) and (word in FIRST_NAMES or not is_verb(word)))


def _is_of_a_sentence(words: list[_Word], first: int, end: int) -> bool:
    """ "Can I bring my son" asked for a doctor does not name one; "battle on monday" may, and "with battle then"."""
    if not all(is_ordinary(word.text) for word in words[first:end]):
        return False
    before = words[first - 1].text if first else ""
    return not (_ends(words, end) and (not before or before in _CUES or before in _BESIDE_AN_ANSWER))


def _is_auxiliary(words: list[_Word], first: int, end: int) -> bool:
    """Whether a word that sentences need stands beside a pronoun: "do you" does not ask for Doctor Do."""
    beside = {word.text for word in words[max(0, first - 1) : first] + words[end : end + 1]}
    return end - first == 1 and is_function_word(words[first].text) and not _PRONOUNS.isdisjoint(beside)


def _is_first_name(word: str) -> bool:
    """Whether it is nothing but one, after which "pedersen" is nobody who is called otherwise."""
    return word in FIRST_NAMES and not is_everyday(word)


def _ends(words: list[_Word], end: int) -> bool:
    """Whether a name before `end` is surely over."""
    return end == len(words) or words[end].text in _BREAKS | _IN | _DAYS | _NO_NAME


def _is_of_another(match: Match, words: list[_Word], first: int, end: int) -> bool:
    """ "anita whitfield" is nobody where only Anita Patel is known, though the first name is hers."""
    if end == len(words) or not _sounds_like_a_name(words, end) or (end - first > 1 and not match.given_only):
        return False
    following = words[end].text
    if following in _IN | _BREAKS | _DAYS:
        return False
    if match.given_only and (following in PARTICLES or not match.exact):
        return True
    if is_ordinary(following) and not may_be_name(following):
        return False
    if is_surname(following) and words[first].text in FIRST_NAMES:
        return True
    return match.given_only or not match.exact


def _reach(heard: list[str], setting: _Setting, alone: bool) -> float:
    """How far the words may be from a name that was written wrongly (`DoctorNames.match`); 0: they are no name.

    `alone`: nothing else is said."""
    unlike = [is_function_word(word) or word in _NO_NAME for word in heard]
    unlike[-1] |= len(heard) > 1 and heard[-1] in _IN
    if setting is _Setting.PLAIN:
        long_enough = len("".join(heard)) >= _LONG_ENOUGH
        return setting.value if long_enough and not any(map(is_ordinary, heard)) and not any(unlike) else 0.0
    if not any(unlike):
        return setting.value
    letters = len("".join(heard))
    if len(heard) == 1 or letters < _LONG_ENOUGH or not _FILLERS.isdisjoint(heard):
        return 0.0
    if not alone and (setting is _Setting.ANSWER or (setting is _Setting.CUED and letters < _VERY_LONG)):
        return 0.0
    at_an_end = heard[0] in _NO_NAME or heard[-1] in _BREAKS | _IN
    if setting is _Setting.TITLED and not at_an_end and not any(word in _NO_NAME for word in heard[1:]):
        return setting.value
    return setting.value * _IF_UNLIKE


def _believable(heard: list[str], match: Match, setting: _Setting, titled: bool, loose: bool) -> bool:
    letters = len("".join(heard))
    if setting is _Setting.TITLED:
        several = len(heard) > 1 and match.score >= _SURE_OF_SEVERAL
        return match.exact or several or not any(map(is_function_word, heard))
    if setting is _Setting.ANSWER:
        return match.exact or not any(map(is_function_word, heard)) or (len(heard) > 1 and letters >= _LONG_ENOUGH)
    if all(is_function_word(word) for word in heard):
        return False
    exact = match.exact and not match.given_only
    if exact and (setting is _Setting.CUED or len(heard) > 1 or not is_everyday(heard[0])):
        return True
    if match.given_only and match.exact:
        return setting is _Setting.CUED
    if all(is_ordinary(word) for word in heard):
        least = _NEARLY_THE_SAME if len(heard) > 1 and setting is _Setting.CUED else SAME_SOUND
        return (loose or len(heard) > 1) and match.score >= least and letters >= _LONG_ENOUGH
    return True


def _is_excluded(words: list[_Word], at: int) -> bool:
    before = [word.text for word in words[max(0, at - 2) : at]]
    if not before:
        return False
    if (
        before[-1] in _AGAINST - {"but"}
        or (before[-1] == "of" and before[:1] == ["instead"])
        or before == ["rather", "than"]
    ):
        return True
    return before in (["anyone", "but"], ["anybody", "but"], ["not", "with"], ["not", "see"])


def _sounds_like_a_name(words: list[_Word], at: int) -> bool:
    word = words[at].text
    return not is_function_word(word) and word not in _NO_NAME and len(word) > 1 and not word.endswith("'s")


def _joined_spelling(words: list[_Word]) -> list[_Word]:
    """ "P A T E L" as one word."""
    joined: list[_Word] = []
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and len(words[end].text.strip(".")) == 1:
            end += 1
        if end - at >= 3:
            joined.append(_Word("".join(word.text[0] for word in words[at:end]), words[at].start, words[end - 1].end))
            at = end
        else:
            joined.append(words[at])
            at += 1
    return joined


def _more_of_a_name(words: list[_Word], at: int) -> bool:
    return at < len(words) and _sounds_like_a_name(words, at) and not is_ordinary(words[at].text)
