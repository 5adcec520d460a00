"""Tables whose cells stand in their columns: body rows to table rows, every figure under its header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from loaders.errors import UnknownHeaderError, Where
from loaders.header import is_index_row, read_header
from loaders.model import RawTable
from loaders.money import is_figure
from loaders.table import Figure, Note, ParsedTable, TableRow
from loaders.text import bare, item_name, split_ordinal, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.dialect import Dialect
    from loaders.model import Cell, Row, Section
    from loaders.table import ColumnRole

LEFTOVER: Final = "leftover"
OTHER_TABLE: Final = "同一表名之下另有表头，可能是另一张表"
_AMOUNT: Final = re.compile(r"\d[.．]\d")
_OWN_CODE: Final = re.compile(r"[A-Za-z0-9._-]+")
_PARTED_CODE: Final = re.compile(r"\d{3}(?:[-–·_]\d{2}){1,2}")
_GROUPED_CODE: Final = re.compile(r"\d{1,3}(?:,\d{3})+")
_CODE_LENGTHS: Final = {3: (3,), 5: (3, 2), 7: (3, 2, 2)}


def parse_grid(section: Section, dialect: Dialect) -> ParsedTable:
    """Return the rows of a section's grid tables, continuation pages joined.

    Raises:
        UnknownHeaderError: a column's header is in no dialect, or the first table has no header.
    """
    parsed = ParsedTable(())
    ignored: dict[str, list[Cell]] = {}
    for block in section.blocks:
        if not isinstance(block, RawTable):
            continue
        header = read_header(block.rows, section.statement, dialect, section.title)
        if header is not None and parsed.columns and _meant(header.columns) != _meant(parsed.columns):
            parsed.notes.extend(_other_table(block))
            continue
        if header is not None:
            parsed.columns = header.columns
        elif not parsed.columns:
            raise _no_header(section, block)
        body = block.rows[header.height if header else 0 :]
        for start, end in _column_blocks(parsed.columns):
            part = ParsedTable(parsed.columns[start:end], parsed.rows, parsed.notes)
            last = None if end == len(parsed.columns) else end
            for row in body:
                _read_row(row[start:last], part, section, dialect, ignored)
                parsed.filled.update(start + i for i, cell in enumerate(row[start:end]) if is_figure(cell.text))
    _refuse_twins(parsed, section)
    for label, cells in ignored.items():
        reason = next(c.reason for c in parsed.columns if c.label == label and c.kind == "ignored")
        text = " ".join(cell.text for cell in cells)
        parsed.notes.append(Note(LEFTOVER, f"{label}：{text}", "", f"{reason}，未载入", cells[0].line, cells[0].page))
    return parsed


def _meant(columns: Sequence[ColumnRole]) -> set[tuple[str | None, str | None, str | None]]:
    return {(column.side, column.measure, column.component) for column in columns if column.kind == "measure"}


def _other_table(block: RawTable) -> Iterator[Note]:
    """Leave the figures of a table over that stands in a section with other columns than the table before it."""
    reason = f"{OTHER_TABLE}，未载入"
    for row in block.rows:
        cells = [cell for cell in row if is_figure(cell.text)]
        if cells:
            text = " ".join(cell.text for cell in row if cell.text)
            yield Note(LEFTOVER, text, "", reason, cells[0].line, cells[0].page)


def _refuse_twins(parsed: ParsedTable, section: Section) -> None:
    """Refuse a table in which two columns with figures have headers of one meaning: one of them is misread."""
    for start, end in _column_blocks(parsed.columns):
        meant: dict[tuple[object, ...], int] = {}
        for index in range(start, end):
            column = parsed.columns[index]
            if column.kind != "measure" or index not in parsed.filled:
                continue
            other = meant.setdefault((column.side, *column.key), index)
            if other != index:
                raise UnknownHeaderError(
                    f"“{parsed.columns[other].label}”与“{column.label}”两列都读作同一口径，无法区分",
                    where=Where(section.page, section.line, section.title),
                    remedy="请检查表头合并单元格，或在 loaders/dialects/labels.toml 中补充写法",
                )


def _column_blocks(columns: Sequence[ColumnRole]) -> list[tuple[int, int]]:
    """Return the blocks of a table printed in several columns of rows (301… on the left, 302… on the right).

    A block begins where codes or names follow figures; the two halves of a summary are one block.
    """
    starts = [
        index
        for index, column in enumerate(columns)
        if index and column.kind in {"code", "name"} and columns[index - 1].kind == "measure"
    ]
    return list(zip([0, *starts], [*starts, len(columns)], strict=True))


def _no_header(section: Section, table: RawTable) -> UnknownHeaderError:
    first = " ".join(cell.text for cell in table.rows[0] if cell.text)[:40]
    return UnknownHeaderError(
        f"找不到表头，首行是“{first}”",
        where=Where(section.page, table.line, section.title),
        remedy="请确认该表是否完整，或在 loaders/dialects/labels.toml 中补充表头写法",
    )


def _read_row(
    row: Row, parsed: ParsedTable, section: Section, dialect: Dialect, ignored: dict[str, list[Cell]]
) -> None:
    texts = [cell.text for cell in row if cell.text]
    if not texts or _is_header_again(row, texts, section.statement, dialect):
        return
    if dialect.note.search(bare(texts[0])):
        parsed.notes.extend(_figures_in_note(row))
        return
    if _is_rest_of_name(row, parsed):
        return
    parsed.notes.extend(_stray_figures(row, parsed.columns, dialect))
    parsed.notes.extend(_strange_codes(row, parsed.columns))
    for column, cell in zip(parsed.columns, row, strict=False):
        if column.kind == "ignored" and is_figure(cell.text):
            ignored.setdefault(column.label, []).append(cell)
    if any(column.kind == "item" and column.side for column in parsed.columns):
        parsed.rows.extend(_side_rows(row, parsed.columns, dialect))
    else:
        plain = _plain_row(row, parsed.columns, dialect)
        parsed.notes.extend(_without_unit_code(plain, row, section.statement, dialect))
        parsed.rows.append(plain)


def _is_rest_of_name(row: Row, parsed: ParsedTable) -> bool:
    """Take a name without code or figures at the top of a page as the rest of the last name of the page before."""
    last = parsed.rows[-1] if parsed.rows else None
    filled = [(column, cell) for column, cell in zip(parsed.columns, row, strict=False) if cell.text]
    page = filled[0][1].page
    if last is None or page is None or last.page is None or page != last.page + 1 or not last.name or last.is_total:
        return False
    if any(column.kind not in {"name", "gov_name"} or split_ordinal(cell.text)[0] for column, cell in filled):
        return False
    for column, cell in filled:
        if column.kind == "name":
            last.name = squeeze(f"{last.name}\n{cell.text}")
        else:
            last.paired_name = squeeze(f"{last.paired_name or ''}\n{cell.text}")
    last.page = page
    return True


def _is_header_again(row: Row, texts: Sequence[str], statement: str, dialect: Dialect) -> bool:
    labels = [dialect.label(text, statement) for text in texts]
    if len(texts) > 1 and all(labels):
        return True
    return any(label and label.concept == "index_row" for label in labels) and is_index_row(row, statement, dialect)


def _figures_in_note(row: Row) -> Iterator[Note]:
    for cell in row:
        if is_figure(cell.text):
            yield Note(LEFTOVER, cell.text, "", "数字在附注行中，未载入", cell.line, cell.page)


def _stray_figures(row: Row, columns: Sequence[ColumnRole], dialect: Dialect) -> Iterator[Note]:
    halves = any(column.kind == "item" and column.side for column in columns)
    for index, cell in enumerate(row):
        kind = columns[index].kind if index < len(columns) else "blank"
        if halves and index < len(columns) and kind == "measure" and columns[index].side is None:
            kind = "blank"
        if kind == "blank" and is_figure(cell.text):
            yield Note(LEFTOVER, cell.text, "", "数字不在任何表头之下，未载入", cell.line, cell.page)
        elif kind not in {"blank", "measure", "ignored"} and is_figure(cell.text) and _AMOUNT.search(cell.text):
            reason = f"“{columns[index].label}”列中的数字不是金额，未载入"
            yield Note(LEFTOVER, cell.text, "", reason, cell.line, cell.page)
        elif kind == "measure" and cell.text and not is_figure(cell.text) and cell.text not in dialect.blank_marks:
            reason = f"“{columns[index].label}”列中的文字不是数字，未载入"
            yield Note(LEFTOVER, cell.text, "", reason, cell.line, cell.page)


def _figures(pairs: Sequence[tuple[ColumnRole, Cell]]) -> list[Figure]:
    return [
        Figure(cell, cell.text, column) for column, cell in pairs if column.kind == "measure" and is_figure(cell.text)
    ]


def _side_rows(row: Row, columns: Sequence[ColumnRole], dialect: Dialect) -> Iterator[TableRow]:
    """A row of the summary is two rows: the income half and the expenditure half."""
    for side in ("income", "expenditure"):
        pairs = [(column, cell) for column, cell in zip(columns, row, strict=False) if column.side == side]
        name = next((cell.text for column, cell in pairs if column.kind == "item"), "")
        figures = _figures(pairs)
        if not name and not figures:
            continue
        yield side_row(name, figures, side, dialect, row[0])


def side_row(name: str, figures: list[Figure], side: str, dialect: Dialect, place: Cell) -> TableRow:
    """Return one item of a summary's half; its ordinal is taken off, totals are marked."""
    shown = item_name(name)
    return TableRow(
        name=shown,
        figures=figures,
        is_total=bare(shown) in dialect.summary_totals,
        side="income" if side == "income" else "expenditure",
        line=figures[0].cell.line if figures else place.line,
        page=place.page,
    )


