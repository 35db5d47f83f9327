"""Pictures of a rota's pages with everything that was read marked on them, so that staff can check it at a glance."""

from __future__ import annotations

import base64
import html
import io
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import reportlab
from PIL import Image, ImageDraw, ImageFont

from knowledge.rota.hours import Opening
from knowledge.rota.limits import marked_pages_safely
from knowledge.rota.model import Entry, Rota, UnreadableRota

DPI = 110
LARGEST = 2600
"""Pixels of a page's longer side, at most."""
FONT = str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")
MOST_PAGES = 20
COLOURS = ("#1f77b4", "#2ca02c", "#9467bd", "#d68910", "#17a2b8", "#c2185b", "#6d4c41", "#3949ab", "#00897b", "#7cb342")
DOUBT = "#d50000"
LEGEND, LINE = 400, 19
"""Pixels of the list beside a page: its width, and the height of one line."""


def marked_pages(path: Path, rota: Rota) -> dict[str, Any]:
    """{"pages": [{"number", "width", "height", "png", "marks": [{"box", "colour", "number", "said"}]}]} for the pages
    that something was read on: base64, boxes in pixels. For the process with limits."""
    by_page: dict[int, list[dict[str, Any]]] = {}
    for index, doctor in enumerate(rota.doctors):
        for entry in doctor.availability:
            marks = by_page.setdefault(entry.source.page, [])
            mark = next((m for m in marks if m["at"] == entry.source.box and m["doctor"] == doctor.name), None)
            if mark is None:
                mark = {
                    "at": entry.source.box,
                    "doctor": doctor.name,
                    "colour": COLOURS[index % len(COLOURS)],
                    "times": [],
                }
                marks.append(mark)
            mark["times"].append(_said(entry))
    for doubt in rota.doubts:
        who = f"{doubt.doctor}: " if doubt.doctor else ""
        by_page.setdefault(doubt.source.page, []).append(
            {"at": doubt.source.box, "doctor": "?", "colour": DOUBT, "times": [f"{who}{doubt.reason}"]}
        )
    with pdfplumber.open(path) as pdf:
        pages = [_page(pdf.pages[number - 1], number, by_page[number]) for number in sorted(by_page)[:MOST_PAGES]]
    return {"pages": pages}


def _said(entry: Entry) -> str:
    when = f"{entry.day[:3].title()} {entry.date:%d %b}" if entry.date else entry.day[:3].title()
    return f"{when} {entry.start}–{entry.end}"


def _page(page: pdfplumber.page.Page, number: int, marks: list[dict[str, Any]]) -> dict[str, Any]:
    scale = min(DPI / 72, LARGEST / max(page.width, page.height))
    picture = page.to_image(resolution=72 * scale).original
    left, top = page.bbox[0], page.bbox[1]
    placed = sorted(marks, key=lambda mark: (mark["at"] or (0, 0))[1::-1])
    return {
        "number": number,
        "width": picture.width,
        "height": picture.height,
        "png": base64.b64encode(_png(picture)).decode(),
        "marks": [
            {
                "box": [round((side - (left, top)[axis % 2]) * scale) for axis, side in enumerate(mark["at"])]
                if mark["at"]
                else None,
                "colour": mark["colour"],
                "number": index,
                "said": f"{mark['doctor']}  {', '.join(mark['times'])}",
            }
            for index, mark in enumerate(placed, start=1)
        ],
    }


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.convert("RGB").save(written, "PNG", optimize=True)
    return written.getvalue()


def write_pictures(path: Path, today: date, out: Path, opening: Opening | None = None) -> None:
    """Writes OUT.png (the pages below each other) or OUT.html. Raises UnreadableRota, also where it cannot write."""
    if out.suffix.lower() not in (".png", ".html"):
        raise UnreadableRota("--show writes a file that ends in .png or .html; name such a file")
    pages = marked_pages_safely(path, today, opening=opening)["pages"]
    content = _as_html(pages).encode() if out.suffix.lower() == ".html" else _png(_as_picture(pages))
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UnreadableRota(f"the picture cannot be written ({error.strerror}); name another place") from error


def _as_picture(pages: Sequence[dict[str, Any]]) -> Image.Image:
    drawn = [_drawn(page) for page in pages] or [Image.new("RGB", (LEGEND, LINE * 2), "white")]
    whole = Image.new("RGB", (max(p.width for p in drawn), sum(p.height for p in drawn)), "white")
    top = 0
    for picture in drawn:
        whole.paste(picture, (0, top))
        top += picture.height
    return whole


