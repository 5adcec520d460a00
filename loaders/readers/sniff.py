"""Which format a file has, found from its content alone: names lie, and many a published xls is a web page."""

from __future__ import annotations

import codecs
import re
from typing import Final, Literal

from loaders.errors import UnreadableDocumentError
from loaders.readers.archive import open_archive
from loaders.readers.limits import DEFAULT_LIMITS
from loaders.readers.ole import SIGNATURE, stream_names
from loaders.readers.package import CONTENT_TYPES

Kind = Literal["pdf", "docx", "xlsx", "html", "legacy", "zip", "text"]
LegacyKind = Literal["word", "sheet", "encrypted", "mht", "unknown"]

_HEAD: Final = 64 * 1024
_PDF_HEAD: Final = 1024
_MOST_TYPES: Final = 1024 * 1024
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_MAIN: Final[dict[bytes, Kind]] = {b"wordprocessingml.": "docx", b"spreadsheetml.": "xlsx"}
_MAIN_TYPE: Final = re.compile(rb"(wordprocessingml\.|spreadsheetml\.)(?:document|sheet|template)\.main\+xml")
_MACRO_TYPE: Final = re.compile(rb"(?i:ms-(word|excel)\.(?:document|sheet|template)\.macroEnabled\w*\.main\+xml)")
_OTHER_OFFICE: Final = re.compile(rb"ms-excel\.sheet\.binary|opendocument\.(?:text|spreadsheet)")
_PAGE: Final = re.compile(
    r"^\ufeff?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|style|script|center|font|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_TABLE: Final = re.compile(rb"<table\b[^>]*>.*?<t[dh]\b[^>]*>.*?</t(?:d|h|r|able)\s*>", re.IGNORECASE | re.DOTALL)
_OFFICE_XML: Final = re.compile(
    rb"urn:schemas-microsoft-com:office:spreadsheet|progid=.Excel|wordml|progid=.Word|2006/xmlPackage"
)
_WORD_STREAMS: Final = frozenset({"WordDocument"})
_SHEET_STREAMS: Final = frozenset({"Workbook", "Book"})
_ENCRYPTED_STREAMS: Final = frozenset({"EncryptedPackage", "EncryptionInfo"})


def kind_of(content: bytes) -> Kind:
    """Return the format of a file's bytes; `zip` is an archive that is no Office file, `text` anything else.

    A document with HTML tables between lines of other text (as converters to Markdown write) is `html`.
    """
    if b"%PDF-" in content[:_PDF_HEAD]:
        return "pdf"
    if content.startswith(_ZIP):
        return _zip_kind(content)
    if content.startswith(SIGNATURE) or content.lstrip()[:5] == b"{\\rtf" or _is_mht(content):
        return "legacy"
    head = _head(content)
    if head.lstrip("\ufeff \t\r\n").startswith("<?xml") and _OFFICE_XML.search(content[:_HEAD]):
        return "legacy"
    return "html" if _PAGE.match(head) or _has_table(content, head) else "text"


def legacy_kind(content: bytes) -> LegacyKind:
    """Return what sort of document a `legacy` file is."""
    if content.startswith(SIGNATURE):
        names = stream_names(content)
        if names & _ENCRYPTED_STREAMS:
            return "encrypted"
        if names & _WORD_STREAMS:
            return "word"
        return "sheet" if names & _SHEET_STREAMS else "unknown"
    if content.startswith(_ZIP):
        return "word" if b"opendocument.text" in content[:_HEAD] else "sheet"
    if _is_mht(content):
        return "mht"
    return "sheet" if b"office:spreadsheet" in content[:_HEAD] or b'progid="Excel' in content[:_HEAD] else "word"


def _zip_kind(content: bytes) -> Kind:
    try:
        archive = open_archive(content, DEFAULT_LIMITS)
        name = CONTENT_TYPES if CONTENT_TYPES in archive.names else "mimetype"
        types = archive.read(name, _MOST_TYPES)
    except UnreadableDocumentError:
        return "zip"  # whoever reads it next says what is wrong with it
    if match := _MAIN_TYPE.search(types):
        return _MAIN[match[1]]
    if match := _MACRO_TYPE.search(types):
        return "docx" if match[1].lower() == b"word" else "xlsx"
    return "legacy" if _OTHER_OFFICE.search(types) else "zip"


def _head(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content[:_HEAD].decode("utf-16", "replace")
    return content[:_HEAD].removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _has_table(content: bytes, head: str) -> bool:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = head.encode("ascii", "replace")
    start = content.lower().find(b"<table")
    return start >= 0 and _TABLE.search(content[start : start + _HEAD]) is not None


def _is_mht(content: bytes) -> bool:
    return re.match(rb"\s*(?:[\w-]+:[^\n]*\n)*?MIME-Version:", content[:2048], re.IGNORECASE) is not None
