"""What a scenario starts from: the published figures of the documents that its rules touch, and of no others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dashboard import queries
from dashboard.scenario.book import Book, Identity, Operand, build
from dashboard.scenario.model import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dashboard.queries import Question
    from dashboard.scenario.model import Scenario, Selection

MOST_DOCUMENTS: Final = 400
"""A scenario over more documents than this is refused: it would take long, and no table could show it."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Published figures, as frames of `queries`.

    `documents` has `counted`: false for a unit inside a department that is chosen too, and for all but the latest
    budget of a unit, because years are never added. `pension` is the definition of the subsidies. What a printed
    rate may come from: `before`, what rows may be compared with (last year's document, the narrative), by code;
    `subsidies` and `said`, the pension subsidies and sentences on them, of `around`: all documents of the same
    jurisdictions.
    """

    documents: pl.DataFrame
    figures: pl.DataFrame
    identities: pl.DataFrame
    projects: pl.DataFrame
    pension: pl.DataFrame
    before: pl.DataFrame
    around: pl.DataFrame
    subsidies: pl.DataFrame
    said: pl.DataFrame
    built: dict[str, Book] = field(default_factory=dict, compare=False, repr=False)

    def books(self) -> dict[str, Book]:
        """Return the graph of each document, a copy each time: a scenario adds lines to it."""
        if not self.built:
            figures, identities = _rows(self.figures), _rows(self.identities)
            for document_id in self.documents["document_id"].to_list():
                told = _identities(document_id, identities.get(document_id, []))
                self.built[document_id] = build(document_id, figures.get(document_id, []), told)
        return {document_id: book.copy() for document_id, book in self.built.items()}


def read(
    ask: Callable[[Question], pl.DataFrame], scenarios: Iterable[Scenario], documents: Sequence[str] | None = None
) -> Baseline:
    """Ask for what some scenarios need.

    Args:
        ask: answers a question with a frame.
        scenarios: their rules choose the documents.
        documents: only these are looked at, and all of them make the total; None: those that a rule selects.

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
    figures, identities = ask(queries.scenario_figures(ids)), ask(queries.scenario_identities(ids))
    unchecked = set(figures["document_id"].unique()) - set(identities["document_id"].unique())
    if unchecked:
        from dashboard.scenario.unchecked import checked  # noqa: PLC0415 - rarely needed, and slow to import

        identities = pl.concat([identities, checked(chosen, figures, ask(queries.disclosure_matrix(ids)), unchecked)])
    return Baseline(
        _counted(chosen),
        figures,
        identities,
        ask(queries.scenario_projects(ids)),
        ask(queries.pension_definition()),
        ask(queries.spending_change(ids)) if rated else pl.DataFrame(),
        around,
        ask(queries.pension(near)) if rated else pl.DataFrame(),
        ask(queries.pension_said(near)) if rated else pl.DataFrame(),
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


def _rows(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row["document_id"], []).append(row)
    return found


def _identities(document_id: str, rows: list[dict[str, Any]]) -> list[Identity]:
    grouped: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["check_no"], []).append(row)
    return [
        Identity(
            rule=first["rule"],
            subject=first["subject"] or "",
            code=first["code"],
            measure=first["measure"],
            held=first["outcome"] in {"pass", "rounding"},
            difference=int((first["difference_yuan"] or 0) * 100),
            tolerance=int((first["tolerance_yuan"] or 0) * 100),
            operands=tuple(_operand(document_id, row) for row in members),
        )
        for members in grouped.values()
        for first in members[:1]
    ]


def _operand(document_id: str, row: dict[str, Any]) -> Operand:
    own = row["source_document_id"] == document_id
    no = row["figure_no"]
    elsewhere = (row["source_document_id"], no) if no is not None and not own else None
    return Operand(row["role"], row["sign"], int((row["amount_yuan"] or 0) * 100), no if own else None, elsewhere)
