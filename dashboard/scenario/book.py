"""One document as a graph: each figure, and the figures that contain it.

What contains what is not worked out anew: it is what the document's own identities say (its checks' operands),
also where an identity does not hold as printed. A change of a figure is then a change of every figure that contains it,
once. Amounts are whole 分, so that every step is exact.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from loaders.rule_words import document_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FUND_TABLES: Final = ("general_public", "government_fund", "state_capital")
HALVES: Final = ("summary", "appropriation")
_ACROSS: Final = frozenset({"X1", "X2", "X4", "X6"})
"""Rules whose left side is, in another table, the whole of what stands on the right."""
_SPENDING: Final = ("basic", "project", "operating", "remitted", "subsidy", "carryforward")

RowKey = tuple[object, ...]
"""Which row of a document: statement, side, table and row number; for an added row, its name instead of the numbers."""


class Figure(NamedTuple):
    """One printed or added figure; `fen` is what was printed, 0 for an added one."""

    no: int
    statement: str
    side: str | None
    code: str | None
    name: str
    level: int | None
    is_total: bool
    measure: str
    fen: int
    row: RowKey
    added: str | None = None
    """For what a scenario adds: which kind of line it is."""


class Operand(NamedTuple):
    """One figure on a side of an identity; `no` is None for what is no figure of this document's tables."""

    role: str
    sign: int
    fen: int
    no: int | None
    elsewhere: tuple[str, int] | None = None
    """Document and number of a figure of another document."""


class Identity(NamedTuple):
    """One identity as it was settled for the published figures."""

    rule: str
    subject: str
    code: str | None
    measure: str | None
    held: bool
    difference: int
    tolerance: int
    operands: tuple[Operand, ...]

    def side(self, role: str) -> Iterator[Operand]:
        """Go through the operands of one role."""
        return (operand for operand in self.operands if operand.role == role)


