"""Summary and appropriation, W1 and W6: which item stands within which, and what adds up then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.checks.book import BOUND_ONLY, Case, case
from tests.checks.build import appropriation, summary, yuan

if TYPE_CHECKING:
    from loaders.model import Check


def by_subject(book: Case, rule: str) -> dict[str, Check]:
    return {check.subject or "": check for check in book.checks(rule)}


SPENDING = """
社会保障和就业支出 8.00
住房保障支出 3.00
本年支出合计 11.00
结转下年 1.00
支出总计 12.00"""

NESTED = case(
    summary(
        """
财政拨款收入 9.00
一般公共预算收入 6.00
政府性基金预算收入 3.00
事业收入 1.00
本年收入合计 10.00
上级补助收入 0.50
上年结转 1.50
一般公共预算拨款结转 1.00
收入总计 12.00""",
        SPENDING,
    )
)
TOTAL_FIRST = case(
    summary(
        "本年收入 10.00\n一般公共预算拨款收入 10.00\n上年结转 2.00\n一般公共预算拨款 2.00\n收入总计 12.00",
        "本年支出 11.00\n社会保障和就业支出 11.00\n年终结转 1.00\n支出总计 12.00",
    )
)
NO_LINE = case(
    summary("财政拨款收入 9.00\n一般公共预算资金 9.00\n事业收入 3.00\n收入总计 12.00", "教育支出 12.00\n支出总计 12.00")
)
WRONG = case(
    summary(
        "财政拨款收入 9.00\n一般公共预算收入 8.00\n事业收入 1.00\n本年收入合计 9.00\n收入总计 11.00",
        SPENDING.replace("住房保障支出 3.00", "住房保障支出 2.00"),
    )
)


def test_w1_parts_of_appropriation_and_of_carried_over_money_are_not_counted_twice() -> None:
    found = by_subject(NESTED, "W1")
    assert {subject: check.outcome for subject, check in found.items()} == {
        "收支总表总计": "pass",
        "收支总表本年收入": "pass",
        "收支总表收入总计": "pass",
        "收支总表本年支出": "pass",
        "收支总表支出总计": "pass",
        "收支总表财政拨款收入": "pass",
        "收支总表上年结转": "pass",
    }
    assert found["收支总表本年收入"].right_text == "9.00 + 1.00"
    assert found["收支总表收入总计"].right_text == "10.00 + 0.50 + 1.50"
    assert found["收支总表财政拨款收入"].right_text == "6.00 + 3.00"


def test_w1_parts_of_carried_over_money_may_be_some_of_it() -> None:
    check = by_subject(NESTED, "W1")["收支总表上年结转"]
    assert (check.difference_yuan, check.outcome) == (yuan("0.50"), "pass")


def test_w1_total_above_its_items() -> None:
    found = by_subject(TOTAL_FIRST, "W1")
    assert {check.outcome for check in found.values()} == {"pass"}
    assert found["收支总表本年收入"].right_text == "10.00"
    assert found["收支总表收入总计"].right_text == "10.00 + 2.00"


def test_w1_grand_total_from_the_items_where_there_is_no_line_of_the_year() -> None:
    found = by_subject(NO_LINE, "W1")
    assert {check.outcome for check in found.values()} == {"pass"}
    assert found.keys() == {"收支总表总计", "收支总表收入总计", "收支总表支出总计", "收支总表财政拨款收入"}
    assert found["收支总表收入总计"].right_text == "9.00 + 3.00"


def test_w1_each_sum_fails_for_itself() -> None:
    found = {subject: check.difference_yuan for subject, check in by_subject(WRONG, "W1").items()}
    assert found == {
        "收支总表总计": yuan("-1.00"),
        "收支总表财政拨款收入": yuan("1.00"),
        "收支总表本年收入": yuan("-1.00"),
        "收支总表收入总计": yuan("2.00"),
        "收支总表本年支出": yuan("1.00"),
        "收支总表支出总计": 0,
    }


DOUBTS = {
    "unknown": "一般公共预算收入 9.00\n专项收入 1.00\n本年收入合计 10.00\n收入总计 10.00",
    "umbrella": "一般公共预算收入 9.00\n单位资金 1.00\n其他收入 1.00\n本年收入合计 10.00\n收入总计 10.00",
    "funds above their sum": "一般公共预算收入 9.00\n财政拨款收入 9.00\n本年收入合计 9.00\n收入总计 9.00",
    "a fund twice": "一般公共预算收入 9.00\n事业收入 1.00\n一般公共预算收入 9.00\n本年收入合计 10.00\n收入总计 10.00",
    "carried over above the line": "一般公共预算收入 9.00\n上年结转 1.00\n本年收入合计 10.00\n收入总计 10.00",
}
DOUBTFUL = {name: case(summary(income, "教育支出 10.00\n支出总计 10.00")) for name, income in DOUBTS.items()}


@pytest.mark.parametrize("name", DOUBTS)
def test_w1_where_the_order_does_not_tell_nothing_is_judged(name: str) -> None:
    found = by_subject(DOUBTFUL[name], "W1")
    assert found["收支总表本年收入"].outcome == "insufficient"
    assert "无从判断" in found["收支总表本年收入"].message


WITHOUT_MONEY = case(
    summary(
        "一般公共预算收入 9.00\n专项收入 0.00\n本年收入合计 9.00\n收入总计 9.00",
        "教育支出 9.00\n基本支出 0.00\n支出总计 9.00",
    )
)
NATURES = case(summary("一般公共预算收入 9.00\n收入总计 9.00", "教育支出 9.00\n基本支出 9.00\n支出总计 9.00"))
NO_GRAND_TOTAL = case(summary("一般公共预算收入 9.00\n本年收入合计 9.00\n上年结转 1.00", "教育支出 9.00"))


def test_w1_an_item_without_money_leaves_no_doubt() -> None:
    assert {check.outcome for check in WITHOUT_MONEY.checks("W1")} == {"pass"}


def test_w1_expenditure_by_function_and_by_nature_in_one_half_is_not_judged() -> None:
    assert by_subject(NATURES, "W1")["收支总表支出总计"].outcome == "insufficient"


def test_w1_grand_total_that_is_not_printed() -> None:
    found = by_subject(NO_GRAND_TOTAL, "W1")
    assert {subject: check.outcome for subject, check in found.items()} == {
        "收支总表本年收入": "pass",
        "收支总表收入总计": "insufficient",
        "收支总表支出总计": "insufficient",
    }


# ── W6 ──

FUNDS_SPENT = """
社会保障和就业支出 8.00 8.00 -
国有资本经营预算支出 5.00 - 5.00
本年支出合计 13.00 8.00 5.00
支出总计 13.00 8.00 5.00"""
SPLIT = case(
    appropriation(
        """
