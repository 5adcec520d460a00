"""A department beside its unit, and years beside each other: what counts, and what must not come apart."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import pytest

from dashboard import queries
from dashboard.scenario import baseline
from dashboard.scenario.model import Rule, Scenario, Selection
from dashboard.scenario.work import work_out
from loaders import store
from tests.checks import build

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.scenario.baseline import Baseline
    from loaders.model import LoadedDocument

WHOLE = "208 {0} {0}\n20801 {0} {0}\n2080102 {0} {0}\n合计 {0} {0}"


def document(document_id: str, amount: str, **about: object) -> LoadedDocument:
    spent = build.coded("expenditure", "total project", WHOLE.format(amount))
    fund = build.coded("general_public", "total project", WHOLE.format(amount), table_no=2)
    income = build.coded("income", "total general_public", WHOLE.format(amount), table_no=3)
    return build.document(spent, fund, income, document_id=document_id, **about)  # type: ignore[arg-type]


def base(folder: Path, *documents: LoadedDocument) -> Baseline:
    path = folder / "budget.duckdb"
    store.write_database(path, documents, [], [])
    with duckdb.connect(str(path), read_only=True) as connection:
        found = baseline.read(lambda q: queries.run(connection, q), [Scenario("", (Rule("percent"),))])
        # What is asked where it is needed is asked as long as there is a connection.
        _ = found.books(), found.projects
    return found


@pytest.fixture
def department(tmp_path: Path) -> Baseline:
    return base(
        tmp_path,
        document("office-2024", "100.00", unit="某局"),
        document("centre-2024", "90.00", unit="某中心", scope="unit", parent_unit="某局"),
    )


def test_a_unit_cannot_outgrow_its_department(department: Baseline) -> None:
    more = Rule("percent", Decimal(20), Selection(documents=("centre-2024",)))
    step = work_out(department, Scenario("", (more,))).steps[0]
    assert step.status == "refused"
    assert step.reason is not None
    assert step.reason.key == "scenario.identity"
    assert step.reason.values["rule"] == "Y5"
    less = Rule("percent", Decimal(-20), Selection(documents=("office-2024",)))
    assert work_out(department, Scenario("", (less,))).steps[0].status == "refused"


@pytest.mark.parametrize("percent", [-50, 50])
def test_both_together_stay_together_and_count_once(percent: int, department: Baseline) -> None:
    result = work_out(department, Scenario("", (Rule("percent", Decimal(percent)),)))
    assert result.steps[0].status == "applied"
    assert not result.steps[0].conflicts
    assert result.baseline_yuan == 1_000_000
    assert result.scenario_yuan == 1_000_000 * (100 + percent) // 100
    assert result.steps[0].lines_change_yuan == Decimal(1_900_000 * percent // 100)


def test_an_amount_is_shared_among_what_counts(department: Baseline) -> None:
    step = work_out(department, Scenario("", (Rule("amount", Decimal(5)),))).steps[0]
    assert (step.lines, step.lines_change_yuan, step.change_yuan) == (1, Decimal(5), Decimal(5))


def test_years_and_stages_of_a_unit_are_never_added(tmp_path: Path) -> None:
    found = base(
        tmp_path,
        document("office-2023", "80.00", fiscal_year=2024),
        document("office-2022", "70.00", fiscal_year=2024, stage="final"),
        document("office-2021", "60.00", fiscal_year=2023),
    )
    assert dict(found.documents.select("document_id", "counted").iter_rows()) == {
        "office-2023": True,
        "office-2022": False,
        "office-2021": False,
    }
