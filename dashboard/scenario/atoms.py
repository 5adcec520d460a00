"""The lowest printed lines of spending: what a rule takes hold of.

An atom is a function code without printed codes below it, one kind of spending (人员, 公用, 项目, …) and one fund, as
far down as the tables print. Money of the expenditure statement beyond the funds' tables is an atom of fund `other`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dashboard.scenario.book import FUND_TABLES, Book, RowKey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

BASIC: Final = frozenset({"basic", "personnel", "public"})
_SPLITS: Final = ("basic", "project", "operating", "remitted", "subsidy")
"""Kinds of spending; money carried forward (结转下年) is not spent."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One line: `fen` as published; `spent` and `funded` are its figures in the expenditure and the fund's statement.

    Both are None where a table does not print the line; `fund` is `unknown` where there is no fund's table at all.
    """

    document_id: str
    code: str | None
    name: str
    detail: str
    fund: str
    fen: int
    spent: int | None
    funded: int | None

    @property
    def split(self) -> str:
        """Return the kind of spending as the expenditure statement prints it."""
        return "basic" if self.detail in BASIC else self.detail


def atoms_of(book: Book) -> list[Atom]:
    """Return the atoms of a document, in printed order."""
    spent = book.leaves("expenditure")
    funded = [(fund, row) for fund in FUND_TABLES for row in book.leaves(fund)]
    found: list[Atom] = []
    covered: dict[tuple[RowKey, str], int] = {}
    for fund, row in funded:
        found.extend(_of_fund(book, fund, row, _matching(book, spent, book.any_of(row).code), covered))
    for row in spent:
        found.extend(_other(book, row, covered, has_funds=bool(funded)))
    return found


def _matching(book: Book, rows: Sequence[RowKey], code: str | None) -> RowKey | None:
    """Return the row of a code: its own, else the nearest one above it; None where several rows are below it."""
    if code is None:
        return None
    by_code = {book.any_of(row).code: row for row in reversed(rows)}
    for length in (7, 5, 3):
        if len(code) >= length and code[:length] in by_code:
            return by_code[code[:length]]
    below = [row for key, row in by_code.items() if key and key.startswith(code)]
    return below[0] if len(below) == 1 else None


def _of_fund(
    book: Book, fund: str, row: RowKey, spent: RowKey | None, covered: dict[tuple[RowKey, str], int]
) -> Iterator[Atom]:
    figure = book.any_of(row)
    for detail, no, fen in _parts(book, row):
        if not fen:
            continue
        split = "basic" if detail in BASIC else detail
        place = _spent_cell(book, spent, split)
        if spent is not None:
            covered[spent, split] = covered.get((spent, split), 0) + fen
        yield Atom(book.document_id, figure.code, figure.name, detail, fund, fen, place, no)


def _parts(book: Book, row: RowKey) -> Iterator[tuple[str, int, int]]:
    """Return the kinds of spending that a fund's row prints, the finest there are, and what of a sum is in none."""
    printed = {measure: (no, book.figures[no].fen) for measure, no in book.row(row).items()}
    fine = [measure for measure in ("personnel", "public") if measure in printed]
    basic = sum(printed[measure][1] for measure in fine)
    for measure in fine:
        yield measure, *printed[measure]
    if "basic" in printed:
        yield "basic", printed["basic"][0], printed["basic"][1] - basic
        basic = printed["basic"][1]
    project = printed["project"][1] if "project" in printed else 0
    if "project" in printed:
        yield "project", *printed["project"]
    if "total" in printed:
        yield "total", printed["total"][0], max(0, printed["total"][1] - basic - project)


def _spent_cell(book: Book, row: RowKey | None, split: str) -> int | None:
    if row is None:
        return None
    printed = book.row(row)
    return printed.get(split, printed.get("total"))


def _other(book: Book, row: RowKey, covered: Mapping[tuple[RowKey, str], int], *, has_funds: bool) -> Iterator[Atom]:
    figure = book.any_of(row)
    printed = book.row(row)
    splits: list[str] = [split for split in _SPLITS if split in printed]
    if not splits and "total" in printed:
        splits = ["total"]
    if (row, "total") in covered and splits != ["total"]:
        return
    for split in splits:
        inside = (
            sum(fen for (place, _), fen in covered.items() if place == row)
            if split == "total"
            else covered.get((row, split), 0)
        )
        rest = book.figures[printed[split]].fen - inside
        if rest > 0:
            fund = "other" if has_funds else "unknown"
            yield Atom(book.document_id, figure.code, figure.name, split, fund, rest, printed[split], None)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is no function: a project's row or a component of “三公”经费."""

    document_id: str
    code: str | None
    name: str
    fen: int
    figures: tuple[int, ...]
    source: str = "total"


def components_of(book: Book) -> list[Line]:
    """Return the lowest printed components of “三公”经费 of the document's year."""
    printed = [figure for figure in book.figures.values() if figure.statement == "three_public" and figure.fen]
    inner = {whole for figure in printed for whole in book.above.get(figure.no, ())}
    lowest = [figure for figure in printed if figure.no not in inner and not figure.is_total]
    totals = [figure for figure in lowest if figure.measure == "total" and figure.code != "agency_operation"]
    return [
        Line(
            book.document_id,
            figure.code,
            figure.name,
            figure.fen,
            # the column of a fund beside the total is the same money where the two are equal
            (
                figure.no,
                *(o.no for o in lowest if o.measure != "total" and (o.code, o.fen) == (figure.code, figure.fen)),
            ),
        )
        for figure in totals
    ]


def projects_of(book: Book, projects: Sequence[Mapping[str, object]]) -> dict[str, list[Line]]:
    """Return the lines of each project by its key (code, or `document_id#project_no`): one for each printed source."""
    rows = {row[2:]: row for row in book.rows("project")}
    found: dict[str, list[Line]] = {}
    for project in projects:
        row = rows.get((project["table_no"], project["row_no"]))
        if row is None:
            continue
        lines = [
            Line(book.document_id, book.any_of(row).code, book.any_of(row).name, fen, (no,), source)
            for source, no, fen in _sources(book, row)
            if fen
        ]
        for key in (project["code"], f"{book.document_id}#{project['project_no']}"):
            if key is not None:
                found.setdefault(str(key), []).extend(lines)
    return found


def _sources(book: Book, row: RowKey) -> Iterator[tuple[str, int, int]]:
    """Return the lowest figures of a project's row: those that no other figure of the row is a part of."""
    printed = book.row(row)
    inner = {whole for no in printed.values() for whole in book.above.get(no, ())}
    for measure, no in printed.items():
        if no not in inner:
            yield measure, no, book.figures[no].fen
