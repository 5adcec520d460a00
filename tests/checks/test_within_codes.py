"""Identities within one table of codes: W3 across a row, W5 down the levels."""

from __future__ import annotations

from tests.checks.book import case, outcomes
from tests.checks.build import amount, coded, yuan

# ── W3 ──

W3_BLANK = case(coded("expenditure", "total basic project", "2080104 17.00 - 17.00"))
W3_EVERY_KIND = case(
    coded(
        "expenditure",
        "total basic project operating remitted subsidy carryforward",
        "合计 21.00 1.00 2.00 3.00 4.00 5.00 6.00",
    )
)
W3_NO_PARTS = case(coded("expenditure", "total basic", "201 17.00 -\n202 - 3.00\n203 1.00 1.00"))
W3_TOTALS_ONLY = case(coded("expenditure", "total", "合计 17.00\n208 17.00"))


def test_w3_blank_part_is_nothing_where_another_part_is_printed() -> None:
    (check,) = W3_BLANK.checks("W3")
    assert (check.outcome, check.code, check.measure, check.line) == ("pass", "2080104", "total", 101)
    assert (check.left_yuan, check.right_yuan, check.difference_yuan) == (yuan("17.00"), yuan("17.00"), yuan("0"))


def test_w3_counts_every_kind_of_spending() -> None:
    assert [check.outcome for check in W3_EVERY_KIND.checks("W3")] == ["pass"]


def test_w3_without_parts_is_insufficient() -> None:
    found = W3_NO_PARTS.checks("W3")
    assert [check.outcome for check in found] == ["insufficient", "insufficient", "pass"]
    assert [check.left_yuan for check in found] == [170000, None, 10000]
    assert all(check.difference_yuan is None for check in found[:2])


def test_w3_does_not_apply_to_a_table_of_totals_only() -> None:
    (check,) = W3_TOTALS_ONLY.checks("W3")
    assert check.outcome == "not_applicable"


# ── W5 ──

W5_LEVELS = case(
    coded(
        "expenditure",
        "total basic",
        """
合计 10.00 4.00
208 7.00 4.00
20801 3.00 -
2080101 1.00 -
2080104 2.00 -
20805 4.00 4.00
2080505 4.00 4.00
210 3.00 -
21011 3.00 -
2101101 3.00 -""",
    )
)
W5_DIFFERS = case(coded("income", "total", "合计 10.00\n208 9.00\n20801 8.00\n2080101 7.00"))
W5_REPEATED_CLASS = case(
    coded(
        "basic_economic",
        "total",
        """
合计 10.00
301/501 3.00
30101/50101 1.00
30102/50101 2.00
301/505 7.00
30101/50501 3.00
30102/50501 4.00""",
    )
)
W5_CUT = case(
    coded("expenditure", "total", "合计 4.00\n208 3.00\n20801 3.00\n2080101 3.00\n223 1.00\n22301 1.00"),
)
W5_BLANK_CHILD = case(coded("income", "total fiscal", "208 3.00 3.00\n20801 3.00 -\n"))
W5_BLANK_PARENT = case(coded("income", "total fiscal", "208 3.00 -\n20801 3.00 3.00"))
W5_CLASSES_ONLY = case(coded("procurement", "total", "合计 3.00\n208 1.00\n210 2.00"))
W5_NO_CODES = case(
    amount("income", 1, "合计", "total", "2.00", is_total=True), amount("income", 2, "某单位", "total", "2.00")
)
W5_NO_TOTAL = case(coded("income", "total", "208 2.00\n20801 2.00"))
W5_ORPHAN = case(coded("income", "total", "合计 3.00\n208 2.00\n20801 2.00\n21011 1.00"))
W5_NEXT_PAGE = case(
    coded("income", "total", "合计 3.00\n208 2.00\n20801 1.00"),
    coded("income", "total", "合计 3.00\n20805 1.00\n210 1.00\n21011 1.00", table_no=2),
)
W5_TWO_TABLES = case(
    coded("income", "total", "合计 3.00\n208 3.00\n20801 3.00"),
    coded("income", "total", "合计 5.00\n208 5.00\n20801 5.00", table_no=2),
)
W5_MANY_ROUNDED = case(coded("income", "total", "合计 1.00\n208 1.00\n20801 0.33\n20802 0.33\n20803 0.33"))


