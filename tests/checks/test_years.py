"""Years, units and documents against one another: Y1 to Y6."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.checks.book import Case, case, outcomes
from tests.checks.build import coded, document, fact, project, three_public, yuan

if TYPE_CHECKING:
    from loaders.model import LoadedDocument
    from tests.checks.build import Rows

ALL = "total basic project"


def before(*rows: Rows) -> LoadedDocument:
    """The same bureau's budget of the year before."""
    return document(*rows, document_id="before", fiscal_year=2023)


def now(*rows: Rows) -> LoadedDocument:
    return document(*rows, document_id="now")


def applying(book: Case, rule: str) -> list[str]:
    """Outcomes of the checks of the first document to which the rule applies."""
    return [check.outcome for check in book.checks(rule) if check.outcome != "not_applicable"]


# ── Y1 ──

TWO_YEARS = [*three_public(2023, total="3.00", reception="3.00"), *three_public(total="2.00", reception="2.00")]
Y1_SAME = case(now(TWO_YEARS), before(three_public(2023, total="3.00", reception="3.00")))
Y1_OTHER = case(now(TWO_YEARS), before(three_public(2023, total="3.00", reception="2.50")))
Y1_BLANK = case(now(TWO_YEARS), before(three_public(2023, total="3.00")))
Y1_ALONE = case(now(TWO_YEARS))
Y1_UNIT = case(
    now(TWO_YEARS),
    document(three_public(2023, total="1.00"), document_id="unit", fiscal_year=2023, scope="unit", unit="某中心"),
)
Y1_SCOPE = case(
    now(TWO_YEARS), document(three_public(2023, total="1.00"), document_id="unit", fiscal_year=2023, scope="unit")
)
Y1_COPIES = case(
    now(TWO_YEARS),
    before(three_public(2023, total="3.00")),
    document(three_public(2023, total="9.00"), document_id="copy", fiscal_year=2023),
)
Y1_ACCOUNTS = case(
    now(TWO_YEARS),
    document(three_public(2023, total="9.00"), document_id="accounts", fiscal_year=2023, stage="final"),
)


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (Y1_SAME, ["pass", "pass"]),
        (Y1_OTHER, ["pass", "mismatch"]),
        (Y1_BLANK, ["pass", "insufficient"]),
        (Y1_ALONE, []),
        (Y1_UNIT, []),
        (Y1_SCOPE, []),
        (Y1_COPIES, []),
        (Y1_ACCOUNTS, []),
    ],
    ids=["same", "other", "blank", "alone", "another unit", "another scope", "two copies", "another stage"],
)
def test_y1_prior_column_is_the_figure_of_the_year_before(book: Case, expected: list[str]) -> None:
    assert applying(book, "Y1") == expected


def test_y1_names_both_documents_and_years() -> None:
    check = next(check for check in Y1_OTHER.checks("Y1") if check.outcome == "mismatch")
    assert (check.code, check.fiscal_year, check.difference_yuan) == ("reception", 2023, yuan("0.50"))
    assert [o.source_document_id.rpartition("/")[2] for o in Y1_OTHER.operands(check)] == ["now", "before"]


# ── Y2 ──


def told(change: str, text: str = "比上年预算增加2.00万元") -> Rows:
    return fact("expenditure", "支出预算", "10.00", measure="total", change=change, direction="increase", text=text)


