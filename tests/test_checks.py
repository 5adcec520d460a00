"""Each identity passes, fails and does not apply, on documents small enough to check by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from loaders.checks import RULES, Rule, rule_table_markdown, run_checks
from loaders.model import Amount, Check, Document, LoadedDocument, Project, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.model import Origin, Outcome, Side, Status

YEAR = 2024
SCALE = {"元": Decimal(1), "万元": Decimal(10000)}
DOCUMENT = Document(
    document_id="some-bureau-2024",
    title="某局2024年部门预算",
    jurisdiction="某市",
    division_code=None,
    within_division_code=None,
    unit="某局",
    scope="department",
    parent_unit=None,
    fiscal_year=YEAR,
    stage="budget",
    source_file="some-bureau-2024.md",
    source_path="some-bureau-2024.md",
    source_format="markdown",
    sha256="0" * 64,
    pages=None,
    loader_version="0",
    loaded_at=datetime(2024, 1, 1),  # noqa: DTZ001 - the public table keeps UTC without a zone
)


def yuan(text: str, unit: str = "万元") -> Decimal:
    return Decimal(text.replace(",", "")) * SCALE[unit]


def amount(
    statement: str,
    row_no: int,
    name: str,
    measure: str,
    text: str,
    *,
    code: str | None = None,
    gov_code: str | None = None,
    level: int | None = None,
    side: Side | None = None,
    is_total: bool = False,
    unit: str = "万元",
    fiscal_year: int = YEAR,
    table_no: int = 1,
    origin: Origin = "printed",
) -> Amount:
    return Amount(
        box=None,
        document_id=DOCUMENT.document_id,
        statement=statement,
        fiscal_year=fiscal_year,
        side=side,
        code=code,
        gov_code=gov_code,
        name=name,
        paired_name=None,
        level=level,
        parent_code=None,
        is_total=is_total,
        measure=measure,
        amount_yuan=yuan(text, unit),
        amount_text=text,
        unit_text=unit,
        origin=origin,
        page=None,
        line=100 + row_no,
        table_no=table_no,
        row_no=row_no,
    )


def coded(statement: str, measures: str, text: str, *, table_no: int = 1, unit: str = "万元") -> list[Amount]:
    """Rows of a coded table, one a line: `code figure…`, `301/501` for paired codes, `-` for a blank cell."""
    found = []
    for row_no, row in enumerate(text.strip().splitlines(), start=1):
        label, *cells = row.split()
        code, _, gov_code = label.partition("/")
        is_total = code == "合计"
        found += [
            amount(
                statement,
                row_no,
                "合计" if is_total else f"科目{code}",
                measure,
                cell,
                code=None if is_total else code,
                gov_code=gov_code or None,
                level=None if is_total else (len(code) - 1) // 2,
                is_total=is_total,
                unit=unit,
                table_no=table_no,
            )
            for measure, cell in zip(measures.split(), cells, strict=True)
            if cell != "-"
        ]
    return found


def summary(*rows: tuple[Side, str, str], table_no: int = 9) -> list[Amount]:
    return [
        amount(
            "summary",
            row_no,
            name,
            "total",
            text,
            side=side,
            table_no=table_no,
            is_total=name.endswith(("合计", "总计")),
        )
        for row_no, (side, name, text) in enumerate(rows, start=1)
    ]


def three_public(fiscal_year: int = YEAR, **cells: str) -> list[Amount]:
    return [
        amount("three_public", 1, code, "total", text, code=code, is_total=code == "total", fiscal_year=fiscal_year)
        for code, text in cells.items()
    ]


def projects(*texts: str | None) -> list[Project]:
    return [
        Project(DOCUMENT.document_id, n, None, f"项目{n}", None, yuan(t) if t else None)
        for n, t in enumerate(texts, start=1)
    ]


def status(statement: str, state: Status, note: str = "") -> Statement:
    return Statement(DOCUMENT.document_id, statement, state, note, "", 0, None, 7)


def checks(rule: str, amounts: Iterable[Amount] = (), statement: str | None = None, **parts: list[Any]) -> list[Check]:
    """The rule's checks on a document of these rows, those of one statement where it is named."""
    document = LoadedDocument(DOCUMENT, amounts=list(amounts), **parts)
    found = [check for check in run_checks(document) if check.rule == rule]
    return [check for check in found if statement is None or check.statement == statement]


