"""Squarified treemaps in exact arithmetic: tiles fill their rectangle, each with its share of the area.

After Bruls, Huizing and van Wijk, “Squarified Treemaps” (2000): tiles are laid in rows along the shorter side, and a
row ends where one more tile would make its worst proportion worse.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, exact; `edges` rounds it to whole units so that neighbours share their edges."""

    left: Decimal
    top: Decimal
    width: Decimal
    height: Decimal

    @property
    def edges(self) -> tuple[int, int, int, int]:
        """Left, top, width, height as whole numbers, rounded from the edges and not from the sizes."""
        left, top = round(self.left), round(self.top)
        return left, top, round(self.left + self.width) - left, round(self.top + self.height) - top

    def within(self, margin: int, above: int = 0) -> Box:
        """Return the box without a margin on every side and a band at its top; never less than nothing."""
        width, height = self.width - 2 * margin, self.height - 2 * margin - above
        return Box(self.left + margin, self.top + margin + above, max(width, Decimal(0)), max(height, Decimal(0)))


def squarify(amounts: Sequence[Decimal], box: Box) -> list[Box]:
    """Return a box for each amount, in the order given, together filling `box`.

    Raises:
        ValueError: an amount is not positive: it has no area.
    """
    if any(amount <= 0 for amount in amounts):
        raise ValueError("only positive amounts have an area")
    order = sorted(range(len(amounts)), key=lambda n: (-amounts[n], n))
    scale = box.width * box.height / (sum(amounts, Decimal(0)) or 1)
    placed: dict[int, Box] = {}
    while order and box.width and box.height:
        row = _row([amounts[n] * scale for n in order], min(box.width, box.height))
        rest = _lay(order[:row], [amounts[n] * scale for n in order[:row]], box, placed)
        order, box = order[row:], rest
    nothing = Box(box.left, box.top, Decimal(0), Decimal(0))
    return [placed.get(n, nothing) for n in range(len(amounts))]


def _row(areas: Sequence[Decimal], side: Decimal) -> int:
    """How many of the areas, largest first, stand together along a side."""
    total, smallest, best = areas[0], areas[0], _worst(areas[0], areas[0], areas[0], side)
    for count, area in enumerate(areas[1:], start=1):
        total, smallest = total + area, area
        worst = _worst(areas[0], smallest, total, side)
        if worst > best:
            return count
        best = worst
    return len(areas)


def _worst(largest: Decimal, smallest: Decimal, total: Decimal, side: Decimal) -> Decimal:
    square = side * side
    return max(square * largest / (total * total), total * total / (square * smallest))


def _lay(numbers: Sequence[int], areas: Sequence[Decimal], box: Box, placed: dict[int, Box]) -> Box:
    """Place one row along the shorter side; return what is left of the box."""
    total = sum(areas, Decimal(0))
    upright = box.width >= box.height
    depth = total / (box.height if upright else box.width)
    at = Decimal(0)
    for number, area in zip(numbers, areas, strict=True):
        length = area / depth
        placed[number] = (
            Box(box.left, box.top + at, depth, length) if upright else Box(box.left + at, box.top, length, depth)
        )
        at += length
    if upright:
        return Box(box.left + depth, box.top, box.width - depth, box.height)
    return Box(box.left, box.top + depth, box.width, box.height - depth)
