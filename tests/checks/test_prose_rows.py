"""Rows and shares that the narrative says: N2 and N3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.checks.book import Case, case, differences, found
from tests.checks.build import coded, fact, summary, yuan

if TYPE_CHECKING:
    from loaders.model import NarrativeFact

# ── N2 ──

GENERAL = coded("general_public", "total", "合计 9.00\n205 9.00\n20502 9.00\n2050202 9.00")
ALL_MONEY = coded("expenditure", "total", "合计 12.00\n205 12.00\n20502 12.00\n2050202 12.00")


def said(text: str, code: str | None = "2050202") -> NarrativeFact:
    return fact("function", "教育支出（类）普通教育（款）小学教育（项）", text, measure="total", code=code)


N2_RIGHT = case(GENERAL, ALL_MONEY, said("9.00"))
N2_OF_ALL_MONEY = case(GENERAL, ALL_MONEY, said("12.00"))
N2_WRONG = case(GENERAL, ALL_MONEY, said("10.00"))
N2_UNKNOWN = case(GENERAL, said("9.00", None))
N2_NOT_PRINTED = case(GENERAL, said("9.00", "2050203"))
N2_NONE = case(GENERAL)
N2_BY_NAME = case(
    summary("收入总计 9.00", "教育支出 9.00\n支出总计 9.00"),
    fact("expenditure", "教育支出", "8.00", measure="total"),
    fact("expenditure", "支出预算", "9.00", measure="total"),
)


def test_n2_compares_with_the_table_described() -> None:
    assert differences(N2_RIGHT.checks("N2")) == [("pass", 0)]
    assert [c.code for c in N2_RIGHT.checks("N2")] == ["2050202"]
    assert [(c.outcome, c.right_yuan) for c in N2_OF_ALL_MONEY.checks("N2")] == [("pass", yuan("12.00"))]
    (check,) = N2_WRONG.checks("N2")
    assert (check.outcome, check.difference_yuan) == ("mismatch", yuan("1.00"))
    assert check.message == "2050202 小学教育：说明 10.00 万元；一般公共预算支出表 9.00 万元；左边减右边 1.00 万元"


def test_n2_without_a_row_is_insufficient() -> None:
    assert [c.message for c in N2_UNKNOWN.checks("N2")] == [
        "小学教育：说明 9.00 万元；表未印出；表中没有唯一同名的科目，无法核对"
    ]
    assert [c.outcome for c in N2_NOT_PRINTED.checks("N2")] == ["insufficient"]


def test_n2_does_not_apply_without_functions() -> None:
    assert [c.outcome for c in N2_NONE.checks("N2")] == ["not_applicable"]


def test_n2_a_row_of_the_summary_by_its_name() -> None:
    assert found(N2_BY_NAME, "N2") == [("教育支出", "mismatch", yuan("-1.00"))]


# ── N3 ──


def share(part: str, said: str, *, whole: str | None = "307.82", approximate: bool = False) -> Case:
    rows = [fact("expenditure", "本年支出合计", whole, measure="total")] if whole else []
    whole_no = 1 if whole else None
    return case(
        rows,
        fact(
            "function",
            "住房保障支出（类）",
            part,
            measure="total",
            share=said,
            whole_no=whole_no,
            approximate=approximate,
        ),
    )


N3_RIGHT = share("264.87", "86.05")
N3_ONE_DIGIT_OFF = share("29.42", "9.55")
N3_WRONG = share("29.42", "9.65")
N3_ABOUT = share("29.42", "10", approximate=True)
N3_NO_WHOLE = share("29.42", "9.56", whole=None)
N3_TABLE = case(
    coded("expenditure", "total basic", "合计 10.00 6.00"),
    fact("expenditure", "基本支出", "6.00", measure="basic", share="60"),
)
N3_NONE = case(GENERAL)


def test_n3_shares_are_recomputed_to_their_last_digit() -> None:
    assert [c.outcome for c in N3_RIGHT.checks("N3")] == ["pass"]
    assert [c.outcome for c in N3_ONE_DIGIT_OFF.checks("N3")] == ["rounding"]
    assert [c.outcome for c in N3_WRONG.checks("N3")] == ["mismatch"]
    assert [c.outcome for c in N3_ABOUT.checks("N3")] == ["pass"]
    assert [c.outcome for c in N3_NO_WHOLE.checks("N3")] == ["insufficient"]
    assert [c.outcome for c in N3_NONE.checks("N3")] == ["not_applicable"]


def test_n3_a_list_without_its_whole_is_of_the_table_s_total() -> None:
    (check,) = N3_TABLE.checks("N3")
    assert (check.outcome, check.right_yuan) == ("pass", yuan("6.00"))
    assert [(o.source, o.amount_text) for o in N3_TABLE.operands(check)] == [("narrative", "6.00"), ("derived", "60%")]