def outcomes(found: list[Check]) -> dict[tuple[str | None, str | None], str]:
    return {(check.code, check.measure): check.outcome for check in found}


# ── the registry ───────────────────────────────────────────────────────────────────────────────────────────


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))


def test_each_rule_is_complete() -> None:
    assert all(rule.title and rule.formula and rule.severity in {"hard", "soft"} for rule in RULES)


def test_rule_table_lists_every_rule() -> None:
    lines = rule_table_markdown().splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == [rule.id for rule in RULES]
    assert {line.count("|") for line in lines} == {5}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_takes_a_plain_document_and_names_itself(rule: Rule) -> None:
    found = list(rule.evaluate(LoadedDocument(DOCUMENT)))
    assert found
    assert {check.rule for check in found} == {rule.id}
    assert {check.outcome for check in found} <= {"insufficient", "not_applicable"}


def test_a_document_is_not_changed_by_its_checks() -> None:
    document = LoadedDocument(DOCUMENT, amounts=coded("expenditure", "total basic", "合计 1.00 1.00"))
    run_checks(document)
    assert document == LoadedDocument(DOCUMENT, amounts=coded("expenditure", "total basic", "合计 1.00 1.00"))


def test_the_order_of_the_amounts_does_not_matter() -> None:
    amounts = coded("expenditure", "total basic", "合计 3.00 3.00\n208 3.00 3.00\n20801 1.00 1.00\n20805 2.00 2.00")
    assert checks("W5", amounts) == checks("W5", sorted(amounts, key=lambda a: -a.row_no))


def test_a_thousand_amounts_are_checked_in_time() -> None:
    rows = ["合计 1000.00 600.00 400.00"]
    for group in range(100, 122):
        rows += [
            f"{group} 10.00 6.00 4.00",
            f"{group}01 10.00 6.00 4.00",
            *[f"{group}01{n:02} 1.00 0.60 0.40" for n in range(10)],
        ]
    document = LoadedDocument(DOCUMENT, amounts=coded("expenditure", "total basic project", "\n".join(rows)))
    document.amounts += [replace(a, statement="general_public", table_no=2) for a in document.amounts[:240]]
    assert len(document.amounts) > 1000
    outcomes = Counter(check.outcome for check in run_checks(document) if check.rule in {"W3", "W4"})
    assert outcomes["mismatch"] == 0
    assert outcomes["pass"] > 300


# ── statements without figures ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        ("W3", "expenditure"),
        ("W4", "state_capital"),
        ("W5", "procurement"),
        ("W7", "basic_economic"),
        ("W8", "three_public"),
        ("X1", "summary"),
        ("X2", "expenditure"),
        ("X5", "basic_economic"),
        ("X6", "expenditure"),
    ],
)
@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        ("declared_empty", "not_applicable"),
        ("absent", "not_applicable"),
        ("failed", "insufficient"),
        ("figures", "insufficient"),
    ],
)
def test_a_statement_without_figures_is_one_check_with_its_reason(
    rule: str, statement: str, state: Status, outcome: Outcome
) -> None:
    (check,) = checks(rule, statement=statement, statements=[status(statement, state, "本部门没有此项。")])
    assert (check.outcome, check.code, check.left_yuan, check.right_yuan) == (outcome, None, None, None)
    assert "本部门没有此项" in check.message
    assert check.line == 7


# ── W3 ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_w3_blank_part_is_nothing_where_another_part_is_printed() -> None:
    (check,) = checks("W3", coded("expenditure", "total basic project", "2080104 17.00 - 17.00"))
    assert (check.outcome, check.code, check.measure, check.line) == ("pass", "2080104", "total", 101)
    assert (check.left_yuan, check.right_yuan, check.difference_yuan) == (yuan("17.00"), yuan("17.00"), yuan("0"))


def test_w3_counts_every_kind_of_spending() -> None:
    measures = "total basic project operating remitted subsidy carryforward"
    (check,) = checks("W3", coded("expenditure", measures, "合计 21.00 1.00 2.00 3.00 4.00 5.00 6.00"))
    assert check.outcome == "pass"


