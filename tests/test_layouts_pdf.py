"""Layouts of other provinces set as PDF pages: every figure whole and under its header, or left over by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loaders.document import load_bytes
from tests.typeset_pdf import HeadCell, Look, Paper, Sheet, paper, set_pdf

if TYPE_CHECKING:
    from loaders.document import LoadResult

TITLE = "江河省民政厅2024年部门预算"
HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
END = Sheet(["第三部分 名词解释", "一、财政拨款收入：指财政部门拨付的资金。"])


def read(*sheets: Sheet) -> LoadResult:
    return load_bytes(set_pdf([Sheet([TITLE]), *sheets, END]), Path("某厅.pdf"))


def sheet(table: Paper, title: str = "部门支出总表", look: Look | None = None) -> Sheet:
    return Sheet([title, "单位：元", table], look or Look())


def figures(result: LoadResult) -> list[tuple[str | None, str, str]]:
    return [(a.code, a.measure, a.amount_text) for a in result.loaded.amounts]


def left(result: LoadResult) -> str:
    return "\n".join(f"{note.reason} {note.text}" for note in result.loaded.leftovers)


@pytest.mark.parametrize("align", ["right", "left", "center"])
def test_a_figure_wider_than_its_cell_is_one_figure(align: str) -> None:
    rows = [HEAD, ["208", "社会保障和就业支出", "10,813,750.25", "", "10,813,750.25"]]
    result = read(sheet(paper(rows, [40, 130, 46, 46, 46]), look=Look(figures=align)))
    assert figures(result) == [("208", "total", "10,813,750.25"), ("208", "project", "10,813,750.25")]
    assert result.loaded.amounts[0].name == "社会保障和就业支出"


@pytest.mark.parametrize("align", ["right", "left", "center"])
def test_figures_that_run_into_each_other_are_no_figures(align: str) -> None:
    rows = [HEAD, ["208", "社会保障和就业支出", "45,813,750.25", "35,000,000.25", "10,813,750.00"]]
    result = read(sheet(paper(rows, [40, 130, 38, 38, 38]), look=Look(figures=align)))
    assert figures(result) == []
    assert left(result).count("列中的文字不是数字") >= 2


def test_figures_side_by_side_without_room_between_them_are_two() -> None:
    rows = [HEAD, ["208", "社会保障和就业支出", "45813.25", "35000.25", "10813.00"]]
    result = read(sheet(paper(rows, [40, 130, 32.1, 32.1, 32.1]), look=Look(pad=0.0)))
    assert [text for _, _, text in figures(result)] == ["45813.25", "35000.25", "10813.00"]


@pytest.mark.parametrize("rules", ["all", "none"])
def test_a_title_with_its_classification_in_brackets_opens_its_own_table(rules: str) -> None:
    look = Look(rules=rules)
    first = paper([HEAD, ["208", "社会保障和就业支出", "9.00", "4.00", "5.00"]], [40, 130, 60, 60, 60])
    second = paper([HEAD, ["210", "卫生健康支出", "7.00", "4.00", "3.00"]], [40, 130, 60, 60, 60])
    result = read(
        sheet(first, look=look),
        sheet(second, "一般公共预算支出表（按功能分类科目）", look),
        sheet(first, "某某一览表（甲）", look),
    )
    found = [(a.statement, a.code, a.amount_text) for a in result.loaded.amounts]
    assert sorted(found) == sorted(
        [
            ("expenditure", "208", "9.00"),
            ("expenditure", "208", "4.00"),
            ("expenditure", "208", "5.00"),
            ("general_public", "210", "7.00"),
            ("general_public", "210", "4.00"),
            ("general_public", "210", "3.00"),
        ]
    )
    assert "某某一览表（甲）" in [note.title for note in result.loaded.leftovers]


def test_the_year_before_and_the_change_are_left_over_by_name() -> None:
    head = [
        HeadCell("科目编码", 0, 1, 0, 0),
        HeadCell("科目名称", 0, 1, 1, 1),
        HeadCell("2023年执行数", 0, 1, 2, 2),
        HeadCell("2024年预算数", 0, 0, 3, 5),
        HeadCell("小计", 1, 1, 3, 3),
        HeadCell("基本支出", 1, 1, 4, 4),
        HeadCell("项目支出", 1, 1, 5, 5),
        HeadCell("2024年预算数比2023年执行数", 0, 0, 6, 7),
        HeadCell("增减额", 1, 1, 6, 6),
        HeadCell("增减%", 1, 1, 7, 7),
    ]
    body = [["208", "社会保障和就业支出", "8.00", "9.00", "4.00", "5.00", "1.00", "12.50"]]
    result = read(sheet(Paper(head, body, [40, 120, 56, 56, 56, 56, 56, 56]), "一般公共预算支出表"))
    assert figures(result) == [("208", "total", "9.00"), ("208", "basic", "4.00"), ("208", "project", "5.00")]
    for text in ("8.00", "1.00", "12.50"):
        assert text in left(result)


def test_a_header_that_is_not_known_is_named_where_there_are_no_rules() -> None:
    rows = [[*HEAD[:4], "机动支出"], ["208", "社会保障和就业支出", "9.00", "4.00", "5.00"]]
    result = read(sheet(paper(rows, [40, 130, 60, 60, 60]), look=Look(rules="none")))
    assert figures(result) == []
    assert "“机动支出”不在词表中（最接近的是“" in str(result.errors[0])
    assert "第2页" in str(result.errors[0])


@pytest.mark.parametrize("rules", ["all", "none"])
def test_items_called_like_headers_at_the_top_of_a_page_are_items(rules: str) -> None:
    head = [
        HeadCell("收入", 0, 0, 0, 1),
        HeadCell("支出", 0, 0, 2, 3),
        *(HeadCell(text, 1, 1, c, c) for c, text in enumerate(["项目", "预算数", "项目", "预算数"])),
    ]
    body = [
        ["一、一般公共预算拨款收入", "9.00", "一、社会保障和就业支出", "9.00"],
        ["上年结转", "", "结转下年", ""],
        ["收入总计", "9.00", "支出总计", "9.00"],
    ]
    table = Paper(head, body, [130, 60, 130, 60], breaks=frozenset({1}))
    result = read(sheet(table, "部门收支总表", Look(rules=rules)))
    found = [(a.side, a.name, a.amount_text) for a in result.loaded.amounts]
    assert found[2:] == [("income", "收入总计", "9.00"), ("expenditure", "支出总计", "9.00")]


def test_an_amount_close_to_the_words_of_the_next_column_is_apart_from_them() -> None:
    head = [HeadCell(text, 0, 0, c, c) for c, text in enumerate(["收入项目", "预算数", "支出项目", "预算数"])]
    body = [
        ["一、一般公共预算拨款收入", "45813.25", "一、社会保障和就业支出", "45813.25"],
        ["收入总计", "45813.25", "支出总计", "45813.25"],
    ]
    result = read(sheet(Paper(head, body, [130, 40, 130, 40]), "部门收支总表", Look(rules="none", pad=1.0)))
    names = {amount.name for amount in result.loaded.amounts}
    assert not any(name[:1].isdigit() for name in names)
    count = len(result.loaded.amounts) + len(result.loaded.leftovers)
    assert count >= 4 or result.errors
