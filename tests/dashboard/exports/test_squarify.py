from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exports.squarify import Box, squarify

AMOUNTS = st.lists(st.decimals("0.01", "9999999999", places=2), min_size=1, max_size=40)
BOX = Box(Decimal(457_200), Decimal(1_000_000), Decimal(11_277_600), Decimal(4_000_000))
TINY = Decimal("1e-12")


@given(AMOUNTS)
def test_areas_are_in_proportion_and_fill_the_box(amounts: list[Decimal]) -> None:
    boxes = squarify(amounts, BOX)
    whole, area = sum(amounts), BOX.width * BOX.height
    for amount, box in zip(amounts, boxes, strict=True):
        assert abs(box.width * box.height / area - amount / whole) < TINY
        assert box.left >= BOX.left - TINY
        assert box.left + box.width <= BOX.left + BOX.width + 1
        assert box.top + box.height <= BOX.top + BOX.height + 1


@given(AMOUNTS)
def test_no_two_tiles_overlap(amounts: list[Decimal]) -> None:
    edges = [box.edges for box in squarify(amounts, BOX)]
    for n, (left, top, width, height) in enumerate(edges):
        for other_left, other_top, other_width, other_height in edges[n + 1 :]:
            across = min(left + width, other_left + other_width) - max(left, other_left)
            along = min(top + height, other_top + other_height) - max(top, other_top)
            assert across <= 0 or along <= 0


def test_equal_tiles_are_nearly_square() -> None:
    boxes = squarify([Decimal(1)] * 4, Box(Decimal(0), Decimal(0), Decimal(100), Decimal(100)))
    assert {(box.width, box.height) for box in boxes} == {(Decimal(50), Decimal(50))}


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_what_is_not_positive_has_no_area(amount: str) -> None:
    with pytest.raises(ValueError, match="positive"):
        squarify([Decimal(1), Decimal(amount)], BOX)
