"""The words of an utterance with their place in the original text; number words merged into numbers."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from nlu.spoken.numbers import ORDINALS, TENS, UNITS

Kind = Literal["word", "num", "ord", "clock", "date", "month"]

_LEX = re.compile(
    r"(?P<month>(?<![\d./-])(?:(?:19|20)\d\d\s?[-/]\s?(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])\s?[-/]\s?(?:19|20)\d\d)"
    r"(?!\s?[\d/.:-]\s?\d|\d))"
    r"|(?P<date>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)\d{2,4}|\d{1,2}/\d{1,2}(?![\d/]))"
    r"|(?P<clock>\d{1,2}[:.]\d{2}(?::\d{2})?(?!\d)(?![.:]\d))"
    r"|(?P<ord>\d{1,2})(?:st|nd|rd|th)\b"
    r"|(?P<num>\d+)"
    r"|(?P<word>[a-z]+(?:'[a-z]+)*)"
)
_SPELLINGS = {
    "o'clock": "oclock", "clock": "oclock", "tmrw": "tomorrow", "tomorow": "tomorrow", "tommorow": "tomorrow",
    "tommorrow": "tomorrow",
    "tonight's": "tonight",
    "tomorrows": "tomorrow",
    "todays": "today", "2morrow": "tomorrow", "tonite": "tonight", "til": "until", "till": "until",
    "'til": "until", "thru": "through", "anytime": "any time", "wanna": "want", "min": "minutes", "mins": "minutes",
    "hr": "hours", "hrs": "hours", "midday": "noon", "midmorning": "mid morning", "midafternoon": "mid afternoon",
    "previous": "last", "arvo": "afternoon",
}  # fmt: skip


_YOU_KNOW = re.compile(
    r"you know\b(?!\s+(?:if|whether|what|when|who|how|which|where|why|that|anyone|anybody|about|of)\b)"
)
_BEFORE_KNOW = frozenset(
    {"do", "did", "don't", "didn't", "let", "if", "what", "as", "would", "that", "how", "because", "cause"}
)
_MEANT_TWICE = frozenset({"next", "no", "yes", "bye", "oh", "double", "triple", "very"})
HESITATIONS = frozenset({"um", "umm", "uh", "uhh", "uhm", "er", "erm", "err", "ah", "eh", "hm", "hmm", "mm", "mmm"})


def words(listed: str) -> frozenset[str]:
    """A set of words, written as one string."""
    return frozenset(listed.split())


def phrases(listed: str) -> tuple[tuple[str, ...], ...]:
    """Phrases as tuples of words, written as one string with commas."""
    return tuple(tuple(phrase.split()) for phrase in listed.split(","))


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number. `gap` is the punctuation before it, `hesitant` that a hesitation ("um") came before it.

    `start` and `end` are offsets into the utterance.
    """

    text: str
    kind: Kind
    start: int
    end: int
    gap: str = ""
    value: int = -1
    minute: int = -1
    spelled: bool = False
    hesitant: bool = False


