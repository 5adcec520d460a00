"""Stacked horizontal bars in groups, one group for each unit: “三公” by year, pension subsidies by fund.

Every group may have a scale of its own: then bars of different groups are not to be compared, and the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dashboard.charts import base
from dashboard.format import plotly_text, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from dashboard.theme import Palette

LEFT: Final = 104
"""Pixels for the names of the bars: they are short, and measuring them would cost more than drawing them."""
TITLE_WIDTH: Final = 24
"""In Chinese characters: what a group's name may take in one line on a phone."""
WIDE_TITLE: Final = 48
"""The same where there is more room."""
_LABEL_WIDTH: Final = 8
_ROW: Final = 30
_LEGEND_LINE: Final = 19
_HEAD_LINE: Final = 0.62
_BETWEEN: Final = 0.45


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of one bar: drawn `size` long."""

    series: str
    size: Decimal
    hover: Sequence[str]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its name, and the text beyond its end; without pieces the text stands alone.

    A faint bar is one that is printed nowhere.
    """

    label: str
    pieces: Sequence[Piece]
    end: str
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one unit under its name."""

    title: str
    bars: Sequence[Bar]
    colour: str = ""
    """Of the square before the name: that of the jurisdiction."""


@dataclass(frozen=True, slots=True)
class Style:
    """How one series looks: a colour and a hatching, so that it never hangs on colour alone."""

    series: str
    colour: str
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A bar with its position down the figure and the number of its scale, from 0."""

    bar: Bar
    position: float
    scale: int


def chart(  # noqa: PLR0913 - the parts of one figure
    groups: Sequence[Group],
    styles: Sequence[Style],
    palette: Palette,
    titles: tuple[str, str],
    *,
    common: bool,
    wide: bool = False,
) -> base.Figure:
    """Return the bars of all groups below each other; `titles` are title and subtitle.

    Args:
        groups: in the order of display.
        styles: in the order of stacking and of the legend.
        palette: the colours of the theme.
        titles: title, and subtitle with the source.
        common: whether all groups have one scale.
        wide: whether there is more room for the titles than on a phone.
    """
    room = WIDE_TITLE if wide else TITLE_WIDTH
    placed, heads, depth = _placed(groups, room, common=common)
    drawn = [s for s in styles if any(p.series == s.series for each in placed for p in each.bar.pieces)]
    traces = [trace for style in drawn for trace in _traces(placed, style, palette)]
    height = round(depth * _ROW) + _LEGEND_LINE * (len(drawn) + 1)
    result = base.figure(traces, *titles, palette, height, wide=wide)
    layout = result["layout"]
    layout["yaxis"] = _down(placed, depth) | {"tickfont": base.ticks(palette)}
    for scale in sorted({each.scale for each in placed} | {0}):
        layout["xaxis" + _number(scale)] = _across([p.bar for p in placed if p.scale == scale], palette, scale)
    layout["annotations"] = [
        *(_head(group, position, palette, room) for group, position in heads),
        *(_end(each, palette) for each in placed if each.bar.end),
    ]
    layout |= {"barmode": "relative", "bargap": 0.3}
    layout["legend"]["traceorder"] = "normal"
    # On a phone each entry takes a line of its own: without the room the bars would be pressed together.
    layout["margin"] |= {"l": LEFT, "b": _LEGEND_LINE * (len(drawn) + 1)}
    return result


def _number(scale: int) -> str:
    return str(scale + 1) if scale else ""


def _placed(
    groups: Sequence[Group], room: int, *, common: bool
) -> tuple[list[_Placed], list[tuple[Group, float]], float]:
    placed, heads, position = [], [], 0.0
    for number, group in enumerate(groups):
        heads.append((group, position))
        position += _HEAD_LINE * (base.marked(group.title, room, group.colour).count("<br>") + 1) + 0.5
        for bar in group.bars:
            # A further line beyond the end of a bar needs room below the first.
            extra = 0.25 * max(bar.end.count("\n"), len(wrap(bar.label, _LABEL_WIDTH)) - 1)
            placed.append(_Placed(bar, position + extra, 0 if common else number))
            position += 1 + 2 * extra
        position += _BETWEEN
    return placed, heads, max(position - _BETWEEN, 1.0)


def _down(placed: Sequence[_Placed], depth: float) -> dict[str, Any]:
    return {
        "tickvals": [each.position for each in placed],
        "ticktext": [base.multiline(each.bar.label, _LABEL_WIDTH) for each in placed],
        "range": [depth - 0.4, -0.6],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _across(bars: Sequence[Bar], palette: Palette, scale: int) -> dict[str, Any]:
    """Without ticks: each bar says its figure, and scales of different groups would only be in each other's way."""
    highs = [sum(max(0.0, float(piece.size)) for piece in bar.pieces) for bar in bars]
    lows = [sum(min(0.0, float(piece.size)) for piece in bar.pieces) for bar in bars]
    axis: dict[str, Any] = {
        "range": [min([0.0, *lows]) * 1.1, 1.62 * max([0.0, *highs]) or 1.0],
        "showticklabels": False,
        "showgrid": False,
        "zerolinecolor": palette.grid,
        "fixedrange": True,
    }
    return axis | ({"overlaying": "x", "anchor": "y"} if scale else {})


def _head(group: Group, position: float, palette: Palette, room: int) -> dict[str, Any]:
    return {
        "text": base.marked(group.title, room, group.colour),
        "x": 0,
        "xref": "paper",
        "xshift": -LEFT + 4,
        "xanchor": "left",
        "y": position - 0.5,
        "yanchor": "top",
        "align": "left",
        "showarrow": False,
        "font": {"size": 14, "color": palette.text, "weight": 600},
    }


def _end(each: _Placed, palette: Palette) -> dict[str, Any]:
    colour = palette.text if each.bar.pieces else palette.muted
    return {
        "text": "<br>".join(plotly_text(line) for line in each.bar.end.split("\n")),
        "x": sum(max(0.0, float(piece.size)) for piece in each.bar.pieces),
        "xref": "x" + _number(each.scale),
        "xanchor": "left",
        "xshift": 5,
        "y": each.position,
        "align": "left",
        "showarrow": False,
        "font": {"size": 12, "color": colour},
    }


def _traces(placed: Sequence[_Placed], style: Style, palette: Palette) -> list[dict[str, Any]]:
    """One trace for each scale, all under one entry of the legend."""
    found: list[dict[str, Any]] = []
    for scale in sorted({each.scale for each in placed}):
        mine = [(e, p) for e in placed if e.scale == scale for p in e.bar.pieces if p.series == style.series]
        if mine:
            found.append(_trace(mine, style, palette, scale) | {"showlegend": not found})
    return found


def _trace(mine: Sequence[tuple[_Placed, Piece]], style: Style, palette: Palette, scale: int) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": plotly_text(style.series),
        "legendgroup": plotly_text(style.series),
        "xaxis": "x" + _number(scale),
        "y": [each.position for each, _ in mine],
        "x": [float(piece.size) for _, piece in mine],
        "width": 0.66,
        "hovertext": [base.hover(piece.hover) for _, piece in mine],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": style.colour,
            "opacity": [0.55 if each.bar.faint else 1 for each, _ in mine],
            "line": {"width": 1, "color": palette.surface},
            "pattern": {
                "shape": style.pattern,
                "fillmode": "overlay",
                "size": 7,
                "solidity": 0.14,
                "fgcolor": palette.surface,
            },
        },
    }
