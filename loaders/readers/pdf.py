"""PDFs with a text layer: ruled tables cell by cell with their places, all else as lines of words.

A page with ruled tables gives them as grids, the lines outside them as text. A page without gives its lines as a
stream: only the order of the words is taken for certain there. A table that goes on on the next page with merged cells alone is
put back into the columns of the page before, by the places of its rules.
"""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from loaders.errors import UnreadableDocumentError, Where
from loaders.model import Block, Box, Cell, RawDocument, RawTable, Row, TextLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF
    from pdfplumber.table import Table

SIGNATURE: Final = b"%PDF-"
_FEWEST_CHARS_PER_PAGE: Final = 3
_SAME_EDGE: Final = 3.0


@dataclass(frozen=True, slots=True)
class PdfSettings:
    """How tables are found on a page, in points; handed to pdfplumber as they are.

    Raises:
        ValueError: a tolerance is negative, or the page limit is not positive.
    """

    snap_tolerance: float = 3.0
    join_tolerance: float = 3.0
    intersection_tolerance: float = 3.0
    edge_min_length: float = 3.0
    most_pages: int = 600

    def __post_init__(self) -> None:
        """Refuse settings that cannot find a table."""
        if min(self.snap_tolerance, self.join_tolerance, self.intersection_tolerance, self.edge_min_length) < 0:
            raise ValueError("a tolerance cannot be negative")
        if self.most_pages < 1:
            raise ValueError("at least one page must be allowed")

    def table_settings(self) -> dict[str, Any]:
        """Return the settings in pdfplumber's words."""
        return {key: value for key, value in asdict(self).items() if key != "most_pages"}


DEFAULT_SETTINGS: Final = PdfSettings()


def read(content: bytes, settings: PdfSettings = DEFAULT_SETTINGS) -> RawDocument:
    """Return the lines and tables of a PDF, page by page.

    Raises:
        UnreadableDocumentError: encrypted, broken, too long, or without a text layer (a scan).
    """
    with _open(content) as pdf:
        if len(pdf.pages) > settings.most_pages:
            raise UnreadableDocumentError(
                f"PDF 有{len(pdf.pages)}页，超过{settings.most_pages}页的上限", remedy="请只提供预算公开文件本身"
            )
        blocks: list[Block] = []
        columns: list[float] = []
        chars = 0
        for page in pdf.pages:
            chars += len(page.chars)
            found, columns = _read_page(page, settings, columns)
            blocks.extend(found)
            page.close()
        if chars < _FEWEST_CHARS_PER_PAGE * len(pdf.pages):
            raise UnreadableDocumentError(
                "PDF 没有文字层，可能是扫描件",
                remedy="请提供由 WPS、Word 或 Excel 直接导出的 PDF，或先做文字识别（OCR）",
            )
        return RawDocument(tuple(blocks), "pdf", len(pdf.pages))


def _open(content: bytes) -> PDF:
    import pdfplumber  # noqa: PLC0415 - slow to import, and only needed for PDFs
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415 - only needed for PDFs

    try:
        pdf = pdfplumber.open(io.BytesIO(content))
        _ = pdf.pages
    except Exception as error:
        # pdfminer raises many kinds for broken files; all of them mean that this file cannot be read.
        causes = (error, error.__cause__, *error.args)
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
            raise UnreadableDocumentError("PDF 有密码保护", remedy="请提供未加密的文件") from error
        raise UnreadableDocumentError("PDF 文件已损坏，无法打开", remedy="请重新下载") from error
    return pdf


def _read_page(page: Page, settings: PdfSettings, columns: list[float]) -> tuple[list[Block], list[float]]:
    """Return the blocks of a page from top to bottom, and the column edges of its last table."""
    number = page.page_number
    try:
        tables = [table for table in page.find_tables(settings.table_settings()) if len(table.rows[0].cells) > 1]
        lines = list(_lines(page, tables))
        if not tables:
            rows = tuple(_words(text, index, number, box) for index, (box, text) in enumerate(lines, start=1))
            return ([RawTable(rows, "stream")] if rows else []), columns
        placed: list[tuple[float, Block]] = [
            (box[1], TextLine(text, index, number)) for index, (box, text) in enumerate(lines, start=1)
        ]
        for table in tables:
            rows, columns = _table_rows(table, number, columns)
            placed.append((table.bbox[1], RawTable(rows, "grid")))
    except UnreadableDocumentError:
        raise
    except Exception as error:
        raise UnreadableDocumentError(
            f"第{number}页无法解析（{type(error).__name__}）", where=Where(page=number), remedy="请重新导出该 PDF"
        ) from error
    placed.sort(key=lambda item: item[0])
    return [block for _, block in placed], columns


# ── text ──


def _lines(page: Page, tables: Sequence[Table]) -> Iterator[tuple[Box, str]]:
    """Yield the lines of text outside tables, from top to bottom."""
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda item: not _inside(item, boxes)) if boxes else page
    for line in outside.extract_text_lines(return_chars=False, strip=True):
        text = line["text"].strip()
        if text:
            yield (line["x0"], line["top"], line["x1"], line["bottom"]), text


def _inside(item: dict[str, Any], boxes: Iterable[Box]) -> bool:
    if item.get("object_type") != "char":
        return True
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)


def _words(text: str, index: int, page: int, box: Box) -> Row:
    return tuple(Cell(word, index, page, box) for word in text.split())


# ── ruled tables ──


def _table_rows(table: Table, page: int, columns: list[float]) -> tuple[tuple[Row, ...], list[float]]:
    """Return the rows of a table, in the columns of the page before where its own rules are some of those."""
    own = sorted({round(cell[0], 1) for row in table.rows for cell in row.cells if cell})
    target = columns if _goes_on(own, columns) else own
    rows = []
    for index, (row, texts) in enumerate(zip(table.rows, table.extract(), strict=True), start=1):
        cells = [Cell("", index, page) for _ in target]
        for box, text in zip(row.cells, texts, strict=True):
            if box is not None:
                cells[_column(box[0], target)] = Cell((text or "").strip(), index, page, box)
        rows.append(tuple(cells))
    return tuple(rows), target


def _goes_on(own: Sequence[float], columns: Sequence[float]) -> bool:
    """Tell whether a table's rules are among those of the page before, some of them missing."""
    if not columns or len(own) >= len(columns) or abs(own[0] - columns[0]) > _SAME_EDGE:
        return False
    return all(min(abs(edge - column) for column in columns) <= _SAME_EDGE for edge in own)


def _column(edge: float, columns: Sequence[float]) -> int:
    return min(range(len(columns)), key=lambda index: abs(columns[index] - edge))
