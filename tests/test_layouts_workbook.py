"""Layouts of other provinces in workbooks: codes, units and projects, totals of several rows, figures once each."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from loaders.dialect import load_dialect
from loaders.document import load_bytes

if TYPE_CHECKING:
    from loaders.document import LoadResult

TITLE = "江河省民政厅2024年部门预算"
HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
COMPONENTS = ["合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"]
Rows = list[list[str]]


def read(*tables: tuple[str, Rows], unit: str = "万元", one_sheet: bool = False) -> LoadResult:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        cover = book.add_worksheet("封面")
        cover.write(3, 0, TITLE)
        sheet, line = None, 0
        for number, (title, rows) in enumerate(tables, start=1):
            if sheet is None or not one_sheet:
                sheet, line = book.add_worksheet(str(number)), 0
            sheet.write(line, 0, title)
            sheet.write(line + 1, 0, "部门：江河省民政厅")
            sheet.write(line + 1, 4, f"单位：{unit}")
            for row in rows:
                for column, text in enumerate(row):
                    sheet.write_string(line + 2, column, text)
                line += 1
            line += 3
    return load_bytes(file.getvalue(), Path("某厅.xlsx"))


def figures(result: LoadResult) -> list[tuple[str | None, str, str, str]]:
    return [(a.code, a.name, a.measure, a.amount_text) for a in result.loaded.amounts]


def left(result: LoadResult) -> list[str]:
    return [f"{note.reason} {note.text}" for note in result.loaded.leftovers]


@pytest.mark.parametrize(
    ("title", "statement"),
    [
        ("江河省民政厅2024年部门收支总表", "summary"),
        ("2024年度江河省民政厅部门预算财政拨款收支总表", "appropriation"),
        ("江河市财政局财政拨款收支总表", "appropriation"),
        ("公开03表 支出总表", "expenditure"),
        ("预算05表 一般公共预算支出表", "general_public"),
        ("部门预算公开表3 一般公共预算支出表", "general_public"),
        ("表三 一般公共预算支出表", "general_public"),
        ("附件2-3：一般公共预算“三公”经费支出表", "three_public"),
        ("附表：政府采购预算表", "procurement"),
        ("（三）收入总表", "income"),
        ("3．收入总表", "income"),
        ("2024年收入总表（本级）", "income"),
        ("部门综合预算收支总表", "summary"),
        ("一般公共预算支出表（功能科目）", "general_public"),
        ("一般公共预算支出情况表（按功能分类科目）", "general_public"),
        ("一般公共预算基本支出表（经济科目）", "basic_economic"),
        ("一般公共预算安排的行政经费及“三公”经费预算表", "three_public"),
    ],
)
def test_titles_of_other_provinces(title: str, statement: str) -> None:
    words = load_dialect().statement_of(title)
    assert words is not None
    assert words.id == statement


@pytest.mark.parametrize(
    "title",
    [
        "社会保险基金预算收支总表",
        "全市一般公共预算收入表",
        "一般公共预算支出明细表（按支出经济分类科目）",
        "一般公共预算基本支出明细表（按支出功能分类科目）",
        "一般公共预算项目支出预算表",
        "财政拨款支出表（功能科目）",
        "政府性基金预算“三公”经费支出预算表",
        "一般公共预算机关运行经费支出预算表",
    ],
)
def test_titles_of_tables_that_are_no_statement(title: str) -> None:
    assert load_dialect().statement_of(title) is None


def test_the_number_of_a_unit_among_the_codes_is_no_code() -> None:
    rows = [
        HEAD,
        ["", "合计", "9.00", "4.00", "5.00"],
        ["036", "江河省民政厅", "9.00", "4.00", "5.00"],
        ["036001", "厅本级", "9.00", "4.00", "5.00"],
        ["208", "社会保障和就业支出", "9.00", "4.00", "5.00"],
    ]
    result = read(("部门支出总表", rows))
    codes = [(a.code, a.name, a.is_total) for a in result.loaded.amounts if a.measure == "total"]
    assert codes == [
        (None, "合计", True),
        (None, "江河省民政厅", False),
        (None, "厅本级", False),
        ("208", "社会保障和就业支出", False),
    ]
    assert [(r.kind, r.before) for r in result.loaded.repairs] == [
        ("department_code", "036 江河省民政厅"),
        ("department_code", "036001 厅本级"),
    ]


def test_codes_with_separators_and_wide_digits_are_codes() -> None:
    rows = [
        HEAD,
        ["2,080,505", "基本养老保险缴费支出", "９．００", "４．００", "５．００"],
        ["208O505", "某", "1.00", "1.00", ""],
    ]
    result = read(("部门支出总表", rows))
    assert figures(result)[:1] == [("2080505", "基本养老保险缴费支出", "total", "9.00")]
    assert "“科目编码”列中的文字不是编码，未载入 208O505" in left(result)


def test_a_code_in_one_cell_with_its_name() -> None:
    rows = [
        ["部门预算支出经济分类科目", "金额"],
        ["合计", "9.00"],
        ["[301]工资福利支出", "9.00"],
        ["[30101]基本工资", "9.00"],
    ]
    result = read(("一般公共预算基本支出情况表（按支出经济分类科目）", rows))
    assert figures(result) == [
        (None, "合计", "total", "9.00"),
        ("301", "工资福利支出", "total", "9.00"),
        ("30101", "基本工资", "total", "9.00"),
    ]


def test_the_number_before_the_name_of_a_unit_is_no_code() -> None:
    result = read(("部门收入总表", [["单位名称", "合计", "一般公共预算"], ["304江河省民政厅", "9.00", "9.00"]]))
    assert [(a.code, a.name) for a in result.loaded.amounts][:1] == [(None, "304江河省民政厅")]


def test_subtotals_are_no_second_total() -> None:
    rows = [
        HEAD,
        ["", "合计", "9.00", "4.00", "5.00"],
        ["", "小计", "7.00", "4.00", "3.00"],
        ["208", "社会保障和就业支出", "7.00", "4.00", "3.00"],
        ["", "小计", "2.00", "", "2.00"],
        ["210", "卫生健康支出", "2.00", "", "2.00"],
    ]
    result = read(("部门支出总表", rows))
    totals = [(a.name, a.amount_text) for a in result.loaded.amounts if a.is_total and a.measure == "total"]
    assert totals == [("合计", "9.00")]
    assert [a.amount_text for a in result.loaded.amounts if a.name == "小计" and a.measure == "total"] == [
        "7.00",
        "2.00",
    ]


def test_a_single_total_may_be_called_subtotal() -> None:
    result = read(("部门支出总表", [HEAD, ["", "小计", "9.00", "4.00", "5.00"], ["208", "某", "9.00", "4.00", "5.00"]]))
    assert [a.name for a in result.loaded.amounts if a.is_total and a.measure == "total"] == ["小计"]


@pytest.mark.parametrize("name", ["合计", "江河省民政厅"])
def test_three_public_by_unit_counts_once(name: str) -> None:
    rows = [
        ["单位编码", "单位名称", *COMPONENTS],
        ["", name, "9.00", "2.00", "4.00", "3.00"],
        ["036001", "厅本级", "5.00", "2.00", "2.00", "1.00"],
        ["036002", "救助站", "4.00", "", "2.00", "2.00"],
    ]
    result = read(("一般公共预算“三公”经费支出表", rows))
    assert [(a.code, a.amount_text) for a in result.loaded.amounts] == [
        ("total", "9.00"),
        ("abroad", "2.00"),
        ("vehicle", "4.00"),
        ("reception", "3.00"),
    ]
    assert left(result) == [
        "“三公”经费只载入部门合计，所属单位的行未载入 厅本级 5.00 2.00 2.00 1.00",
        "“三公”经费只载入部门合计，所属单位的行未载入 救助站 4.00 2.00 2.00",
    ]


def test_three_public_by_unit_without_a_total_is_not_guessed() -> None:
    rows = [
        ["单位名称", *COMPONENTS],
        ["厅本级", "5.00", "2.00", "2.00", "1.00"],
        ["救助站", "4.00", "", "2.00", "2.00"],
    ]
    result = read(("一般公共预算“三公”经费支出表", rows))
    assert figures(result) == []
    assert all("没有合计行" in text for text in left(result))
    assert len(left(result)) == 2


def test_three_public_with_a_row_for_each_year() -> None:
    rows = [
        ["项目", *COMPONENTS],
        ["2023年", "8.00", "2.00", "4.00", "2.00"],
        ["2024年", "9.00", "2.00", "4.00", "3.00"],
    ]
    result = read(("一般公共预算“三公”经费支出表", rows))
    totals = [(a.fiscal_year, a.amount_text) for a in result.loaded.amounts if a.code == "total"]
    assert totals == [(2023, "8.00"), (2024, "9.00")]


def test_names_of_units_beside_those_of_projects_name_no_row() -> None:
    rows = [
        ["单位编码", "单位名称", "项目编码", "项目名称", "合计", "一般公共预算"],
        ["", "合计", "", "", "9.00", "9.00"],
        ["036001", "厅本级", "320000220036001000123", "信息化运维", "5.00", "5.00"],
        ["036002", "救助站", "320000220036002000124", "信息化运维", "4.00", "4.00"],
    ]
    result = read(("项目支出表", rows))
    assert [(p.code, p.name, p.total_yuan) for p in result.loaded.projects] == [
        ("320000220036001000123", "信息化运维", Decimal(50000)),
        ("320000220036002000124", "信息化运维", Decimal(40000)),
    ]
    assert [a.name for a in result.loaded.amounts if a.is_total] == ["合计", "合计"]


def test_a_half_that_lists_the_same_money_again_is_left_over() -> None:
    rows = [
        ["收入", "", "支出", "", "", ""],
        ["项目", "预算数", "项目（按功能分类）", "预算数", "项目（按经济分类）", "预算数"],
        ["一、一般公共预算", "9.00", "一、社会保障和就业支出", "9.00", "一、基本支出", "4.00"],
        ["", "", "", "", "二、项目支出", "5.00"],
        ["收入总计", "9.00", "支出总计", "9.00", "支出总计", "9.00"],
    ]
    result = read(("部门收支总表", rows))
    assert [(a.side, a.name, a.amount_text) for a in result.loaded.amounts] == [
        ("income", "一般公共预算", "9.00"),
        ("expenditure", "社会保障和就业支出", "9.00"),
        ("income", "收入总计", "9.00"),
        ("expenditure", "支出总计", "9.00"),
    ]
    assert left(result) == ["同一收支按另一种分类再次列示，未载入 支出/预算数：4.00 5.00 9.00"]


def test_a_note_right_under_the_caption_declares_its_table_empty() -> None:
    empty: Rows = [["注：本部门无政府性基金预算支出。"]]
    spent = [HEAD, ["208", "社会保障和就业支出", "9.00", "4.00", "5.00"]]
    result = read(("政府性基金预算支出表", empty), ("部门支出总表", spent), one_sheet=True)
    assert result.errors == ()
    status = {row.statement: row.status for row in result.loaded.statements}
    assert (status["government_fund"], status["expenditure"]) == ("declared_empty", "figures")


def test_a_header_whose_lower_row_is_not_understood_is_refused() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出", "", "", "项目支出"],
        ["", "", "", "在职人员", "离退休人员", "机动", ""],
        ["208", "社会保障和就业支出", "9.00", "3.00", "1.00", "", "5.00"],
    ]
    result = read(("一般公共预算支出表", rows))
    assert figures(result) == []
    assert "表头“在职人员”不在词表中" in str(result.errors[0])


def test_parts_by_another_classification_beneath_an_amount_are_left_over() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出", "", "", "项目支出"],
        ["", "", "", "小计", "工资福利支出", "商品和服务支出", ""],
        ["208", "社会保障和就业支出", "9.00", "4.00", "3.00", "1.00", "5.00"],
    ]
    result = read(("一般公共预算支出表", rows))
    assert [(measure, text) for _, _, measure, text in figures(result)] == [
        ("total", "9.00"),
        ("basic", "4.00"),
        ("project", "5.00"),
    ]
    assert left(result) == [
        "按经济分类的细分不是本表的口径，未载入 基本支出/工资福利支出：3.00",
        "按经济分类的细分不是本表的口径，未载入 基本支出/商品和服务支出：1.00",
    ]


def test_a_column_headed_by_the_classification_alone_names_the_rows() -> None:
    rows = [["功能分类科目", "合计", "基本支出"], ["合计", "9.00", "9.00"], ["208社会保障和就业支出", "9.00", "9.00"]]
    result = read(("部门支出总表", rows))
    assert figures(result)[2:] == [
        ("208", "社会保障和就业支出", "total", "9.00"),
        ("208", "社会保障和就业支出", "basic", "9.00"),
    ]


def test_a_header_that_ends_like_an_item_is_a_header() -> None:
    rows = [
        ["收入", "", "支出", "", "", ""],
        ["项目", "预算数", "项目", "合计", "一般公共预算", "上年结余结转"],
        ["一、本年收入", "9.00", "一、社会保障和就业支出", "9.00", "8.00", "1.00"],
    ]
    result = read(("财政拨款收支总表", rows))
    assert figures(result) == []
    assert "表头“上年结余结转”不在词表中" in str(result.errors[0])
