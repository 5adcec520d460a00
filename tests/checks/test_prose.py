"""Totals that the narrative says against those of the tables, and wholes against their parts: N1."""

from __future__ import annotations

from dataclasses import replace

from tests.checks.book import Case, case, differences, found
from tests.checks.build import appropriation, coded, fact, summary, yuan
from tests.checks.said import PURCHASES, functions

INCOME = coded("income", "total general_public superior", "合计 30.00 25.00 5.00")
N1_RIGHT = case(
    INCOME,
    fact("income", "收入预算", "30.00", measure="total"),
    fact("income", "一般公共预算收入", "25.00", measure="general_public", whole_no=1, text="其中"),
    fact("income", "上级补助收入", "5.00", measure="superior", whole_no=1, text="其中"),
)
N1_WRONG = case(
    INCOME,
    fact("income", "收入预算", "31.00", measure="total"),
    fact("income", "一般公共预算收入", "25.00", measure="general_public", whole_no=1, text="其中"),
    fact("income", "上级补助收入", "5.00", measure="superior", whole_no=1, text="其中"),
)
N1_SILENT = case(INCOME, fact("income", "事业收入", "0.00", measure="business"))
N1_ELSEWHERE = case(INCOME, fact("three_public", "“三公”经费", "1.00", measure="total", code="total"))
N1_CARRIED = case(
    summary("本年收入合计 25.00\n上年结转 5.00\n收入总计 30.00"),
    fact("income", "收入预算", "25.00", measure="total"),
    fact("totals", "收支总预算", "30.00", measure="total"),
)
N1_OTHER_UNIT = case(
    coded("income", "total", "合计 91016775.35", unit="元"), fact("income", "收入预算", "9,101.68", measure="total")
)
N1_BEYOND_ITS_UNIT = case(
    coded("income", "total", "合计 91016700.00", unit="元"), fact("income", "收入预算", "9,101.68", measure="total")
)
N1_APPROPRIATION = case(
    appropriation("一般公共预算 8.00\n收入总计 8.00", "教育支出 8.00 8.00\n支出总计 8.00 8.00"),
    coded("general_public", "total", "合计 8.00"),
    coded("basic_economic", "total personnel public", "合计 6.00 5.00 1.00"),
    fact("appropriation", "财政拨款收支总预算", "8.00", measure="total"),
    fact("appropriation", "一般公共预算当年拨款", "8.00", measure="general_public"),
    fact("expenditure", "财政拨款支出", "8.00", measure="fiscal"),
    fact("basic_expenditure", "基本支出", "6.00", measure="basic"),
    fact("basic_expenditure", "公用经费", "1.00", measure="public"),
)


def test_n1_totals_and_parts_agree() -> None:
    assert found(N1_RIGHT, "N1") == [
        ("收入预算", "pass", 0),
        ("收入预算", "pass", 0),
        ("一般公共预算收入", "pass", 0),
        ("上级补助收入", "pass", 0),
    ]


def test_n1_states_both_sides() -> None:
    own, parts, *_ = N1_WRONG.checks("N1")
    assert (own.outcome, own.difference_yuan) == ("mismatch", yuan("1.00"))
    assert own.message == "收入预算：说明 31.00 万元；收入总表合计行 30.00 万元；左边减右边 1.00 万元"
    assert (parts.outcome, parts.difference_yuan) == ("mismatch", yuan("1.00"))
    assert parts.message == "收入预算：31.00 万元；所列 2 项之和 30.00 万元；左边减右边 1.00 万元"
    assert [(o.role, o.source, o.source_no) for o in N1_WRONG.operands(parts)] == [
        ("left", "narrative", 1),
        ("right", "narrative", 2),
        ("right", "narrative", 3),
    ]


def test_n1_a_blank_in_the_table_is_no_zero() -> None:
    (check,) = N1_SILENT.checks("N1")
    assert (check.outcome, check.difference_yuan) == ("insufficient", None)
    assert check.message == "事业收入：说明 0.00 万元；表中合计未印出；表中没有对应的数字，空白不当作 0，无法核对"


def test_n1_does_not_apply_without_totals() -> None:
    assert [check.outcome for check in N1_ELSEWHERE.checks("N1")] == ["not_applicable"]


def test_n1_a_total_may_be_that_before_or_after_the_carry_over() -> None:
    assert [check.outcome for check in N1_CARRIED.checks("N1")] == ["pass", "pass"]


def test_n1_a_figure_rounded_to_its_own_unit_agrees() -> None:
    (check,) = N1_OTHER_UNIT.checks("N1")
    assert (check.outcome, check.message.endswith("，在所印数字的末位以内")) == ("pass", True)
    assert [check.outcome for check in N1_BEYOND_ITS_UNIT.checks("N1")] == ["mismatch"]


def test_n1_each_topic_has_its_table() -> None:
    assert {check.outcome for check in N1_APPROPRIATION.checks("N1")} == {"pass"}
    assert len(N1_APPROPRIATION.checks("N1")) == 5


# ── N1: lists ──


def listed(*parts: tuple[str, str | None, str], whole: str = "10.00", partial: bool = False) -> Case:
    rows = [
        replace(
            fact("expenditure", name, text, measure=measure, whole_no=1, text="其中：…"),
            is_partial=partial,
            topic="basic_expenditure" if measure in {"personnel", "public", None} else "expenditure",
        )
        for name, measure, text in parts
    ]
    return case(fact("expenditure", "基本支出", whole, measure="basic"), rows)


