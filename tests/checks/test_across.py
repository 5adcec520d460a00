"""Tables of one document against what they are made of or stand beside: X7 to X11."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.checks.book import Case, case, outcomes
from tests.checks.build import (
    coded,
    project,
    status,
    target,
    three_public,
    yuan,
)

if TYPE_CHECKING:
    from loaders.model import Amount, Comparator, Target
    from tests.checks.build import Rows

ALL = "total basic project"

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
