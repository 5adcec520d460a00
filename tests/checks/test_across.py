"""The money of one document in all its tables: X3, X4, X7 to X11."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.checks.book import BOUND_ONLY, Case, case, outcomes
from tests.checks.build import (
    amount,
    appropriation,
    coded,
    document,
    project,
    status,
    summary,
    target,
    three_public,
    yuan,
)

if TYPE_CHECKING:
    from loaders.model import Amount, Comparator, Target
    from tests.checks.build import Rows

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


# ── X7, X8 ──

ECONOMIC = coded("basic_economic", "total", "合计 9.00\n302 9.00\n30217/50206 1.00\n30217/50502 2.00\n30231 4.00")
X7_MORE = case(ECONOMIC, three_public(total="12.50", reception="3.00", vehicle_operation="9.50"))
X7_LESS = case(ECONOMIC, three_public(total="6.90", reception="2.90", vehicle_operation="4.00"))
X7_BLANK = case(ECONOMIC, three_public(total="7.00", vehicle_operation="4.00"))
X7_NO_LINES = case(
    coded("basic_economic", "total", "合计 9.00\n301 9.00"), three_public(total="1.00", reception="1.00")
)
X7_EMPTY = case(ECONOMIC, status("three_public", "declared_empty"))


def test_x7_three_public_holds_its_economic_lines() -> None:
    assert outcomes(X7_MORE.checks("X7")) == {
        ("reception", "total"): "pass",
        ("vehicle_operation", "total"): "pass",
        ("total", "total"): "pass",
    }
    assert outcomes(X7_LESS.checks("X7")) == {
        ("reception", "total"): "mismatch",
        ("vehicle_operation", "total"): "pass",
        ("total", "total"): "mismatch",
    }


def test_x7_component_that_is_not_printed_is_insufficient() -> None:
    assert outcomes(X7_BLANK.checks("X7"))[("reception", "total")] == "insufficient"


@pytest.mark.parametrize("book", [X7_NO_LINES, X7_EMPTY], ids=["no lines", "declared empty"])
def test_x7_does_not_apply(book: Case) -> None:
    assert {check.outcome for check in book.checks("X7")} == {"not_applicable"}


CONTRIBUTIONS = coded(
    "general_public",
    "total basic",
    "208 5.00 5.00\n2080505 3.00 3.00\n2080506 2.00 2.00\n21011 9.00 9.00\n2101199 4.00 4.00\n2210201 1.00 -",
)
X8_BOOK = case(
    CONTRIBUTIONS,
    coded(
        "basic_economic", "total", "30108/50102 1.00\n30108/50501 2.00\n30109 1.50\n30110 3.00\n30111 2.00", table_no=2
    ),
)
X8_NONE = case(
    coded("general_public", "total basic", "208 5.00 5.00"), coded("basic_economic", "total", "30108 1.00", table_no=2)
)


def test_x8_contributions_by_function_and_by_use() -> None:
    found = {check.code: check for check in X8_BOOK.checks("X8")}
    assert {code: check.outcome for code, check in found.items()} == {
        "2080505": "pass",
        "2080506": "mismatch",
        "21011": "pass",
    }
    assert found["21011"].explanation is not None
    assert "2101199" in found["21011"].explanation


def test_x8_does_not_apply_without_the_codes() -> None:
    assert [check.outcome for check in X8_NONE.checks("X8")] == ["not_applicable"]


# ── X9 ──

BOUGHT = coded("procurement", "total fiscal general_public other", "合计 6.00 4.00 4.00 2.00\n货物 6.00 4.00 4.00 2.00")


def income(measures: str, row: str) -> list[Amount]:
    return coded("income", measures, row, table_no=2)


X9_ENOUGH = case(BOUGHT, income("total fiscal general_public business", "合计 9.00 5.00 5.00 4.00"))
X9_NONE = case(BOUGHT, income("total fiscal general_public", "合计 9.00 9.00 9.00"))
X9_TOO_MUCH = case(BOUGHT, income("total fiscal general_public other", "合计 9.00 3.00 3.00 6.00"))
X9_CARRIED = case(BOUGHT, income("total fiscal carryover", "合计 9.00 3.00 6.00"))
X9_NO_SOURCES = case(BOUGHT, income("total", "合计 9.00"))


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (X9_ENOUGH, {"fiscal": "pass", "general_public": "pass", "other": "pass"}),
        (X9_NONE, {"fiscal": "pass", "general_public": "pass", "other": "mismatch"}),
        (X9_TOO_MUCH, {"fiscal": "mismatch", "general_public": "mismatch", "other": "pass"}),
        (X9_CARRIED, {"fiscal": "pass", "general_public": "pass", "other": "pass"}),
        (X9_NO_SOURCES, {None: "not_applicable"}),
    ],
    ids=["umbrella term", "a source of no income", "more than came in", "carried over", "no sources"],
)
def test_x9_sources_of_procurement(book: Case, expected: dict[str | None, str]) -> None:
    assert {check.measure: check.outcome for check in book.checks("X9")} == expected


def test_x9_a_source_without_income_is_said() -> None:
    (check,) = [check for check in X9_NONE.checks("X9") if check.outcome == "mismatch"]
    assert (check.left_yuan, check.right_yuan) == (yuan("2.00"), Decimal(0))
    assert "收入总表未列其他收入，视为 0.00 万元" in check.message


# ── X10 ──


def ceiling(
    text: str,
    number: str,
    unit: str = "万元",
    *,
    level3: str = "支出控制数",
    comparator: Comparator = "≤",
    form_no: int = 1,
) -> Target:
    return target(1, "经济成本指标", level3, text, comparator=comparator, number=number, unit=unit, form_no=form_no)


PLAN: Rows = [project("某项目", "30.00"), *coded("project", "total", "某项目 30.00")]
X10_EQUAL = case(PLAN, ceiling("≤30万元", "30"))
X10_ABOVE = case(PLAN, ceiling("≤33万元", "33"))
X10_SEVERAL = case(PLAN, ceiling("≤10万元", "10"), ceiling("≤20万元", "20"))
X10_WHOLE_AND_PART = case(PLAN, ceiling("≤30万元", "30"), ceiling("≤20万元", "20"))
X10_YUAN = case(PLAN, ceiling("≤300000元", "300000", "元"))
X10_PRICES = case(
    PLAN,
    ceiling("≤750元", "750", "元"),
    ceiling("≤6.2万元", "6.2", level3="人均支出标准"),
    ceiling("≥20万元", "20", comparator="≥"),
    ceiling("≤92元/人", "92", "元/人"),
)
X10_BARE_UNIT = case(PLAN, ceiling("≤30万", "30", "万"))
X10_OTHER_FORMS = case(PLAN, ceiling("≤10万元", "10"), ceiling("≤20万元", "20", form_no=2))


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (X10_EQUAL, ["pass"]),
        (X10_ABOVE, ["mismatch"]),
        (X10_SEVERAL, ["pass"]),
        (X10_WHOLE_AND_PART, ["pass"]),
        (X10_YUAN, ["pass"]),
        (X10_BARE_UNIT, ["pass"]),
        (X10_OTHER_FORMS, ["insufficient", "insufficient"]),
    ],
    ids=["one", "above", "several", "the whole and a part", "another unit", "a unit cut short", "forms that differ"],
)
def test_x10_ceilings_against_the_budget(book: Case, expected: list[str]) -> None:
    found = [check for check in book.checks("X10") if check.outcome != "not_applicable"]
    assert [check.outcome for check in found] == expected


def test_x10_prices_of_one_piece_are_no_ceilings() -> None:
    assert {check.outcome for check in X10_PRICES.checks("X10")} == {"not_applicable"}


def test_x10_a_ceiling_is_a_figure_with_its_place() -> None:
    (check,) = [check for check in X10_ABOVE.checks("X10") if check.outcome == "mismatch"]
    assert (check.difference_yuan, check.left_text, check.line) == (yuan("3.00"), "≤33万元", 900)
    assert [(o.source, o.source_no) for o in X10_ABOVE.operands(check)] == [("targets", 1), ("amounts", 1)]


# ── X11 ──

OWN = "注：本部门没有使用政府性基金预算拨款安排的支出。"
OTHERS = "注：本部门没有使用国有资本经营预算拨款安排的支出。"
X11_OWN = case(status("government_fund", "declared_empty", OWN))
X11_OTHERS = case(status("government_fund", "declared_empty", OTHERS))
X11_NO_NOTE = case(status("government_fund", "declared_empty", "表内无数字，未附空表说明"))
X11_TOGETHER = case(
    status("government_fund", "declared_empty", "表内无数字，未附空表说明"),
    status("state_capital", "declared_empty", "注：没有政府性基金预算和国有资本经营预算支出。"),
)
X11_FIGURES = case(
    three_public(total="1.00"), status("three_public", "figures", "注:无“三公”经费预算，故本表为空表。", rows=1)
)
X11_OTHER_NOTE = case(
    three_public(total="1.00"), status("three_public", "figures", "2个数字有多种填法，未载入", rows=1)
)


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (X11_OWN, ["pass"]),
        (X11_OTHERS, ["mismatch"]),
        (X11_NO_NOTE, ["insufficient"]),
        (X11_TOGETHER, ["pass", "pass"]),
        (X11_FIGURES, ["mismatch"]),
        (X11_OTHER_NOTE, ["not_applicable"]),
    ],
    ids=["its own", "another table's", "none", "one for two", "under figures", "a note of another kind"],
)
def test_x11_notes_of_emptiness(book: Case, expected: list[str]) -> None:
    assert [check.outcome for check in book.checks("X11")] == expected


def test_x11_says_the_note_and_counts_no_money() -> None:
    (check,) = X11_OTHERS.checks("X11")
    assert "附注说的是国有资本经营预算支出表" in check.message
    assert OTHERS in check.message
    assert check.left_yuan is None
    assert check.difference_yuan is None