N1_COMPLETE = listed(("人员经费", "personnel", "8.00"), ("公用经费", "public", "1.00"))
N1_BOUND = listed(("办公费", None, "8.00"), ("水费", None, "1.00"))
N1_BEYOND = listed(("办公费", None, "8.00"), ("水费", None, "3.00"))
N1_ONE = listed(("人员经费", "personnel", "8.00"))
N1_MAIN = listed(("人员经费", "personnel", "8.00"), ("公用经费", "public", "1.00"), partial=True)


def lists(given: Case) -> list[tuple[str, object]]:
    return [
        (c.outcome, c.difference_yuan) for c in given.checks("N1") if "项之和" in c.message or "未印出" not in c.message
    ]


def test_n1_a_complete_list_equals_its_whole_and_another_does_not_exceed_it() -> None:
    assert lists(N1_COMPLETE) == [("mismatch", yuan("1.00"))]
    assert lists(N1_BOUND) == [("pass", yuan("1.00"))]
    assert lists(N1_BEYOND) == [("mismatch", yuan("-1.00"))]
    assert lists(N1_ONE) == [("pass", yuan("2.00"))]
    assert lists(N1_MAIN) == [("pass", yuan("1.00"))]


N1_ALL_CODES = functions(("2050202", "6.00"), ("2050203", "4.01"))
N1_SAID_TWICE = functions(("2050202", "6.00"), ("2050203", "4.00"), ("2050203", "4.00"))
N1_SOME_CODES = functions(("2050202", "6.00"))


def test_n1_functions_add_up_where_all_of_the_table_are_named() -> None:
    assert differences(N1_ALL_CODES.checks("N1"))[1] == ("rounding", yuan("-0.01"))
    assert differences(N1_SAID_TWICE.checks("N1"))[1] == ("pass", 0)
    assert differences(N1_SOME_CODES.checks("N1"))[1] == ("pass", yuan("4.00"))


N1_MIXED = case(
    fact("appropriation", "财政拨款收支总预算", "15.00", measure="total"),
    fact("appropriation", "一般公共预算当年拨款收入", "10.00", measure="general_public", whole_no=1, text="收入包括"),
    fact("appropriation", "一般公共预算当年拨款收入·上年结转", "5.00", whole_no=1, text="收入包括"),
    fact("appropriation", "教育支出", "9.00", measure="total", whole_no=1, text="收入包括"),
    fact("appropriation", "其他支出", "6.00", measure="total", whole_no=1, text="收入包括"),
)
N1_FUNDS_WITHIN = case(
    fact("income", "收入预算", "12.00", measure="total"),
    fact("income", "财政拨款收入", "10.00", measure="fiscal", whole_no=1, text="其中"),
    fact("income", "一般公共预算收入", "10.00", measure="general_public", whole_no=1, text="其中"),
    fact("income", "事业收入", "2.00", measure="business", whole_no=1, text="其中"),
)


N1_SOURCES_WITHIN = case(
    fact("income", "收入预算", "12.00", measure="total"),
    fact("income", "本年收入", "10.00", measure="current_year", whole_no=1, text="其中"),
    fact("income", "事业收入", "10.00", measure="business", whole_no=1, text="其中"),
    fact("income", "上年结转", "2.00", measure="carryover", whole_no=1, text="其中"),
)


N1_NEXT_YEAR = case(
    fact("totals", "收支总预算", "12.00", measure="total"),
    fact("expenditure", "教育支出", "8.00", measure="total", whole_no=1, text="支出包括"),
    fact("expenditure", "其他支出", "2.00", measure="total", whole_no=1, text="支出包括"),
    fact("expenditure", "结转下年", "2.00", measure="carryforward", whole_no=1, text="支出包括"),
)


def test_n1_what_goes_to_the_next_year_stands_beside_the_rows() -> None:
    assert [outcome for outcome, _ in lists(N1_NEXT_YEAR)] == ["pass", "pass"]


def test_n1_what_is_carried_over_and_what_holds_the_others_is_not_counted_twice() -> None:
    assert lists(N1_MIXED) == [("pass", yuan("5.00")), ("pass", 0)]
    assert lists(N1_FUNDS_WITHIN) == [("pass", 0)]
    assert lists(N1_SOURCES_WITHIN) == [("pass", 0)]


N1_CONTRACTS = case(
    PURCHASES,
    [
        replace(fact("procurement", f"{who}·采购金额", "21.07", whole_no=1, text="在…中"), is_partial=True)
        for who in ("在面向中小企业预留的政府采购项目中", "在其他政府采购项目中")
    ],
)


def test_n1_parts_beyond_all_purchases_surface() -> None:
    assert lists(N1_CONTRACTS) == [("pass", 0), ("mismatch", yuan("-21.07"))]


ECONOMIC = coded("basic_economic", "total", "合计 9.00\n办公费 2.00\n水费 1.00\n电费 3.00\n电费 3.00")
N1_ITEMS = case(
    ECONOMIC,
    fact("basic_expenditure", "办公费", "2.00"),
    fact("basic_expenditure", "水费", "1.50"),
    fact("basic_expenditure", "电费", "3.00"),
    fact("basic_expenditure", "取暖费", "3.00"),
)


def test_n1_items_by_name_where_the_table_prints_the_name_once() -> None:
    assert found(N1_ITEMS, "N1") == [("办公费", "pass", 0), ("水费", "mismatch", yuan("0.50"))]
