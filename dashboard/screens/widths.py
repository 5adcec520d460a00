"""How wide a column of figures must be: a table measures its first rows only, and a figure that is cut misleads.

A browser's table takes the header and ten rows for the width of a column, leaves out what is much wider than the rest,
and keeps the width when other rows come under the same header. Words are cut at their end, where it is seen; figures
stand right-aligned and lose their first digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from dashboard.format import scaled

if TYPE_CHECKING:
    from decimal import Decimal

    from dashboard.format import MoneyUnit

_DIGIT: Final = 8.3
"""Pixels of a digit in the widest of the usual faces; separators are narrower."""
_SEPARATOR: Final = 4.7
_CHINESE: Final = 13.2
_NARROW: Final = 5.5
"""Pixels of a Latin letter of a header at the least: a header that is wide enough needs no other width."""
_PADDING: Final = 18


def of_money(label: str, column: pl.Series, unit: MoneyUnit, places: int) -> int | None:
    """Return the pixels that the widest amount of a column in 元 needs; None where the header is as wide."""
    ends: list[Decimal] = [value for value in (column.min(), column.max()) if value is not None]  # type: ignore[misc]
    return _beyond(label, max((_wide(f"{scaled(value, unit):,.{places}f}") for value in ends), default=0))


def of_text(label: str, column: pl.Series) -> int | None:
    """Return the pixels that the longest of figures written as text needs; None where the header is as wide."""
    text = column.cast(pl.String)
    chars, size = text.str.len_chars(), text.str.len_bytes()
    chinese = (size - chars) // 2  # three bytes each
    longest = ((chars - chinese) * _DIGIT + chinese * _CHINESE).max()
    return _beyond(label, longest if isinstance(longest, float) else 0)


def _wide(figure: str) -> float:
    return sum(_DIGIT if sign.isdigit() else _SEPARATOR for sign in figure)


def _beyond(label: str, figures: float) -> int | None:
    header = sum(_CHINESE if ord(sign) > 0x2E7F else _NARROW for sign in label)
    return round(figures) + _PADDING if figures > header else None