def _drawn(page: dict[str, Any]) -> Image.Image:
    original = Image.open(io.BytesIO(base64.b64decode(page["png"]))).convert("RGBA")
    font = ImageFont.truetype(FONT, 12)
    lines = [
        (mark, line if first else f"     {line}")
        for mark in page["marks"]
        for first, line in zip(
            [True] + [False] * 9, _wrapped(f"{mark['number']:>3}  {mark['said']}", font), strict=False
        )
    ]
    height = max(original.height, LINE * (len(lines) + 3))
    whole = Image.new("RGB", (original.width + LEGEND, height), "white")
    tint = Image.new("RGBA", original.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(tint)
    for mark in filter(lambda mark: mark["box"], page["marks"]):
        x0, y0, x1, y1 = mark["box"]
        out = 4 if mark["colour"] == DOUBT else 1
        draw.rectangle(
            (x0 - out, y0 - out, x1 + out, y1 + out), fill=mark["colour"] + "22", outline=mark["colour"], width=2
        )
    marked = Image.alpha_composite(original, tint)
    draw = ImageDraw.Draw(marked)
    for mark in filter(lambda mark: mark["box"], page["marks"]):
        crowded = any(
            other is not mark and other["box"] and _beside(mark["box"], other["box"]) for other in page["marks"]
        )
        _tag(draw, mark, font, crowded)
    whole.paste(marked.convert("RGB"), (0, 0))
    draw = ImageDraw.Draw(whole)
    draw.text(
        (original.width + 12, LINE // 2), f"Page {page['number']}", fill="black", font=ImageFont.truetype(FONT, 15)
    )
    for index, (mark, line) in enumerate(lines, start=2):
        draw.text((original.width + 12, LINE * index), line, fill=mark["colour"], font=font)
    return whole


def _beside(box: list[int], other: list[int]) -> bool:
    """Whether the other box begins where this one ends."""
    return other[0] - 12 < box[2] < other[2] and other[1] < box[3] and box[1] < other[3]


def _tag(draw: ImageDraw.ImageDraw, mark: dict[str, Any], font: Any, crowded: bool) -> None:
    """The mark's number at its right end, or on its upper right corner where something else stands there."""
    number = str(mark["number"])
    width = int(draw.textlength(number, font=font)) + 6
    line = mark["box"][3] - mark["box"][1] < 2 * LINE
    x, y = (
        (mark["box"][2] + 5, mark["box"][1])
        if line and not crowded
        else (mark["box"][2] - width + 2, mark["box"][1] - 8)
    )
    x += 24 if mark["colour"] == DOUBT else 0
    draw.rectangle((x, y, x + width, y + 15), fill=mark["colour"])
    draw.text((x + 3, y), number, fill="white", font=font)


def _drawable(text: str) -> str:
    """In the letters that the font has: others lose their accents."""
    plain = text.translate(str.maketrans("łŁđĐıŞşĹ", "lLdDiSsL"))
    return "".join(
        c if c.isascii() or c in "–—" or 0xA1 <= ord(c) <= 0xFF else unicodedata.normalize("NFKD", c)[0] for c in plain
    )


def _wrapped(text: str, font: Any) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] or len(lines) == 1 else word
        if font.getlength(longer) > LEGEND - 40 and lines[-1].strip():
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _as_html(pages: Sequence[dict[str, Any]]) -> str:
    return _PAGE.replace("SHEETS", "\n".join(_sheet(page) for page in pages))


def _sheet(page: dict[str, Any]) -> str:
    marks, items = [], []
    for mark in page["marks"]:
        said, colour, name = html.escape(mark["said"]), mark["colour"], f"p{page['number']}m{mark['number']}"
        items.append(f'<li id="{name}" value="{mark["number"]}" style="color:{colour}">{said}</li>')
        if mark["box"]:
            x0, y0, x1, y1 = mark["box"]
            place = f"left:{x0}px;top:{y0}px;width:{x1 - x0}px;height:{y1 - y0}px"
            marks.append(
                f'<a class="mark" href="#{name}" title="{said}" style="{place};border-color:{colour};'
                f'background:{colour}22"><b style="background:{colour}">{mark["number"]}</b></a>'
            )
    return (
        f'<section><div class="page" style="width:{page["width"]}px;height:{page["height"]}px">'
        f'<img alt="page {page["number"]}" src="data:image/png;base64,{page["png"]}">{"".join(marks)}</div>'
        f"<div><h2>Page {page['number']}</h2><ol>{''.join(items)}</ol></div></section>"
    )


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>What was read in the rota</title><style>
body{font:14px sans-serif;margin:16px} section{display:flex;gap:24px;margin-bottom:32px;align-items:flex-start}
.page{position:relative;flex:none;box-shadow:0 0 4px #888} .page img{display:block}
.mark{position:absolute;border:2px solid;box-sizing:border-box}
.mark b{position:absolute;right:-2px;top:-10px;color:#fff;font-size:11px;padding:0 3px} li:target{background:#ff9}
</style></head><body><h1>What was read in the rota</h1><p>Each number stands where it was read;
red is in doubt and is not stored.</p>
SHEETS
</body></html>
"""
