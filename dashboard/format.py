"""Exact figures as text: Decimal in, string out, nothing rounded away, nothing through a float."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

NONE: Final = "—"
"""Shown where there is no figure: never 0."""
_ENDS: Final = (0, 100, -100)
"""Percentages that say nothing, or all: only where it is exactly so."""
_MOST_PLACES: Final = 20


class MoneyUnit(Enum):
    """The unit of the figures on screen; the value is the label and the word in the URL."""

    WAN = "万元"
    YI = "亿元"

    @property
    def factor(self) -> Decimal:
        """How many 元 one unit is."""
        return Decimal(10_000 if self is MoneyUnit.WAN else 100_000_000)


def scaled(yuan: Decimal | None, unit: MoneyUnit) -> Decimal | None:
    """Return an amount of 元 in `unit`, exact."""
    return None if yuan is None else yuan / unit.factor


def decimals(amounts: Iterable[Decimal | None], unit: MoneyUnit) -> int:
    """Return how many decimals (at least two) show every amount exactly, so that a column lines up."""
    needed = (_needed(scaled(amount, unit)) for amount in amounts if amount is not None)
    return max(needed, default=2)


def _needed(number: Decimal | None) -> int:
    if number is None:
        return 2
    exponent = number.normalize().as_tuple().exponent
    return max(2, -exponent if isinstance(exponent, int) else 2)


def money(yuan: Decimal | None, unit: MoneyUnit, places: int | None = None) -> str:
    """Return 元 as exact text in `unit`, with thousands separators and at least two decimals.

    >>> money(Decimal("989724400.00"), MoneyUnit.WAN), money(Decimal("989724400.00"), MoneyUnit.YI)
    ('98,972.44', '9.897244')
    >>> money(None, MoneyUnit.WAN)
    '—'
    """
    number = scaled(yuan, unit)
    if number is None:
        return NONE
    return f"{number:,.{places or _needed(number)}f}"


def signed(yuan: Decimal | None, unit: MoneyUnit) -> str:
    """Return a change with its sign; no change is plain 0.00."""
    text = money(yuan, unit)
    return f"+{text}" if yuan is not None and yuan > 0 else text


def percent(part: Decimal | None, whole: Decimal | None) -> str:
    """Return part / whole in percent, two decimals, halves up, from the exact amounts.

    More decimals where two would show something as nothing, or not quite all as all.

    >>> percent(Decimal(1), Decimal(3)), percent(Decimal(1), Decimal(0))
    ('33.33%', '—')
    >>> percent(Decimal("3.48"), Decimal("161126.99")), percent(Decimal(99999), Decimal(100000))
    ('0.002%', '99.999%')
    """
    if part is None or not whole:
        return NONE
    exact = 100 * part / whole + 0  # no minus before a nought
    places, shown = 2, exact
    while places <= _MOST_PLACES:
        shown = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if shown == exact or shown not in _ENDS:
            break
        places += 1
    return f"{shown:,f}%"


def plotly_text(text: str) -> str:
    """Return text that Plotly shows as it is: its own markup and links do not run."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_CLOSING: Final = "）)”」，。、；：,.;%"
_BREAK_AFTER: Final = " 、，；,;"


def wrap(text: str, width: int) -> list[str]:
    """Break text into lines of about `width` Chinese characters (two Latin letters count as one).

    Breaks where a person would: after a space or a comma, not too near the start of the line, else between Chinese
    characters; closing punctuation never begins a line.
    """
    lines, start = [], 0
    while start < len(text):
        end = _fits(text, start, width)
        if end < len(text):
            end = _better(text, start, end)
        lines.append(text[start:end].strip())
        start = end
    return [line for line in lines if line]


def _fits(text: str, start: int, width: int) -> int:
    used = 0.0
    for position in range(start, len(text)):
        used += 1.0 if ord(text[position]) > 0x2E7F else 0.55
        if used > width and position > start:
            return position
    return len(text)


def _better(text: str, start: int, end: int) -> int:
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    for position in range(end, start + (end - start) // 3, -1):
        if text[position - 1] in _BREAK_AFTER:
            return position
    while end - 1 > (start + end) // 2 and _inside_word(text, end):
        end -= 1
    return end


def _inside_word(text: str, end: int) -> bool:
    return end < len(text) and ord(text[end]) < 0x2E7F and ord(text[end - 1]) < 0x2E7F