def test_w3_mismatch_states_both_sides_and_left_minus_right() -> None:
    (check,) = checks("W3", coded("expenditure", "total basic project", "208 1,234.50 1,000.00 235.00"))
    assert (check.outcome, check.difference_yuan) == ("mismatch", Decimal(-5000))
    assert check.message == (
        "208 科目208：合计 1,234.50 万元；基本支出 1,000.00 + 项目支出 235.00 = 1,235.00 万元；左边减右边 -0.50 万元"
    )


@pytest.mark.parametrize(
    ("row", "outcome"),
    [("767.78 595.13 172.66", "rounding"), ("767.78 595.13 172.67", "mismatch"), ("767.8 595.10 172.70", "pass")],
)
def test_rounding_is_half_the_printed_unit_for_each_printed_operand(row: str, outcome: Outcome) -> None:
    (check,) = checks("W3", coded("expenditure", "total basic project", f"合计 {row}"))
    assert check.outcome == outcome


def test_a_difference_beyond_rounding_counts_printed_operands_only() -> None:
    found = checks("W3", coded("expenditure", "total basic project", "201 1.01 1.00 -\n202 1.02 1.00 -"))
    assert [check.outcome for check in found] == ["rounding", "mismatch"]


def test_the_printed_unit_of_a_table_in_yuan_is_small() -> None:
    found = checks("W3", coded("expenditure", "total basic project", "201 100 40 61\n202 100 40 62", unit="元"))
    assert [check.outcome for check in found] == ["rounding", "mismatch"]


def test_a_figure_without_decimals_does_not_widen_the_tolerance_of_its_table() -> None:
    found = checks("W3", coded("expenditure", "total basic project", "201 17 10.00 6.50\n202 1.00 1.00 -"))
    assert [check.outcome for check in found] == ["mismatch", "pass"]


def test_w3_without_parts_is_insufficient() -> None:
    found = checks("W3", coded("expenditure", "total basic", "201 17.00 -\n202 - 3.00\n203 1.00 1.00"))
    assert [check.outcome for check in found] == ["insufficient", "insufficient", "pass"]
    assert [check.left_yuan for check in found] == [170000, None, 10000]
    assert all(check.difference_yuan is None for check in found[:2])


def test_w3_does_not_apply_to_a_table_of_totals_only() -> None:
    (check,) = checks("W3", coded("expenditure", "total", "合计 17.00\n208 17.00"))
    assert check.outcome == "not_applicable"


# ── W4 ─────────────────────────────────────────────────────────────────────────────────────────────────────

FUND_MEASURES = "total basic personnel public project"


def test_w4_passes_on_both_identities() -> None:
    found = checks("W4", coded("general_public", FUND_MEASURES, "合计 9.00 5.00 4.00 1.00 4.00"), "general_public")
    assert outcomes(found) == {(None, "total"): "pass", (None, "basic"): "pass"}


def test_w4_fails_on_either_identity() -> None:
    rows = "208 9.00 5.00 4.00 1.00 3.00\n210 9.00 5.00 4.00 2.00 4.00"
    found = outcomes(checks("W4", coded("government_fund", FUND_MEASURES, rows), "government_fund"))
    assert found[("208", "total")] == found[("210", "basic")] == "mismatch"
    assert found[("210", "total")] == found[("208", "basic")] == "pass"


def test_w4_second_identity_does_not_apply_where_the_table_does_not_print_its_parts() -> None:
    rows = coded("state_capital", "total basic project", "合计 9.00 5.00 4.00\n223 9.00 5.00 4.00")
    found = checks("W4", rows, "state_capital")
    assert [check.outcome for check in found] == ["pass", "pass", "not_applicable"]


def test_w4_row_without_basic_spending_has_no_second_identity() -> None:
    rows = "合计 9.00 5.00 4.00 1.00 4.00\n208 4.00 - - - 4.00"
    found = checks("W4", coded("general_public", FUND_MEASURES, rows), "general_public")
    assert ("208", "basic") not in outcomes(found)


