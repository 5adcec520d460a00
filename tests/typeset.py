"""Test support: the tables of the five documents, set again in the three forms of text with other words and breaks.

A table is what a loader made of a document that the golden tables hold to the print. `markdown`, `collapsed` and
`cells` print it as converters do: what they lose (blank cells, line ends, merged cells) is lost here in the same way.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from loaders.text import bare
from tests.conftest import DOCUMENTS, loaded_disclosure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from random import Random

    from loaders.model import Amount, LoadedDocument

Path = tuple[str, ...]
"""Header labels of one column from the top down."""
Key = tuple[object, ...]

HALVES: Final = frozenset({"summary", "appropriation"})
TITLES: Final = {
    "summary": ("收支总体情况表", "部门预算收支总表", "收支总表"),
    "income": ("收入总体情况表", "部门收入总表", "收入预算总表"),
    "expenditure": ("支出总体情况表", "部门支出总表", "支出总表"),
    "appropriation": ("财政拨款收支总体情况表", "财政拨款收支总表"),
    "general_public": ("一般公共预算支出情况表", "一般公共预算支出表"),
    "government_fund": ("政府性基金预算支出情况表", "政府性基金预算支出表"),
    "state_capital": ("国有资本经营预算支出情况表", "国有资本经营预算支出表"),
    "basic_economic": ("一般公共预算基本支出情况表", "一般公共预算基本支出表"),
    "basic_economic_by_source": ("基本支出预算情况表",),
    "three_public": ("一般公共预算“三公”经费支出情况表", "财政拨款“三公”经费支出表"),
    "project": ("项目支出预算情况表", "项目支出表"),
    "procurement": ("政府采购预算情况表", "政府采购预算表"),
}
LABELS: Final = {
    "total": ("合计", "总计"),
    "current_year": ("本年收入",),
    "fiscal": ("财政拨款收入", "财政拨款"),
    "general_public": ("一般公共预算收入", "一般公共预算", "一般公共预算拨款"),
    "government_fund": ("政府性基金预算收入", "政府性基金预算", "政府性基金预算拨款"),
    "state_capital": ("国有资本经营预算收入", "国有资本经营预算", "国有资本经营预算拨款"),
    "fiscal_account": ("财政专户管理资金收入", "财政专户管理资金", "财政专户资金"),
    "business": ("事业收入", "事业收入（不含教育收费）"),
    "operating": ("事业单位经营收入", "经营收入"),
    "superior": ("上级补助收入",),
    "subordinate": ("附属单位上缴收入", "下级单位上缴收入"),
    "other": ("其他收入",),
    "prior_surplus": ("使用非财政拨款结余", "用事业基金弥补收支差额"),
    "carryover": ("上年结转", "上年结转结余"),
    "unit_funds": ("单位资金",),
    "basic": ("基本支出",),
    "project": ("项目支出",),
    "remitted": ("上缴上级支出", "上解上级支出"),
    "subsidy": ("对附属单位补助支出", "对附属单位的补助支出"),
    "personnel": ("人员支出", "人员经费"),
    "public": ("日常公用支出", "公用经费", "日常公用经费"),
    "abroad": ("因公出国（境）经费", "因公出国（境）费"),
    "vehicle": ("公务用车购置及运行维护费", "公务用车购置及运行费"),
    "vehicle_purchase": ("公务用车购置经费", "公务用车购置费"),
    "vehicle_operation": ("公务用车运行维护费", "公务用车运行费"),
    "reception": ("公务接待费",),
}
FISCAL: Final = ("fiscal", "general_public", "government_fund", "state_capital")
INCOME: Final = (
    "total",
    "current_year",
    *FISCAL,
    "fiscal_account",
    "business",
    "operating",
    "other",
    "superior",
    "subordinate",
    "unit_funds",
    "prior_surplus",
    "carryover",
)
COLUMNS: Final = {
    "income": INCOME,
    "project": INCOME,
    "procurement": INCOME,
    "basic_economic_by_source": INCOME,
    "expenditure": ("total", "basic", "project", "operating", "remitted", "subsidy"),
    "general_public": ("total", "basic", "personnel", "public", "project"),
    "government_fund": ("total", "basic", "personnel", "public", "project"),
    "state_capital": ("total", "basic", "personnel", "public", "project"),
    "basic_economic": ("total", "personnel", "public"),
    "appropriation": ("total", "general_public", "government_fund", "state_capital"),
    "summary": ("total",),
}
COMPONENTS: Final = ("total", "abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception")
GROUPS: Final = {"fiscal": FISCAL[1:], "basic": ("personnel", "public")}
BLANK_ITEMS: Final = {
    "income": ("事业收入", "其他收入"),
    "expenditure": ("外交支出", "公共安全支出", "城乡社区支出"),
}
ORDINALS: Final = "一二三四五六七八九十"


@dataclass(frozen=True)
class SetRow:
    """One row to be printed: `cells` by measure, or by year and component."""

    name: str
    code: str
    gov_code: str
    paired_name: str
    is_total: bool
    side: str
    cells: dict[object, str]


@dataclass(frozen=True)
class SetTable:
    """One statement of one document."""

    source: str
    statement: str
    year: int
    rows: tuple[SetRow, ...]
    expected: Counter[Key]

    def __repr__(self) -> str:
        return f"<{self.source} {self.statement}>"


@dataclass(frozen=True)
class Style:
    """How a table is printed. `random` decides where lines break and which words are used."""

    random: Random
    codes: str = "split"
    grouped: bool = True
    spare_columns: bool = True
    separators: bool = False
    breaks: int = 0
    repeat_title: bool = False
    repeat_header: bool = True
    repeat_total: bool = False
    inner_spaces: bool = False
    wrapped: bool = False
    glued: bool = False
    ordinals: bool = True
    page_number: str = "-{}-"
    words: dict[str, str] = field(default_factory=dict)

    def word(self, measure: str) -> str:
        """Return the label of a measure, the same all through one document."""
        return self.words.setdefault(measure, self.random.choice(LABELS[measure]))

    def figure(self, text: str) -> str:
        plain = text.replace(",", "")
        whole, point, decimals = plain.partition(".")
        return f"{int(whole):,}{point}{decimals}" if self.separators else plain


# ── the tables ─────────────────────────────────────────────────────────────────────────────────────────────


def amount_key(amount: Amount) -> Key:
    """Return what a figure means and how much it is, whatever its print."""
    side = amount.side or "" if amount.statement in HALVES else ""
    name = "" if amount.statement == "three_public" else bare(amount.name)
    code = (amount.code or "", amount.gov_code or "")
    return (
        amount.statement,
        amount.fiscal_year,
        side,
        *code,
        name,
        amount.is_total,
        amount.measure,
        amount.amount_yuan,
    )


@cache
def tables(document_id: str) -> tuple[SetTable, ...]:
    """Return the statements of a document that this module can print: all but uncoded procurement."""
    loaded = loaded_disclosure(document_id).loaded
    found: dict[str, list[Amount]] = {}
    for amount in loaded.amounts:
        found.setdefault(amount.statement, []).append(amount)
    return tuple(
        _table(loaded, statement, amounts) for statement, amounts in found.items() if _printable(statement, amounts)
    )


ALL_TABLES: Final[Callable[[], list[SetTable]]] = lambda: [t for d in DOCUMENTS for t in tables(d)]  # noqa: E731


def _printable(statement: str, amounts: Sequence[Amount]) -> bool:
    if statement in {"procurement", "income"}:
        return any(amount.code for amount in amounts)
    return statement != "three_public" or all(a.measure == "total" for a in amounts)


def _table(loaded: LoadedDocument, statement: str, amounts: Sequence[Amount]) -> SetTable:
    rows: dict[object, SetRow] = {}
    expected: Counter[Key] = Counter()
    for amount in amounts:
        components = statement == "three_public"
        key = 0 if components else amount.row_no
        row = rows.setdefault(
            key,
            SetRow(
                "" if components else amount.name,
                "" if components or statement == "project" else amount.code or "",
                amount.gov_code or "",
                amount.paired_name or "",
                amount.is_total,
                amount.side or "",
                {},
            ),
        )
        row.cells[(amount.fiscal_year, amount.code) if components else amount.measure] = amount.amount_text
        printed = amount_key(amount)
        expected[(*printed[:3], "", *printed[4:]) if statement == "project" else printed] += 1
    year = loaded.document.fiscal_year
    return SetTable(loaded.document.document_id, statement, year, tuple(rows.values()), expected)


# ── headers ────────────────────────────────────────────────────────────────────────────────────────────────


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
    places = [i for i in _places(text) if style.random.random() < 0.15]
    return _broken(text, places, " ")


def _places(text: str) -> list[int]:
    """Where a name can be broken without a piece that is all digits."""
    return [i for i in range(1, len(text)) if not re.search(r"[\d.,]", text[max(0, i - 1) : i + 1])]


def _broken(text: str, places: Iterable[int], mark: str) -> str:
    pieces, start = [], 0
    for place in places:
        pieces.append(text[start:place])
        start = place
    return mark.join([*pieces, text[start:]])


def is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,]+", text))


# ── the three forms ────────────────────────────────────────────────────────────────────────────────────────


def _pages(count: int, style: Style) -> list[range]:
    """Cut rows into pages at random places; each page has one row at least."""
    cuts = sorted({style.random.randint(1, max(1, count - 1)) for _ in range(style.breaks)} - {count})
    return [range(a, b) for a, b in zip([0, *cuts], [*cuts, count], strict=True) if a < b]


def _total_index(table: SetTable) -> int | None:
    if table.statement in HALVES:
        return None
    first = table.rows[0] if table.rows else None
    return 0 if first is not None and first.is_total and first.name else None


def markdown(table: SetTable, style: Style) -> str:
    """Print a table with tab stops; every page has its title, unit and header again, some the total row too."""
    columns = columns_of(table, style)
    header = ["\t".join(row) for row in header_rows(columns, collapse=False)]
    body = [[spaced(cell, style) for cell in cells] for cells in body_cells(table, columns, style)]
    title = style.random.choice(TITLES[table.statement])
    total = _total_index(table)
    out: list[str] = []
    for page in _pages(len(body), style):
        if page.start == 0 or style.repeat_title:
            out += [f"# {title}", "", "单位：万元", ""]
        if page.start == 0 or style.repeat_header or style.repeat_title:
            out += header
        if page.start and style.repeat_total and total is not None:
            out.append("\t".join(body[total]))
        out += ["\t".join(body[i]) for i in page]
        out.append("")
    return "\n".join(out)


def cells(table: SetTable, style: Style) -> str:
    """Print a table as Word text: a cell a line, a blank line after each row, merged header cells once."""
    columns = columns_of(table, style)
    title = style.random.choice(TITLES[table.statement])
    rows = [*header_rows(columns, collapse=True)]
    rows += [[spaced(cell, style) for cell in row] for row in body_cells(table, columns, style)]
    caption = ["\t001甲市乙局", "\t预算年度：2024", "\t单位：万元", ""]
    lines = [f" [bookmark: _Toc_1]{title}", *caption]
    for row in rows:
        lines += [f"\t{cell}" for cell in row]
        lines.append("")
    return "\n".join([*lines, ""])


def collapsed(table: SetTable, style: Style) -> str:
    """Print a table as the text layer of a PDF: no blank cells, single spaces, wrapped labels and names."""
    columns = columns_of(table, style)
    title = style.random.choice(TITLES[table.statement])
    body = [[cell for cell in cells if cell] for cells in body_cells(table, columns, style)]
    total = _total_index(table)
    out: list[str] = []
    for number, page in enumerate(_pages(len(body), style), start=1):
        if page.start == 0 or style.repeat_title:
            out += [f"公开表{number}", "", title, "单位：万元", ""]
        if page.start == 0 or style.repeat_header:
            out += [_wrapped_header(columns, style), ""]
        if page.start and style.repeat_total and total is not None:
            out.append(" ".join(body[total]))
        out += [_collapsed_row(body[i], style, halves=table.statement in HALVES) for i in page]
        out.append(style.page_number.format(number))
    return "\n".join(out)


def _wrapped_header(columns: Sequence[Column], style: Style) -> str:
    text = " ".join(label for row in header_rows(columns, collapse=True) for label in row if label)
    if not style.wrapped:
        return text
    places = [
        i for i in range(2, len(text) - 1) if style.random.random() < 0.12 and not re.search(r"\d", text[i - 1 : i + 1])
    ]
    return _broken(text, places, "\n")


def _collapsed_row(texts: Sequence[str], style: Style, *, halves: bool) -> str:
    pieces = []
    names = sum(1 for text in texts if not is_number(text))
    for text in texts:
        # Two names side by side that both wrap are beyond reading: their second lines mix.
        long_name = (
            style.wrapped
            and (not halves or names == 1)
            and len(text) > 6
            and not is_number(text)
            and not re.match(r"[一二三四五六七八九十]+、", text)
        )
        places = [i for i in _places(text) if i > 1 and style.random.random() < 0.12] if long_name else []
        pieces.append(_broken(text, places, style.random.choice(["\n", "\n\n"])))
    line = " ".join(pieces)
    if style.glued:
        line = re.sub(r"(\.\d\d) (?=[一二三四五六七八九十]+、)", r"\1", line)
    return line


def document(parts: Sequence[str], year: int) -> str:
    """Return a whole disclosure: title, tables, and a sentence at the end so that nothing seems cut off."""
    return "\n".join([f"{year}年甲市乙局部门预算", "", *parts, "", "第三部分 名词解释", "", "财政拨款是预算资金。", ""])
