"""Years to come under an assumption: a line, the band between a lower and a higher one, and the line without rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dashboard.charts import base
from dashboard.format import plotly_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from dashboard.theme import Palette

HEIGHT: Final = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One path: its name, its sizes year by year in the unit of the axis, and each exact figure as text."""

    name: str
    sizes: Sequence[Decimal]
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths of one scenario; all have the same years."""

    years: Sequence[int]
    low: Line
    base: Line
    high: Line
    without: Line


def chart(paths: Paths, palette: Palette, titles: tuple[str, str, str], *, wide: bool = False) -> base.Figure:
    """Return the band, the scenario's line and, dashed, the line without its rules.

    `titles` and `wide` as in `stacked.chart`.
    """
    title, subtitle, axis = titles
    years = [str(year) for year in paths.years]
    band = _tint(palette.project)
    traces = [
        _line(paths.low, years, {"color": palette.project, "width": 1, "dash": "dot"}),
        _line(paths.high, years, {"color": palette.project, "width": 1, "dash": "dot"})
        | {"fill": "tonexty", "fillcolor": band},
        _line(paths.base, years, {"color": palette.project, "width": 3}) | {"mode": "lines+markers"},
        _line(paths.without, years, {"color": palette.basic, "width": 2, "dash": "dash"}),
    ]
    result = base.figure(traces, title, subtitle, palette, HEIGHT, wide=wide)
    layout = result["layout"]
    across, down = _axes(palette, axis, years)
    layout |= {"xaxis": across, "yaxis": down, "hovermode": "x"}
    layout["margin"] |= {"l": 92, "b": 72, "r": 16}
    return result


def _line(line: Line, years: Sequence[str], style: dict[str, Any]) -> dict[str, Any]:
    texts = zip(years, line.texts, strict=True)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": plotly_text(line.name),
        "x": list(years),
        "y": [float(size) for size in line.sizes],
        "line": style,
        "hovertext": [base.hover([f"{line.name} {year}", text]) for year, text in texts],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _axes(palette: Palette, axis: str, years: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    quiet = {"gridcolor": palette.grid, "fixedrange": True, "tickfont": base.ticks(palette)}
    across = quiet | {"type": "category", "showgrid": False, "range": [-0.15, len(years) - 0.85]}
    name = {"text": axis, "font": {"size": 12, "color": palette.muted}}
    return across, quiet | {"title": name, "tickformat": ",.0f", "nticks": 6, "zeroline": False}


def _tint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.22)"
