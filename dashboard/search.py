"""What a person types to find a figure: a number with or without a unit, a rate, the value of a target, or a code."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_FACTORS: Final = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_SHORT: Final = {"万": "万元", "亿": "亿元"}
_NUMBER: Final = re.compile(r"[≥≤><=]?([+-]?\d{1,16}(?:\.\d{1,6})?)(%|[\u4e00-\u9fff]{1,6})?")
_CODE: Final = re.compile(r"(?=.*\d)[0-9A-Za-z_-]{3,40}")
_FEN: Final = Decimal("0.01")
_LARGEST: Final = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a text may mean.

    `amounts` in 元, one for each unit of money it may have been printed in; `number` as it stands, for rates and
    targets, in `unit` where one was typed; the `code` it may be.
    """

    amounts: tuple[Decimal, ...]
    number: Decimal | None
    unit: str | None
    code: str | None

    def __bool__(self) -> bool:
        """Tell whether there is anything to look for."""
        return bool(self.amounts or self.number is not None or self.code)


def wanted(text: str) -> Wanted:
    """Return what to look for; empty for a text that is neither a number nor a code.

    >>> wanted("98,972.44 万元").amounts, wanted("2080507").code
    ((Decimal('989724400.00'),), '2080507')
    >>> wanted("≥20000 人").number, wanted("≥20000 人").unit, wanted("5.16%").amounts
    (Decimal('20000'), '人', ())
    """
    bare = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", text))
    code = bare if _CODE.fullmatch(bare) else None
    match = _NUMBER.fullmatch(bare)
    if not match:
        return Wanted((), None, None, code)
    number, unit = Decimal(match[1]), _SHORT.get(match[2], match[2])
    if unit in _FACTORS:
        return Wanted(_amounts(number, unit), None, None, code)
    return Wanted(() if unit else _amounts(number, None), number, unit, code)


def _amounts(number: Decimal, unit: str | None) -> tuple[Decimal, ...]:
    factors = [_FACTORS[unit]] if unit else list(_FACTORS.values())
    products = [number * factor for factor in factors]
    return tuple(p.quantize(_FEN) for p in products if abs(p) < _LARGEST and p == p.quantize(_FEN))
