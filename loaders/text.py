"""Plain-text helpers shared by readers and interpreters: white space, ordinals, digits, full-width forms."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_WIDE: Final = r"[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’—…·]"
_SPACE_BY_WIDE: Final = re.compile(rf"(?<={_WIDE})\s+|\s+(?={_WIDE})")
_SPACES: Final = re.compile(r"\s+")
_BOOKMARK: Final = re.compile(r"\[bookmark:[^\]]*\]")
_MARKUP: Final = re.compile(r"^#+\s*|^\*\*|\*\*$|^[-*]\s+")
_ORDINAL: Final = re.compile(
    r"^(?:[（(][一二三四五六七八九十百]+[)）]|[一二三四五六七八九十百]+[、.．]|第[一二三四五六七八九十]+部分"
    r"|[（(]\d{1,2}[)）]|\d{1,2}[、.．](?!\d))\s*"
)
_WIDTH: Final = str.maketrans(
    "（），：；％＝＋－．　０１２３４５６７８９", "(),:;%=+-. 0123456789", "\u200b\ufeff\u00ad"
)
_MOST_REMEMBERED: Final = 4096
"""A table's words are compared over and over; those of a document are far fewer than this."""


def squeeze(text: str) -> str:
    """Return the text without white space next to CJK characters; other runs of white space become one space."""
    return _SPACES.sub(" ", _SPACE_BY_WIDE.sub("", text)).strip()


@lru_cache(maxsize=_MOST_REMEMBERED)
def bare(text: str) -> str:
    """Return the text with no white space at all and half-width signs: the form in which words are compared."""
    return "".join(text.translate(_WIDTH).split())


def without_markup(text: str) -> str:
    """Return the text without Word bookmarks and Markdown heading, list and bold marks."""
    stripped = _BOOKMARK.sub("", text).strip()
    previous = None
    while previous != stripped:
        previous, stripped = stripped, _MARKUP.sub("", stripped).strip()
    return stripped


def split_ordinal(text: str) -> tuple[str, str]:
    """Return the leading ordinal (`十六、`, `（一）`, `3.`; empty if none) and the rest, white space squeezed."""
    squeezed = squeeze(text)
    match = _ORDINAL.match(squeezed)
    if match is None:
        return "", squeezed
    return match.group(0).strip(), squeezed[match.end() :].strip()


def item_name(text: str) -> str:
    """Return an item's name without its ordinal and the words “其中：”, in whatever order they stand before it."""
    name = squeeze(text)
    previous = None
    while previous != name:
        previous = name
        name = split_ordinal(name)[1].removeprefix("其中：").removeprefix("其中:").strip()
    return name


def distance(left: str, right: str) -> int:
    """Return the edit distance of two short strings: how near an unknown header is to a known alias."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        previous, row[0] = row[0], i
        for j, b in enumerate(right, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]
