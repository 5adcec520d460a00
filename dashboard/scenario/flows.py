"""Where a change of one line stands printed: the figures of every table that contain it.

A `Flow` is some money more or less on one line, from one source. `reach` returns all figures of the document that
change by it, each once. Where the documents do not say how a change splits below a line, one line is added that says so
(情景调整); nothing is allocated by invention.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from dashboard.scenario.book import FUND_TABLES, Book, RowKey
from dashboard.text import Text
from loaders.rule_words import document_words
from loaders.text import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PREFIX: Final = re.compile("^其中:?")
_UNCODED: Final = "function"


@dataclass(frozen=True, slots=True)
class Flow:
    """Some 分 more or less on a line.

    `spent` and `funded` are its figures in the expenditure and the fund's statement, None where that has no such line.
    `fund` is the fund whose table changes, None where the money is no fund's. `lines` are figures of a table below:
    of projects or of “三公”经费; `economic` is the figure of the economic table, where it is known.
    """

    fen: int
    detail: str
    code: str | None
    fund: str | None
    source: str
    spent: int | None = None
    funded: int | None = None
    lines: tuple[int, ...] = ()
    economic: int | None = None
    use: str | None = None
    """人员 or 公用, where only the economic table tells them apart."""
    only_lines: bool = False
    """The money stays in the total: only `lines` change."""


def added_name(kind: str) -> str:
    """Return what an added line is called in the tables, in the language of the documents."""
    return Text("zh")(f"scenario_line.{kind}")


def reach(book: Book, flow: Flow) -> set[int]:
    """Return the numbers of all figures that a flow changes, those of lines it adds included."""
    if flow.only_lines:
        return book.closure(flow.lines)
    seeds = {*flow.lines, *_spending(book, flow), *_income(book, flow), *_details(book, flow)}
    found = book.closure(seeds)
    missing = list(_halves(book, flow, found))
    return book.closure([*found, *missing]) if missing else found


# ── spending ──


def _spending(book: Book, flow: Flow) -> Iterable[int]:
    split = _split(flow.detail)
    if book.rows("expenditure"):
        yield from _cells(book, "expenditure", flow.spent, split)
    if flow.fund in FUND_TABLES and book.rows(flow.fund):
        yield from _cells(book, flow.fund, flow.funded, flow.detail)


def _cells(book: Book, statement: str, no: int | None, measure: str) -> Iterable[int]:
    if no is not None:
        yield no
        return
    yield from book.line(statement, None, _UNCODED, added_name(_UNCODED), measure)


def _split(detail: str) -> str:
    return "basic" if detail in {"personnel", "public"} else detail


# ── income ──


def _income(book: Book, flow: Flow) -> Iterable[int]:
    for row in income_rows(book, flow.code):
        yield book.cell(row, column(book, "income", flow.source))
    if not income_rows(book, flow.code) and book.rows("income"):
        measure = column(book, "income", flow.source)
        yield from book.line("income", None, _UNCODED, added_name(_UNCODED), measure)
    for statement in ("summary", "appropriation"):
        if book.rows(statement, "income") and (statement == "summary" or flow.fund is not None):
            yield _item(book, statement, flow)


def income_rows(book: Book, code: str | None) -> list[RowKey]:
    """Return the rows of the income statement that hold a code's money.

    Rows of units that each are the whole (a department and its one unit, printed below each other) hold all of it.
    """
    leaves = book.leaves("income")
    if not leaves:
        return []
    if all(book.any_of(row).code is None for row in leaves):
        whole = _total_of(book, book.totals("income"))
        same = [row for row in leaves if _total_of(book, [row]) == whole]
        return [*book.totals("income")[:1], *same] if len(same) == len(leaves) else []
    if code is None:
        return []
    by_code = {book.any_of(row).code: row for row in reversed(leaves)}
    for length in (7, 5, 3):
        if len(code) >= length and code[:length] in by_code:
            return [by_code[code[:length]]]
    below = [row for key, row in by_code.items() if key and key.startswith(code)]
    return below if len(below) == 1 else []


def _total_of(book: Book, rows: list[RowKey]) -> int | None:
    no = book.row(rows[0]).get("total") if rows else None
    return book.figures[no].fen if no is not None else None


def _item(book: Book, statement: str, flow: Flow) -> int:
    """Return the item of an income half that a source stands in; added where none is printed."""
    kinds = item_kinds(book, statement)
    heads = {parent for row in kinds for parent in book.parents(row) if not book.any_of(parent).is_total}
    lowest = {row: kind for row, kind in kinds.items() if row not in heads}
    carried = {row for row in lowest if _is_carried(book, row, kinds)}
    if flow.source == "carryover":
        by_fund = [row for row in carried if lowest[row] == flow.fund]
        found = by_fund or [row for row in carried if lowest[row] == "carryover"] or list(carried)[:1]
    else:
        terms = {flow.source, *(umbrella for umbrella, parts in umbrellas().items() if flow.source in parts)}
        named = [row for row, kind in lowest.items() if kind in terms and row not in carried]
        unsplit = [row for row, kind in lowest.items() if kind == "fiscal"] if flow.source in FUND_TABLES else []
        found = named or unsplit
    if found:
        return book.row(found[0])["total"]
    return _new_item(book, statement, flow.source)


def _new_item(book: Book, statement: str, source: str) -> int:
    return book.line(statement, "income", source, added_name(source), "total")[0]


def item_kinds(book: Book, statement: str) -> dict[RowKey, str | None]:
    """Return which source each item of an income half is, by its name; None for an unknown one."""
    return {
        row: _kind(book.any_of(row).name) for row in book.rows(statement, "income") if not book.any_of(row).is_total
    }


def _is_carried(book: Book, row: RowKey, kinds: Mapping[RowKey, str | None]) -> bool:
    return kinds[row] == "carryover" or any(kinds.get(parent) == "carryover" for parent in book.parents(row))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = document_words()
    heads = [("carryover", label) for kind, key, label in words if kind == "pattern" and key == "carried_head"]
    sources = [(key, label) for kind, key, label in words if kind == "source"]
    return tuple((kind, re.compile(pattern)) for kind, pattern in (*sources, *heads))


@cache
def _kind(name: str) -> str | None:
    compared = _PREFIX.sub("", bare(name))
    return next((kind for kind, pattern in _patterns() if pattern.search(compared)), None)


# ── the halves' expenditure, where the name of the 类 does not lead there ──


def _halves(book: Book, flow: Flow, found: set[int]) -> Iterable[int]:
    for statement in ("summary", "appropriation"):
        if not book.rows(statement, "expenditure") or (statement == "appropriation" and flow.fund is None):
            continue
        figures = [book.figures[no] for no in found if book.figures[no].statement == statement]
        if any(figure.side == "expenditure" and not figure.is_total for figure in figures):
            continue
        measure = "total" if statement == "summary" or flow.fund is None else flow.fund
        same = _same_class(book, statement, flow.code)
        if same is not None:
            yield book.cell(same, measure)
        else:
            yield from book.line(statement, "expenditure", _UNCODED, added_name(_UNCODED), measure)


def _same_class(book: Book, statement: str, code: str | None) -> RowKey | None:
    """Return the row of a half that bears the name of a code's 类."""
    if code is None:
        return None
    names = {
        bare(book.any_of(row).name).removesuffix("支出")
        for row in book.rows("expenditure")
        if book.any_of(row).code == code[:3]
    }
    rows = [
        row
        for row in book.rows(statement, "expenditure")
        if not book.any_of(row).is_total and bare(book.any_of(row).name).removesuffix("支出") in names
    ]
    return rows[0] if len(rows) == 1 else None


