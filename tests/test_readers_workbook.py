"""Workbooks: figures exactly as shown, merged cells once, several tables and sheets, hidden parts reported."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from loaders.model import RawDocument, TextLine
from loaders.readers import workbook
from loaders.readers.number_format import shown
from loaders.readers.sniff import kind_of
from tests.office_files import S, rows, xlsx
from tests.test_readers_word import texts

if TYPE_CHECKING:
    from collections.abc import Callable

Made = Any
"""A workbook or a sheet, as the library without types makes it."""
ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


def book(make: Callable[[Made], None]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as target:
        make(target)
    return file.getvalue()


def read(make: Callable[[Made], None]) -> RawDocument:
    content = book(make)
    assert kind_of(content) == "xlsx"
    return workbook.read(content)


def fill(sheet: Made, lines: list[list[object]], first: int = 0) -> None:
    for number, line in enumerate(lines, start=first):
        for column, value in enumerate(line):
            if value is not None:
                sheet.write(number, column, value)


HEADER: list[list[object]] = [["项目", "预算数"], ["一、财政拨款", 17]]


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [
        ("17", "0.00", "17.00"),
        ("17", "General", "17"),
        ("0.30000000000000004", "General", "0.3"),
        ("172546.88000000001", "General", "172546.88"),
        ("161126.99000000002", "#,##0.00", "161,126.99"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("1.005", "0.00", "1.01"),
        ("-1234.5", ACCOUNTING, "-1,234.50"),
        ("0", ACCOUNTING, "-"),
        ("0", "#,##0.00;-#,##0.00;", ""),
        ("0", "#", ""),
        ("0", "0.00", "0.00"),
        ("-12.5", "#,##0.00_);[Red]\\(#,##0.00\\)", "-12.50"),
        ("-12.5", "0.00;[Red]0.00", "-12.50"),
        ("-0.001", "0.00", "0.00"),
        ("1", "00", "01"),
        ("2080507", "@", "2080507"),
        ("2080507", "0000000", "2080507"),
        ("123456", "0\\.0000", "12.3456"),
        ("12345.6", "0!.0,", "1.2"),
        ("1234000", "#,##0.00,", "1,234.00"),
        ("0.125", "0.0%", "12.5%"),
        ("12.5", '0.00"万元"', "12.50万元"),
        ("12.5", "G/通用格式", "12.5"),
        ("12.5", "[$¥-804]#,##0.00", "¥12.50"),
        ("0.5", "#.##", "0.5"),
        ("5", "0.##", "5"),
        ("12", "[>10]0.00;0", "12"),
        ("1.5", "# ?/?", "1.5"),
        ("1.5", "0.00E+00", "1.5"),
        ("1E-3", "General", "0.001"),
        ("1E+300", "0.00", "1E+300"),
        ("45352", 'yyyy"年"m"月"d"日"', "2024-03-01"),
        ("45352.5", "yyyy/m/d h:mm", "2024-03-01 12:00"),
        ("-1", "yyyy/m/d", "-1"),
    ],
)
def test_number_as_shown(stored: str, code: str, text: str) -> None:
    assert shown(stored, code) == text


@pytest.mark.parametrize("stored", ["", "x", "NaN", "Infinity", "1,5"])
def test_no_number(stored: str) -> None:
    with pytest.raises(ValueError, match=stored or "^$"):
        shown(stored, "0.00")


def test_numbers_texts_and_their_places() -> None:
    def make(target: Made) -> None:
        sheet = target.add_worksheet("收支总表")
        two = target.add_format({"num_format": "#,##0.00"})
        fill(sheet, [["收支总体情况表"], ["单位：万元"], ["项目", "预算数", "上年"]])
        sheet.write_string(3, 0, "一、财政拨款")
        sheet.write_number(3, 1, 172546.88, two)
        sheet.write_string(3, 2, "1,800.00 ")
        sheet.write_number(4, 1, 0.1 + 0.2)
        sheet.write_string(4, 0, "二、其他")

    document = read(make)
    assert texts(document) == [
        "收支总体情况表",
        "单位：万元",
        [["项目", "预算数", "上年"], ["一、财政拨款", "172,546.88", "1,800.00"], ["二、其他", "0.3", ""]],
    ]
    assert [(block.line, getattr(block, "page", 1)) for block in document.blocks] == [(1, 1), (2, 1), (3, 1)]
    assert document.pages == 1


def test_merged_cells_stand_once() -> None:
    def make(target: Made) -> None:
        sheet = target.add_worksheet()
        sheet.merge_range("A1:F1", "一般公共预算支出情况表")
        sheet.merge_range("A2:B2", "科目编码")
        sheet.merge_range("C2:C3", "科目名称")
        sheet.merge_range("D2:E2", "基本支出")
        sheet.merge_range("F2:F3", "项目支出")
        fill(sheet, [["类", "款", None, "小计", "人员支出"], ["208", "01", "行政运行", "3.00", "3.00"]], 2)

    assert texts(read(make)) == [
        "一般公共预算支出情况表",
        [
            ["科目编码", "", "科目名称", "基本支出", "", "项目支出"],
            ["类", "款", "", "小计", "人员支出", ""],
            ["208", "01", "行政运行", "3.00", "3.00", ""],
        ],
    ]


def test_columns_merged_in_every_row_are_one() -> None:
    def make(target: Made) -> None:
        sheet = target.add_worksheet()
        for row, (name, figure) in enumerate([("项目", "预算数"), ("甲", "1.00"), ("乙", "2.00")]):
            sheet.merge_range(row, 0, row, 2, name)
            sheet.write(row, 3, figure)

    assert texts(read(make)) == ["Sheet1", [["项目", "预算数"], ["甲", "1.00"], ["乙", "2.00"]]]


def test_tables_above_each_other() -> None:
    def make(target: Made) -> None:
        sheet = target.add_worksheet()
        fill(sheet, [["收入总表"], *HEADER, ["二、其他"], ["合计", 17]])
        fill(sheet, [["支出总表"], ["单位：元"], *HEADER], 6)
        sheet.merge_range("A11:B11", "基本支出表")
        fill(sheet, [*HEADER, ["注：没有其他支出。"]], 11)

    assert texts(read(make)) == [
        "收入总表",
        [["项目", "预算数"], ["一、财政拨款", "17"], ["二、其他", ""], ["合计", "17"]],
        "支出总表",
        "单位：元",
        [["项目", "预算数"], ["一、财政拨款", "17"]],
        "基本支出表",
        [["项目", "预算数"], ["一、财政拨款", "17"]],
        "注：没有其他支出。",
    ]


def test_blank_row_ends_a_table_and_columns_stay_aligned() -> None:
    def make(target: Made) -> None:
        sheet = target.add_worksheet()
        fill(sheet, [["部门收支总表"], ["项目", "甲", "乙"], ["一", 1, None]])
        fill(sheet, [["二", None, 2]], 4)

    assert texts(read(make))[1:] == [[["项目", "甲", "乙"], ["一", "1", ""]], [["二", "", "2"]]]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (["部门收支总体情况表"], False),
        (["2024年部门预算"], True),
        (["单位：万元"], True),
        (["公开01表"], True),
        ([], True),
    ],
)
def test_name_of_the_sheet_stands_in_for_a_title(title: list[str], *, expected: bool) -> None:
    def make(target: Made) -> None:
        fill(target.add_worksheet("收支总表"), [*([text] for text in title), *HEADER])

    first = read(make).blocks[0]
    assert isinstance(first, TextLine)
    assert (first.text == "收支总表") == expected
    assert (first.line is None) == expected


def test_several_sheets_and_hidden_ones() -> None:
    def make(target: Made) -> None:
        fill(target.add_worksheet("收入总表"), HEADER)
        hidden = target.add_worksheet("底稿")
        fill(hidden, [["甲", 999]])
        hidden.hide()
        very = target.add_worksheet("更深")
        fill(very, [["甲", 999]])
        very.very_hidden()
        fill(target.add_worksheet("支出总表"), HEADER)
        target.add_worksheet("空表")

    content = book(make)
    document = workbook.read(content)
    table = [["项目", "预算数"], ["一、财政拨款", "17"]]
    assert texts(document) == ["收入总表", table, "支出总表", table]
    assert [block.page for block in document.blocks if isinstance(block, TextLine)] == [1, 4]
    assert document.pages == 5
    assert workbook.hidden_parts(content) == ["隐藏的工作表“底稿”", "隐藏的工作表“更深”"]


def test_hidden_rows_and_columns_are_not_seen() -> None:
    def make(target: Made) -> None:
        sheet = target.add_worksheet("收入总表")
        sheet.merge_range("A1:C1", "部门收入总体情况表")
        fill(sheet, [["编号", "项目", "预算数"], [1, "甲", 10], [2, "乙", 999], [3, "丙", 20]], 1)
        sheet.set_column("A:A", None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})

    content = book(make)
    document = workbook.read(content)
    assert texts(document) == ["部门收入总体情况表", [["项目", "预算数"], ["甲", "10"], ["丙", "20"]]]
    found = workbook.hidden_parts(content)
    assert found == ["工作表“收入总表”中隐藏的1行", "工作表“收入总表”中隐藏的1列"]


def test_zeros_that_the_sheet_does_not_show() -> None:
    def make(target: Made) -> None:
        sheet = target.add_worksheet("收入总表")
        fill(sheet, [["项目", "甲", "乙"], ["一", 0, 1]])
        sheet.hide_zero()

    assert texts(read(make)) == ["收入总表", [["项目", "甲", "乙"], ["一", "", "1"]]]


def test_stored_results_of_formulas() -> None:
    cells = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2.0000000000000004</v></c>'
        '<c r="B1" t="str"><f>"合"</f><v>合计</v></c><c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="D1" t="b"><v>1</v></c></row>'
    )
    assert texts(workbook.read(xlsx(rows(cells)))) == ["表一", [["2", "合计", "#DIV/0!", "TRUE"]]]


def test_rich_and_shared_text() -> None:
    def make(target: Made) -> None:
        bold = target.add_format({"bold": True})
        sheet = target.add_worksheet("收入总表")
        sheet.write_rich_string("A1", "一、", bold, "财政", "拨款")
        sheet.write_string("B1", "分行\n名称")
        fill(sheet, [["甲", "乙"]], 1)

    assert texts(read(make)) == ["收入总表", [["一、财政拨款", "分行\n名称"], ["甲", "乙"]]]


def test_readings_above_the_characters_are_no_text() -> None:
    cell = '<row><c t="inlineStr"><is><t>预算</t><rPh sb="0" eb="1"><t>yusuan</t></rPh></is></c><c><v>1</v></c></row>'
    assert texts(workbook.read(xlsx(rows(cell)))) == ["表一", [["预算", "1"]]]


def test_cells_without_references() -> None:
    sheet = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>"
    assert texts(workbook.read(xlsx(rows(sheet)))) == ["表一", [["1", "2"], ["", "3"]]]


def test_styled_blank_cells_take_no_room() -> None:
    styled = "".join(f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(2, 50_000))
    first = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    document = workbook.read(xlsx(f"<worksheet {S}><sheetData>{first}{styled}</sheetData></worksheet>"))
    assert texts(document) == ["表一", [["1", "2"]]]


def test_dates_of_the_other_calendar() -> None:
    def make(target: Made) -> None:
        look = target.add_format({"num_format": "yyyy-mm-dd"})
        sheet = target.add_worksheet("收入总表")
        sheet.write_number(0, 0, 43890, look)
        sheet.write_number(0, 1, 1)

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"date_1904": True}) as target:
        make(target)
    assert texts(workbook.read(content.getvalue())) == ["收入总表", [["2024-03-01", "1"]]]
