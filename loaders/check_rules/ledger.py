"""A document's amounts indexed once for all rules: by statement, by row, by printed table; and the printed units."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from loaders.model import Amount, LoadedDocument, Statement
from loaders.money import FEN_PER_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Column = tuple[int, str]
"""Fiscal year and measure: what one printed column of a statement means."""

_DECIMALS: Final = re.compile(r"[.．]\s*(\d+)")


@dataclass(slots=True)
class Line:
    """One printed row: the figures by column. `head` is its first figure; code, name and level are taken from it."""

    head: Amount
    cells: dict[Column, Amount]

    @property
    def subject(self) -> str:
        """Code and name as a reader finds them in the table."""
        code = "/".join(part for part in (self.head.code, self.head.gov_code) if part)
        return f"{code} {self.head.name}".strip() or "合计"

    def cell(self, year: int, measure: str) -> Amount | None:
        """Return the figure of one column, None where the cell is blank."""
        return self.cells.get((year, measure))


@dataclass(slots=True)
class IndexedDocument(LoadedDocument):
    """A loaded document with the indexes that the rules share; rules accept a plain one and index it themselves."""

    by_statement: dict[str, list[Amount]] = field(default_factory=dict)
    status: dict[str, Statement] = field(default_factory=dict)
    _lines: dict[str, list[Line]] = field(default_factory=dict)
    _half_units: dict[tuple[str, str], Decimal] = field(default_factory=dict)

    def printed(self, statement: str) -> list[Amount]:
        """Return the figures of one statement in the order of the document."""
        return self.by_statement.get(statement, [])

    def lines(self, statement: str) -> list[Line]:
        """Return the rows of one statement in the order of the document; the two sides of a row are two lines."""
        if statement not in self._lines:
            self._lines[statement] = _group_lines(self.printed(statement))
        return self._lines[statement]

    def tables(self, statement: str) -> list[list[Line]]:
        """Return the rows of one statement, one list for each table that has totals of its own.

        A table continued on the next page may carry another number and repeat its total row: it is one table
        unless the total rows of the parts differ.
        """
        parts: dict[int, list[Line]] = {}
        for line in self.lines(statement):
            parts.setdefault(line.head.table_no, []).append(line)
        totals = [total for total in map(_total_figures, parts.values()) if total]
        if len(totals) < 2 or all(total == totals[0] for total in totals):
            return [self.lines(statement)]
        return list(parts.values())

    def columns(self, statement: str) -> set[str]:
        """Return the measures in which a statement prints any figure."""
        return {amount.measure for amount in self.printed(statement)}

    def half_unit(self, amount: Amount) -> Decimal:
        """Return half the printed unit of an amount's table in 元: 50 for 万元 with two decimals.

        The finest figure of the table tells its unit, so that a `17` among figures of two decimals does not widen
        the tolerance. A unit unknown here has no tolerance at all.
        """
        key = (amount.statement, amount.unit_text)
        if key not in self._half_units:
            texts = [a.amount_text for a in self.printed(amount.statement) if a.unit_text == amount.unit_text]
            self._half_units[key] = _half_unit(texts, amount.unit_text)
        return self._half_units[key]


def indexed(document: LoadedDocument) -> IndexedDocument:
    """Return the document with its indexes; a document already indexed is returned as it is."""
    if isinstance(document, IndexedDocument):
        return document
    copy = IndexedDocument(**{f.name: getattr(document, f.name) for f in fields(LoadedDocument)})
    for amount in sorted(document.amounts, key=lambda a: (a.table_no, a.row_no)):
        copy.by_statement.setdefault(amount.statement, []).append(amount)
    copy.status.update((row.statement, row) for row in document.statements)
    return copy


def distinct(amounts: Iterable[Amount]) -> list[Amount]:
    """Return the amounts without those that repeat an earlier figure, as totals do on continuation pages."""
    seen: dict[Decimal, Amount] = {}
    for amount in amounts:
        seen.setdefault(amount.amount_yuan, amount)
    return list(seen.values())


def totals(document: IndexedDocument, statement: str, measure: str) -> list[Amount]:
    """Return the figures of the total row for the document's own year: more than one if the document disagrees."""
    year = document.document.fiscal_year
    return distinct(
        amount
        for amount in document.printed(statement)
        if amount.is_total and amount.measure == measure and amount.fiscal_year == year
    )


def grand_totals(document: IndexedDocument, side: str) -> Iterator[Amount]:
    """Yield the 收入总计 or 支出总计 of the summary: the last total row of that side whose name ends in 总计."""
    year = document.document.fiscal_year
    found = [
        amount
        for amount in document.printed("summary")
        if amount.is_total
        and amount.side == side
        and amount.measure == "total"
        and amount.fiscal_year == year
        and re.sub(r"\s", "", amount.name).endswith("总计")
    ]
    yield from found[-1:]


def _group_lines(amounts: list[Amount]) -> list[Line]:
    lines: dict[tuple[int, int, str | None], Line] = {}
    for amount in amounts:
        line = lines.setdefault((amount.table_no, amount.row_no, amount.side), Line(amount, {}))
        line.cells[(amount.fiscal_year, amount.measure)] = amount
    return list(lines.values())


def _total_figures(lines: list[Line]) -> dict[Column, Decimal]:
    return {column: amount.amount_yuan for line in lines if line.head.is_total for column, amount in line.cells.items()}


def _half_unit(texts: list[str], unit_text: str) -> Decimal:
    factor = FEN_PER_UNIT.get(unit_text)
    if factor is None:
        return Decimal(0)
    matches = (_DECIMALS.search(text) for text in texts)
    decimals = max((len(match.group(1)) for match in matches if match), default=0)
    return Decimal(factor).scaleb(-decimals - 2) / 2
