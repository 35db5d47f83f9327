"""What a time is for: the appointment wanted, the one that exists, or a time that does not suit; and corrections."""

from collections.abc import Sequence
from datetime import timedelta

from nlu.spoken.said import Found, Setting, text_at, words_at
from nlu.spoken.tokens import Token

Tokens = Sequence[Token]

_MOVE = frozenset(
    "move moving moved reschedule rescheduling rescheduled change changing switch switching push shift swap postpone"
    " rearrange transfer".split()
)
_CANCEL = frozenset("cancel cancelling canceling cancelled delete".split())
_BOOK = frozenset("book booking schedule want need like make get see come instead".split())
_APPOINTMENT = frozenset("appointment appointments appt visit booking slot checkup check-up consultation".split())
_MINE = frozenset({"my", "our", "his", "her", "their", "existing", "current", "the", "that", "mom's", "son's"})
_FILL = frozenset("the on at in a any um uh er like for to be of".split())

_EXCLUDING_BEFORE: tuple[tuple[str, ...], ...] = (
    ("not",), ("except",), ("except", "for"), ("excluding",), ("other", "than"), ("besides",), ("apart", "from"),
    ("instead", "of"), ("rather", "than"), ("can't", "do"), ("can't", "make"), ("cannot", "do"), ("cannot", "make"),
    ("can't", "come"), ("cannot", "come"), ("can't", "make", "it"), ("cannot", "make", "it"), ("can", "not", "do"),
    ("don't", "want"), ("no",), ("avoid",), ("nothing",), ("never",), ("but", "not"), ("anything", "but"),
    ("day", "but"), ("time", "but"), ("days", "but"), ("busy",), ("i'm", "away"), ("working",), ("all", "but"),
    ("every", "day", "but"), ("anything", "except"), ("isn't",), ("away",), ("out", "of", "town"), ("can't", "be", "there"),
    ("i", "can't"), ("won't", "be", "able", "to", "make", "it"), ("not", "available"), ("not", "free"), ("unavailable",),
    ("don't", "like"), ("work",), ("i", "hate"), ("morning", "but"),
)  # fmt: skip
_EXCLUDING_AFTER: tuple[tuple[str, ...], ...] = (
    ("doesn't", "work"), ("does", "not", "work"), ("don't", "work"), ("won't", "work"), ("won't", "do"),
    ("isn't", "good"), ("isn't", "possible"), ("is", "not", "good"), ("is", "not", "possible"), ("is", "no", "good"),
    ("is", "bad"), ("is", "out"), ("are", "out"), ("i", "can't"), ("is", "impossible"), ("is", "not", "possible"),
    ("are", "bad"), ("i'm", "busy"), ("i'm", "working"), ("i'm", "away"), ("i", "have", "to", "work"), ("i", "work"),
    ("i", "cannot"), ("no", "good"), ("is", "too", "early"), ("is", "too", "late"), ("is", "too", "soon"),
    ("doesn't", "suit"), ("isn't", "going", "to", "work"), ("is", "a", "problem"), ("is", "difficult"), ("is", "not", "great"),
    ("isn't", "great"), ("i'm", "not", "free"), ("i'm", "not", "available"), ("won't", "suit"), ("too", "late"), ("too", "early"),
)  # fmt: skip
_CORRECTING = frozenset("no sorry actually wait correction rather scratch oops nope pardon hang".split())
_CORRECTING_PHRASES = (
    ("i", "mean"), ("i", "meant"), ("make", "that"), ("make", "it"), ("or", "rather"), ("on", "second", "thought"),
    ("on", "second", "thoughts"), ("is", "better"), ("let's", "say"), ("i'd", "rather"), ("better"),
)  # fmt: skip
_HESITATIONS = frozenset("um uh er erm hmm well".split())
_NARRATIVE = frozenset(
    "called rang phoned came saw was were spoke fell happened started began hurt hurts hurting been went visited met"
    " tried waited since ago told last got".split()
)
_STORY_VERBS = frozenset("saw came called rang phoned visited spoke met fell happened started began went".split())
_NOT_A_STORY = frozenset("hoping wondering thinking if can could to want need looking and but see told".split())
_OR = (("or",), ("or", "else"), ("or", "maybe"), ("if", "not"), ("otherwise",), ("alternatively",), ("and",),
       ("or", "on"), ("or", "at"), ("or", "the"), ("and", "the"), ("and", "on"), ("or", "in", "the"), ("or", "even"),
       ("or", "possibly"), ("and", "also"), ("or", "on", "the"), ("or", "around"), ("and", "at"))  # fmt: skip

