"""Scenario files and links: what is written is read back, what is wrong is named, nothing else is taken."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.scenario.files import body, difference, dumps, loads
from dashboard.scenario.links import decode, encode
from dashboard.scenario.model import (
    COMPONENTS,
    FUNDS,
    PENSIONS,
    SOURCES,
    SPLITS,
    Funding,
    Growth,
    Rule,
    Scenario,
    ScenarioError,
    Selection,
)
from dashboard.scenario.presets import presets
from dashboard.scenario.words import rule_text
from dashboard.text import LANGUAGES, Text

if TYPE_CHECKING:
    from collections.abc import Callable

ZH = Text("zh")
printable = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
names = st.lists(printable, max_size=2, unique=True).map(tuple)
selections = st.builds(
    Selection,
    names,
    names,
    names,
    st.lists(st.integers(1990, 2100), max_size=2, unique=True).map(tuple),
    st.lists(st.from_regex(r"[1-9]\d{2}(\d{2}){0,2}", fullmatch=True), max_size=2, unique=True)
    .map(lambda codes: tuple(code for code in codes if code.isascii()))
    .map(tuple),
    st.sampled_from(SPLITS),
    st.sampled_from(FUNDS),
    names,
    st.sampled_from([None, *COMPONENTS]),
    st.sampled_from([None, *PENSIONS]),
)
fundings = st.one_of(
    st.sampled_from([Funding(), Funding("gap"), Funding("carryover")]),
    st.sampled_from(SOURCES).map(lambda source: Funding("source", source)),
)
rates = st.none() | st.decimals(-100, 10_000, places=4)
money = st.decimals(-(10**9), 10**9, places=2)
rules = st.one_of(
    st.builds(Rule, st.sampled_from(["percent", "grow"]), rates, selections, st.none(), fundings, printable),
    st.builds(Rule, st.just("amount"), money, selections, st.none(), fundings),
    st.builds(Rule, st.just("set_to"), money.map(abs), selections, st.none(), fundings),
    st.builds(Rule, st.just("remove"), st.none(), selections, st.none(), fundings),
    st.builds(Rule, st.just("shift"), money.map(abs), selections, selections, fundings),
)
growths = st.builds(Growth, st.decimals(-100, 100, places=2), st.decimals(0, 100, places=2), st.integers(2000, 2030))
scenarios = st.builds(Scenario, printable, st.lists(rules, max_size=4).map(tuple), growths)


@given(scenarios)
def test_a_file_is_read_back_as_it_was_written(scenario: Scenario) -> None:
    assert loads(dumps(scenario)) == scenario
    assert loads("\ufeff" + dumps(scenario)) == scenario


@given(st.lists(scenarios, max_size=4))
def test_a_link_is_read_back_and_stable(chosen: list[Scenario]) -> None:
    text = encode(chosen)
    assert decode(text) == tuple(chosen)
    assert encode(decode(text)) == text


@given(st.one_of(st.text(max_size=200), scenarios.map(lambda s: encode([s])[1:])))
def test_any_other_link_is_a_message_and_no_crash(text: str) -> None:
    try:
        read = decode(text)
    except ScenarioError as error:
        assert error.message.text(ZH)  # noqa: PT017 - either is right
    else:
        assert decode(encode(read)) == read


def test_a_usual_link_is_short_and_legible() -> None:
    usual = [Scenario(preset.names["zh"], preset.rules) for preset in presets()]
    text = encode(usual)
    assert text == (
        "压减项目支出~205%;percent-5,s:project|“三公”经费~20−10%;percent-10,k:total"
        "|养老缺口补助按上年增速;percent,n:strict|剔除养老补助;remove,n:strict"
    )
    assert len(text.encode()) < 2000


@given(scenarios)
def test_a_scenario_does_not_differ_from_itself(scenario: Scenario) -> None:
    assert difference(scenario, scenario) == ()


@given(scenarios, scenarios)
def test_a_difference_is_said_in_both_languages(before: Scenario, after: Scenario) -> None:
    found = difference(before, after)
    assert bool(found) == (_plain(before) != _plain(after))
    assert all(message.text(Text(language)) for message in found for language in LANGUAGES)


def _plain(scenario: Scenario) -> Scenario:
    """Trailing zeros of a rate say nothing."""
    plain = tuple(replace(r, value=None if r.value is None else r.value.normalize()) for r in scenario.rules)
    return replace(scenario, rules=plain)


def test_rules_that_came_went_moved_and_changed_are_told_apart() -> None:
    one, two, three = (Rule("percent", Decimal(-5), Selection(codes=(code,))) for code in ("208", "210", "221"))
    words = [m.text(ZH) for m in difference(Scenario("甲", (one, two)), Scenario("甲", (two, one)))]
    assert words == ["原第 2 条移到第 1 条：210 压减 5%"]
    changed = replace(one, value=Decimal(-6))
    words = [m.text(ZH) for m in difference(Scenario("甲", (one, two)), Scenario("乙", (changed, two, three)))]
    assert words == [
        "名称由“甲”改为“乙”",
        "第 1 条由“208 压减 5%”改为“208 压减 6%”",
        "新增第 3 条：221 压减 5%",
    ]


GOOD = body(Scenario("甲", (Rule("percent", Decimal(-5)), Rule("shift", Decimal(1), to=Selection(codes=("208",))))))


def _set(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(read: dict[str, Any]) -> None:
        place: Any = read
        *steps, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
        for step in steps:
            place = place[step]
        place[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("format", "else"), "不是情景文件"),
        (_set("version", 2), "版本是 2，本系统读取版本 1"),
        (_set("version", None), "版本是 None"),
        (_set("rulse", []), "字段 rulse"),
        (_set("rules", {}), "字段 rules "),
        (_set("rules.0", 3), "字段 rules[0] "),
        (_set("rules.0.operation", "double"), "percent | amount"),
        (_set("rules.0.value", "NaN"), "字段 rules[0].value"),
        (_set("rules.0.value", "1e5"), "字段 rules[0].value"),
        (_set("rules.0.value", -101), "字段 rules[0].value"),
        (_set("rules.0.value", value=True), "字段 rules[0].value"),
        (_set("rules.0.to", {}), "字段 rules[0].to"),
        (_set("rules.0.selection", {"codes": ["20"]}), "字段 rules[0].selection.codes[0]"),
        (_set("rules.0.selection", {"codes": "208"}), "字段 rules[0].selection.codes"),
        (_set("rules.0.selection", {"years": ["2024"]}), "字段 rules[0].selection.years[0]"),
        (_set("rules.0.selection", {"units": ["a\nb"]}), "字段 rules[0].selection.units[0]"),
        (_set("rules.0.selection", {"split": "all"}), "any | basic | project"),
        (_set("rules.0.funding", {"kind": "source"}), "字段 rules[0].funding.source"),
        (_set("rules.0.funding", {"kind": "gap", "source": "other"}), "字段 rules[0].funding.source"),
        (_set("rules.1.value", "-1"), "字段 rules[1].value"),
        (_set("rules.1.value", "0.001"), "字段 rules[1].value"),
        (_set("rules.1.to", None), "字段 rules[1].to"),
        (_set("growth.until", 2031), "字段 growth.until"),
        (_set("growth.percent", "x"), "字段 growth.percent"),
        (_set("name", "x" * 61), "字段 name"),
    ],
)
def test_a_wrong_field_is_named_with_what_was_expected(change: Callable[[dict[str, Any]], None], said: str) -> None:
    read = json.loads(json.dumps(GOOD))
    change(read)
    with pytest.raises(ScenarioError) as caught:
        loads(json.dumps(read))
    assert said in caught.value.message.text(ZH)
    assert caught.value.message.text(Text("en"))


@pytest.mark.parametrize("text", ["", "{", "[1", "NaN", '{"a": Infinity}', "[" * 100_000, '{"a": 1e999999999}'])
def test_what_is_no_json_is_said(text: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        loads(text)
    assert "JSON" in caught.value.message.text(ZH) or "情景文件" in caught.value.message.text(ZH)


def test_five_scenarios_are_too_many() -> None:
    with pytest.raises(ScenarioError, match="too_many"):
        encode([Scenario("甲")] * 5)
    with pytest.raises(ScenarioError, match="too_many"):
        decode("|".join("甲" * 5))


@given(rules)
def test_every_rule_has_words_in_both_languages(rule: Rule) -> None:
    assert all(rule_text(rule, Text(language)) for language in LANGUAGES)


WHOLE = '{{"format": "budgetlens-scenario", "version": 1, "rules": [{{"operation": "percent", "value": {}}}]}}'


@pytest.mark.parametrize("value", ["NaN", "-Infinity", "1e400", "1e400000000", "1e999999999999999999999", "9" * 5000])
def test_numbers_beyond_all_bounds_are_named_with_their_place(value: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        loads(WHOLE.format(value))
    assert raised.value.message.key == "scenario_file.field"
    assert raised.value.message.values["path"] == "rules[0].value"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (WHOLE.format('"5", "value": "50"'), "value"),
        ('{"format": "budgetlens-scenario", "version": 1, "rules": [], "rules": []}', "rules"),
    ],
)
def test_a_field_given_twice_is_refused_for_nobody_knows_which_is_meant(text: str, name: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        loads(text)
    assert (raised.value.message.key, raised.value.message.values) == ("scenario_file.twice", {"name": name})


def test_a_message_shows_what_stands_there_and_nothing_runs_in_a_terminal() -> None:
    text = json.dumps({"format": "budgetlens-scenario", "version": 1, "name": "a\x1b[31m\x00b"})
    with pytest.raises(ScenarioError) as raised:
        loads(text)
    assert raised.value.message.values["found"] == r"a\x1b[31m\x00b"
    assert raised.value.message.text(ZH).isprintable()


def test_a_version_is_a_number() -> None:
    with pytest.raises(ScenarioError):
        loads('{"format": "budgetlens-scenario", "version": true, "rules": []}')


def test_a_link_with_an_absurd_year_is_refused() -> None:
    with pytest.raises(ScenarioError):
        decode("甲;g:0+2+" + "9" * 5000)
