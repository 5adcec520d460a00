"""Word documents (.docx): paragraphs and tables in the order of the document, as a reader of the page sees them.

Read from the XML itself: text in content controls, links and accepted insertions counts, deleted and hidden text does
not. The text of a text box follows the paragraph that holds it, once. Numbers that Word generates for lists are not
in the file and not in the text. `line` counts the paragraphs outside tables and the rows of tables from 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from loaders.errors import EmptyDocumentError
from loaders.model import RawDocument, TextLine
from loaders.readers.limits import DEFAULT_LIMITS
from loaders.readers.package import attribute, local, open_package
from loaders.readers.spans import Span, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.model import Block
    from loaders.readers.limits import Limits

_CONTAINERS: Final = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})
_INLINE: Final = _CONTAINERS | {"r", "hyperlink", "fldSimple", "dir", "bdo", "ruby", "rubyBase", "oMath", "oMathPara"}
_DRAWINGS: Final = frozenset({"drawing", "pict", "object"})
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_OFF: Final = frozenset({"0", "false", "off"})


def read(content: bytes, limits: Limits = DEFAULT_LIMITS) -> RawDocument:
    """Return the text and tables of a docx; a merged cell stands once, the cells that it covers are blank.

    Raises:
        EmptyDocumentError: no text at all.
        UnreadableDocumentError: broken, encrypted, hostile or over a bound.
    """
    package = open_package(content, limits)
    root = package.tree(package.main_part())
    blocks = tuple(_Reader(limits).blocks(root))
    if not blocks:
        raise EmptyDocumentError("Word 文件中没有文字", remedy="如内容是图片（扫描件），请提供文字版")
    return RawDocument(blocks, "docx")


class _Reader:
    """Goes through a document once, counting its places."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.line = 0

    def blocks(self, parent: Any, line: int | None = None) -> Iterator[Block]:  # noqa: ANN401 - lxml has no types
        """Yield the blocks under an element; within a row all of them have the row's place."""
        for child in parent:
            tag = local(child)
            if tag == "p":
                yield from self._paragraph(child, line)
            elif tag == "tbl":
                yield from self._table(child, line)
            elif tag == "body" or tag in _CONTAINERS:
                yield from self.blocks(child, line)

    def _paragraph(self, paragraph: Any, line: int | None) -> Iterator[Block]:  # noqa: ANN401 - lxml has no types
        place = self._next() if line is None else line
        parts: list[str] = []
        boxes: list[Any] = []
        _collect(paragraph, parts, boxes)
        for text in "".join(parts).split("\n"):
            if text.strip():
                yield TextLine(text.strip(), place)
        for box in boxes:
            yield from self.blocks(box, place)

    def _next(self) -> int:
        self.line += 1
        return self.line

    def _table(self, table: Any, line: int | None) -> list[Block]:  # noqa: ANN401 - lxml has no types
        rows = []
        open_columns: frozenset[int] = frozenset()
        for row in _children(table, "tr"):
            if _has(row, "trPr", "del"):
                continue
            spans, open_columns = self._row(row, self._next() if line is None else line, open_columns)
            rows.append(spans)
        return blocks_of(rows, self.limits)

    def _row(self, row: Any, line: int, above: frozenset[int]) -> tuple[list[Span], frozenset[int]]:  # noqa: ANN401
        """Return the cells of a row, and the columns in which a cell merged downwards goes on or begins.

        A cell that goes on where nothing has begun is an ordinary cell: so Word shows it.
        """
        spans = [Span((), line) for _ in range(self._grid_before(row))]
        column = len(spans)
        merged: set[int] = set()
        for cell in _children(row, "tc"):
            width = min(max(_number(cell, "gridSpan"), 1), self.limits.most_columns + 1)
            merge = _merge(cell, "vMerge")
            if merge is not None:
                merged.add(column)
            if (merge == "continue" and column in above) or _merge(cell, "hMerge") == "continue":
                spans.append(Span((), line, width))
            else:
                inner = tuple(self.blocks(cell, line))
                spans.append(Span(inner, line, width, frames=any(True for _ in cell.iter("{*}tbl"))))
            column += width
        return spans, frozenset(merged)

    def _grid_before(self, row: Any) -> int:  # noqa: ANN401 - lxml has no types
        found = next(iter(row.iterfind("{*}trPr/{*}gridBefore")), None)
        value = attribute(found, "val") if found is not None else None
        return min(int(value), self.limits.most_columns) if value and value.isdecimal() else 0


def _collect(parent: Any, parts: list[str], boxes: list[Any]) -> None:  # noqa: ANN401 - lxml has no types
    """Add the visible text under an element to `parts`, text boxes to `boxes`."""
    for child in parent:
        tag = local(child)
        if tag == "t":
            parts.append(child.text or "")
        elif tag in _SIGNS:
            parts.append(_SIGNS[tag])
        elif tag == "txbxContent":
            boxes.append(child)
        elif tag == "AlternateContent":
            _collect(_chosen(child), parts, boxes)
        elif tag in _DRAWINGS:
            boxes.extend(_outermost_boxes(child))
        elif tag in _INLINE and not _hidden(child):
            _collect(child, parts, boxes)


def _chosen(alternatives: Any) -> Any:  # noqa: ANN401 - lxml has no types
    """Return the first of several forms of one thing: the others repeat its text for older programs."""
    return next((child for child in alternatives if local(child) == "Choice"), alternatives)


def _outermost_boxes(drawing: Any) -> list[Any]:  # noqa: ANN401 - lxml has no types
    """Return the text boxes of a drawing, those within another box and repeated forms left out."""
    return [
        box
        for box in drawing.iter("{*}txbxContent")
        if not any(
            local(up) in {"txbxContent", "Fallback"} for up in box.iterancestors() if drawing in up.iterancestors()
        )
    ]


def _hidden(run: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return local(run) == "r" and _has(run, "rPr", "vanish")


def _has(element: Any, properties: str, name: str) -> bool:  # noqa: ANN401 - lxml has no types
    found = next(iter(element.iterfind(f"{{*}}{properties}/{{*}}{name}")), None)
    return found is not None and attribute(found, "val") not in _OFF


def _children(parent: Any, tag: str) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    """Yield rows or cells, also those in content controls."""
    for child in parent:
        if local(child) == tag:
            yield child
        elif local(child) in _CONTAINERS:
            yield from _children(child, tag)


def _merge(cell: Any, name: str) -> str | None:  # noqa: ANN401 - lxml has no types
    found = next(iter(cell.iterfind(f"{{*}}tcPr/{{*}}{name}")), None)
    return None if found is None else attribute(found, "val") or "continue"


def _number(cell: Any, name: str) -> int:  # noqa: ANN401 - lxml has no types
    found = next(iter(cell.iterfind(f"{{*}}tcPr/{{*}}{name}")), None)
    value = attribute(found, "val") if found is not None else None
    return int(value) if value and value.isdecimal() and len(value) < 9 else 1
