"""Printed figures to exact numbers: 分 as integers inside the solver, Decimal 元 in the public tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

_FIGURE: Final = re.compile(r"[-−－]?\d{1,3}(?:[,，]\s*\d{3})+(?:\.\d+)?|[-−－]?\d+(?:\.\d+)?")
_INNER_SPACE: Final = re.compile(r"(?<=[.,，])\s+(?=\d)|(?<=\d)\s+(?=[.,，])")
_GLUED: Final = re.compile(r"^([-−－]?\d[\d,]*\.\d{2})(\D.*)$", re.DOTALL)
_NARROW: Final = str.maketrans("０１２３４５６７８９．", "0123456789.")
"""Full-width digits are printed in some documents."""
_PLAIN: Final = str.maketrans("−－", "--", ",，")
_MOST_REMEMBERED: Final = 4096
_CENT: Final = Decimal("0.01")

FEN_PER_UNIT: Final = {
    "元": 100,
    "百元": 10_000,
    "千元": 100_000,
    "万元": 1_000_000,
    "百万元": 100_000_000,
    "亿元": 10_000_000_000,
}
"""How many 分 one of each printed unit is."""


@dataclass(frozen=True, slots=True)
class Money:
    """A printed figure: its exact value in 分, and what one step of its last printed digit is in 分 (0 for zero)."""

    fen: int
    digit: int
    text: str


@lru_cache(maxsize=_MOST_REMEMBERED)
def clean_figure(text: str) -> str | None:
    """Return the figure without separators (`1, 800. 00` → `1800.00`), or None where the text is no figure."""
    candidate = _INNER_SPACE.sub("", text.strip().translate(_NARROW))
    if not _FIGURE.fullmatch(candidate):
        return None
    return candidate.translate(_PLAIN)


def is_figure(text: str) -> bool:
    """Tell whether the whole text is one printed figure."""
    return clean_figure(text) is not None


def split_glued(token: str) -> tuple[str, ...]:
    """Split `98972.44一、一般公共服务支出`: a figure of two decimals run together with the next cell's words."""
    match = _GLUED.match(token)
    return (match.group(1), match.group(2)) if match else (token,)


def parse_money(text: str, unit_text: str) -> Money | None:
    """Return the exact amount of a printed figure, or None where the text is no figure.

    Raises:
        KeyError: the unit is not one of `FEN_PER_UNIT`.
        ValueError: the figure is finer than one 分, so that it cannot be kept exactly.
    """
    cleaned = clean_figure(text)
    if cleaned is None:
        return None
    factor = FEN_PER_UNIT[unit_text]
    number = Decimal(cleaned)
    fen = number * factor
    if fen != fen.to_integral_value():
        raise ValueError(text)
    exponent = number.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    digit = int(Decimal(factor).scaleb(-decimals)) if number else 0
    return Money(int(fen), digit, text)


def is_too_fine(text: str, unit_text: str) -> bool:
    """Tell whether a printed figure is finer than one 分, so that it cannot be kept exactly."""
    cleaned = clean_figure(text)
    if cleaned is None or unit_text not in FEN_PER_UNIT:
        return False
    fen = Decimal(cleaned) * FEN_PER_UNIT[unit_text]
    return fen != fen.to_integral_value()


def yuan(fen: int) -> Decimal:
    """Return 分 as 元 with two decimals."""
    return (Decimal(fen) * _CENT).quantize(_CENT)