# ── what stands below: projects, economic use ──


def _details(book: Book, flow: Flow) -> Iterable[int]:
    if flow.detail == "project" and book.rows("project") and not flow.lines and not _is_unlisted(book, flow):
        yield from _below(book, "project", "project", flow.source)
    if flow.detail in {"basic", "personnel", "public"}:
        yield from _economic(book, flow)


def _is_unlisted(book: Book, flow: Flow) -> bool:
    """Tell whether carried money is what a document spends beyond its listed projects, by its own comparison (X6)."""
    if flow.source != "carryover" or flow.fund is not None:
        return False
    explained = [i for i in book.identities if i.rule == "X6" and any(True for _ in i.side("explains"))]
    return any(i.held and i.difference > i.tolerance for i in explained)


def _below(book: Book, statement: str, kind: str, source: str) -> Iterable[int]:
    """Return the cells of the added line of a table by source; one column only is not split by source."""
    only_total = book.columns[statement, None] <= {"total"}
    measure = "total" if only_total else column(book, statement, source)
    yield from book.line(statement, None, kind, added_name(kind), measure)


def column(book: Book, statement: str, source: str) -> str:
    """Return the column of a source in a table: an umbrella term stands for all that it covers."""
    columns = book.columns.get((statement, None), set())
    for umbrella, parts in umbrellas().items():
        if umbrella in columns and source in parts:
            return umbrella
    return source


@cache
def umbrellas() -> Mapping[str, frozenset[str]]:
    """Return which sources an umbrella term (单位资金) covers."""
    found: dict[str, set[str]] = {}
    for kind, key, label in document_words():
        if kind == "umbrella":
            found.setdefault(key, set()).add(label)
    return {key: frozenset(parts) for key, parts in found.items()}


def _economic(book: Book, flow: Flow) -> Iterable[int]:
    if flow.fund == "general_public" and book.rows("basic_economic"):
        if flow.economic is not None:
            yield flow.economic
        else:
            measure = flow.use or (flow.detail if flow.detail != "basic" else "total")
            yield from book.line("basic_economic", None, "economic", added_name("economic"), measure)
    if book.rows("basic_economic_by_source"):
        yield from _below(book, "basic_economic_by_source", "economic", flow.source)
