"""How much room text takes: widths in em, lines, and the largest size that fits. Lengths are points unless said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE: Final = 1.45
"""Height of a line of Chinese type, in its size: 1.32 for 微软雅黑, 1.448 for Noto Sans CJK."""
_WIDE: Final = 0x2E7F
_SIGNS: Final = set("“”‘’…—≈⚠·×")
_TOKEN: Final = re.compile(r"[!-~]+|.", re.DOTALL)
_MEETING: Final = re.compile(r"[⺀-\uffef] ?(?=[0-9A-Za-z])|[0-9A-Za-z%] ?(?=[⺀-\uffef])")
_LATIN: Final = {
    sign: width * 1.04
    for width, signs in (
        (0.278, " ,./\\Iijl|"),
        (0.333, "!()-:;[]`ft'"),
        (0.389, "*r{}"),
        (0.474, '"'),
        (0.556, "#$0123456789J_aceksvxyz"),
        (0.611, "?FLTZbdghnopqu+<=>^~"),
        (0.667, "EPSVXY"),
        (0.722, "&ABCDHKNRU"),
        (0.778, "GOQw"),
        (0.889, "%Mm"),
        (0.975, "@W"),
    )
    for sign in signs
}
"""Widths of Arial in bold, and a little more: other faces differ."""
_OTHER: Final = 0.7
_MEASURED: Final = {"arial", "calibri", "cambria", "helvetica", "liberation sans", "segoe ui", "times new roman"}
_UNKNOWN: Final = 1.2
_GAP: Final = 0.2
"""Office may set Chinese and Latin a little apart."""
_CAREFUL: Final = 0.98
"""Of a width: programs differ in where they break a line."""
_WITHIN: Final = re.compile(r"(?<=[!-~])[!-~]")
_PRINTED: Final = "".join(map(chr, range(ord("!"), ord("~") + 1)))
_CLOSING: Final = set("）)”」，。、；：,.;%")


@lru_cache(maxsize=16_384)
def em(text: str) -> float:
    """Return the width of text in em, rather too wide than too narrow: typefaces differ."""
    return sum(_em(sign) for sign in text) + _GAP * len(_MEETING.findall(text))


def _em(sign: str) -> float:
    if ord(sign) > _WIDE or sign in _SIGNS:
        return 1.0
    return _LATIN.get(sign, _OTHER)


def spread(face: str) -> float:
    """Return how much wider than measured here text in a Latin face may be; of faces that are not known, a fifth."""
    return 1.0 if face.casefold() in _MEASURED else _UNKNOWN


def lines(text: str, size: float, width: float) -> int:
    """Return how many lines text takes in a width, broken as Office does: Latin words whole, no closing sign first."""
    count, width = 0, width * _CAREFUL
    for paragraph in text.split("\n"):
        count += 1
        used = 0.0
        for token in _TOKEN.findall(_MEETING.sub(_apart, paragraph)):
            long = em(token) * size
            if used and used + long > width and token not in _CLOSING:
                count, used = count + 1, 0.0
            over = int(long / width) if long > width else 0
            count, used = count + over, used + long - over * width
    return count


def height(text: str, size: float, width: float) -> float:
    """Return the height of text set in a width."""
    return lines(text, size, width) * size * LINE


def _apart(meeting: re.Match[str]) -> str:
    """A space where Chinese and Latin meet: about as wide as the gap there."""
    return f"{meeting[0]} "


@dataclass(frozen=True, slots=True)
class Fit:
    """A size of type with the height that the text takes at it."""

    size: float
    height: float


def fit(text: str, width: float, room: float, sizes: Sequence[float]) -> Fit:
    """Return the first of `sizes`, largest first, at which text fits a room; the last one if none does."""
    found = [Fit(size, height(text, size, width)) for size in sizes]
    return next((each for each in found if each.height <= room), found[-1])


def cut(text: str, size: float, width: float, most: int, ending: str) -> str:
    """Return text that takes at most so many lines; `ending` replaces what is cut and says where it stands in full.

    Nothing is cut within a number or a Latin word: half a number is another number.
    """
    if lines(text, size, width) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if lines(text[:middle] + ending, size, width) <= most else (low, middle - 1)
    kept = text[:low]
    if _WITHIN.match(text, low):
        kept = kept.rstrip(_PRINTED) or kept
    return kept.rstrip() + ending


@dataclass(frozen=True, slots=True)
class Room:
    """What a table has: its width, the padding of a cell left and right together, the least em of a broken text."""

    width: float
    padding: float
    least: float = 4.0

    @property
    def apart(self) -> float:
        """The padding of a cell, with a hair more: a text as wide as its cell must not break."""
        return self.padding + 2


def column_widths(texts: Sequence[Sequence[str]], size: float, room: Room) -> list[float] | None:
    """Return the widths of the columns of a table, given its texts by column (words first, figures never broken).

    A column is as wide as its widest cell; where all together do not fit, each gives up the same part of what it can
    spare, so that long texts keep most room; none is narrowed below `room.least`, and short ones stay whole. None: the
    columns do not fit at this size.
    """
    natural = [max(map(em, cells), default=0.0) * size + room.apart for cells in texts]
    if sum(natural) <= room.width:
        return natural
    whole = [max((_unbroken(cell, room.least) for cell in cells), default=0.0) * size + room.apart for cells in texts]
    if sum(whole) > room.width:
        return None
    part = (room.width - sum(whole)) / (sum(natural) - sum(whole))
    return [least + (wide - least) * part for wide, least in zip(natural, whole, strict=True)]


def _unbroken(text: str, least: float) -> float:
    """The least width of a cell: a figure or Latin word in one piece, and some Chinese characters."""
    longest = max((em(token) for token in _TOKEN.findall(text)), default=0.0)
    return max(longest, min(em(text), least))