# ── W5 ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_w5_passes_through_three_levels_and_measures() -> None:
    rows = """
合计 10.00 4.00
208 7.00 4.00
20801 3.00 -
2080101 1.00 -
2080104 2.00 -
20805 4.00 4.00
2080505 4.00 4.00
210 3.00 -
21011 3.00 -
2101101 3.00 -"""
    found = checks("W5", coded("expenditure", "total basic", rows), "expenditure")
    assert set(outcomes(found).values()) == {"pass"}
    assert outcomes(found).keys() == {(code, "total") for code in (None, "208", "20801", "20805", "210", "21011")} | {
        (code, "basic") for code in (None, "208", "20805")
    }


def test_w5_states_where_a_sum_differs_at_each_level() -> None:
    rows = "合计 10.00\n208 9.00\n20801 8.00\n2080101 7.00"
    found = checks("W5", coded("income", "total", rows), "income")
    assert [check.difference_yuan for check in found] == [10000, 10000, 10000]
    assert {check.outcome for check in found} == {"mismatch"}
    assert found[0].message == "合计：合计 10.00 万元；1 类之和 9.00 万元；左边减右边 1.00 万元"


def test_w5_repeated_class_has_children_of_its_own() -> None:
    rows = """
合计 10.00
301/501 3.00
30101/50101 1.00
30102/50101 2.00
301/505 7.00
30101/50501 3.00
30102/50501 4.00"""
    found = checks("W5", coded("basic_economic", "total", rows), "basic_economic")
    assert [(check.code, check.left_yuan, check.outcome) for check in found] == [
        (None, yuan("10.00"), "pass"),
        ("301", yuan("3.00"), "pass"),
        ("301", yuan("7.00"), "pass"),
    ]
    assert "301/505" in found[2].message


def test_w5_parent_at_the_end_of_a_cut_table_is_insufficient() -> None:
    rows = "合计 4.00\n208 3.00\n20801 3.00\n2080101 3.00\n223 1.00\n22301 1.00"
    found = checks("W5", coded("expenditure", "total", rows), "expenditure")
    assert outcomes(found) == {
        (None, "total"): "pass",
        ("208", "total"): "pass",
        ("20801", "total"): "pass",
        ("223", "total"): "pass",
        ("22301", "total"): "insufficient",
    }
    assert "未印出它的下级科目" in found[-1].message


def test_w5_children_blank_in_a_measure_are_insufficient() -> None:
    found = outcomes(checks("W5", coded("income", "total fiscal", "208 3.00 3.00\n20801 3.00 -\n"), "income"))
    assert found[("208", "fiscal")] == "insufficient"


def test_w5_child_printed_without_its_parent_figure_is_insufficient() -> None:
    found = outcomes(checks("W5", coded("income", "total fiscal", "208 3.00 -\n20801 3.00 3.00"), "income"))
    assert found[("208", "fiscal")] == "insufficient"


def test_w5_table_of_classes_only_says_so_once_and_still_adds_up_its_total() -> None:
    found = checks("W5", coded("procurement", "total", "合计 3.00\n208 1.00\n210 2.00"), "procurement")
    assert [check.outcome for check in found] == ["pass", "not_applicable"]


def test_w5_does_not_apply_to_rows_without_codes() -> None:
    rows = [amount("income", 1, "合计", "total", "2.00", is_total=True), amount("income", 2, "某单位", "total", "2.00")]
    assert [check.outcome for check in checks("W5", rows, "income")] == ["not_applicable"]


def test_w5_without_a_total_row_is_insufficient() -> None:
    found = checks("W5", coded("income", "total", "208 2.00\n20801 2.00"), "income")
    assert outcomes(found) == {(None, "total"): "insufficient", ("208", "total"): "pass"}


def test_w5_row_under_no_printed_parent_leaves_the_total_open() -> None:
    found = checks("W5", coded("income", "total", "合计 3.00\n208 2.00\n20801 2.00\n21011 1.00"), "income")
    assert outcomes(found) == {(None, "total"): "insufficient", ("208", "total"): "pass"}


def test_w5_table_continued_on_the_next_page_repeats_its_total_without_counting_twice() -> None:
    rows = coded("income", "total", "合计 3.00\n208 2.00\n20801 1.00")
    rows += coded("income", "total", "合计 3.00\n20805 1.00\n210 1.00\n21011 1.00", table_no=2)
    found = checks("W5", rows, "income")
    assert [check.outcome for check in found] == ["pass", "pass", "pass"]


