"""PDFs with a text layer: ruled tables cell by cell with their places, all else as lines of words with theirs.

A page with ruled tables gives them as grids, the lines outside them as text. A page without gives its lines as a
stream whose words know their places; what the places tell of columns is found where the tables are known
(`loaders.aligned`). A table that goes on on the next page with merged cells alone is put back into the columns of the
page before, by the places of its rules.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from loaders.errors import UnreadableDocumentError, Where
from loaders.model import Block, Cell, RawDocument, RawTable, TextLine
from loaders.readers import pdf_ruled
from loaders.readers.pdf_open import open_pdf, pages_of
from loaders.readers.pdf_words import box_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pdfplumber.page import Page

    from loaders.readers.pdf_ruled import Rules
    from loaders.readers.pdf_words import Char, Word

SIGNATURE: Final = b"%PDF-"
_FEWEST_CHARS_PER_PAGE: Final = 3
_NAMED_PAGE_NUMBER: Final = re.compile(
    r"[-—–－·]+\d{1,4}[-—–－·]+|\d{1,4}[/／]\d{1,4}|第\d{1,4}页(?:[,，/／]?共\d{1,4}页)?"
)
_PAGE_NUMBER: Final = re.compile(rf"\d{{1,4}}|{_NAMED_PAGE_NUMBER.pattern}")
_BOUNDS: Final = frozenset(
    {"most_pages", "most_objects", "most_content_bytes", "most_crossings", "most_unpacked_bytes"}
)


@dataclass(frozen=True, slots=True)
class PdfSettings:
    """How tables are found on a page, in points, handed to pdfplumber as they are; and how much is read at most.

    `most_objects` bounds the characters and rules of one page, `most_content_bytes` the commands that draw them,
    `most_crossings` the points where rules meet.

    Raises:
        ValueError: a tolerance is negative, or a bound is not positive.
    """

    snap_tolerance: float = 3.0
    join_tolerance: float = 3.0
    intersection_tolerance: float = 3.0
    edge_min_length: float = 3.0
    most_pages: int = 600
    most_objects: int = 50_000
    most_content_bytes: int = 2_000_000
    most_crossings: int = 5_000
    most_unpacked_bytes: int = 256 * 1024 * 1024

    def __post_init__(self) -> None:
        """Refuse settings that cannot find a table."""
        if min(self.table_settings().values()) < 0:
            raise ValueError("a tolerance cannot be negative")
        if min(getattr(self, bound) for bound in _BOUNDS) < 1:
            raise ValueError("a bound must be positive")

    def table_settings(self) -> dict[str, Any]:
        """Return the settings in pdfplumber's words."""
        return {key: value for key, value in asdict(self).items() if key not in _BOUNDS}


DEFAULT_SETTINGS: Final = PdfSettings()


def read(content: bytes, settings: PdfSettings = DEFAULT_SETTINGS) -> RawDocument:
    """Return the lines and tables of a PDF, page by page.

    Raises:
        UnreadableDocumentError: encrypted, broken, too long, or without a text layer (a scan).
    """
    pdf = open_pdf(content, settings)
    pages = []
    for page in pages_of(pdf, settings):
        pages.append(_drawn(page, settings))
        page.close()
    if sum(len(page.chars) for page in pages) < _FEWEST_CHARS_PER_PAGE * len(pages):
        raise UnreadableDocumentError(
            f"PDF 共{len(pages)}页，都没有文字层，可能是扫描件",
            where=Where(page=1),
            remedy="请提供由 WPS、Word 或 Excel 直接导出的 PDF，或先做文字识别（OCR）",
        )
    return RawDocument(tuple(_all_blocks(pages)), "pdf", len(pages))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is on one page."""

    number: int
    chars: Sequence[Char]
    tables: Sequence[Rules]


def _drawn(page: Page, settings: PdfSettings) -> _Drawn:
    from loaders.readers import pdf_page  # noqa: PLC0415 - imports pdfplumber

    number = page.page_number
    try:
        pdf_page.draw(page, settings)
        chars = pdf_page.chars_of(page)
        pdf_page.refuse_unmapped(page, chars)
        return _Drawn(number, chars, pdf_page.find_tables(page, settings) if chars else [])
    except UnreadableDocumentError:
        raise
    except Exception as error:
        # pdfminer raises many kinds for broken pages; all of them mean that this page cannot be read.
        raise UnreadableDocumentError(
            f"该页无法解析（{type(error).__name__}）", where=Where(page=number), remedy="请重新导出该 PDF"
        ) from error


# ── pages to blocks ──


def _all_blocks(pages: Sequence[_Drawn]) -> Iterator[Block]:
    """Yield the blocks of all pages from top to bottom.

    What one page tells holds for the others: a table without rules between its rows has none on a page where it has
    one row only.
    """
    open_columns = [
        table.edges for page in pages for table in page.tables if not pdf_ruled.is_fully_ruled(table, page.chars)
    ]
    columns: list[float] = []
    for page in pages:
        if not page.tables or any(
            pdf_ruled.are_same(table.edges, edges) for table in page.tables for edges in open_columns
        ):
            yield from _stream(page)
            continue
        blocks, columns = _blocks(page, columns)
        yield from blocks


def _stream(page: _Drawn) -> Iterator[RawTable]:
    lines = _without_page_number(lines_of(page.chars), _NAMED_PAGE_NUMBER)
    rows = tuple(
        tuple(Cell(word.text, index, page.number, word.box) for word in line)
        for index, line in enumerate(lines, start=1)
    )
    if rows:
        yield RawTable(rows, "stream")


def _blocks(page: _Drawn, columns: list[float]) -> tuple[list[Block], list[float]]:
    """Return the blocks of a page, and the columns of its last table; those of the page before may go on here."""
    # All figures of a ruled table are within its rules: a number alone beneath it is that of the page.
    lines = _without_page_number(lines_of(pdf_ruled.outside(page.chars, page.tables)), _PAGE_NUMBER)
    placed: list[tuple[float, Block]] = [
        (box_of(line)[1], TextLine(" ".join(word.text for word in line), index, page.number))
        for index, line in enumerate(lines, start=1)
    ]
    for table in page.tables:
        rows, columns = pdf_ruled.table_rows(table, page.chars, page.number, columns)
        placed.append((table.box[1], RawTable(rows, "grid")))
    placed.sort(key=lambda item: item[0])
    return [block for _, block in placed], columns


def _without_page_number(lines: Iterable[list[Word]], pattern: re.Pattern[str]) -> list[list[Word]]:
    """Leave out a page number on the first or last line."""
    found = list(lines)
    for end in (-1, 0):
        if found and pattern.fullmatch("".join(word.text for word in found[end])):
            del found[end]
    return found
