"""A briefing of the five documents: what every format holds is what the database answers."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from docx import Document
from pptx import Presentation

from dashboard import queries
from dashboard.database import connect, current_version
from dashboard.exports.formats import make
from dashboard.exports.model import Briefing, Chart, Column, Figure, Series, Slide, Table
from dashboard.format import MoneyUnit, decimals, money, scaled
from tests.dashboard.exports import briefings as b
from tests.dashboard.exports.test_pptx import named, points
from tests.dashboard.exports.test_xlsx import added, amounts, book

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Row = dict[str, Any]
PARTS = {"basic_yuan": "基本支出", "project_yuan": "项目支出", "total_yuan": "合计"}


@pytest.fixture(scope="module")
def rows(five: Path) -> list[Row]:
    """The total row of the expenditure table of each document."""
    connection = connect(current_version(five))
    documents = queries.run(connection, queries.documents())["document_id"].to_list()
    frame = queries.run(connection, queries.basic_project(documents))
    found = frame.filter(pl.col("is_total") & (pl.col("statement") == "expenditure")).to_dicts()
    assert len(found) == 5
    return found


def figure(row: Mapping[str, Any], part: str) -> Figure:
    place = f"{row['document_id']}，支出总表，第{row['line']}行"
    return Figure(f"{row['document_id']} {PARTS[part]}", row[part], None, place)


@pytest.fixture(scope="module")
def briefing(rows: list[Row]) -> Briefing:
    names = tuple(row["document_id"] for row in rows)
    series = tuple(
        Series(PARTS[part], tuple(figure(row, part) for row in rows), colour)
        for part, colour in (("basic_yuan", b.BLUE), ("project_yuan", b.ORANGE))
    )
    table = Table(
        (Column("文档"), Column("年度", "year"), *(Column(label, "money") for label in PARTS.values())),
        tuple((row["document_id"], row["fiscal_year"], *(figure(row, part) for part in PARTS)) for row in rows),
    )
    sources = tuple(f"{name}，支出总表" for name in names)
    slide = Slide(
        "基本与项目", "五份文档的支出", "支出总表合计行", sources, b.LINK, Chart("stacked", names, series), table
    )
    return Briefing("汇报", "全部", (slide,), MoneyUnit.WAN, "zh", date(2026, 11, 21), b.LINK)


def test_the_slides_hold_what_the_database_answers(briefing: Briefing, rows: list[Row]) -> None:
    deck = Presentation(io.BytesIO(make(briefing, "pptx")))
    drawn = points(named(deck.slides[0], "chart").chart)
    for series, part in zip(drawn, ("basic_yuan", "project_yuan"), strict=True):
        exact = {n: scaled(row[part], MoneyUnit.WAN) for n, row in enumerate(rows) if row[part] is not None}
        assert {n: Decimal(text) for n, text in series.items()} == exact
    tables = [shape.table for native in deck.slides for shape in native.shapes if shape.has_table]
    seen = [[cell.text for cell in row.cells] for table in tables for row in list(table.rows)[1:]]
    assert seen == printed(rows)
    for row in rows:
        assert f"第{row['line']}行" in deck.slides[0].notes_slide.notes_text_frame.text


def printed(rows: list[Row]) -> list[list[str]]:
    places = {part: decimals([row[part] for row in rows], MoneyUnit.WAN) for part in PARTS}
    return [
        [row["document_id"], str(row["fiscal_year"]), *(money(row[p], MoneyUnit.WAN, places[p]) for p in PARTS)]
        for row in rows
    ]


def test_the_text_holds_what_the_database_answers(briefing: Briefing, rows: list[Row]) -> None:
    (table,) = Document(io.BytesIO(make(briefing, "docx"))).tables
    assert [[cell.text for cell in row.cells] for row in list(table.rows)[1:]] == printed(rows)


def test_the_workbook_holds_what_the_database_answers(briefing: Briefing) -> None:
    sheet = book(briefing)["基本与项目"]
    table = briefing.slides[0].table
    assert table is not None
    assert {place: sheet.cells[place].value for place in amounts(table)} == amounts(table)


def test_the_data_hold_what_the_database_answers(briefing: Briefing, rows: list[Row]) -> None:
    found = pl.read_parquet(io.BytesIO(make(briefing, "parquet"))).filter(pl.col("类别") == "金额")
    assert found["金额（元）"].to_list() == [row[part] for row in rows for part in PARTS]


def test_sums_of_a_document_are_live_in_its_workbook(five: Path) -> None:
    connection = connect(current_version(five))
    frame = queries.run(connection, queries.documents())
    checked = 0
    for document in frame["document_id"]:
        found = queries.run(connection, queries.basic_project([document])).filter(pl.col("statement") == "expenditure")
        total, *classes = found.to_dicts()
        if sum((row["total_yuan"] for row in classes), Decimal(0)) != total["total_yuan"]:
            continue
        cells = tuple((row["name"], figure(row, "total_yuan")) for row in (*classes, total))
        table = Table((Column("科目"), Column("合计", "money")), cells, {len(classes): tuple(range(len(classes)))})
        slide = b.slide("支出", None, table)
        sheet = book(b.briefing(slide))["功能支出"]
        cell = sheet.cells[f"B{len(classes) + 4}"]
        assert cell.formula is not None
        assert added(sheet, cell.formula) == total["total_yuan"] == cell.value
        checked += 1
    assert checked == 5
