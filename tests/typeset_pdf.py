"""Test support: tables set as PDF pages, ruled or not, with merged headers, wrapped names and page breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from tests.typeset import TITLES
from tests.typeset_columns import body_cells, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.pdfgen.canvas import Canvas

    from tests.typeset import SetTable, Style
    from tests.typeset_columns import Column

FONT: Final = "STSong-Light"
A4: Final = (595.0, 842.0)
A3: Final = (842.0, 1190.0)
MARGIN: Final = 40.0
RULES: Final = ("all", "none", "horizontal", "outer", "three", "columns")


@dataclass(frozen=True)
class Look:
    """How pages look. `rules` is one of `RULES`; `level` is where in a row's height its figures stand."""

    rules: str = "all"
    size: float = 8.0
    wide: bool = False
    turned: bool = False
    figures: str = "right"
    level: str = "middle"
    pad: float = 3.0
    page_number: str = "- {} -"
    repeat_header: bool = True
    by_columns: bool = False
    twice: bool = False
    head_level: str = "middle"
    head_align: str = "center"
    wide_figures: bool = False

    @property
    def leading(self) -> float:
        return self.size * 1.2


@dataclass(frozen=True)
class HeadCell:
    text: str
    row: int
    last_row: int
    column: int
    last_column: int


@dataclass
class Paper:
    """A table with the widths of its columns; `breaks` are the rows before which a new page begins."""

    head: list[HeadCell]
    body: list[list[str]]
    widths: list[float]
    breaks: frozenset[int] = frozenset()
    split_name: bool = False
    """Whether the name of the last row before a break goes on on the next page."""


@dataclass
class Sheet:
    """What stands on the pages of one look: lines of text and tables. Lines after the first table are notes."""

    parts: list[str | Paper]
    look: Look = field(default_factory=Look)


