"""Workbooks (.xlsx): one or several tables on each visible sheet, figures as they are shown.

Read from the XML itself, which keeps every digit and every number format. Formulas count with their stored results.
`page` is the number of the sheet's tab from 1 (hidden ones count), `line` the row of the sheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from loaders.errors import EmptyDocumentError, UnreadableDocumentError, Where
from loaders.model import Block, Cell, RawDocument, RawTable, Row, TextLine
from loaders.money import is_figure
from loaders.readers.limits import DEFAULT_LIMITS
from loaders.readers.narrow import narrow_figure
from loaders.readers.number_format import BUILT_IN, GENERAL
from loaders.readers.package import attribute, elements, local, open_package
from loaders.readers.sheet import Book, Sheet, read_sheet, rich_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.readers.limits import Limits
    from loaders.readers.package import Package

_TITLE: Final = re.compile(r"^[^:：]*[\u4e00-\u9fff]{4}[^:：]*$")
_TABLE_WORD: Final = "表"


@dataclass(frozen=True, slots=True)
class _Tab:
    """One worksheet as the workbook lists it."""

    number: int
    name: str
    part: str
    visible: bool


def read(content: bytes, limits: Limits = DEFAULT_LIMITS) -> RawDocument:
    """Return the text and tables of all visible sheets; a merged cell stands once, the cells it covers are blank.

    A sheet's name stands before its content as a line of text where no title is found on the sheet itself.

    Raises:
        EmptyDocumentError: nothing on any visible sheet.
        UnreadableDocumentError: broken, encrypted, over a bound, or a formula without a stored result.
    """
    package = open_package(content, limits)
    book, tabs = _open(package)
    blocks: list[Block] = []
    for tab in tabs:
        if tab.visible:
            blocks.extend(_blocks(_sheet(package, tab, book), tab, limits))
    if not blocks:
        raise EmptyDocumentError("工作簿中没有内容", remedy="请确认数据所在的工作表没有被隐藏")
    return RawDocument(tuple(blocks), "xlsx", len(tabs))


def hidden_parts(content: bytes, limits: Limits = DEFAULT_LIMITS) -> list[str]:
    """Return, in Chinese, what `read` leaves out because a reader of the workbook does not see it.

    Raises:
        UnreadableDocumentError: as `read`.
    """
    package = open_package(content, limits)
    book, tabs = _open(package)
    found = [f"隐藏的工作表“{tab.name}”" for tab in tabs if not tab.visible]
    for tab in tabs:
        if tab.visible:
            sheet = _sheet(package, tab, book)
            counts = ((len(sheet.hidden_rows), "行"), (len(sheet.hidden_columns), "列"))
            found.extend(f"工作表“{tab.name}”中隐藏的{count}{what}" for count, what in counts if count)
    return found


# ── the workbook ──


def _open(package: Package) -> tuple[Book, list[_Tab]]:
    main = package.main_part()
    related = package.related(main)
    root = package.tree(main)
    parts = dict(related.values())
    strings = _strings(package, parts.get("sharedStrings"))
    settings = {local(element): element for element in root.iter() if local(element) in {"workbookPr", "calcPr"}}
    book = Book(
        strings,
        _formats(package, parts.get("styles")),
        from_1904=_is_on(settings.get("workbookPr"), "date1904"),
        stale=_is_on(settings.get("calcPr"), "fullCalcOnLoad"),
    )
    return book, list(_tabs(root, related))


def _is_on(element: Any, name: str) -> bool:  # noqa: ANN401 - lxml has no types
    return element is not None and attribute(element, name) in {"1", "true"}


def _tabs(root: Any, related: dict[str, tuple[str, str]]) -> Iterator[_Tab]:  # noqa: ANN401 - lxml has no types
    sheets = [element for element in root.iter() if local(element) == "sheet"]
    for number, element in enumerate(sheets, start=1):
        kind, part = related.get(attribute(element, "id") or "", ("", ""))
        if kind == "worksheet":
            visible = (attribute(element, "state") or "visible") == "visible"
            yield _Tab(number, (attribute(element, "name") or "").strip(), part, visible)


def _strings(package: Package, part: str | None) -> list[str]:
    if part is None or part not in package.archive.names:
        return []
    content = package.checked(part, package.limits.most_unpacked_bytes)
    return [rich_text(element) for element in elements(content, part, ("si",))]


def _formats(package: Package, part: str | None) -> list[str]:
    """Return the number format of each cell style."""
    if part is None or part not in package.archive.names:
        return []
    root = package.tree(part)
    own = {attribute(e, "numFmtId"): attribute(e, "formatCode") or GENERAL for e in root.iter("{*}numFmt")}
    styles = next(iter(root.iterfind("{*}cellXfs")), ())
    numbers = [attribute(style, "numFmtId") or "0" for style in styles]
    return [own.get(n) or (BUILT_IN.get(int(n), GENERAL) if n.isdecimal() else GENERAL) for n in numbers]


def _sheet(package: Package, tab: _Tab, book: Book) -> Sheet:
    content = package.checked(tab.part, package.limits.most_unpacked_bytes)
    return read_sheet(content, tab.name, tab.part, book, package.limits)


# ── a sheet to blocks ──


def _blocks(sheet: Sheet, tab: _Tab, limits: Limits) -> list[Block]:
    """Return a sheet's lines and tables from top to bottom, all its tables in the same columns."""
    if not sheet.cells:
        return []
    columns = sorted({column for _, column in sheet.cells})
    rows = _rows(sheet, columns)
    if len(columns) > limits.most_columns or len(columns) * len(rows) > limits.most_cells:
        raise UnreadableDocumentError(
            f"工作表“{tab.name}”有{len(rows)}行、{len(columns)}列，超过上限",
            where=Where(page=tab.number, table=tab.name),
            remedy="请只提供预算公开文件本身",
        )
    blocks: list[Block] = [] if _has_title(rows) or not tab.name else [TextLine(tab.name, None, tab.number)]
    blocks.extend(_cut(rows, sheet, columns, tab.number))
    return blocks


