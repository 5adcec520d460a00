"""Stacked horizontal bars: 基本 and 项目, 人员 and 公用, subsidies by fund."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dashboard.charts import base
from dashboard.format import plotly_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from dashboard.theme import Palette

WIDE_NAME: Final = 15
NAME: Final = 11
"""In Chinese characters: a line of a name beside its bar; fewer on a phone."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of one bar: drawn `size` long, with the exact figure as text."""

    row: str
    series: str
    size: Decimal
    text: str
    hover: Sequence[str]


@dataclass(frozen=True, slots=True)
class Style:
    """How one series looks: a colour and a hatching, so that it never hangs on colour alone."""

    series: str
    colour: str
    pattern: str = ""


def chart(  # noqa: PLR0913 - the parts of one figure
    segments: Sequence[Segment],
    rows: Sequence[str],
    styles: Sequence[Style],
    palette: Palette,
    titles: tuple[str, str, str],
    *,
    percent: bool = False,
    notes: Mapping[str, str] | None = None,
    ends: Mapping[str, str] | None = None,
    colours: Mapping[str, str] | None = None,
    wide: bool = False,
) -> base.Figure:
    """Return the bars, one for each of `rows` in that order; `titles` are title, subtitle and the axis.

    A row without segments keeps its place and stays empty, with its text from `notes`: no bar is drawn for what is
    not there. `ends` are texts beyond the end of a bar, in lines, for what its pieces are too small to say.
    `colours` are those of the squares before the names of rows. `wide`: there is more room for the titles than on a
    phone.
    """
    width = WIDE_NAME if wide else NAME
    names = [base.multiline(row, width) for row in rows]
    said = colours or {}
    traces = [
        _anchor(names),
        *(_trace([s for s in segments if s.series == style.series], style, palette, width) for style in styles),
    ]
    # On a phone each entry of the legend takes a line of its own, below the words of the axis.
    below = 84 if wide else 56 + 19 * len(styles)
    title, subtitle, axis = titles
    result = base.figure(traces, title, subtitle, palette, 36 + below + 52 * len(rows), wide=wide)
    across, down = base.bar_axes(palette, axis, percent=percent and all(0 <= s.size <= 100 for s in segments))
    if ends:
        across["range"] = _range(segments, rows, 1.55 if wide else 2.1)
    layout = result["layout"]
    words = {"tickvals": names, "ticktext": [base.marked(row, width, said.get(row, "")) for row in rows]}
    layout |= {"xaxis": across, "yaxis": base.rows_axis(down, names) | words}
    layout["annotations"] = [
        *_annotations({row: (0.0, note) for row, note in (notes or {}).items()}, palette.muted, width),
        *_annotations({row: (_end(segments, row), text) for row, text in (ends or {}).items()}, palette.text, width),
    ]
    layout |= {"barmode": "relative", "uniformtext": {"minsize": 11, "mode": "hide"}, "bargap": 0.38}
    layout["legend"]["traceorder"] = "normal"
    layout["yaxis"]["automargin"] = layout["xaxis"]["automargin"] = False
    layout["margin"] |= {
        "l": base.room([base.multiline(f"{base.MARK} {row}" if row in said else row, width) for row in rows]),
        "b": below,
    }
    return result


def _end(segments: Sequence[Segment], row: str) -> float:
    return sum(max(0.0, float(segment.size)) for segment in segments if segment.row == row)


def _range(segments: Sequence[Segment], rows: Sequence[str], room: float) -> list[float]:
    """Leave room for the text beyond the longest bar, and for what is below zero."""
    low = min((float(segment.size) for segment in segments), default=0.0)
    high = max((_end(segments, row) for row in rows), default=0.0)
    return [min(0.0, low) * 1.1, room * high or 1.0]


def _annotations(texts: Mapping[str, tuple[float, str]], colour: str, width: int) -> list[dict[str, Any]]:
    return [
        {
            "x": position,
            "y": base.multiline(row, width),
            "text": "<br>".join(base.multiline(line, 40) for line in text.split("\n")),
            "showarrow": False,
            "xanchor": "left",
            "xshift": 6,
            "font": {"size": 12, "color": colour},
            "align": "left",
        }
        for row, (position, text) in texts.items()
    ]


def _anchor(names: Sequence[str]) -> dict[str, Any]:
    """Name every row on the axis, so that a row without segments keeps its place."""
    blank = {"x": [0] * len(names), "showlegend": False, "hoverinfo": "skip"}
    return {"type": "bar", "orientation": "h", "y": list(names)} | blank


def _trace(segments: Sequence[Segment], style: Style, palette: Palette, width: int) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": plotly_text(style.series),
        "y": [base.multiline(segment.row, width) for segment in segments],
        "x": [float(segment.size) for segment in segments],
        "text": [plotly_text(segment.text) for segment in segments],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "insidetextfont": {"color": base.ink(style.colour)},
        "constraintext": "inside",
        "textangle": 0,
        "hovertext": [base.hover(segment.hover) for segment in segments],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": style.colour,
            "line": {"width": 1, "color": palette.surface},
            "pattern": {
                "shape": style.pattern,
                "fillmode": "overlay",
                "size": 7,
                "solidity": 0.12,
                "fgcolor": palette.surface,
            },
        },
    }