def _plain_row(row: Row, columns: Sequence[ColumnRole], dialect: Dialect) -> TableRow:
    pairs = list(zip(columns, row, strict=False))
    name = squeeze(next((cell.text for column, cell in pairs if column.kind in {"name", "item"} and cell.text), ""))
    codes = [(column.depth, _code_text(cell.text)) for column, cell in pairs if column.kind == "code" and cell.text]
    words = [text for _, text in codes if not text.isdigit()]
    if words and not name:
        name = words[0]
    if not name:
        name = next((bare(cell.text) for _, cell in pairs if dialect.is_total_row(cell.text)), "")
    if not codes and name:
        codes, name = _code_in_name(name, columns, dialect)
    parts, short = code_parts([(depth, text) for depth, text in codes if text.isdigit()])
    gov = [(column.depth, _code_text(cell.text)) for column, cell in pairs if column.kind == "gov_code" and cell.text]
    own = bare(_text_of(pairs, "own_code") or "")
    figures = _figures(pairs)
    paired = _text_of(pairs, "gov_name")
    if not name and not codes and not any(column.kind in {"name", "item"} for column in columns):
        name, paired = paired or "", None
    first = figures[0].cell if figures else next(cell for cell in row if cell.text)
    return TableRow(
        name=name,
        figures=figures,
        code_parts=parts,
        short_code=short,
        code=own if _OWN_CODE.fullmatch(own) else None,
        gov_code="".join(text for _, text in gov if text.isdigit()) or None,
        paired_name=paired,
        category=_text_of(pairs, "category"),
        is_total=not any(parts) and not short and dialect.is_total_row(name),
        line=first.line,
        page=first.page,
    )


