"""Whether a name that was asked for may have been misheard, so that it is worth asking once more: "area code", "frank
event", "rose the delgado". A name that no list has ("senga docherty") is no reason to doubt, and little can be told
from a short word ("long ma")."""

from __future__ import annotations

import re
from collections.abc import Callable

from nlu.spoken.people import Person
from nlu.spoken.spelling import find_spelled

MOST_WORDS_LEFT_OVER = 3
TELLING = 5
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NO_PART = frozenset({
    "please", "thanks", "thank", "you", "ta", "cheers", "speaking", "here", "calling", "again", "sir", "madam", "love",
    "dear", "is", "my", "name's", "name", "surname", "first", "last", "only", "just", "okay", "right",
})  # fmt: skip


def is_doubtful(text: str, person: Person, may_be_name: Callable[[str], bool]) -> bool:
    """`may_be_name` of a lower-case word: known as a name, or no word of the language. Letters said leave no doubt."""
    if find_spelled(text):
        return False
    words = person.name.lower().split()
    unlike = [word for word in (words[0], words[-1]) if not may_be_name(word)]
    if len(words) > 1:
        return len(unlike) > 1 or any(len(word) >= TELLING for word in unlike)
    beside = [word.lower() for word in _WORD.findall(text[person.end :])]
    cut_short = 0 < len(beside) <= MOST_WORDS_LEFT_OVER
    return bool(unlike) or (cut_short and not any(word in _NO_PART or len(word) == 1 for word in beside))
