"""Opening a PDF within bounds: what is refused before a page is looked at, and why."""

from __future__ import annotations

import io
import re
import zlib
from itertools import islice
from typing import TYPE_CHECKING, Final

from loaders.errors import UnreadableDocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

    from loaders.readers.pdf import PdfSettings

_STREAM: Final = re.compile(rb"stream\r?\n")
_ZLIB_HEADS: Final = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x48\x89", b"\x58\x85", b"\x68\xde")
_LAYERS: Final = 3
_CHUNK: Final = 1 << 20


def open_pdf(content: bytes, settings: PdfSettings) -> PDF:
    """Return the opened file.

    Raises:
        UnreadableDocumentError: encrypted, broken, or packed so that it would unpack to more than is allowed.
    """
    import pdfplumber  # noqa: PLC0415 - slow to import, and only needed for PDFs
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415 - only needed for PDFs

    _refuse_bombs(content, settings.most_unpacked_bytes)
    try:
        return pdfplumber.open(io.BytesIO(content))
    except Exception as error:
        # pdfminer raises many kinds for broken files; all of them mean that this file cannot be read.
        causes = (error, error.__cause__, *error.args)
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
            raise UnreadableDocumentError("PDF 有密码保护", remedy="请提供未加密的文件") from error
        raise _broken() from error


def pages_of(pdf: PDF, settings: PdfSettings) -> Iterator[Page]:
    """Yield the pages one after the other, none of them read yet.

    Raises:
        UnreadableDocumentError: the page tree is broken or empty, or there are more pages than allowed.
    """
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415 - only needed for PDFs
    from pdfplumber.page import Page  # noqa: PLC0415 - only needed for PDFs

    try:
        found = list(islice(PDFPage.create_pages(pdf.doc), settings.most_pages + 1))
        pages = [Page(pdf, page, page_number=number) for number, page in enumerate(found, start=1)]
    except Exception as error:
        raise _broken() from error
    if len(pages) > settings.most_pages:
        raise UnreadableDocumentError(f"PDF 页数超过{settings.most_pages}页的上限", remedy="请只提供预算公开文件本身")
    if not pages:
        raise UnreadableDocumentError("PDF 文件中没有任何页面，可能已损坏或不完整", remedy="请重新下载")
    yield from pages


def _broken() -> UnreadableDocumentError:
    return UnreadableDocumentError("PDF 文件已损坏，无法打开", remedy="请重新下载")


def _refuse_bombs(content: bytes, most: int) -> None:
    """Unpack every stream piece by piece, keeping nothing, so that no later step meets one without end.

    Raises:
        UnreadableDocumentError: all streams together are larger than `most` bytes.
    """
    view = memoryview(content)
    left = most
    for match in _STREAM.finditer(content):
        start = match.end()
        if content[start : start + 2] in _ZLIB_HEADS:
            left -= _unpacked_size(view[start:], left, _LAYERS)
        if left < 0:
            raise UnreadableDocumentError(
                f"PDF 解压后超过{most // _CHUNK}MB的上限", remedy="请由原始文件重新导出 PDF，或拆分后再提供"
            )


def _unpacked_size(packed: memoryview, most: int, layers: int) -> int:
    """Return how many bytes a stream unpacks to, streams packed in it included; more than `most` if it is too many."""
    unpacker = zlib.decompressobj()
    size = 0
    for start in range(0, len(packed), _CHUNK):
        piece: bytes = packed[start : start + _CHUNK].tobytes()
        while piece and not unpacker.eof:
            try:
                found = unpacker.decompress(piece, _CHUNK)
            except zlib.error:
                return size  # a broken stream ends here for every reader
            if size == 0 and layers and found[:2] in _ZLIB_HEADS:
                size += _unpacked_size(memoryview(found), most - size, layers - 1)
            size += len(found)
            if size > most:
                return size
            piece = unpacker.unconsumed_tail
        if unpacker.eof:
            break
    return size
