"""Native tables on slides: figures never broken over lines, long tables over pages, wide ones column by column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pptx.util import Emu, Pt

from dashboard.exports import fitting
from dashboard.exports.pptx_base import ALIGN, ANCHOR, POINT, Area, rgb
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
_SEVERAL: Final = 11
"""The size of tables over several pages."""
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

    def texts(self, column: int) -> list[str]:
        """Return the texts of a column, its label first."""
        return [self.labels[column], *(row[column].whole for row in self.cells)]


def setting(table: Table, unit: MoneyUnit, t: Text) -> Setting:
    """Return a table as texts; rows that are sums of others are set in bold."""
    right = [column.kind != "text" for column in table.columns]
    return Setting(header(table), shown_rows(table, unit, t), right, frozenset(table.sums_of))


def sheets(table: Setting, width: float, height: float, steps: Sequence[Step] = STEPS) -> list[Sheet]:
    """Return the pieces of a table for pages of that room (points).

    The largest size that fits one page is taken, down to 10; longer tables are set in 11 or less over several pages.
    Where the columns do not fit at the smallest size, they are broken over pages and the first is repeated.
    """
    every = tuple(range(len(table.labels)))
    several: list[Sheet] = []
    for step in steps:
        pieces = _pieces(table, every, (width, height), step)
        if pieces and len(pieces) == 1 and step > SMALLEST:
            return pieces
        if pieces and not several and step[0] <= _SEVERAL:
            several = pieces
    if several:
        return several
    return [piece for part in _column_parts(table, width) for piece in _part_sheets(table, part, width, height)]


def natural_width(table: Setting, size: float) -> float:
    """Return how wide a table is if nothing in it is broken, in points."""
    apart = fitting.Room(0, 2 * _PAD[0]).apart
    return sum(max(map(fitting.em, table.texts(n))) * size + apart for n in range(len(table.labels)))


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
    room = fitting.Room(width, 2 * _PAD[0], step[1])
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
        rooms = [one - 2 * _PAD[0] for one in widths]
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
    grid._tbl.tblPr.find(f"{{{_A}}}tableStyleId").text = _NO_STYLE  # noqa: SLF001 - no public way to a style
    grid.horz_banding = False
    for column, width in zip(grid.columns, sheet.widths, strict=True):
        column.width = Emu(round(width * POINT))
    for row, height in zip(grid.rows, sheet.heights, strict=True):
        row.height = Emu(round(height * POINT))
    colours = house.colours
    for place, column in enumerate(sheet.columns):
        label = Shown(table.labels[column])
        _cell(grid.cell(0, place), label, sheet.size, _Look("#ffffff", colours.primary, table.right[column], bold=True))
    for at, number in enumerate(sheet.rows, start=1):
        for place, column in enumerate(sheet.columns):
            shown = table.cells[number][column]
            band = colours.warning_band if shown.warned else colours.band if number in table.strong else None
            ink = colours.warning if shown.warned else colours.text
            look = _Look(ink, band, table.right[column], bold=number in table.strong, line=colours.line)
            _cell(grid.cell(at, place), shown, sheet.size, look)
    return frame


_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"


@dataclass(frozen=True, slots=True)
class _Look:
    ink: str
    band: str | None
    right: bool
    bold: bool = False
    line: str | None = None


def _cell(cell: Any, shown: Shown, size: float, look: _Look) -> None:  # noqa: ANN401 - the library's cell
    cell.margin_left = cell.margin_right = Emu(round(_PAD[0] * POINT))
    cell.margin_top = cell.margin_bottom = Emu(round(_PAD[1] * POINT))
    cell.vertical_anchor = ANCHOR["middle"]
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = ALIGN["right" if look.right else "left"]
    # A cell without text is as high as what could be typed into it.
    paragraph._p.get_or_add_endParaRPr().set("sz", str(round(size * 100)))  # noqa: SLF001 - the library sets it nowhere
    if shown.whole:
        run = paragraph.add_run()
        run.text = shown.whole
        run.font.size, run.font.bold = Pt(size), look.bold
        run.font.color.rgb = rgb(look.ink)
    if look.line:
        _underline(cell, look.line)
    if look.band:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(look.band)
    else:
        cell.fill.background()


def _underline(cell: Any, colour: str) -> None:  # noqa: ANN401 - the library has no borders
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
    line = properties.makeelement(f"{{{_A}}}lnB", {"w": "6350"}, None)
    solid = line.makeelement(f"{{{_A}}}solidFill", {}, None)
    solid.append(solid.makeelement(f"{{{_A}}}srgbClr", {"val": colour[1:]}, None))
    line.append(solid)
    properties.append(line)
