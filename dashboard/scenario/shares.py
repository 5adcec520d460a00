"""Sharing out whole 分 in proportion, so that the parts add up exactly: the method of the largest remainder."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def to_fen(yuan: Decimal) -> int:
    """Return an amount in 元 as whole 分, rounded half up."""
    return int((yuan * 100).quantize(Decimal(1), ROUND_HALF_UP))


def to_yuan(fen: int) -> Decimal:
    """Return whole 分 as 元 with two decimals."""
    return Decimal(fen).scaleb(-2)


def of_percent(fen: int, percent: Decimal) -> int:
    """Return so many percent of an amount, rounded half up to whole 分."""
    return int((Decimal(fen) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))


def share_out(amount: int, weights: Sequence[int]) -> list[int]:
    """Share an amount in proportion to weights that are not negative; the parts add up to it to the last 分.

    Raises:
        ZeroDivisionError: all weights are 0, and the amount is not.

    >>> share_out(100, [1, 1, 1])
    [34, 33, 33]
    >>> share_out(-100, [2, 1])
    [-67, -33]
    """
    if amount == 0:
        return [0] * len(weights)
    whole = sum(weights)
    sign, rest = (1 if amount > 0 else -1), abs(amount)
    parts = [divmod(rest * weight, whole) for weight in weights]
    left = rest - sum(part for part, _ in parts)
    order = sorted(range(len(weights)), key=lambda place: (-parts[place][1], place))
    more = set(order[:left])
    return [sign * (part + (place in more)) for place, (part, _) in enumerate(parts)]
