"""Characters with their places to words and lines: what stands side by side, from left to right, from top to bottom."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from loaders.readers.narrow import narrow_figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from loaders.model import Box

_SAME_LINE: Final = 3.0
_SAME_WORD: Final = 3.0
_SAME_COLUMN: Final = 0.8
_AMOUNT: Final = re.compile(r"[-−]?\d[\d,]*\.\d{2}(?![\d%])")
_LETTER: Final = re.compile(r"[\u4e00-\u9fff）)]")


class Char(NamedTuple):
    """One printed character and its box, in points from the upper left corner of the page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> float:
        """Return the height of the character's middle."""
        return (self.top + self.bottom) / 2


class Word(NamedTuple):
    """A run of characters without white space between them."""

    text: str
    box: Box


def lines_of(chars: Iterable[Char]) -> Iterator[list[Word]]:
    """Yield the lines of text as words, from top to bottom; characters whose middles are level are one line."""
    line: list[Char] = []
    height = 0.0
    for char in sorted(chars, key=attrgetter("middle")):
        if line and char.middle - height > _SAME_LINE:
            yield from _line(line)
            line = []
        line.append(char)
        height = char.middle
    yield from _line(line)


def _line(chars: list[Char]) -> Iterator[list[Word]]:
    words = list(_words(sorted(chars, key=attrgetter("x0"))))
    if words:
        yield words


def _words(chars: Sequence[Char]) -> Iterator[Word]:
    word: list[Char] = []
    for char in chars:
        space = char.text.isspace()
        if word and (space or char.x0 - word[-1].x1 > _SAME_WORD):
            yield from map(_word, _columns(word))
            word = []
        if not space:
            word.append(char)
    if word:
        yield from map(_word, _columns(word))


def _columns(word: list[Char]) -> Iterator[list[Char]]:
    """Cut a run of characters where an amount and words of another column stand close, with a little room between."""
    start = 0
    for index in range(1, len(word)):
        if word[index].x0 - word[index - 1].x1 <= _SAME_COLUMN:
            continue
        left = "".join(char.text for char in word[start:index])
        right = "".join(char.text for char in word[index:])
        if (_AMOUNT.fullmatch(left) and _LETTER.match(right)) or (_LETTER.match(left[-1]) and _AMOUNT.match(right)):
            yield word[start:index]
            start = index
    yield word[start:]


def _word(chars: Sequence[Char]) -> Word:
    text = "".join(char.text for char in chars)
    box = (chars[0].x0, min(c.top for c in chars), max(c.x1 for c in chars), max(c.bottom for c in chars))
    return Word(narrow_figure(text), box)


def text_of(chars: Iterable[Char]) -> str:
    """Return the characters as text, line by line."""
    return narrow_figure("\n".join(" ".join(word.text for word in line) for line in lines_of(chars))).strip()


def box_of(words: Sequence[Word]) -> Box:
    """Return the box around some words."""
    x0, top, x1, bottom = zip(*(word.box for word in words), strict=True)
    return min(x0), min(top), max(x1), max(bottom)
