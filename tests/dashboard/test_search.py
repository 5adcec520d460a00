"""Provenance search: every place where a number or a code was printed in the five documents, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from dashboard import queries, search
from dashboard.database import connect, current_version

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

Row = dict[str, Any]


@pytest.fixture(scope="module")
def connection(five: Path) -> duckdb.DuckDBPyConnection:
    return connect(current_version(five))


def find(connection: duckdb.DuckDBPyConnection, text: str) -> list[Row]:
    ids = queries.run(connection, queries.documents())["document_id"].to_list()
    rows = queries.run(connection, queries.figure_search(ids, search.wanted(text))).to_dicts()
    assert all(row["found"] == len(rows) for row in rows)
    return rows


def places(rows: list[Row], statement: str) -> list[tuple[str, int]]:
    return [(row["document_id"], row["line"]) for row in rows if row["statement"] == statement]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("24000人", ("yantai-sic-2023", 1231)),
        ("24000", ("yantai-sic-2023", 1231)),
        ("≥20000 人", ("zibo-hitech-hrss-2024", 296)),
        ("150", ("yantai-sic-2023", 1001)),
        ("8.2亿元", ("yantai-hrss-2024", 1234)),
        ("33000万元", ("yantai-sic-2023", 1274)),
    ],
)
def test_values_of_targets_are_found_where_they_are_printed(
    connection: duckdb.DuckDBPyConnection, text: str, place: tuple[str, int]
) -> None:
    assert place in places(find(connection, text), "targets")


@pytest.mark.parametrize("text", ["5.16", "5.16%", "-5.16％", "1.77", "-1.77万元"])
def test_changes_and_rates_of_the_narrative_are_found_with_the_sign_of_the_screen_or_without(
    connection: duckdb.DuckDBPyConnection, text: str
) -> None:
    rows = find(connection, text)
    assert places(rows, "narrative") == [("yantai-hrss-2024", 539)]
    assert "比上年减少1.77万元，下降5.16%" in rows[0]["printed"]
    assert rows[0]["amount_yuan"] == (None if "5.16" in text else Decimal("-17700.00"))


def test_a_typed_unit_keeps_other_units_out(connection: duckdb.DuckDBPyConnection) -> None:
    assert {row["statement"] for row in find(connection, "24000人")} == {"targets"}
    assert all("%" in row["printed"] or "百分比" in row["printed"] for row in find(connection, "98%"))
    assert not [row for row in find(connection, "98万元") if "%" in row["printed"]]


def test_money_of_a_form_that_is_the_projects_own_figure_is_one_place(connection: duckdb.DuckDBPyConnection) -> None:
    rows = [row for row in find(connection, "200.00万元") if row["line"] == 3819]
    assert [(row["document_id"], row["statement"]) for row in rows] == [("haigang-hrss-2024", "project")]


def test_words_of_the_data_do_not_stand_among_printed_codes(connection: duckdb.DuckDBPyConnection) -> None:
    rows = find(connection, "1.80")
    assert len(rows) == 12
    assert {row["code"] for row in rows if row["statement"] in {"three_public", "narrative"}} == {None}
    assert {row["code"] for row in rows if row["code"]} == {"30231"}
    assert not search.wanted("total")


def test_what_is_computed_here_is_printed_nowhere(connection: duckdb.DuckDBPyConnection) -> None:
    assert find(connection, "36.67") == find(connection, "36.67%") == []
