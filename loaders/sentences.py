"""Wrapped lines → paragraphs → sentences, each character with the line and page it stands on."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.model import TextLine
    from loaders.narrative_dialect import NarrativeDialect

_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_MARKUP = re.compile(r"^(?P<hashes>#*)[>*\s]*(?P<body>.*?)[*\s]*$", re.DOTALL)
_PAGE_NUMBER = re.compile(r"^(?:[-—–－―]+\s*\d{1,4}\s*[-—–－―]+|第\s*\d+\s*页.*)$")
_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_STOP = re.compile(r"[。！？]")
_PUNCTUATION = re.compile(r"[，；：！？,;:]")
_MONEY = re.compile(r"\d[万亿千]?元|\d%")
# A year after the dot is no decimal; a numeral has none but a single space or CJK character after it.
_ORDINALS = (
    (1, re.compile(r"^第[一二三四五六七八九十]{1,3}(?:部分|章)")),
    (2, re.compile(r"^[一二三四五六七八九十]{1,3}、")),
    (3, re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]")),
    (4, re.compile(r"^[1-9]\d?(?:[.．、](?=[^\d.%％\s])|[.．、](?=20\d\d年))")),
    (5, re.compile(r"^(?:[（(][1-9]\d?[）)]|[①-⑳])")),
)
_LAST_TITLE_LEVEL = 3
_WRAP_COLUMNS = 36
"""A heading narrower than this (a CJK character counts 2) was not broken by the measure of the page."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run of characters begins in a text, and the source line and page it stands on."""

    start: int
    line: int | None
    page: int | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Joined text without the white space of the layout, the places of its characters and its rank.

    `level` is 1 (第三部分) to 5 (（1）) where an ordinal or markup opens the paragraph, else 0. `heading` says that it
    is a title without a body.
    """

    text: str
    places: tuple[Place, ...]
    level: int = 0
    heading: bool = False

    def place(self, index: int) -> Place:
        """Return the place of the character at `index`."""
        return self.places[max(0, bisect_right([place.start for place in self.places], index) - 1)]

    def sentences(self) -> Iterator[Paragraph]:
        """Yield the sentences; the first keeps the level of the paragraph."""
        start = 0
        for stop in [*(match.end() for match in _STOP.finditer(self.text)), len(self.text)]:
            if stop > start:
                yield self._slice(start, stop)
            start = max(start, stop)

    def _slice(self, start: int, stop: int) -> Paragraph:
        first = self.place(start)
        rest = [Place(p.start - start, p.line, p.page) for p in self.places if start < p.start < stop]
        places = (Place(0, first.line, first.page), *rest)
        return Paragraph(self.text[start:stop], places, self.level if start == 0 else 0, self.heading)


@dataclass(slots=True)
class _Buffer:
    """The paragraph being joined."""

    text: str = ""
    places: tuple[Place, ...] = ()
    level: int = 0

    def add(self, text: str, line: TextLine) -> None:
        self.places = (*self.places, Place(len(self.text), line.line, line.page))
        self.text += text


def paragraphs(lines: Sequence[TextLine], dialect: NarrativeDialect | None = None) -> list[Paragraph]:
    """Join wrapped lines into paragraphs; page numbers and lone table cells are dropped.

    A paragraph ends at a full stop that ends a line, at an ordinal that opens one, and after a title. Blank lines
    mean nothing: a PDF text layer has one between any two lines.

    Args:
        lines: lines outside tables, in the order of the document.
        dialect: the words that end a title; by default those of `narrative.toml`.
    """
    if dialect is None:
        from loaders.narrative_dialect import load_narrative_dialect  # noqa: PLC0415 - the default alone needs it

        dialect = load_narrative_dialect()
    done: list[Paragraph] = []
    buffer = _Buffer()
    for index, line in enumerate(lines):
        if "\t" in line.text:
            buffer = _close(buffer, done)
        elif not _is_page_number(lines, index):
            buffer = _take(line, buffer, done, dialect)
    _close(buffer, done)
    return done


def _take(line: TextLine, buffer: _Buffer, done: list[Paragraph], dialect: NarrativeDialect) -> _Buffer:
    """Add one line to the paragraph, or begin the next with it."""
    body = _MARKUP.match(_BOOKMARK.sub("", line.text))
    text = clean(body["body"]) if body else ""
    if body is None or not text:
        return buffer
    level = next((rank for rank, ordinal in _ORDINALS if ordinal.match(text)), 1 if body["hashes"] else 0)
    if level or (body["hashes"] and buffer.text):
        buffer = _close(buffer, done)
    if not buffer.text:
        buffer.level = level
    buffer.add(text, line)
    if _is_title(buffer, text, dialect, marked=bool(body["hashes"])):
        return _close(buffer, done, heading=True)
    return _close(buffer, done) if _STOP.search(text[-1]) else buffer


def _is_title(buffer: _Buffer, last: str, dialect: NarrativeDialect, *, marked: bool) -> bool:
    """Tell whether the paragraph so far is a whole title: its words end one, or its last line was not full.

    Items numbered 1、 are never titles: most are sentences (1、…（类）…（款）…（项）), wrapped anywhere.
    """
    if _has_body(buffer.text):
        return False
    if not buffer.level:
        return bool(dialect.title_end.search(buffer.text))
    if marked:
        return True
    if buffer.level > _LAST_TITLE_LEVEL:
        return False
    return bool(dialect.heading_end.search(buffer.text)) or (last[-1] != "。" and _columns(last) < _WRAP_COLUMNS)


def _has_body(text: str) -> bool:
    return bool(_PUNCTUATION.search(text) or _MONEY.search(text) or _STOP.search(text[:-1]))


def _close(buffer: _Buffer, done: list[Paragraph], *, heading: bool = False) -> _Buffer:
    if buffer.text:
        done.append(Paragraph(buffer.text, buffer.places, buffer.level, heading))
    return _Buffer()


def _columns(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)


def _is_page_number(lines: Sequence[TextLine], index: int) -> bool:
    """Tell a page number; a bare number is one only where it stands first or last on its page."""
    text = lines[index].text.strip()
    if not text.isdigit():
        return bool(_PAGE_NUMBER.match(text))
    page = lines[index].page
    around = {lines[i].page for i in (index - 1, index + 1) if 0 <= i < len(lines)}
    return page is not None and text == str(page) and around != {page}


def clean(text: str) -> str:
    """Drop the white space of the layout and make figures ASCII.

    A space stays between two Latin words and between two digits: nobody can tell whether `12 345` is one number.
    """
    text = re.sub(r"(?<=[\d,.])\s+(?=[.,])|(?<=\d[.,])\s+(?=\d)", "", text.translate(_WIDE).strip())
    text = re.sub(r"(?<=\d)\s+(?=\d)|(?<=[A-Za-z])\s+(?=[A-Za-z])", "\0", text)
    return re.sub(r"\s+", "", text).replace("\0", " ")
