"""The narrative in the wording of other provinces, its lines and paragraphs."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.model import TextLine
from loaders.narrative import paragraphs
from tests.narrative_lines import printed, say


def test_an_approximate_rate_is_kept_with_its_word() -> None:
    (fact,), _, _ = say("机关养老保险基金缺口本年度预算8.2亿元，对比上年度增长30%左右，增幅较大。")
    assert (fact.amount_yuan, fact.change_yuan, fact.change_pct) == (Decimal("820000000.00"), None, Decimal(30))
    assert "30%左右" in fact.text


# ── the wording of other provinces ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("2024年收入预算100万元，同比增长5%。", "income|收入预算|total|-|100|-|5|increase"),
        ("公务接待费28.50万元，与2023年预算持平。", "three_public|公务接待费|total|reception|28.5|0|-|flat"),
        ("公务接待费0万元，较上年无增减变化。", "three_public|公务接待费|total|reception|0|0|-|flat"),
        ("公务接待费3万元，与上年预算数相同。", "three_public|公务接待费|total|reception|3|0|-|flat"),
        ("公务接待费3万元，与上年预算基本持平。", "three_public|公务接待费|total|reception|3|-|-|flat"),
        ("公务接待费3万元，较上年执行数减少20000元。", "three_public|公务接待费|total|reception|3|-2|-|decrease"),
        ("公务接待费3万元，比上年增加（减少）0.00万元。", "three_public|公务接待费|total|reception|3|0|-|flat"),
        ("公务接待费与上年持平。", "three_public|公务接待费|total|reception|-|0|-|flat"),
        ("支出预算8千元，比2023年预算增加1千元，增幅14.29%。", "expenditure|支出预算|total|-|0.8|0.1|14.29|increase"),
        (
            "2024年机关运行经费，比上年减少5万元。",
            "agency_operation|机关运行经费|total|agency_operation|-|-5|-|decrease",
        ),
        (
            "上海市某区某办公室下属1家机关财政拨款的机关运行经费预算为213.28万元。",
            "agency_operation|机关运行经费|total|agency_operation|213.28|-|-|-",
        ),
        (
            "1. “一般公共服务支出-政府办公厅（室）及相关机构事务-行政运行”科目1,202.95万元，主要用于基本支出。",
            "function|一般公共服务支出-政府办公厅（室）及相关机构事务-行政运行|total|-|1202.95|-|-|-",
        ),
        ("财政拨款安排的项目支出50万元。", "other|财政拨款安排的项目支出|-|-|50|-|-|-"),
        ("专项支出预算50万元。", "other|专项支出预算|-|-|50|-|-|-"),
    ],
)
def test_one_fact(text: str, line: str) -> None:
    facts, repairs, leftovers = say(text)
    assert ([printed(fact) for fact in facts], repairs, leftovers) == ([line], [], [])


def test_executed_and_budgeted_figures_of_two_years() -> None:
    facts, _, _ = say(
        "7. “公共安全支出（类）司法（款）公共法律服务（项）”30.00万元，主要用于公共法律服务。2023年当年预算执行数",
        "为15.00万元，2024年预算安排30.00万元，比2023年预算执行数增加100.00%。主要原因是：公共法律服务经费增加。",
    )
    path = "公共安全支出（类）司法（款）公共法律服务（项）"
    assert [(printed(fact), fact.fiscal_year) for fact in facts] == [
        (f"function|{path}|total|-|30|-|-|-", 2024),
        (f"function|{path}·预算执行|-|-|15|-|-|-", 2023),
        (f"function|{path}|total|-|30|-|100|increase", 2024),
    ]


def test_final_accounts_name_the_subject_in_a_sentence_before() -> None:
    facts, _, leftovers = say(
        "4、社会保障和就业支出（类）行政事业单位养老支出（款）机",
        "关事业单位基本养老保险缴费支出（项）。主要用于：单位缴费。全年预算为 9.00 万元，支出决算为 6.18 万",
        "元。决算数小于全年预算数的主要原因：单位新成立。",
    )
    path = "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）"
    assert [printed(fact) for fact in facts] == [
        f"function|{path}·全年预算|-|-|9|-|-|-",
        f"function|{path}|total|-|6.18|-|-|-",
    ]
    assert leftovers == []


def test_one_amount_for_several_subjects() -> None:
    facts, _, _ = say("因公出国（境）费、公务接待费均为0万元。")
    assert [(fact.code, fact.amount_yuan) for fact in facts] == [("abroad", Decimal(0)), ("reception", Decimal(0))]


@pytest.mark.parametrize(
    "text",
    [
        "2023年、2024年均未使用一般公共预算拨款安排“三公”经费支出。",
        "截至2023年12月31日，共有车辆2辆。单位价值50万元以上通用设备0台，单价100万元（含）以上设备0台（套）。",
        "一般公共预算拨款占93.49%，完成年初预算的95.89%。",
        "2023年“三公”经费预算比上年减少，原因是人员减少，“三公”经费相应减少。",
    ],
)
def test_no_figure_no_fact(text: str) -> None:
    assert say(text) == ([], [], [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("第一季度用款计划158.05万元。", "158.05万元：未能确定数字所指的对象"),
        ("公务接待费1，800.00万元。", "800.00万元：数字前紧接另一数字，可能被拆开"),
        ("公务接待费12 345.00万元。", "345.00万元：数字前紧接另一数字，可能被拆开"),
        ("公务接待费12,34.00万元。", "12,34.00万元：数字的千分位不完整"),
        ("财政补助额≤29万元。", "29万元：指标值或限额，不是预算金额"),
        ("采暖补贴2520元/人。", "2520元：单位定额，不是预算金额"),
        ("公务接待费0.00000123万元。", "0.00000123万元：金额精确到分以下，无法如实保存"),
        ("比上年增加5万元。", "5万元：增减数未能确定所指的对象或方向"),
        ("公务接待费比上年增减5万元。", "5万元：增减数未能确定所指的对象或方向"),
    ],
)
def test_what_cannot_be_told_is_left_over_with_the_reason(text: str, reason: str) -> None:
    facts, _, leftovers = say(text)
    assert facts == []
    assert [leftover.reason for leftover in leftovers] == [reason]


def test_a_second_change_is_never_written_over_the_first() -> None:
    (fact,), _, (leftover,) = say("公务接待费3万元，比上年增加1万元，比上年增加2万元。")
    assert fact.change_yuan == Decimal(10000)
    assert leftover.reason == "2万元：所指对象已有一个增减数"


def test_amounts_that_cannot_be_trusted_do_not_pass_to_the_subject_before() -> None:
    facts, _, leftovers = say("项目支出100万元，其中开展某项工作，安排资金5万元。")
    assert [fact.amount_yuan for fact in facts] == [Decimal(1000000)]
    assert [leftover.reason for leftover in leftovers] == ["5万元：未能确定数字所指的对象"]


def test_nothing_is_said_of_the_head_after_a_figure_without_a_subject() -> None:
    facts, _, leftovers = say("2024年“三公”经费预算10万元，其中：公务接待费由2023年的3万元减少到2万元，下降33%。")
    assert [printed(fact) for fact in facts] == ["three_public|“三公”经费|total|total|10|-|-|-"]
    assert [leftover.reason[:3] for leftover in leftovers] == ["3万元", "2万元", "33%"]


def test_all_of_a_list_is_flat() -> None:
    facts, _, _ = say("2024年收入预算100万元、支出预算100万元，均与上年持平。")
    assert [(fact.topic, fact.direction, fact.change_yuan) for fact in facts] == [
        ("income", "flat", Decimal(0)),
        ("expenditure", "flat", Decimal(0)),
    ]


def test_a_change_within_a_reason_is_that_of_the_subject_named_there() -> None:
    facts, _, leftovers = say("收入预算100万元，比上年增加9万元，主要原因是人员经费增加8万元，另增加1万元。")
    assert [printed(fact) for fact in facts] == [
        "income|收入预算|total|-|100|9|-|increase",
        "basic_expenditure|人员经费|personnel|-|-|8|-|increase",
    ]
    assert [leftover.reason for leftover in leftovers] == ["1万元：所指对象已有一个增减数"]


def test_a_change_two_sentences_later_is_recorded_as_an_inference() -> None:
    (fact,), (repair,), _ = say("机关运行经费5万元。主要用于日常办公。较上年减少1万元。")
    assert fact.change_yuan == Decimal(-10000)
    assert repair.after == "机关运行经费：较上年减少1万元"


def test_a_change_after_a_sentence_that_was_left_over_has_no_subject() -> None:
    facts, _, leftovers = say("机关运行经费5万元。第一季度用款计划3万元。较上年减少1万元。")
    assert [(fact.amount_yuan, fact.change_yuan) for fact in facts] == [(Decimal(50000), None)]
    assert len(leftovers) == 2


def test_a_list_of_personnel_and_projects_keeps_its_topics() -> None:
    facts, _, _ = say("人员经费50万元、公用经费10万元、项目支出40万元。")
    assert [(fact.topic, fact.measure) for fact in facts] == [
        ("basic_expenditure", "personnel"),
        ("basic_expenditure", "public"),
        ("expenditure", "project"),
    ]


# ── lines and paragraphs ────────────────────────────────────────────────────────────────────────────────────


def test_page_numbers_are_dropped_and_headings_open_paragraphs() -> None:
    texts = ["三、机关运行经费情况", "2024年机关运行经", "-25-", "- 24 -", "— 6 —", "", "费预算为5万元。", "（一）其他"]
    joined = paragraphs([TextLine(text, i + 1) for i, text in enumerate(texts)])
    assert [(p.text, p.level, p.heading) for p in joined] == [
        ("三、机关运行经费情况", 2, True),
        ("2024年机关运行经费预算为5万元。", 0, False),
        ("（一）其他", 3, True),
    ]
    assert [joined[1].place(index).line for index in (0, 9, 10)] == [2, 2, 7]


def test_a_bare_number_is_a_page_number_only_at_the_edge_of_its_page() -> None:
    lines = [TextLine("公务接待费1", 1, 3), TextLine("3", 2, 3), TextLine("万元。", 3, 4)]
    assert [p.text for p in paragraphs(lines)] == ["公务接待费1万元。"]
    inside = [TextLine("公务接待费1", 1, 3), TextLine("3", 2, 3), TextLine("万元。", 3, 3)]
    assert [p.text for p in paragraphs(inside)] == ["公务接待费13万元。"]


def test_a_wrapped_heading_ends_before_the_text() -> None:
    facts, _, _ = say(
        "二、关于某市人力资源和社会保障局2023年部门收入", "预算情况说明", "某局2023年收入预算767.78万元。", year=2023
    )
    assert [(fact.subject, fact.text) for fact in facts] == [("收入预算", "某局2023年收入预算767.78万元。")]


SENTENCES = (
    "1、社会保障和就业支出（类）就业补助（款）职业技能鉴定补贴（项）2023年预算数为1,082.66万元，比上年减少191.38万元，下降69.84%。",
    "2023年“三公”经费预算数为4.90万元，比上年减少0.60万元，其中：因公出国（境）费0.00万元，增加0.00万元；公务接待费2.40万元，减少0.60万元。",
    "2024年绩效目标管理涉及预算项目支出23个，预算资金161126.99万元，其中财政拨款160640.99万元。",
    "机关运行经费共计安排131.92万元。包括：办公费25.75万元、水费9.60万元、公务接待费1.09万元。与2023年相比持平。",
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SENTENCES), st.lists(st.integers(min_value=1, max_value=80), max_size=6), st.booleans())
def test_wraps_change_nothing(sentence: str, cuts: list[int], blank: bool) -> None:  # noqa: FBT001 - hypothesis calls it
    whole = [printed(fact) for fact in say(sentence)[0]]
    places = sorted({0, *(cut for cut in cuts if cut < len(sentence)), len(sentence)})
    lines = [sentence[a:b] for a, b in pairwise(places)]
    wrapped = [text for line in lines for text in ([line, ""] if blank else [line])]
    facts, _, leftovers = say(*wrapped)
    assert ([printed(fact) for fact in facts], leftovers) == (whole, [])