@cache
def wholes() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return, for each statement, which measures each measure is a part of, the nearest first."""
    above: dict[str, dict[str, str]] = defaultdict(dict)
    for kind, key, part in document_words():
        if kind == "sum":
            statement, whole = key.split("/")
            above[statement].setdefault(part, whole)
    above["expenditure"] = dict.fromkeys(_SPENDING, "total")
    for statement in ("income", "project", "basic_economic_by_source", "procurement"):
        above[statement]["gap"] = above[statement].get("other", "total")
    return {name: {measure: _chain(measure, up) for measure in up} for name, up in above.items()}


def _chain(measure: str, up: Mapping[str, str]) -> tuple[str, ...]:
    found: list[str] = []
    while (whole := up.get(measure)) is not None:
        found.append(whole)
        measure = whole
    return tuple(found)


@dataclass(slots=True)
class Book:
    """A document's figures and who contains whom; lines that a scenario adds join it, the printed ones never change."""

    document_id: str
    figures: dict[int, Figure]
    identities: tuple[Identity, ...]
    above: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    cells: dict[tuple[RowKey, str], int] = field(default_factory=dict)
    of_statement: dict[tuple[str, str | None], list[RowKey]] = field(default_factory=dict)
    columns: dict[tuple[str, str | None], set[str]] = field(default_factory=dict)
    by_figure: dict[int, list[int]] = field(default_factory=dict)
    inner: dict[tuple[str, str | None], frozenset[RowKey]] = field(default_factory=dict)
    lowest: dict[tuple[str, str | None], list[RowKey]] = field(default_factory=dict)

    def copy(self) -> Book:
        """Return a book that takes other added lines; what is printed is shared, for nothing changes it."""
        above: dict[int, set[int]] = defaultdict(set, self.above)
        columns = {half: set(measures) for half, measures in self.columns.items()}
        return replace(self, figures=dict(self.figures), above=above, cells=dict(self.cells), columns=columns)

    def row(self, row: RowKey) -> dict[str, int]:
        """Return the figures of a row by measure."""
        measures = self.columns[str(row[0]), None if row[1] is None else str(row[1])]
        return {measure: self.cells[row, measure] for measure in measures if (row, measure) in self.cells}

    def any_of(self, row: RowKey) -> Figure:
        """Return some figure of a row, for what all of them share: code, name, level."""
        return self.figures[next(iter(self.row(row).values()))]

    def rows(self, statement: str, side: str | None = None) -> list[RowKey]:
        """Return the printed rows of a statement, or of one half of it, in printed order."""
        return self.of_statement.get((statement, side), [])

    def closure(self, seeds: Iterable[int]) -> set[int]:
        """Return the seeds and all figures that contain any of them."""
        found: set[int] = set()
        waiting = list(seeds)
        while waiting:
            no = waiting.pop()
            if no not in found:
                found.add(no)
                waiting.extend(self.above.get(no, ()))
        return found

    def parents(self, row: RowKey) -> list[RowKey]:
        """Return the rows of the same table that directly contain a row."""
        found: dict[RowKey, None] = {}
        for no in self.row(row).values():
            for whole in self.above.get(no, ()):
                figure = self.figures[whole]
                if figure.statement == row[0] and figure.row != row:
                    found[figure.row] = None
        return list(found)

    def leaves(self, statement: str, side: str | None = None) -> list[RowKey]:
        """Return the rows of a statement that contain no other row of it and are no totals."""
        if (statement, side) not in self.lowest:
            inner, rows = self.inner_rows(statement, side), self.rows(statement, side)
            self.lowest[statement, side] = [row for row in rows if row not in inner and not self.any_of(row).is_total]
        return self.lowest[statement, side]

    def inner_rows(self, statement: str, side: str | None = None) -> frozenset[RowKey]:
        """Return the printed rows of a statement that contain others; worked out once."""
        if (statement, side) not in self.inner:
            rows = self.rows(statement, side)
            self.inner[statement, side] = frozenset(parent for row in rows for parent in self.parents(row))
        return self.inner[statement, side]

    def totals(self, statement: str, side: str | None = None) -> list[RowKey]:
        """Return the total rows of a statement or half."""
        return [row for row in self.rows(statement, side) if self.any_of(row).is_total]

    def total(self) -> int | None:
        """Return the figure of the total expenditure; None where the document prints none."""
        totals = self.totals("expenditure")
        return self.row(totals[0]).get("total") if totals else None

    # ── what a scenario adds ──

    def add(self, like: Figure, measure: str, row: RowKey, containers: Iterable[int]) -> int:
        """Add a figure of 0 to a row; return its number, the same when it was added before."""
        if (row, measure) in self.cells:
            return self.cells[row, measure]
        no = min(0, *self.figures) - 1
        self.figures[no] = Figure(
            no, like.statement, like.side, like.code, like.name, like.level, like.is_total, measure, 0, row, like.added
        )
        self.cells[row, measure] = no
        self.columns.setdefault((like.statement, like.side), set()).add(measure)
        self.above[no].update(containers)
        return no

    def cell(self, row: RowKey, measure: str) -> int:
        """Return the figure of a row and measure; where none is printed, add one, contained as the others are.

        A table that does not split a sum keeps it whole: 财政拨款 stands for the funds where no row prints them.
        """
        if (row, measure) in self.cells:
            return self.cells[row, measure]
        figure = self.any_of(row)
        printed = self.row(row)
        chain = wholes().get(figure.statement, {}).get(measure, ())
        nearest = next((whole for whole in chain if whole in printed), None)
        if nearest is not None and self._is_unsplit(figure.statement, figure.side, measure, nearest):
            return printed[nearest]
        containers = self._sums(row, chain)
        # the column goes on in the rows above, printed there or not
        containers |= {self.cell(parent, measure) for parent in self.parents(row)}
        return self.add(figure, measure, row, containers)

    def _sums(self, row: RowKey, chain: Sequence[str]) -> set[int]:
        """Return the figure of the nearest sum of a row; where its column is blank in this row, add it."""
        figure, printed = self.any_of(row), self.row(row)
        for whole in chain:
            if whole in printed:
                return {printed[whole]}
            parts = [part for part in printed if whole in wholes()[figure.statement].get(part, ())]
            if whole in self.columns[figure.statement, figure.side] and not parts:
                return {self.cell(row, whole)}
        return set()

    def line(self, statement: str, side: str | None, added: str, name: str, measure: str) -> list[int]:
        """Return the cells of a line that a scenario adds to a table; the most detailed one, `measure`, first."""
        totals = self.totals(statement, side)
        row: RowKey = (statement, side, "added", added, name)
        carried = added in {"carryover", "prior_surplus"}
        whole = self.bottom_total(totals, carried=carried) if statement in HALVES else next(iter(totals), None)
        like = Figure(0, statement, side, None, name, 1, is_total=False, measure="", fen=0, row=row, added=added)
        found: list[int] = []
        for wanted in reversed(self._wanted(statement, side, measure)):
            inside = {found[-1]} if found else set()
            containers = inside | ({self.cell(whole, wanted)} if whole is not None else set())
            found.append(self.add(like, wanted, row, containers))
        return found[::-1]

    def _wanted(self, statement: str, side: str | None, measure: str) -> list[str]:
        """Return a measure and what it is part of, as far as the table prints that."""
        columns = self.columns.get((statement, side), set())
        above = [whole for whole in wholes().get(statement, {}).get(measure, ()) if whole in columns]
        unsplit = bool(above) and self._is_unsplit(statement, side, measure, above[0])
        return above if unsplit else [measure, *above]

    def _is_unsplit(self, statement: str, side: str | None, measure: str, whole: str) -> bool:
        """Tell whether a table prints a sum other than the total, and none of its parts."""
        columns = self.columns.get((statement, side), set())
        split = any(whole in wholes().get(statement, {}).get(part, ()) for part in columns)
        return measure not in columns and whole != "total" and not split

    def bottom_total(self, totals: Sequence[RowKey], *, carried: bool = False) -> RowKey | None:
        """Return the total row of a half that items add up to: this year's line; for carried money the grand total."""
        inside = [row for row in totals if any(parent in totals for parent in self.parents(row))]
        grand = [row for row in totals if row not in inside]
        return next(iter((grand if carried else inside) or totals), None)


