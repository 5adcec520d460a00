"""Questions that read the figures of a few documents by themselves, for speed, answer what the public views say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from dashboard import queries
from tests.dashboard import sample

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module", params=["sample", "five"])
def connection(request: pytest.FixtureRequest, database: Path, five: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(database if request.param == "sample" else five), read_only=True)


def test_pension_subsidies_of_some_documents_are_the_rows_of_the_view(connection: duckdb.DuckDBPyConnection) -> None:
    documents = queries.run(connection, queries.documents())["document_id"].to_list()
    columns = connection.execute("SELECT column_name FROM (DESCRIBE out_pension_subsidy)").fetchall()
    for chosen in (documents, documents[:2], [sample.UNIT], []):
        found = queries.run(connection, queries.pension(chosen))
        rows = connection.execute("FROM out_pension_subsidy WHERE list_contains($1, document_id)", [chosen]).fetchall()
        assert sorted(found.rows(), key=repr) == sorted(rows, key=repr)
        assert found.columns == [name for (name,) in columns]


def test_the_sums_of_pension_subsidies_are_those_of_the_view(connection: duckdb.DuckDBPyConnection) -> None:
    found = queries.run(connection, queries.pension_sums()).rows()
    query = """
        SELECT
            document_id, sum(amount_yuan) FILTER (definition = 'strict'), sum(amount_yuan) FILTER (definition = 'broad')
        FROM out_pension_subsidy GROUP BY document_id ORDER BY document_id
    """
    assert found == connection.execute(query).fetchall() != []
