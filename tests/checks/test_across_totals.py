"""Totals that several tables of one document print: X1, X2, X5, X6."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.checks.book import BOUND_ONLY, case, outcomes
from tests.checks.build import amount, coded, projects, status, summary, yuan

if TYPE_CHECKING:
    from loaders.model import Amount

SUMMARY = summary(
    """
一般公共预算拨款收入 9.00
本年收入合计 9.00
上年结转 1.00
收入总计 10.00""",
    """
社会保障和就业支出 8.00
住房保障支出 2.00
本年支出合计 10.00
结转下年 0.00
支出总计 10.00""",
)

# ── X1 ──

X1_BOTH = case(SUMMARY, coded("income", "total", "合计 10.00"), coded("expenditure", "total", "合计 9.00", table_no=2))
X1_HALF = case(SUMMARY, coded("expenditure", "total", "合计 10.00"), status("income", "absent"))
X1_SEVERAL = case(
    SUMMARY, coded("income", "total", "合计 10.00\n合计 11.00"), coded("expenditure", "total", "208 10.00", table_no=2)
)
X1_UNITS = case(
    SUMMARY,
    coded("income", "total", "合计 100,040.00", unit="元"),
    coded("expenditure", "total", "合计 100,051.00", unit="元", table_no=2),
)


def test_x1_grand_totals() -> None:
    found = X1_BOTH.checks("X1")
    assert [check.outcome for check in found] == ["pass", "mismatch"]
    assert [check.statement for check in found] == ["summary", "summary"]
    assert found[1].message == "收支总表：支出总计 10.00 万元；支出总表合计行 9.00 万元；左边减右边 1.00 万元"


def test_x1_half_applies_without_the_other() -> None:
    found = X1_HALF.checks("X1")
    assert {(check.statement, check.outcome) for check in found} >= {("income", "not_applicable"), ("summary", "pass")}


def test_x1_operands_that_are_missing_or_several() -> None:
    assert {check.outcome for check in X1_SEVERAL.checks("X1")} == {"insufficient"}


def test_x1_compares_figures_of_different_units_exactly() -> None:
    assert [check.outcome for check in X1_UNITS.checks("X1")] == ["rounding", "mismatch"]


# ── X2 ──


def named(code: str, name: str, text: str) -> Amount:
    return amount("expenditure", int(code), name, "total", text, code=code, level=1, table_no=2)


X2_BY_NAME = case(SUMMARY, named("208", "社会保障和 就业支出", "8.00"), named("221", "住房保障", "2.50"))
X2_ONE_SIDE = case(SUMMARY, named("208", "社会保障和就业支出", "8.00"), named("213", "农林水支出", "2.00"))
X2_BY_UNIT = case(SUMMARY, coded("expenditure", "total", "合计 10.00\n某单位 10.00", table_no=2))


def test_x2_items_are_matched_by_name() -> None:
    found = X2_BY_NAME.checks("X2")
    assert outcomes(found) == {("208", "total"): "pass", ("221", "total"): "mismatch"}
    assert found[1].message == "住房保障支出：收支总表 2.00 万元；支出总表 2.50 万元；左边减右边 -0.50 万元"


def test_x2_names_that_only_one_side_prints_are_insufficient() -> None:
    found = X2_ONE_SIDE.checks("X2")
    assert sorted(check.outcome for check in found) == ["insufficient", "insufficient", "pass"]
    assert {(check.left_yuan, check.right_yuan) for check in found} == {(80000, 80000), (20000, None), (None, 20000)}


def test_x2_does_not_apply_to_expenditure_by_unit() -> None:
    assert [check.outcome for check in X2_BY_UNIT.checks("X2")] == ["not_applicable"]


# ── X5 ──

X5_EACH = case(
    coded("general_public", "total basic personnel public", "合计 9.00 5.00 4.00 1.00"),
    coded("basic_economic", "total personnel public", "合计 5.00 4.00 1.10", table_no=2),
)
X5_NOT_SPLIT = case(
    coded("general_public", "total basic", "合计 9.00 5.00"),
    coded("basic_economic", "total personnel", "合计 5.00 5.00", table_no=2),
)
X5_MISSING = case(
    coded("general_public", "total basic personnel", "合计 9.00 5.00 5.00"),
    coded("basic_economic", "total", "合计 5.00", table_no=2),
)
X5_TWO_TOTALS = case(
    coded("general_public", "total basic project", "合计 9.00 5.00 4.00"),
    coded("basic_economic", "total", "301 4.00\n302 1.01", table_no=2),
    amount("basic_economic", 8, "人员经费合计", "personnel", "4.00", is_total=True, table_no=2),
    amount("basic_economic", 9, "公用经费合计", "public", "1.01", is_total=True, table_no=2),
)


def test_x5_each_measure_that_is_printed() -> None:
    assert outcomes(X5_EACH.checks("X5")) == {
        (None, "basic"): "pass",
        (None, "personnel"): "pass",
        (None, "public"): "mismatch",
    }


def test_x5_says_nothing_of_parts_that_the_functional_table_does_not_split() -> None:
    assert outcomes(X5_NOT_SPLIT.checks("X5")) == {(None, "basic"): "pass"}


def test_x5_part_that_the_economic_table_does_not_print_is_insufficient() -> None:
    assert outcomes(X5_MISSING.checks("X5")) == {(None, "basic"): "pass", (None, "personnel"): "insufficient"}


def test_x5_two_totals_stand_for_the_one_that_is_not_printed() -> None:
    (check,) = X5_TWO_TOTALS.checks("X5")
    assert (check.outcome, check.right_text) == ("rounding", "4.00 + 1.01")


# ── X6 ──

SPENDING = coded("expenditure", "total basic project", "合计 10.00 4.00 6.00")
CARRIED = coded("income", "total carryover", "合计 10.00 1.00", table_no=2)


def project_rows(second: str, total: str, *, unit: str = "万元") -> list[Amount]:
    return coded("project", "total", f"合计 {total}\n甲 1.00\n乙 {second}", table_no=3, unit=unit)


X6_PASSES = case(SPENDING, project_rows("5.00", "6.00"), projects("1.00", "5.00", None))
X6_FAILS = case(SPENDING, project_rows("4.50", "5.50"))
X6_EXPLAINED = case(SPENDING, CARRIED, SUMMARY, project_rows("4.00", "5.00"))
X6_EXPLAINED_BY_SUMMARY = case(SPENDING, SUMMARY, project_rows("4.00", "5.00"))
X6_EXPLAINED_IN_PART = case(SPENDING, SUMMARY, project_rows("4.40", "5.40"))
X6_BEYOND = case(SPENDING, SUMMARY, project_rows("3.90", "4.90"))
X6_MORE_PROJECTS = case(SPENDING, SUMMARY, project_rows("5.50", "6.50"))
X6_OWN_CARRYOVER = case(
    SPENDING, CARRIED, coded("project", "total carryover", "合计 5.00 1.00\n甲 5.00 1.00", table_no=3)
)
X6_FORMS = case(SPENDING, coded("project", "total", "甲 1.00\n乙 2.00", table_no=3))
X6_FORMS_TOO_MUCH = case(SPENDING, coded("project", "total", "甲 1.00\n乙 6.00", table_no=3))
X6_NO_PROJECTS = case(SPENDING, status("project", "absent", "文件中没有此表"))
X6_YUAN = case(SPENDING, coded("project", "total", "合计 59,900.37\n甲 59,900.37", table_no=3, unit="元"))


def test_x6_sum_of_projects() -> None:
    (check,) = X6_PASSES.checks("X6")
    assert (check.outcome, check.right_yuan) == ("pass", yuan("6.00"))
    assert "3 个项目之和（其中 1 个未印出金额） 6.00 万元" in check.message
    assert [c.outcome for c in X6_FAILS.checks("X6")] == ["mismatch"]


def test_x6_money_carried_over_explains_what_is_more_and_counts_once() -> None:
    for book, label in ((X6_EXPLAINED, "收入总表"), (X6_EXPLAINED_BY_SUMMARY, "收支总表")):
        (check,) = book.checks("X6")
        assert (check.outcome, check.difference_yuan) == ("pass", yuan("1.00"))
        assert check.explanation == f"差额等于{label}上年结转 1.00 万元"
        assert [o.label for o in book.operands(check) if o.role == "explains"] == [f"{label}上年结转"]


def test_x6_money_carried_over_may_be_spent_on_projects_in_part() -> None:
    (check,) = X6_EXPLAINED_IN_PART.checks("X6")
    assert (check.outcome, check.explanation) == ("pass", f"差额不超过收支总表上年结转 1.00 万元{BOUND_ONLY}")


def test_x6_difference_beyond_it_or_the_other_way_round_is_a_mismatch() -> None:
    for book in (X6_BEYOND, X6_MORE_PROJECTS, X6_OWN_CARRYOVER):
        assert [c.outcome for c in book.checks("X6")] == ["mismatch"]


def test_x6_forms_of_targets_need_not_list_all_projects() -> None:
    (check,) = X6_FORMS.checks("X6")
    assert (check.outcome, check.difference_yuan) == ("pass", yuan("3.00"))
    assert "绩效目标表不一定列全所有项目" in check.message
    assert [c.outcome for c in X6_FORMS_TOO_MUCH.checks("X6")] == ["mismatch"]


def test_x6_does_not_apply_without_projects() -> None:
    assert [(c.statement, c.outcome) for c in X6_NO_PROJECTS.checks("X6")] == [("project", "not_applicable")]


def test_x6_figures_of_different_units_are_compared_exactly() -> None:
    assert [c.outcome for c in X6_YUAN.checks("X6")] == ["mismatch"]
