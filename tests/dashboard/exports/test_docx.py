"""Texts opened with the library that wrote them: sentences and tables hold the figures, nothing is invented."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from dashboard.exports.docx import chinese
from dashboard.exports.formats import make
from dashboard.exports.model import Figure, Table
from dashboard.exports.words import figures, shown_rows
from dashboard.format import MoneyUnit, money
from dashboard.text import Text
from tests.dashboard.exports import briefings as b

if TYPE_CHECKING:
    from dashboard.exports.model import Briefing, Slide

AMOUNT = re.compile(r"-?\d[\d,]*\.\d+")


def opened(briefing: Briefing) -> Any:  # noqa: ANN401 - the library's own
    return Document(io.BytesIO(make(briefing, "docx")))


def paragraphs(*slides: Slide, unit: MoneyUnit = MoneyUnit.WAN) -> list[str]:
    return [paragraph.text for paragraph in opened(b.briefing(*slides, unit=unit)).paragraphs]


@pytest.mark.parametrize("unit", list(MoneyUnit))
def test_every_amount_of_the_sentences_is_a_figure(unit: MoneyUnit) -> None:
    slide = b.slide("基本与项目", None, b.split())
    said = set(AMOUNT.findall("\n".join(paragraphs(slide, unit=unit))))
    known = {text for n in (2, 3, 4, 5, 6) for each in figures(slide) for text in [money(each.figure.yuan, unit, n)]}
    assert said
    assert said <= known


def test_sentences_are_those_of_the_slide_or_its_table_read_out() -> None:
    own = paragraphs(b.slide("题", None, b.split(), lead=("2024年，支出合计274,154.76万元。",)))
    assert "2024年，支出合计274,154.76万元。" in own
    read_out = paragraphs(b.slide("题", None, b.split()))
    assert "甲市人社局 2024：基本支出69,213.55万元，项目支出103,790.20万元，合计173,003.75万元。" in read_out
    assert "乙区社保中心 2024：基本支出未印出，项目支出3,121.07万元，合计3,121.07万元。" in read_out
    assert "合计：基本支出70,496.69万元，项目支出203,658.07万元，合计274,154.76万元。" in read_out


def test_what_stands_instead_of_a_figure_is_said_as_it_is() -> None:
    row = ("甲", Figure("甲", None, "声明为空"), Figure("甲", None), Figure("甲", Decimal(0), "0.00"))
    table = Table(b.columns("单位", "政府性基金", "国有资本", "其他"), (row,))
    texts = paragraphs(b.slide("题", None, table))
    assert "甲：政府性基金声明为空，国有资本未印出，其他0.00万元。" in texts


def test_reasons_are_left_blank() -> None:
    assert "原因：__________（公开文本未载明）" in paragraphs(b.slide("题", None, b.split()))


def test_headings_are_numbered_as_official_texts_are() -> None:
    native = opened(b.everything())
    headings = [p.text for p in native.paragraphs if p.style.name == "Heading 1"]
    assert headings[0].startswith("一、柱形")
    assert headings[10].startswith("十一、宽表")
    assert headings[-1] == "资料来源"
    assert [chinese(n) for n in (1, 10, 20, 99)] == ["一", "十", "二十", "九十九"]


def test_the_slides_of_several_pages_stand_under_their_page() -> None:
    slides = [
        replace(b.slide(title), page=page) for page, title in (("总览", "甲"), ("总览", "乙"), ("三公经费", "丙"))
    ]
    for language, wanted in (
        ("zh", ["一、总览", "（一）甲", "（二）乙", "二、三公经费", "（一）丙", "资料来源"]),
        ("en", ["1. 总览", "1.1 甲", "1.2 乙", "2. 三公经费", "2.1 丙", "Sources"]),
    ):
        native = opened(b.briefing(*slides, language=language))  # type: ignore[arg-type]
        assert [p.text for p in native.paragraphs if p.style.name.startswith("Heading")] == wanted


def test_a_table_without_amounts_has_no_unit() -> None:
    table = Table(b.columns("报表", "状态", kinds=("text", "text")), (("收支总表", "有数"),))
    assert "单位：万元" not in paragraphs(b.slide("题", None, table))
    assert "单位：万元" in paragraphs(b.slide("题", None, b.hostile_table()))


def test_sources_are_cited_by_their_number_and_listed_once() -> None:
    texts = paragraphs(b.slide("甲", None, b.split()), b.slide("乙", None, b.split(), sources=(b.SOURCE, "另一份")))
    assert texts.count(f"[1] {b.SOURCE}") == 1
    assert "[2] 另一份" in texts
    assert any(text.endswith("[1–2]") for text in texts)


@pytest.mark.parametrize("table", [b.split(), b.long_table(), b.wide_table()], ids=["split", "long", "wide"])
def test_tables_hold_every_cell_and_repeat_their_header(table: Any) -> None:  # noqa: ANN401 - the same for all
    natives = opened(b.briefing(b.slide("表", None, table))).tables
    wanted = shown_rows(table, MoneyUnit.WAN, Text("zh"))
    seen = [[[cell.text for cell in row.cells] for row in native.rows] for native in natives]
    assert [row[0].text for row in wanted] == [row[0] for row in seen[0][1:]]
    joined = [[cell for part in seen for cell in part[n + 1][1:]] for n in range(len(wanted))]
    assert joined == [[cell.whole for cell in row[1:]] for row in wanted]
    for native in natives:
        assert native.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def test_a_slide_with_a_chart_alone_has_its_figures_as_a_table() -> None:
    (table,) = opened(b.briefing(b.slide("线", b.chart("line", b.NAMES, b.BASIC)))).tables
    assert [row.cells[1].text for row in table.rows] == ["基本支出", "69,213.55", "1,238.14", "—", "45.00", "0.00"]


def test_wide_tables_lie_and_the_text_after_them_stands() -> None:
    native = opened(b.briefing(b.slide("宽", None, b.wide_table()), b.slide("后", None, b.split())))
    shapes = [section.page_width > section.page_height for section in native.sections]
    assert shapes == [False, True, False]
    # What ends a section has no height: it must not come to stand on a page of its own.
    ends = native.element.body.findall(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:sectPr')}")
    spacings = [end.getparent().find(qn("w:spacing")) for end in ends]
    assert [spacing.get(qn("w:line")) for spacing in spacings] == ["20", "20"]


def test_warnings_date_and_selection_are_said() -> None:
    texts = "\n".join(paragraphs(b.slide("题", None, b.long_table())))
    assert "⚠ 核对提示：类≠Σ款：20805 差 12.34 万元" in texts
    assert "2026年11月21日" in texts
    assert "选择：甲市、乙区；2024年；预算" in texts


def test_hostile_text_stays_text_and_only_our_address_is_linked() -> None:
    slide = replace(b.slide(b.HOSTILE[0], None, b.hostile_table(), lead=b.HOSTILE), link="http://evil.example/")
    content = make(b.briefing(slide), "docx")
    native = Document(io.BytesIO(content))
    assert [row.cells[0].text for row in native.tables[0].rows][1:6] == list(b.HOSTILE[:5])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
    assert [e.get("Target") for e in relations if e.get("TargetMode") == "External"] == [b.LINK]


def test_every_run_names_a_latin_and_an_east_asian_face() -> None:
    native = opened(b.everything())
    runs = list(native.element.body.iter(qn("w:r")))
    faces = {run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia")) for run in runs}
    assert faces == {"宋体", "黑体", "仿宋", "楷体"}
    assert {run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:ascii")) for run in runs} == {"Times New Roman"}
    assert {run.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:eastAsia")) for run in runs} == {"zh-CN"}
    with zipfile.ZipFile(io.BytesIO(make(b.everything(), "docx"))) as package:
        table = package.read("word/fontTable.xml").decode()
    assert 'w:name="仿宋"' in table
    assert 'w:val="FangSong"' in table


def test_a_text_takes_no_longer_than_two_seconds() -> None:
    briefing = b.everything()
    make(briefing, "docx")
    start = time.process_time()
    make(briefing, "docx")
    assert time.process_time() - start < 2
