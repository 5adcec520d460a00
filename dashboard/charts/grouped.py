"""Grouped bars: “三公” components of one unit, one bar for each year and place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import plotly.graph_objects as go  # type: ignore[import-untyped]

from dashboard.charts import base
from dashboard.format import plotly_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from dashboard.theme import Palette


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its component, its series (year and place), its size and the exact figure as text."""

    component: str
    series: str
    size: Decimal
    text: str
    hover: Sequence[str]


@dataclass(frozen=True, slots=True)
class Series:
    """One series: a colour, and a hatching where the figure comes from the narrative."""

    name: str
    colour: str
    pattern: str = ""


def chart(bars: Sequence[Bar], series: Sequence[Series], palette: Palette, titles: tuple[str, str, str]) -> go.Figure:
    """Return vertical bars grouped by component; `titles` are title, subtitle and the axis."""
    traces = [_trace([bar for bar in bars if bar.series == style.name], style) for style in series]
    title, subtitle, axis = titles
    result = base.figure(traces, title, subtitle, palette, 340)
    result.update_xaxes(showgrid=False, fixedrange=True, automargin=True)
    result.update_yaxes(
        title={"text": axis, "font": {"size": 12, "color": palette.muted}},
        gridcolor=palette.grid,
        rangemode="tozero",
        fixedrange=True,
        automargin=True,
    )
    return result.update_layout(
        barmode="group",
        bargap=0.3,
        legend={"orientation": "h", "y": 0.0, "yanchor": "bottom", "yref": "container", "x": 0},
        margin_b=64,
    )


def _trace(bars: Sequence[Bar], style: Series) -> go.Bar:
    return go.Bar(
        name=plotly_text(style.name),
        x=[base.multiline(bar.component, 8) for bar in bars],
        y=[float(bar.size) for bar in bars],
        text=[plotly_text(bar.text) for bar in bars],
        textposition="outside",
        cliponaxis=False,
        hovertext=[base.hover(bar.hover) for bar in bars],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "color": style.colour,
            "pattern": {"shape": style.pattern, "size": 6, "solidity": 0.35},
        },
    )