def test_w5_passes_through_three_levels_and_measures() -> None:
    found = W5_LEVELS.checks("W5", "expenditure")
    assert set(outcomes(found).values()) == {"pass"}
    assert outcomes(found).keys() == {(code, "total") for code in (None, "208", "20801", "20805", "210", "21011")} | {
        (code, "basic") for code in (None, "208", "20805")
    }


def test_w5_states_where_a_sum_differs_at_each_level() -> None:
    found = W5_DIFFERS.checks("W5", "income")
    assert [check.difference_yuan for check in found] == [10000, 10000, 10000]
    assert {check.outcome for check in found} == {"mismatch"}
    assert found[0].message == "合计行：合计 10.00 万元；1 类之和 9.00 万元；左边减右边 1.00 万元"


def test_w5_repeated_class_has_children_of_its_own() -> None:
    found = W5_REPEATED_CLASS.checks("W5", "basic_economic")
    assert [(check.code, check.left_yuan, check.outcome) for check in found] == [
        (None, yuan("10.00"), "pass"),
        ("301", yuan("3.00"), "pass"),
        ("301", yuan("7.00"), "pass"),
    ]
    assert "301/505" in found[2].message


def test_w5_parent_at_the_end_of_a_cut_table_is_insufficient() -> None:
    found = W5_CUT.checks("W5", "expenditure")
    assert outcomes(found) == {
        (None, "total"): "pass",
        ("208", "total"): "pass",
        ("20801", "total"): "pass",
        ("223", "total"): "pass",
        ("22301", "total"): "insufficient",
    }
    assert "没有下级科目的数字可加总" in found[-1].message


def test_w5_figures_blank_on_one_level_are_insufficient() -> None:
    assert outcomes(W5_BLANK_CHILD.checks("W5", "income"))["208", "fiscal"] == "insufficient"
    assert outcomes(W5_BLANK_PARENT.checks("W5", "income"))["208", "fiscal"] == "insufficient"


def test_w5_table_of_classes_only_says_so_once_and_still_adds_up_its_total() -> None:
    found = W5_CLASSES_ONLY.checks("W5", "procurement")
    assert [check.outcome for check in found] == ["pass", "not_applicable"]


def test_w5_does_not_apply_to_rows_without_codes() -> None:
    assert [check.outcome for check in W5_NO_CODES.checks("W5", "income")] == ["not_applicable"]


def test_w5_without_a_total_row_is_insufficient() -> None:
    found = W5_NO_TOTAL.checks("W5", "income")
    assert outcomes(found) == {(None, None): "insufficient", ("208", "total"): "pass"}


def test_w5_row_under_no_printed_parent_leaves_the_total_open() -> None:
    found = W5_ORPHAN.checks("W5", "income")
    assert outcomes(found) == {(None, "total"): "insufficient", ("208", "total"): "pass"}


def test_w5_table_continued_on_the_next_page_repeats_its_total_without_counting_twice() -> None:
    assert [check.outcome for check in W5_NEXT_PAGE.checks("W5", "income")] == ["pass", "pass", "pass"]


def test_w5_tables_with_totals_of_their_own_are_added_up_apart() -> None:
    assert [check.outcome for check in W5_TWO_TABLES.checks("W5", "income")] == ["pass"] * 4


def test_w5_many_rounded_children_have_room_for_each() -> None:
    assert outcomes(W5_MANY_ROUNDED.checks("W5", "income"))["208", "total"] == "rounding"
