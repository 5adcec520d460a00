"""What a person types to find a figure: a number with or without a unit, or a code."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_FACTORS: Final = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_NUMBER: Final = re.compile(r"([+-]?\d{1,16}(?:\.\d{1,6})?)(元|万元|亿元)?")
_CODE: Final = re.compile(r"[0-9A-Za-z_-]{3,40}")
_FEN: Final = Decimal("0.01")
_LARGEST: Final = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Wanted:
    """The amounts in 元 that a text may mean, one for each unit it may have been printed in, and the code it may be."""

    amounts: tuple[Decimal, ...]
    code: str | None

    def __bool__(self) -> bool:
        """Tell whether there is anything to look for."""
        return bool(self.amounts or self.code)


def wanted(text: str) -> Wanted:
    """Return what to look for; empty for a text that is neither a number nor a code.

    >>> wanted("98,972.44 万元").amounts, wanted("2080507").code
    ((Decimal('989724400.00'),), '2080507')
    """
    bare = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", text))
    number = _NUMBER.fullmatch(bare)
    amounts = _amounts(Decimal(number[1]), number[2]) if number else ()
    return Wanted(amounts, bare if _CODE.fullmatch(bare) else None)


def _amounts(number: Decimal, unit: str | None) -> tuple[Decimal, ...]:
    factors = [_FACTORS[unit]] if unit else list(_FACTORS.values())
    products = [number * factor for factor in factors]
    return tuple(p.quantize(_FEN) for p in products if abs(p) < _LARGEST and p == p.quantize(_FEN))
