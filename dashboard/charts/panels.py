"""Several trees in one figure, side by side: titles on one line, areas of one height, one legend.

One figure instead of one for each document: it takes the browser less time, and its parts stay aligned.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

from dashboard.charts import areas, base, leaf_bars, paint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dashboard.charts.areas import Kind, Opening
    from dashboard.charts.hierarchy import Hierarchy
    from dashboard.charts.leaf_bars import Bars
    from dashboard.charts.paint import Look, Paint
    from dashboard.theme import Palette

GAP: Final = 0.022
"""Between two columns, as a part of the width."""
TITLE_WIDTHS: Final = {1: 40, 2: 30, 3: 19}
"""In Chinese characters, by the number of columns."""
NAME_WIDTHS: Final = {1: 40, 2: 22, 3: 13}
NARROW: Final = 21
BETWEEN: Final = 16
"""Pixels between two rows of panels."""
BARS_ALONE: Final = 40
BARS_BESIDE: Final = 12
ALL_BARS: Final = 200


@dataclass(frozen=True, slots=True)
class Panel:
    """One document: its tree, its title, where it is opened."""

    tree: Hierarchy
    title: str
    opening: Opening
    bars: bool = False
    """Drawn as bars: by choice, or because areas cannot show it."""
    colour: str = ""
    """Of the square before the title: that of the jurisdiction."""

    def head(self, width: int) -> str:
        """Return the title in lines of a width."""
        return base.marked(self.title, width, self.colour)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the panels are laid out: shape, columns, height of an area in pixels, the figure's own title.

    `same_scale`: areas (or bars) of all panels have one scale, so that they can be compared by eye.
    """

    kind: Kind
    columns: int
    height: int
    title: str
    subtitle: str
    same_scale: bool = False
    narrow: bool = False
    """On a phone: one column, whose lines are short."""

    @property
    def title_width(self) -> int:
        """How long a line of a panel's title may be, in Chinese characters."""
        return NARROW if self.narrow else TITLE_WIDTHS[self.columns]

    @property
    def name_width(self) -> int:
        """How long a name above a bar may be, in Chinese characters."""
        return 14 if self.narrow else NAME_WIDTHS[self.columns]


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of one panel: its edges in parts of the figure, and the height of its title in pixels."""

    panel: Panel
    number: int
    x: tuple[float, float]
    y: tuple[float, float]
    top: float
    bars: Bars | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of panels with its heights in pixels."""

    panels: tuple[Panel, ...]
    bars: tuple[Bars | None, ...]
    head: int
    body: int


def figure(panels: Sequence[Panel], look: Look, layout: Layout) -> base.Figure:
    """Return the figure of all panels, in rows of `layout.columns`."""
    starts = range(0, len(panels), layout.columns)
    lines = [_line(tuple(panels[start : start + layout.columns]), layout, len(panels)) for start in starts]
    total = sum(line.head + line.body for line in lines)
    cells = list(_cells(lines, total, layout))
    traces = [trace for cell in cells for trace in _traces(cell, look, layout, cells)]
    result = base.figure(traces, layout.title, layout.subtitle, look.palette, 0, wide=not layout.narrow)
    top = base.head(layout.title, layout.subtitle, wide=not layout.narrow)
    legend = _legend(panels, look.paint, layout)
    bottom = 19 * len(legend) + 10
    shape = result["layout"]
    shape |= {"height": top + total + bottom, "margin": {"l": 0, "r": 0, "t": top, "b": bottom}}
    shape["annotations"] = [*_titles(cells, layout, look.palette), _note(legend, look.palette)]
    for cell in cells:
        if cell.bars:
            reach = _reach(cell, cells, layout)
            rows = max(other.bars.rows for other in cells if other.bars and other.y == cell.y)
            shape |= leaf_bars.axes(cell.number, cell.x, cell.y, reach, rows)
    return result


