"""The parts of a “三公” total, as far as they are printed: what is drawn on one another, and what is left over."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = dict[str, Any]
PARTS: Final = {
    "abroad": ("abroad_academic", "abroad_other"),
    "vehicle": ("vehicle_purchase", "vehicle_operation"),
    "reception": (),
}
"""The parts of the total, and theirs; 机关运行经费 is none of them."""
PIECES: Final = ("abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception", "residual")
"""What may be drawn, in the order of drawing."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One part that is drawn: amount in 元, and the rows it comes from (none for what is left over)."""

    component: str
    amount: Decimal
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """The parts of one total; `total` is None where none is printed.

    `over` is by how much the parts exceed the total, in 元: then nothing is left over and the bar is longer than the
    total says.
    """

    pieces: tuple[Piece, ...]
    total: Decimal | None
    over: Decimal

    @property
    def sum(self) -> Decimal:
        """What the parts add up to, what is left over included."""
        return sum((piece.amount for piece in self.pieces), Decimal(0))


def stack(rows: Mapping[str, Row]) -> Stack:
    """Return the parts of one year from its rows by component; blank ones are not there, zeros are."""
    pieces = [piece for component in PARTS for piece in _pieces(component, rows)]
    total = _amount(rows, "total")
    if total is None:
        return Stack(tuple(pieces), None, Decimal(0))
    difference = total - sum((piece.amount for piece in pieces), Decimal(0))
    if difference > 0:
        pieces.append(Piece("residual", difference, ()))
    return Stack(tuple(pieces), total, max(-difference, Decimal(0)))


def _pieces(component: str, rows: Mapping[str, Row]) -> list[Piece]:
    """A part in its own parts where these give the whole of it; travel abroad stays one piece."""
    parts = [(name, rows[name]) for name in PARTS[component] if name in rows]
    whole = rows.get(component)
    if whole is None:
        return _undivided(component, parts)
    if component == "vehicle" and parts and sum(row["amount_yuan"] for _, row in parts) == whole["amount_yuan"]:
        return [Piece(name, row["amount_yuan"], (row,)) for name, row in parts]
    return [Piece(component, whole["amount_yuan"], (whole,))]


def _undivided(component: str, parts: list[tuple[str, Row]]) -> list[Piece]:
    if not parts:
        return []
    if component == "vehicle":
        return [Piece(name, row["amount_yuan"], (row,)) for name, row in parts]
    rows = tuple(row for _, row in parts)
    return [Piece(component, sum((row["amount_yuan"] for row in rows), Decimal(0)), rows)]


def _amount(rows: Mapping[str, Row], component: str) -> Decimal | None:
    row = rows.get(component)
    return row["amount_yuan"] if row else None
