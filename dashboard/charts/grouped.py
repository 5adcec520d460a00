"""Grouped bars: “三公” components of one unit, one bar for each year and place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.charts import base
from dashboard.format import plotly_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from dashboard.theme import Palette


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its component, its series (the year), its size and the exact figure as text.

    Hatched where the figure comes from the narrative.
    """

    component: str
    series: str
    size: Decimal
    text: str
    hover: Sequence[str]
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its name and its colour."""

    name: str
    colour: str


def chart(bars: Sequence[Bar], series: Sequence[Series], palette: Palette, titles: tuple[str, str, str]) -> base.Figure:
    """Return horizontal bars grouped by component, in the order they come; titles are title, subtitle and the axis."""
    traces = [_trace([bar for bar in bars if bar.series == style.name], style) for style in series]
    title, subtitle, axis = titles
    components = list(dict.fromkeys(bar.component for bar in bars))
    result = base.figure(traces, title, subtitle, palette, 96 + 21 * len(components) * max(len(series), 2))
    across, down = base.bar_axes(palette, axis)
    names = [base.multiline(component, 8) for component in components]
    layout = result["layout"]
    layout |= {"xaxis": across | {"range": _range(bars)}, "yaxis": base.rows_axis(down, names)}
    layout |= {"barmode": "group", "bargap": 0.28}
    layout["legend"]["traceorder"] = "normal"
    layout["margin"]["b"] = 78
    return result


def _range(bars: Sequence[Bar]) -> list[float]:
    """Leave room for the figure written beyond the longest bar."""
    sizes = [float(bar.size) for bar in bars]
    low, high = min(0.0, *sizes), max(0.0, *sizes)
    return [low * 1.3, high * 1.3 or 1.0]


def _trace(bars: Sequence[Bar], style: Series) -> dict[str, Any]:
    hatching = ["/" if bar.hatched else "" for bar in bars]
    return {
        "type": "bar",
        "orientation": "h",
        "name": plotly_text(style.name),
        "y": [base.multiline(bar.component, 8) for bar in bars],
        "x": [float(bar.size) for bar in bars],
        "text": [plotly_text(bar.text) for bar in bars],
        "textposition": "outside",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 12},
        "cliponaxis": False,
        "hovertext": [base.hover(bar.hover) for bar in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": style.colour,
            "pattern": {"shape": hatching, "size": 6, "solidity": 0.35},
        },
    }
