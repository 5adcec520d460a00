"""Identities within one table: rows by source, fund tables, 三公 and lists, W2, W4 and W7 to W10."""

from __future__ import annotations

from dataclasses import replace

from tests.checks.book import case, outcomes
from tests.checks.build import amount, coded, three_public, yuan

# ── W2, W9, W10: rows by source ──

SOURCES = "total current_year fiscal general_public government_fund business carryover"
W2_NESTED = case(
    coded("income", SOURCES, "合计 12.00 10.00 9.00 6.00 3.00 1.00 2.00\n某单位 12.00 10.00 9.00 6.00 3.00 1.00 2.00")
)
W2_BLANK_SUBTOTAL = case(
    coded("income", SOURCES, "甲 12.00 - - 6.00 3.00 1.00 2.00\n乙 12.00 10.00 9.00 6.00 3.00 1.00 2.00")
)
W2_WRONG = case(coded("income", SOURCES, "208 12.00 10.00 8.00 6.00 3.00 1.00 2.00"))
W2_TOTALS_ONLY = case(coded("income", "total", "合计 12.00"))
W2_UMBRELLA = case(coded("income", "total fiscal unit_funds other", "208 9.00 7.00 2.00 2.00\n210 9.00 7.00 2.00 0.00"))


def test_w2_each_sum_of_a_nested_header() -> None:
    found = W2_NESTED.checks("W2")
    assert [(check.measure, check.outcome) for check in found] == [
        ("total", "pass"),
        ("current_year", "pass"),
        ("fiscal", "pass"),
    ] * 2
    assert [check.right_text for check in found[:3]] == ["10.00 + 2.00", "9.00 + 1.00", "6.00 + 3.00"]


def test_w2_a_sum_left_blank_is_replaced_by_its_parts() -> None:
    found = {check.measure: check for check in W2_BLANK_SUBTOTAL.checks("W2") if check.subject == "甲"}
    assert (found["total"].outcome, found["total"].right_text) == ("pass", "6.00 + 3.00 + 1.00 + 2.00")
    assert {found["current_year"].outcome, found["fiscal"].outcome} == {"insufficient"}


def test_w2_states_the_sum_that_differs() -> None:
    assert {check.measure: check.outcome for check in W2_WRONG.checks("W2")} == {
        "total": "pass",
        "current_year": "mismatch",
        "fiscal": "mismatch",
    }


def test_w2_does_not_apply_to_a_table_of_totals_only() -> None:
    (check,) = W2_TOTALS_ONLY.checks("W2")
    assert (check.outcome, check.message) == ("not_applicable", "收入总表没有印出合计的各项")


def test_w2_source_that_may_contain_another_is_not_judged() -> None:
    found = [check for check in W2_UMBRELLA.checks("W2") if check.measure == "total"]
    assert [(check.code, check.outcome) for check in found] == [("208", "insufficient"), ("210", "pass")]


# ── W4, W7 ──

FUND_MEASURES = "total basic personnel public project"
W4_PASSES = case(coded("general_public", FUND_MEASURES, "208 9.00 5.00 4.00 1.00 4.00\n210 4.00 - - - 4.00"))
W4_FAILS = case(coded("government_fund", FUND_MEASURES, "208 9.00 5.00 4.00 1.00 3.00\n210 9.00 5.00 4.00 2.00 4.00"))
W4_NO_PARTS = case(coded("state_capital", "total basic project", "合计 9.00 5.00 4.00\n223 9.00 5.00 4.00"))
W7_ROWS = case(
    coded(
        "basic_economic",
        "total personnel public",
        "合计 9.00 6.00 3.00\n301 6.00 6.00 -\n302 3.50 - 3.00\n303 1.00 - -",
    )
)
W7_TOTALS_ONLY = case(coded("basic_economic", "total", "合计 9.00\n301 9.00"))
W7_SPLIT = case(
    coded("basic_economic", "total", "301 5.00\n303 1.00\n302 2.00\n310 0.50"),
    amount("basic_economic", 8, "人员经费合计", "personnel", "6.00", is_total=True),
    amount("basic_economic", 9, "公用经费合计", "public", "2.60", is_total=True),
)
W7_BY_SOURCE = case(
    coded(
        "basic_economic_by_source",
        "total fiscal general_public other",
        "合计 9.00 6.00 6.00 3.00\n301 9.00 6.00 5.00 2.00",
    )
)