def test_w5_tables_with_totals_of_their_own_are_added_up_apart() -> None:
    rows = coded("income", "total", "合计 3.00\n208 3.00\n20801 3.00")
    rows += coded("income", "total", "合计 5.00\n208 5.00\n20801 5.00", table_no=2)
    assert [check.outcome for check in checks("W5", rows, "income")] == ["pass"] * 4


def test_w5_many_rounded_children_have_room_for_each() -> None:
    rows = "合计 1.00\n208 1.00\n20801 0.33\n20802 0.33\n20803 0.33"
    assert outcomes(checks("W5", coded("income", "total", rows), "income"))[("208", "total")] == "rounding"


# ── W7, W8 ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_w7_rows() -> None:
    rows = "合计 9.00 6.00 3.00\n301 6.00 6.00 -\n302 3.50 - 3.00\n303 1.00 - -"
    found = checks("W7", coded("basic_economic", "total personnel public", rows))
    assert [check.outcome for check in found] == ["pass", "pass", "mismatch", "insufficient"]


def test_w7_does_not_apply_to_a_table_without_personnel_and_public() -> None:
    (check,) = checks("W7", coded("basic_economic", "total", "合计 9.00\n301 9.00"))
    assert check.outcome == "not_applicable"


def test_w8_each_year_for_itself() -> None:
    rows = three_public(2023, total="34.33", vehicle="21.73", vehicle_operation="21.73", reception="12.60")
    rows += three_public(2024, total="32.56", vehicle="19.16", vehicle_operation="19.00", reception="13.00")
    found = checks("W8", rows)
    assert [check.outcome for check in found] == ["pass", "pass", "mismatch", "mismatch"]
    assert [check.difference_yuan for check in found] == [0, 0, yuan("0.40"), yuan("0.16")]
    assert found[2].message.startswith("2024年“三公”经费：“三公”经费合计 32.56 万元；")


def test_w8_components_that_are_not_printed() -> None:
    assert [c.outcome for c in checks("W8", three_public(total="1.80"))] == ["insufficient"]
    unsummed = checks("W8", three_public(total="1.80", vehicle_operation="1.00", reception="0.80"))
    assert [c.outcome for c in unsummed] == ["insufficient", "insufficient"]
    assert [c.outcome for c in checks("W8", three_public(agency_operation="9.00"), "three_public")] == []


def test_w8_rows_of_units_are_added_up_apart() -> None:
    first = three_public(total="3.00", reception="3.00")
    second = [replace(a, row_no=2) for a in three_public(total="2.00", reception="1.00")]
    assert [check.outcome for check in checks("W8", first + second)] == ["pass", "mismatch"]


# ── X1, X2 ─────────────────────────────────────────────────────────────────────────────────────────────────

SUMMARY = summary(
    ("income", "一般公共预算拨款收入", "9.00"),
    ("income", "本年收入合计", "9.00"),
    ("income", "上年结转", "1.00"),
    ("income", "收入总计", "10.00"),
    ("expenditure", "社会保障和就业支出", "8.00"),
    ("expenditure", "住房保障支出", "2.00"),
    ("expenditure", "本年支出合计", "10.00"),
    ("expenditure", "结转下年", "0.00"),
    ("expenditure", "支出总计", "10.00"),
)


def test_x1_grand_totals() -> None:
    rows = SUMMARY + coded("income", "total", "合计 10.00") + coded("expenditure", "total", "合计 9.00", table_no=2)
    found = checks("X1", rows)
    assert [check.outcome for check in found] == ["pass", "mismatch"]
    assert [check.statement for check in found] == ["summary", "summary"]
    assert found[1].message == ("收支总表：支出总计 10.00 万元；支出总表合计行合计 9.00 万元；左边减右边 1.00 万元")


def test_x1_half_applies_without_the_other() -> None:
    found = checks("X1", SUMMARY + coded("expenditure", "total", "合计 10.00"), statements=[status("income", "absent")])
    assert [(check.statement, check.outcome) for check in found] == [("income", "not_applicable"), ("summary", "pass")]