SPENT = coded("expenditure", ALL, "合计 10.00 4.00 6.00\n208 10.00 4.00 6.00")
BEFORE = before(coded("expenditure", ALL, "合计 8.00 4.00 4.00\n208 8.00 4.00 4.00", fiscal_year=2023))
Y2_SAME = case(now(SPENT, told("2.00")), BEFORE)
Y2_OTHER = case(now(SPENT, told("2.50")), BEFORE)
Y2_EXECUTED = case(now(SPENT, told("2.50", "比上年预算执行数增加2.50万元")), BEFORE)
Y2_CHANGE_ONLY = case(
    now(SPENT, fact("expenditure", "项目支出", measure="project", change="2.00", text="项目支出增加2.00万元")), BEFORE
)
Y2_ANOTHER_THING = case(
    now(SPENT, fact("expenditure", "支出预算", "9.00", measure="total", change="2.50", text="支出预算9.00万元")), BEFORE
)
Y2_TOLD_TWICE = case(
    now(fact("procurement", "货物", "5.00", measure="goods", change="-1.00", text="货物5.00万元，减少1.00万元")),
    before(fact("procurement", "货物", "6.00", measure="goods", fiscal_year=2023)),
)
Y2_FLAT = case(
    now(
        three_public(reception="2.50"),
        fact("three_public", "公务接待费", "2.50", measure="total", code="reception", direction="flat", change="0"),
    ),
    before(three_public(2023, reception="2.00")),
)


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (Y2_SAME, ["pass"]),
        (Y2_OTHER, ["mismatch"]),
        (Y2_EXECUTED, []),
        (Y2_CHANGE_ONLY, ["pass"]),
        (Y2_ANOTHER_THING, ["insufficient"]),
        (Y2_TOLD_TWICE, ["pass"]),
        (Y2_FLAT, ["mismatch"]),
    ],
    ids=["same", "other", "against what was spent", "change only", "not the table's", "narrative", "flat"],
)
def test_y2_base_of_a_change_is_the_figure_of_the_year_before(book: Case, expected: list[str]) -> None:
    assert applying(book, "Y2") == expected


def test_y2_states_the_base() -> None:
    (check,) = Y2_OTHER.checks("Y2")
    assert (check.left_yuan, check.right_yuan) == (yuan("7.50"), yuan("8.00"))
    assert check.message.startswith(
        "支出预算：本年 10.00 万元 − 比上年增加 2.50 万元 = 7.50 万元；上年文件所印 8.00 万元"
    )


# ── Y3 ──


def unit_of(*rows: Rows, name: str = "某中心", parent: str = "某局", year: int = 2024) -> LoadedDocument:
    return document(*rows, document_id=name, scope="unit", unit=name, parent_unit=parent, fiscal_year=year)


def rate(pct: str, *, approximate: bool = False, text: str = "比上年增长") -> Rows:
    return fact(
        "expenditure", "支出预算", "10.00", measure="total", pct=pct, approximate=approximate, text=text + pct + "%"
    )


Y3_EXACT = case(now(SPENT, rate("25.00")), BEFORE)
Y3_ROUNDED = case(now(SPENT, rate("25.01")), BEFORE)
Y3_WRONG = case(now(SPENT, rate("27.00")), BEFORE)
Y3_ABOUT = case(now(SPENT, rate("30", approximate=True)), BEFORE)
Y3_NOT_ABOUT = case(now(SPENT, rate("40", approximate=True)), BEFORE)
Y3_ALONE = case(now(SPENT, rate("25.00")))
Y3_ZERO = case(now(SPENT, rate("25.00")), before(coded("expenditure", "total", "合计 0.00", fiscal_year=2023)))
Y3_ONE_TABLE = case(
    now(
        TWO_YEARS,
        fact("three_public", "公务接待费", "2.00", measure="total", code="reception", pct="-33.33", text="下降33.33%"),
    )
)


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (Y3_EXACT, ["pass"]),
        (Y3_ROUNDED, ["rounding"]),
        (Y3_WRONG, ["mismatch"]),
        (Y3_ABOUT, ["pass"]),
        (Y3_NOT_ABOUT, ["mismatch"]),
        (Y3_ALONE, []),
        (Y3_ZERO, ["insufficient"]),
        (Y3_ONE_TABLE, ["pass"]),
    ],
    ids=["exact", "rounded", "wrong", "about", "not even about", "one document", "base 0", "two columns"],
)
def test_y3_rates_against_the_figures_of_both_years(book: Case, expected: list[str]) -> None:
    assert applying(book, "Y3") == expected


def gap(text: str, fiscal_year: int = 2024) -> Rows:
    return coded("expenditure", "total", f"合计 {text}\n2080507 {text}", fiscal_year=fiscal_year)


