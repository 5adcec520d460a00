# ruff: noqa: ANN401 - shapes of the library have no types of use
"""Decks opened with the library that wrote them: every number is the figure, every slide says where it is from."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree
from pptx import Presentation

from dashboard.exports.formats import make
from dashboard.exports.model import Chart, Figure, Series, Table
from dashboard.exports.words import figures
from dashboard.format import MoneyUnit, decimals, money, scaled
from tests.dashboard.exports import briefings as b

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.exports.model import Briefing, Slide

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OF_NUMBERS = ("column", "bar", "stacked", "stacked_share", "line", "pie")


def opened(*slides: Slide, unit: MoneyUnit = MoneyUnit.WAN) -> Any:
    return Presentation(io.BytesIO(make(b.briefing(*slides, unit=unit), "pptx")))


def natives(briefing: Briefing) -> list[Any]:
    return list(Presentation(io.BytesIO(make(briefing, "pptx"))).slides)


def named(native: Any, name: str) -> Any:
    return next(shape for shape in native.shapes if shape.name == name)


def points(drawing: Any) -> list[dict[int, str]]:
    """What is drawn: for each series the texts of its values by category."""
    root = drawing._chartSpace
    return [
        {int(p.get("idx")): p.findtext(f"{C}v") for p in series.find(f"{C}val").iter(f"{C}pt")}
        for series in root.iter(f"{C}ser")
    ]


def labels(drawing: Any) -> list[str]:
    """The labels that are texts of their own."""
    return ["".join(run.text for run in rich.iter(f"{A}t")) for rich in drawing._chartSpace.iter(f"{C}rich")]


def cells(drawing: Any) -> dict[str, Any]:
    """The cells of the workbook behind a chart: place → Decimal or text; fails where one is a formula."""
    with zipfile.ZipFile(io.BytesIO(drawing.part.chart_workbook.xlsx_part.blob)) as book:
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        shared = (
            etree.fromstring(book.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in book.namelist() else []
        )
        assert not [name for name in book.namelist() if "externalLink" in name]
    strings = ["".join(text.text or "" for text in item.iter(f"{SHEET}t")) for item in shared]
    assert sheet.find(f".//{SHEET}f") is None
    assert sheet.find(f".//{SHEET}hyperlink") is None
    found: dict[str, Any] = {}
    for cell in sheet.iter(f"{SHEET}c"):
        value = cell.findtext(f"{SHEET}v")
        if value is not None:
            found[cell.get("r")] = strings[int(value)] if cell.get("t") == "s" else Decimal(value)
    return found


@pytest.mark.parametrize("unit", list(MoneyUnit))
@pytest.mark.parametrize("kind", OF_NUMBERS)
def test_charts_hold_the_exact_amounts_and_leave_blanks_out(kind: Any, unit: MoneyUnit) -> None:
    texts: tuple[tuple[str | None, ...], ...] = (b.BASIC, (*b.PROJECT[:3], "5.00", "17.50"))
    chart = b.chart(kind, b.NAMES, *(texts[:1] if kind == "pie" else texts))
    (native,) = opened(b.slide("图", chart), unit=unit).slides
    drawing = named(native, "chart").chart
    workbook = cells(drawing)
    for column, (series, drawn) in enumerate(zip(chart.series, points(drawing), strict=True)):
        exact = {n: scaled(figure.yuan, unit) for n, figure in enumerate(series.figures) if figure.yuan is not None}
        assert {n: Decimal(text) for n, text in drawn.items()} == exact
        letter = "BC"[column]
        assert {n: workbook.get(f"{letter}{n + 2}") for n in range(5)} == {n: exact.get(n) for n in range(5)}
    assert [workbook[f"A{n}"] for n in range(2, 7)] == list(b.NAMES)
    assert drawing._chartSpace.find(f".//{C}dispBlanksAs").get("val") == "gap"


def test_numbers_are_shown_to_their_last_digit() -> None:
    chart = b.chart("column", b.NAMES, ("1.00", "2.5", None, "0.000001", "-3"))
    (native,) = opened(b.slide("图", chart)).slides
    numbers = named(native, "chart").chart._chartSpace.findall(f".//{C}dLbls/{C}numFmt")
    assert {(e.get("formatCode"), e.get("sourceLinked")) for e in numbers} == {("#,##0.000000", "0")}
    formats = {e.get("formatCode") for e in named(native, "chart").chart._chartSpace.iter(f"{C}numFmt")}
    assert "#,##0.000000" in {e.text for e in named(native, "chart").chart._chartSpace.iter(f"{C}formatCode")}
    assert "#,##0.######" in formats


def test_an_amount_no_double_holds_is_labelled_with_its_own_text() -> None:
    figure = Figure("甲", b.LARGEST, None, b.SOURCE)
    (native,) = opened(b.slide("图", Chart("column", ("甲",), (Series("支出", (figure,), b.BLUE),)))).slides
    drawing = named(native, "chart").chart
    assert labels(drawing) == ["999,999,999,999.999999"]
    assert Decimal(points(drawing)[0][0]) == scaled(b.LARGEST, MoneyUnit.WAN)


@pytest.mark.parametrize(
    "texts",
    [
        ("1,000.00", "-200.50", "50.25", "849.75"),
        ("100.00", "-150.00", "20.00", "-30.00"),
        ("-10.00", "4.00", "-6.00"),
        ("5.00", "0.00", "5.00"),
    ],
)
def test_a_waterfall_stacks_to_its_levels_and_says_the_true_steps(texts: tuple[str, ...]) -> None:
    chart = b.waterfall(*texts)
    (native,) = opened(b.slide("瀑布", chart)).slides
    drawing = named(native, "chart").chart
    plus = [t if n in {0, len(texts) - 1} or t.startswith(("-", "0.00")) else f"+{t}" for n, t in enumerate(texts)]
    assert labels(drawing) == plus
    drawn = points(drawing)
    assert drawing._chartSpace.findall(f".//{C}ser")[0].find(f"{C}spPr/{A}noFill") is not None
    level = Decimal(0)
    for n, text in enumerate(texts):
        change = Decimal(text.replace(",", ""))
        start, end = (Decimal(0), change) if n in {0, len(texts) - 1} else (level, level + change)
        stack = [Decimal(series[n]) for series in drawn[:-1] if n in series]
        low, high = min(start, end), max(start, end)
        assert sum((v for v in stack if v > 0), Decimal(0)) == max(high, Decimal(0))
        assert sum((v for v in stack if v < 0), Decimal(0)) == min(low, Decimal(0))
        assert sum(map(abs, stack[1:]), Decimal(0)) == high - low
        level = end


def test_steps_that_do_not_add_up_are_columns_and_never_a_waterfall() -> None:
    chart = b.waterfall("1,000.00", "-200.50", "50.25", "849.00")
    (native,) = opened(b.slide("瀑布", chart)).slides
    drawing = named(native, "chart").chart
    assert drawing.plots[0].gap_width
    assert [Decimal(text) for text in points(drawing)[0].values()] == [
        Decimal(t) for t in ("1000", "-200.5", "50.25", "849")
    ]


def test_the_tiles_of_a_treemap_have_the_areas_of_their_amounts() -> None:
    chart = b.treemap()
    (native,) = opened(b.slide("树图", chart)).slides
    tiles = {s.name: s for g in native.shapes if g.shape_type == 6 for s in g.shapes}
    amounts = dict(zip(chart.categories, (figure.yuan for figure in chart.series[0].figures), strict=True))
    solid = {name: yuan for name, yuan in amounts.items() if yuan is not None and yuan > 0}
    assert set(tiles) == set(solid)
    area = sum(tile.width * tile.height for tile in tiles.values())
    whole = sum(solid.values())
    for name, tile in tiles.items():
        # Edges stand on whole units of a slide: an edge may be half a unit off.
        slack = (tile.width + tile.height) / area
        assert abs(tile.width * tile.height / area - float(solid[name] / whole)) <= slack
    listed = named(native, "treemap list").text_frame.text
    for name, yuan in amounts.items():
        text = f"{name} {money(yuan, MoneyUnit.WAN)}"
        assert text in listed or tiles[name].text_frame.text.startswith(name)


def test_tables_hold_every_cell_once_and_repeat_their_header() -> None:
    table = b.long_table()
    slides = list(opened(b.slide("长表", None, table)).slides)
    grids = [named(native, "table").table for native in slides]
    assert len(grids) > 1
    headers = [[cell.text for cell in grid.rows[0].cells] for grid in grids]
    assert headers == [[column.label for column in table.columns]] * len(grids)
    rows = [[cell.text for cell in row.cells] for grid in grids for row in list(grid.rows)[1:]]
    assert [row[0] for row in rows] == [row[0] for row in table.rows]
    for column in (1, 2):
        amounts = [row[column].yuan for row in table.rows]  # type: ignore[attr-defined]
        places = decimals(amounts, MoneyUnit.WAN)
        shown = [row[column].removeprefix("⚠ ").removeprefix("≈ ") for row in rows]
        assert shown == [money(amount, MoneyUnit.WAN, places) for amount in amounts]
    assert rows[3][2] == "—"
    assert rows[5][2].startswith("⚠")
    assert [native.shapes.title.text_frame.text for native in slides][:2] == ["长表", "长表（续1）"]


def test_every_slide_says_basis_unit_sources_date_and_where_to_look() -> None:
    briefing = b.everything()
    for native in natives(briefing)[1:]:
        foot = named(native, "foot").text_frame.text
        for word in (
            "口径：部门口径",
            "单位：万元",
            "来源：甲市人力资源和社会保障局2024年预算",
            "2026年11月21日",
            "打开此视图",
        ):
            assert word in foot
        number = named(native, "slide number").text_frame._txBody.find(f".//{A}fld")
        assert number.get("type") == "slidenum"


def test_titles_are_titles_and_a_deck_has_a_cover() -> None:
    briefing = b.everything()
    deck = natives(briefing)
    assert deck[0].shapes.title.text_frame.text == briefing.title
    titles = [native.shapes.title.text_frame.text for native in deck]
    assert [slide.title for slide in briefing.slides if slide.title not in titles] == []
    assert len(natives(b.briefing(b.slide("一页")))) == 1


def test_the_notes_name_the_place_of_every_figure() -> None:
    briefing = b.everything()
    told = {
        native.shapes.title.text_frame.text: native.notes_slide.notes_text_frame.text
        for native in natives(briefing)[1:]
    }
    for slide in briefing.slides:
        for each in figures(slide):
            amount = "—" if each.figure.yuan is None else f"{money(each.figure.yuan, briefing.unit)}万元"
            assert f"{each.label}：{amount}（" in told[slide.title]
        assert all(source in told[slide.title] for source in slide.sources)
    assert "自备的备注" in told["只有文字的一页"]


def test_a_small_table_stands_under_its_chart() -> None:
    (native,) = natives(b.briefing(b.slide("题", b.chart("stacked", b.NAMES, b.BASIC), b.split())))
    chart, table, line = (named(native, name) for name in ("chart", "table", "foot line"))
    assert chart.top + chart.height <= table.top or chart.left + chart.width <= table.left
    assert table.top + table.height < line.top


@pytest.mark.parametrize(("kind", "limit"), [("bar", 0), ("column", 0), ("stacked", 0), ("line", None)])
def test_bars_begin_at_zero(kind: Any, limit: int | None) -> None:
    def axis(*texts: str) -> Any:
        (native,) = natives(b.briefing(b.slide("题", b.chart(kind, b.NAMES[:2], texts))))
        return named(native, "chart").chart.value_axis

    assert axis("717.78", "767.78").minimum_scale == limit
    assert axis("-717.78", "-767.78").maximum_scale == limit
    assert axis("717.78", "-767.78").minimum_scale is None


def test_sources_that_do_not_fit_are_left_out_whole() -> None:
    names = [f"甲市人力资源和社会保障局2024年预算，支出总体情况表，第{n}行" for n in range(101, 131)]
    (native,) = natives(b.briefing(b.slide("题", None, b.split(), sources=tuple(names))))
    line = named(native, "foot").text_frame.text.split("\n")[1]
    shown = line.removeprefix("来源：").removesuffix("等 30 处，全部见备注").split("；")
    assert 1 < len(shown) < 30
    assert shown == names[: len(shown)]
    notes = native.notes_slide.notes_text_frame.text
    assert all(name in notes for name in names)


def test_warnings_stand_on_the_slide() -> None:
    (native,) = opened(b.slide("页", b.chart("bar", b.NAMES[:1], ("1",)), warnings=("合计不符，差 0.01 万元",))).slides
    assert "合计不符，差 0.01 万元" in named(native, "warning").text_frame.text


def test_a_warning_of_several_figures_is_said_once() -> None:
    figures = [Figure(n, Decimal(1), None, warning="甲≠乙\n丙≠丁") for n in ("一", "二")]
    table = Table(b.columns("项目", "金额"), tuple((figure.label, figure) for figure in figures))
    (native,) = opened(b.slide("页", None, table, warnings=("丙≠丁",))).slides
    notes = native.notes_slide.notes_text_frame.text
    assert [notes.count(f"核对提示：{text}") for text in ("甲≠乙", "丙≠丁")] == [1, 1]


def test_only_the_dashboards_own_address_is_linked() -> None:
    foreign = replace(b.slide("甲", lead=("http://evil.example",)), link="http://evil.example/x")
    content = make(b.briefing(foreign, b.slide("乙"), b.slide("丙", None, b.hostile_table())), "pptx")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        relations = b"".join(package.read(name) for name in package.namelist() if name.endswith(".rels"))
    targets = {e.get("Target") for e in externals(relations)}
    assert targets == {b.LINK}


def externals(relations: bytes) -> Iterator[Any]:
    for piece in relations.split(b"<Relationship ")[1:]:
        if b'TargetMode="External"' in piece:
            yield etree.fromstring(b"<Relationship " + piece.split(b"/>")[0] + b"/>")


def test_hostile_names_stay_text_in_the_slide_and_behind_the_chart() -> None:
    chart = b.chart("bar", b.HOSTILE, tuple(f"{n}.5" for n in range(len(b.HOSTILE))))
    (native,) = opened(b.slide("名称", chart)).slides
    workbook = cells(named(native, "chart").chart)
    assert workbook["A2"] == b.HOSTILE[0]
    assert workbook["A6"] == b.HOSTILE[4]
    assert "�控制�字符" in workbook["A7"]
    assert list(named(native, "chart").chart.plots[0].categories)[:2] == list(b.HOSTILE[:2])


def test_every_run_names_a_latin_and_an_east_asian_face() -> None:
    content = make(b.everything(), "pptx")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        wanted = [
            n
            for n in package.namelist()
            if n.startswith(("ppt/slides/slide", "ppt/charts/chart", "ppt/notesSlides/notes"))
        ]
        parts = {name: etree.fromstring(package.read(name)) for name in wanted if name.endswith(".xml")}
        theme = package.read("ppt/theme/theme1.xml").decode()
    runs = [(name, run) for name, root in parts.items() for run in root.iter(f"{A}r", f"{A}fld")]
    assert runs
    for name, run in runs:
        assert run.find(f"{A}rPr/{A}latin").get("typeface") == "Arial", name
        assert run.find(f"{A}rPr/{A}ea").get("typeface") == "Microsoft YaHei", name
    for name, root in parts.items():
        defaults = list(root.iter(f"{A}defRPr"))
        assert all(d.find(f"{A}ea") is not None for d in defaults), name
    assert 'script="Hans" typeface="微软雅黑"' in theme


def test_parts_have_what_office_insists_on() -> None:
    with zipfile.ZipFile(io.BytesIO(make(b.everything(), "pptx"))) as package:
        charts = [etree.fromstring(package.read(n)) for n in package.namelist() if n.startswith("ppt/charts/chart")]
    for root in charts:
        assert all(e.get("formatCode") and e.get("sourceLinked") for e in root.iter(f"{C}numFmt"))
        order = [e.tag.removeprefix(C) for e in root.find(f"{C}chart")]
        known = ["title", "autoTitleDeleted", "plotArea", "legend", "plotVisOnly", "dispBlanksAs", "showDLblsOverMax"]
        assert order == [name for name in known if name in order]
        for labels in root.iter(f"{C}dLbls"):
            numbers = [int(e.find(f"{C}idx").get("val")) for e in labels.iter(f"{C}dLbl")]
            assert numbers == sorted(set(numbers))


def test_a_deck_of_twelve_slides_takes_no_longer_than_two_seconds() -> None:
    briefing = b.everything()
    make(briefing, "pptx")
    start = time.process_time()
    make(replace(briefing, slides=briefing.slides[:12]), "pptx")
    assert time.process_time() - start < 2
