"""Names of patients that may have been misheard, and those that are corrected at the read-back."""

from __future__ import annotations

from rapidfuzz import fuzz

from actions.turn import Slots, Turn

THE_SAME_NAME = 60  # of 100


def corrected(heard: str, known: str | None) -> str:
    """ "No, it's Haddad": the word of the name that is most like it is corrected, the others stay."""
    words = (known or "").split()
    if " " in heard or len(words) < 2:
        return heard
    best = max(range(len(words)), key=lambda at: fuzz.ratio(words[at].lower(), heard.lower()))
    return " ".join([*words[:best], heard, *words[best + 1 :]])


def name_for_certain(turn: Turn, slots: Slots, requested: str | None) -> str | None:
    """The name that was said; one that may have been misheard only when it was said twice, or agreed to. After a first
    name alone the last name is asked for, once."""
    name: str | None = turn.entity("person_name")
    if requested != "patient_name":
        return name
    doubted: str | None = slots.get("name_in_doubt")
    if name and (turn.entity("name_in_doubt") or " " not in name) and not doubted:
        slots["name_in_doubt"] = name
        return None
    half = bool(doubted) and " " not in str(doubted)
    if half and name and " " not in name:
        slots.clear("name_in_doubt")
        again = fuzz.ratio(str(doubted).lower(), name.lower()) >= THE_SAME_NAME
        return max(str(doubted), name, key=len) if again else f"{doubted} {name}"
    agreed = not name and (turn.intent == "affirm" or (half and turn.intent == "deny"))
    spelled = bool(name and doubted) and _letters(name) == _letters(doubted)  # "m i l a n h o r v a t", in one breath
    if doubted and (agreed or spelled or (turn.entity("name_in_doubt") and len(name or "") < len(doubted))):
        name = doubted  # the fuller of two doubtful hearings, where nothing better came
    if name:
        slots.clear("name_in_doubt")
    return name


def _letters(name: str | None) -> str:
    return "".join(letter for letter in (name or "").lower() if letter.isalpha())
