"""The colours of tiles: by the share of 项目支出, by the change on the year before, or by jurisdiction.

Every colour has its words in a legend, and a tile coloured by change carries its sign too: nothing hangs on colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from dashboard.charts import base
from dashboard.format import plotly_text

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from dashboard.charts.hierarchy import Row, Tile
    from dashboard.charts.tile_words import Words
    from dashboard.spending import Change
    from dashboard.theme import Palette

# From strong decrease to strong increase: teal to brown keeps apart without full colour vision, and neither the red
# nor the green of markets is in it, whose meaning differs from country to country.
LIGHT: Final = ("#35a396", "#97d3ca", "#f4ead0", "#eacb8b", "#cf9335")
DARK: Final = ("#0b7267", "#2c5a55", "#54543f", "#6f4f1c", "#96590a")
BOUNDS: Final = (Decimal("-0.20"), Decimal("-0.05"), Decimal("0.05"), Decimal("0.20"))
"""Where one step of the change ends and the next begins, as parts of the year before."""
UNCHANGED: Final = 2


@dataclass(frozen=True, slots=True)
class Paint:
    """How tiles are coloured: the colour of a tile, the text colour on it, its sign, and the words for the colours.

    `scale` has colour and words of every step, in order; `greys` those that stand apart from it, each shown only where
    a tile has it.
    """

    title: str
    colour: Callable[[Tile], str]
    scale: tuple[tuple[str, str], ...]
    greys: tuple[tuple[str, str], ...]
    ink: Callable[[str], str] = base.ink
    sign: Callable[[Tile], str] = lambda _tile: ""


@dataclass(frozen=True, slots=True)
class Look:
    """What all panels of a figure share: their words, the colours of their tiles, and the theme."""

    words: Words
    paint: Paint
    palette: Palette


def by_share(palette: Palette, title: str, unknown: str, residual: str) -> Paint:
    """Return the paint of the share of 项目支出, in five steps from 0 % to 100 %."""
    steps = tuple((colour, f"{20 * i}–{20 * i + 20}%") for i, colour in enumerate(palette.share))

    def colour(tile: Tile) -> str:
        return palette.residual if tile.is_residual else base.share_step(_share(tile.row), palette)

    greys = ((palette.unknown, unknown), (palette.residual, residual))
    return Paint(title, colour, steps, greys, lambda _colour: palette.on_share)


def _share(row: Row) -> float | None:
    """The share of 项目支出; where it is blank it is nothing only if 基本 is all there is, else unknown."""
    if not row["total_yuan"]:
        return None
    if row["project_yuan"] is None:
        return 0.0 if row["basic_yuan"] == row["total_yuan"] else None
    return float(row["project_yuan"] / row["total_yuan"])


def by_change(palette: Palette, title: str, unknown: str, residual: str, sign: Callable[[Change], str]) -> Paint:
    """Return the paint of the change on the year before; what has no basis is neutral, never 0 %."""
    scale = DARK if palette.dark else LIGHT

    def colour(tile: Tile) -> str:
        if tile.is_residual:
            return palette.residual
        step = change_step(tile.change)
        return palette.unknown if step is None else scale[step]

    words = ("≤ −20%", "−20% – −5%", "−5% – +5%", "+5% – +20%", "≥ +20%")
    return Paint(
        title,
        colour,
        tuple(zip(scale, words, strict=True)),
        ((palette.unknown, unknown), (palette.residual, residual)),
        lambda _colour: palette.on_share,
        lambda tile: "" if tile.change is None or tile.is_residual else sign(tile.change),
    )


def change_step(change: Change | None) -> int | None:
    """Return the step of a change, 0 to 4; from nothing to something is the highest, from a negative there is none.

    The bounds belong to the outer steps: a decrease by 20 % is in the lowest.
    """
    if change is None or (change.rate is None and change.past < 0):
        return None
    if change.rate is None:
        return UNCHANGED if change.change == 0 else len(LIGHT) - 1 if change.change > 0 else 0
    low = sum(change.rate > bound for bound in BOUNDS[:2])
    return low if low < UNCHANGED else UNCHANGED + sum(change.rate >= bound for bound in BOUNDS[2:])


def by_jurisdiction(palette: Palette, title: str, residual: str, colours: Mapping[str, tuple[str, str]]) -> Paint:
    """Return the paint of jurisdictions; `colours` has name and colour of the jurisdiction of each document."""

    def colour(tile: Tile) -> str:
        return palette.residual if tile.is_residual else colours[tile.row["document_id"]][1]

    scale = tuple((hue, name) for name, hue in dict(colours.values()).items())
    return Paint(title, colour, scale, ((palette.residual, residual),))


def legend(paint: Paint, used: Container[str], per_line: int) -> list[str]:
    """Return the lines of the legend: a scale always whole, its title first, and the greys that are used."""
    entries = (*paint.scale, *(grey for grey in paint.greys if grey[0] in used))
    marks = [f'<span style="color:{colour}">■</span> {plotly_text(words)}' for colour, words in entries]
    pieces = [f"{plotly_text(paint.title)}:", *marks]
    return ["　".join(pieces[start : start + per_line]) for start in range(0, len(pieces), per_line)]
