"""What stands on a tile, on its step in the path, and in its hover: the exact figures, escaped for Plotly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.charts import base
from dashboard.format import plotly_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from dashboard.charts.hierarchy import Tile
    from dashboard.marks import Mark
    from dashboard.spending import Change


@dataclass(frozen=True, slots=True)
class Words:
    """The words of all panels in one language, and how it writes money, shares, changes and places.

    `change` gives the lines of a hover about the change on the year before, also where there is none; `marked` those
    about its marks.
    """

    root: str
    residual: str
    amount: str
    of_document: str
    project_share: str
    rest: str
    money: Callable[[Decimal | None], str]
    percent: Callable[[Decimal | None, Decimal | None], str]
    place: Callable[[Mapping[str, Any]], str]
    change: Callable[[Change | None], Sequence[str]]
    marked: Callable[[Sequence[Mark]], Sequence[str]]


def name(tile: Tile, words: Words) -> str:
    """Return the printed name; the whole and a residual have words of ours."""
    if tile.is_residual:
        return words.residual
    return words.root if tile.row["is_total"] else str(tile.row["name"])


def marks(tile: Tile) -> str:
    """Return the marks beside the name, so that trust never hangs on colour."""
    return "".join(f" {mark.sign}" for mark in tile.marks)


def label(tile: Tile, words: Words) -> str:
    """Return the line above the parts of a tile, and its step in the path: Plotly shows the label there."""
    return f"{plotly_text(name(tile, words))}{marks(tile)} {words.money(tile.amount)}"


def text(tile: Tile, total: Decimal | None, words: Words, sign: str) -> str:
    """Return what stands on a tile: name, amount, share of the whole, and the sign of its colour where there is one."""
    figures = f"{words.money(tile.amount)} · {words.percent(tile.amount, total)}"
    return "<br>".join(line for line in (base.multiline(name(tile, words), 12) + marks(tile), figures, sign) if line)


def hover(tile: Tile, total: Decimal | None, words: Words) -> str:
    """Return code, name, amount, shares, change with its basis, place and marks."""
    row = tile.row
    lines = [f"{row['code'] or ''} {name(tile, words)}".strip(), f"{words.amount} {words.money(tile.amount)}"]
    lines.append(f"{words.of_document} {words.percent(tile.amount, total)}")
    if not tile.is_residual:
        lines.append(f"{words.project_share} {words.percent(row['project_yuan'], row['total_yuan'])}")
        lines += words.change(tile.change)
    lines.append(words.place(row))
    lines += words.marked(tile.marks)
    return base.hover(lines)
