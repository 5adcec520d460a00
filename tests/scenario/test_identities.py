"""The proof: whatever the rules, what added up in the published documents adds up in the scenario."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.scenario.model import (
    COMPONENTS,
    FUNDS,
    PENSIONS,
    SOURCES,
    SPLITS,
    Funding,
    Rule,
    Scenario,
    Selection,
)
from dashboard.scenario.presets import presets
from dashboard.scenario.work import work_out
from tests.scenario.proof import lost, outcomes

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.scenario.baseline import Baseline
    from dashboard.scenario.model import Result
    from tests.scenario.proof import Key

DOCUMENTS = (
    "haidong-hrss-2023",
    "haigang-hrss-2024",
    "yantai-hrss-2024",
    "yantai-sic-2023",
    "zibo-hitech-hrss-2024",
)
CODES = ("208", "20801", "20805", "2080507", "2080505", "20826", "2082601", "210", "221", "223", "213", "2080799")
ADJUSTS = ("情景调整",)
"""How lines begin that say what is not allocated: they alone may be below zero."""

fundings = st.one_of(
    st.just(Funding()),
    st.sampled_from([Funding("gap"), Funding("carryover")]),
    st.builds(Funding, st.just("source"), st.sampled_from(SOURCES)),
)
where = st.lists(st.sampled_from(DOCUMENTS), max_size=2, unique=True).map(tuple)
functions = st.builds(
    Selection,
    documents=where,
    codes=st.lists(st.sampled_from(CODES), max_size=2, unique=True).map(tuple),
    split=st.sampled_from(SPLITS),
    fund=st.sampled_from(FUNDS),
    pension=st.sampled_from([None, None, None, *PENSIONS]),
)
components = st.builds(Selection, documents=where, component=st.sampled_from(COMPONENTS))
projects = st.builds(
    Selection,
    projects=st.lists(
        st.builds("{}#{}".format, st.sampled_from(DOCUMENTS), st.integers(1, 9)), min_size=1, max_size=2, unique=True
    ).map(tuple),
    fund=st.sampled_from(["any", "general_public", "state_capital"]),
)
selections = st.one_of(functions, functions, functions, components, projects)
percents = st.decimals(-100, 60, places=3)
money = st.decimals(-2_000_000, 2_000_000, places=2)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    operation = draw(st.sampled_from(["percent", "percent", "amount", "set_to", "remove", "shift"]))
    value = {
        "percent": percents,
        "amount": money,
        "set_to": money.map(abs),
        "shift": money.map(abs),
        "remove": st.none(),
    }[operation]
    to = draw(functions) if operation == "shift" else None
    return Rule(operation, draw(value), draw(selections), to, draw(fundings))  # type: ignore[arg-type]


@settings(max_examples=25, suppress_health_check=[*HealthCheck])
@given(chosen=st.lists(rules(), min_size=1, max_size=4))
def test_what_added_up_still_adds_up(
    chosen: list[Rule], five: Path, published: Baseline, held: dict[Key, list[tuple[str, Decimal | None]]]
) -> None:
    result = work_out(published, Scenario("", tuple(chosen)))
    assert lost(held, outcomes(five, result.amounts)) == []
    assert_exact(result)


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.key)
def test_each_preset_changes_the_five_documents_and_keeps_their_identities(
    preset: object, five: Path, published: Baseline, held: dict[Key, list[tuple[str, Decimal | None]]]
) -> None:
    result = work_out(published, Scenario("", preset.rules))  # type: ignore[attr-defined]
    assert [step.status for step in result.steps] == ["applied"]
    assert result.scenario_yuan != result.baseline_yuan
    assert lost(held, outcomes(five, result.amounts)) == []
    assert_exact(result)


@pytest.mark.parametrize("funding", [Funding(), Funding("gap"), Funding("carryover"), Funding("source", "business")])
@pytest.mark.parametrize("percent", ["-3.333", "7.77"])
def test_all_spending_moves_whoever_pays(
    funding: Funding, percent: str, five: Path, published: Baseline, held: dict[Key, list[tuple[str, Decimal | None]]]
) -> None:
    result = work_out(published, Scenario("", (Rule("percent", Decimal(percent), funding=funding),)))
    assert lost(held, outcomes(five, result.amounts)) == []
    assert_exact(result)
    pays_itself = funding.kind in {"same", "gap"} or not percent.startswith("-")
    assert (result.steps[0].status == "applied" and not result.steps[0].conflicts) == pays_itself


def assert_exact(result: Result) -> None:
    """Steps add up, nothing is below zero, what is not marked as changed is as published, funding pays all."""
    amounts = result.amounts
    printed = amounts.filter(pl.col("figure_no") > 0)
    assert printed.filter(pl.col("amount_yuan") != pl.col("baseline_yuan") + pl.col("change_yuan")).is_empty()
    assert printed.filter((pl.col("origin") == "scenario") != (pl.col("change_yuan") != 0)).is_empty()
    below = amounts.filter((pl.col("amount_yuan") < 0) & ~pl.col("name").str.starts_with(ADJUSTS[0]))
    assert below.filter(pl.col("baseline_yuan").is_null() | (pl.col("baseline_yuan") >= 0)).is_empty()
    assert sum((step.change_yuan for step in result.steps), Decimal(0)) == result.scenario_yuan - result.baseline_yuan
    assert [
        step for step in result.steps if step.status == "refused" and (step.reason is None or step.change_yuan)
    ] == []
    counted = dict(result.documents.select("document_id", "counted").iter_rows())
    paid = sum(
        (row["change_yuan"] for row in result.funding.iter_rows(named=True) if counted[row["document_id"]]), Decimal(0)
    )
    assert paid == result.scenario_yuan - result.baseline_yuan


def test_the_order_of_rules_counts_and_is_said(published: Baseline) -> None:
    less = Rule("percent", Decimal(-10), Selection(documents=(DOCUMENTS[4],), split="project"))
    fixed = Rule("set_to", Decimal(50_000_000), Selection(documents=(DOCUMENTS[4],), split="project"))
    one, two = (work_out(published, Scenario("", order)) for order in ((less, fixed), (fixed, less)))
    assert one.steps[1].lines_yuan + one.steps[1].lines_change_yuan == Decimal(50_000_000)
    assert two.steps[1].lines_yuan == Decimal(50_000_000)
    assert two.scenario_yuan - one.scenario_yuan == Decimal(-5_000_000)
    for result in (one, two):
        assert [message.key for message in result.steps[1].conflicts] == ["scenario.touches_again"]


def test_a_refused_rule_changes_nothing_and_the_others_stand(published: Baseline) -> None:
    good = Rule("percent", Decimal(-5), Selection(documents=(DOCUMENTS[4],), split="project"))
    bad = Rule("amount", Decimal(-(10**9)), Selection(documents=(DOCUMENTS[4],)))
    alone = work_out(published, Scenario("", (good,)))
    both = work_out(published, Scenario("", (bad, good)))
    assert [step.status for step in both.steps] == ["refused", "applied"]
    assert both.steps[0].reason is not None
    assert both.steps[0].reason.key == "scenario.below_zero"
    assert both.amounts.equals(alone.amounts)
    assert replace(both.steps[1], number=1) == alone.steps[0]
