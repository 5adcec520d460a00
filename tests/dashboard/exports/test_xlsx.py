"""Workbooks read back from their XML: numbers exact, totals live sums that come to the figure, names never formulas."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import pytest
from lxml import etree

from dashboard.exports.formats import make
from dashboard.exports.model import Figure, Table
from dashboard.exports.words import chart_figures, table_figures
from dashboard.format import MoneyUnit
from loaders.readers.number_format import shown
from tests.dashboard.exports import briefings as b

if TYPE_CHECKING:
    from dashboard.exports.model import Briefing, Slide

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FIRST = 4
"""The row of a sheet in which its table begins, below finding, basis and header."""


@dataclass(frozen=True)
class Cell:
    value: Decimal | str | None
    formula: str | None
    format: str


@dataclass(frozen=True)
class Sheet:
    cells: dict[str, Cell]
    frozen: tuple[int, int]

    def texts(self, column: str) -> list[str]:
        """The texts of a column from the first row on."""
        found = [(int(place[1:]), cell.value) for place, cell in self.cells.items() if place[0] == column]
        return [str(value) for _, value in sorted(found) if value is not None]


def book(briefing: Briefing) -> dict[str, Sheet]:
    """The sheets of a workbook by their names."""
    with zipfile.ZipFile(io.BytesIO(make(briefing, "xlsx"))) as package:
        parts = {n: etree.fromstring(package.read(n)) for n in package.namelist() if n.endswith(".xml")}
    strings = ["".join(t.text or "" for t in item.iter(f"{S}t")) for item in parts["xl/sharedStrings.xml"]]
    own = {e.get("numFmtId"): e.get("formatCode") for e in parts["xl/styles.xml"].iter(f"{S}numFmt")}
    built_in = {"0": "General", "1": "0", "4": "#,##0.00", "3": "#,##0", "10": "0.00%", "49": "@"}
    styles = [e.get("numFmtId") for e in parts["xl/styles.xml"].find(f"{S}cellXfs")]
    formats = [own.get(number) or built_in[number] for number in styles]
    names = [e.get("name") for e in parts["xl/workbook.xml"].iter(f"{S}sheet")]
    return {
        name: _sheet(parts[f"xl/worksheets/sheet{n}.xml"], strings, formats) for n, name in enumerate(names, start=1)
    }


def _sheet(root: Any, strings: list[str], formats: list[str]) -> Sheet:  # noqa: ANN401 - lxml has no types
    cells = {}
    for cell in root.iter(f"{S}c"):
        text = cell.findtext(f"{S}v")
        value = None if text is None else strings[int(text)] if cell.get("t") == "s" else Decimal(text)
        cells[cell.get("r")] = Cell(value, cell.findtext(f"{S}f"), formats[int(cell.get("s") or 0)])
    pane = root.find(f".//{S}pane")
    frozen = (int(pane.get("ySplit")), int(pane.get("xSplit") or 0)) if pane is not None else (0, 0)
    return Sheet(cells, frozen)


def of_table(table: Table, **more: Any) -> tuple[Sheet, dict[str, Sheet]]:  # noqa: ANN401 - fields of a slide
    sheets = book(b.briefing(b.slide("表", None, table, **more)))
    return sheets["功能支出"], sheets


def amounts(table: Table) -> dict[str, Decimal | None]:
    """The exact amounts by the cell they belong in."""
    return {
        f"{chr(65 + column)}{row + FIRST}": cell.yuan
        for row, cells in enumerate(table.rows)
        for column, cell in enumerate(cells)
        if isinstance(cell, Figure)
    }


def added(sheet: Sheet, formula: str) -> Decimal:
    """Work out a sum as Excel does, from the cells, exactly."""
    inner = re.fullmatch(r"(?:ROUND\()?SUM\(([A-Z0-9:,]+)\)(?:,2\))?", formula)
    assert inner, formula
    total = Decimal(0)
    for part in inner[1].split(","):
        first, _, last = part.partition(":")
        for row in range(int(first[1:]), int((last or first)[1:]) + 1):
            value = sheet.cells[f"{first[0]}{row}"].value
            total += value if isinstance(value, Decimal) else Decimal(0)
    return total


@pytest.mark.parametrize("table", [b.split(), b.long_table(), b.wide_table()], ids=["split", "long", "wide"])
def test_cells_hold_exact_yuan_and_blanks_nothing(table: Table) -> None:
    sheet, _ = of_table(table)
    assert {place: sheet.cells[place].value for place in amounts(table)} == amounts(table)


@pytest.mark.parametrize("table", [b.split(), b.long_table()], ids=["split", "long"])
def test_totals_are_live_sums_that_come_to_the_figure(table: Table) -> None:
    sheet, _ = of_table(table)
    (total,) = table.sums_of
    found = {p: c for p, c in sheet.cells.items() if c.formula}
    wanted = {p: yuan for p, yuan in amounts(table).items() if int(p[1:]) == total + FIRST}
    assert set(found) == set(wanted)
    for place, yuan in wanted.items():
        assert added(sheet, cast("str", found[place].formula)) == yuan == found[place].value


def test_sums_with_cents_are_rounded_to_them() -> None:
    rows = tuple(
        (name, Figure(name, Decimal(text), None)) for name, text in (("甲", "0.10"), ("乙", "0.20"), ("计", "0.30"))
    )
    sheet, _ = of_table(Table(b.columns("项目", "金额"), rows, {2: (0, 1)}))
    assert sheet.cells["B6"].formula == "ROUND(SUM(B4:B5),2)"
    assert sheet.cells["B4"].format == "#,##0.00"
    assert "单位：元" in str(sheet.cells["A2"].value)


def test_a_total_that_is_not_the_sum_is_a_number_and_is_told() -> None:
    rows = (("甲", b.wan("1.00")), ("乙", b.wan("2.00")), ("计", b.wan("3.01")))
    sheet, sheets = of_table(Table(b.columns("项目", "金额"), rows, {2: (0, 1)}))
    assert sheet.cells["B6"] == Cell(Decimal(30_100), None, sheet.cells["B4"].format)
    assert "B6" in sheets["核对提示"].texts("B")
    assert any("30,000" in text for text in sheets["核对提示"].texts("C"))


@pytest.mark.parametrize(
    ("yuan", "unit", "text"),
    [
        ("989724400", MoneyUnit.WAN, "98,972.4400"),
        ("18000", MoneyUnit.WAN, "1.8000"),
        ("0", MoneyUnit.WAN, "0.0000"),
        ("50", MoneyUnit.WAN, "0.0050"),
        ("-1234567", MoneyUnit.WAN, "-123.4567"),
        ("123456789012", MoneyUnit.WAN, "12,345,678.9012"),
        ("989724400", MoneyUnit.YI, "9.89724400"),
        ("-1", MoneyUnit.YI, "-0.00000001"),
    ],
)
def test_the_format_shows_the_exact_amount_in_the_unit(yuan: str, unit: MoneyUnit, text: str) -> None:
    table = Table(b.columns("项目", "金额"), (("甲", Figure("甲", Decimal(yuan), None)),))
    cell = book(b.briefing(b.slide("表", None, table), unit=unit))["功能支出"].cells["B4"]
    assert displayed(str(cell.value), cell.format) == text


def displayed(value: str, pattern: str) -> str:
    """What a spreadsheet shows for a whole number under a format of digits, literals and conditions."""
    number = int(value)
    for section in pattern.split(";"):
        condition = re.match(r"\[>=(\d+)\]", section)
        if condition is None or number >= int(condition[1]):
            chosen = section.removeprefix(condition[0]) if condition else section
            break
    digits, out = str(abs(number)), ""
    tokens = re.findall(r"\\.|.", chosen.replace("#,##0.00", "#"))
    slots = [n for n, sign in enumerate(tokens) if sign in "0#"]
    for n in reversed(range(len(tokens))):
        if n not in slots:
            out = tokens[n][-1] + out
        elif n == slots[0]:
            out = (digits or ("0" if tokens[n] == "0" else "")) + out
            digits = ""
        else:
            out = (digits[-1:] or ("0" if tokens[n] == "0" else "")) + out
            digits = digits[:-1]
    return ("-" if number < 0 else "") + out


def test_blank_zero_and_declared_empty_are_three_cells() -> None:
    row = ("甲", Figure("甲", None, "声明为空"), Figure("甲", None), Figure("甲", Decimal(0), "0.00"))
    sheet, _ = of_table(Table(b.columns("单位", "政府性基金", "国有资本", "其他"), (row,)))
    assert [sheet.cells[place].value for place in ("B4", "C4", "D4")] == ["声明为空", None, Decimal(0)]


def test_years_counts_and_shares_have_formats_of_their_own() -> None:
    sheet, _ = of_table(b.split())
    assert (sheet.cells["B4"].value, sheet.cells["B4"].format) == (Decimal(2024), "0")
    assert sheet.cells["F4"].format == "0.00%"
    assert shown(str(sheet.cells["F4"].value), "0.00%", from_1904=False) == "59.99%"


def test_headers_are_frozen() -> None:
    _, sheets = of_table(b.split())
    assert sheets["功能支出"].frozen == (3, 1)
    assert {sheets[name].frozen for name in ("口径", "来源", "核对提示")} == {(1, 0)}


def test_names_stay_text_and_links_lead_home() -> None:
    hostile = b.slide("表", None, b.hostile_table())
    foreign = replace(hostile, link="http://evil.example/")
    content = make(b.briefing(hostile, foreign), "xlsx")
    sheets = book(b.briefing(hostile, foreign))
    names = [sheets["功能支出"].cells[f"A{n + FIRST}"] for n in range(len(b.HOSTILE))]
    assert [cell.value for cell in names][:5] == list(b.HOSTILE[:5])
    assert names[6].value in {"_x0041_", "_x005F_x0041_"}
    assert all(cell.formula is None for sheet in sheets.values() for cell in sheet.cells.values())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        relations = b"".join(package.read(n) for n in package.namelist() if n.endswith(".rels"))
    assert b"evil" not in relations
    assert relations.count(b'TargetMode="External"') == 2


def test_an_amount_excel_cannot_keep_is_text_and_is_told() -> None:
    rows = (("甲", Figure("甲", b.LARGEST, None)), ("乙", b.wan("1")), ("计", Figure("计", b.LARGEST + 10_000, None)))
    sheet, sheets = of_table(Table(b.columns("项目", "金额"), rows, {2: (0, 1)}))
    assert sheet.cells["B4"].value == "9999999999999999.99"
    assert sheet.cells["B6"].formula is None
    assert len(sheets["核对提示"].texts("C")) == 3


def test_sources_list_every_figure_with_its_place() -> None:
    briefing = b.everything()
    sheets = book(briefing)
    wanted = sum(len(list(table_figures(s.table))) for s in briefing.slides if s.table)
    wanted += sum(len(list(chart_figures(s.chart))) for s in briefing.slides if s.chart and not s.table)
    source = sheets["来源"]
    assert len(source.texts("A")) == wanted + 1
    assert "支出总体情况表，第4页第12行" in source.texts("G")
    assert len(sheets) == len(briefing.slides) + 3
    assert len({name.casefold() for name in sheets}) == len(sheets)
    assert all(len(name) <= 31 for name in sheets)


@pytest.mark.parametrize("page", ["History", "a/b:c*d?[e]\\f", "'引号'", "", "口径", "长" * 40])
def test_any_page_name_gives_a_sheet(page: str) -> None:
    slides = [replace(slide, page=page) for slide in (b.slide("甲", None, b.split()), b.slide("乙", None, b.split()))]
    names = list(book(b.briefing(*slides)))
    assert len(set(names)) == 5
    assert not [name for name in names if re.search(r"[\[\]:*?/\\]|^'|'$|^history$", name, re.IGNORECASE)]


def test_checks_say_when_there_are_none() -> None:
    _, sheets = of_table(b.split())
    assert "没有未通过" in sheets["核对提示"].texts("A")[1]
    _, warned = of_table(b.split(), warnings=("收支不等",))
    assert "收支不等" in warned["核对提示"].texts("C")


def test_a_workbook_of_two_thousand_figures_takes_no_longer_than_two_seconds() -> None:
    slide: Slide = b.slide("表", None, b.long_table(1000))
    make(b.briefing(slide), "xlsx")
    start = time.process_time()
    make(b.briefing(slide), "xlsx")
    assert time.process_time() - start < 2