def _line(panels: tuple[Panel, ...], layout: Layout, several: int) -> Line:
    """Titles of one row take the height of the longest, and areas that of the highest."""
    bars = tuple(_bars(panel, several) for panel in panels)
    titles = max(panel.head(layout.title_width).count("<br>") + 1 for panel in panels) if several > 1 else 0
    path = areas.PATH + 6 if any(_has_path(panel, layout) for panel in panels) else 0
    rows = max((found.rows for found in bars if found), default=0)
    return Line(panels, bars, BETWEEN + 20 * titles + 8 + path, max(layout.height, leaf_bars.ROW * rows))


def _bars(panel: Panel, several: int) -> Bars | None:
    if not panel.bars:
        return None
    most = ALL_BARS if panel.tree.reason else BARS_ALONE if several == 1 else BARS_BESIDE
    return leaf_bars.choose(panel.tree, panel.opening.level, most)


def _has_path(panel: Panel, layout: Layout) -> bool:
    return not panel.bars and layout.kind != "sunburst" and panel.opening.level is not None


def _cells(lines: Sequence[Line], total: int, layout: Layout) -> Iterator[Cell]:
    width = (1 - GAP * (layout.columns - 1)) / layout.columns
    above, number = 0, 0
    for line in lines:
        top = 1 - (above + BETWEEN) / total
        for column, (panel, bars) in enumerate(zip(line.panels, line.bars, strict=True)):
            number += 1
            left = column * (width + GAP)
            y = (1 - (above + line.head + line.body) / total, 1 - (above + line.head) / total)
            yield Cell(panel, number, (left, left + width), y, top, bars)
        above += line.head + line.body


def _traces(cell: Cell, look: Look, layout: Layout, cells: Sequence[Cell]) -> list[dict[str, Any]]:
    tree, opening = cell.panel.tree, cell.panel.opening
    if cell.bars:
        suffix = "" if cell.number == 1 else str(cell.number)
        names = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
        return leaf_bars.traces(cell.bars, tree.root.amount, look, names, layout.name_width)
    trace = areas.trace(tree, layout.kind, opening, look)
    return [trace | {"domain": _domain(cell, cells) if layout.same_scale else {"x": list(cell.x), "y": list(cell.y)}}]


def _domain(cell: Cell, cells: Sequence[Cell]) -> dict[str, list[float]]:
    """Both edges by the root of the ratio to the largest, so that areas compare; from the upper left corner."""
    largest = max(_size(other) for other in cells if not other.bars)
    side = sqrt(_size(cell) / largest) if largest else 1.0
    left, right = cell.x
    low, high = cell.y
    return {"x": [left, left + side * (right - left)], "y": [high - side * (high - low), high]}


def _size(cell: Cell) -> float:
    return float(cell.panel.tree.size(cell.panel.opening.level))


def _reach(cell: Cell, cells: Sequence[Cell], layout: Layout) -> tuple[float, float]:
    """The axis of a panel of bars, with its zero; of all together where they have one scale."""
    shown = [other.bars for other in cells if other.bars] if layout.same_scale else [cell.bars] if cell.bars else []
    sizes = [Decimal(0), *(size for bars in shown for size in bars.sizes)]
    return float(min(sizes)), float(max(sizes))


def _titles(cells: Sequence[Cell], layout: Layout, palette: Palette) -> Iterator[dict[str, Any]]:
    """The title of a single panel is that of the figure."""
    for cell in cells if len(cells) > 1 else ():
        place = {"x": cell.x[0], "xanchor": "left", "y": cell.top, "yanchor": "top"}
        font = {"size": 14, "color": palette.text}
        yield _text(cell.panel.head(layout.title_width), place | {"font": font})


def _legend(panels: Sequence[Panel], colours: Paint, layout: Layout) -> list[str]:
    used = {colours.colour(tile) for panel in panels for tile in panel.tree.tiles}
    return paint.legend(colours, used, 4 if layout.narrow else 9)


def _note(lines: Sequence[str], palette: Palette) -> dict[str, Any]:
    place = {"x": 0, "xanchor": "left", "y": 0, "yanchor": "top", "yshift": -6}
    return _text("<br>".join(lines), place | {"font": {"size": 12, "color": palette.text}})


def _text(text: str, place: dict[str, Any]) -> dict[str, Any]:
    return {"text": text, "xref": "paper", "yref": "paper", "showarrow": False, "align": "left"} | place
