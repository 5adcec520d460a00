"""The pension funds that a subsidy goes to, in the order and colours in which screen and slides show them."""

from __future__ import annotations

from typing import Final

FUNDS: Final = (
    "institutions",
    "enterprise",
    "residents",
    "other_funds",
    "unspecified",
    "occupational_annuity",
    "paid_premiums",
    "outside_funds",
)
COLOURS: Final = (4, 7, 6, 8, 9, 5, 2, 1)
"""Places in the palette: those that jurisdictions take last come first."""
