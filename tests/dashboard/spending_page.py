"""Test support: what the page 功能支出 shows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from dashboard.database import connect, current_version
from tests.dashboard.test_pages import specs

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    from streamlit.testing.v1 import AppTest

PAGE = "function_spending"


def ranking(at: AppTest) -> pl.DataFrame:
    """The rows of the ranked list, as Decimal in the unit on screen."""
    frame = next(found.value for found in at.dataframe if {"trust", "share"} <= set(found.value.columns))
    return pl.from_pandas(frame[["code", "name", "document", "share", "source"]]).with_columns(
        pl.Series("total", [None if value is None else Decimal(str(value)) for value in frame["total_yuan"]])
    )


def figure(at: AppTest) -> dict[str, Any]:
    found = specs(at)
    assert len(found) == 1
    return found[0]


def kinds(at: AppTest) -> list[str]:
    return [trace["type"] for trace in figure(at)["data"]]


def colours(at: AppTest) -> dict[str, str]:
    """The colour of each tile by its key."""
    return {
        key: colour
        for trace in figure(at)["data"]
        for key, colour in zip(trace["ids"], trace["marker"]["colors"], strict=True)
    }


def connection(path: Path) -> duckdb.DuckDBPyConnection:
    return connect(current_version(path))
