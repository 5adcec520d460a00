"""Collapsed tables: words in the order of the text to rows with codes, names and figures whose columns are open.

A row begins with a code (or with words, in a table without codes), goes on over wrapped lines, and ends with its
figures. Header lines printed again on a continuation page are recognised whatever their line breaks and left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from loaders.errors import UnknownHeaderError, Where
from loaders.grid import LEFTOVER, code_parts, side_row
from loaders.model import Cell, RawTable
from loaders.money import is_figure, split_glued
from loaders.stream_header import stream_columns
from loaders.stream_pages import without_page_numbers
from loaders.table import Figure, Note, ParsedTable, TableRow
from loaders.text import bare, split_ordinal, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from loaders.dialect import Dialect
    from loaders.model import Row, Section
    from loaders.table import ColumnRole

_WHOLE_CODE: Final = re.compile(r"^\d{3}(?:\d{2}){0,2}$")
_PART_CODE: Final = re.compile(r"^\d{2}$")
_DECIMAL: Final = re.compile(r"[.,，]")
_SIDES: Final = frozenset({"summary", "appropriation"})
_FUNDS: Final = ("general_public", "government_fund", "state_capital")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the text: leading codes, words, trailing figures."""

    codes: tuple[Cell, ...]
    words: tuple[Cell, ...]
    figures: tuple[Cell, ...]

    @property
    def text(self) -> str:
        return "".join(cell.text for cell in (*self.codes, *self.words, *self.figures))

    @property
    def first(self) -> Cell:
        return (*self.codes, *self.words, *self.figures)[0]


def parse_stream(section: Section, dialect: Dialect) -> ParsedTable:
    """Return the rows of a collapsed table, figures not yet placed in columns (but for the income half of a summary).

    Raises:
        UnknownHeaderError: a header label is in no dialect.
    """
    printed_rows = [row for block in section.blocks if isinstance(block, RawTable) for row in block.rows]
    rows, pages = without_page_numbers(printed_rows)
    table = _Sides(section, dialect).parse(rows) if section.statement in _SIDES else _parse(rows, section, dialect)
    table.notes.extend(pages)
    return table


def _parse(rows: Sequence[Row], section: Section, dialect: Dialect) -> ParsedTable:
    lines = [_line(row) for row in rows]
    height = _header_height(lines, dialect)
    header = "".join(line.text for line in lines[:height])
    where = Where(section.page, section.line, section.title)
    if height == len(lines):
        return ParsedTable(_columns_of_empty(header, section, dialect, where))
    columns, spare = _columns(lines[:height], section, dialect, where)
    printed = "".join(line.text for line in lines[: height - len(spare)])
    body = _without_headers([*spare, *lines[height:]], printed, dialect)
    table = ParsedTable(columns, other_columns=stream_columns(printed, section.statement, dialect, where, flat=True))
    if section.statement == "three_public" and not any(line.words for line in body):
        table.rows.append(_one_row(body))
    elif any(column.kind == "code" for column in columns):
        table.rows.extend(_coded_rows(body, dialect, paired=any(column.kind == "gov_name" for column in columns)))
    else:
        table.rows.extend(_named_rows(body, dialect))
    return table


def _line(row: Row) -> _Line:
    """Split a line: leading codes, then words, then the run of figures at its end."""
    cells = [piece for cell in row for piece in _pieces(cell)]
    end = len(cells)
    while end and is_figure(cells[end - 1].text):
        end -= 1
    start = 0
    while start < len(cells) and _is_code(cells[start].text, first=start == 0):
        start += 1
    # Of a line of digits alone the codes stand first; a figure has a decimal point or follows a code of its own.
    end = max(start, end)
    return _Line(tuple(cells[:start]), tuple(cells[start:end]), tuple(cells[end:]))


def _pieces(cell: Cell) -> Iterator[Cell]:
    for text in split_glued(cell.text):
        yield Cell(text, cell.line, cell.page)


def _is_code(text: str, *, first: bool) -> bool:
    return bool((first and _WHOLE_CODE.match(text)) or _PART_CODE.match(text))


# ── header ──


def _header_height(lines: Sequence[_Line], dialect: Dialect) -> int:
    """Return how many leading lines are header: up to the first code or figure."""
    index = next((i for i, line in enumerate(lines) if _is_body(line)), len(lines))
    if index == len(lines):
        return index
    while index and dialect.is_total_row(lines[index - 1].text) and not lines[index].words and not lines[index].codes:
        index -= 1
    return index


def _is_body(line: _Line) -> bool:
    return bool(line.codes) or any(_DECIMAL.search(cell.text) for cell in line.figures)


def _columns_of_empty(header: str, section: Section, dialect: Dialect, where: Where) -> tuple[ColumnRole, ...]:
    return stream_columns(header, section.statement, dialect, where) if not section.notes else ()