# A day said with a year that long gone is a date of birth.
LONG_AGO = timedelta(days=600)


def is_moving(tokens: Tokens) -> bool:
    """Whether the caller speaks of moving an appointment."""
    return any(token.text in _MOVE for token in tokens) or any(
        words_at(tokens, i, "bring") and text_at(tokens, i + 2) == "forward" for i in range(len(tokens))
    )


def drop_corrected(tokens: Tokens, found: list[Found]) -> list[Found]:
    """ "tomorrow no sorry wednesday": the last thing said wins, and takes over what it leaves unsaid."""
    kept: list[Found] = []
    for one in found:
        last = kept[-1] if kept else None
        if last is None or not _corrects(tokens, last, one) or one.role != last.role:
            kept.append(one)
            continue
        if one.day and not one.when and last.when and last.day:
            kept[-1] = one.moved(when=last.when, bound=last.bound)
        elif one.when and not one.day and last.day:
            kept[-1] = one.moved(day=last.day, i=last.i)
        elif bool(one.day) == bool(last.day) or bool(one.when) == bool(last.when) or one.moment or last.moment:
            kept[-1] = one
        else:
            kept.append(one)
    return kept


def _corrects(tokens: Tokens, last: Found, one: Found) -> bool:
    between = [token.text for token in tokens[last.j : one.i]]
    if not between or len(between) > 9:
        return False
    if all(word in _HESITATIONS for word in between):
        return bool(last.day and one.day) or bool(last.when and one.when and not one.day)
    if any(word in _CORRECTING for word in between):
        return True
    if any(words_at(tokens, k, *phrase) for k in range(last.j, one.i) for phrase in _CORRECTING_PHRASES):
        return True
    return words_at(tokens, one.j, "instead") and "of" not in between and text_at(tokens, one.j + 1) != "of"


def give_roles(tokens: Tokens, found: list[Found], setting: Setting) -> list[Found]:
    """Set the role of each stretch. Those that tell a story ("I called yesterday") and birth dates are left out."""
    moving = is_moving(tokens)
    kept: list[Found] = []
    for position, one in enumerate(found):
        floor = found[position - 1].j if position else 0
        ceiling = found[position + 1].i if position + 1 < len(found) else len(tokens)
        role = _role(tokens, one, floor, ceiling, moving, setting, kept)
        if role is None:
            continue
        kept.append(one.moved(role=role))
    return kept


def _role(
    tokens: Tokens, one: Found, floor: int, ceiling: int, moving: bool, setting: Setting, earlier: list[Found]
) -> str | None:
    if _excluded(tokens, one, floor, ceiling, earlier):
        told = _cancelling(tokens, one) or moving
        return "current" if told and not _after_not(tokens, one) else "excluded"
    if _existing(tokens, one, floor, ceiling, moving):
        return "current"
    if one.day is not None and _tells(tokens, one, backward=one.day.backward):
        return None
    if one.day is not None and one.day.span.until < setting.today - LONG_AGO:
        return None
    if one.bound == "from" and text_at(tokens, one.i) == "since" or text_at(tokens, one.i - 1) == "since":
        return None
    return "current" if setting.expecting == "appointment_choice" else "wanted"


