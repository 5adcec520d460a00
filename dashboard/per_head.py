"""Money per head from a printed head count: exact division, rounded only to be shown; a target is a bound."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final, Literal

Bound = Literal["at_most", "below", "equal", "at_least", "above"]
BOUNDS: Final[dict[str | None, Bound]] = {
    "≥": "at_most",
    ">": "below",
    "=": "equal",
    None: "equal",
    "≤": "at_least",
    "<": "above",
}
"""What a comparator on the number of heads says about the money of each."""
CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PerHead:
    """Money per head in 元 to two decimals, halves up; `is_exact` where nothing was rounded away."""

    yuan: Decimal
    is_exact: bool
    bound: Bound


def per_head(total: Decimal | None, persons: Decimal, comparator: str | None) -> PerHead | None:
    """Return money per head; None without money, without heads, or where the comparator says nothing.

    >>> per_head(Decimal("54550000.00"), Decimal(20000), "≥")
    PerHead(yuan=Decimal('2727.50'), is_exact=True, bound='at_most')
    """
    bound = BOUNDS.get(comparator)
    if total is None or persons <= 0 or bound is None:
        return None
    with localcontext(prec=60):
        yuan = (total / persons).quantize(CENT, ROUND_HALF_UP)
        return PerHead(yuan, yuan * persons == total, bound)
