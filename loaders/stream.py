"""Collapsed tables: words in the order of the text to rows with codes, names and figures whose columns are open.

A row begins with a code (or with words, in a table without codes), goes on over wrapped lines, and ends with its
figures. Header lines printed again on a continuation page are recognised whatever their line breaks and left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from loaders.errors import UnknownHeaderError, Where
from loaders.grid import code_parts
from loaders.header import numbers_columns
from loaders.model import Cell, RawTable
from loaders.stream_header import stream_columns
from loaders.stream_lines import WHOLE_CODE, Line, is_code, split_line, split_other_table, without_blanks
from loaders.stream_pages import without_page_numbers
from loaders.stream_sides import Sides
from loaders.table import ParsedTable, TableRow
from loaders.text import bare, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.dialect import Dialect
    from loaders.model import Row, Section
    from loaders.table import ColumnRole

_DECIMAL: Final = re.compile(r"[.,，]")
_SIDES: Final = frozenset({"summary", "appropriation"})


def parse_stream(section: Section, dialect: Dialect) -> ParsedTable:
    """Return the rows of a collapsed table, figures not yet placed in columns (but for the income half of a summary).

    Raises:
        UnknownHeaderError: a header label is in no dialect.
    """
    printed_rows = [row for block in section.blocks if isinstance(block, RawTable) for row in block.rows]
    rows, pages = without_page_numbers(printed_rows)
    rows = [row for row in rows if not numbers_columns(row, section.statement, dialect)]
    rows = [kept for row in rows if (kept := without_blanks(row, dialect, halves=section.statement in _SIDES))]
    table = Sides(section, dialect).parse(rows) if section.statement in _SIDES else _parse(rows, section, dialect)
    table.notes.extend(pages)
    return table


def _parse(rows: Sequence[Row], section: Section, dialect: Dialect) -> ParsedTable:
    lines = [split_line(row) for row in rows]
    height = _header_height(lines, dialect)
    header = "".join(line.text for line in lines[:height])
    where = Where(section.page, section.line, section.title)
    if height == len(lines):
        return ParsedTable(_columns_of_empty(header, section, dialect, where))
    columns, spare = _columns(lines[:height], section, dialect, where)
    printed = "".join(line.text for line in lines[: height - len(spare)])
    body, others = split_other_table([*spare, *lines[height:]], printed, section.statement, dialect)
    table = ParsedTable(columns, other_columns=stream_columns(printed, section.statement, dialect, where, flat=True))
    table.notes.extend(others)
    if any(column.kind == "words" for column in columns):
        body = [line.without_numbers() for line in body]
    if section.statement == "three_public" and not any(line.words for line in body):
        table.rows.append(_one_row(body))
    elif any(column.kind == "code" for column in columns):
        table.rows.extend(_coded_rows(body, dialect, paired=any(column.kind == "gov_name" for column in columns)))
    else:
        table.rows.extend(_named_rows(body, dialect))
    return table


# ── header ──


def _header_height(lines: Sequence[Line], dialect: Dialect) -> int:
    """Return how many leading lines are header: up to the first code or figure."""
    index = next((i for i, line in enumerate(lines) if _is_body(line)), len(lines))
    if index == len(lines):
        return index
    while index and dialect.is_total_row(lines[index - 1].text) and not lines[index].words and not lines[index].codes:
        index -= 1
    return index


def _is_body(line: Line) -> bool:
    return bool(line.codes) or any(_DECIMAL.search(cell.text) for cell in line.figures)


def _columns_of_empty(header: str, section: Section, dialect: Dialect, where: Where) -> tuple[ColumnRole, ...]:
    return stream_columns(header, section.statement, dialect, where) if not section.notes else ()


def _columns(
    lines: Sequence[Line], section: Section, dialect: Dialect, where: Where
) -> tuple[tuple[ColumnRole, ...], list[Line]]:
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


# ── rows ──


def _coded_rows(lines: Sequence[Line], dialect: Dialect, *, paired: bool) -> Iterator[TableRow]:
    current: list[Line] = []
    for line in lines:
        if current and _starts_row(line, current, dialect, paired=paired):
            yield _coded_row(current, dialect)
            current = []
        current.append(line)
    if current:
        yield _coded_row(current, dialect)


def _starts_row(line: Line, current: Sequence[Line], dialect: Dialect, *, paired: bool) -> bool:
    complete = any(part.figures for part in current)
    if line.codes:
        return complete or not (paired and _other_classification(line, current))
    return complete and dialect.is_total_row("".join(cell.text for cell in line.words))


def _other_classification(line: Line, current: Sequence[Line]) -> bool:
    """A code of another first digit than the row's own is the paired classification's, wrapped to a new line."""
    own = next((part.codes[0].text for part in current if part.codes), "")
    return bool(own) and line.codes[0].text[0] != own[0]


def _coded_row(lines: Sequence[Line], dialect: Dialect) -> TableRow:
    cells = [cell for line in lines for cell in (*line.codes, *line.words)]
    figures = [cell for line in lines for cell in line.figures]
    own = len(list(_leading(cells)))
    first_codes, rest = cells[:own], cells[own:]
    second = next((i for i, cell in enumerate(rest) if WHOLE_CODE.match(cell.text)), len(rest))
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
        if not is_code(cell.text, first=index == 0):
            return
        yield cell


def _parts(codes: Sequence[str]) -> tuple[tuple[str, str, str], str]:
    if not codes:
        return ("", "", ""), ""
    if WHOLE_CODE.match(codes[0]):
        parts, _ = code_parts([(0, codes[0])])
        known = [part for part in parts if part]
        known.extend(codes[1:])
        padded = [*known, "", "", ""][:3]
        return (padded[0], padded[1], padded[2]), ""
    return ("", "", ""), codes[-1]


def _named_rows(lines: Sequence[Line], dialect: Dialect) -> Iterator[TableRow]:
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


def _one_row(lines: Sequence[Line]) -> TableRow:
    figures = [cell for line in lines for cell in (*line.codes, *line.figures)]
    return TableRow(name="", loose=figures, line=figures[0].line, page=figures[0].page)
