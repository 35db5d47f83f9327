"""Blocks of a page, and how reportlab and a browser put them on paper in random styles."""

from __future__ import annotations

import html
import random
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import ListFlowable, Paragraph, Preformatted, SimpleDocTemplate, Spacer, Table


@dataclass
class Heading:
    text: str


@dataclass
class Text:
    text: str


@dataclass
class Rows:
    """The first row heads the others. `spans`: first column, first row, last column, last row of merged cells.
    `ruled`: only lines tell what is merged, or which row a line belongs to."""

    rows: list[list[str]]
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)
    wide: bool = False
    repeat: bool = False
    ruled: bool = False


@dataclass
class Bullets:
    items: list


@dataclass
class Columns:
    columns: list[list[Block]]


Block = Heading | Text | Rows | Bullets | Columns
FONTS = (("Helvetica", "Helvetica-Bold"), ("Times-Roman", "Times-Bold"), ("Courier", "Courier-Bold"))


class Reportlab:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.font, self.bold = rng.choices(FONTS, (5, 3, 1))[0]
        self.size = rng.choice((7.5, 8, 9, 10)) if self.font != "Courier" else 7
        self.text_style = ParagraphStyle("text", fontName=self.font, fontSize=self.size + 1, leading=self.size * 1.45)
        self.head_style = ParagraphStyle(
            "head", fontName=self.bold, fontSize=self.size + 2, spaceBefore=8, spaceAfter=3, leading=self.size * 1.6
        )

    def write(self, path: Path, blocks: list[Block]) -> None:
        wide = any(isinstance(block, Rows) and block.wide for block in blocks)
        size = self.rng.choice((A4, letter))
        flow = [item for block in blocks for item in self._flow(block)]
        SimpleDocTemplate(str(path), pagesize=landscape(size) if wide else size, leftMargin=36, rightMargin=36).build(
            flow
        )

    def _flow(self, block: Block) -> list:
        if isinstance(block, Heading):
            return [Paragraph(html.escape(block.text), self.head_style)]
        if isinstance(block, Text):
            return [self._text(block.text)]
        if isinstance(block, Bullets):
            return [self._list(block.items)]
        if isinstance(block, Columns):
            cells = [[item for inner in column for item in self._flow(inner)] for column in block.columns]
            return [Table([cells], colWidths=[260] * len(cells), style=[("VALIGN", (0, 0), (-1, -1), "TOP")])]
        return [self._table(block), Spacer(1, 10)]

    def _text(self, text: str):
        if "\t" in text:
            left, right = text.split("\t")
            return Preformatted(f"{left:12}{right}", ParagraphStyle("tab", fontName="Courier", fontSize=9))
        return Paragraph(html.escape(text), self.text_style)

    def _list(self, items: list) -> ListFlowable:
        flow = []
        for item in items:
            text, below = item if isinstance(item, tuple) else (item, [])
            flow.append([self._text(text), *([self._list(below)] if below else [])])
        return ListFlowable(
            flow, bulletType="bullet", start=self.rng.choice(("•", "-", "circle", "square")), leftIndent=15
        )

    def _table(self, block: Rows) -> Table:
        rng, kind = self.rng, self.rng.choice(("grid", "grid", "rows", "bare", "stripes", "head", "box"))
        if block.ruled or block.spans:
            kind = "grid"
        grey = rng.choice((colors.black, colors.grey, colors.lightgrey))
        style: list[tuple] = [
            ("FONT", (0, 0), (-1, -1), self.font, self.size),
            ("FONT", (0, 0), (-1, 0), self.bold if rng.random() < 0.7 else self.font, self.size),
            ("VALIGN", (0, 0), (-1, -1), rng.choice(("TOP", "MIDDLE")) if kind in ("grid", "rows", "box") else "TOP"),
            ("ALIGN", (1, 0), (-1, -1), rng.choice(("LEFT", "CENTER"))),
            ("LEADING", (0, 0), (-1, -1), self.size * 1.2),
        ]
        style += {
            "grid": [("GRID", (0, 0), (-1, -1), rng.choice((0.25, 0.5, 1)), grey)],
            "rows": [("LINEBELOW", (0, 0), (-1, -1), 0.5, grey)],
            "stripes": [("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.white, colors.whitesmoke])],
            "head": [("LINEBELOW", (0, 0), (-1, 0), 1, grey)],
            "box": [("BOX", (0, 0), (-1, -1), 1, grey), ("INNERGRID", (0, 0), (-1, -1), 0.25, grey)],
            "bare": [],
        }[kind]
        if kind == "grid" and rng.random() < 0.3:
            style.append(("BACKGROUND", (0, 0), (-1, 0), colors.lightblue))
        style += [("SPAN", (c0, r0), (c1, r1)) for c0, r0, c1, r1 in block.spans]
        return Table(block.rows, style=style, repeatRows=1 if block.repeat else 0)


def to_html(rng: random.Random, blocks: list[Block]) -> tuple[str, str]:
    """Body and style of a page."""
    border = rng.choice(("1px solid #000", "1px solid #bbb", "none", "none; border-bottom: 1px solid #999"))
    if any(isinstance(b, Rows) and (b.ruled or b.spans) for b in blocks):
        border = "1px solid #555"
    wide = any(isinstance(block, Rows) and block.wide for block in blocks)
    family, size = rng.choice(("Arial", "Georgia", "DejaVu Sans", "Noto Sans")), rng.choice((9, 10, 11))
    style = (
        f"@page {{size: A4 {'landscape' if wide else 'portrait'}; margin: 12mm}} body {{font: {size}pt {family}}}"
        f"table {{border-collapse: {'separate' if border == 'none' else 'collapse'};"
        f" width: {rng.choice(('auto', '100%'))}}}"
        f"td, th {{border: {border}; padding: {rng.choice(('2px 5px', '3px 8px', '6px 9px'))}; white-space: pre-line;"
        f" text-align: {rng.choice(('left', 'center'))}; vertical-align: {rng.choice(('top', 'middle'))}}}"
        ".columns {display: flex; gap: 30px} h3 {margin-bottom: 2px} p {margin: 3px 0}"
    )
    return "".join(map(_html, blocks)), style


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h3>{html.escape(block.text)}</h3>"
    if isinstance(block, Text):
        left, tab, right = html.escape(block.text).partition("\t")
        return f"<p><span style='display:inline-block;width:6em'>{left}</span>{right}</p>" if tab else f"<p>{left}</p>"
    if isinstance(block, Bullets):
        return _html_list(block.items)
    if isinstance(block, Columns):
        return "<div class=columns>" + "".join(f"<div>{''.join(map(_html, c))}</div>" for c in block.columns) + "</div>"
    covered = {(c, r) for c0, r0, c1, r1 in block.spans for c in range(c0, c1 + 1) for r in range(r0, r1 + 1)}
    firsts = {(c0, r0): f" colspan={c1 - c0 + 1} rowspan={r1 - r0 + 1}" for c0, r0, c1, r1 in block.spans}
    rows = []
    for r, row in enumerate(block.rows):
        tag = "td" if r else "th"
        cells = [
            f"<{tag}{firsts.get((c, r), '')}>{html.escape(text)}</{tag}>"
            for c, text in enumerate(row)
            if (c, r) in firsts or (c, r) not in covered
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = f"<thead>{rows[0]}</thead>" if block.repeat else rows[0]
    return f"<table>{head}<tbody>{''.join(rows[1:])}</tbody></table>"


def _html_list(items: list) -> str:
    inner = ""
    for item in items:
        text, below = item if isinstance(item, tuple) else (item, [])
        inner += f"<li>{html.escape(text)}{_html_list(below) if below else ''}</li>"
    return f"<ul>{inner}</ul>"
