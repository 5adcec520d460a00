"""Web pages (.html): text and tables as a browser shows them, without scripts, styles, forms and comments.

Tables that only arrange the page become text again. Style sheets are not evaluated: what they hide is read. A document
with HTML tables between lines of plain text is read line by line outside the tables. `line` is the line of the file.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from loaders.errors import EmptyDocumentError, UnreadableDocumentError
from loaders.model import RawDocument, TextLine
from loaders.readers.archive import refuse_size
from loaders.readers.limits import DEFAULT_LIMITS
from loaders.readers.package import local, refuse_deep
from loaders.readers.spans import Span, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.model import Block
    from loaders.readers.limits import Limits

_DROPPED: Final = re.compile(
    "head|script|style|template|noscript|iframe|object|embed|svg|math|canvas|audio|video|map|select|option|datalist|"
    "textarea|button|input|meta|link|title|base"
)
_BREAKS: Final = re.compile(
    "address|article|aside|blockquote|body|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|"
    "form|h[1-6]|header|hr|html|legend|li|main|menu|nav|ol|p|pre|section|summary|ul|caption|tr|td|th|thead|tbody|tfoot"
)
_CHARSET: Final = re.compile(rb"<meta\b[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,20})", re.IGNORECASE)
_META_HEAD: Final = 8192
_CHINESE: Final = frozenset({"gb2312", "gbk", "gb18030", "x-gbk", "cn-gb", "gb_2312-80", "hz-gb-2312", "csgb2312"})
_SPACES: Final = re.compile(r"[ \t\r\n\f\xa0\u200b\ufeff]+")
_MOST_COLUMNS_OF_A_CELL: Final = 1000
_TO_THE_END: Final = 10**6


def read(content: bytes, limits: Limits = DEFAULT_LIMITS) -> RawDocument:
    """Return the text and tables of a page; a merged cell stands once, the cells that it covers are blank.

    Raises:
        EmptyDocumentError: no text at all.
        UnreadableDocumentError: no known encoding, nested too deep, or over a bound.
    """
    if len(content) > limits.most_html_bytes:
        refuse_size("网页", limits.most_html_bytes)
    text = decoded(content)
    root = _parsed(text)
    if root is None:
        raise EmptyDocumentError("网页中没有文字", remedy="请确认保存的是完整网页，而不是框架页或跳转页")
    refuse_deep(root, limits)
    reader = _Reader(limits, by_lines=not text.lstrip("\ufeff \t\r\n").startswith("<"))
    flow = _Flow()
    reader.walk(root, flow, in_table=False)
    blocks = tuple(flow.ended())
    if not blocks:
        raise EmptyDocumentError("网页中没有文字", remedy="请确认保存的是完整网页，而不是框架页或跳转页")
    return RawDocument(blocks, "html")


def decoded(content: bytes) -> str:
    """Return the text of a page: by its byte order mark, as UTF-8 where it is that, else as the page declares.

    A declaration of any Chinese encoding is taken as GB18030, of which they all are parts.

    Raises:
        UnreadableDocumentError: none of them fits.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        match = _CHARSET.search(content[:_META_HEAD])
        declared = match[1].decode("ascii").lower() if match else ""
        candidates = ["utf-8-sig", "gb18030" if declared in _CHINESE else _known(declared), "gb18030"]
    for encoding in candidates:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableDocumentError(
        "网页的文字编码无法识别，或文件已损坏", remedy="请重新下载，或用浏览器打开后另存为 UTF-8 编码的网页"
    )


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name if encoding else "gb18030"
    except LookupError:
        return "gb18030"


def _parsed(text: str) -> Any:  # noqa: ANN401 - lxml has no types
    from lxml import etree  # noqa: PLC0415 - only needed for web pages

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        if not text.strip("\ufeff \t\r\n"):
            return None
        raise UnreadableDocumentError("网页结构已损坏或嵌套过深", remedy="请用浏览器打开后另存") from error