def _code_text(text: str) -> str:
    """Return a code as printed, without the marks that a spreadsheet or a printer gave it."""
    code = bare(text).lstrip("'’`")
    if _PARTED_CODE.fullmatch(code):
        return "".join(filter(str.isdigit, code))
    return code.replace(",", "") if _GROUPED_CODE.fullmatch(code) else code


def _strange_codes(row: Row, columns: Sequence[ColumnRole]) -> Iterator[Note]:
    for column, cell in zip(columns, row, strict=False):
        text = _code_text(cell.text)
        strange = not _OWN_CODE.fullmatch(text) if column.kind == "own_code" else not text.isdigit()
        if column.kind in {"code", "own_code"} and strange and any(char.isdigit() for char in text):
            reason = f"“{column.label}”列中的文字不是编码，未载入"
            yield Note(LEFTOVER, cell.text, "", reason, cell.line, cell.page)


def _without_unit_code(row: TableRow, cells: Row, statement: str, dialect: Dialect) -> Iterator[Note]:
    """Take off a number that is no code of the statement's classification: that of a unit, printed among the codes."""
    code = "".join(row.code_parts) or row.short_code
    start = dialect.code_starts.get(statement)
    if start is None or not row.name or not code or not (row.code_parts[0] or len(row.short_code) > len("款项")):
        return
    if row.code_parts[0].startswith(start) and len(row.code_parts[0]) == _CODE_LENGTHS[3][0]:
        return
    row.code_parts, row.short_code = ("", "", ""), ""
    row.is_total = dialect.is_total_row(row.name)
    reason = "编码不属于本表的科目分类，按单位所列的行读取，编码不载入"
    yield Note("department_code", f"{code} {row.name}", row.name, reason, cells[0].line, cells[0].page)


def _code_in_name(name: str, columns: Sequence[ColumnRole], dialect: Dialect) -> tuple[list[tuple[int, str]], str]:
    """Return the code printed before a name in one cell (`[30101]基本工资`) and the name, in a table without codes.

    Only under a header that speaks of classification: the number before the name of a unit is no code.
    """
    match = dialect.coded_name.fullmatch(name)
    header = next((column.label for column in columns if column.kind in {"name", "item"}), "")
    if match is None or not dialect.coded_header.search(header) or any(column.kind == "code" for column in columns):
        return [], name
    return [(0, match["code"])], match["name"].strip()


def _text_of(pairs: Sequence[tuple[ColumnRole, Cell]], kind: str) -> str | None:
    return squeeze(next((cell.text for column, cell in pairs if column.kind == kind and cell.text), "")) or None


def code_parts(codes: Sequence[tuple[int, str]]) -> tuple[tuple[str, str, str], str]:
    """Return the 类, 款 and 项 of a row as printed, and a short code of unknown depth.

    `codes` are pairs of depth (0 where the column holds whole codes) and digits.
    """
    parts = ["", "", ""]
    for depth, text in codes:
        digits = bare(text)
        if depth == 0 or len(digits) > 3:
            lengths = _CODE_LENGTHS.get(len(digits))
            if lengths is None:
                return ("", "", ""), digits
            start = 0
            for index, length in enumerate(lengths):
                parts[index] = digits[start : start + length]
                start += length
        else:
            parts[depth - 1] = digits
    return (parts[0], parts[1], parts[2]), ""
