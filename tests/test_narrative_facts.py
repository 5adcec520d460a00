"""What a fact of the narrative holds beside its amount: figures as printed, shares, counts, wholes, codes, doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from loaders.narrative import load_narrative_dialect
from loaders.narrative_codes import with_codes
from tests.checks.build import amount
from tests.narrative_lines import printed, say

if TYPE_CHECKING:
    from loaders.model import Amount, NarrativeFact


def wholes(*texts: str) -> dict[str, str | None]:
    """The whole of each fact, by subject."""
    facts = say(*texts)[0]
    names = {fact.fact_no: fact.subject for fact in facts}
    return {fact.subject: names.get(fact.whole_no or 0) for fact in facts}


# ── as printed ──


def test_figures_are_kept_as_printed() -> None:
    (fact,), _, _ = say("2024年收入预算1,232.50万元，比上年减少1,000.00万元，下降44.80%。")
    assert (fact.amount_text, fact.change_text, fact.pct_text, fact.unit_text) == (
        "1,232.50",
        "1,000.00",
        "44.80",
        "万元",
    )


def test_a_change_in_another_unit_keeps_its_unit() -> None:
    (fact,), _, _ = say("公务接待费3万元，较上年执行数减少20000元。")
    assert (fact.amount_text, fact.unit_text, fact.change_text) == ("3", "万元", "20000元")


@pytest.mark.parametrize(
    ("text", "approximate"),
    [
        ("机关运行经费10万元，上升了20%左右。", True),
        ("机关运行经费约10万元。", True),
        ("机关运行经费10万元，上升了20%。", False),
    ],
)
def test_approximate_words(text: str, approximate: bool) -> None:  # noqa: FBT001 - a column of the table
    (fact,), _, _ = say(text)
    assert fact.is_approximate is approximate


# ── shares ──


@pytest.mark.parametrize(
    ("said", "share"),
    [
        ("占34.30%", "34.30"),
        ("占比34.3%", "34.3"),
        ("占本年支出合计的34.30%", "34.30"),
        ("占本年支出合计的比重为34%", "34"),
    ],
)
def test_a_share_is_of_the_whole_of_its_list(said: str, share: str) -> None:
    facts, _, leftovers = say(f"本年支出合计300万元，其中：基本支出105万元，{said}；项目支出195万元。")
    assert [(fact.subject, fact.share_text, fact.whole_no) for fact in facts] == [
        ("本年支出合计", None, None),
        ("基本支出", share, 1),
        ("项目支出", None, 1),
    ]
    assert leftovers == []


def test_a_share_of_a_whole_named_elsewhere_finds_it() -> None:
    facts, _, _ = say("本年支出合计300万元。", "一般公共预算财政拨款支出150万元，占本年支出合计的50.00%。")
    assert [(fact.share_text, fact.whole_no) for fact in facts] == [(None, None), ("50.00", 1)]


def test_a_share_of_another_whole_than_the_list_is_left_out() -> None:
    facts, _, _ = say("本年支出合计300万元。项目支出100万元，其中：人员经费50万元，占本年支出合计的16.67%。")
    assert [(fact.subject, fact.share_text) for fact in facts][-1] == ("人员经费", None)


def test_a_completion_is_no_share() -> None:
    (fact,), _, _ = say("公务接待费0.5万元，完成预算的100%。")
    assert (fact.share_text, fact.pct_text) == (None, None)


# ── counts ──


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("某局2024年项目支出全面实施绩效目标管理，涉及预算项目支出23个，预算资金161126.99万元。", 23),
        ("编报绩效目标的项目11个，涉及项目预算资金6626万元。", 11),
        ("对9个项目开展绩效目标管理，涉及预算资金122.66万元。", 9),
        ("绩效目标管理涉及预算资金122.66万元。", None),
    ],
)
def test_the_number_of_projects_stands_with_their_money(text: str, count: int | None) -> None:
    facts, _, _ = say("五、绩效目标设置情况", text)
    assert [fact.count_number for fact in facts] == [count]


def test_a_number_of_projects_without_money_is_a_fact_of_its_own() -> None:
    (fact,), _, _ = say("五、绩效目标设置情况", "2024年涉及预算项目23个。")
    assert (fact.topic, fact.subject, fact.count_number, fact.amount_yuan) == ("performance", "项目", 23, None)


# ── wholes and parts ──


def test_parts_of_a_list_and_of_the_list_within() -> None:
    assert wholes("基本支出100万元，其中：人员经费80万元，包括：基本工资50万元、奖金30万元；公用经费20万元。") == {
        "基本支出": None,
        "人员经费": "基本支出",
        "基本工资": "人员经费",
        "奖金": "人员经费",
        "公用经费": "基本支出",
    }


def test_brackets_close_their_list_and_give_the_sentence_back() -> None:
    facts, _, _ = say(
        "“三公”经费9万元，其中：公务用车购置及运行维护费6万元（其中：公务用车购置费0万元，公务用车运行维护费6万元），"
        "较上年减少2万元；公务接待费3万元，与上年无变化。"
    )
    assert [(fact.code, fact.whole_no, fact.change_text) for fact in facts] == [
        ("total", None, None),
        ("vehicle", 1, "2"),
        ("vehicle_purchase", 2, None),
        ("vehicle_operation", 2, None),
        ("reception", 1, None),
    ]


def test_a_bracket_opened_by_a_figure_holds_its_parts() -> None:
    assert wholes(
        "收入预算100万元，其中：本年收入90万元（一般公共预算80万元，政府性基金10万元），上年结转10万元。"
    ) == {
        "收入预算": None,
        "本年收入": "收入预算",
        "一般公共预算": "本年收入",
        "政府性基金": "本年收入",
        "上年结转": "收入预算",
    }


def test_money_of_another_year_after_a_list_within_is_in_doubt() -> None:
    facts, _, _ = say("收入预算100万元，其中：财政拨款收入90万元，其中：一般公共预算80万元，上年结转10万元。")
    assert [(fact.subject, fact.whole_no, fact.is_partial) for fact in facts] == [
        ("收入预算", None, False),
        ("财政拨款收入", 1, True),
        ("一般公共预算", 2, True),
        ("上年结转", None, False),
    ]


def test_items_of_their_own_paragraphs_are_parts_by_their_codes() -> None:
    assert wholes(
        "2024年“三公”经费预算5万元。",
        "（一）因公出国（境）费1万元。",
        "（二）公务用车购置及运行费3万元，与上年持平。",
        "其中：公务用车购置费1万元；公务用车运行费2万元。",
        "（三）公务接待费1万元。",
    ) == {
        "“三公”经费": None,
        "因公出国（境）费": "“三公”经费",
        "公务用车购置及运行费": "“三公”经费",
        "公务用车购置费": "公务用车购置及运行费",
        "公务用车运行费": "公务用车购置及运行费",
        "公务接待费": "“三公”经费",
    }


def test_an_equal_or_larger_thing_is_no_part() -> None:
    assert wholes("支出预算150万元，其中：基本支出100万元，其中：人员经费80万元，公用经费20万元，项目支出50万元。") == {
        "支出预算": None,
        "基本支出": "支出预算",
        "人员经费": "基本支出",
        "公用经费": "基本支出",
        "项目支出": "支出预算",
    }


def test_kinds_of_spending_are_parts_of_a_source() -> None:
    assert wholes("支出预算100万元，其中：财政拨款支出80万元，其中：基本支出50万元，项目支出30万元。") == {
        "支出预算": None,
        "财政拨款支出": "支出预算",
        "基本支出": "财政拨款支出",
        "项目支出": "财政拨款支出",
    }


def test_income_and_spending_of_one_total() -> None:
    assert wholes(
        "2024年收支总预算80万元。收入包括：一般公共预算拨款收入70万元、上年结转10万元；支出包括：教育支出80万元。"
    ) == {
        "收支总预算": None,
        "一般公共预算拨款收入": "收支总预算",
        "上年结转": "收支总预算",
        "教育支出": "收支总预算",
    }


def test_a_named_whole() -> None:
    assert wholes(
        "支出预算9万元，其中：财政拨款支出预算9万元。财政拨款支出预算中，一般公共预算拨款支出预算8万元，"
        "比2023年预算减少1万元；政府性基金拨款支出预算1万元，与2023年预算持平。"
    ) == {
        "支出预算": None,
        "财政拨款支出预算": "支出预算",
        "一般公共预算拨款支出预算": "财政拨款支出预算",
        "政府性基金拨款支出预算": "财政拨款支出预算",
    }


def test_functions_are_parts_of_the_total_of_their_section() -> None:
    facts, _, _ = say(
        "五、一般公共预算当年拨款情况",
        "一般公共预算当年拨款30万元。",
        "1、教育支出（类）普通教育（款）小学教育（项）2024年预算数为20万元。",
        "2、教育支出（类）普通教育（款）初中教育（项）2024年预算数为10万元。",
        "六、政府性基金预算情况",
        "1、教育支出（类）普通教育（款）高中教育（项）2024年预算数为10万元。",
    )
    assert [fact.whole_no for fact in facts] == [None, 1, 1, None]


@pytest.mark.parametrize(
    ("text", "partial"),
    [
        ("人员经费80万元，主要包括：基本工资30万元、津贴补贴20万元。", True),
        ("人员经费80万元，包括：基本工资30万元、津贴补贴20万元等。", True),
        ("人员经费80万元，包括：基本工资30万元、津贴补贴50万元。", False),
    ],
)
def test_a_list_of_the_main_parts_only(text: str, partial: bool) -> None:  # noqa: FBT001 - a column of the table
    facts, _, _ = say(text)
    assert [(fact.whole_no, fact.is_partial) for fact in facts] == [(None, False), (1, partial), (1, partial)]


def test_a_reason_names_no_parts() -> None:
    facts, _, _ = say("收入预算100万元，比上年增加9万元，主要原因是人员经费增加8万元。")
    assert [fact.whole_no for fact in facts] == [None, None]


def test_contracts_by_their_winner_are_parts_of_all_purchases() -> None:
    facts, _, _ = say(
        "三、政府采购情况",
        "政府采购金额30万元，其中：货物采购金额30万元、工程采购金额0万元、服务采购金额0万元。"
        "在面向中小企业预留的政府采购项目中，由中小企业供应商中标的，采购金额20万元；"
        "在其他政府采购项目中，由中小企业供应商中标的，采购金额10万元。",
    )
    assert [(fact.subject, fact.whole_no, fact.is_partial) for fact in facts[-2:]] == [
        ("在面向中小企业预留的政府采购项目中·采购金额", 1, True),
        ("在其他政府采购项目中·采购金额", 1, True),
    ]


# ── the wording of other provinces ──


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("公务接待费3万元，较上年决算数下降了10%。", "three_public|公务接待费|total|reception|3|-|-10|decrease"),
        ("公务接待费3万元，较2023年执行数上升10%。", "three_public|公务接待费|total|reception|3|-|10|increase"),
        ("公务接待费3万元，同比降低10%。", "three_public|公务接待费|total|reception|3|-|-10|decrease"),
        (
            "公务接待费3万元，比上年年初预算减少1万元，减幅25%。",
            "three_public|公务接待费|total|reception|3|-1|-25|decrease",
        ),
        ("公务接待费3万元，与上年一致。", "three_public|公务接待费|total|reception|3|0|-|flat"),
        ("公务接待费3万元，与上年相比无变化。", "three_public|公务接待费|total|reception|3|0|-|flat"),
        ("公务接待费3万元，较上年预算保持不变。", "three_public|公务接待费|total|reception|3|0|-|flat"),
        ("公务接待费3万元，较上年增长幅度为10%。", "three_public|公务接待费|total|reception|3|-|10|increase"),
    ],
)
def test_one_fact_in_other_words(text: str, line: str) -> None:
    facts, _, leftovers = say(text)
    assert ([printed(fact) for fact in facts], leftovers) == ([line], [])


def test_the_base_of_a_comparison_is_the_figure_of_the_year_before() -> None:
    facts, _, leftovers = say("“三公”经费预算12万元，较2023年年初预算的13万元减少1万元，同比下降7.69%。")
    assert [(printed(fact), fact.fiscal_year) for fact in facts] == [
        ("three_public|“三公”经费|total|total|12|-1|-7.69|decrease", 2024),
        ("three_public|“三公”经费|total|total|13|-|-|-", 2023),
    ]
    assert leftovers == []


def test_what_was_budgeted_is_not_taken_for_what_was_spent() -> None:
    facts, _, _ = say(
        "“三公”经费财政拨款支出预算为5.00万元，支出决算为4.00万元，完成预算的80%，比上年减少1万元。其中："
        "公务接待费支出预算为1.00万元，支出决算为0.50万元。"
    )
    assert [(fact.subject, fact.code, fact.amount_text, fact.change_text) for fact in facts] == [
        ("“三公”经费财政拨款·预算", None, "5.00", None),
        ("“三公”经费财政拨款", "total", "4.00", "1"),
        ("公务接待费·预算", None, "1.00", None),
        ("公务接待费", "reception", "0.50", None),
    ]
    assert [fact.whole_no for fact in facts] == [None, None, 1, 2]


def test_total_income_and_spending_in_one_word() -> None:
    facts, _, leftovers = say("收、支总计均为500万元。与2023年相比，收、支总计各增加50万元，增长11.11%。")
    assert [printed(fact) for fact in facts] == [
        "totals|收、支总计|total|-|500|-|-|-",
        "totals|收、支总计|total|-|-|50|11.11|increase",
    ]
    assert leftovers == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("公务接待费3万元，比年初预算减少1万元。", "1万元：不是与上年相比的增减数"),
        ("公务接待费3万元，比2024年年初预算减少1万元。", "1万元：不是与上年相比的增减数"),
        ("公务接待费3万元，较2019年减少1万元。", "1万元：不是与上年相比的增减数"),
        ("公务接待费3万元，较2022年的5万元减少2万元。", "5万元：不是上年的数字"),
    ],
)
def test_a_change_on_another_base_than_the_year_before_is_left_over(text: str, reason: str) -> None:
    (fact,), _, leftovers = say(text)
    assert (fact.change_yuan, fact.direction) == (None, None)
    assert leftovers[0].reason == reason


def test_names_first_and_amounts_after() -> None:
    facts, _, leftovers = say("因公出国（境）费、公务用车购置及运行费、公务接待费分别为0万元、2.5万元和2.4万元。")
    assert [(fact.code, fact.amount_text) for fact in facts] == [
        ("abroad", "0"),
        ("vehicle", "2.5"),
        ("reception", "2.4"),
    ]
    assert leftovers == []


def test_fewer_amounts_than_names_are_nobody_s() -> None:
    facts, _, leftovers = say("货物、工程、服务分别为1万元、2万元。")
    assert facts == []
    assert [leftover.reason for leftover in leftovers] == [
        "1万元：未能确定数字所指的对象",
        "2万元：未能确定数字所指的对象",
    ]


# ── codes ──


def table(statement: str, *rows: tuple[str, str]) -> list[Amount]:
    return [amount(statement, n, name, "total", "1.00", code=code) for n, (code, name) in enumerate(rows, start=1)]


TREE = (("205", "教育支出"), ("20502", "普通教育"), ("2050202", "小学 教育"), ("2050203", "初中教育"))


def codes(path: str, *tables: list[Amount]) -> list[str | None]:
    facts: list[NarrativeFact] = say(f"{path}2024年预算数为1.00万元。")[0]
    return [f.code for f in with_codes(facts, [row for rows in tables for row in rows], load_narrative_dialect())]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("教育支出（类）普通教育（款）小学教育（项）", "2050202"),
        ("教育（类）支出", "205"),
        ("教育支出（类）普通教育（款）", "20502"),
        ("“教育支出-普通教育-初中教育”科目", "2050203"),
        ("教育支出（类）职业教育（款）小学教育（项）", None),
        ("教育支出（类）普通教育（款）高中教育（项）", None),
    ],
)
def test_a_path_finds_the_code_of_the_row_with_its_names(path: str, code: str | None) -> None:
    assert codes(path, table("general_public", *TREE)) == [code]


def test_two_rows_of_one_path_leave_the_code_open() -> None:
    twice = (*TREE, ("2050299", "小学教育"))
    assert codes("教育支出（类）普通教育（款）小学教育（项）", table("general_public", *twice)) == [None]


def test_all_spending_is_asked_after_general_public_spending() -> None:
    path = "教育支出（类）普通教育（款）小学教育（项）"
    assert codes(path, table("general_public", *TREE[:2]), table("expenditure", *TREE)) == ["2050202"]
    assert codes(path, table("government_fund", *TREE)) == [None]