def build(document_id: str, printed: Iterable[Figure], identities: Sequence[Identity]) -> Book:
    """Return the graph of one document.

    Args:
        document_id: the document.
        printed: its figures, in printed order.
        identities: its identities, by number; operands of other documents have no number.
    """
    figures = {figure.no: figure for figure in printed}
    book = Book(document_id, figures, tuple(identities))
    for figure in figures.values():
        half = (figure.statement, figure.side)
        if figure.row not in book.of_statement.setdefault(half, []):
            book.of_statement[half].append(figure.row)
        book.columns.setdefault(half, set()).add(figure.measure)
        book.cells.setdefault((figure.row, figure.measure), figure.no)
    _link(book)
    _repeat_totals(book)
    return book


def _link(book: Book) -> None:
    for position, identity in enumerate(book.identities):
        for operand in identity.operands:
            if operand.no is not None:
                book.by_figure.setdefault(operand.no, []).append(position)
        if not identity.rule.startswith("W") and identity.rule not in _ACROSS:
            continue
        lefts = [operand.no for operand in identity.side("left") if operand.no in book.figures]
        if len(lefts) != 1 or lefts[0] is None:
            continue
        whole = book.figures[lefts[0]]
        for operand in identity.side("right"):
            part = book.figures.get(operand.no) if operand.no is not None else None
            # income against expenditure is a balance: neither contains the other
            across = identity.rule in _ACROSS and identity.rule != "X4"
            if part is not None and operand.sign > 0 and (across or part.side == whole.side or identity.rule == "X4"):
                book.above[part.no].add(whole.no)


def _repeat_totals(book: Book) -> None:
    """Join total rows that a table prints again on a later page: the checks read the first one only."""
    firsts: dict[tuple[object, ...], int] = {}
    for figure in book.figures.values():
        if figure.is_total and figure.statement not in {*HALVES, "three_public"}:
            first = firsts.setdefault((figure.statement, figure.measure, figure.fen), figure.no)
            if first != figure.no:
                book.above[first].add(figure.no)
