"""Totals that several tables of one document print: X1, X2, X5, X6."""

from __future__ import annotations

from tests.checks.book import case
from tests.checks.build import coded, status, summary

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
    assert found[1].message == "收支总表：支出总计 10.00 万元；支出总表合计行合计 9.00 万元；左边减右边 1.00 万元"


def test_x1_half_applies_without_the_other() -> None:
    found = X1_HALF.checks("X1")
    assert {(check.statement, check.outcome) for check in found} >= {("income", "not_applicable"), ("summary", "pass")}


def test_x1_operands_that_are_missing_or_several() -> None:
    assert {check.outcome for check in X1_SEVERAL.checks("X1")} == {"insufficient"}


def test_x1_compares_figures_of_different_units_exactly() -> None:
    assert [check.outcome for check in X1_UNITS.checks("X1")] == ["rounding", "mismatch"]
