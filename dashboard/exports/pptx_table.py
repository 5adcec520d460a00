"""Native tables on slides: figures never broken over lines, long tables over pages, wide ones column by column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from pptx.util import Emu

from dashboard.exports import fitting
from dashboard.exports.pptx_base import ALIGN, POINT, A, Area, Style, paint, run
from dashboard.exports.words import Shown, header, shown_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.house import House
    from dashboard.exports.model import Table
    from dashboard.format import MoneyUnit
    from dashboard.text import Text

_EASY, _TIGHT = 9.0, 4.0
"""The em that a column of words keeps at least."""
Step = tuple[float, float]
_SEVERAL, _READABLE = 11, 10
"""The sizes of tables over several pages."""
STEPS: Final[tuple[Step, ...]] = (
    *((14, _EASY), (13, _EASY), (12, _EASY), (11, _EASY)),
    *((10, _EASY), (11, _TIGHT), (10, _TIGHT), (9, _TIGHT)),
)
"""Sizes of type in the order they are tried, each with the em of columns of words."""
SMALLEST: Final = STEPS[-1]
_PAD: Final = (6.0, 2.5)
"""Points left and right, above and below the text of a cell."""
_MOST_STRETCH: Final = 1.6
"""A narrow table is spread over the slide, but not so far that the eye loses the row."""
_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A piece of a table that fits one slide: which rows and columns, how wide, how high (points)."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float


@dataclass(frozen=True, slots=True)
class Setting:
    """A table as texts, ready to be measured and set."""

    labels: list[str]
    cells: list[list[Shown]]
    right: list[bool]
    strong: frozenset[int]
    spread: float = 1.0
    """How much wider than measured the text may be: see `fitting.spread`."""

    def texts(self, column: int) -> list[str]:
        """Return the texts of a column, its label first."""
        return [self.labels[column], *(row[column].whole for row in self.cells)]


def setting(table: Table, unit: MoneyUnit, t: Text, face: str) -> Setting:
    """Return a table as texts in a Latin face; rows that are sums of others are set in bold."""
    right = [column.kind != "text" for column in table.columns]
    return Setting(header(table), shown_rows(table, unit, t), right, frozenset(table.sums_of), fitting.spread(face))


def sheets(table: Setting, width: float, height: float, steps: Sequence[Step] = STEPS) -> list[Sheet]:
    """Return the pieces of a table for pages of that room (points).

    The largest size that fits one page is taken, down to 10; longer tables are set in 11 or 10 over as few pages as can
    be, and smaller only where their columns need it.
    Where the columns do not fit at the smallest size, they are broken over pages and the first is repeated.
    """
    every = tuple(range(len(table.labels)))
    several: list[Sheet] = []
    for step in steps:
        pieces = _pieces(table, every, (width, height), step)
        if pieces and len(pieces) == 1 and step > SMALLEST:
            return pieces
        fewer = not several or (len(pieces or several) < len(several) and step[0] >= _READABLE)
        if pieces and fewer and step[0] <= _SEVERAL:
            several = pieces
    if several:
        return several
    return [piece for part in _column_parts(table, width) for piece in _part_sheets(table, part, width, height)]


def natural_width(table: Setting, size: float) -> float:
    """Return how wide a table is if nothing in it is broken, in points."""
    apart = fitting.Room(0, 2 * _PAD[0]).apart
    return sum(max(map(fitting.em, table.texts(n))) * size * table.spread + apart for n in range(len(table.labels)))


def _part_sheets(table: Setting, part: tuple[int, ...], width: float, height: float) -> list[Sheet]:
    tried = (_pieces(table, part, (width, height), step) for step in STEPS[3:])
    return next((pieces for pieces in tried if pieces), [])


def _column_parts(table: Setting, width: float) -> list[tuple[int, ...]]:
    """As few parts as the columns fit at the smallest size, about equally many columns in each, always the first."""
    count = len(table.labels) - 1
    for parts in range(1, count + 1):
        each = -(-count // parts)
        found = [(0, *range(start, min(start + each, count + 1))) for start in range(1, count + 1, each)]
        if each == 1 or all(_widths(table, part, width, SMALLEST) for part in found):
            return found
    return [tuple(range(count + 1))]


def _widths(table: Setting, columns: Sequence[int], width: float, step: Step) -> list[float] | None:
    room = fitting.Room(width / table.spread, 2 * _PAD[0], step[1])
    return fitting.column_widths([table.texts(n) for n in columns], step[0], room)


def _pieces(table: Setting, columns: tuple[int, ...], area: tuple[float, float], step: Step) -> list[Sheet] | None:
    (width, height), (size, _) = area, step
    widths = _widths(table, columns, width, step)
    if widths is None and len(columns) > 2:
        return None
    widths = widths or [width / len(columns)] * len(columns)
    wider = min(_MOST_STRETCH, width / sum(widths))
    widths = [one * wider for one in widths]

    def high(texts: Sequence[str]) -> float:
        rooms = [(one - 2 * _PAD[0]) / table.spread for one in widths]
        return max(fitting.height(text, size, room) for text, room in zip(texts, rooms, strict=True)) + 2 * _PAD[1]

    top = high([table.labels[n] for n in columns])
    rows = [high([row[n].whole for n in columns]) for row in table.cells]
    return [
        Sheet(tuple(piece), columns, tuple(widths), (top, *(rows[n] for n in piece)), size)
        for piece in _balanced(rows, height - top)
    ]


def _balanced(rows: Sequence[float], room: float) -> list[list[int]]:
    """Rows over as few pages as they need, about equally full: no page has a last row to itself."""
    pages = _filled(rows, room)
    even = _filled(rows, min(room, sum(rows) / len(pages) + max(rows, default=0)))
    return even if len(even) == len(pages) else pages


def _filled(rows: Sequence[float], room: float) -> list[list[int]]:
    pages: list[list[int]] = [[]]
    used = 0.0
    for number, need in enumerate(rows):
        if pages[-1] and used + need > room:
            pages.append([])
            used = 0.0
        pages[-1].append(number)
        used += need
    return pages


def draw(shapes: Any, area: Area, table: Setting, sheet: Sheet, house: House) -> Any:  # noqa: ANN401 - the library's own
    """Draw one piece as a native table at the top of an area; return its frame."""
    wide, high = round(sum(sheet.widths) * POINT), round(sum(sheet.heights) * POINT)
    frame = shapes.add_table(len(sheet.rows) + 1, len(sheet.columns), area.left, area.top, wide, high)
    grid = frame.table
    grid._tbl.tblPr.find(f"{A}tableStyleId").text = _NO_STYLE  # noqa: SLF001 - no public way to a style
    grid.horz_banding = False
    for column, width in zip(grid.columns, sheet.widths, strict=True):
        column.width = Emu(round(width * POINT))
    for row, height in zip(grid.rows, sheet.heights, strict=True):
        row.height = Emu(round(height * POINT))
    colours = house.colours
    head, *rows = grid._tbl.tr_lst  # noqa: SLF001 - cell by cell the library takes ten times as long
    for cell, column in zip(head.tc_lst, sheet.columns, strict=True):
        look = _Look("#ffffff", colours.primary, table.right[column], bold=True)
        _cell(cell, table.labels[column], sheet.size, look)
    for row, number in zip(rows, sheet.rows, strict=True):
        for cell, column in zip(row.tc_lst, sheet.columns, strict=True):
            shown = table.cells[number][column]
            band = colours.warning_band if shown.warned else colours.band if number in table.strong else None
            ink = colours.warning if shown.warned else colours.text
            look = _Look(ink, band, table.right[column], bold=number in table.strong, line=colours.line)
            _cell(cell, shown.whole, sheet.size, look)
    return frame


@dataclass(frozen=True, slots=True)
class _Look:
    ink: str
    band: str | None
    right: bool
    bold: bool = False
    line: str | None = None


def _cell(cell: Any, text: str, size: float, look: _Look) -> None:  # noqa: ANN401 - the library's element
    words, settings = cell.find(f"{A}txBody").find(f"{A}p"), cell.find(f"{A}tcPr")
    align = "right" if look.right else "left"
    etree.SubElement(words, f"{A}pPr", {"algn": ALIGN[align]})
    if text:
        run(words, text, Style(size, look.ink, look.bold))
    # A cell without text is as high as what could be typed into it.
    etree.SubElement(words, f"{A}endParaRPr", {"sz": str(round(size * 100))})
    for side, pad in zip("LRTB", (_PAD[0], _PAD[0], _PAD[1], _PAD[1]), strict=True):
        settings.set(f"mar{side}", str(round(pad * POINT)))
    settings.set("anchor", "ctr")
    if look.line:
        paint(etree.SubElement(settings, f"{A}lnB", {"w": "6350"}), look.line)
    if look.band:
        paint(settings, look.band)
    else:
        etree.SubElement(settings, f"{A}noFill")