def _start_of_lead(tokens: Tokens, one: Found, floor: int) -> int:
    k = one.i
    while k > floor and tokens[k - 1].text in _FILL and one.i - k < 4:
        k -= 1
    return k


def _after_not(tokens: Tokens, one: Found) -> bool:
    return text_at(tokens, one.i - 1) == "not"


def _excluded(tokens: Tokens, one: Found, floor: int, ceiling: int, earlier: list[Found]) -> bool:
    if one.bound and text_at(tokens, one.i) in ("not", "nothing", "no"):
        return False
    k = _start_of_lead(tokens, one, floor)
    for start in {one.i, k}:
        for words in _EXCLUDING_BEFORE:
            if start - len(words) >= floor - (len(words) - 1) and start - 1 >= floor and words_at(tokens, start - len(words), *words):
                if words == ("not",) and text_at(tokens, start - 2) in ("why", "if"):
                    return False
                if words == ("no",) and not _plural_or_any(tokens, one):
                    continue
                if words in (("work",), ("working",)) and text_at(tokens, start - 2) not in ("i", "i'm", "am"):
                    continue
                return True
    for words in _EXCLUDING_AFTER:
        for gap in (0, 1):
            if words_at(tokens, one.j + gap, *words) and one.j + gap < ceiling and (gap == 0 or text_at(tokens, one.j) in ("is", "that", "are", "then")):
                return True
    joined = [token.text for token in tokens[floor : one.i]]
    return bool(earlier) and earlier[-1].role == "excluded" and earlier[-1].j == floor and joined in (["or"], ["and"], ["nor"])


def _plural_or_any(tokens: Tokens, one: Found) -> bool:
    return tokens[one.i].text.endswith("s") or text_at(tokens, one.i - 1) == "no" and len(tokens) > one.j


def _cancelling(tokens: Tokens, one: Found) -> bool:
    """A verb of cancelling governs this: it comes before, with no new wish in between."""
    for k in range(one.i - 1, -1, -1):
        if tokens[k].text in _CANCEL:
            return True
        if tokens[k].text in _BOOK and tokens[k].text not in ("booking", "need", "want", "like"):
            return False
    verbs = [k for k in range(one.j, len(tokens)) if tokens[k].text in _CANCEL]
    return bool(verbs) and not any(token.text in ("book", "schedule", "see") for token in tokens[: one.i])


def _existing(tokens: Tokens, one: Found, floor: int, ceiling: int, moving: bool) -> bool:
    before, after = text_at(tokens, one.i - 1), text_at(tokens, one.j)
    possessed = before in _MINE or any(t.text.endswith("'s") for t in tokens[max(0, one.i - 1) : one.i])
    if possessed and after in _APPOINTMENT and (before != "the" or moving or _cancelling(tokens, one)):
        return True
    if before in ("my", "our") and one.i - 1 >= floor:
        return True
    if tokens[one.j - 1].text.endswith("'s") and after in _APPOINTMENT:
        return True
    k = one.i
    while k > floor and tokens[k - 1].text in (_FILL | {"is", "was", "it's", "which", "that", "with"}) and one.i - k < 5:
        k -= 1
    lead = {token.text for token in tokens[k : one.i]}
    to_new = before in ("to", "until") or (lead & {"to", "until"} and not lead & {"from"}) or (moving and lead & {"for"})
    if moving and text_at(tokens, one.i) == "from":
        return True
    if _supposed(tokens, one, floor):
        return True
    if _appointment_before(tokens, k, floor, moving, _cancelling(tokens, one)) and not (moving and to_new):
        return True
    if moving and not to_new:
        verb = max((i for i in range(floor, one.i) if tokens[i].text in _MOVE), default=-1)
        return verb >= 0 and one.i - verb <= 3 and not any(t.text in ("time", "it", "be") for t in tokens[verb + 1 : one.i])
    if _cancelling(tokens, one) and not moving:
        return not (before == "for" and any(t.text in ("book", "schedule", "another") for t in tokens[floor : one.i]))
    return before == "from" and moving