_Rows = dict[int, dict[int, str]]
"""Texts by row of the sheet and position of the column; a row that shows nothing is not there."""


def _rows(sheet: Sheet, columns: Sequence[int]) -> _Rows:
    index = {column: position for position, column in enumerate(columns)}
    rows: _Rows = {}
    for (row, column), text in sorted(sheet.cells.items()):
        rows.setdefault(row, {})[index[column]] = narrow_figure(text)
    return rows


def _has_title(rows: _Rows) -> bool:
    """Tell whether a title of a table stands above the first row of several cells."""
    for cells in rows.values():
        if any(_is_title(text) for text in cells.values()):
            return True
        if len(cells) > 2:
            return False
    return False


def _is_title(text: str) -> bool:
    return _TABLE_WORD in text and _TITLE.match(text) is not None


def _cut(rows: _Rows, sheet: Sheet, columns: Sequence[int], page: int) -> Iterator[Block]:
    """Yield tables and the lines between them, from top to bottom."""
    merged = sheet.covered_rows()
    lines = _lines(rows, sheet, columns, merged)
    table: list[Row] = []
    before = 0
    for row, cells in rows.items():
        if table and (row in lines or _gap(row, before, merged, sheet)):
            yield RawTable(tuple(table), "grid")
            table = []
        if row in lines:
            texts = next(iter(cells.values())).split("\n")
            yield from (TextLine(text.strip(), row, page) for text in texts if text.strip())
        else:
            table.append(tuple(Cell(cells.get(position, ""), row, page) for position in range(len(columns))))
        before = row
    if table:
        yield RawTable(tuple(table), "grid")


def _lines(rows: _Rows, sheet: Sheet, columns: Sequence[int], merged: set[int]) -> set[int]:
    """Return the rows that are text, not rows of a table.

    Such a row has a single cell that is no figure. It stands before or after all tables of the sheet, after a blank
    row, under another such row, or is merged over all columns; else a single cell is a name with blank figures.
    """
    wide = [row for row, cells in rows.items() if len(cells) > 1]
    across = {top for (top, left), (_, right) in sheet.merged if left <= columns[0] and right >= columns[-1]}
    found: set[int] = set()
    before = 0
    for row, cells in rows.items():
        outside = not wide or not wide[0] < row < wide[-1] or row in across or before in found
        lone = len(cells) == 1 and row not in merged and not is_figure(next(iter(cells.values())))
        if lone and (outside or _gap(row, before, merged, sheet)):
            found.add(row)
        before = row
    return found


def _gap(row: int, before: int, merged: set[int], sheet: Sheet) -> bool:
    """Tell whether a visible blank row stands before this one; a row within a merged cell is not blank."""
    return before > 0 and any(r not in merged and r not in sheet.hidden_rows for r in range(before + 1, row))