def test_w4_passes_on_both_identities() -> None:
    found = W4_PASSES.checks("W4", "general_public")
    assert outcomes(found) == {("208", "total"): "pass", ("208", "basic"): "pass", ("210", "total"): "pass"}


def test_w4_fails_on_either_identity() -> None:
    found = outcomes(W4_FAILS.checks("W4", "government_fund"))
    assert found["208", "total"] == found["210", "basic"] == "mismatch"
    assert found["210", "total"] == found["208", "basic"] == "pass"


def test_w4_second_identity_does_not_apply_where_the_table_does_not_print_its_parts() -> None:
    found = W4_NO_PARTS.checks("W4", "state_capital")
    assert sorted(check.outcome for check in found) == ["not_applicable", "pass", "pass"]


def test_w7_rows() -> None:
    found = W7_ROWS.checks("W7", "basic_economic")
    assert [check.outcome for check in found] == ["pass", "pass", "mismatch", "insufficient"]


def test_w7_does_not_apply_to_a_table_without_personnel_and_public() -> None:
    (check,) = W7_TOTALS_ONLY.checks("W7", "basic_economic")
    assert check.outcome == "not_applicable"


def test_w7_two_totals_of_a_single_column() -> None:
    found = {check.measure: check for check in W7_SPLIT.checks("W7", "basic_economic")}
    assert (found["personnel"].outcome, found["personnel"].right_text) == ("pass", "5.00 + 1.00")
    assert (found["public"].outcome, found["public"].difference_yuan) == ("mismatch", yuan("0.10"))
    assert [check.outcome for check in W7_SPLIT.checks("W5", "basic_economic")] == ["not_applicable"]


def test_w7_rows_by_source() -> None:
    found = outcomes(W7_BY_SOURCE.checks("W7", "basic_economic_by_source"))
    assert found[None, "total"] == found[None, "fiscal"] == "pass"
    assert found["301", "total"] == found["301", "fiscal"] == "mismatch"


# ── W8 ──

W8_YEARS = case(
    three_public(2023, total="34.33", vehicle="21.73", vehicle_operation="21.73", reception="12.60"),
    three_public(2024, total="32.56", vehicle="19.16", vehicle_operation="19.00", reception="13.00"),
)
W8_TOTAL_ONLY = case(three_public(total="1.80"))
W8_UNSUMMED = case(three_public(total="1.80", vehicle_operation="1.00", reception="0.80"))
W8_AGENCY_ONLY = case(three_public(agency_operation="9.00"))
W8_ABROAD_SPLIT = case(three_public(total="3.00", abroad="3.00", abroad_academic="2.00", abroad_other="0.50"))
W8_UNITS = case(
    three_public(total="3.00", reception="3.00"),
    [replace(a, row_no=2) for a in three_public(total="2.00", reception="1.00")],
)


def test_w8_each_year_for_itself() -> None:
    found = W8_YEARS.checks("W8")
    assert [check.outcome for check in found] == ["pass", "pass", "mismatch", "mismatch"]
    assert [check.difference_yuan for check in found] == [0, 0, yuan("0.40"), yuan("0.16")]
    assert found[2].message.startswith("2024年“三公”经费：“三公”经费合计 32.56 万元；")


def test_w8_components_that_are_not_printed() -> None:
    assert [c.outcome for c in W8_TOTAL_ONLY.checks("W8")] == ["insufficient"]
    assert [c.outcome for c in W8_UNSUMMED.checks("W8")] == ["insufficient", "insufficient"]
    assert [c.outcome for c in W8_AGENCY_ONLY.checks("W8")] == ["not_applicable"]


def test_w8_a_component_that_is_split() -> None:
    assert {c.code: c.outcome for c in W8_ABROAD_SPLIT.checks("W8")} == {"total": "pass", "abroad": "mismatch"}


def test_w8_rows_of_units_are_added_up_apart() -> None:
    assert [check.outcome for check in W8_UNITS.checks("W8")] == ["pass", "mismatch"]


# ── W9, W10: lists without codes ──