def paper(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Paper:
    """Return a table with a plain header of one row."""
    head = [HeadCell(text, 0, 0, c, c) for c, text in enumerate(rows[0])]
    return Paper(head, [list(row) for row in rows[1:]], list(widths))


# ── a table of the documents ──


def paper_of(
    table: SetTable, style: Style, look: Look, *, breaks: int = 0, split_name: bool = False
) -> list[str | Paper]:
    """Return the title, the caption and the table itself."""
    columns = columns_of(table, style)
    body = body_cells(table, columns, style)
    cuts = frozenset(style.random.randint(1, max(1, len(body) - 1)) for _ in range(breaks))
    widths = _widths(columns, look)
    title = style.random.choice(TITLES[table.statement])
    return [title, "单位：万元", Paper(head_cells(columns), body, widths, cuts, split_name=split_name)]


def head_cells(columns: Sequence[Column]) -> list[HeadCell]:
    """Return the merged cells of a header."""
    depth = max(len(column.path) for column in columns)
    cells = []
    for level in range(depth):
        start = 0
        for index in range(1, len(columns) + 1):
            if index < len(columns) and _merged(columns[start], columns[index], level):
                continue
            path = columns[start].path
            if level < len(path):
                last = depth - 1 if level == len(path) - 1 else level
                cells.append(HeadCell(path[level], level, last, start, index - 1))
            start = index
    return cells


def _merged(one: Column, other: Column, level: int) -> bool:
    whole = min(len(one.path), len(other.path)) > level + 1
    same_kind = not (isinstance(one.part, tuple) and isinstance(other.part, tuple)) or one.part[0] == other.part[0]
    return whole and one.path[: level + 1] == other.path[: level + 1] and same_kind


def _widths(columns: Sequence[Column], look: Look) -> list[float]:
    unit = look.size / 8
    return [_width(column, unit) for column in columns]


def _width(column: Column, unit: float) -> float:
    part = column.part
    if part in {"name", "paired_name"}:
        return 96 * unit
    if isinstance(part, tuple) and part[1] == "name":
        return 130 * unit
    if isinstance(part, tuple) and part[0] in {"", "gov"}:
        return (44 if part[1] == 0 else 26) * unit
    return 56 * unit


# ── pages ──


@cache
def _font() -> str:
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - slow to import
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415 - the same

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return FONT


def text_width(text: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415 - slow to import

    return float(stringWidth(text, _font(), size))


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Return the lines of a cell; figures are never broken."""
    lines = [""]
    for char in text:
        if lines[-1] and not _is_figure(text) and text_width(lines[-1] + char, size) > width:
            lines.append("")
        lines[-1] += char
    return lines


def _is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,．，]+", text))


def set_pdf(sheets: Sequence[Sheet]) -> bytes:
    """Return a PDF file of all sheets, each beginning on a new page."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - slow to import

    out = BytesIO()
    canvas = Canvas(out, pageCompression=1, invariant=1)
    number = 0
    for sheet in sheets:
        number = _Press(canvas, sheet.look, number).sheet(sheet)
    canvas.save()
    return out.getvalue()


class _Press:
    """Sets the parts of one sheet from top to bottom."""

    def __init__(self, canvas: Canvas, look: Look, number: int) -> None:
        self.canvas, self.look, self.number = canvas, look, number
        self.y = 0.0
        self.width, self.height = A4
        self.marks: list[tuple[float, float, str]] = []

    def sheet(self, sheet: Sheet) -> int:
        tables = [part for part in sheet.parts if isinstance(part, Paper)]
        need = max((sum(table.widths) for table in tables), default=0) + 2 * MARGIN
        sizes = [A4[::-1], A3[::-1], (need, 900.0)] if self.look.wide else [A4, A4[::-1], A3[::-1], (need, 900.0)]
        self.width, self.height = next(size for size in sizes if size[0] >= need)
        self._page()
        seen_table = False
        for part in sheet.parts:
            if isinstance(part, Paper):
                self._table(part)
                seen_table = True
            else:
                self._line(part, seen_table=seen_table)
        self._end()
        return self.number

    def _page(self) -> None:
        self.number += 1
        size = (self.height, self.width) if self.look.turned else (self.width, self.height)
        self.canvas.setPageSize(size)
        if self.look.turned:
            self.canvas.setPageRotation(90)
            # What is drawn upright on a turned page stands sideways in its own coordinates.
            self.canvas.transform(0, 1, -1, 0, self.height, 0)
        else:
            self.canvas.setPageRotation(0)
        self.y = self.height - MARGIN

    def _end(self) -> None:
        if self.look.page_number:
            self._text(self.look.page_number.format(self.number), self.width / 2, MARGIN / 2, "center")
        self.canvas.showPage()

    def _break(self) -> None:
        self._end()
        self._page()

    def _text(self, text: str, x: float, y: float, align: str, size: float = 0) -> None:
        size = size or self.look.size
        self.canvas.setFont(_font(), size)
        x -= {"left": 0.0, "center": text_width(text, size) / 2, "right": text_width(text, size)}[align]
        for shift in (0, 0.3) if self.look.twice else (0,):
            self.canvas.drawString(x + shift, y, text)

    def _line(self, text: str, *, seen_table: bool) -> None:
        if self.y < 2 * MARGIN:
            self._break()
        title = not seen_table and text.endswith("表")
        self.y -= 22 if title else 16
        if text.startswith("单位"):
            self._text(text, self.width - MARGIN, self.y, "right")
        else:
            self._text(
                text, self.width / 2 if title else MARGIN, self.y, "center" if title else "left", 14 if title else 10
            )
        self.y -= 6

    # ── tables ──

    def _table(self, table: Paper) -> None:
        rows = [
            [
                wrapped(text, width - 2 * self.look.pad, self.look.size)
                for text, width in zip(row, table.widths, strict=True)
            ]
            for row in table.body
        ]
        if self.y - self._head_height(table) < 3 * MARGIN:
            self._break()
        self._open(table, with_head=True)
        for index, row in enumerate(rows):
            height = max(len(lines) for lines in row) * self.look.leading + 2 * self.look.pad
            if index in table.breaks or self.y - height < MARGIN:
                rest = self._cut(rows, index) if table.split_name and index in table.breaks else None
                self._close(table)
                self._break()
                self._open(table, with_head=self.look.repeat_header)
                if rest:
                    self._row(rest, table, len(max(rest, key=len)) * self.look.leading + 2 * self.look.pad)
            last = table.split_name and index + 1 in table.breaks and self._splits(row)
            kept = [lines[:1] for lines in row] if last else row
            height = max(len(lines) for lines in kept) * self.look.leading + 2 * self.look.pad
            self._row(kept, table, height)
        self._close(table)

    def _splits(self, row: list[list[str]]) -> bool:
        return any(len(lines) > 1 for lines in row)

    def _cut(self, rows: list[list[list[str]]], index: int) -> list[list[str]] | None:
        """Return the lines of the row before that stand on the next page."""
        before = rows[index - 1]
        return [lines[1:] or [""] for lines in before] if index and self._splits(before) else None

    def _open(self, table: Paper, *, with_head: bool) -> None:
        self.top = self.y
        self.heights = [self.y]
        self.head_bottom = self.y
        if with_head:
            self._head(table)

    def _close(self, table: Paper) -> None:
        rules = self.look.rules
        left, right = self._left(table), self._left(table) + sum(table.widths)
        if rules in {"all", "horizontal"}:
            for y in self.heights:
                self.canvas.line(left, y, right, y)
        if rules in {"outer", "columns", "three"}:
            for y in (self.top, self.head_bottom if rules == "three" else self.y, self.y):
                self.canvas.line(left, y, right, y)
        if rules == "outer":
            self.canvas.line(left, self.top, left, self.y)
            self.canvas.line(right, self.top, right, self.y)
        if rules in {"all", "columns"}:
            for x in self._edges(table):
                self.canvas.line(x, self.head_bottom, x, self.y)
        if rules == "columns":
            self.canvas.line(left, self.head_bottom, right, self.head_bottom)
        self.y -= 10

    def _left(self, table: Paper) -> float:
        return (self.width - sum(table.widths)) / 2

    def _edges(self, table: Paper) -> list[float]:
        edges = [self._left(table)]
        for width in table.widths:
            edges.append(edges[-1] + width)
        return edges

    def _head_rows(self, table: Paper) -> list[float]:
        """Return the height of each row of the header."""
        depth = 1 + max((cell.last_row for cell in table.head), default=-1)
        heights = [self.look.leading + 2 * self.look.pad] * depth
        for cell in table.head:
            width = sum(table.widths[cell.column : cell.last_column + 1])
            need = (
                len(wrapped(cell.text, width - 2 * self.look.pad, self.look.size)) * self.look.leading
                + 2 * self.look.pad
            )
            short = need - sum(heights[cell.row : cell.last_row + 1])
            if short > 0:
                heights[cell.last_row] += short
        return heights

    def _head_height(self, table: Paper) -> float:
        return sum(self._head_rows(table))

    def _head(self, table: Paper) -> None:
        heights = self._head_rows(table)
        edges = self._edges(table)
        for cell in table.head:
            top = self.y - sum(heights[: cell.row])
            bottom = self.y - sum(heights[: cell.last_row + 1])
            x0, x1 = edges[cell.column], edges[cell.last_column + 1]
            lines = wrapped(cell.text, x1 - x0 - 2 * self.look.pad, self.look.size)
            self._lines(lines, (x0, x1), (top, bottom), self.look.head_align, self.look.head_level)
            if self.look.rules in {"all", "columns"}:
                self.canvas.rect(x0, bottom, x1 - x0, top - bottom)
        self.y -= sum(heights)
        self.head_bottom = self.y
        self.heights.append(self.y)

    def _row(self, row: list[list[str]], table: Paper, height: float) -> None:
        edges = self._edges(table)
        for column, lines in self._order(row):
            figure = _is_figure("".join(lines)) and column > 0 and re.search("[.．]", "".join(lines))
            align = self.look.figures if figure else "left"
            if re.match(r"合\s*计|总\s*计", "".join(lines)):
                align = "center"
            span = (edges[column], edges[column + 1])
            self._lines(lines, span, (self.y, self.y - height), align, self.look.level)
        self.y -= height
        self.heights.append(self.y)

    def _order(self, row: list[list[str]]) -> Iterator[tuple[int, list[str]]]:
        cells = list(enumerate(row))
        yield from (reversed(cells) if self.look.by_columns else cells)

    def _lines(
        self, lines: list[str], span: tuple[float, float], height: tuple[float, float], align: str, level: str
    ) -> None:
        look = self.look
        block = len(lines) * look.leading
        free = height[0] - height[1] - block
        y = height[0] - {"top": look.pad, "middle": free / 2, "bottom": free - look.pad}[level]
        x = {"left": span[0] + look.pad, "center": sum(span) / 2, "right": span[1] - look.pad}[align]
        for line in lines:
            y -= look.leading
            if line:
                self._text(line, x, y + 0.25 * look.size, align)
