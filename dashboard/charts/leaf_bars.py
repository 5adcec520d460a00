"""The lowest rows of one tree as bars, the name above each bar: what areas cannot show still has its place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from dashboard.charts import tile_words
from dashboard.format import plotly_text, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.charts.hierarchy import Hierarchy, Tile
    from dashboard.charts.paint import Look

ROW: Final = 42
"""Pixels of one bar with its name."""


@dataclass(frozen=True, slots=True)
class Bars:
    """The rows to draw, largest first, those without an amount last; `rest` are the rows that are too many."""

    tiles: tuple[Tile, ...]
    rest: tuple[Tile, ...] = ()

    @property
    def rows(self) -> int:
        """How many bars there are, with the one of the rest."""
        return len(self.tiles) + bool(self.rest)

    @property
    def sizes(self) -> list[Decimal]:
        """The length of each bar, in 元; a blank has none."""
        lengths = [tile.amount or Decimal(0) for tile in self.tiles]
        return [*lengths, rest_sum(self)] if self.rest else lengths


def rest_sum(bars: Bars) -> Decimal:
    """Return the exact sum of the rows that are not drawn; they are lowest rows, so that nothing counts twice."""
    return sum((tile.amount for tile in bars.rest if tile.amount is not None), Decimal(0))


def choose(tree: Hierarchy, level: str | None, most: int) -> Bars:
    """Return the lowest rows below one tile; a negative or a blank is always among those drawn."""
    leaves = sorted(tree.lowest(level), key=lambda tile: (tile.amount is None, -(tile.amount or Decimal(0))))
    odd = [tile for tile in leaves if tile.amount is None or tile.amount < 0]
    plain = [tile for tile in leaves if tile.amount is not None and tile.amount >= 0]
    room = max(0, most - len(odd))
    return Bars((*plain[:room], *odd), tuple(plain[room:]))


def traces(bars: Bars, total: Decimal | None, look: Look, axes: dict[str, str], width: int) -> list[dict[str, Any]]:
    """Return the bars and the line of text above each; `axes` names the pair they belong to.

    A name longer than `width` Chinese characters is cut, and stands whole in the hover.
    """
    words, paint, palette = look.words, look.paint, look.palette
    names = [_line(tile, total, look, width) for tile in bars.tiles]
    hovers = [tile_words.hover(tile, total, words) for tile in bars.tiles]
    colours = [paint.colour(tile) for tile in bars.tiles]
    keys = [tile.key for tile in bars.tiles]
    if bars.rest:
        names.append(f"{plotly_text(words.rest.format(count=len(bars.rest)))}  {words.money(rest_sum(bars))}")
        hovers.append(names[-1])
        colours.append(palette.unknown)
        keys.append("")
    return [
        {
            "type": "bar",
            "orientation": "h",
            "x": [float(size) for size in bars.sizes],
            "y": list(range(bars.rows)),
            "customdata": keys,
            "width": 0.36,
            "hovertext": hovers,
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {"color": colours, "line": {"width": 1, "color": palette.muted}},
            "showlegend": False,
        }
        | axes,
        {
            "type": "scatter",
            "mode": "text",
            "x": [float(min(*bars.sizes, Decimal(0)))] * bars.rows,
            "y": [number - 0.36 for number in range(bars.rows)],
            "text": names,
            "textposition": "middle right",
            "textfont": {"size": 12, "color": palette.text},
            "cliponaxis": False,
            "hoverinfo": "skip",
            "showlegend": False,
        }
        | axes,
    ]


def _line(tile: Tile, total: Decimal | None, look: Look, width: int) -> str:
    words = look.words
    whole = tile_words.name(tile, words)
    lines = wrap(whole, width)
    short = lines[0] + "…" if len(lines) > 1 else whole
    figures = f"{words.money(tile.amount)} · {words.percent(tile.amount, total)}"
    return "  ".join(
        part for part in (plotly_text(short) + tile_words.marks(tile), figures, look.paint.sign(tile)) if part
    )


def axes(number: int, x: Sequence[float], y: Sequence[float], reach: tuple[float, float], rows: int) -> dict[str, Any]:
    """Return the layout of the axes of the panel `number`: no ticks, for the figures stand above the bars."""
    low, high = reach
    suffix = "" if number == 1 else str(number)
    quiet = {"visible": False, "fixedrange": True}
    return {
        f"xaxis{suffix}": quiet | {"domain": list(x), "anchor": f"y{suffix}", "range": [low, high or 1.0]},
        f"yaxis{suffix}": quiet | {"domain": list(y), "anchor": f"x{suffix}", "range": [rows - 0.5, -0.75]},
    }
