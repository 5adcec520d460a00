"""Budget beside final accounts of the same unit and year: two columns, never a sum, never one series."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import dashboard
from dashboard import comparisons, database, queries, stages
from dashboard.database import ENVIRONMENT
from tests.dashboard import sample
from tests.dashboard.test_pages import open_page

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

APP = Path(dashboard.__file__).parent / "app.py"
FINAL = "jia-hrss-2024-final"


def content() -> dict[str, list[dict[str, Any]]]:
    """The sample, and the final accounts of its department: each amount 10.00 万元 more, one row without a budget."""
    rows = {table: list(found) for table, found in sample.rows().items()}
    own = {
        table: [row for row in found if row.get("document_id") == sample.DEPARTMENT] for table, found in rows.items()
    }
    rows["documents"].append(own["documents"][0] | {"document_id": FINAL, "stage": "final"})
    for row in own["amounts"]:
        more = row["amount_yuan"] + 100000
        rows["amounts"].append(row | {"document_id": FINAL, "amount_yuan": more, "line": row["line"] + 1000})
    only_final = next(row for row in own["amounts"] if row.get("code") == "210" and row["measure"] == "total")
    rows["amounts"].append(only_final | {"document_id": FINAL, "code": "221", "name": "住房保障支出", "row_no": 90})
    rows["statements"] += [row | {"document_id": FINAL} for row in own["statements"]]
    return rows


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = sample.build(tmp_path / "both.duckdb", content())
    monkeypatch.setenv(ENVIRONMENT, str(path))
    return path


def rows_of(db: Path, question: queries.Question) -> list[dict[str, Any]]:
    connection = database.connect(database.current_version(db))
    try:
        return queries.run(connection, question).to_dicts()
    finally:
        connection.close()


def frames(at: AppTest) -> list[Any]:
    return [frame.value for frame in at.dataframe if "budget_source" in frame.value]


def test_a_pair_has_difference_and_rate(both: Path) -> None:
    pairs = stages.spending(rows_of(both, queries.basic_project([sample.DEPARTMENT, sample.UNIT, FINAL])))
    assert {(pair.budget_id, pair.final_id) for pair in pairs} == {(sample.DEPARTMENT, FINAL)}
    total = next(pair for pair in pairs if pair.item == ("", "total"))
    assert (total.budget_yuan, total.final_yuan) == (Decimal(15000000), Decimal(15100000))
    assert (total.difference, total.rate) == (Decimal(100000), "100.67%")


def test_what_one_side_does_not_print_is_not_zero(both: Path) -> None:
    pairs = stages.spending(rows_of(both, queries.basic_project([sample.DEPARTMENT, FINAL])))
    alone = next(pair for pair in pairs if pair.item == ("221", "total"))
    assert (alone.budget_yuan, alone.difference, alone.rate) == (None, None, "—")
    assert alone.either is alone.final


def test_three_public_pairs_the_years_of_the_documents_alone(both: Path) -> None:
    rows = rows_of(both, queries.three_public([sample.DEPARTMENT, sample.UNIT, FINAL]))
    pairs = stages.three_public(rows, comparisons.order)
    assert [pair.item[0] for pair in pairs] == ["total", "vehicle", "reception"]
    assert (pairs[0].budget_yuan, pairs[0].final_yuan) == (Decimal(325600), Decimal(425600))


@pytest.mark.parametrize(
    "change",
    [{"fiscal_year": 2025}, {"scope": "unit"}, {"unit": "别的单位"}, {"jurisdiction": "丁市"}, {"stage": "budget"}],
)
def test_only_the_same_unit_and_year_in_both_stages_is_a_pair(change: dict[str, Any]) -> None:
    row = {"jurisdiction": "甲市", "unit": "某局", "scope": "department", "stage": "final", "document_id": "b"}
    budget = row | {"stage": "budget", "document_id": "a"}
    other = row | change
    figures = [
        stages.Figure(budget, 2024, ("x",), Decimal(1)),
        stages.Figure(other, other.get("fiscal_year", 2024), ("x",), Decimal(1)),
    ]
    assert stages.pairs(figures) == []
    assert stages.pairs([figures[0], stages.Figure(row, 2024, ("x",), Decimal(1))]) != []


def test_a_budget_of_zero_has_no_rate() -> None:
    row = {"jurisdiction": "甲市", "unit": "某局", "scope": "department", "document_id": "a"}
    budget = stages.Figure(row | {"stage": "budget"}, 2024, ("x",), Decimal(0))
    final = stages.Figure(row | {"stage": "final"}, 2024, ("x",), Decimal(5))
    (pair,) = stages.pairs([budget, final])
    assert (pair.difference, pair.rate) == (Decimal(5), "—")


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("name", ["basic_project", "three_public"])
@pytest.mark.parametrize("lang", ["中文", "English"])
def test_both_pages_show_the_two_beside_each_other(name: str, lang: str) -> None:
    at = open_page(name, lang=lang)
    assert not at.exception
    (frame,) = frames(at)
    assert list(frame.columns)[:6] == ["document", "name", "budget", "final", "difference", "rate"]
    assert all(FINAL in source for source in frame["final_source"])


@pytest.mark.usefixtures("both")
def test_one_stage_alone_shows_no_comparison() -> None:
    assert frames(open_page("basic_project", stage="预算 Budget")) == []
    assert frames(open_page("three_public", region="乙区")) == []


@pytest.mark.usefixtures("both")
def test_the_filter_of_stages_is_there_where_both_are() -> None:
    at = open_page("overview")
    assert at.multiselect(key="stage").options == ["预算 Budget", "决算 Final accounts"]


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("name", ["basic_project", "three_public"])
def test_budget_and_final_accounts_are_never_drawn_as_one(name: str) -> None:
    """No bar adds the two: each amount that is drawn is an amount that is printed."""
    at = open_page(name, mode="金额 Amount")
    charts = at.get("plotly_chart")
    assert charts
    for chart in charts:
        spec = json.loads(chart.proto.spec)
        for trace in spec["data"]:
            names = [y for y in trace.get("y", []) if isinstance(y, str)]
            assert len(names) == len(set(names))
