"""What the narrative says against the tables and against itself, N1 to N6."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.checks.book import Case, case
from tests.checks.build import (
    appropriation,
    coded,
    document,
    fact,
    project,
    projects,
    status,
    summary,
    three_public,
    yuan,
)

if TYPE_CHECKING:
    from loaders.model import Check, NarrativeFact
    from tests.checks.build import Rows


def results(checks: list[Check]) -> list[tuple[str, object]]:
    return [(check.outcome, check.difference_yuan) for check in checks]


# ── N1 ──

INCOME = coded("income", "total general_public superior", "合计 30.00 25.00 5.00")
N1_RIGHT = case(
    INCOME,
    fact("income", "收入预算", "30.00", measure="total"),
    fact("income", "一般公共预算收入", "25.00", measure="general_public", whole_no=1, text="其中"),
    fact("income", "上级补助收入", "5.00", measure="superior", whole_no=1, text="其中"),
)
N1_WRONG = case(
    INCOME,
    fact("income", "收入预算", "31.00", measure="total"),
    fact("income", "一般公共预算收入", "25.00", measure="general_public", whole_no=1, text="其中"),
    fact("income", "上级补助收入", "5.00", measure="superior", whole_no=1, text="其中"),
)
N1_SILENT = case(INCOME, fact("income", "事业收入", "0.00", measure="business"))
N1_ELSEWHERE = case(INCOME, fact("three_public", "“三公”经费", "1.00", measure="total", code="total"))
N1_CARRIED = case(
    summary("本年收入合计 25.00\n上年结转 5.00\n收入总计 30.00"),
    fact("income", "收入预算", "25.00", measure="total"),
    fact("totals", "收支总预算", "30.00", measure="total"),
)
N1_OTHER_UNIT = case(
    coded("income", "total", "合计 91016775.35", unit="元"), fact("income", "收入预算", "9,101.68", measure="total")
)
N1_BEYOND_ITS_UNIT = case(
    coded("income", "total", "合计 91016700.00", unit="元"), fact("income", "收入预算", "9,101.68", measure="total")
)
N1_APPROPRIATION = case(
    appropriation("一般公共预算 8.00\n收入总计 8.00", "教育支出 8.00 8.00\n支出总计 8.00 8.00"),
    coded("general_public", "total", "合计 8.00"),
    coded("basic_economic", "total personnel public", "合计 6.00 5.00 1.00"),
    fact("appropriation", "财政拨款收支总预算", "8.00", measure="total"),
    fact("appropriation", "一般公共预算当年拨款", "8.00", measure="general_public"),
    fact("expenditure", "财政拨款支出", "8.00", measure="fiscal"),
    fact("basic_expenditure", "基本支出", "6.00", measure="basic"),
    fact("basic_expenditure", "公用经费", "1.00", measure="public"),
)


def found(given: Case, rule: str) -> list[tuple[str | None, str, object]]:
    return [(check.subject, check.outcome, check.difference_yuan) for check in given.checks(rule)]


def test_n1_totals_and_parts_agree() -> None:
    assert found(N1_RIGHT, "N1") == [
        ("收入预算", "pass", 0),
        ("收入预算", "pass", 0),
        ("一般公共预算收入", "pass", 0),
        ("上级补助收入", "pass", 0),
    ]


def test_n1_states_both_sides() -> None:
    own, parts, *_ = N1_WRONG.checks("N1")
    assert (own.outcome, own.difference_yuan) == ("mismatch", yuan("1.00"))
    assert own.message == "收入预算：说明 31.00 万元；收入总表合计行 30.00 万元；左边减右边 1.00 万元"
    assert (parts.outcome, parts.difference_yuan) == ("mismatch", yuan("1.00"))
    assert parts.message == "收入预算：31.00 万元；所列 2 项之和 30.00 万元；左边减右边 1.00 万元"
    assert [(o.role, o.source, o.source_no) for o in N1_WRONG.operands(parts)] == [
        ("left", "narrative", 1),
        ("right", "narrative", 2),
        ("right", "narrative", 3),
    ]


def test_n1_a_blank_in_the_table_is_no_zero() -> None:
    (check,) = N1_SILENT.checks("N1")
    assert (check.outcome, check.difference_yuan) == ("insufficient", None)
    assert check.message == "事业收入：说明 0.00 万元；表中合计未印出；表中没有对应的数字，空白不当作 0，无法核对"


def test_n1_does_not_apply_without_totals() -> None:
    assert [check.outcome for check in N1_ELSEWHERE.checks("N1")] == ["not_applicable"]


def test_n1_a_total_may_be_that_before_or_after_the_carry_over() -> None:
    assert [check.outcome for check in N1_CARRIED.checks("N1")] == ["pass", "pass"]


def test_n1_a_figure_rounded_to_its_own_unit_agrees() -> None:
    (check,) = N1_OTHER_UNIT.checks("N1")
    assert (check.outcome, check.message.endswith("，在所印数字的末位以内")) == ("pass", True)
    assert [check.outcome for check in N1_BEYOND_ITS_UNIT.checks("N1")] == ["mismatch"]


def test_n1_each_topic_has_its_table() -> None:
    assert {check.outcome for check in N1_APPROPRIATION.checks("N1")} == {"pass"}
    assert len(N1_APPROPRIATION.checks("N1")) == 5


# ── N1: lists ──


def listed(*parts: tuple[str, str | None, str], whole: str = "10.00", partial: bool = False) -> Case:
    rows = [
        replace(
            fact("expenditure", name, text, measure=measure, whole_no=1, text="其中：…"),
            is_partial=partial,
            topic="basic_expenditure" if measure in {"personnel", "public", None} else "expenditure",
        )
        for name, measure, text in parts
    ]
    return case(fact("expenditure", "基本支出", whole, measure="basic"), rows)


N1_COMPLETE = listed(("人员经费", "personnel", "8.00"), ("公用经费", "public", "1.00"))
N1_BOUND = listed(("办公费", None, "8.00"), ("水费", None, "1.00"))
N1_BEYOND = listed(("办公费", None, "8.00"), ("水费", None, "3.00"))
N1_ONE = listed(("人员经费", "personnel", "8.00"))
N1_MAIN = listed(("人员经费", "personnel", "8.00"), ("公用经费", "public", "1.00"), partial=True)


def lists(given: Case) -> list[tuple[str, object]]:
    return [
        (c.outcome, c.difference_yuan) for c in given.checks("N1") if "项之和" in c.message or "未印出" not in c.message
    ]


def test_n1_a_complete_list_equals_its_whole_and_another_does_not_exceed_it() -> None:
    assert lists(N1_COMPLETE) == [("mismatch", yuan("1.00"))]
    assert lists(N1_BOUND) == [("pass", yuan("1.00"))]
    assert lists(N1_BEYOND) == [("mismatch", yuan("-1.00"))]
    assert lists(N1_ONE) == [("pass", yuan("2.00"))]
    assert lists(N1_MAIN) == [("pass", yuan("1.00"))]


CODES = coded("general_public", "total", "合计 10.00\n2050202 6.00\n2050203 4.00")


def functions(*rows: tuple[str, str], change: str | None = None, **more: str | None) -> Case:
    parts = [
        fact("function", f"科目{code}", text, measure="total", code=code, whole_no=1, change=more.get(f"c{code}"))
        for code, text in rows
    ]
    whole = fact("appropriation", "一般公共预算当年拨款", "10.00", measure="general_public", change=change)
    return case(CODES, whole, parts)


N1_ALL_CODES = functions(("2050202", "6.00"), ("2050203", "4.01"))
N1_SAID_TWICE = functions(("2050202", "6.00"), ("2050203", "4.00"), ("2050203", "4.00"))
N1_SOME_CODES = functions(("2050202", "6.00"))


def test_n1_functions_add_up_where_all_of_the_table_are_named() -> None:
    assert results(N1_ALL_CODES.checks("N1"))[1] == ("rounding", yuan("-0.01"))
    assert results(N1_SAID_TWICE.checks("N1"))[1] == ("pass", 0)
    assert results(N1_SOME_CODES.checks("N1"))[1] == ("pass", yuan("4.00"))


N1_MIXED = case(
    fact("appropriation", "财政拨款收支总预算", "15.00", measure="total"),
    fact("appropriation", "一般公共预算当年拨款收入", "10.00", measure="general_public", whole_no=1, text="收入包括"),
    fact("appropriation", "一般公共预算当年拨款收入·上年结转", "5.00", whole_no=1, text="收入包括"),
    fact("appropriation", "教育支出", "9.00", measure="total", whole_no=1, text="收入包括"),
    fact("appropriation", "其他支出", "6.00", measure="total", whole_no=1, text="收入包括"),
)
N1_FUNDS_WITHIN = case(
    fact("income", "收入预算", "12.00", measure="total"),
    fact("income", "财政拨款收入", "10.00", measure="fiscal", whole_no=1, text="其中"),
    fact("income", "一般公共预算收入", "10.00", measure="general_public", whole_no=1, text="其中"),
    fact("income", "事业收入", "2.00", measure="business", whole_no=1, text="其中"),
)


N1_SOURCES_WITHIN = case(
    fact("income", "收入预算", "12.00", measure="total"),
    fact("income", "本年收入", "10.00", measure="current_year", whole_no=1, text="其中"),
    fact("income", "事业收入", "10.00", measure="business", whole_no=1, text="其中"),
    fact("income", "上年结转", "2.00", measure="carryover", whole_no=1, text="其中"),
)


N1_NEXT_YEAR = case(
    fact("totals", "收支总预算", "12.00", measure="total"),
    fact("expenditure", "教育支出", "8.00", measure="total", whole_no=1, text="支出包括"),
    fact("expenditure", "其他支出", "2.00", measure="total", whole_no=1, text="支出包括"),
    fact("expenditure", "结转下年", "2.00", measure="carryforward", whole_no=1, text="支出包括"),
)


def test_n1_what_goes_to_the_next_year_stands_beside_the_rows() -> None:
    assert [outcome for outcome, _ in lists(N1_NEXT_YEAR)] == ["pass", "pass"]


def test_n1_what_is_carried_over_and_what_holds_the_others_is_not_counted_twice() -> None:
    assert lists(N1_MIXED) == [("pass", yuan("5.00")), ("pass", 0)]
    assert lists(N1_FUNDS_WITHIN) == [("pass", 0)]
    assert lists(N1_SOURCES_WITHIN) == [("pass", 0)]


PURCHASES = [
    fact("procurement", "政府采购金额", "21.07", measure="total"),
    fact("procurement", "货物采购金额", "21.07", measure="goods", whole_no=1, text="其中"),
    fact("procurement", "工程采购金额", "0", measure="works", whole_no=1, text="其中"),
    fact("procurement", "服务采购金额", "0", measure="services", whole_no=1, text="其中"),
]
N1_CONTRACTS = case(
    PURCHASES,
    [
        replace(fact("procurement", f"{who}·采购金额", "21.07", whole_no=1, text="在…中"), is_partial=True)
        for who in ("在面向中小企业预留的政府采购项目中", "在其他政府采购项目中")
    ],
)


def test_n1_parts_beyond_all_purchases_surface() -> None:
    assert lists(N1_CONTRACTS) == [("pass", 0), ("mismatch", yuan("-21.07"))]


ECONOMIC = coded("basic_economic", "total", "合计 9.00\n办公费 2.00\n水费 1.00\n电费 3.00\n电费 3.00")
N1_ITEMS = case(
    ECONOMIC,
    fact("basic_expenditure", "办公费", "2.00"),
    fact("basic_expenditure", "水费", "1.50"),
    fact("basic_expenditure", "电费", "3.00"),
    fact("basic_expenditure", "取暖费", "3.00"),
)


def test_n1_items_by_name_where_the_table_prints_the_name_once() -> None:
    assert found(N1_ITEMS, "N1") == [("办公费", "pass", 0), ("水费", "mismatch", yuan("0.50"))]


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
    assert results(N2_RIGHT.checks("N2")) == [("pass", 0)]
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


# ── N4 ──


def public(code: str, printed: str, **more: Any) -> NarrativeFact:  # noqa: ANN401 - handed to `fact`
    return fact("three_public", code, printed, measure="total", code=code, **more)


TABLE = [
    three_public(2023, total="1.80", vehicle="1.80"),
    three_public(total="4.30", vehicle="1.80", reception="2.50", agency_operation="7.00"),
]
N4_RIGHT = case(TABLE, public("total", "4.30", change="2.50", direction="increase"), public("vehicle", "1.80"))
N4_FLAT = case(TABLE, public("total", "4.30", change="0", direction="flat"))
N4_BLANK = case(TABLE, public("reception", "2.50", change="0", direction="flat"), public("abroad", "0.00"))
N4_WRONG = case(TABLE, public("total", "4.20"))
N4_AGENCY = case(TABLE, fact("agency_operation", "机关运行经费", "7.10", measure="total", code="agency_operation"))
N4_AGENCY_UNPRINTED = case(
    three_public(total="1.00"),
    fact("agency_operation", "机关运行经费", "7.10", measure="total", code="agency_operation"),
)
N4_BOUGHT = case(coded("procurement", "total", "合计 21.07\n货物 21.00"), PURCHASES)
N4_NOT_BOUGHT = case(status("procurement", "absent"), PURCHASES[:1])


def test_n4_this_year_and_the_year_before() -> None:
    assert found(N4_RIGHT, "N4") == [("total", "pass", 0), ("2023年 total", "pass", 0), ("vehicle", "pass", 0)]
    own, prior = N4_FLAT.checks("N4")
    assert (own.outcome, prior.outcome, prior.difference_yuan) == ("pass", "mismatch", yuan("2.50"))
    assert prior.message == (
        "2023年 total：说明的2024年数 4.30 万元 − 增减额 0.00 万元 = 4.30 万元；“三公”经费支出表2023年数 1.80 万元；"
        "左边减右边 2.50 万元"
    )
    assert [(o.sign, o.source) for o in N4_FLAT.operands(prior)] == [
        (1, "narrative"),
        (-1, "narrative"),
        (1, "amounts"),
    ]
    assert found(N4_WRONG, "N4") == [("total", "mismatch", yuan("-0.10"))]


N4_AGAINST_SPENDING = case(
    TABLE,
    public("total", "4.30", change="1.00", direction="increase", text="“三公”经费4.30万元，较上年执行数增加1.00万元"),
)


def test_n4_a_change_against_what_was_spent_is_not_one_against_the_budget() -> None:
    assert found(N4_AGAINST_SPENDING, "N4") == [("total", "pass", 0)]


def test_n4_a_blank_is_no_zero() -> None:
    assert found(N4_BLANK, "N4") == [
        ("reception", "pass", 0),
        ("2023年 reception", "insufficient", None),
        ("abroad", "insufficient", None),
    ]


def test_n4_agency_operation_where_the_table_prints_it() -> None:
    assert [c.outcome for c in N4_AGENCY.checks("N4")] == ["mismatch"]
    assert [c.outcome for c in N4_AGENCY_UNPRINTED.checks("N4")] == ["not_applicable"]


def test_n4_purchases() -> None:
    assert found(N4_BOUGHT, "N4") == [("政府采购金额", "pass", 0), ("货物采购金额", "mismatch", yuan("0.07"))]
    assert [c.message for c in N4_NOT_BOUGHT.checks("N4")] == [
        "政府采购金额：说明 21.07 万元；政府采购预算表未印出；文档没有这张表的数字，无法核对"
    ]


def targets(number: int, money: str, text: str) -> list[NarrativeFact]:
    return [
        fact("performance", "预算资金", money, measure="total", count=number, text=text),
        fact("performance", "重点绩效评价·预算资金", "1.00", count=1, text=text),
    ]


PRINTED: list[Rows] = [projects("2.00", "3.00"), coded("project", "total fiscal", "甲 2.00 2.00\n乙 3.00 1.00")]
ALL = "项目支出全面实施绩效目标管理"
SOME = "对重点项目实施绩效目标管理"
N4_ALL = case(PRINTED, targets(2, "5.00", ALL))
N4_MISCOUNTED = case(PRINTED, targets(3, "4.00", ALL))
N4_SOME = case(PRINTED, targets(1, "3.00", SOME))
N4_TOO_MANY = case(PRINTED, targets(3, "6.00", SOME))
N4_NO_PROJECTS = case(coded("expenditure", "total project", "合计 9.00 6.00"), targets(2, "5.00", ALL))
N4_FISCAL = case(PRINTED, fact("performance", "财政拨款", "3.00", measure="fiscal", text=ALL))


def test_n4_all_projects_are_counted_and_summed() -> None:
    count, total = N4_ALL.checks("N4")
    assert (count.outcome, count.message) == ("pass", "绩效目标项目数：说明 2 个；公开的项目 2 个；两边相等")
    assert (total.outcome, total.right_yuan) == ("pass", yuan("5.00"))
    assert [c.outcome for c in N4_MISCOUNTED.checks("N4")] == ["mismatch", "mismatch"]
    assert results(N4_FISCAL.checks("N4")) == [("pass", 0)]


def test_n4_a_count_is_no_amount() -> None:
    count, _ = N4_MISCOUNTED.checks("N4")
    assert (count.left_yuan, count.right_yuan, count.difference_yuan, count.tolerance_yuan) == (None, None, None, None)
    assert (count.left_text, count.right_text) == ("3", "2")
    assert count.message == "绩效目标项目数：说明 3 个；公开的项目 2 个；左边减右边 1 个"
    assert [(o.amount_yuan, o.amount_text) for o in N4_MISCOUNTED.operands(count)] == [(None, "3"), (None, "2")]


def test_n4_some_projects_are_bounded_by_all() -> None:
    assert [c.outcome for c in N4_SOME.checks("N4")] == ["pass", "pass"]
    assert [c.outcome for c in N4_TOO_MANY.checks("N4")] == ["mismatch", "mismatch"]
    assert results(N4_NO_PROJECTS.checks("N4")) == [
        ("insufficient", None),
        ("pass", yuan("-1.00")),
    ]


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
    assert results(N5_NOT_FLAT.checks("N5")) == [("mismatch", yuan("1.00"))]


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
    assert results(N6_WRONG.checks("N6")) == [("mismatch", yuan("-0.60"))]
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
