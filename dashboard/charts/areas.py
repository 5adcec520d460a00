"""One tree as treemap, sunburst or icicle: area is the amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from dashboard.charts import tile_words

if TYPE_CHECKING:
    from dashboard.charts.hierarchy import Hierarchy
    from dashboard.charts.paint import Look

Kind = Literal["treemap", "sunburst", "icicle"]
PATH: Final = 26
"""Pixels of the path bar above the tiles."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the tree is opened: the tile that fills the area, and the tile that is outlined."""

    level: str | None = None
    selected: str | None = None


def trace(tree: Hierarchy, kind: Kind, opening: Opening, look: Look) -> dict[str, Any]:
    """Return the trace; tiles carry the fact's key as id.

    Areas are floats for drawing alone: every figure in text comes from Decimal.
    """
    tiles, words, paint, palette = tree.tiles, look.words, look.paint, look.palette
    total = tree.root.amount
    colours = [paint.colour(tile) for tile in tiles]
    inks = [paint.ink(colour) for colour in colours]
    chosen = [tile.key == opening.selected for tile in tiles]
    drawn = {
        "type": kind,
        "ids": [tile.key for tile in tiles],
        "parents": [tile.parent for tile in tiles],
        "labels": [tile_words.label(tile, words) for tile in tiles],
        "values": [float(tile.value) if tile.value is not None else 0.0 for tile in tiles],
        "text": [tile_words.text(tile, total, words, paint.sign(tile)) for tile in tiles],
        "textinfo": "text",
        "hovertext": [tile_words.hover(tile, total, words) for tile in tiles],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "branchvalues": "remainder",
        "level": opening.level,
        "marker": {
            "colors": colours,
            "line": {
                # One number: with a list of them Plotly draws no path bar.
                "width": 3 if any(chosen) else 1.5,
                "color": [palette.text if one else palette.surface for one in chosen]
                if any(chosen)
                else palette.surface,
            },
        },
        "textfont": {"color": inks[0] if len(set(inks)) == 1 else inks, "size": 13},
    }
    return drawn | _style(kind)


def _style(kind: Kind) -> dict[str, Any]:
    # A leaf fades by default: its colour would not be the legend's.
    solid = {"leaf": {"opacity": 1}}
    if kind == "sunburst":
        # Along the ring or across it, wherever the words are larger.
        return solid | {"insidetextorientation": "auto"}
    path = {"pathbar": {"thickness": PATH, "visible": True}}
    return path | ({"tiling": {"pad": 2}} if kind == "treemap" else solid | {"tiling": {"pad": 1}})