@dataclass(slots=True)
class _Flow:
    """Text and tables collected in order; `parts` is the line being written."""

    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    line: int | None = None
    frames: bool = False

    def add(self, text: str | None, line: int | None) -> None:
        if text:
            if self.line is None and text.strip():
                self.line = line
            self.parts.append(text)

    def end_line(self) -> None:
        text = _SPACES.sub(" ", "".join(self.parts)).strip()
        if text:
            self.blocks.append(TextLine(text, self.line))
        self.parts = []
        self.line = None

    def ended(self) -> list[Block]:
        self.end_line()
        return self.blocks


class _Reader:
    """Walks the tree of a page."""

    def __init__(self, limits: Limits, *, by_lines: bool) -> None:
        self.limits = limits
        self.by_lines = by_lines

    def walk(self, node: Any, flow: _Flow, *, in_table: bool) -> None:  # noqa: ANN401 - lxml has no types
        """Add everything under a node to the flow."""
        self._text(node.text, node.sourceline, flow, in_table=in_table)
        for child in node:
            tag = local(child)
            if tag == "table":
                flow.end_line()
                flow.frames = True
                flow.blocks.extend(self._table(child))
            elif tag == "br":
                flow.end_line()
            elif tag and not _DROPPED.fullmatch(tag):
                self._element(child, tag, flow, in_table=in_table)
            self._text(child.tail, child.sourceline, flow, in_table=in_table)

    def _element(self, node: Any, tag: str, flow: _Flow, *, in_table: bool) -> None:  # noqa: ANN401
        breaks = _BREAKS.fullmatch(tag) is not None
        if breaks:
            flow.end_line()
        self.walk(node, flow, in_table=in_table)
        if breaks:
            flow.end_line()

    def _text(self, text: str | None, line: int | None, flow: _Flow, *, in_table: bool) -> None:
        if not text or in_table or not self.by_lines:
            flow.add(text, line)
            return
        first, *others = text.split("\n")
        flow.add(first, line)
        for number, other in enumerate(others, start=1):
            flow.end_line()
            flow.add(other, None if line is None else line + number)

    def _table(self, table: Any) -> list[Block]:  # noqa: ANN401 - lxml has no types
        captions: list[Block] = []
        rows = []
        for part in _rows(table):
            if local(part) == "caption":
                captions.extend(self._inner(part).ended())
            else:
                rows.append([self._span(cell) for cell in part if local(cell) in {"td", "th"}])
        total = len(rows)
        clipped = [
            [Span(s.inner, s.line, s.columns, min(s.rows, total - number), s.frames) for s in row]
            for number, row in enumerate(rows)
        ]
        return [*captions, *blocks_of(clipped, self.limits)]

    def _inner(self, cell: Any) -> _Flow:  # noqa: ANN401 - lxml has no types
        flow = _Flow()
        self.walk(cell, flow, in_table=True)
        flow.end_line()
        return flow

    def _span(self, cell: Any) -> Span:  # noqa: ANN401 - lxml has no types
        flow = self._inner(cell)
        columns = min(_span_of(cell, "colspan"), _MOST_COLUMNS_OF_A_CELL)
        return Span(tuple(flow.ended()), cell.sourceline, columns, _span_of(cell, "rowspan"), flow.frames)


def _rows(table: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    """Yield the rows and the caption of a table, not those of tables in it."""
    for child in table:
        tag = local(child)
        if tag in {"tr", "caption"}:
            yield child
        elif tag:
            yield from _rows(child)


def _span_of(cell: Any, name: str) -> int:  # noqa: ANN401 - lxml has no types
    """Return how far a cell reaches; 0 rows mean down to the end of the table, which the table clips."""
    digits = re.match(r"\s*(\d{1,6})", cell.get(name) or "")
    if digits is None:
        return 1
    return int(digits[1]) or (_TO_THE_END if name == "rowspan" else 1)
