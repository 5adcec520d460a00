"""What a scenario starts from: the published figures of the documents that its rules touch, and of no others."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dashboard import queries
from dashboard.scenario.book import Book, Figure, Identity, Operand, build
from dashboard.scenario.model import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dashboard.queries import Question
    from dashboard.scenario.model import Scenario, Selection

MOST_DOCUMENTS: Final = 400
"""A scenario over more documents than this is refused: it would take long, and no table could show it."""


@dataclass(frozen=True)
class Baseline:
    """Published figures, as frames of `queries`; what not every scenario needs is asked for where it is looked at.

    `documents` has `counted`: false for a unit inside a department that is chosen too, and for all but the latest
    budget of a unit, because years are never added. `pension` is the definition of the subsidies. What a printed
    rate may come from: `before`, what rows may be compared with (last year's document, the narrative), by code;
    `subsidies` and `said`, the pension subsidies and sentences on them, of `around`: all documents of the same
    jurisdictions.
    """

    documents: pl.DataFrame
    figures: pl.DataFrame
    pension: pl.DataFrame
    before: pl.DataFrame
    around: pl.DataFrame
    subsidies: pl.DataFrame
    said: pl.DataFrame
    later: Callable[[Question], pl.DataFrame] = field(compare=False, repr=False)
    built: dict[str, Book] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def identities(self) -> pl.DataFrame:
        """The identities of the documents; worked out anew for those that no load has checked."""
        ids = self.documents["document_id"].to_list()
        found = self.later(queries.scenario_identities(ids))
        unchecked = set(self.figures["document_id"].unique()) - set(found["document_id"].unique())
        if not unchecked:
            return found
        from dashboard.scenario.unchecked import checked  # noqa: PLC0415 - rarely needed, and slow to import

        states = self.later(queries.disclosure_matrix(ids))
        return pl.concat([found, checked(self.documents.drop("counted"), self.figures, states, unchecked)])

    @cached_property
    def projects(self) -> pl.DataFrame:
        """The projects of the documents."""
        return self.later(queries.scenario_projects(self.documents["document_id"].to_list()))

    def books(self) -> dict[str, Book]:
        """Return the graph of each document, a copy each time: a scenario adds lines to it."""
        if not self.built:
            figures, identities = _figures(self.figures), _identities(self.identities)
            for document_id in self.documents["document_id"].to_list():
                told = identities.get(document_id, [])
                self.built[document_id] = build(document_id, figures.get(document_id, []), told)
        return {document_id: book.copy() for document_id, book in self.built.items()}


def read(
    ask: Callable[[Question], pl.DataFrame],
    scenarios: Iterable[Scenario],
    documents: Sequence[str] | None = None,
    later: Callable[[Question], pl.DataFrame] | None = None,
) -> Baseline:
    """Ask for what some scenarios need.

    Args:
        ask: answers a question with a frame.
        scenarios: their rules choose the documents.
        documents: only these are looked at, and all of them make the total; None: those that a rule selects.
        later: answers what is asked only where it is needed, maybe after the run of a page; None: `ask` does.

    Raises:
        ScenarioError: the rules touch more documents than a scenario can hold, or name what is not there.
    """
    everything = ask(queries.documents())
    rules = [rule for scenario in scenarios for rule in scenario.rules]
    selections = [chosen for rule in rules for chosen in (rule.selection, rule.to) if chosen is not None]
    _known(everything, selections)
    if documents is None:
        chosen = everything.filter(pl.any_horizontal(pl.lit(value=False), *[fits(s) for s in selections]))
    else:
        chosen = everything.filter(pl.col("document_id").is_in(list(documents)))
    if chosen.height > MOST_DOCUMENTS:
        raise ScenarioError("scenario.too_many", documents=chosen.height, most=MOST_DOCUMENTS)
    ids = chosen["document_id"].to_list()
    rated = any(rule.is_rated for rule in rules)
    around = everything.filter(pl.col("jurisdiction").is_in(chosen["jurisdiction"].implode()) & rated)
    near = around["document_id"].to_list()
    return Baseline(
        _counted(chosen),
        ask(queries.scenario_figures(ids)),
        ask(queries.pension_definition()),
        ask(queries.spending_change(ids)) if rated else pl.DataFrame(),
        around,
        ask(queries.pension(near)) if rated else pl.DataFrame(),
        ask(queries.pension_said(near)) if rated else pl.DataFrame(),
        later or ask,
    )


def fits(selection: Selection) -> pl.Expr:
    """Return the condition on a document that a selection makes."""
    conditions = [pl.lit(value=True)]
    for column, values in (
        ("jurisdiction", selection.jurisdictions),
        ("unit", selection.units),
        ("document_id", selection.documents),
        ("fiscal_year", selection.years),
    ):
        if values:
            conditions.append(pl.col(column).is_in(list(values)))
    return pl.all_horizontal(conditions)


def _known(documents: pl.DataFrame, selections: Sequence[Selection]) -> None:
    for selection in selections:
        for column, values in (
            ("jurisdiction", selection.jurisdictions),
            ("unit", selection.units),
            ("document_id", selection.documents),
            ("fiscal_year", selection.years),
        ):
            known = set(documents[column].unique().to_list()) if values else set()
            for value in values:
                if value not in known:
                    raise ScenarioError(f"scenario.unknown_{column}", value=value)


def _counted(documents: pl.DataFrame) -> pl.DataFrame:
    departments = {
        (row["jurisdiction"], row["unit"]) for row in documents.iter_rows(named=True) if row["scope"] == "department"
    }
    latest: dict[tuple[str, ...], tuple[int, bool, str]] = {}
    for row in documents.iter_rows(named=True):
        unit = (row["jurisdiction"], row["unit"], row["scope"])
        latest[unit] = max(latest.get(unit, (0, False, "")), _recent(row))
    counted = [
        _recent(row) == latest[row["jurisdiction"], row["unit"], row["scope"]]
        and not (row["scope"] == "unit" and (row["jurisdiction"], row["parent_unit"]) in departments)
        for row in documents.iter_rows(named=True)
    ]
    return documents.with_columns(counted=pl.Series(counted, dtype=pl.Boolean))


def _recent(row: dict[str, Any]) -> tuple[int, bool, str]:
    """Return what tells the document of a unit to count: the latest year, and its budget before its final accounts."""
    return row["fiscal_year"], row["stage"] == "budget", row["document_id"]


def _fen(column: str) -> pl.Expr:
    return (pl.col(column).fill_null(0) * 100).cast(pl.Int64).alias(column)


def _figures(frame: pl.DataFrame) -> dict[str, list[Figure]]:
    """The figures of each document; as plain rows, for there are many."""
    head = ("figure_no", "statement", "side", "code", "name", "level", "is_total", "measure")
    found: dict[str, list[Figure]] = {}
    rows = frame.select("document_id", "table_no", "row_no", _fen("amount_yuan"), *head).rows()
    for document_id, table, row, fen, no, statement, side, code, name, level, is_total, measure in rows:
        key = (statement, side, table, row)
        figure = Figure(no, statement, side, code, name, level, is_total, measure, fen, key)
        found.setdefault(document_id, []).append(figure)
    return found


_IDENTITY: Final = ("document_id", "check_no", "rule", "subject", "code", "measure", "outcome")
_OPERAND: Final = ("role", "sign", "source_document_id", "figure_no")


def _identities(frame: pl.DataFrame) -> dict[str, list[Identity]]:
    """The identities of each document with their figures, by number."""
    found: dict[str, list[Identity]] = {}
    fens = map(_fen, ("difference_yuan", "tolerance_yuan", "amount_yuan"))
    # Both sides of an identity have to be together, in whichever order the rows came.
    ordered = frame.sort("document_id", "check_no", maintain_order=True)
    rows = ordered.select(*_IDENTITY, *fens, *_OPERAND).rows()
    for (document_id, _), group in groupby(rows, itemgetter(0, 1)):
        members = list(group)
        _, _, rule, subject, code, measure, outcome, difference, tolerance, *_ = members[0]
        operands = tuple(_operand(document_id, *row[9:]) for row in members)
        held = outcome in {"pass", "rounding"}
        told = Identity(rule, subject or "", code, measure, held, difference, tolerance, operands)
        found.setdefault(document_id, []).append(told)
    return found


def _operand(document_id: str, fen: int, role: str, sign: int, source: str, no: int | None) -> Operand:  # noqa: PLR0913, PLR0917
    if source == document_id:
        return Operand(role, sign, fen, no)
    return Operand(role, sign, fen, None, None if no is None else (source, no))
