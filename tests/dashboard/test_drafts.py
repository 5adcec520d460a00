"""Rules as they are filled in: what becomes a rule, what does not and in which field, and the way back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import drafts
from dashboard.drafts import Draft, Fault
from dashboard.format import MoneyUnit
from dashboard.scenario.model import Funding, Message, Rule, Selection
from dashboard.text import LANGUAGES, Text

WAN, YI = MoneyUnit.WAN, MoneyUnit.YI


def fault(draft: Draft) -> Fault:
    found = drafts.rule(draft, WAN)
    assert isinstance(found, Fault)
    assert all(found.message.text(Text(language)) for language in LANGUAGES)
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", "5"), ("-5 %", "-5"), ("−5%", "-5"), ("５．５％", "5.5"), ("1,200.50", "1200.50"), ("+3", "3")],
)
def test_numbers_are_read_as_people_type_them(text: str, value: str) -> None:
    assert drafts.number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1e9", "NaN", "Infinity", "5%%", "--5", "1.2.3", "<b>5</b>", "9" * 30])
def test_what_is_no_number_is_said_so(text: str) -> None:
    assert drafts.number(text) is None
    if text:
        assert fault(Draft(value=text)).field == "value"
        assert "5" in fault(Draft(value=text)).message.text(Text("zh"))


def test_money_is_exact_in_the_unit_it_was_typed_in() -> None:
    rule = drafts.rule(Draft("amount", "-12.345678"), WAN)
    assert isinstance(rule, Rule)
    assert rule.value == Decimal("-123456.78")
    rule = drafts.rule(Draft("set_to", "1.23"), YI)
    assert isinstance(rule, Rule)
    assert rule.value == Decimal(123_000_000)


@pytest.mark.parametrize(
    ("draft", "field", "key"),
    [
        (Draft("amount", "0.0000001"), "value", "whatif.fault_cent"),
        (Draft("amount", "1" + "0" * 13), "value", "whatif.fault_cent"),
        (Draft("amount", ""), "value", "whatif.fault_money"),
        (Draft("set_to", "-1"), "value", "whatif.fault_negative"),
        (Draft("percent", "10000000"), "value", "whatif.fault_percent"),
        (Draft(value="5", codes=("社保",)), "codes", "whatif.fault_code"),
        (Draft(value="5", codes=("2080",)), "codes", "whatif.fault_code"),
        (Draft("shift", "5"), "to", "whatif.fault_to"),
        (Draft("shift", "5", to=("x",)), "to", "whatif.fault_code"),
        (Draft(value="5", aim="projects"), "projects", "whatif.fault_projects"),
        (Draft(value="5", funding="source"), "source", "whatif.fault_source"),
    ],
)
def test_a_fault_stands_in_its_field(draft: Draft, field: str, key: str) -> None:
    found = fault(draft)
    assert (found.field, found.message.key) == (field, key)


def test_a_rate_left_out_is_that_of_the_year_before_and_remove_has_none() -> None:
    for operation in drafts.RATES:
        rule = drafts.rule(Draft(operation), WAN)
        assert isinstance(rule, Rule)
        assert rule.value is None
    removed = drafts.rule(Draft("remove", "whatever"), WAN)
    assert isinstance(removed, Rule)
    assert removed.value is None


def test_only_what_belongs_to_the_aim_is_selected() -> None:
    filled = Draft(value="5", codes=("208",), split="project", projects=("p",), component="reception", pension="broad")
    found = {aim: drafts.rule(replace(filled, aim=aim), WAN) for aim in drafts.AIMS}
    selections = {aim: rule.selection for aim, rule in found.items() if isinstance(rule, Rule)}
    assert selections == {
        "functions": Selection(codes=("208",), split="project"),
        "projects": Selection(projects=("p",)),
        "three_public": Selection(component="reception"),
        "pension": Selection(codes=("208",), split="project", pension="broad"),
    }


def test_money_is_shifted_within_the_documents_of_the_rule() -> None:
    rule = drafts.rule(Draft("shift", "5", codes=("208 社保",), units=("甲",), split="basic", to=("210",)), WAN)
    assert isinstance(rule, Rule)
    assert rule.to == Selection(units=("甲",), codes=("210",), split="basic")


def test_documents_that_a_file_names_stay_when_the_rule_is_edited() -> None:
    before = Rule("percent", Decimal(5), Selection(documents=("d",), codes=("208",)))
    rule = drafts.rule(replace(drafts.of_rule(before, WAN), value="7"), WAN, before)
    assert rule == replace(before, value=Decimal(7))


RULES = st.builds(
    Rule,
    st.sampled_from(["percent", "amount", "set_to", "remove", "grow"]),
    st.none(),
    st.one_of(
        st.builds(
            Selection,
            jurisdictions=st.sampled_from([(), ("甲",)]),
            years=st.sampled_from([(), (2023, 2024)]),
            codes=st.sampled_from([(), ("208", "20805")]),
            split=st.sampled_from(["any", "basic", "project"]),
            fund=st.sampled_from(["any", "other"]),
            pension=st.sampled_from([None, "broad"]),
        ),
        st.builds(Selection, component=st.sampled_from(["total", "reception"])),
        st.builds(Selection, projects=st.just(("a", "b#1"))),
    ),
    st.none(),
    st.sampled_from([Funding(), Funding("gap"), Funding("source", "business")]),
    st.sampled_from(["", "名"]),
)


@given(RULES, st.decimals(0, 10**9, places=2), st.sampled_from(list(MoneyUnit)))
def test_a_rule_taken_into_the_fields_comes_back_the_same(rule: Rule, value: Decimal, unit: MoneyUnit) -> None:
    if rule.operation in {"amount", "set_to"}:
        rule = replace(rule, value=value)
    elif rule.operation != "remove":
        rule = replace(rule, value=value % 1000)
    assert drafts.rule(drafts.of_rule(rule, unit), unit, rule) == rule


def test_an_amount_stays_the_same_when_the_unit_changes() -> None:
    assert drafts.converted("1,234.5", WAN, YI) == "0.12345"
    assert drafts.converted("0.12345", YI, WAN) == "1234.5"
    assert drafts.converted("x", WAN, YI) == "x"


def test_a_rate_has_bounds() -> None:
    assert drafts.rate("-100", drafts.GROWTH) == Decimal(-100)
    for text in ("-101", "1000.1", "0.0000001"):
        assert isinstance(drafts.rate(text, drafts.GROWTH), Message)


def test_a_name_is_one_line_without_invisible_signs() -> None:
    assert drafts.name(" 甲\u200b\n<b>\x00乙 ") == "甲<b>乙"
    assert len(drafts.name("长" * 99)) == drafts.LONGEST_NAME
