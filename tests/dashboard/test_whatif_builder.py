"""The page 情景测算 on the five documents: rules are built, refused where they are wrong, moved and edited."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from dashboard.scenario.model import Funding, Rule, Scenario, Selection
from tests.dashboard.test_pages import open_page, words
from tests.dashboard.whatif_page import (
    CODE,
    GONE,
    LESS,
    do,
    fill,
    held,
    metrics,
    open_with,
    put,
    wan,
    worked,
)

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.usefixtures("published")


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
