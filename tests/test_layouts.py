"""Layouts of other provinces in text, Word and web forms: every figure in its column, or left over by name."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loaders.dialect import load_dialect
from loaders.document import load_bytes

if TYPE_CHECKING:
    from loaders.document import LoadResult

TITLE = "江河省民政厅2024年部门预算"
END = "第三部分 名词解释\n\n一、财政拨款收入：指财政部门拨付的资金。\n"
INCOME = (
    "科目编码\t科目名称\t合计\t本年收入\t\t\t上年结转结余\t\t\n"
    "\t\t\t小计\t一般公共预算\t单位资金\t小计\t一般公共预算\t单位资金\n"
)


def read(table: str, title: str = "部门支出总表", unit: str = "单位：万元", head: str = TITLE) -> LoadResult:
    text = f"{head}\n\n{title}\n\n{unit}\n\n{table}\n\n{END}"
    return load_bytes(text.encode(), Path("某厅.md"))


def figures(result: LoadResult) -> list[tuple[str | None, str, str]]:
    return [(a.code, a.measure, a.amount_text) for a in result.loaded.amounts]


def left(result: LoadResult) -> str:
    return "\n".join(f"{note.reason} {note.text}" for note in result.loaded.leftovers)


def words(table: str) -> str:
    """The same table as a text layer has it: blank cells lost."""
    return "\n".join(" ".join(line.split()) for line in table.splitlines())


def test_money_carried_over_is_not_money_of_this_year_whatever_its_header() -> None:
    result = read(f"{INCOME}208\t社会保障和就业支出\t12.00\t\t\t\t12.00\t7.00\t5.00\n", "部门收入总表")
    assert figures(result) == [("208", "total", "12.00"), ("208", "carryover", "12.00")]
    assert "“上年结转结余”之下的细分" in left(result)
    assert "7.00" in left(result)
    assert "5.00" in left(result)


def test_money_carried_over_in_a_text_that_lost_its_columns_is_not_guessed() -> None:
    result = read(words(f"{INCOME}208\t社会保障和就业支出\t12.00\t\t\t\t12.00\t7.00\t5.00\n"), "部门收入总表")
    assert figures(result) == []
    assert "上年结转结余/一般公共预算" in str(result.errors[0])


def test_a_carry_over_without_parts_is_a_column_among_the_others() -> None:
    table = "科目编码\t科目名称\t合计\t上年结转\t一般公共预算拨款收入\n208\t社会保障和就业支出\t12.00\t5.00\t7.00\n"
    for form in (table, words(table)):
        found = figures(read(form, "部门收入总表"))
        assert found == [("208", "total", "12.00"), ("208", "carryover", "5.00"), ("208", "general_public", "7.00")]


@pytest.mark.parametrize("label", ["项目支出（上年结转）", "项目支出（占比%）", "项目支出（2023年）"])
def test_brackets_that_make_another_column_of_a_header_are_not_dropped(label: str) -> None:
    result = read(f"科目编码\t科目名称\t合计\t{label}\n208\t社会保障和就业支出\t2.00\t1.00\n")
    assert figures(result) == []
    assert "不在词表中" in str(result.errors[0])


@pytest.mark.parametrize(
    "index", ["栏次\t\t1\t2\t3", "**\t**\t1\t2=3+4\t3", "\t\t1\t2\t3", "1\t2\t3\t4\t5", "栏次\t\t（1）\t（2）\t（3）"]
)
def test_a_row_that_numbers_the_columns_is_no_row_of_figures(index: str) -> None:
    body = "208\t社会保障和就业支出\t3.00\t1.00\t2.00"
    head = f"科目编码\t科目名称\t合计\t基本支出\t项目支出\n{index}\n"
    expected = [("208", "total", "3.00"), ("208", "basic", "1.00"), ("208", "project", "2.00")]
    assert figures(read(f"{head}{body}\n")) == expected


def test_the_numbers_of_the_columns_stand_beside_parts_of_the_code() -> None:
    head = "科目编码\t\t\t科目名称\t合计\t基本支出\t项目支出\n类\t款\t项\t栏次\t1\t2\t3\n\t\t\t合计\t3.00\t1.00\t2.00\n"
    body = "208\t05\t05\t基本养老保险缴费支出\t3.00\t1.00\t2.00\n"
    found = figures(read(head + body))
    assert [text for _, _, text in found] == ["3.00", "1.00", "2.00"] * 2
    assert {code for code, _, _ in found} == {None, "2080505"}


def test_income_and_expenditure_head_the_items_of_their_halves() -> None:
    table = "收入\t预算数\t支出\t预算数\n一、事业收入\t5.00\t一、教育支出\t4.00\n收入总计\t5.00\t支出总计\t5.00\n"
    result = read(table, "部门收支总表")
    found = [(a.side, a.name, a.amount_text) for a in result.loaded.amounts]
    assert found[:2] == [("income", "事业收入", "5.00"), ("expenditure", "教育支出", "4.00")]
    assert len(found) == 4


def test_figures_in_notes_and_beside_the_columns_of_money_are_named() -> None:
    body = "208\t社会保障和就业支出\t2.00\t33.33\n备注：\t\t77.77\t\n"
    result = read(f"科目编码\t科目名称\t合计\t备注\n{body}")
    assert figures(result) == [("208", "total", "2.00")]
    assert "“备注”列中的数字不是金额，未载入 33.33" in left(result)
    assert "数字在附注行中，未载入 77.77" in left(result)


def test_a_figure_outside_both_halves_is_named() -> None:
    table = "收入\t\t支出\t\t合计\n项目\t预算数\t项目\t预算数\t\n一、事业收入\t5.00\t一、教育支出\t4.00\t9.00\n"
    result = read(table, "部门收支总表")
    assert [a.amount_text for a in result.loaded.amounts] == ["5.00", "4.00"]
    assert "9.00" in left(result)


def test_headers_of_the_national_forms_are_known() -> None:
    words_of = load_dialect()
    for statement, label in (
        ("government_fund", "本年政府性基金预算支出"),
        ("state_capital", "本年国有资本经营预算支出"),
        ("basic_economic", "本年一般公共预算基本支出"),
        ("project", "本年拨款"),
        ("project", "财政拨款结转结余"),
    ):
        assert words_of.label(label, statement) is not None


PLAIN = "科目编码\t科目名称\t合计\n208\t社会保障和就业支出\t2.00\n"


@pytest.mark.parametrize(
    ("unit", "yuan"),
    [
        ("单位：百元", 200),
        ("金额单位：人民币万元", 20000),
        ("计量单位：人民币元", 2),
        ("金额：万元", 20000),
        ("（万元）", 20000),
        ("单位：元（人民币）", 2),
        ("编制部门：某厅    单 位： 万 元", 20000),
    ],
)
def test_the_ways_in_which_a_table_names_its_unit(unit: str, yuan: int) -> None:
    result = read(PLAIN, unit=unit, head=f"{TITLE}\n\n金额单位：千元")
    assert [a.amount_yuan for a in result.loaded.amounts] == [yuan]


@pytest.mark.parametrize("unit", ["单位：十元", "单位：美元", "金额单位：RMB元"])
def test_a_unit_that_is_not_known_is_not_that_of_the_document(unit: str) -> None:
    result = read(PLAIN, unit=unit, head=f"{TITLE}\n\n金额单位：万元")
    assert figures(result) == []
    assert "金额单位不在词表中" in str(result.errors[0])


def test_a_unit_in_the_headers_goes_before_that_of_the_document() -> None:
    table = "科目编码\t科目名称\t合计（元）\t基本支出（元）\n208\t社会保障和就业支出\t2.00\t2.00\n"
    for form in (table, words(table)):
        result = read(form, unit="", head=f"{TITLE}\n\n金额单位：万元")
        assert [(a.amount_yuan, a.unit_text) for a in result.loaded.amounts] == [(Decimal(2), "元")] * 2


@pytest.mark.parametrize(("first", "second"), [("元", "万元"), ("万元", "元")])
def test_two_units_in_one_table_are_refused(first: str, second: str) -> None:
    table = f"科目编码\t科目名称\t合计（{first}）\t基本支出（{first}）\n208\t社会保障和就业支出\t2.00\t2.00\n"
    result = read(table, unit=f"单位：{second}")
    assert figures(result) == []
    assert "两种金额单位" in str(result.errors[0])


TAILS = [
    "（单位：万元）",
    "    单位：万元",
    "（万元）",
    "（2024年度）",
    "（部门公开表3）",
    " 公开03表",
    "（续）",
    "续表",
]


@pytest.mark.parametrize("tail", TAILS)
def test_what_stands_behind_a_title_leaves_it_a_title(tail: str) -> None:
    income = "部门收入总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\n208\t社会保障和就业支出\t7.00\n\n"
    head = f"{TITLE}\n\n{income}"
    for form in (PLAIN, words(PLAIN)):
        top = head if "\t" in form else words(head)
        result = read(form, f"部门支出总表{tail}", "" if "元" in tail else "单位：万元", top)
        found = [(a.statement, a.amount_text, a.unit_text) for a in result.loaded.amounts]
        assert found == [("income", "7.00", "万元"), ("expenditure", "2.00", "万元")]


@pytest.mark.parametrize("tail", ["（本单位无此项支出）", "（本年无）", "（空表）"])
def test_a_note_of_emptiness_behind_a_title(tail: str) -> None:
    table = "科目编码\t科目名称\t合计\n\t合计\t\n\t\t\n"
    result = read(table, f"政府性基金预算支出表{tail}")
    found = {s.statement: (s.status, s.note) for s in result.loaded.statements}
    assert found["government_fund"] == ("declared_empty", tail.strip("（）"))


MARKS = [
    "续表",
    "续表1",
    "（续上表）",
    "接上表",
    "第 5 页 共 9 页",
    "5",
    TITLE,
    "部门支出总表（续）",
    "续：部门支出总表",
]


@pytest.mark.parametrize("header", ["", "科目编码\t科目名称\t合计\n"])
@pytest.mark.parametrize("mark", MARKS)
def test_a_table_goes_on_after_a_page_break(mark: str, header: str) -> None:
    table = f"{PLAIN}\n{mark}\n\n{header}210\t卫生健康支出\t3.00\n"
    for form in (table, words(table)):
        found = [(a.name, a.amount_text) for a in read(form).loaded.amounts]
        assert found == [("社会保障和就业支出", "2.00"), ("卫生健康支出", "3.00")]


@pytest.mark.parametrize("title", ["支出预算明细（按功能科目）", "部门整体支出一览", "附件3", "部门支出总表（一）"])
def test_a_table_with_an_unknown_title_is_no_part_of_the_one_before_it(title: str) -> None:
    other = f"{title}\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n208\t社会保障和就业支出\t9.00\t4.00\t5.00\n"
    income = "科目编码\t科目名称\t合计\t事业收入\n208\t社会保障和就业支出\t2.00\t2.00\n"
    table = f"{income}\n{other}"
    for form in (table, words(table)):
        result = read(form, "部门收入总表")
        assert [(a.name, a.amount_text) for a in result.loaded.amounts] == [("社会保障和就业支出", "2.00")] * 2
        assert "9.00 4.00 5.00" in left(result)
        assert title in str(result.errors[0])


def test_a_second_table_with_other_columns_under_one_title_is_left_over() -> None:
    other = "科目编码\t科目名称\t合计\t基本支出\n208\t社会保障和就业支出\t9.00\t4.00\n"
    result = read(f"{PLAIN}\n{other}")
    assert figures(result) == [("208", "total", "2.00")]
    assert "另有表头" in str(result.errors[0])
    assert "9.00 4.00" in left(result)


def test_education_fees_within_business_income_are_no_column_beside_it() -> None:
    head = "科目编码\t科目名称\t本年收入合计\t财政拨款收入\t事业收入\t\t经营收入\n\t\t\t\t小计\t其中：教育收费\t\n"
    table = f"{head}208\t社会保障和就业支出\t6.00\t1.00\t2.00\t1.50\t3.00\n"
    found = figures(read(table, "收入决算表"))
    assert [(measure, text) for _, measure, text in found] == [
        ("total", "6.00"),
        ("fiscal", "1.00"),
        ("business", "2.00"),
        ("operating", "3.00"),
    ]
    assert figures(read(words(table), "收入决算表")) == []


def test_a_header_under_which_most_rows_contradict_themselves_is_not_understood() -> None:
    rows = "".join(f"2080{n}\t某事\t3.00\t1.00\t2.50\n" for n in (101, 102, 103))
    head = "科目编码 科目名称 合计 基本支出 项目支出\n"
    result = read(head + words(rows))
    assert figures(result) == []
    assert "多数行的合计不等于各项之和" in left(result)
    one_error = rows.replace("2.50", "2.00", 2)
    assert len(figures(read(head + words(one_error)))) == 9


def test_last_year_and_this_year_in_a_text_that_lost_its_columns() -> None:
    table = "项目 上年预算数 本年预算数\n合计 2.00 3.00\n公务接待费 2.00 3.00\n"
    result = read(table, "“三公”经费支出表")
    found = [(a.fiscal_year, a.code, a.amount_text) for a in result.loaded.amounts]
    assert found == [
        (2023, "total", "2.00"),
        (2024, "total", "3.00"),
        (2023, "reception", "2.00"),
        (2024, "reception", "3.00"),
    ]


@pytest.mark.parametrize("table", ["科目编码\t科目名称\t合计\n\t\t\n\t\t\n", "科目编码 科目名称 合计\n"])
def test_the_sentence_below_an_empty_table_says_that_it_is_empty(table: str) -> None:
    note = "本单位2024年没有使用政府性基金预算拨款安排的支出。"
    result = read(
        f"{table}\n{note}",
        "政府性基金预算支出表",
        head=f"{TITLE}\n\n部门支出总表\n\n单位：万元\n\n{PLAIN if chr(9) in table else words(PLAIN)}",
    )
    found = {s.statement: (s.status, s.note) for s in result.loaded.statements}
    assert found["government_fund"] == ("declared_empty", note)


def test_a_table_in_bars() -> None:
    rows = (
        "| 科目编码 | 科目名称 | 合计 |",
        "| :--- | --- | ---: |",
        "|  | 合计 | 2.00 |",
        "| 208 | 社会保障\\|就业<br>支出 | 2.00 |",
    )
    result = read("\n".join(rows))
    found = [(a.code, a.name, a.amount_text, a.line) for a in result.loaded.amounts]
    assert found == [(None, "合计", "2.00", 9), ("208", "社会保障|就业支出", "2.00", 10)]
    assert result.loaded.document.source_format == "markdown"


def test_the_same_header_over_rows_that_begin_again_is_another_table() -> None:
    head = "科目编码 科目名称 合计 基本支出 项目支出\n"
    first = f"{head}合计 3.00 1.00 2.00\n208 社会保障和就业支出 3.00 1.00 2.00\n"
    other = f"{head}合计 9.00 4.00 5.00\n208 社会保障和就业支出 9.00 4.00 5.00\n"
    result = read(f"{first}某类资金支出预算\n{other}", "一般公共预算支出表")
    assert [a.amount_text for a in result.loaded.amounts] == ["3.00", "1.00", "2.00"] * 2
    assert result.loaded.amounts[-1].name == "社会保障和就业支出"
    assert "某类资金支出预算" in str(result.errors[0])
    assert left(result).count("9.00 4.00 5.00") == 2


def test_a_page_that_goes_on_with_header_and_total_again_is_no_other_table() -> None:
    head = "科目编码 科目名称 合计 基本支出 项目支出\n合计 3.00 1.00 2.00\n"
    result = read(f"{head}20805 行政事业单位 3.00 1.00 2.00\n养老支出\n{head}2080505 养老保险缴费 3.00 1.00 2.00\n")
    assert [a.name for a in result.loaded.amounts][3::3] == ["行政事业单位养老支出", "养老保险缴费"]
    assert not result.errors or "另有表头" not in str(result.errors[0])


def test_nothing_comes_after_the_grand_totals_of_both_halves() -> None:
    first = "项目 预算数 项目 预算数\n一、事业收入 5.00 一、教育支出 5.00\n收入总计 5.00 支出总计 5.00\n"
    other = "部门收支一览\n项目 预算数 项目 预算数\n一、事业收入 7.00 一、教育支出 7.00\n收入总计 7.00 支出总计 7.00\n"
    result = read(first + other, "部门收支总表")
    assert [a.amount_text for a in result.loaded.amounts] == ["5.00"] * 4
    assert left(result).count("7.00") == 4


def test_rows_of_amounts_under_a_heading_of_running_text_are_reported() -> None:
    rows = "".join(f"2080{n} 某项支出 3.00 1.00 2.00\n" for n in (101, 102, 103))
    result = read(f"{words(PLAIN)}\n三、某类资金支出情况\n科目编码 科目名称 合计 基本支出 项目支出\n{rows}")
    assert [a.amount_text for a in result.loaded.amounts] == ["2.00"]
    assert left(result).count("3.00 1.00 2.00") == 3
    assert "三、某类资金支出情况" in str(result.errors[0])


def test_a_title_in_a_row_of_its_own_begins_another_table() -> None:
    second = "一般公共预算支出表\t\t\n单位：元\t\t\n科目编码\t科目名称\t合计\n208\t社会保障和就业支出\t9.00\n"
    found = [(a.statement, a.amount_text, a.unit_text) for a in read(PLAIN + second).loaded.amounts]
    assert sorted(found) == [("expenditure", "2.00", "万元"), ("general_public", "9.00", "元")]


def test_numbers_of_units_in_a_text_that_lost_its_columns() -> None:
    head = "科目编码\t单位编码\t科目名称\t合计\t基本支出\n"
    table = f"{head}\t301001\t合计\t2.00\t2.00\n208\t301001\t社会保障和就业支出\t2.00\t2.00\n"
    for form in (table, words(table)):
        found = [(a.code, a.name, a.is_total) for a in read(form).loaded.amounts]
        assert found == [(None, "合计", True)] * 2 + [("208", "社会保障和就业支出", False)] * 2


@pytest.mark.parametrize("code", ["２０８０５０５", "208-05-05", "208·05·05", "'2080505", "208 05 05"])
def test_the_ways_in_which_a_code_is_printed(code: str) -> None:
    table = f"科目编码\t科目名称\t合计\n{code}\t养老保险缴费\t１，２３４．５０\n\t\t\n"
    found = [(a.code, a.amount_text, a.amount_yuan) for a in read(table).loaded.amounts]
    assert found == [("2080505", "１，２３４．５０", Decimal("12345000.00"))]


@pytest.mark.parametrize("code", ["２０８０５０５", "208 05 05"])
def test_codes_in_a_text_that_lost_its_columns(code: str) -> None:
    found = figures(read(f"科目编码 科目名称 合计\n{code} 养老保险缴费 2.00\n"))
    assert found == [("2080505", "total", "2.00")]


@pytest.mark.parametrize("code", ["208.00", "20A", "第208号"])
def test_a_code_that_is_not_understood_is_reported(code: str) -> None:
    result = read(f"科目编码\t科目名称\t合计\n{code}\t养老保险缴费\t2.00\n\t\t\n")
    assert figures(result) == [(None, "total", "2.00")]
    assert code in left(result)


@pytest.mark.parametrize("index", ["1 2 3 4 5", "** ** 1 2 3", "栏次 1 2 3"])
def test_a_line_that_numbers_the_columns_in_a_text_that_lost_them(index: str) -> None:
    head = f"科目编码 科目名称 合计 基本支出 项目支出\n{index}\n"
    table = f"{head}合计 3.00 1.00 2.00\n{head}208 社会保障和就业支出 3.00 1.00 2.00\n"
    assert [a.amount_text for a in read(table).loaded.amounts] == ["3.00", "1.00", "2.00"] * 2


def test_marks_of_blank_cells_in_a_text_that_lost_its_columns_take_no_figures_with_them() -> None:
    head = "科目编码 科目名称 合计 基本支出 项目支出\n"
    rows = "合计 6.00 1.00 5.00\n208 社会保障和就业支出 1.00 1.00 -\n210 卫生健康支出 5.00 —— 5.00\n"
    found = [(a.name, a.measure, a.amount_text) for a in read(head + rows).loaded.amounts]
    assert found[3:5] == [("社会保障和就业支出", "total", "1.00"), ("社会保障和就业支出", "basic", "1.00")]
    assert found[5:] == [("卫生健康支出", "total", "5.00"), ("卫生健康支出", "project", "5.00")]


def test_marks_of_blank_cells_beside_the_items_of_a_summary() -> None:
    table = "项目 预算数 项目 预算数\n一、事业收入 - 二、教育支出 5.00\n收入总计 5.00 支出总计 5.00\n"
    found = [(a.name, a.side) for a in read(table, "部门收支总表").loaded.amounts]
    assert found[0] == ("教育支出", "expenditure")


def test_a_subtotal_of_projects_is_no_project() -> None:
    rows = "甲\t3.00\n乙\t4.00\n小计\t7.00\n丙\t5.00\n特定目标类小计\t5.00\n合计\t12.00\n"
    result = read(f"项目名称\t合计\n{rows}", "项目支出表")
    assert [(p.project_no, p.name, p.total_yuan) for p in result.loaded.projects] == [
        (1, "甲", Decimal(30000)),
        (2, "乙", Decimal(40000)),
        (3, "丙", Decimal(50000)),
    ]
    printed = [(a.name, a.amount_text, a.is_total) for a in result.loaded.amounts]
    assert printed[-1] == ("合计", "12.00", True)
    assert ("小计", "7.00", False) in printed
    assert ("特定目标类小计", "5.00", False) in printed
