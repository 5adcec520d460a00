"""The lowest rows of a statement, largest first, held against every printed row, for data of any shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from dashboard import queries
from dashboard.database import connect, current_version
from tests.dashboard import sample

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

Row = dict[str, Any]
COPIES = 30


def copies() -> sample.Content:
    """One document many times over: the largest rows of all of them together are its subtotals."""
    one = sample.only(sample.DEPARTMENT)
    copied: sample.Content = {"rules": one["rules"]}
    for table in ("documents", "amounts", "statements"):
        copied[table] = [
            row | {"document_id": f"{row['document_id']}-{number:02}"} for number in range(COPIES) for row in one[table]
        ]
    return copied


@pytest.fixture(scope="module", params=["sample", "copies", "years", "blank"])
def connection(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    content = copies() if request.param == "copies" else sample.rows()
    if request.param == "years":
        # A row that prints the year before first: those figures are not of the row.
        before = [row | {"fiscal_year": row["fiscal_year"] - 1, "amount_yuan": 7} for row in content["amounts"]]
        content["amounts"] = [figure for pair in zip(before, content["amounts"], strict=True) for figure in pair]
    if request.param == "blank":
        content["amounts"] = [r for r in content["amounts"] if r.get("code") != "2080507" or r["measure"] != "total"]
    path: Path = tmp_path_factory.mktemp(request.param) / "budget.duckdb"
    return connect(current_version(sample.build(path, content)))


def expected(connection: duckdb.DuckDBPyConnection, find: str = "") -> list[Row]:
    documents = queries.run(connection, queries.documents())["document_id"].to_list()
    printed = queries.run(connection, queries.spending_tree(documents)).filter(pl.col("statement") == "expenditure")
    rows = printed.to_dicts()
    wholes = {row["document_id"]: row["total_yuan"] for row in rows if row["is_total"]}
    codes = {(row["document_id"], row["code"]) for row in rows if row["code"]}
    lowest = [
        row | {"whole_yuan": wholes.get(row["document_id"])}
        for row in rows
        if row["code"]
        and not any(d == row["document_id"] and c != row["code"] and c.startswith(row["code"]) for d, c in codes)
        and (row["code"].startswith(find) or find in row["name"].replace(" ", ""))
    ]
    return sorted(
        lowest,
        key=lambda r: (r["total_yuan"] is None, -(r["total_yuan"] or 0), r["document_id"], r["table_no"], r["row_no"]),
    )


@pytest.mark.parametrize("find", ["", "2080", "养老"])
@pytest.mark.parametrize("most", [1, 5, 1000])
def test_the_largest_lowest_rows(connection: duckdb.DuckDBPyConnection, find: str, most: int) -> None:
    lowest = queries.run(connection, queries.spending_lowest("expenditure", find))
    wanted = expected(connection, find)
    assert len(lowest) == len(wanted) > 0
    found = queries.run(connection, queries.spending_rows(lowest.head(most), "expenditure")).to_dicts()
    columns = ("document_id", "code", "name", "total_yuan", "basic_yuan", "project_yuan", "whole_yuan", "page", "line")
    assert [[row[c] for c in columns] for row in found] == [[row[c] for c in columns] for row in wanted[:most]]


def test_nothing_that_fits_is_no_row(connection: duckdb.DuckDBPyConnection) -> None:
    lowest = queries.run(connection, queries.spending_lowest("expenditure", "没有这样的行"))
    assert queries.run(connection, queries.spending_rows(lowest, "expenditure")).is_empty()
