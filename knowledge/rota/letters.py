"""Letters that a PDF's fonts leave unreadable: LaTeX's bitmap fonts without a Unicode map, accents set over letters."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from pdfminer.encodingdb import EncodingDB
from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page as PlumberPage

_CID = re.compile(r"\(cid:(\d+)\)")
_ABOVE_ASCII = (
    "ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖŒØÙÚÛÜÝÞ"
    "\u1e9eàáâãäåæçèéêëìíîïðñòóôõöœøùúûüýþß"
)
CORK = dict(enumerate(_ABOVE_ASCII, start=128)) | {
    16: "“", 17: "”", 18: "„", 21: "–", 22: "—", 27: "ff", 28: "fi", 29: "fl", 30: "ffi", 31: "ffl", 127: "-",
}  # fmt: skip
"""LaTeX's T1 ("Cork") encoding outside of ASCII."""
CORK[136] = "•"
"""The bullet of the companion encoding TS1, in place of a letter that only Slovak has."""

_STANDARD = {letter: code for code, letter in EncodingDB.std2unicode.items()}
_ACCENTS = {
    "`": "\u0300", "´": "\u0301", "ˆ": "\u0302", "˜": "\u0303", "¯": "\u0304", "˘": "\u0306", "˙": "\u0307",
    "¨": "\u0308", "˚": "\u030a", "˝": "\u030b", "ˇ": "\u030c", "¸": "\u0327", "˛": "\u0328",
}  # fmt: skip


_PICTURES = re.compile(r"Dingbats|Wingdings|Webdings", re.IGNORECASE)
_TICKS = dict.fromkeys("34✓✔ü\uf0fcþ\uf0fe", "✓") | dict.fromkeys("5678✗✘û\uf0fb", "✗")
"""What letters mean in fonts of pictures; all others there are taken for bullets."""


def mend_letters(page: PlumberPage) -> None:
    """Changes the characters of the page in place."""
    if _has_bitmap_fonts(page):
        for char in page.chars:
            if char["fontname"] == "unknown":
                char["text"] = _from_cork(char["text"])
    for char in page.chars:
        if _PICTURES.search(char["fontname"]) and char["text"].strip():
            char["text"] = _TICKS.get(char["text"], "•")
    chars = page.chars
    for index, char in enumerate(chars):
        if char["text"] in _ACCENTS:
            _put_on_letter(char, chars[max(index - 2, 0) : index + 3])


def _has_bitmap_fonts(page: PlumberPage) -> bool:
    """Whether the page's Type 3 fonts say nowhere which letters their codes stand for."""
    fonts = resolve1((page.page_obj.resources or {}).get("Font")) or {}
    described = [resolve1(font) for font in fonts.values()] if isinstance(fonts, dict) else []
    bitmaps = [f for f in described if isinstance(f, dict) and getattr(f.get("Subtype"), "name", "") == "Type3"]
    return bool(bitmaps) and not any("ToUnicode" in font for font in bitmaps)


def _from_cork(text: str) -> str:
    match = _CID.fullmatch(text)
    code = int(match[1]) if match else _STANDARD.get(text, 0)
    return CORK.get(code, text)


def _put_on_letter(accent: dict[str, Any], around: list[dict[str, Any]]) -> None:
    middle = (accent["x0"] + accent["x1"]) / 2
    for char in around:
        on_it = char["x0"] - 0.5 <= middle <= char["x1"] + 0.5 and abs(char["top"] - accent["top"]) < char["size"] / 2
        base = {"ı": "i", "ȷ": "j"}.get(char["text"], char["text"])
        if on_it and char is not accent and base.isalpha() and len(base) == 1:
            joined = unicodedata.normalize("NFC", base + _ACCENTS[accent["text"]])
            if len(joined) == 1:
                char["text"], accent["text"] = joined, " "
                accent["x0"], accent["x1"] = char["x0"], char["x0"]
                return