def _columns(
    lines: Sequence[_Line], section: Section, dialect: Dialect, where: Where
) -> tuple[tuple[ColumnRole, ...], list[_Line]]:
    """Return the columns, and the last lines before the first figure that belong to the first row's wrapped name."""
    for height in range(len(lines), 0, -1):
        try:
            columns = stream_columns("".join(line.text for line in lines[:height]), section.statement, dialect, where)
        except UnknownHeaderError:
            if height == 1:
                raise
            continue
        if any(column.kind == "measure" for column in columns):
            spare = list(lines[height:])
            if spare and any(column.kind == "code" for column in columns):
                break
            return columns, spare
    text = "".join(line.text for line in lines)
    return stream_columns(text, section.statement, dialect, where), []


def _without_headers(lines: Sequence[_Line], header: str, dialect: Dialect) -> list[_Line]:
    """Leave out the lines of a header printed again, whole or only its first lines."""
    blob = bare(header)
    result: list[_Line] = []
    index = 0
    while index < len(lines):
        taken = _header_lines(lines[index:], blob)
        if taken and not dialect.is_total_row(lines[index].text):
            index += taken
            continue
        result.append(lines[index])
        index += 1
    return result


def _header_lines(lines: Sequence[_Line], blob: str) -> int:
    """Return how many lines, from the first one on, print the start of the header again."""
    text = ""
    taken = 0
    for line in lines:
        if line.figures or line.codes or not blob.startswith(text + bare(line.text)):
            break
        text += bare(line.text)
        taken += 1
    return taken if len(text) > 3 else 0


# ── rows ──


def _coded_rows(lines: Sequence[_Line], dialect: Dialect, *, paired: bool) -> Iterator[TableRow]:
    current: list[_Line] = []
    for line in lines:
        if current and _starts_row(line, current, dialect, paired=paired):
            yield _coded_row(current, dialect)
            current = []
        current.append(line)
    if current:
        yield _coded_row(current, dialect)


def _starts_row(line: _Line, current: Sequence[_Line], dialect: Dialect, *, paired: bool) -> bool:
    complete = any(part.figures for part in current)
    if line.codes:
        return complete or not (paired and _other_classification(line, current))
    return complete and dialect.is_total_row("".join(cell.text for cell in line.words))


def _other_classification(line: _Line, current: Sequence[_Line]) -> bool:
    """A code of another first digit than the row's own is the paired classification's, wrapped to a new line."""
    own = next((part.codes[0].text for part in current if part.codes), "")
    return bool(own) and line.codes[0].text[0] != own[0]


def _coded_row(lines: Sequence[_Line], dialect: Dialect) -> TableRow:
    cells = [cell for line in lines for cell in (*line.codes, *line.words)]
    figures = [cell for line in lines for cell in line.figures]
    own = len(list(_leading(cells)))
    first_codes, rest = cells[:own], cells[own:]
    second = next((i for i, cell in enumerate(rest) if _WHOLE_CODE.match(cell.text)), len(rest))
    gov_codes = list(_leading(rest[second:]))
    name = squeeze("".join(cell.text for cell in rest[:second]))
    parts, short = _parts([cell.text for cell in first_codes])
    place = figures[0] if figures else lines[0].first
    total = not own and dialect.is_total_row(_once(name))
    return TableRow(
        name=_once(name) if total else name,
        loose=figures,
        code_parts=parts,
        short_code=short,
        gov_code="".join(cell.text for cell in gov_codes) or None,
        paired_name=squeeze("".join(cell.text for cell in rest[second + len(gov_codes) :])) or None,
        is_total=total,
        line=place.line,
        page=place.page,
    )


def _once(name: str) -> str:
    """A total label printed once for each of two classifications is one label."""
    half = len(name) // 2
    return name[:half] if name and name[:half] == name[half:] else name


def _leading(cells: Sequence[Cell]) -> Iterator[Cell]:
    for index, cell in enumerate(cells):
        if not _is_code(cell.text, first=index == 0):
            return
        yield cell


def _parts(codes: Sequence[str]) -> tuple[tuple[str, str, str], str]:
    if not codes:
        return ("", "", ""), ""
    if _WHOLE_CODE.match(codes[0]):
        parts, _ = code_parts([(0, codes[0])])
        known = [part for part in parts if part]
        known.extend(codes[1:])
        padded = [*known, "", "", ""][:3]
        return (padded[0], padded[1], padded[2]), ""
    return ("", "", ""), codes[-1]


def _named_rows(lines: Sequence[_Line], dialect: Dialect) -> Iterator[TableRow]:
    """Rows of a table without codes: words up to the figures, a known category word apart."""
    words: list[Cell] = []
    for line in lines:
        words.extend((*line.codes, *line.words))
        if not line.figures:
            continue
        category = next((cell.text for cell in words if bare(cell.text) in dialect.categories), None)
        name = squeeze("".join(cell.text for cell in words if cell.text != category))
        yield TableRow(
            name=name,
            loose=list(line.figures),
            category=category,
            is_total=dialect.is_total_row(name),
            line=line.figures[0].line,
            page=line.figures[0].page,
        )
        words = []


def _one_row(lines: Sequence[_Line]) -> TableRow:
    figures = [cell for line in lines for cell in (*line.codes, *line.figures)]
    return TableRow(name="", loose=figures, line=figures[0].line, page=figures[0].page)


# ── the two halves of a summary ──


