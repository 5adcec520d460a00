"""One page of a PDF within bounds: its characters, cleaned, and the cells of its ruled tables.

Imported only when a PDF is read: pdfplumber and pdfminer are slow to import.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final

from pdfminer.pdfinterp import LITERAL_FORM, PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.psparser import literal_name
from pdfplumber.page import PDFPageAggregatorWithMarkedContent
from pdfplumber.table import (
    Table,
    TableFinder,
    TableSettings,
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
)
from pdfplumber.utils.text import dedupe_chars

from loaders.errors import UnreadableDocumentError, Where
from loaders.readers.pdf_ruled import Rules
from loaders.readers.pdf_words import Char

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pdfplumber.page import Page

    from loaders.readers.pdf import PdfSettings

_UNSEEN: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_RADICALS: Final = {
    code: normal for code in range(0x2E80, 0x2FE0) if (normal := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
"""Fonts that many PDF writers embed give the radical 人 (U+2F08) for the character 人 (U+4EBA)."""
_CLEAN: Final[dict[int, Any]] = {**_UNSEEN, **_RADICALS}
_UNMAPPED: Final = "(cid:"
_MOST_UNMAPPED: Final = 5
_PAIRS_PER_CROSSING: Final = 20
"""Rules that do not meet are compared as well, those of several tables on one page: so many for each that do."""
_GRID: Final = 4


class _TooMuch(Exception):  # noqa: N818 - never leaves this module
    """More objects on a page than any disclosure has."""


class _Interpreter(PDFPageInterpreter):
    """Carries out a page's commands; what is drawn again and again (a form) counts each time."""

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: ANN401, N802 - the name of the command
        drawn = resolve1(self.xobjmap.get(literal_name(xobjid_arg)))
        is_form = isinstance(drawn, PDFStream) and drawn.get("Subtype") is LITERAL_FORM
        if is_form and isinstance(self.device, _Device):
            self.device.count_content([drawn])
        super().do_Do(xobjid_arg)


class _Device(PDFPageAggregatorWithMarkedContent):
    """Collects what is drawn on a page, up to a bound."""

    left = 0
    bytes_left = 0

    def count_content(self, streams: Iterable[Any]) -> None:
        """Take off the commands that are about to be carried out."""
        self.bytes_left -= sum(len(stream_value(stream).get_data()) for stream in streams)
        if self.bytes_left < 0:
            raise _TooMuch

    def render_char(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - handed on as it comes
        self._count()
        return super().render_char(*args, **kwargs)

    def paint_path(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on as it comes
        self._count()
        super().paint_path(*args, **kwargs)

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _TooMuch


def draw(page: Page, settings: PdfSettings) -> None:
    """Interpret a page once; pdfplumber then finds its objects without doing it again.

    Raises:
        UnreadableDocumentError: there is more on the page than `settings` allow.
    """
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    device.left, device.bytes_left = settings.most_objects, settings.most_content_bytes
    try:
        device.count_content(page.page_obj.contents)
        _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    except _TooMuch as error:
        what = f"字符和线条超过{settings.most_objects}个" if device.left < 0 else "绘制指令过长"
        raise _too_much(page, what) from error
    page._layout = device.get_result()  # noqa: SLF001 - the cache that pdfplumber itself fills in this way


def _too_much(page: Page, what: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        f"该页{what}，不像预算表",
        where=Where(page=page.page_number),
        remedy="请确认文件内容，或由原始文件重新导出 PDF",
    )


def chars_of(page: Page) -> list[Char]:
    """Return the characters of a page in the order of its content, unseen ones and second prints left out."""
    found = page.chars
    if _has_second_prints(found):
        found = dedupe_chars(found)
    chars = []
    for char in found:
        text = char["text"].translate(_CLEAN)
        if text:
            chars.append(Char(text, char["x0"], char["top"], char["x1"], char["bottom"]))
    return chars


def _has_second_prints(chars: list[dict[str, Any]]) -> bool:
    """Tell whether characters lie on one another: bold type that a writer made by printing twice."""
    seen = {(char["text"], round(char["x0"] / _GRID), round(char["top"] / _GRID)) for char in chars}
    return len(seen) < len(chars)


def refuse_unmapped(page: Page, chars: Sequence[Char]) -> None:
    """Refuse a page of many characters of which the fonts do not say which they are.

    Raises:
        UnreadableDocumentError: more than one in five is of that kind.
    """
    unmapped = sum(1 for char in chars if char.text.startswith(_UNMAPPED))
    if unmapped * _MOST_UNMAPPED > len(chars):
        raise UnreadableDocumentError(
            "字体没有附文字编码，无法得知所印文字",
            where=Where(page=page.page_number),
            remedy="请由原始文件重新导出 PDF，或先做文字识别（OCR）",
        )


def find_tables(page: Page, settings: PdfSettings) -> list[Rules]:
    """Return the cells of the ruled tables of a page; a frame around text is no table.

    Raises:
        UnreadableDocumentError: there are more rules on the page than `settings` allow.
    """
    found = (tuple(tuple(row.cells) for row in table.rows) for table in _Finder(page, settings).tables)
    return [Rules(rows) for rows in found if len(rows[0]) > 1]


class _Finder(TableFinder):
    """The steps of pdfplumber's own finder, with a bound before each that grows with the square."""

    def __init__(self, page: Page, settings: PdfSettings) -> None:
        self.page = page
        self.settings = TableSettings.resolve(settings.table_settings())
        self.edges = self.get_edges()
        upright = sum(1 for edge in self.edges if edge["orientation"] == "v")
        if upright * (len(self.edges) - upright) > _PAIRS_PER_CROSSING * settings.most_crossings:
            raise _too_much(page, f"表格线超过{len(self.edges)}条")
        tolerances = self.settings.intersection_x_tolerance, self.settings.intersection_y_tolerance
        self.intersections = edges_to_intersections(self.edges, *tolerances)
        if len(self.intersections) > settings.most_crossings:
            raise _too_much(page, f"表格线交点超过{settings.most_crossings}个")
        self.cells = intersections_to_cells(self.intersections)
        self.tables = [Table(page, group) for group in cells_to_tables(self.cells)]
