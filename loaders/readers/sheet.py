"""One worksheet: its visible cells as their reader sees them, and which cells are merged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from loaders.errors import UnreadableDocumentError, Where
from loaders.readers.number_format import GENERAL, shown
from loaders.readers.package import attribute, elements, local

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.readers.limits import Limits

Place = tuple[int, int]
"""Row and column, both from 1."""

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TAGS: Final = ("c", "row", "col", "sheetView", "mergeCell")
_OFF: Final = frozenset({None, "0", "false"})
_MOST_MERGED: Final = 50_000
_MOST_HIDDEN_IN_MERGED: Final = 1000


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of a workbook share: texts, number formats by style, and how far its results can be trusted."""

    strings: Sequence[str]
    formats: Sequence[str]
    from_1904: bool
    stale: bool
    """Whether the workbook asks to be calculated anew when opened: its stored results are then none."""


@dataclass(slots=True)
class Sheet:
    """The cells of one sheet that show something; hidden rows and columns are left out, but counted."""

    name: str
    cells: dict[Place, str] = field(default_factory=dict)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    zeros: bool = True

    def covered_rows(self) -> set[int]:
        """Return the rows into which a merged cell reaches from above, down to the last row with text."""
        lowest = max((row for row, _ in self.cells), default=0)
        rows: set[int] = set()
        reached = 0
        for (top, _), (bottom, _) in sorted(self.merged):
            rows.update(range(max(top, reached) + 1, min(bottom, lowest) + 1))
            reached = max(reached, min(bottom, lowest))
        return rows


def read_sheet(content: bytes, name: str, part: str, book: Book, limits: Limits) -> Sheet:
    """Return the visible cells of a worksheet's XML.

    Raises:
        UnreadableDocumentError: not XML, over a bound, or a formula without a stored result.
    """
    sheet = Sheet(name)
    row = 0
    place = (0, 0)
    current: dict[Place, Any] = {}
    for element in elements(content, part, _TAGS):
        tag = local(element)
        if tag == "c":
            place = _place(attribute(element, "r"), place)
            text = _cell(element, place, sheet, book)
            if text:
                current[place] = text
        elif tag == "row":
            row = _row_number(element, current, row)
            _add_row(sheet, element, row, current, limits)
            current, place = {}, (row + 1, 0)
        else:
            _setting(sheet, tag, element, limits)
    _show_merged(sheet)
    return sheet


def _add_row(sheet: Sheet, element: Any, row: int, cells: dict[Place, str], limits: Limits) -> None:  # noqa: ANN401
    if attribute(element, "hidden") not in _OFF:
        sheet.hidden_rows.add(row)
    sheet.cells.update(cells)
    if len(sheet.cells) > limits.most_cells:
        raise UnreadableDocumentError(
            f"工作表“{sheet.name}”超过{limits.most_cells}格的上限", remedy="请只提供预算公开文件本身"
        )


def _row_number(element: Any, cells: dict[Place, str], before: int) -> int:  # noqa: ANN401 - lxml has no types
    value = attribute(element, "r")
    if value and value.isdecimal():
        return int(value)
    return next((row for row, _ in cells), before + 1)


def _place(reference: str | None, before: Place) -> Place:
    """Return where a cell stands; without a reference it is the next one."""
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return before[0] or 1, before[1] + 1
    return int(match[2]), column_number(match[1])


def column_number(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# ── cells ──


def _cell(element: Any, place: Place, sheet: Sheet, book: Book) -> str:  # noqa: ANN401 - lxml has no types
    kind = attribute(element, "t") or "n"
    if kind == "inlineStr":
        return "".join(rich_text(item) for item in element if local(item) == "is").strip()
    value = next((item.text or "" for item in element if local(item) == "v"), "")
    if any(local(item) == "f" for item in element) and (not value or book.stale) and kind != "str":
        _refuse_formula(place, sheet)
    if not value.strip():
        return ""
    try:
        return _text(kind, value, attribute(element, "s"), sheet, book).strip()
    except (ValueError, IndexError) as error:
        raise _broken(place, sheet, value) from error


def _text(kind: str, value: str, style: str | None, sheet: Sheet, book: Book) -> str:
    if kind == "s":
        return book.strings[int(value)]
    if kind == "b":
        return "TRUE" if value.strip() == "1" else "FALSE"
    if kind != "n":
        return unescaped(value)
    index = int(style or 0)
    text = shown(value, book.formats[index] if index < len(book.formats) else GENERAL, from_1904=book.from_1904)
    zero = not sheet.zeros and not value.strip("0.-")
    return "" if zero else text


def _refuse_formula(place: Place, sheet: Sheet) -> None:
    raise UnreadableDocumentError(
        f"工作表“{sheet.name}”的{column_letters(place[1])}{place[0]}单元格是公式，但文件中没有保存计算结果",
        where=Where(line=place[0], table=sheet.name),
        remedy="请用 Excel 或 WPS 打开该文件，保存后再提供",
    )


def _broken(place: Place, sheet: Sheet, value: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        f"工作表“{sheet.name}”的{column_letters(place[1])}{place[0]}单元格内容“{value[:20]}”无法识别",
        where=Where(line=place[0], table=sheet.name),
        remedy="请用 Excel 或 WPS 打开后另存",
    )


def rich_text(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Return the text of a string item, its runs joined; readings printed above the characters are left out."""
    parts = []
    for child in element:
        if local(child) == "t":
            parts.append(child.text or "")
        elif local(child) == "r":
            parts.extend(item.text or "" for item in child if local(item) == "t")
    return unescaped("".join(parts))


def unescaped(text: str) -> str:
    """Return the text with `_x000D_` and its like made the characters they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


# ── what applies to the whole sheet ──


def _setting(sheet: Sheet, tag: str, element: Any, limits: Limits) -> None:  # noqa: ANN401 - lxml has no types
    if tag == "sheetView":
        sheet.zeros = attribute(element, "showZeros") not in {"0", "false"}
    elif tag == "col" and attribute(element, "hidden") not in _OFF:
        first, last = int(attribute(element, "min") or 0), int(attribute(element, "max") or 0)
        sheet.hidden_columns.update(range(first, min(last, limits.most_columns) + 1))
    elif tag == "mergeCell":
        start, _, end = (attribute(element, "ref") or "").partition(":")
        if end:
            sheet.merged.append((_place(start, (0, 0)), _place(end, (0, 0))))
        if len(sheet.merged) > _MOST_MERGED:
            raise UnreadableDocumentError(
                f"工作表“{sheet.name}”的合并单元格超过{_MOST_MERGED}处的上限", remedy="请只提供预算公开文件本身"
            )


def _show_merged(sheet: Sheet) -> None:
    """Leave out what is hidden; a merged cell whose first place is hidden is seen at its first visible place."""
    for (top, left), (bottom, right) in sheet.merged:
        text = sheet.cells.get((top, left))
        if not text:
            continue
        row = _visible(top, bottom, sheet.hidden_rows)
        column = _visible(left, right, sheet.hidden_columns)
        if row is not None and column is not None:
            sheet.cells[row, column] = text
    sheet.cells = {
        place: text
        for place, text in sheet.cells.items()
        if place[0] not in sheet.hidden_rows and place[1] not in sheet.hidden_columns
    }


def _visible(first: int, last: int, hidden: set[int]) -> int | None:
    places = range(first, min(last, first + _MOST_HIDDEN_IN_MERGED) + 1)
    return next((place for place in places if place not in hidden), None)