class _Sides:
    """Reads the lines of a summary: an income item with its figure, an expenditure item with its figures, or either."""

    def __init__(self, section: Section, dialect: Dialect) -> None:
        self.section = section
        self.dialect = dialect
        self.table = ParsedTable(())

    def parse(self, rows: Sequence[Row]) -> ParsedTable:
        lines = [[piece for cell in row for piece in _pieces(cell)] for row in rows]
        height = next((i for i, line in enumerate(lines) if self._is_body(line)), len(lines))
        header, height = self._header(lines, height)
        words = [_Line((), tuple(line), ()) for line in lines]
        body = [line.words for line in _without_headers(words[height:], header, self.dialect)]
        for line in _joined(body, self._goes_on):
            self._read(line)
        return self.table

    def _header(self, lines: Sequence[Sequence[Cell]], height: int) -> tuple[str, int]:
        """Read the columns; lines without figures at the end of the header may be items, and are left to the body."""
        for taken in range(height, 0, -1):
            header = "".join(cell.text for line in lines[:taken] for cell in line)
            try:
                self.table.columns = self._columns(header)
            except UnknownHeaderError:
                if taken == 1:
                    raise
                continue
            return header, taken
        self.table.columns = self._columns("")
        return "", 0

    def _goes_on(self, line: Sequence[Cell], following: Sequence[Cell]) -> bool:
        """Tell whether a name goes on beneath: a line without figures that is no item, or what follows is none."""
        if any(is_figure(cell.text) for cell in line):
            return False
        return self._labels(line) is None or self.dialect.item_tail.match(bare(following[0].text)) is not None

    def _is_body(self, line: Sequence[Cell]) -> bool:
        text = "".join(cell.text for cell in line)
        return any(is_figure(cell.text) for cell in line) or bool(split_ordinal(text)[0])

    def _columns(self, header: str) -> tuple[ColumnRole, ...]:
        where = Where(self.section.page, self.section.line, self.section.title)
        found = stream_columns(header, self.section.statement, self.dialect, where)
        total = next((column for column in found if column.measure == "total"), None)
        if total is None:
            return found
        funds = [replace(c, side="expenditure") for m in _FUNDS for c in found if c.measure == m]
        return (replace(total, side="income"), replace(total, side="expenditure"), *funds)

    def _read(self, line: Sequence[Cell]) -> None:
        groups = list(_groups(line))
        items: list[tuple[str, str, list[Cell]]] = []
        for words, figures in groups:
            labels = self._labels(words)
            if labels is None:
                self._unknown(words, figures)
                continue
            items.extend((text, side, []) for text, side in labels[:-1])
            items.append((*labels[-1], list(figures)))
        for text, side, figures in items:
            row = side_row(text, [], side, self.dialect, line[0])
            row.loose = figures
            if side == "income":
                self._place_income(row)
            self.table.rows.append(row)

    def _place_income(self, row: TableRow) -> None:
        column = next((c for c in self.table.columns if c.side == "income"), None)
        if column is not None and len(row.loose) == 1:
            row.figures = [Figure(row.loose[0], row.loose[0].text, column)]
            row.loose = []

    def _labels(self, words: Sequence[Cell]) -> list[tuple[str, str]] | None:
        """Return one or two item names with their halves, or None where the words are no known items.

        An income item followed by an expenditure item reads as an expenditure item too; two items are meant.
        """
        texts = [cell.text for cell in words]
        options = []
        for cut in range(len(texts) + 1):
            left, right = "".join(texts[:cut]), "".join(texts[cut:])
            if left and not self.dialect.income_item.search(_plain(left)):
                continue
            if right and not self.dialect.expenditure_item.search(_plain(right)):
                continue
            options.append([(text, side) for text, side in ((left, "income"), (right, "expenditure")) if text])
        options.sort(key=len, reverse=True)
        return options[0] if options and options[0] else None

    def _unknown(self, words: Sequence[Cell], figures: Sequence[Cell]) -> None:
        if not figures:
            return
        text = " ".join(cell.text for cell in (*words, *figures))
        reason = "收支项目名称无法判断属于收入还是支出，未载入"
        self.table.notes.append(Note(LEFTOVER, text, "", reason, figures[0].line, figures[0].page))


def _plain(text: str) -> str:
    return bare(split_ordinal(text)[1]).removeprefix("其中:")


def _groups(line: Sequence[Cell]) -> Iterator[tuple[list[Cell], list[Cell]]]:
    words: list[Cell] = []
    figures: list[Cell] = []
    for cell in line:
        if is_figure(cell.text):
            figures.append(cell)
            continue
        if figures:
            yield words, figures
            words, figures = [], []
        words.append(cell)
    yield words, figures


def _joined(
    lines: Sequence[Sequence[Cell]], goes_on: Callable[[Sequence[Cell], Sequence[Cell]], bool]
) -> Iterator[list[Cell]]:
    """Join a line of figures alone, or the rest of a wrapped name, to the words before it."""
    pending: list[Cell] = []
    for line in lines:
        if pending and not (is_figure(line[0].text) or goes_on(pending, line)):
            yield pending
            pending = []
        pending.extend(line)
    if pending:
        yield pending