一般公共预算拨款 7.00
政府性基金预算拨款 2.00
本年收入合计 9.00
年初财政拨款结转和结余 4.00
一般公共预算拨款 1.00
政府性基金预算拨款 3.00
收入总计 13.00""",
        FUNDS_SPENT,
    )
)
UNSPLIT = case(
    appropriation(
        "一般公共预算拨款 7.00\n政府性基金预算拨款 2.00\n本年收入合计 9.00\n上年结转 4.00\n收入总计 13.00", FUNDS_SPENT
    )
)
TOO_MUCH = case(
    appropriation(
        "一般公共预算拨款 3.00\n政府性基金预算拨款 6.00\n本年收入合计 9.00\n上年结转 4.00\n收入总计 13.00", FUNDS_SPENT
    )
)
BY_FISCAL = case(appropriation("财政拨款收入 13.00\n收入总计 13.00", FUNDS_SPENT))
ROW_WRONG = case(
    appropriation("一般公共预算拨款 8.00\n收入总计 8.00", "教育支出 8.00 6.00 1.00\n支出总计 8.00 6.00 1.00")
)
FUNDS = ("财政拨款收支总表支出一般公共预算", "财政拨款收支总表支出政府性基金预算")


def test_w6_each_fund_with_what_was_carried_over_of_it() -> None:
    found = by_subject(SPLIT, "W6")
    assert {check.outcome for check in found.values()} == {"pass"}
    assert [found[fund].right_text for fund in FUNDS] == ["7.00 + 1.00", "2.00 + 3.00"]
    assert found["财政拨款收支总表年初财政拨款结转和结余"].right_text == "1.00 + 3.00"
    assert found["财政拨款收支总表本年支出（政府性基金预算）"].right_text == "5.00"
    assert found["社会保障和就业支出"].right_text == "8.00"


def test_w6_carried_over_money_that_is_not_split_explains_up_to_itself() -> None:
    found = by_subject(UNSPLIT, "W6")
    assert [(found[fund].outcome, found[fund].difference_yuan) for fund in FUNDS] == [
        ("pass", yuan("1.00")),
        ("pass", yuan("3.00")),
    ]
    assert all(f"差额不超过上年结转 4.00 万元{BOUND_ONLY}" in (found[fund].explanation or "") for fund in FUNDS)


def test_w6_a_fund_that_spends_more_than_all_it_can_have_or_less_than_its_income_fails() -> None:
    assert [by_subject(TOO_MUCH, "W6")[fund].outcome for fund in FUNDS] == ["mismatch", "mismatch"]


def test_w6_income_that_is_not_split_by_fund_is_not_judged_by_fund() -> None:
    found = by_subject(BY_FISCAL, "W6")
    assert "mismatch" not in {check.outcome for check in found.values()}
    assert [found[fund].outcome for fund in FUNDS] == ["insufficient", "insufficient"]


def test_w6_row_by_fund_fails() -> None:
    check = by_subject(ROW_WRONG, "W6")["教育支出"]
    assert (check.outcome, check.difference_yuan) == ("mismatch", yuan("1.00"))


# ── wordings of other provinces ──

FINAL_ACCOUNTS = case(
    appropriation(
        "一般公共预算财政拨款 9.00\n本年收入合计 9.00\n年初财政拨款结转和结余 3.00\n"
        "一般公共预算财政拨款 2.00\n政府性基金预算财政拨款 1.00\n总计 12.00",
        "教育支出 10.00 9.50 0.50\n本年支出合计 10.00 9.50 0.50\n年末财政拨款结转和结余 2.00 1.50 0.50\n"
        "一般公共预算财政拨款 1.50 1.50 -\n政府性基金预算财政拨款 0.50 - 0.50\n总计 12.00 11.00 1.00",
    )
)
INSTITUTION = case(
    summary(
        "一般公共预算收入 9.00\n捐赠收入 1.00\n本年收入合计 10.00\n上年财政拨款资金结转 2.00\n收入总计 12.00",
        "教育支出 12.00\n支出总计 12.00",
    )
)


def test_w6_funds_below_what_is_carried_forward_are_parts_of_it() -> None:
    found = by_subject(FINAL_ACCOUNTS, "W6")
    assert {check.outcome for check in found.values()} == {"pass"}
    assert found["财政拨款收支总表支出总计"].right_text == "10.00 + 2.00"
    assert found["财政拨款收支总表年末财政拨款结转和结余"].right_text == "1.50 + 0.50"


def test_w1_income_of_an_institution_and_money_carried_over_under_another_name() -> None:
    found = by_subject(INSTITUTION, "W1")
    assert {check.outcome for check in found.values()} == {"pass"}
    assert found["收支总表收入总计"].right_text == "10.00 + 2.00"


OLD_FINAL_ACCOUNTS = case(
    summary(
        "一般公共预算收入 10.00\n本年收入合计 10.00\n年初结转和结余 2.00\n"
        "基本支出结转 0.50\n项目支出结转和结余 1.50\n总计 12.00",
        "教育支出 9.00\n本年支出合计 9.00\n结余分配 1.00\n年末结转和结余 2.00\n项目支出结转和结余 2.00\n总计 12.00",
    )
)
UNKNOWN_BELOW = case(
    summary(
        "一般公共预算收入 12.00\n收入总计 12.00",
        "教育支出 9.00\n本年支出合计 9.00\n结余分配 3.00\n提取职工福利基金 3.00\n支出总计 12.00",
    )
)


def test_w1_carried_money_by_kind_of_spending_is_part_of_it() -> None:
    found = by_subject(OLD_FINAL_ACCOUNTS, "W1")
    assert {check.outcome for check in found.values()} == {"pass"}
    assert found["收支总表收入总计"].right_text == "10.00 + 2.00"
    assert found["收支总表支出总计"].right_text == "9.00 + 1.00 + 2.00"


def test_w1_unknown_item_below_the_line_of_expenditure_is_not_judged() -> None:
    assert by_subject(UNKNOWN_BELOW, "W1")["收支总表支出总计"].outcome == "insufficient"
