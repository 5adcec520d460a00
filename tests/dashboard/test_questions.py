"""Questions and comparisons on the sample: business rules stated as tests."""

from __future__ import annotations

from decimal import Decimal
from inspect import signature
from typing import TYPE_CHECKING

import polars as pl
import pytest

from dashboard import queries
from dashboard.database import connect, current_version
from tests.dashboard import sample

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


IDS = [d["document_id"] for d in sample.DOCUMENTS]


@pytest.fixture(scope="module")
def connection(database: Path) -> duckdb.DuckDBPyConnection:
    return connect(current_version(database))


def ask(connection: duckdb.DuckDBPyConnection, question: queries.Question) -> pl.DataFrame:
    return queries.run(connection, question)


def test_a_unit_knows_the_loaded_department_that_contains_it(connection: duckdb.DuckDBPyConnection) -> None:
    found = {row["document_id"]: row["within_document_id"] for row in ask(connection, queries.documents()).to_dicts()}
    assert found == {sample.DEPARTMENT: None, sample.UNIT: sample.DEPARTMENT, sample.ZONE: None, sample.NONE: None}


def test_definitions_are_complete_and_employers_contributions_never_count(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = ask(connection, queries.pension(IDS)).to_dicts()
    sums: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        key = (row["document_id"], row["definition"])
        sums[key] = sums.get(key, Decimal(0)) + row["amount_yuan"]
    assert sums == {
        (sample.DEPARTMENT, "strict"): Decimal(9_500_000),
        (sample.DEPARTMENT, "broad"): Decimal(9_500_000),
        (sample.UNIT, "strict"): Decimal(6_000_000),
        (sample.UNIT, "broad"): Decimal(8_000_000),
        (sample.ZONE, "strict"): Decimal(630_000),
        (sample.ZONE, "broad"): Decimal(930_000),
    }
    assert not {row["code"] for row in rows} & {"2080505", "2080506", "20826", "20805"}


def test_projects_that_explain_are_not_counted(connection: duckdb.DuckDBPyConnection) -> None:
    rows = ask(connection, queries.pension_projects(IDS)).to_dicts()
    roles = {(row["document_id"], row["project_no"]): row["role"] for row in rows}
    assert roles[sample.UNIT, 2] == "broad"
    assert roles[sample.UNIT, 1] == roles[sample.DEPARTMENT, 1] == "explains"


def test_a_row_that_does_not_reconcile_is_marked_in_its_own_statement(connection: duckdb.DuckDBPyConnection) -> None:
    rows = ask(connection, queries.figure_marks([sample.DEPARTMENT])).to_dicts()
    marked = {(row["statement"], row["code"], row["measure"]) for row in rows if row["mark"] == "mismatch"}
    assert marked == {("expenditure", "20826", "total"), ("expenditure", "2082601", "total")}


def test_blank_is_not_zero(connection: duckdb.DuckDBPyConnection) -> None:
    rows = ask(connection, queries.spending_tree([sample.ZONE])).to_dicts()
    assert {row["basic_yuan"] for row in rows} == {None}


def test_findings_leave_out_what_holds(connection: duckdb.DuckDBPyConnection) -> None:
    assert ask(connection, queries.mismatches(IDS))["code"].to_list() == ["20826"]
    counts = ask(connection, queries.finding_counts(IDS)).to_dicts()
    assert sum(row["checks"] for row in counts) == 3


OF_DOCUMENTS = sorted(
    path.stem
    for path in queries.SQL.glob("*.sql")
    if signature(getattr(queries, path.stem)).parameters.keys() == {"documents"}
    and getattr(queries, path.stem)([]).within
)
"""The questions that may be asked once of all documents and chosen from."""


@pytest.mark.parametrize("name", OF_DOCUMENTS)
def test_choosing_from_the_answer_about_all_is_the_answer_about_the_chosen(
    connection: duckdb.DuckDBPyConnection, name: str
) -> None:
    """The dashboard asks once of all documents: no row may depend on which others are chosen."""
    everything = ask(connection, getattr(queries, name)(IDS))
    for chosen in ([sample.UNIT], [sample.DEPARTMENT, sample.ZONE], []):
        question = getattr(queries, name)(chosen)
        picked = everything.filter(pl.col(column).is_in(chosen) for column in question.within)
        assert ask(connection, question).to_dicts() == picked.to_dicts()