def _supposed(tokens: Tokens, one: Found, floor: int) -> bool:
    said = [token.text for token in tokens[floor : one.i]]
    joined = " ".join(said)
    return any(
        phrase in joined
        for phrase in ("i'm booked", "booked in", "down for", "supposed to", "i'm scheduled", "scheduled for", "was coming",
                       "am booked", "i was booked", "already have", "already got")  # fmt: skip
    ) and not any(word in joined for word in ("can you book", "like to be"))


def _appointment_before(tokens: Tokens, k: int, floor: int, moving: bool, cancelling: bool) -> bool:
    """ "my appointment on …", "I have an appointment at …"; not "I would like an appointment on …"."""
    at = next((i for i in range(k - 1, max(floor, k - 6) - 1, -1) if tokens[i].text in _APPOINTMENT), None)
    if at is None:
        return False
    lead = [token.text for token in tokens[max(floor, at - 6) : at]]
    if cancelling or (moving and not {"want", "like", "new"} & set(lead[-3:])):
        return True
    if any(word in ("my", "our") for word in lead[-3:]):
        return True
    has = next((i for i, word in enumerate(lead) if word in ("have", "i've", "had", "got", "there's")), None)
    if has is None:
        return False
    asking = {"can", "could", "may", "to", "might", "possible", "like", "you", "we", "do", "i'll", "please", "wanna"}
    return lead[has] in ("i've", "had", "there's") or not asking & set(lead[max(0, has - 3) : has])


def _tells(tokens: Tokens, one: Found, backward: bool) -> bool:
    """ "I called yesterday", "he saw me on monday", "I was in on tuesday": what happened, not what is wanted."""
    if backward:
        return bool({token.text for token in tokens[max(0, one.i - 6) : one.i]} & _NARRATIVE)
    for k in range(one.i - 1, max(-1, one.i - 6), -1):
        if tokens[k].text in _NOT_A_STORY:
            return False
        was_there = tokens[k].text in ("was", "were") and text_at(tokens, k + 1) in ("in", "there", "here")
        if tokens[k].text in _STORY_VERBS or was_there:
            return one.weekday is not None or (one.day is not None and one.day.backward)
    return False


def group_either(tokens: Tokens, found: list[Found]) -> list[Found]:
    """ "tuesday or thursday at ten": each takes what the other leaves unsaid, and the first knows of the others."""
    grouped = list(found)
    for position in range(len(grouped) - 1):
        a, b = grouped[position], grouped[position + 1]
        if a.role != "wanted" or b.role != "wanted" or a.free or b.free:
            continue
        between = tuple(token.text for token in tokens[a.j : b.i])
        if between not in _OR and (not between or between[0] != "or" or len(between) > 3):
            continue
        if between[0] == "and" and not (a.day and b.day):
            continue
        if a.day and b.day and not a.when and b.when and not a.bound:
            a = a.moved(when=b.when, bound=b.bound)
        elif a.when and b.when and a.day and not b.day:
            b = b.moved(day=a.day)
        elif a.when and b.when and b.day and not a.day:
            a = a.moved(day=b.day)
        elif a.when and not b.when and a.day and b.day:
            pass
        grouped[position], grouped[position + 1] = a, b
    for position in range(len(grouped) - 2, -1, -1):
        a, b = grouped[position], grouped[position + 1]
        between = tuple(token.text for token in tokens[a.j : b.i]) or ((",",) if b.either and a.day else ())
        linked = between in _OR or (between and between[0] in ("or", ",") and len(between) <= 3)
        if linked and a.role == b.role == "wanted" and not a.free and not b.free and (between[0] != "and" or (a.day and b.day)):
            grouped[position] = a.moved(either=[b, *b.either])
    return grouped
