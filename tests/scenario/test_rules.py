"""What each kind of rule does to the five documents, by figures that the documents print."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from dashboard import queries
from dashboard.scenario import baseline as published_figures
from dashboard.scenario.model import Funding, Growth, Rule, Scenario, ScenarioError, Selection
from dashboard.scenario.shares import share_out
from dashboard.scenario.trajectory import trajectory
from dashboard.scenario.work import work_out
from dashboard.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.queries import Question
    from dashboard.scenario.baseline import Baseline
    from dashboard.scenario.model import Result

YANTAI, UNIT = "yantai-hrss-2024", "yantai-sic-2023"
HAIDONG, HAIGANG, ZIBO = "haidong-hrss-2023", "haigang-hrss-2024", "zibo-hitech-hrss-2024"


def one(published: Baseline, *rules: Rule) -> Result:
    return work_out(published, Scenario("", rules))


def yuan(result: Result, document: str, statement: str, measure: str = "total", **where: object) -> Decimal:
    found = result.amounts.filter(document_id=document, statement=statement, measure=measure, **where)
    [amount] = found["amount_yuan"].to_list()
    return Decimal(amount)


def test_the_total_counts_a_unit_inside_a_chosen_department_once(published: Baseline) -> None:
    result = one(published)
    counted = dict(result.documents.select("document_id", "counted").iter_rows())
    assert counted == {YANTAI: True, UNIT: False, HAIDONG: True, HAIGANG: True, ZIBO: True}
    assert result.baseline_yuan == result.scenario_yuan == Decimal("1882301300.00")
    assert result.amounts.filter(pl.col("change_yuan") != 0).is_empty()


def test_a_change_of_a_line_reaches_every_table_that_contains_it(published: Baseline) -> None:
    rule = Rule("amount", Decimal(1_000_000), Selection(documents=(ZIBO,), codes=("2080507",)))
    result = one(published, rule)
    assert yuan(result, ZIBO, "expenditure", code="2080507") == Decimal(30_000_000)
    for statement in ("expenditure", "general_public", "income"):
        before = one(published)
        for where in ({"code": "208"}, {"code": "20805"}, {"is_total": True}):
            assert yuan(result, ZIBO, statement, **where) - yuan(before, ZIBO, statement, **where) == 1_000_000
    for statement in ("summary", "appropriation"):
        moved = result.amounts.filter(document_id=ZIBO, statement=statement, measure="total").filter(
            pl.col("change_yuan") != 0
        )
        assert set(moved["change_yuan"].to_list()) == {Decimal(1_000_000)}
        assert moved.filter(side="income", is_total=True).height >= 1
        assert moved.filter(side="expenditure", is_total=False).height == 1
    assert result.funding.select("source", "change_yuan").rows() == [("general_public", Decimal(1_000_000))]


def test_a_gap_is_a_line_of_income_and_touches_no_fund(published: Baseline) -> None:
    rule = Rule("percent", Decimal(10), Selection(documents=(ZIBO,), codes=("2080507",)), funding=Funding("gap"))
    result = one(published, rule)
    [gap] = result.amounts.filter(
        statement="summary", side="income", origin="scenario", name="资金缺口（情景）"
    ).to_dicts()
    assert gap["amount_yuan"] == gap["change_yuan"] == Decimal(2_900_000)
    assert gap["baseline_yuan"] is None
    funds = result.amounts.filter(pl.col("statement").is_in(["general_public", "appropriation"]))
    assert funds.filter(pl.col("change_yuan") != 0).is_empty()
    assert result.funding["source"].to_list() == ["gap"]


def test_what_a_cut_leaves_is_a_remainder(published: Baseline) -> None:
    rule = Rule("percent", Decimal(-10), Selection(documents=(ZIBO,), codes=("2080507",)), funding=Funding("gap"))
    result = one(published, rule)
    assert result.funding.select("source", "change_yuan").rows() == [("gap", Decimal(-2_900_000))]
    assert result.scenario_yuan - result.baseline_yuan == Decimal(-2_900_000)


def test_percentages_are_exact_to_the_last_fen(published: Baseline) -> None:
    rule = Rule("percent", Decimal("-3.333"), Selection(documents=(YANTAI,), split="project"))
    step = one(published, rule).steps[0]
    assert step.lines_yuan == Decimal("1611269900.00")
    assert step.lines_change_yuan == (step.lines_yuan * Decimal("-0.03333")).quantize(Decimal("0.01"))


def test_the_printed_rate_is_used_with_its_place_and_lines_without_one_are_named(published: Baseline) -> None:
    result = one(published, Rule("percent", selection=Selection(documents=(YANTAI,), pension="strict")))
    # 60,000.00 → 82,000.00 and 33,000.00 → 30,000.00 万元: the unit's document of 2023, the department's of 2024
    expected = (Decimal(820_000_000) * 22 / 60).quantize(Decimal("0.01")) + (Decimal(300_000_000) * -3 / 33).quantize(
        Decimal("0.01")
    )
    assert result.steps[0].change_yuan == expected
    said = [message.text(Text("zh")) for message in result.steps[0].assumptions]
    assert any("36.67%" in text and UNIT in text for text in said)
    refused = one(published, Rule("percent", selection=Selection(documents=(ZIBO,), pension="strict"))).steps[0]
    assert refused.status == "refused"
    assert refused.reason is not None
    assert refused.reason.key == "scenario.no_rate_at_all"


def test_money_of_three_public_follows_where_it_is_all_basic_spending(published: Baseline) -> None:
    whole = one(published, Rule("percent", Decimal(-10), Selection(documents=(HAIGANG,), component="total")))
    assert whole.steps[0].change_yuan == whole.steps[0].lines_change_yuan == Decimal("-7850.00")
    mixed = one(published, Rule("percent", Decimal(-10), Selection(documents=(YANTAI,), component="reception")))
    assert mixed.steps[0].lines_change_yuan == Decimal("-13400.00")
    assert mixed.steps[0].change_yuan == 0
    assert [message.key for message in mixed.steps[0].assumptions] == ["scenario.assume_component"]


def test_a_project_without_a_printed_fund_needs_one_named(published: Baseline) -> None:
    key = f"{HAIGANG}#12"
    unclear = one(published, Rule("percent", Decimal(-10), Selection(projects=(key,)))).steps[0]
    assert unclear.reason is not None
    assert unclear.reason.key == "scenario.project_fund"
    rule = Rule("percent", Decimal(-10), Selection(projects=(key,), fund="state_capital"))
    result = one(published, rule)
    assert result.steps[0].change_yuan == Decimal("-648600.00")
    [row] = result.projects.filter(pl.col("change_yuan") == Decimal("-648600.00"), ~pl.col("is_total")).to_dicts()
    assert row["scenario_yuan"] == Decimal("5837400.00")


def test_a_shift_leaves_the_total(published: Baseline) -> None:
    away = Selection(documents=(YANTAI,), codes=("20801",), split="project")
    result = one(published, Rule("shift", Decimal(1_000_000), away, Selection(documents=(YANTAI,), codes=("2082601",))))
    assert result.scenario_yuan == result.baseline_yuan
    assert yuan(result, YANTAI, "expenditure", code="2082601") == Decimal(301_000_000)
    assert result.steps[0].status == "applied"


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (Rule("amount", Decimal(-(10**10)), Selection(codes=("208",))), "below_zero"),
        (Rule("set_to", Decimal(5), Selection(codes=("999",))), "unknown_code"),
        (Rule("remove", selection=Selection(projects=("nothing",))), "unknown_project"),
        (Rule("percent", Decimal(1), Selection(component="total", codes=("208",))), "mixed_selection"),
        (Rule("shift", Decimal(1), Selection(codes=("208",)), Selection(codes=("208",))), "shift_to_itself"),
        (Rule("shift", Decimal(1), Selection(codes=("208",)), Selection(codes=("210",), split="project")), "nowhere"),
        (
            Rule("percent", Decimal(1), Selection(codes=("208",)), funding=Funding("source", "government_fund")),
            "left_out",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(rule: Rule, reason: str, published: Baseline) -> None:
    result = one(published, rule)
    assert result.steps[0].status == "refused"
    assert result.steps[0].reason is not None
    assert reason in result.steps[0].reason.key
    assert all(result.steps[0].reason.text(Text(language)) for language in ("zh", "en"))
    assert result.scenario_yuan == result.baseline_yuan


def test_nothing_to_be_in_proportion_to_is_no_division(published: Baseline) -> None:
    gone = Rule("remove", selection=Selection(documents=(ZIBO,), codes=("2080507",)))
    again = Rule("amount", Decimal(100), Selection(documents=(ZIBO,), codes=("2080507",)))
    steps = one(published, gone, again).steps
    assert [step.status for step in steps] == ["applied", "refused"]
    assert steps[1].reason is not None
    assert steps[1].reason.key == "scenario.nothing_to_share"


def test_unknown_places_are_said(ask: Callable[[Question], pl.DataFrame]) -> None:
    for selection in (Selection(jurisdictions=("无此地",)), Selection(documents=("x",)), Selection(years=(1999,))):
        with pytest.raises(ScenarioError, match="unknown"):
            published_figures.read(ask, [Scenario("", (Rule("remove", selection=selection),))])


def test_only_what_the_rules_touch_is_read(ask: Callable[[Question], pl.DataFrame]) -> None:
    asked: list[Question] = []

    def watched(question: Question) -> pl.DataFrame:
        asked.append(question)
        return ask(question)

    rule = Rule("percent", Decimal(1), Selection(documents=(ZIBO,)))
    base = published_figures.read(watched, [Scenario("", (rule,))])
    assert base.figures["document_id"].unique().to_list() == [ZIBO]
    touched = [q.parameters["documents"] for q in asked if "documents" in q.parameters]
    assert all(set(documents) <= {ZIBO} for documents in touched)


def test_without_rules_the_frames_are_those_that_a_rule_without_effect_leaves(published: Baseline) -> None:
    bare, idle = (work_out(published, Scenario("", rules)) for rules in ((), (Rule("percent", Decimal(0)),)))
    assert [step.status for step in idle.steps] == ["no_effect"]
    for name in ("amounts", "lines", "components", "projects", "atoms", "documents", "funding"):
        assert getattr(bare, name).equals(getattr(idle, name)), name
        assert getattr(bare, name).schema == getattr(idle, name).schema
    for table in ("lines", "components", "projects"):
        leaves = bare.with_leaves(table)["is_leaf"]
        assert leaves.equals(idle.with_leaves(table)["is_leaf"])
        assert 0 < leaves.sum() < len(leaves)
    assert (bare.baseline_yuan, bare.scenario_yuan) == (idle.baseline_yuan, idle.scenario_yuan)


def test_documents_that_no_load_has_checked_are_checked_for_the_scenario(
    ask: Callable[[Question], pl.DataFrame], published: Baseline
) -> None:
    def unchecked(question: Question) -> pl.DataFrame:
        frame = ask(question)
        return frame.clear() if question.name == queries.scenario_identities([]).name else frame

    scenario = Scenario("", (Rule("percent", Decimal("-7.77"), Selection(split="project")),))
    base = published_figures.read(unchecked, [scenario])
    assert work_out(base, scenario).amounts.equals(work_out(published, scenario).amounts)


def test_the_sides_of_an_identity_come_together_in_whatever_order_they_are_read(
    ask: Callable[[Question], pl.DataFrame], published: Baseline
) -> None:
    def shuffled(question: Question) -> pl.DataFrame:
        frame = ask(question)
        named = queries.scenario_identities([]).name
        return frame.sample(fraction=1, shuffle=True, seed=1) if question.name == named else frame

    scenario = Scenario("", (Rule("percent", Decimal("-7.77"), Selection(split="project")),))
    base = published_figures.read(shuffled, [scenario])
    assert work_out(base, scenario).amounts.equals(work_out(published, scenario).amounts)


# ── later years ──


def test_a_path_grows_each_line_by_its_own_assumption(published: Baseline) -> None:
    grow = Rule("grow", Decimal(10), Selection(documents=(ZIBO,), pension="strict"))
    result = work_out(published, Scenario("", (grow,), Growth(Decimal(1), Decimal(2), 2026)))
    assert result.steps[0].status == "path_only"
    path = trajectory(published, result)
    subsidy, whole = Decimal(93_332_000), result.baseline_yuan
    for name, shift in (("low", -2), ("base", 0), ("high", 2)):
        [row] = path.years.filter(year=2026, path=name).to_dicts()
        own = (subsidy * (1 + Decimal(10 + shift) / 100) ** 2).quantize(Decimal("0.01"))
        rest = ((whole - subsidy) * (1 + Decimal(1 + shift) / 100) ** 2).quantize(Decimal("0.01"))
        assert row["scenario_yuan"] == own + rest
        assert row["baseline_yuan"] == (whole * (1 + Decimal(1 + shift) / 100) ** 2).quantize(Decimal("0.01"))
    assert path.years["year"].unique().sort().to_list() == [2024, 2025, 2026]
    assert path.assumptions["amount_yuan"].sum() == whole


def test_the_first_year_of_a_path_is_the_scenario(published: Baseline) -> None:
    rules = (
        Rule("percent", Decimal(-5), Selection(split="project")),
        Rule("grow", Decimal(3), Selection(codes=("208",))),
    )
    result = work_out(published, Scenario("", rules))
    first = trajectory(published, result).years.filter(year=2024)
    assert set(first["scenario_yuan"].to_list()) == {result.scenario_yuan}
    assert set(first["baseline_yuan"].to_list()) == {result.baseline_yuan}


def test_growth_at_the_printed_rate_names_place_and_what_has_none(published: Baseline) -> None:
    result = work_out(published, Scenario("", (Rule("grow", selection=Selection(pension="strict")),)))
    path = trajectory(published, result)
    placed = path.assumptions.filter(pl.col("place").str.contains(UNIT))
    assert placed["percent"].to_list() == [Decimal("36.6667"), Decimal("-9.0909")]
    assert {message.key for message in path.refused} == {"scenario.no_rate"}


def test_parts_of_three_public_have_no_path_of_their_own(published: Baseline) -> None:
    result = work_out(published, Scenario("", (Rule("grow", Decimal(3), Selection(component="total")),)))
    assert [message.key for message in trajectory(published, result).refused] == ["scenario.grow_functions_only"]


@pytest.mark.parametrize(("amount", "weights"), [(100, [1, 1, 1]), (-7, [3, 0, 4]), (10**15, [1, 2, 3]), (0, [0, 0])])
def test_shares_add_up(amount: int, weights: list[int]) -> None:
    assert sum(share_out(amount, weights)) == amount
