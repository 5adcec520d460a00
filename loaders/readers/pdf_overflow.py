"""Text wider than its ruled cell: what is printed in one piece over a rule is of one cell, or of none for certain."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from loaders.money import is_figure
from loaders.readers.narrow import narrow_figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from loaders.model import Box
    from loaders.readers.pdf_words import Char

_SAME_LINE: Final = 3.0
_CLOSE: Final = 0.8
_OVERLAP: Final = 1.0
_STRADDLES: Final = 0.5
_MOST: Final = 0.6
"""A piece is of the cell that holds at least this share of it."""
_WHOLE: Final = re.compile(r"\d[\d,]*\.\d{2}")
_BY_MIDDLE: Final = -1
_DIGIT: Final = re.compile(r"[\d０-９.,．，]")


def cells_of(chars: Iterable[Char], cells: Sequence[Box]) -> Iterator[tuple[Char, int]]:
    """Yield every character of one row with the number of its cell: that of its middle, but for text over a rule.

    A figure or a name in one piece that reaches over a rule is of the cell in which most of it stands. Where that is
    not certain, or two figures run into each other, every cell that they reach has the whole of it, but for cells of
    names: no part of a figure is taken for a figure.
    """
    runs = [(run, [_cell(char, cells) for char in run]) for run in _runs(chars)]
    named = {own[0] for run, own in runs if len(set(own)) == 1 and not all(_DIGIT.match(char.text) for char in run)}
    for run, own in runs:
        reached = sorted({index for index in own if index is not None})
        if not reached:
            continue
        home = _home(run, own, cells) if len(set(own)) > 1 else own[0]
        for char, index in zip(run, own, strict=True):
            if home == _BY_MIDDLE:
                yield from [(char, index)] if index is not None else []
            elif home is not None:
                yield char, home
            else:
                yield from ((char, cell) for cell in reached if cell not in named)


def _home(run: Sequence[Char], own: Sequence[int | None], cells: Sequence[Box]) -> int | None:
    """Return the cell of a run that reaches over a rule; None where it is not certain, or each character its own."""
    straddles = any(_straddles(char, cells) for char in run)
    if not any(_DIGIT.match(char.text) for char in run):
        return _most(run, own) if straddles else _BY_MIDDLE
    figure = is_figure(narrow_figure("".join(char.text for char in run)))
    if figure and not _overlaps(run):
        return _most(run, own)
    parts = ["".join(c.text for c, i in zip(run, own, strict=True) if i == cell) for cell in dict.fromkeys(own)]
    return _BY_MIDDLE if not straddles and all(map(_is_whole, parts)) else None


def _is_whole(part: str) -> bool:
    """Tell whether a piece is a figure to the last digit, or no figure at all."""
    return _WHOLE.fullmatch(narrow_figure(part)) is not None or not any(map(_DIGIT.match, part))


def _most(run: Sequence[Char], own: Sequence[int | None]) -> int | None:
    widths: Counter[int | None] = Counter()
    for char, index in zip(run, own, strict=True):
        widths[index] += round(1000 * (char.x1 - char.x0))
    cell, width = widths.most_common(1)[0]
    return cell if width >= _MOST * widths.total() else None


def _cell(char: Char, cells: Sequence[Box]) -> int | None:
    middle = (char.x0 + char.x1) / 2
    return next(
        (i for i, (x0, top, x1, bottom) in enumerate(cells) if x0 <= middle < x1 and top <= char.middle < bottom), None
    )


def _straddles(char: Char, cells: Sequence[Box]) -> bool:
    return any(
        char.x0 + _STRADDLES < edge < char.x1 - _STRADDLES
        for x0, top, x1, bottom in cells
        if top <= char.middle < bottom
        for edge in (x0, x1)
    )


def _overlaps(run: Sequence[Char]) -> bool:
    return any(one.x1 - other.x0 > _OVERLAP for one, other in pairwise(run))


def _runs(chars: Iterable[Char]) -> Iterator[list[Char]]:
    """Yield what is printed in one piece: characters of one line with no room between them."""
    for line in _lines(chars):
        run: list[Char] = []
        for char in sorted(line, key=attrgetter("x0")):
            if run and (char.text.isspace() or char.x0 - run[-1].x1 > _CLOSE):
                yield run
                run = []
            if not char.text.isspace():
                run.append(char)
        if run:
            yield run


def _lines(chars: Iterable[Char]) -> Iterator[list[Char]]:
    line: list[Char] = []
    for char in sorted(chars, key=attrgetter("middle")):
        if line and char.middle - line[-1].middle > _SAME_LINE:
            yield line
            line = []
        line.append(char)
    if line:
        yield line
