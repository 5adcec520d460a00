"""Changes and rates that the narrative says: N5 and N6."""

from __future__ import annotations

from typing import Any

from tests.checks.book import Case, case, differences
from tests.checks.build import coded, document, fact, project, yuan
from tests.checks.said import functions, public

# ── N5 ──


def rated(amount: str | None, *, change: str | None = None, pct: str | None = None, **more: Any) -> Case:  # noqa: ANN401 - handed to `fact`
    return case(fact("three_public", "公务接待费", amount, code="reception", change=change, pct=pct, **more))


N5_RIGHT = rated("32.56", change="-1.77", pct="-5.16", direction="decrease")
N5_SIGN = rated("32.56", change="-1.77", pct="5.16", direction="decrease")
N5_WRONG = rated("32.56", change="-1.77", pct="-5.26", direction="decrease")
N5_LAST_DIGIT = rated("3256.00", change="-177.00", pct="-5.17", direction="decrease")
N5_NO_BASE = rated("10.23", change="10.23", pct="100.00", direction="increase")
N5_RATE_ALONE = rated("8.20", pct="30", direction="increase", approximate=True)
N5_ABOUT = rated("134.00", change="34.00", pct="30", direction="increase", approximate=True)
N5_NOT_ABOUT = rated("134.00", change="34.00", pct="30", direction="increase")
N5_NONE = rated("134.00")
N5_SENTENCE_BEFORE = case(
    fact("totals", "收入支出总计", "110.00", measure="total"),
    fact("totals", "收入支出总计", measure="total", change="10.00", pct="10.00", direction="increase"),
)
PATH = "教育支出（类）普通教育（款）小学教育（项）"


def executed(base: str, own: str, **more: Any) -> Case:  # noqa: ANN401 - handed to `fact`
    text = "2023年当年预算执行数为…，2024年预算安排…，比2023年预算执行数…"
    return case(
        fact("function", f"{PATH}·预算执行", base, fiscal_year=2023, text=text),
        fact("function", PATH, own, measure="total", code="2050202", text=text, **more),
    )


N5_EXECUTED = executed("60.13", "25.77", pct="-57.14", direction="decrease")
N5_EXECUTED_WRONG = executed("348.52", "352.67", pct="0.53", direction="increase")
N5_EXECUTED_FLAT = executed("10.00", "10.00", change="0", direction="flat")
N5_NOT_FLAT = executed("10.00", "11.00", change="0", direction="flat")
N5_BASE_OF_NOTHING = executed("0.00", "25.00", pct="100.00", direction="increase")


def outcomes(given: Case, rule: str = "N5") -> list[str]:
    return [check.outcome for check in given.checks(rule)]


def test_n5_change_and_rate_agree() -> None:
    assert outcomes(N5_RIGHT) == ["pass"]
    assert outcomes(N5_SIGN) == ["mismatch"]
    assert outcomes(N5_WRONG) == ["mismatch"]
    assert outcomes(N5_LAST_DIGIT) == ["rounding"]
    assert outcomes(N5_SENTENCE_BEFORE) == ["pass"]
    (check,) = N5_RIGHT.checks("N5")
    assert check.message.startswith("公务接待费：增减额 -1.77 万元；上年数 34.33 万元 × −5.16% = -1.77")


def test_n5_a_rate_on_nothing_has_no_base() -> None:
    for given in (N5_NO_BASE, N5_BASE_OF_NOTHING):
        (check,) = given.checks("N5")
        assert (check.outcome, "上年为0，增长率无从计算" in check.message) == ("insufficient", True)


def test_n5_an_approximate_rate_is_known_to_its_last_digit_that_is_not_0() -> None:
    assert outcomes(N5_ABOUT) == ["pass"]
    assert outcomes(N5_NOT_ABOUT) == ["mismatch"]
    assert outcomes(N5_RATE_ALONE) == ["insufficient"]


def test_n5_does_not_apply_without_a_rate() -> None:
    assert outcomes(N5_NONE) == ["not_applicable"]


def test_n5_the_year_before_as_printed_in_the_sentence() -> None:
    assert outcomes(N5_EXECUTED) == ["pass"]
    assert [(c.outcome, c.left_yuan) for c in N5_EXECUTED_WRONG.checks("N5")] == [("mismatch", yuan("4.15"))]
    assert outcomes(N5_EXECUTED_FLAT) == ["pass"]
    assert differences(N5_NOT_FLAT.checks("N5")) == [("mismatch", yuan("1.00"))]


# ── N6 ──


def changes(*parts: tuple[str, str | None], whole: str = "-0.60", code: str = "total") -> Case:
    rows = [public(name, "1.00", change=change, whole_no=1) for name, change in parts]
    return case(public(code, "9.00", change=whole), rows)


N6_RIGHT = changes(("abroad", "0"), ("vehicle", "0.10"), ("reception", "-0.70"))
N6_WRONG = changes(("abroad", "0"), ("vehicle", "0.10"), ("reception", "-0.10"))
N6_SILENT = changes(("abroad", None), ("vehicle", "0.10"), ("reception", "-0.10"))
N6_NOT_ALL = changes(("vehicle", "0.10"), ("reception", "-0.10"))
N6_VEHICLES = changes(("vehicle_purchase", "-0.60"), ("vehicle_operation", "0"), code="vehicle")
N6_FUNCTIONS = functions(
    ("2050202", "6.00"), ("2050203", "4.00"), change="-188.49", c2050202="-170.00", c2050203="2.51"
)
N6_SOURCES = case(
    fact("income", "收入预算", measure="total", change="10.00"),
    fact("income", "一般公共预算收入", measure="general_public", change="12.00", whole_no=1, text="其中"),
    fact("income", "上级补助收入", measure="superior", change="-2.00", whole_no=1, text="其中"),
)


def test_n6_parts_of_a_change_add_up() -> None:
    assert [outcomes(given, "N6") for given in (N6_RIGHT, N6_VEHICLES, N6_SOURCES)] == [["pass"], ["pass"], ["pass"]]
    assert differences(N6_WRONG.checks("N6")) == [("mismatch", yuan("-0.60"))]
    (check,) = N6_FUNCTIONS.checks("N6")
    assert (check.outcome, check.left_yuan, check.difference_yuan) == ("mismatch", yuan("-188.49"), yuan("-21.00"))


def test_n6_a_part_without_a_change_is_missing() -> None:
    (check,) = N6_SILENT.checks("N6")
    assert (check.outcome, "1 项未印出增减额" in check.message) == ("insufficient", True)


def test_n6_does_not_apply_to_a_list_that_may_leave_parts_out() -> None:
    assert outcomes(N6_NOT_ALL, "N6") == ["not_applicable"]


# ── nothing to say ──

SILENT = case(document(coded("expenditure", "total", "合计 1.00"), project("甲", "1.00")))


def test_a_document_without_a_narrative_is_not_checked_against_it() -> None:
    assert [outcomes(SILENT, f"N{n}") for n in range(1, 7)] == [["not_applicable"]] * 6
