"""Word documents: what stands on the page comes out in order, merged cells once, and nothing else."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml import parse_xml

from loaders.model import RawDocument, RawTable, TextLine
from loaders.readers import word
from loaders.readers.sniff import kind_of
from tests.office_files import PARAGRAPH, W, body, docx

if TYPE_CHECKING:
    from collections.abc import Callable


Made = Any
"""A document or a part of one, as the library without types makes it."""


def made(make: Callable[[Made], None]) -> RawDocument:
    document = Document()
    make(document)
    file = io.BytesIO()
    document.save(file)
    assert kind_of(file.getvalue()) == "docx"
    return word.read(file.getvalue())


def texts(document: RawDocument) -> list[str | list[list[str]]]:
    return [shape(block) for block in document.blocks]


def shape(block: RawTable | TextLine) -> str | list[list[str]]:
    return block.text if isinstance(block, TextLine) else [[cell.text for cell in row] for row in block.rows]


def filled(document: Made, rows: list[list[str]]) -> Made:
    table = document.add_table(len(rows), len(rows[0]))
    for row, line in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    return table


def inner(xml: str) -> RawDocument:
    return word.read(docx(body(xml)))


def table_xml(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell_xml(content: str, properties: str = "") -> str:
    paragraph = content if content.startswith("<") else f"<w:p><w:r><w:t>{content}</w:t></w:r></w:p>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph}</w:tc>"


def test_paragraphs_and_tables_in_order_with_their_places() -> None:
    def make(document: Made) -> None:
        document.add_paragraph("收支总体情况表")
        document.add_paragraph("")
        document.add_paragraph("单位：万元")
        filled(document, [["项目", "预算数"], ["一、财政拨款", "17.00"]])
        document.add_paragraph("说明。")

    document = made(make)
    assert texts(document) == [
        "收支总体情况表",
        "单位：万元",
        [["项目", "预算数"], ["一、财政拨款", "17.00"]],
        "说明。",
    ]
    assert [getattr(block, "line", None) for block in document.blocks] == [1, 3, 4, 6]
    assert document.source_format == "docx"


def test_merged_header_stands_once() -> None:
    def make(document: Made) -> None:
        table = filled(
            document,
            [
                ["科目编码", "", "科目名称", "基本支出", "", "项目支出"],
                ["类", "款", "", "小计", "人员支出", ""],
                ["208", "01", "行政运行", "3.00", "3.00", ""],
            ],
        )
        table.cell(0, 0).merge(table.cell(0, 1))
        table.cell(0, 3).merge(table.cell(0, 4))
        table.cell(0, 2).merge(table.cell(1, 2))
        table.cell(0, 5).merge(table.cell(1, 5))

    assert texts(made(make)) == [
        [
            ["科目编码", "", "科目名称", "基本支出", "", "项目支出"],
            ["类", "款", "", "小计", "人员支出", ""],
            ["208", "01", "行政运行", "3.00", "3.00", ""],
        ]
    ]


def test_column_in_which_no_cell_starts_is_none() -> None:
    wide = "<w:gridSpan w:val='2'/>"
    document = inner(
        table_xml(cell_xml("项目", wide) + cell_xml("预算数", wide), cell_xml("甲", wide) + cell_xml("1.00", wide))
    )
    assert texts(document) == [[["项目", "预算数"], ["甲", "1.00"]]]


def test_cell_that_goes_on_from_nothing_is_a_cell() -> None:
    on = "<w:vMerge/>"
    document = inner(table_xml(cell_xml("甲", on) + cell_xml("1"), cell_xml("乙", on) + cell_xml("2")))
    assert texts(document) == [[["甲", "1"], ["", "2"]]]


def test_row_that_begins_further_right() -> None:
    before = "<w:trPr><w:gridBefore w:val='1'/></w:trPr>"
    document = inner(table_xml(cell_xml("208") + cell_xml("行政"), before + cell_xml("其中") + ""))
    assert texts(document)[0] == [["208", "行政"], ["", "其中"]]


def test_title_and_note_within_the_table() -> None:
    def make(document: Made) -> None:
        table = filled(
            document,
            [["收支总表", "", ""], ["项目", "甲", "乙"], ["合计", "1.00", ""], ["注：没有其他支出。", "", ""]],
        )
        table.cell(0, 0).merge(table.cell(0, 2))
        table.cell(3, 0).merge(table.cell(3, 2))

    assert texts(made(make)) == ["收支总表", [["项目", "甲", "乙"], ["合计", "1.00", ""]], "注：没有其他支出。"]


def test_frame_of_one_cell_is_text() -> None:
    def make(document: Made) -> None:
        frame = document.add_table(1, 1).cell(0, 0)
        frame.text = "政府采购预算表"
        table = frame.add_table(2, 2)
        for cell, text in zip((c for row in table.rows for c in row.cells), ["项目", "数", "甲", "1.00"], strict=True):
            cell.text = text

    assert texts(made(make)) == ["政府采购预算表", [["项目", "数"], ["甲", "1.00"]]]


def test_small_table_within_a_table_follows_it() -> None:
    def make(document: Made) -> None:
        table = filled(document, [["项目名称", "职业年金缴费支出"], ["绩效目标", "按时足额缴纳，保障职工待遇"]])
        inside = table.cell(1, 1).add_table(1, 2)
        inside.cell(0, 0).text = "甲"
        inside.cell(0, 1).text = "1"

    assert texts(made(make)) == [
        [["项目名称", "职业年金缴费支出"], ["绩效目标", "按时足额缴纳，保障职工待遇"]],
        [["甲", "1"]],
    ]


def test_paragraphs_breaks_and_tabs_within_a_cell() -> None:
    paragraph = "<w:p><w:r><w:t>管理事</w:t></w:r><w:r><w:t>务</w:t><w:br/><w:t>支出</w:t></w:r></w:p>"
    other = "<w:p><w:r><w:t>1,800</w:t><w:noBreakHyphen/><w:t>00</w:t></w:r></w:p>"
    document = inner(table_xml(cell_xml(paragraph + other) + cell_xml("1"), cell_xml("甲") + cell_xml("2")))
    assert texts(document) == [[["管理事务\n支出\n1,800-00", "1"], ["甲", "2"]]]


def test_soft_breaks_part_lines_and_tabs_stay() -> None:
    document = inner("<w:p><w:r><w:t>收支总表</w:t><w:br/><w:t>部门：甲</w:t><w:tab/><w:t>单位：万元</w:t></w:r></w:p>")
    assert texts(document) == ["收支总表", "部门：甲\t单位：万元"]
    assert [block.line for block in document.blocks] == [1, 1]


def test_revisions_count_as_accepted() -> None:
    document = inner(
        "<w:p><w:r><w:t>预算</w:t></w:r><w:del><w:r><w:delText>1.00</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>2.00</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>3.00</w:t></w:r></w:moveFrom></w:p>"
        + table_xml(
            cell_xml("甲") + cell_xml("1"),
            "<w:trPr><w:del/></w:trPr>" + cell_xml("旧") + cell_xml("9"),
            cell_xml("乙") + cell_xml("2"),
        )
    )
    assert texts(document) == ["预算2.00", [["甲", "1"], ["乙", "2"]]]


def test_text_in_links_fields_and_controls() -> None:
    document = inner(
        "<w:sdt><w:sdtContent><w:p><w:hyperlink><w:r><w:t>收入</w:t></w:r></w:hyperlink>"
        "<w:fldSimple><w:r><w:t>总表</w:t></w:r></w:fldSimple><w:r><w:instrText>PAGEREF</w:instrText></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
        + table_xml(
            f"<w:sdt><w:sdtContent>{cell_xml('甲')}</w:sdtContent></w:sdt>" + cell_xml("1"),
            cell_xml("乙") + cell_xml("2"),
        )
    )
    assert texts(document) == ["收入总表", [["甲", "1"], ["乙", "2"]]]


def test_hidden_text_is_not_on_the_page() -> None:
    document = inner(
        "<w:p><w:r><w:t>1</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>23</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>4</w:t></w:r></w:p>"
    )
    assert texts(document) == ["14"]


def test_text_box_follows_its_paragraph_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>单位：万元</w:t></w:r></w:p></w:txbxContent>"
    mc = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    document = inner(
        f"<w:p><w:r><w:t>收支</w:t></w:r><w:r><mc:AlternateContent {mc}><mc:Choice><w:drawing>{box}</w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>总表</w:t></w:r></w:p>"
    )
    assert texts(document) == ["收支总表", "单位：万元"]


def test_markup_in_text_is_text() -> None:
    assert texts(inner(PARAGRAPH.replace("收支总表", "&lt;5% &amp; &gt;1"))) == ["<5% & >1"]


def test_strict_namespace() -> None:
    strict = W.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/x")
    assert texts(word.read(docx(body(PARAGRAPH).replace(W, strict)))) == ["收支总表"]


@pytest.mark.parametrize("style", ["Normal", "Heading 1"])
def test_headings_are_lines(style: str) -> None:
    assert texts(made(lambda document: document.add_paragraph("第二部分", style=style))) == ["第二部分"]


def test_fragments_of_python_docx_are_ours() -> None:
    """The support for round trips puts XML in by hand: it must be what python-docx itself would write."""
    assert parse_xml(f"<w:p {W}><w:r><w:t>甲</w:t></w:r></w:p>").text == "甲"