SAID_GAP = fact(
    "pension_gap", "机关养老保险基金缺口", "8.2", unit="亿元", pct="30", approximate=True, text="增长30%左右"
)


def fund(text: str, name: str = "某中心") -> LoadedDocument:
    return unit_of(gap(text, 2023), name=name, year=2023)


Y3_UNIT = case(now(gap("82000"), SAID_GAP), fund("60000"))
Y3_UNIT_ABOUT = case(now(gap("82000"), SAID_GAP), fund("62000"))
Y3_UNIT_AND_OWN = case(now(gap("82000"), SAID_GAP), fund("60000"), before(gap("63000", 2023)))
Y3_TWO_UNITS = case(now(gap("82000"), SAID_GAP), fund("60000"), fund("1000", "某站"))
Y3_UNIT_OTHER = case(now(SPENT, rate("25.00")), unit_of(coded("expenditure", "total", "合计 9.00"), year=2023))


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (Y3_UNIT, ["mismatch"]),
        (Y3_UNIT_ABOUT, ["pass"]),
        (Y3_UNIT_AND_OWN, ["pass"]),
        (Y3_TWO_UNITS, []),
        (Y3_UNIT_OTHER, []),
    ],
    ids=["36.67 %", "about", "the department's own first", "which of two", "other money"],
)
def test_y3_a_pension_fund_s_gap_is_what_the_unit_that_runs_it_prints(book: Case, expected: list[str]) -> None:
    assert applying(book, "Y3") == expected


def test_y3_says_whose_figure_the_year_before_is() -> None:
    (check,) = Y3_UNIT.checks("Y3")
    assert "某中心上年文件 60,000.00 万元" in check.message
    assert check.message.endswith("（上年数出自所属单位的文件，口径为单位）")


# ── Y4 ──

Y4_DOCUMENTS = case(
    now(coded("expenditure", "total", "合计 16.00\n208 15.00\n210 1.00\n212 0.00")),
    before(coded("expenditure", "total", "合计 12.00\n208 9.00\n210 3.00\n212 0.00", fiscal_year=2023)),
)
Y4_COLUMNS = case(now(three_public(2023, total="1.80"), three_public(total="4.30")))
Y4_TOLD = case(now(fact("income", "上级补助收入", "4.86", measure="superior", change="3.65", text="增加3.65万元")))
Y4_RATE = case(
    now(fact("function", "公共法律服务", "30.00", measure="total", code="2040607", pct="100", text="增长100%"))
)
Y4_FROM_NOTHING = case(now(fact("income", "其他收入", "3.00", measure="other", change="3.00", text="增加3.00万元")))
Y4_NO_CHANGE = case(now(fact("income", "其他收入", "3.00", measure="other")))


def test_y4_between_documents() -> None:
    assert outcomes(Y4_DOCUMENTS.checks("Y4")) == {
        (None, "total"): "pass",
        ("208", "total"): "mismatch",
        ("210", "total"): "mismatch",
    }
    (fallen,) = [check for check in Y4_DOCUMENTS.checks("Y4") if check.code == "210"]
    assert fallen.left_yuan == yuan("2.00")
    assert fallen.message.endswith("同比下降 66.67%")


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (Y4_COLUMNS, ["mismatch"]),
        (Y4_TOLD, ["mismatch"]),
        (Y4_RATE, ["mismatch"]),
        (Y4_FROM_NOTHING, ["insufficient"]),
        (Y4_NO_CHANGE, []),
    ],
    ids=["columns", "change", "rate", "base 0", "no change said"],
)
def test_y4_within_a_document(book: Case, expected: list[str]) -> None:
    assert applying(book, "Y4") == expected


# ── Y5 ──

