"""From one total to another, one change below the other: horizontal, because what changes has a name to be read.

Where the changes are small beside the total, bars from zero would all look alike: then the axis is the difference from
the first total, whose bar is the line at zero. An axis is never cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from dashboard.charts import base
from dashboard.format import plotly_text, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.theme import Palette

ROW: Final = 46
"""Pixels."""
NAME: Final = 11
"""In Chinese characters, of a line beside a bar; 13 pixels each."""
NARROW_NAME: Final = 7
"""The same on a phone."""
SMALL: Final = Decimal("0.1")
"""Changes below this part of the total are drawn as differences from it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: a total, or a change of it; `size` in the unit of the axis, `text` the exact figure beside it."""

    name: str
    size: Decimal
    text: str
    hover: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Titles:
    """Title, subtitle and the two titles an axis may have; `narrow` on a phone."""

    title: str
    subtitle: str
    amount: str
    difference: str
    narrow: bool = False


def is_relative(start: Row, changes: Sequence[Row]) -> bool:
    """Whether the changes are too small to be seen beside the total."""
    reached = list(accumulate(change.size for change in changes))
    sizes = [abs(size) for size in (*reached, *(change.size for change in changes))]
    return 0 < max(sizes, default=Decimal(0)) < SMALL * abs(start.size)


def chart(start: Row, changes: Sequence[Row], end: Row, palette: Palette, titles: Titles) -> base.Figure:
    """Return the bars: the first total, each change where the one before it ended, the last total."""
    relative = is_relative(start, changes)
    first = Decimal(0) if relative else start.size
    rows = [start, *changes, end]
    width = NARROW_NAME if titles.narrow else NAME
    names = [_name(row.name, number, width) for number, row in enumerate(rows)]
    steps = list(accumulate((change.size for change in changes), initial=first))
    trace = _trace(rows, names, first, palette)
    result = base.figure([trace], titles.title, titles.subtitle, palette, 64 + ROW * len(rows))
    across, down = base.bar_axes(palette, titles.difference if relative else titles.amount)
    across |= {
        "automargin": False,
        "range": _range([Decimal(0), *steps], rows, titles),
        "nticks": 3 if titles.narrow else 5,
    }
    down |= {"automargin": False}
    layout = result["layout"]
    layout |= {"xaxis": across, "yaxis": base.rows_axis(down, names), "bargap": 0.42, "showlegend": False}
    layout["margin"] |= {"l": 13 * width + 14, "b": 46, "r": 12}
    return result


def _name(name: str, number: int, width: int) -> str:
    """Two lines at most; the number keeps rows of one name apart, as something that is not seen."""
    lines = wrap(name, width)
    shown = [*lines[:1], lines[1] + ("…" if len(lines) > 2 else "")] if len(lines) > 1 else lines
    return "<br>".join(plotly_text(line) for line in shown) + "\u200b" * number


def _trace(rows: Sequence[Row], names: Sequence[str], first: Decimal, palette: Palette) -> dict[str, Any]:
    sizes = [float(first), *(float(row.size) for row in rows[1:-1]), 0]
    return {
        "type": "waterfall",
        "orientation": "h",
        "measure": ["absolute", *(["relative"] * (len(rows) - 2)), "total"],
        "y": list(names),
        "x": sizes,
        "text": [plotly_text(row.text) for row in rows],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": palette.text},
        "hovertext": [base.hover([row.name, row.text, *row.hover]) for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "connector": {"line": {"color": palette.muted, "width": 1, "dash": "dot"}},
        "increasing": {"marker": {"color": palette.project}},
        "decreasing": {"marker": {"color": palette.categories[2]}},
        "totals": {"marker": {"color": palette.basic}},
    }


def _range(reached: Sequence[Decimal], rows: Sequence[Row], titles: Titles) -> list[float]:
    """Room for the figures beside the bars, on the side on which they end."""
    low, high = float(min(reached)), float(max(reached))
    span = (high - low) or 1.0
    longest = max(len(row.text) for row in rows)
    # Where figures stand on both sides, each takes its part of a wider axis.
    both, one, most = (0.085, 0.055, 1.3) if titles.narrow else (0.045, 0.03, 0.9)
    room = span * min(most, (both if low < 0 else one) * longest)
    return [low - (room if low < 0 else 0), high + room]
