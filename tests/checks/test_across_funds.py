"""The money of one document fund by fund: X3 and X4."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tests.checks.book import BOUND_ONLY, Case, case, outcomes
from tests.checks.build import (
    amount,
    appropriation,
    coded,
    document,
    status,
    summary,
    yuan,
)

if TYPE_CHECKING:
    from loaders.model import Amount

ALL = "total basic project"

# ── X3 ──

SPENT = coded("expenditure", ALL, "合计 10.00 4.00 6.00\n208 10.00 4.00 6.00\n20801 10.00 4.00 6.00")
EMPTY = [status("government_fund", "declared_empty"), status("state_capital", "declared_empty")]
ONE_FUND = coded("general_public", ALL, "合计 10.00 4.00 6.00\n208 10.00 4.00 6.00\n20801 10.00 4.00 6.00", table_no=2)
LESS = coded("general_public", ALL, "合计 9.00 4.00 5.00\n208 9.00 4.00 5.00\n20801 9.00 4.00 5.00", table_no=2)

X3_ONE = case(SPENT, ONE_FUND, EMPTY)
X3_LESS = case(SPENT, LESS, EMPTY)
X3_TWO = case(
    SPENT, LESS, coded("state_capital", "total project", "合计 1.00 1.00\n208 1.00 1.00", table_no=3), EMPTY[:1]
)
X3_BY_CODE = case(
    SPENT,
    LESS,
    EMPTY,
    coded(
        "income", "total general_public superior", "合计 10.00 9.00 1.00\n208 10.00 9.00 1.00\n20801 10.00 9.00 1.00"
    ),
)
X3_WRONG_CODE = case(
    coded("expenditure", "total", "合计 10.00\n208 4.00\n210 6.00"),
    coded("general_public", "total", "合计 9.00\n208 3.50\n210 5.50", table_no=2),
    EMPTY,
    coded("income", "total general_public superior", "合计 10.00 9.00 1.00\n208 3.50 3.50 -\n210 6.50 5.50 1.00"),
)
X3_CARRIED = case(SPENT, LESS, EMPTY, summary("上年结转 1.00\n收入总计 10.00"))
X3_MORE_THAN_CARRIED = case(SPENT, LESS, EMPTY, summary("上年结转 0.50\n收入总计 10.00"))
X3_FUND_ABSENT = case(SPENT, LESS, EMPTY[1:], summary("政府性基金预算拨款收入 1.00\n收入总计 10.00"))
X3_FUND_FAILED = case(SPENT, LESS, EMPTY[1:], status("government_fund", "failed", "无法辨认"))
X3_CODES = case(
    coded("expenditure", "total", "合计 5.00\n208 3.00\n210 2.00"),
    coded("general_public", "total", "合计 5.00\n208 3.00\n223 2.00", table_no=2),
)
X3_TWICE = case(
    coded("expenditure", "total", "208 3.00\n208 2.00"), coded("general_public", "total", "208 3.00", table_no=2)
)
X3_FINAL = case(
    document(
        SPENT,
        LESS,
        EMPTY,
        coded("income", "total fiscal business", "合计 11.00 9.00 2.00\n208 11.00 9.00 2.00\n20801 11.00 9.00 2.00"),
        stage="final",
    )
)
X3_DEPTH = case(
    coded("expenditure", "total", "208 3.00\n20801 3.00\n2080101 3.00"),
    coded("general_public", "total", "208 3.00", table_no=2),
)


def test_x3_one_fund_is_all_money_where_the_others_are_declared_empty() -> None:
    assert set(outcomes(X3_ONE.checks("X3")).values()) == {"pass"}
    assert len(X3_ONE.checks("X3")) == 9
    found = outcomes(X3_LESS.checks("X3"))
    assert found == {
        (code, measure): "pass" if measure == "basic" else "mismatch"
        for code in (None, "208", "20801")
        for measure in ("total", "basic", "project")
    }


def test_x3_adds_the_funds() -> None:
    found = outcomes(X3_TWO.checks("X3"))
    assert found[(None, "total")] == found[("208", "project")] == "pass"
    assert found[("20801", "total")] == "mismatch"


def test_x3_other_money_of_a_code_is_exact_in_a_budget() -> None:
    totals = [check for check in X3_BY_CODE.checks("X3") if check.measure == "total"]
    assert [(check.outcome, check.difference_yuan) for check in totals] == [("pass", Decimal(0))] * 3
    assert "收入总表上级补助收入 1.00 万元" in totals[0].message
    found = outcomes(X3_WRONG_CODE.checks("X3"))
    assert found == {(None, "total"): "pass", ("208", "total"): "mismatch", ("210", "total"): "mismatch"}


def test_x3_other_money_by_nature_is_only_a_bound() -> None:
    project_checks = [check for check in X3_BY_CODE.checks("X3") if check.measure == "project"]
    assert [check.explanation for check in project_checks] == ["差额等于收入总表上级补助收入 1.00 万元"] * 3


def test_x3_money_carried_over_explains_a_residual_up_to_its_amount() -> None:
    check = X3_CARRIED.checks("X3")[0]
    assert (check.outcome, check.difference_yuan) == ("pass", yuan("1.00"))
    assert check.explanation == "差额等于收支总表上年结转 1.00 万元"
    assert [o.role for o in X3_CARRIED.operands(check)] == ["explains", "left", "right"]
    assert outcomes(X3_MORE_THAN_CARRIED.checks("X3"))[(None, "total")] == "mismatch"


def test_x3_a_fund_without_a_table_is_other_money() -> None:
    assert X3_FUND_ABSENT.checks("X3")[0].outcome == "pass"
    assert {check.outcome for check in X3_FUND_FAILED.checks("X3")} == {"insufficient"}


def test_x3_codes_of_one_side_only_are_insufficient() -> None:
    found = {check.code: check for check in X3_CODES.checks("X3")}
    assert {code: check.outcome for code, check in found.items()} == {
        None: "pass",
        "208": "pass",
        "210": "insufficient",
        "223": "insufficient",
    }
    assert "支出总表没有此科目的行" in found["223"].message
    assert {check.outcome for check in X3_TWICE.checks("X3")} == {"insufficient"}


def test_x3_final_accounts_need_not_spend_what_came_in() -> None:
    check = X3_FINAL.checks("X3")[0]
    assert (check.outcome, check.explanation) == ("pass", f"差额不超过收入总表事业收入 2.00 万元{BOUND_ONLY}")


def test_x3_compares_the_levels_that_both_print() -> None:
    assert outcomes(X3_DEPTH.checks("X3")) == {("208", "total"): "pass"}


# ── X4 ──

HALVES = appropriation(
    "一般公共预算拨款 8.00\n本年收入合计 8.00\n上年结转 2.00\n一般公共预算拨款 2.00\n收入总计 10.00",
    "社会保障和就业支出 7.00 7.00\n住房保障支出 3.00 3.00\n本年支出合计 10.00 10.00\n支出总计 10.00 10.00",
)


def classes(total: str, social: str, housing: str) -> list[Amount]:
    rows = coded("general_public", "total", f"合计 {total}", table_no=2)
    names = (("208", "社会保障和就业支出", social), ("221", "住房保障支出", housing))
    rows += [
        amount("general_public", int(code), name, "total", text, code=code, level=1, table_no=2)
        for code, name, text in names
    ]
    return rows


X4_EQUAL = case(HALVES, classes("10.00", "7.00", "3.00"))
X4_CARRIED = case(HALVES, classes("8.00", "5.00", "3.00"))
X4_OTHER = case(HALVES, classes("7.00", "7.00", "3.00"))
X4_EMPTY = case(
    appropriation("收入总计 5.00", "其他支出 5.00 4.00 1.00\n支出总计 5.00 4.00 1.00"),
    coded("general_public", "total", "合计 4.00", table_no=2),
    status("government_fund", "declared_empty", "本部门没有政府性基金预算支出"),
)
X4_ABSENT = case(HALVES, status("general_public", "failed", "无法辨认"))
X4_ONE_COLUMN = case(
    appropriation("收入总计 5.00", "支出总计 5.00"), coded("general_public", "total", "合计 5.00", table_no=2), EMPTY
)


def found_x4(book: Case) -> dict[str | None, str]:
    return {check.subject: check.outcome for check in book.checks("X4")}


def test_x4_total_and_classes_by_name() -> None:
    assert found_x4(X4_EQUAL) == {"合计行": "pass", "社会保障和就业支出": "pass", "住房保障支出": "pass"}
    assert found_x4(X4_OTHER)["合计行"] == "mismatch"


def test_x4_money_carried_over_stands_in_one_of_the_tables() -> None:
    explained = {check.subject: check.explanation for check in X4_CARRIED.checks("X4")}
    assert explained["合计行"] == "差额等于财政拨款收支总表上年结转（一般公共预算拨款） 2.00 万元"
    assert explained["住房保障支出"] is None
    assert set(found_x4(X4_CARRIED).values()) == {"pass"}


def test_x4_table_declared_empty_stands_for_nothing() -> None:
    found = {check.measure: check.outcome for check in X4_EMPTY.checks("X4") if check.subject == "合计行"}
    assert found == {"general_public": "pass", "government_fund": "mismatch"}


def test_x4_without_a_table_is_insufficient() -> None:
    assert set(found_x4(X4_ABSENT).values()) == {"insufficient"}


def test_x4_one_column_is_the_sum_of_the_funds() -> None:
    assert [(check.measure, check.outcome) for check in X4_ONE_COLUMN.checks("X4")] == [("total", "pass")]
