"""The page 情景测算 on the five documents: presets, figures, several scenarios, every part, broken links."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import pytest

from dashboard.database import ENVIRONMENT
from dashboard.format import MoneyUnit, money
from dashboard.scenario.model import MOST_SCENARIOS, Growth, Rule, Scenario, Selection
from dashboard.scenario.presets import presets
from dashboard.scenario.trajectory import trajectory
from tests.dashboard import sample
from tests.dashboard.test_pages import open_page, specs, words
from tests.dashboard.whatif_page import (
    GONE,
    HOSTILE,
    LESS,
    PARTS,
    held,
    metrics,
    open_with,
    table,
    wan,
    worked,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


pytestmark = pytest.mark.usefixtures("published")


def test_without_rules_the_scenario_is_the_published_budget(five: Path) -> None:
    at = open_page("whatif")
    assert not at.exception
    with duckdb.connect(str(five), read_only=True) as connection:
        (total,) = connection.execute(
            "SELECT sum(total_yuan) FROM out_function_spending JOIN documents USING (document_id)"
            " WHERE is_total AND documents.scope = 'department'"
        ).fetchall()[0]
    assert metrics(at) == [wan(total), wan(total), "0.00", "0 / 0"]
    text = words(at)
    assert "情景是假设，不是公布的预算" in text
    assert "还没有规则" in text
    assert "总额是 4 份文档" in text
    assert "另有 1 份单位预算在部门之内" in text
    assert "scenario" not in at.query_params


@pytest.mark.parametrize("number", range(len(presets())))
def test_a_preset_is_one_click_and_its_figures_are_those_of_the_core(five: Path, number: int) -> None:
    at = open_page("whatif")
    at.button(key=f"preset-{number}").click().run()
    assert not at.exception
    (scenario,) = held(at)
    assert scenario.rules == presets()[number].rules
    result, _ = worked(five, scenario)
    assert metrics(at)[:2] == [wan(result.baseline_yuan), wan(result.scenario_yuan)]
    assert result.baseline_yuan + sum(step.change_yuan for step in result.steps) == result.scenario_yuan
    chart = specs(at)[0]["data"][0]
    assert chart["text"][0] == wan(result.baseline_yuan)
    assert chart["text"][-1] == wan(result.scenario_yuan)
    assert "假设" in specs(at)[0]["layout"]["title"]["text"]


def test_a_link_opens_the_same_figures_in_every_unit_language_and_filter(five: Path) -> None:
    scenario = Scenario("压", (LESS, GONE), Growth(Decimal(3)))
    for query in ({}, {"lang": "English"}, {"money": "亿元"}):
        at = open_with(scenario, **query)
        result, _ = worked(five, scenario)
        unit = MoneyUnit(query.get("money", "万元"))
        assert metrics(at)[:2] == [money(result.baseline_yuan, unit), money(result.scenario_yuan, unit)]
        assert metrics(at)[3] == "2 / 2"
    at = open_with(scenario, year="2023", region="烟台市")
    result, _ = worked(five, scenario, "jurisdiction = '烟台市' AND fiscal_year = 2023")
    assert metrics(at)[:2] == [wan(result.baseline_yuan), wan(result.scenario_yuan)]


def test_an_earlier_year_is_not_said_to_be_inside_a_department(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = sample.only(sample.DEPARTMENT)
    for table_, rows in content.items():
        earlier = [row | {"document_id": "earlier"} for row in rows if row.get("document_id") == sample.DEPARTMENT]
        years = [row | {"fiscal_year": row["fiscal_year"] - 1} if "fiscal_year" in row else row for row in earlier]
        content[table_] = [*rows, *years]
    monkeypatch.setenv(ENVIRONMENT, str(sample.build(tmp_path / "two.duckdb", content)))
    at = open_page("whatif")
    assert not at.exception
    assert "总额是 1 份文档（2024年）" in words(at)
    assert "另有 1 份属于同一单位较早的年度" in words(at)
    assert "在部门之内" not in words(at)
    named = set(table(at, "baseline_yuan")["document"])
    assert [name for name in named if "（同一单位另有较新的预算，不计入总额）" in name]


def test_the_table_has_baseline_scenario_difference_and_shares(five: Path) -> None:
    at = open_with(Scenario("压", (LESS,)))
    result, _ = worked(five, Scenario("压", (LESS,)))
    shown = table(at, "baseline_yuan")
    totals = result.lines.filter(measure="total").filter(is_total=True)["scenario_yuan"].to_list()
    printed = [Decimal(v) * 10000 for v in shown[shown["label"] == "合计"]["scenario_yuan"]]
    assert sorted(printed) == sorted(totals)
    assert set(shown[shown["label"] == "合计"]["after"]) == {"100.00%"}
    rows = zip(shown["baseline_yuan"], shown["scenario_yuan"], shown["change_yuan"], strict=True)
    assert all(Decimal(after) - Decimal(before or 0) == Decimal(change) for before, after, change in rows)
    assert all("第" in source for source in shown["source"])


@pytest.mark.parametrize("which", ["变动的行 Changed", "全部行 All lines", "三公 Three public", "项目 Projects"])
def test_each_choice_of_lines_shows_them(which: str) -> None:
    at = open_with(Scenario("压", (LESS, Rule("percent", Decimal(-10), Selection(component="total")))), lines=which)
    assert not at.exception
    assert len(table(at, "baseline_yuan"))


# ── several scenarios ──


def test_up_to_four_scenarios_are_added_copied_renamed_chosen_and_removed() -> None:
    at = open_with(Scenario("甲", (LESS,)))
    at.button(key="scenario-copy").click().run()
    assert held(at) == (Scenario("甲", (LESS,)), Scenario("甲（副本）", (LESS,)))
    at.text_input(key="scenario_name").set_value("乙").run()
    at.button(key="scenario-add").click().run()
    at.button(key="preset-3").click().run()
    at.button(key="scenario-add").click().run()
    assert [scenario.name for scenario in held(at)] == ["甲", "乙", "情景 3", "情景 4"]
    assert [len(scenario.rules) for scenario in held(at)] == [1, 1, 1, 0]
    assert len(held(at)) == MOST_SCENARIOS
    assert at.button(key="scenario-add").disabled
    assert at.button(key="scenario-copy").disabled
    at.selectbox(key="scenario_chosen").set_value(2).run()
    assert "".join(at.query_params["at"]) == "3"
    assert at.text_input(key="scenario_name").value == "情景 3"
    at.button(key="scenario-remove").click().run()
    assert [scenario.name for scenario in held(at)] == ["甲", "乙", "情景 4"]
    for _ in range(3):
        at.button(key="scenario-remove").click().run()
    assert not at.exception
    assert held(at) == (Scenario("情景 1"),)


def test_scenarios_stand_side_by_side(five: Path) -> None:
    scenarios = (Scenario("甲", (LESS,)), Scenario("乙", (GONE,)), Scenario("丙", (LESS, GONE)), Scenario("丁"))
    at = open_with(*scenarios, part="多情景 Side by side")
    assert not at.exception
    summary = table(at, "gap")
    results = [worked(five, scenario)[0] for scenario in scenarios]
    assert list(summary["name"]) == ["1. 甲", "2. 乙", "3. 丙", "4. 丁"]
    assert [Decimal(v) * 10000 for v in summary["scenario"]] == [result.scenario_yuan for result in results]
    beside = table(at, "scenario_4")
    total = beside[beside["label"] == "合计"]
    assert len(total) == len(results[0].documents)
    assert list(total["scenario_4"]) == list(total["baseline_yuan"])
    saved = results[1].baseline_yuan - results[1].scenario_yuan
    assert Decimal(summary["surplus"][1]) * 10000 == saved


def test_what_pays_is_listed_rule_by_rule(five: Path) -> None:
    scenario = Scenario("甲", (LESS, GONE))
    at = open_with(scenario, part="资金来源 Funding")
    shown = table(at, "from")
    result, _ = worked(five, scenario)
    assert [Decimal(v) * 10000 for v in shown["change_yuan"]] == result.funding["change_yuan"].to_list()
    assert "资金缺口／结余（无来源）" in set(shown["from"])
    assert len(table(at, "text")) == sum(len(step.conflicts) + len(step.assumptions) for step in result.steps)


def test_the_path_follows_its_assumptions_which_are_on_screen(five: Path) -> None:
    at = open_with(Scenario("甲", (LESS,)), part="到2030年 To 2030")
    at.text_input(key="growth_percent").set_value("3").run()
    at.text_input(key="growth_margin").set_value("1.5%").run()
    (scenario,) = held(at)
    assert scenario.growth == Growth(Decimal(3), Decimal("1.5"))
    result, start = worked(five, scenario)
    path = trajectory(start, result)
    shown = table(at, "high")
    assert list(shown["year"]) == [str(year) for year in range(2024, 2031)]
    high = path.years.filter(path="high").sort("year")["scenario_yuan"].to_list()
    assert [Decimal(v) * 10000 for v in shown["high"]] == high
    assert "每年 3%" in words(at)
    assert specs(at)[1]["data"][0]["name"] == "情景（低）"


def test_a_growth_that_is_no_number_is_said_there_and_the_rest_stays() -> None:
    at = open_with(Scenario("甲", (LESS,), Growth(Decimal(3))), part="到2030年 To 2030")
    at.text_input(key="growth_percent").set_value("三").run()
    assert not at.exception
    assert "“三”不能用" in words(at)
    assert at.text_input(key="growth_percent").value == "三"
    assert held(at)[0].growth == Growth(Decimal(3))
    at.text_input(key="growth_percent").set_value("4").run()
    assert "不能用" not in words(at)
    assert held(at)[0].growth == Growth(Decimal(4))


def test_hostile_names_stay_text() -> None:
    rule = Rule("percent", Decimal(-5), Selection(split="project"), name=HOSTILE[:60])
    for part in PARTS:
        at = open_with(Scenario(HOSTILE[:60], (rule,)), Scenario("乙", (rule,)), part=part)
        assert not at.exception
        run = [*at.markdown, *at.caption, *at.info, *at.warning, *at.error, *at.title, *at.subheader]
        labels = [*at.button, *at.metric, *at.expander, *at.selectbox, *at.text_input]
        assert not any("<img" in str(element.value) for element in run)
        assert not any("<img" in str(element.label) for element in labels)
        assert all("<img" not in json.dumps(spec) for spec in specs(at))
    at.text_input(key="scenario_name").set_value("a\u200b\x07b").run()
    assert held(at)[0].name == "ab"


@pytest.mark.parametrize("lang", ["中文", "English"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_runs_in_both_languages(lang: str, part: str) -> None:
    at = open_with(Scenario("甲", (LESS, GONE)), Scenario("乙"), lang=lang, part=part)
    assert not at.exception
    assert at.title[0].value == {"中文": "情景测算", "English": "Scenarios"}[lang]


@pytest.mark.parametrize("document", [sample.DEPARTMENT, sample.UNIT, sample.ZONE, sample.NONE])
def test_the_page_runs_on_one_document_of_the_sample(document: str, alone: Callable[[str], None]) -> None:
    alone(document)
    assert not open_with(Scenario("甲", (LESS, GONE)), part="多情景 Side by side").exception


def test_the_page_runs_on_an_empty_database(alone: Callable[[str], None]) -> None:
    alone("")
    assert "budgetlens load" in open_page("whatif").info[0].value