def test_x1_operands_that_are_missing_or_several() -> None:
    income = coded("income", "total", "合计 10.00\n合计 11.00")
    found = checks("X1", SUMMARY + income + coded("expenditure", "total", "208 10.00", table_no=2))
    assert [check.outcome for check in found] == ["insufficient", "insufficient"]


def test_x1_compares_figures_of_different_units_exactly() -> None:
    income = coded("income", "total", "合计 100,040.00", unit="元")
    spending = coded("expenditure", "total", "合计 100,051.00", unit="元", table_no=2)
    assert [check.outcome for check in checks("X1", SUMMARY + income + spending)] == ["rounding", "mismatch"]


def named(code: str, name: str, text: str) -> Amount:
    return amount("expenditure", int(code), name, "total", text, code=code, level=1, table_no=2)


def test_x2_items_are_matched_by_name() -> None:
    rows = [*SUMMARY, named("208", "社会保障和 就业支出", "8.00"), named("221", "住房保障", "2.50")]
    found = checks("X2", rows)
    assert outcomes(found) == {("208", "total"): "pass", ("221", "total"): "mismatch"}
    assert found[0].line == 105


def test_x2_names_that_only_one_side_prints_are_insufficient() -> None:
    found = checks("X2", [*SUMMARY, named("208", "社会保障和就业支出", "8.00"), named("213", "农林水支出", "2.00")])
    assert [check.outcome for check in found] == ["pass", "insufficient", "insufficient"]
    assert [(check.left_yuan, check.right_yuan) for check in found[1:]] == [(20000, None), (None, 20000)]


# ── X5, X6 ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_x5_each_measure_that_is_printed() -> None:
    rows = coded("general_public", "total basic personnel public", "合计 9.00 5.00 4.00 1.00")
    rows += coded("basic_economic", "total personnel public", "合计 5.00 4.00 1.10", table_no=2)
    assert outcomes(checks("X5", rows)) == {
        (None, "basic"): "pass",
        (None, "personnel"): "pass",
        (None, "public"): "mismatch",
    }


def test_x5_measure_printed_on_one_side_only_is_insufficient() -> None:
    rows = coded("general_public", "total basic", "合计 9.00 5.00")
    rows += coded("basic_economic", "total personnel", "合计 5.00 5.00", table_no=2)
    assert outcomes(checks("X5", rows)) == {(None, "basic"): "pass", (None, "personnel"): "insufficient"}


SPENDING = coded("expenditure", "total basic project", "合计 10.00 4.00 6.00")


def test_x6_sum_of_projects() -> None:
    (check,) = checks("X6", SPENDING, projects=projects("1.00", "5.00", None))
    assert (check.outcome, check.right_yuan) == ("pass", yuan("6.00"))
    assert "3 个项目之和（其中 1 个未印出金额）" in check.message


def test_x6_difference_that_equals_the_money_carried_over_is_still_a_mismatch() -> None:
    carried = coded("income", "total carryover", "合计 10.00 1.00", table_no=2)
    for source, label in ((carried, "收入总表"), (SUMMARY, "收支总表")):
        (check,) = checks("X6", SPENDING + source, projects=projects("5.00"))
        assert (check.outcome, check.difference_yuan) == ("mismatch", yuan("1.00"))
        assert check.message.endswith(f"，这一差额等于{label}所列的上年结转 1.00 万元")


def test_x6_other_difference_has_no_remark() -> None:
    (check,) = checks("X6", SPENDING + SUMMARY, projects=projects("5.50"))
    assert check.outcome == "mismatch"
    assert "结转" not in check.message


def test_x6_does_not_apply_without_projects_and_needs_their_figures() -> None:
    assert [(c.statement, c.outcome) for c in checks("X6", SPENDING)] == [("project", "not_applicable")]
    assert [c.outcome for c in checks("X6", SPENDING, projects=projects(None))] == ["insufficient"]


def test_x6_projects_in_yuan_have_the_tolerance_of_yuan() -> None:
    exact = [replace(projects("5.00")[0], total_yuan=Decimal("59900.37"))]
    (check,) = checks("X6", SPENDING, projects=exact)
    assert check.outcome == "mismatch"
    (check,) = checks("X6", SPENDING, projects=projects("2.99", "3.00"))
    assert check.outcome == "rounding"
