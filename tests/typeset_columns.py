"""Test support: the columns of a set table with their header, and its rows, cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.text import bare
from tests.typeset import BLANK_ITEMS, COLUMNS, COMPONENTS, FISCAL, GROUPS, HALVES, ORDINALS, SetRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.typeset import Path, SetTable, Style


@dataclass(frozen=True)
class Column:
    """One printed column: its labels, and which part of a row it prints."""

    path: Path
    part: object


def columns_of(table: SetTable, style: Style) -> list[Column]:
    """Return the columns of a table, left to right."""
    if table.statement == "three_public":
        return _component_columns(table, style)
    if table.statement in HALVES:
        return _half_columns(table, style)
    return [*_row_head(table, style), *_measure_columns(table, style)]


def _used(table: SetTable) -> set[object]:
    return {key for row in table.rows for key in row.cells}


def _measure_columns(table: SetTable, style: Style) -> list[Column]:
    used = _used(table)
    wanted = [
        m
        for m in COLUMNS[table.statement]
        if m in used or (style.spare_columns and _may_stand_beside(m, used) and style.random.random() < 0.7)
    ]
    result = []
    for measure in wanted:
        group = next((g for g, children in GROUPS.items() if measure in children and g in wanted), None)
        has_children = measure in GROUPS and any(child in wanted for child in GROUPS[measure])
        if measure == "operating" and table.statement == "expenditure":
            result.append(Column(("事业单位经营支出",), measure))
        elif style.grouped and group is not None:
            result.append(Column((style.word(group), style.word(measure)), measure))
        elif style.grouped and has_children:
            result.append(Column((style.word(measure), "小计"), measure))
        else:
            result.append(Column((style.word(measure),), measure))
    return result


def _may_stand_beside(measure: str, used: set[object]) -> bool:
    """A blank column that real tables have; one whose sum the table prints would not be blank."""
    if measure in {"fiscal", "total", "current_year"} or (measure == "basic" and used & set(GROUPS["basic"])):
        return False
    if measure in {"personnel", "public"} and "basic" in used:
        return bool(used & set(GROUPS["basic"]))
    return not (measure in FISCAL and "fiscal" in used and not used & set(FISCAL[1:]))


def _row_head(table: SetTable, style: Style) -> list[Column]:
    if table.statement == "project":
        return [Column(("项目名称",), "name")]
    economic = table.statement.startswith("basic_economic")
    if not economic:
        return [*_code_columns("", 3, style), Column(("科目名称",), "name")]
    if not any(row.gov_code for row in table.rows):
        return [*_code_columns("", 2, style), Column(("科目名称",), "name")]
    return [
        *_code_columns("", 2, style),
        Column(("部门预算支出经济分类科目",), "name"),
        *_code_columns("gov", 2, style),
        Column(("政府预算支出经济分类科目",), "paired_name"),
    ]


def _code_columns(prefix: str, depth: int, style: Style) -> list[Column]:
    if style.codes == "whole":
        return [Column(("科目编码",), (prefix, 0))]
    return [Column(("科目编码", "类款项"[i]), (prefix, i + 1)) for i in range(depth)]


def _component_columns(table: SetTable, style: Style) -> list[Column]:
    years = sorted({key[0] for key in _used(table) if isinstance(key, tuple)})
    result = []
    for year in years:
        for component in COMPONENTS:
            head = (f"{year}年预算数",)
            path: Path
            if component in {"vehicle_purchase", "vehicle_operation"}:
                path = (*head, style.word("vehicle"), style.word(component))
            elif component == "vehicle":
                path = (*head, style.word("vehicle"), "小计")
            elif component == "total":
                path = (*head, "合计")
            else:
                path = (*head, style.word(component))
            result.append(Column(path, (year, component)))
    return result


def _half_columns(table: SetTable, style: Style) -> list[Column]:
    right = [Column(("支出", "项目"), ("expenditure", "name"))]
    if table.statement == "summary":
        right.append(Column(("支出", "预算数"), ("expenditure", "total")))
    else:
        right.extend(Column(("支出", style.word(m)), ("expenditure", m)) for m in COLUMNS["appropriation"])
    return [Column(("收入", "项目"), ("income", "name")), Column(("收入", "预算数"), ("income", "total")), *right]


def header_rows(columns: Sequence[Column], *, collapse: bool) -> list[list[str]]:
    """Return the header's rows; a merged cell is blank but for its first place, or (`collapse`) stands once."""
    depth = max(len(column.path) for column in columns)
    rows = []
    for level in range(depth):
        row = []
        for index, column in enumerate(columns):
            text = column.path[level] if level < len(column.path) else ""
            left = columns[index - 1].path[: level + 1] if index else ()
            merged = bool(text) and left == column.path[: level + 1] and _same_group(columns, index)
            if not merged:
                row.append(text)
            elif not collapse:
                row.append("")
        rows.append(row)
    return rows


