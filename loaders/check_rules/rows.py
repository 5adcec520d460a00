"""Identities within one row, 合计 = Σ parts: W3, W4 and W7."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loaders.check_rules.identity import Identity, not_applicable, settle, term, without_figures
from loaders.check_rules.labels import measure_label, statement_label
from loaders.check_rules.ledger import IndexedDocument, Line, indexed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.model import Amount, Check, LoadedDocument


@dataclass(frozen=True, slots=True)
class RowSum:
    """One identity between the measures of a row: left = Σ parts, in each of the statements."""

    rule: str
    statements: tuple[str, ...]
    left: str
    parts: tuple[str, ...]


_FUNDS: Final = ("general_public", "government_fund", "state_capital")
_EXPENDITURE: Final = RowSum(
    "W3", ("expenditure",), "total", ("basic", "project", "operating", "remitted", "subsidy", "carryforward")
)
_FUND_TOTAL: Final = RowSum("W4", _FUNDS, "total", ("basic", "project"))
_FUND_BASIC: Final = RowSum("W4", _FUNDS, "basic", ("personnel", "public"))
_ECONOMIC: Final = RowSum("W7", ("basic_economic",), "total", ("personnel", "public"))


def expenditure_rows(document: LoadedDocument) -> Iterator[Check]:
    """W3: each row of the expenditure statement."""
    yield from _row_sums(indexed(document), _EXPENDITURE)


def fund_rows(document: LoadedDocument) -> Iterator[Check]:
    """W4: each row of the three fund statements, 合计 and then 基本."""
    yield from _row_sums(indexed(document), _FUND_TOTAL, _FUND_BASIC)


def economic_rows(document: LoadedDocument) -> Iterator[Check]:
    """W7: each row of the economic statement of basic spending."""
    yield from _row_sums(indexed(document), _ECONOMIC)


def _row_sums(document: IndexedDocument, *sums: RowSum) -> Iterator[Check]:
    for statement in sums[0].statements:
        unavailable = without_figures(document, sums[0].rule, [statement])
        yield from unavailable
        for row_sum in () if unavailable else sums:
            yield from _statement_sums(document, statement, row_sum)


def _statement_sums(document: IndexedDocument, statement: str, row_sum: RowSum) -> Iterator[Check]:
    printed = {measure for line in document.lines(statement) if line.head.code for _, measure in line.cells}
    if (printed or document.columns(statement)).isdisjoint(row_sum.parts):
        parts = "、".join(measure_label(part, statement) for part in row_sum.parts)
        reason = f"{statement_label(statement)}没有印出{parts}中的任何数字"
        yield not_applicable(document, row_sum.rule, statement, reason)
        return
    for line in document.lines(statement):
        for year in sorted({year for year, _ in line.cells}):
            yield from _line_sum(document, line, year, row_sum)


def _line_sum(document: IndexedDocument, line: Line, year: int, row_sum: RowSum) -> Iterator[Check]:
    left = line.cell(year, row_sum.left)
    place: Amount = left or line.head
    statement = place.statement
    identity = Identity(
        rule=row_sum.rule,
        statement=statement,
        code=place.code,
        measure=row_sum.left,
        subject=in_year(document, year, line.subject),
        left=term(document, measure_label(row_sum.left, statement), left),
        right=tuple(term(document, measure_label(part, statement), line.cell(year, part)) for part in row_sum.parts),
        unit_text=place.unit_text,
        page=place.page,
        line=place.line,
    )
    yield from settle(document, identity)


def in_year(document: IndexedDocument, year: int, subject: str) -> str:
    """Return the subject of a message, with the year where it is not the document's own."""
    return subject if year == document.document.fiscal_year else f"{year}年 {subject}"