W9_PASSES = case(
    coded("project", "total fiscal other", "合计 6.00 4.00 2.00\n甲项目 1.00 1.00 -\n乙项目 5.00 3.00 2.00")
)
W9_FAILS = case(
    coded("project", "total fiscal other", "合计 6.00 5.00 1.00\n甲项目 1.00 1.00 -\n乙项目 5.00 3.00 1.00")
)
W9_NO_TOTAL = case(coded("project", "total", "甲项目 1.00\n乙项目 5.00"))
W9_CATEGORIES = case(
    coded("project", "total", "合计 6.00\n其他运转类 1.00\n甲项目 1.00\n特定目标类 5.00\n乙项目 3.00\n丙项目 2.00")
)
W10_SUBTOTALS = case(
    coded("procurement", "total", "合计 6.00\n本级小计 1.00\n办公设备 1.00\n中心小计 5.00\n印刷 3.00\n物业 1.00")
)
W10_SUBTOTALS_BELOW = case(
    coded("procurement", "total", "合计 6.00\n办公设备 1.00\n本级小计 1.00\n印刷 3.00\n物业 2.00\n中心小计 5.00")
)
W10_SUBTOTALS_BETWEEN = case(coded("procurement", "total", "合计 6.00\n办公设备 1.00\n中心小计 5.00\n印刷 5.00"))
W10_KINDS = case(coded("procurement", "total", "合计 6.00\n货物 1.00\n工程 2.00\n服务 3.00"))
W10_KINDS_WRONG = case(coded("procurement", "total", "合计 6.00\n货物 1.00\n工程 2.00\n服务 2.00"))
W10_CODED = case(coded("procurement", "total fiscal fiscal_account", "合计 6.00 5.00 1.00\n208 6.00 5.00 2.00"))


def test_w9_total_and_rows() -> None:
    found = W9_PASSES.checks("W9")
    assert {check.outcome for check in found} == {"pass", "not_applicable"}
    assert [c.subject for c in found if c.left_text == "6.00"] == ["项目支出表合计行", "合计行"]


def test_w9_column_and_row_that_differ() -> None:
    found = {(c.subject, c.measure): c.difference_yuan for c in W9_FAILS.checks("W9") if c.outcome == "mismatch"}
    assert found == {("项目支出表合计行", "fiscal"): yuan("1.00"), ("乙项目", "total"): yuan("1.00")}


def test_w9_without_a_total_row_does_not_apply() -> None:
    assert {check.outcome for check in W9_NO_TOTAL.checks("W9")} == {"not_applicable"}


def test_w9_categories_hold_the_projects_below_them() -> None:
    found = W9_CATEGORIES.checks("W9")
    assert [(c.subject, c.outcome) for c in found if c.outcome != "not_applicable"] == [
        ("项目支出表合计行", "pass"),
        ("其他运转类", "pass"),
        ("特定目标类", "pass"),
    ]


def test_w10_subtotals_stand_before_or_after_their_rows() -> None:
    found = {c.subject: c.outcome for c in W10_SUBTOTALS.checks("W10") if c.outcome != "not_applicable"}
    assert found == {"政府采购预算表合计行": "pass", "本级小计": "pass", "中心小计": "mismatch"}
    found = {c.subject: c.outcome for c in W10_SUBTOTALS_BELOW.checks("W10") if c.outcome != "not_applicable"}
    assert found == {"政府采购预算表合计行": "pass", "本级小计": "pass", "中心小计": "pass"}
    found = {c.subject: c.outcome for c in W10_SUBTOTALS_BETWEEN.checks("W10") if c.outcome != "not_applicable"}
    assert found == {"政府采购预算表合计行": "insufficient"}


def test_w10_goods_works_and_services() -> None:
    found = [c for c in W10_KINDS.checks("W10") if c.outcome != "not_applicable"]
    assert [(c.outcome, c.right_text) for c in found] == [("pass", "1.00 + 2.00 + 3.00")]
    found = [c for c in W10_KINDS_WRONG.checks("W10") if c.outcome != "not_applicable"]
    assert [(c.outcome, c.difference_yuan) for c in found] == [("mismatch", yuan("1.00"))]


def test_w10_rows_by_code_are_added_up_across_only() -> None:
    found = [c for c in W10_CODED.checks("W10") if c.outcome != "not_applicable"]
    assert [(c.code, c.outcome) for c in found] == [(None, "pass"), ("208", "mismatch")]


W9_UNITS = case(coded("project", "total", "合计 6.00\n某中心 6.00\n甲项目 1.00\n乙项目 5.00"))


def test_w9_rows_that_hold_one_another_are_not_judged() -> None:
    found = [c for c in W9_UNITS.checks("W9") if c.outcome != "not_applicable"]
    assert [c.outcome for c in found] == ["insufficient"]
    assert "各行之和恰为合计的 2 倍，行之间可能互相包含" in found[0].message