def _same_group(columns: Sequence[Column], index: int) -> bool:
    """Codes of the two classifications bear the same label and are two merged cells."""
    return len(columns[index].path) > 1


# ── rows ───────────────────────────────────────────────────────────────────────────────────────────────────


def cells_of(row: SetRow, columns: Sequence[Column], style: Style) -> list[str]:
    """Return a row's cells under the columns of a table."""
    return [_cell(row, column.part, style) for column in columns]


def _cell(row: SetRow, part: object, style: Style) -> str:
    if part == "name":
        return row.name
    if part == "paired_name":
        return row.paired_name
    if isinstance(part, tuple) and part[0] in {"", "gov"}:
        return _code_cell(row.code if part[0] == "" else row.gov_code, part[1], style)
    return style.figure(row.cells[part]) if part in row.cells else ""


def _code_cell(code: str, depth: int, style: Style) -> str:
    parts = [code[:3], code[3:5], code[5:7]]
    if depth == 0 or not code:
        return code
    carried = style.codes == "carried" and code[0] != "5"  # the paired classification follows no order of its own
    deepest = sum(1 for part in parts if part)
    return "" if carried and depth != deepest else parts[depth - 1]


def half_lines(table: SetTable, style: Style) -> list[tuple[SetRow | None, SetRow | None]]:
    """Return the rows of a summary as printed side by side, items without figures among them."""
    halves = {side: _segments(_with_blanks(table, side, style)) for side in ("income", "expenditure")}
    lines: list[tuple[SetRow | None, SetRow | None]] = []
    count = max(len(segments) for segments in halves.values())
    for index in range(count):
        left, right = (halves[side][index] if index < len(halves[side]) else [] for side in halves)
        height = max(len(left), len(right))
        # The total ends its segment in both halves.
        padded = [[*part[:-1], *[None] * (height - len(part)), *part[-1:]] for part in (left, right)]
        lines.extend(zip(*padded, strict=True))
    return lines


def _with_blanks(table: SetTable, side: str, style: Style) -> list[SetRow]:
    rows = [row for row in table.rows if row.side == side]
    names = {bare(row.name) for row in rows}
    for name in BLANK_ITEMS[side]:
        if name in names:
            continue
        first = next((i for i, row in enumerate(rows) if not row.is_total), 0)
        last = next((i for i, row in enumerate(rows) if row.is_total and i > first), len(rows))
        rows.insert(style.random.randint(first, last), SetRow(name, "", "", "", is_total=False, side=side, cells={}))
    if not style.ordinals:
        return rows
    number = 0
    result = []
    for row in rows:
        if row.is_total:
            result.append(row)
            continue
        ordinal = ORDINALS[number % 10]
        number += 1
        name = f"{ordinal}、{row.name}" if style.random.random() < 0.8 or row.name in names else row.name
        result.append(SetRow(name, "", "", "", row.is_total, row.side, row.cells))
    return result


def _segments(rows: Sequence[SetRow]) -> list[list[SetRow]]:
    segments: list[list[SetRow]] = [[]]
    for row in rows:
        segments[-1].append(row)
        if row.is_total:
            segments.append([])
    return [segment for segment in segments if segment]


def _half_cells(line: tuple[SetRow | None, SetRow | None], columns: Sequence[Column], style: Style) -> list[str]:
    result = []
    for column in columns:
        side, part = column.part if isinstance(column.part, tuple) else ("", "")
        row = line[0] if side == "income" else line[1]
        text = "" if row is None else row.name if part == "name" else row.cells.get(part, "")
        result.append(style.figure(text) if text and part != "name" else text)
    return result


def body_cells(table: SetTable, columns: Sequence[Column], style: Style) -> list[list[str]]:
    if table.statement in HALVES:
        return [_half_cells(line, columns, style) for line in half_lines(table, style)]
    return [cells_of(row, columns, style) for row in table.rows]


def spaced(text: str, style: Style) -> str:
    """Return a name broken by single spaces, as converters leave them at the end of a wrapped line."""
    if not style.inner_spaces or len(text) < 3 or is_number(text):
        return text
    places = [i for i in break_places(text) if style.random.random() < 0.15]
    return broken(text, places, " ")


def break_places(text: str) -> list[int]:
    """Where a name can be broken without a piece that is all digits."""
    return [i for i in range(1, len(text)) if not re.search(r"[\d.,]", text[max(0, i - 1) : i + 1])]


def broken(text: str, places: Iterable[int], mark: str) -> str:
    pieces, start = [], 0
    for place in places:
        pieces.append(text[start:place])
        start = place
    return mark.join([*pieces, text[start:]])


def is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,]+", text))
