"""Titles, tables of contents, continuation pages, notes and units."""

from __future__ import annotations

import pytest

from loaders.dialect import load_dialect
from loaders.model import RawTable
from loaders.readers import read_document
from loaders.recognise import Recognised, sections
from loaders.schemas import STATEMENTS

TABLE = "科目编码\t科目名称\t合计\n\t合计\t1.00\n208\t社会保障\t1.00\n"


def cut(text: str) -> Recognised:
    return sections(read_document(text.encode()), load_dialect())


@pytest.mark.parametrize(
    ("title", "statement"),
    [
        ("收支总体情况表", "summary"),
        ("部门预算收支总表", "summary"),
        ("收入支出决算总表", "summary"),
        ("部门公开表1 收支总表", "summary"),
        ("2024年收入总表", "income"),
        ("表3：支出总体情况表", "expenditure"),
        ("部门预算财政拨款收支总表", "appropriation"),
        ("四、财政拨款收支总体情况表", "appropriation"),
        ("一般公共预算支出情况表", "general_public"),
        ("部门预算一般公共预算财政拨款支出表", "general_public"),
        ("一般公共预算基本支出表", "basic_economic"),
        ("部门预算政府性基金预算财政拨款支出表", "government_fund"),
        ("国有资本经营预算支出情况表", "state_capital"),
        ("一般公共预算“三公”经费支出情况表", "three_public"),
        ('一般公共预算"三公经费支出情况表', "three_public"),
        ("基本支出预算情况表", "basic_economic_by_source"),
        ("项目支出预算情况表", "project"),
        ("政府采购预算情况表", "procurement"),
    ],
)
def test_titles(title: str, statement: str) -> None:
    words = load_dialect().statement_of(title)
    assert words is not None
    assert words.id == statement


@pytest.mark.parametrize("text", ["关于收支总表的说明", "收支总表见附件。", "支出总表 12.00", "收入", "表", "总表"])
def test_other_lines_are_no_titles(text: str) -> None:
    assert load_dialect().statement_of(text) is None


def test_every_statement_has_words() -> None:
    assert set(STATEMENTS) <= {words.id for words in load_dialect().statements}


def test_a_table_of_contents_opens_no_sections() -> None:
    contents = "目录\n\n一、收支总表\n\n二、支出总表\n\n三、收入总表\n\n"
    recognised = cut(f"{contents}支出总表\n\n单位：万元\n\n{TABLE}")
    assert [(s.statement, s.line) for s in recognised.sections] == [("expenditure", 9)]
    assert [line.text for line in recognised.prose if "总表" in line.text] == ["收支总表", "支出总表", "收入总表"]


def test_a_heading_of_the_narrative_is_prose() -> None:
    recognised = cut(f"支出总表\n\n单位：万元\n\n{TABLE}\n第三部分 情况说明\n\n收入总表\n\n2024年收入1.00万元。\n")
    assert [s.statement for s in recognised.sections] == ["expenditure"]
    assert "2024年收入1.00万元。" in [line.text for line in recognised.prose]


def test_a_continuation_page_goes_on_in_its_section() -> None:
    recognised = cut(
        f"# 支出总表\n\n单位：万元\n\n{TABLE}\n# 支出总表\n\n单位：万元\n\n{TABLE}\n收入总表\n\n单位：元\n\n{TABLE}"
    )
    assert [s.statement for s in recognised.sections] == ["expenditure", "income"]
    assert sum(isinstance(block, RawTable) for block in recognised.sections[0].blocks) == 2
    assert [s.unit_text for s in recognised.sections] == ["万元", "元"]


def test_notes_are_kept_with_their_table() -> None:
    (section,) = cut(
        "政府性基金预算支出表\n\n单位：万元\n\n注：本部门没有政府性基金预算支出，故本表无数据。\n"
    ).sections
    assert section.statement == "government_fund"
    assert [note.text for note in section.notes] == ["注：本部门没有政府性基金预算支出，故本表无数据。"]


def test_a_table_without_a_known_title_is_reported() -> None:
    recognised = cut(f"某某统计\n\n{TABLE}\n支出总表\n\n单位：万元\n\n{TABLE}")
    (seen,) = recognised.seen
    assert seen.title == "某某统计"
    assert seen.text == "1.00 208 1.00"
    assert seen.reason


@pytest.mark.parametrize(
    ("note", "empty"),
    [
        ("注:本部门2024年无“三公”经费预算，故本表为空表。", True),
        ("说明：本部门没有政府性基金支出，故本表 无数据", True),
        ("注：空表列示。", True),
        ("本单位无国有资本经营预算，此表为空", True),
        ("注：没有此项支出的，仍保留该表格式，本表为空", False),
        ("注：如无相关支出，则本表为空。", False),
        ("注：本部门没有因公出国（境）费。", False),
    ],
)
def test_notes_that_call_their_table_empty(note: str, empty: bool) -> None:  # noqa: FBT001 - a column of the table above
    assert load_dialect().calls_empty(note) is empty
