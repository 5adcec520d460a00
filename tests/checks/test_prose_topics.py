"""What the narrative says of “三公”, running costs, purchases and targets: N4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.checks.book import case, differences, found
from tests.checks.build import coded, fact, projects, status, three_public, yuan
from tests.checks.said import PURCHASES, public

if TYPE_CHECKING:
    from loaders.model import NarrativeFact
    from tests.checks.build import Rows

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
    assert differences(N4_FISCAL.checks("N4")) == [("pass", 0)]


def test_n4_a_count_is_no_amount() -> None:
    count, _ = N4_MISCOUNTED.checks("N4")
    assert (count.left_yuan, count.right_yuan, count.difference_yuan, count.tolerance_yuan) == (None, None, None, None)
    assert (count.left_text, count.right_text) == ("3", "2")
    assert count.message == "绩效目标项目数：说明 3 个；公开的项目 2 个；左边减右边 1 个"
    assert [(o.amount_yuan, o.amount_text) for o in N4_MISCOUNTED.operands(count)] == [(None, "3"), (None, "2")]


def test_n4_some_projects_are_bounded_by_all() -> None:
    assert [c.outcome for c in N4_SOME.checks("N4")] == ["pass", "pass"]
    assert [c.outcome for c in N4_TOO_MANY.checks("N4")] == ["mismatch", "mismatch"]
    assert differences(N4_NO_PROJECTS.checks("N4")) == [
        ("insufficient", None),
        ("pass", yuan("-1.00")),
    ]