HALF = coded("expenditure", ALL, "合计 5.00 2.00 3.00\n208 5.00 2.00 3.00")
Y5_ENOUGH = case(now(SPENT), unit_of(HALF))
Y5_EQUAL = case(now(SPENT), unit_of(HALF), unit_of(HALF, name="某站"))
Y5_TOO_MUCH = case(now(SPENT), unit_of(HALF), unit_of(SPENT, name="某站"))
Y5_OTHER_PARENT = case(now(SPENT), unit_of(SPENT, parent="他局"))
Y5_OTHER_YEAR = case(now(SPENT), unit_of(SPENT, year=2023))
Y5_INNER_MONEY = case(
    now(SPENT), unit_of(HALF, coded("income", "total superior", "合计 30.00 30.00")), unit_of(SPENT, name="某站")
)
Y5_PROJECTS = case(
    now(project("水电费", "3.00"), coded("project", "total", "水电费 3.00")),
    unit_of(project("水电费", "4.00"), coded("project", "total", "水电费 4.00")),
)


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (Y5_ENOUGH, {"pass"}),
        (Y5_EQUAL, {"pass"}),
        (Y5_TOO_MUCH, {"mismatch"}),
        (Y5_OTHER_PARENT, set()),
        (Y5_OTHER_YEAR, set()),
        (Y5_INNER_MONEY, set()),
        (Y5_PROJECTS, {"mismatch"}),
    ],
    ids=["room", "two units", "too much", "another department", "another year", "paid among units", "projects"],
)
def test_y5_a_department_holds_its_units(book: Case, expected: set[str]) -> None:
    assert set(applying(book, "Y5")) == expected


def test_y5_shows_the_rest() -> None:
    check = Y5_ENOUGH.checks("Y5")[0]
    assert check.difference_yuan == yuan("5.00")
    assert check.message.endswith("（已载入 1 个所属单位）")


# ── Y6 ──


def accounts(*rows: Rows) -> LoadedDocument:
    return document(*rows, document_id="accounts", stage="final")


ACCOUNTS = coded("general_public", "initial_budget total", "合计 10.00 9.00\n208 10.00 9.00")
Y6_SAME = case(accounts(ACCOUNTS), now(coded("general_public", "total", "合计 10.00\n208 10.00")))
Y6_OTHER = case(accounts(ACCOUNTS), now(coded("general_public", "total", "合计 11.00\n208 10.00")))
Y6_ALONE = case(accounts(ACCOUNTS))
Y6_TOLD = case(
    accounts(
        coded("general_public", "total", "合计 9.00\n208 9.00"),
        fact("function", "社会保障和就业支出（类）·年初预算", "12.00"),
        fact("function", "社会保障和就业支出（类）", "9.00", measure="total", code="208"),
    ),
    now(coded("general_public", "total", "合计 10.00\n208 10.00")),
)


def adjusted(budget: str, spent: str) -> Rows:
    rows = three_public(reception=spent)
    return [*rows, *(replace(row, measure="budget") for row in three_public(reception=budget))]


Y6_WITHIN = case(accounts(adjusted("3.00", "2.00")), now(three_public(reception="1.00")))
Y6_BEYOND = case(accounts(adjusted("3.00", "3.50")))
Y6_BEYOND_BUDGET = case(accounts(three_public(reception="3.50")), now(three_public(reception="3.00")))
Y6_NO_BUDGET = case(now(three_public(reception="3.00")))


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (Y6_SAME, ["pass", "pass"]),
        (Y6_OTHER, ["mismatch", "pass"]),
        (Y6_ALONE, []),
        (Y6_TOLD, ["mismatch"]),
        (Y6_WITHIN, ["pass"]),
        (Y6_BEYOND, ["mismatch"]),
        (Y6_BEYOND_BUDGET, ["mismatch"]),
        (Y6_NO_BUDGET, []),
    ],
    ids=["same", "other", "alone", "narrative", "within", "beyond", "beyond the budget document", "no accounts"],
)
def test_y6_accounts_against_the_budget(book: Case, expected: list[str]) -> None:
    assert applying(book, "Y6") == expected


def test_y6_difference_is_between_two_documents() -> None:
    check = next(check for check in Y6_OTHER.checks("Y6") if check.outcome == "mismatch")
    assert (check.left_yuan, check.right_yuan) == (Decimal(100000), Decimal(110000))
    assert {o.source_document_id.rpartition("/")[2] for o in Y6_OTHER.operands(check)} == {"accounts", "now"}
