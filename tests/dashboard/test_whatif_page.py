"""The page 情景测算 on the five documents: presets, builder, rules, several scenarios, files, links."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from dashboard import database as databases
from dashboard import queries
from dashboard.database import ENVIRONMENT
from dashboard.format import MoneyUnit, money
from dashboard.scenario import baseline, files, links
from dashboard.scenario.model import MOST_SCENARIOS, Funding, Growth, Result, Rule, Scenario, Selection
from dashboard.scenario.presets import presets
from dashboard.scenario.trajectory import trajectory
from dashboard.scenario.work import work_out
from dashboard.text import Text
from tests.dashboard import sample
from tests.dashboard.test_pages import open_page, specs, words

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl
    from streamlit.testing.v1 import AppTest

PARTS = ("对比表 Table", "资金来源 Funding", "多情景 Side by side", "到2030年 To 2030", "保存与比较 Files")
HOSTILE = "<img src=x onerror=alert(1)> **b** $a$ [x](http://x) `c`;|~,:+"
LESS = Rule("percent", Decimal(-5), Selection(split="project"))
GONE = Rule("remove", None, Selection(pension="strict"), funding=Funding("gap"))
CODE = Rule("percent", Decimal(3), Selection(codes=("20805",)))


@pytest.fixture(autouse=True)
def _five(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))


def open_with(*scenarios: Scenario, **query: str) -> AppTest:
    return open_page("whatif", scenario=links.encode(scenarios), **query)


def held(at: AppTest) -> tuple[Scenario, ...]:
    """The scenarios of the link."""
    text = at.query_params["scenario"]
    return links.decode(text[0] if isinstance(text, list) else text)


def metrics(at: AppTest) -> list[str]:
    return [metric.value for metric in at.metric]


def worked(path: Path, scenario: Scenario, where: str = "true") -> tuple[Result, baseline.Baseline]:
    """The scenario worked out beside the page, straight from the database."""
    connection = databases.connect(databases.current_version(path))
    ids = [row[0] for row in connection.execute(f"SELECT document_id FROM documents WHERE {where}").fetchall()]  # noqa: S608

    def ask(question: queries.Question) -> pl.DataFrame:
        return queries.run(connection, question)

    start = baseline.read(ask, [scenario], ids)
    return work_out(start, scenario), start


def table(at: AppTest, column: str) -> Any:  # noqa: ANN401 - pandas' frame
    return next(frame.value for frame in at.dataframe if column in frame.value)


def wan(yuan: Decimal) -> str:
    return money(yuan, MoneyUnit.WAN)


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


# ── the builder ──


def fill(at: AppTest, **fields: Any) -> AppTest:  # noqa: ANN401 - whatever the field holds
    """Fill fields one by one, each with the run that a person would see."""
    for field, value in fields.items():
        key = f"rule_{field}"
        kind = next(k for k in (at.selectbox, at.multiselect, at.text_input) if key in {w.key for w in k})
        kind(key=key).set_value(value).run()
    return at


def put(at: AppTest) -> AppTest:
    return at.button(key="rule-put").click().run()


FILLED: list[tuple[dict[str, Any], Rule]] = [
    ({"value": "-5 %", "split": "project"}, LESS),
    ({"codes": ["20805"], "value": "3"}, CODE),
    (
        {"fund": "general_public", "operation": "amount", "value": "-1,200.5", "funding": "carryover"},
        Rule("amount", Decimal("-12005000.00"), Selection(fund="general_public"), funding=Funding("carryover")),
    ),
    (
        {"operation": "set_to", "value": "10", "codes": ["2080101"], "funding": "source", "source": "other"},
        Rule("set_to", Decimal("100000.00"), Selection(codes=("2080101",)), funding=Funding("source", "other")),
    ),
    ({"aim": "pension", "operation": "remove", "funding": "gap"}, GONE),
    (
        {"aim": "pension", "pension": "broad", "operation": "grow", "value": "2.5"},
        Rule("grow", Decimal("2.5"), Selection(pension="broad")),
    ),
    (
        {"aim": "three_public", "component": "reception", "value": "-10", "name": "接待"},
        Rule("percent", Decimal(-10), Selection(component="reception"), name="接待"),
    ),
    (
        {"codes": ["2080101"], "operation": "shift", "value": "1", "to": ["2080104"]},
        Rule("shift", Decimal("10000.00"), Selection(codes=("2080101",)), Selection(codes=("2080104",))),
    ),
    (
        {"regions": ["海东市"], "units": ["海东市人力资源和社会保障局"], "years": [2023], "operation": "percent"},
        Rule("percent", None, Selection(("海东市",), ("海东市人力资源和社会保障局",), years=(2023,))),
    ),
]


@pytest.mark.parametrize(("fields", "rule"), FILLED)
def test_the_builder_makes_every_kind_of_rule(fields: dict[str, Any], rule: Rule) -> None:
    at = put(fill(open_page("whatif"), **fields))
    assert not at.exception
    assert held(at)[0].rules == (rule,)
    assert at.session_state["rule_value"] == ""
    assert at.session_state["rule_aim"] == "functions"


def test_a_rule_on_a_project_is_chosen_by_name(five: Path) -> None:
    with duckdb.connect(str(five), read_only=True) as connection:
        ((code, name),) = connection.execute(
            "SELECT code, name FROM projects WHERE code IS NOT NULL ORDER BY total_yuan DESC LIMIT 1"
        ).fetchall()
    at = fill(open_page("whatif"), aim="projects")
    assert f"{name}（{code}）" in at.multiselect(key="rule_projects").options
    at = put(fill(at, projects=[code], operation="remove"))
    assert held(at)[0].rules == (Rule("remove", None, Selection(projects=(code,))),)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": "五"}, "“五”不能用"),
        ({"operation": "amount", "value": "1e9"}, "“1e9”不是金额"),
        ({"operation": "set_to", "value": "-1"}, "小于 0"),
        ({"operation": "amount", "value": "0.0000001"}, "最细到分"),
        ({"operation": "shift", "value": "1"}, "还没有选调到哪些科目"),
        ({"value": "5", "aim": "projects"}, "还没有选项目"),
        ({"value": "5", "funding": "source"}, "还没有选资金来源"),
    ],
)
def test_bad_input_is_said_in_its_field_and_nothing_is_lost(fields: dict[str, Any], said: str) -> None:
    at = put(fill(open_with(Scenario("甲", (CODE,)), lines="类 Classes"), **fields))
    assert not at.exception
    assert said in words(at)
    assert held(at) == (Scenario("甲", (CODE,)),)
    assert {field: at.session_state[f"rule_{field}"] for field in fields} == fields


def test_a_code_may_be_typed_and_one_that_nobody_prints_is_said_at_its_rule() -> None:
    at = open_with(Scenario("甲", (Rule("percent", Decimal(1), Selection(codes=("999",))), LESS)))
    assert not at.exception
    assert "999" in words(at)
    assert "1 / 2" in metrics(at)


def test_a_rule_that_goes_below_zero_is_refused_where_it_stands_and_the_others_stay(five: Path) -> None:
    below = Rule("amount", Decimal("-99999999999.00"), Selection(codes=("20805",)))
    at = open_with(Scenario("甲", (below, LESS)))
    first = next(text.value for text in at.text if text.value.startswith("1. "))
    assert "✕ 未执行" in first
    result, _ = worked(five, Scenario("甲", (LESS,)))
    assert metrics(at)[1] == wan(result.scenario_yuan)


def test_a_place_that_is_not_in_the_database_is_said_at_its_rule_and_the_others_stay(five: Path) -> None:
    elsewhere = Rule("percent", Decimal(-5), Selection(jurisdictions=("无此市",)))
    at = open_with(Scenario("甲", (elsewhere, LESS)))
    assert not at.exception
    first = next(text.value for text in at.text if text.value.startswith("1. "))
    assert "✕ 未执行" in first
    assert "无此市" in first
    result, _ = worked(five, Scenario("甲", (LESS,)))
    assert metrics(at)[1] == wan(result.scenario_yuan)


# ── the list of rules ──


def do(at: AppTest, number: int, action: str) -> AppTest:
    return at.pills(key=f"rule-do-{number}").set_value(action).run()


def test_rules_move_up_and_down_and_go() -> None:
    at = open_with(Scenario("甲", (LESS, GONE, CODE)))
    do(at, 0, "down")
    assert held(at)[0].rules == (GONE, LESS, CODE)
    do(at, 2, "up")
    assert held(at)[0].rules == (GONE, CODE, LESS)
    do(at, 1, "remove")
    assert held(at)[0].rules == (GONE, LESS)
    do(at, 0, "up")
    do(at, 1, "down")
    assert held(at)[0].rules == (GONE, LESS)
    assert at.session_state["rule-do-0"] is None


def test_a_later_rule_on_the_same_lines_says_so() -> None:
    text = words(open_with(Scenario("甲", (LESS, GONE))))
    assert "⚠ 与第 1 条触及相同的" in text


def test_a_rule_is_edited_in_place() -> None:
    named = Rule("percent", Decimal(-5), Selection(("海东市",), split="project"), funding=Funding("gap"), name="压")
    at = open_with(Scenario("甲", (CODE, named)))
    do(at, 1, "edit")
    assert at.session_state["rule_value"] == "-5"
    assert at.session_state["rule_regions"] == ["海东市"]
    assert at.session_state["rule_name"] == "压"
    put(fill(at, value="-7"))
    assert held(at)[0].rules == (CODE, Rule("percent", Decimal(-7), named.selection, None, named.funding, "压"))
    do(at, 0, "edit")
    at.button(key="rule-leave").click().run()
    assert "编一条规则" in [box.label for box in at.expander]
    assert len(held(at)[0].rules) == 2


def test_an_amount_in_the_builder_stays_the_same_money_when_the_unit_changes() -> None:
    at = open_with(Scenario("甲", (Rule("amount", Decimal("-12345600.00"), Selection(codes=("208",))),)))
    do(at, 0, "edit")
    assert at.session_state["rule_value"] == "-1234.56"
    at.segmented_control(key="money").set_value("亿元").run()
    assert at.session_state["rule_value"] == "-0.123456"
    put(at)
    assert held(at)[0].rules[0].value == Decimal("-12345600.00")


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


# ── files and links ──


def upload(at: AppTest, content: bytes, name: str = "s.json") -> AppTest:
    return at.file_uploader[0].set_value((name, content, "application/json")).run()


def test_a_saved_file_comes_back_as_the_same_scenario() -> None:
    scenario = Scenario(HOSTILE[:40], (LESS, GONE, CODE), Growth(Decimal("2.5"), Decimal(1)))
    at = upload(open_page("whatif", part="保存与比较 Files"), files.dumps(scenario).encode())
    assert not at.exception
    assert held(at) == (scenario,)
    assert "已载入 s.json" in words(at)
    at = upload(at, b"\xef\xbb\xbf" + files.dumps(Scenario("二")).encode(), "t.json")
    assert held(at) == (scenario, Scenario("二"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "s.json"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"{", "s.json"),
        (b"[]", "s.json"),
        (json.dumps({"format": "budgetlens-scenario", "version": 99, "name": "x", "rules": []}).encode(), "99"),
        (json.dumps({"format": "budgetlens-scenario", "version": 1, "name": "x", "rules": [{}]}).encode(), "rules[0]"),
        (b"x" * 1_000_001, "1000"),
    ],
)
def test_a_bad_file_is_said_and_nothing_is_lost(content: bytes, said: str) -> None:
    before = (Scenario("甲", (LESS,)), Scenario("乙", (GONE,)))
    at = upload(open_with(*before, part="保存与比较 Files"), content)
    assert not at.exception
    assert "没有载入 s.json，现有情景没有变" in words(at)
    assert said in words(at)
    assert held(at) == before


def test_a_fifth_scenario_is_not_loaded_and_it_is_said() -> None:
    four = tuple(Scenario(name) for name in "甲乙丙丁")
    at = upload(open_with(*four, part="保存与比较 Files"), files.dumps(Scenario("戊")).encode())
    assert held(at) == four
    assert "已有 4 个情景" in words(at)


def test_differences_are_in_words() -> None:
    first, second = Scenario("甲", (LESS,)), Scenario("乙", (LESS, GONE))
    at = open_with(first, second, part="保存与比较 Files")
    text = words(at)
    assert all(message.text(Text("zh")) in text for message in files.difference(first, second))
    at.selectbox(key="diff_to").set_value(0).run()
    assert "相同" in words(at)


@pytest.mark.parametrize("text", ["甲;nonsense", "甲;percent5,z:1", "|" * 9, "甲;percent-5,c:20a", "x" * 30_000])
def test_a_broken_link_is_said_and_stays_until_something_is_changed(text: str) -> None:
    at = open_page("whatif", scenario=text)
    assert not at.exception
    assert "链接中的情景无法读取" in words(at)
    assert at.query_params["scenario"] in (text, [text])
    at.button(key="preset-0").click().run()
    assert held(at)[0].rules == presets()[0].rules
    assert "无法读取" not in words(at)


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
def test_the_page_runs_on_one_document_of_the_sample(
    document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(sample.build(tmp_path / "one.duckdb", sample.only(document))))
    assert not open_with(Scenario("甲", (LESS, GONE)), part="多情景 Side by side").exception


def test_the_page_runs_on_an_empty_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(sample.build(tmp_path / "empty.duckdb", {})))
    assert "budgetlens load" in open_page("whatif").info[0].value