def _same_length_lower(text: str) -> str:
    """Lower case, letter by letter, so that offsets hold ("İ" in lower case is two characters)."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def tokenise(utterance: str) -> list[Token]:
    """Tokens in order, without hesitations and without words said twice in a row.

    `value` holds the number of num and ord, the hour of clock, the year of month (`minute`: the month); `spelled`
    numbers were words.
    """
    lower = _same_length_lower(utterance).replace("’", "'")
    found: list[Token] = []
    last = 0
    hesitated, gap_before = False, ""
    for match in _LEX.finditer(lower):
        gap = lower[last : match.start()].strip()
        start, end, kind = match.start(), match.end(), match.lastgroup
        said = match.group()
        last = end
        idle = said == "know" and hesitated and lower[:start].endswith("you ")
        if kind == "word" and (said in HESITATIONS or idle or _is_idle(lower, start, found)):
            hesitated, gap_before = True, gap_before + gap
            continue
        if gap == "." and _after_p_m(found) and utterance[start] == lower[start]:
            gap = ""
        known = len(found)
        if hesitated and (gap_before or gap):
            gap = next((mark for mark in ".?!;,-" if mark in gap_before + gap), gap)
        if kind == "word":
            _add_word(found, said, start, end, gap)
        elif kind == "clock":
            hour, minute = re.split("[:.]", said)[:2]
            if int(hour) < 25 and int(minute) < 60:
                found.append(Token(said, "clock", start, end, gap, int(hour), int(minute)))
        elif kind == "month":
            first, second = (int(number) for number in re.findall(r"\d+", said))
            year, month = max(first, second), min(first, second)
            found.append(Token(said, "month", start, end, gap, year, month))
        elif kind == "date":
            found.append(Token(said, "date", start, end, gap))
        else:
            value = int(match.group(kind or "num"))
            found.append(Token(said, "ord" if kind == "ord" else "num", start, end, gap, value))
        if hesitated and len(found) > known:
            found[known] = replace(found[known], hesitant=True)
        hesitated, gap_before = False, ""
    return _hours_apart(_said_once(found))


def _is_idle(lower: str, start: int, before: list[Token]) -> bool:
    """ "friday at, you know, ten"; not "do you know", "you know when"."""
    asked = bool(before) and before[-1].text in _BEFORE_KNOW
    return _YOU_KNOW.match(lower, start) is not None and not asked


def _said_once(tokens: list[Token]) -> list[Token]:
    """Without restarts: "on on friday", "i can i can come", "the twenty eighth eighth". Numbers are never dropped."""
    once: list[Token] = []
    for i, token in enumerate(tokens):
        once.append(token)
        if token.text == "to" and (i + 1 == len(tokens) or tokens[i + 1].kind != "num"):
            continue  # "quarter to to", which is a quarter to two
        for length in (1, 2):
            first, again = once[-2 * length : -length], once[-length:]
            if len(first) == length and all(map(_same_again, first, again)):
                del once[-length:]
    return once


def _same_again(token: Token, again: Token) -> bool:
    same = token.text == again.text or (token.kind == "ord" and token.text.endswith(" " + again.text))
    kinds = again.kind in ("word", "ord") and token.kind == again.kind and again.gap in ("", ",", "-")
    return same and kinds and len(again.text) > 1 and again.text not in _MEANT_TWICE


def _after_p_m(found: list[Token]) -> bool:
    """Whether the dot that comes next may only end "p.m."."""
    return len(found) > 1 and found[-1].text == "m" and found[-1].gap == "." and found[-2].text in ("a", "p")


def _hours_apart(tokens: list[Token]) -> list[Token]:
    """ "not three thirty two thirty": between an hour and minutes, "thirty two" is the end of one time and the next."""
    apart: list[Token] = []
    for i, token in enumerate(tokens):
        tens, _, unit = token.text.partition(" ")
        inside = 0 < i < len(tokens) - 1 and unit in UNITS and not any(t.gap for t in tokens[i : i + 2])
        hours = inside and _spelled_between(tokens[i - 1], 1, 12) and _spelled_between(tokens[i + 1], 10, 59)
        hours = hours or (inside and _spelled_between(tokens[i - 1], 1, 23) and _weeks_from(tokens, i + 1))
        if hours and TENS[tens] < 60:
            middle, last = token.start + len(tens), token.end - len(unit)
            apart.append(replace(token, text=tens, end=middle, value=TENS[tens]))
            apart.append(replace(token, text=unit, start=last, value=UNITS[unit], hesitant=False))
        else:
            apart.append(token)
    return apart


def _weeks_from(tokens: list[Token], i: int) -> bool:
    """ "ten thirty two weeks from today"."""
    return tokens[i].text in ("weeks", "days", "months") and i + 1 < len(tokens) and tokens[i + 1].text == "from"


def _spelled_between(token: Token, least: int, most: int) -> bool:
    return token.kind == "num" and token.spelled and least <= token.value <= most


def _add_word(found: list[Token], said: str, start: int, end: int, gap: str) -> None:
    word = _SPELLINGS.get(said, said)
    if word.endswith("ish") and word[:-3] in {*UNITS, "noon", "midday"}:
        word = _SPELLINGS.get(word[:-3], word[:-3])
    if word == "oclock" and found and found[-1].text == "o":
        start = found.pop().start
    before = found[-1] if found else None
    digits = before is not None and before.kind == "num" and not before.spelled and 1 <= before.value <= 31
    if word in ("st", "nd", "rd", "th") and before is not None and digits and not gap:
        found[-1] = Token(before.text + word, "ord", before.start, end, before.gap, before.value)
        return
    joined = before is not None and before.spelled and gap in ("", "-")
    if joined and before is not None and before.kind == "num" and before.text in TENS:
        unit = UNITS.get(word, ORDINALS.get(word, 0))
        minutes = word in ORDINALS and before.value + unit > 31  # "fourteen thirty fifth of march"
        if 1 <= unit <= 9 and not (minutes and len(found) > 1 and found[-2].kind == "num"):
            found[-1] = Token(
                f"{before.text} {word}", "ord" if word in ORDINALS else "num", before.start, end, before.gap,
                before.value + unit, spelled=True,
            )  # fmt: skip
            return
    bare = word.removesuffix("'s") if word.endswith("'s") else ""
    number = UNITS.get(bare, TENS.get(bare, 0))
    if number > 1 or bare in ORDINALS:
        kind: Kind = "num" if number else "ord"
        found.append(Token(bare, kind, start, end - 2, gap, number or ORDINALS[bare], spelled=True))
        found.append(Token("is", "word", end - 1, end))
    elif word in UNITS or word in TENS:
        found.append(Token(word, "num", start, end, gap, UNITS.get(word, TENS.get(word, 0)), spelled=True))
    elif word in ORDINALS:
        found.append(Token(word, "ord", start, end, gap, ORDINALS[word], spelled=True))
    elif " " in word:
        first, second = word.split(" ")
        found.append(Token(first, "word", start, end, gap))
        found.append(Token(second, "word", start, end, ""))
    else:
        found.append(Token(word, "word", start, end, gap))
