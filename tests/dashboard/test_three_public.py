"""三公经费: its view, comparisons, stacks, chart and page, and the figures of the five documents."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import duckdb
import plotly.graph_objects as go  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import comparisons, components, queries, theme
from dashboard.charts import stacks
from dashboard.database import ENVIRONMENT, connect, current_version
from dashboard.screens import many
from tests.dashboard import sample
from tests.dashboard.test_pages import open_page, specs, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

YANTAI, CENTRE, ZIBO = "yantai-hrss-2024", "yantai-sic-2023", "zibo-hitech-hrss-2024"
HAIDONG, HAIGANG = "haidong-hrss-2023", "haigang-hrss-2024"
WAN = Decimal(10000)


def three_public(path: Path, *documents: str) -> list[dict[str, Any]]:
    return queries.run(connect(current_version(path)), queries.three_public(documents)).to_dicts()


def amount(component: str, year: int, text: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    """One printed figure of the sample's zone, in 万元."""
    return {
        "document_id": sample.ZONE,
        "statement": "three_public",
        "fiscal_year": year,
        "code": component,
        "name": component,
        "is_total": component == "total",
        "measure": "total",
        "amount_yuan": sample.yuan(text),
        "amount_text": text,
        "unit_text": "万元",
        "origin": "printed",
        "page": 3,
        "line": 21,
        "box": "1,2,3,4",
        "table_no": 1,
        "row_no": 1,
    } | more


def said(component: str, text: str | None, change: str | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """One sentence of the sample's zone."""
    return (
        sample.rows()["narrative"][0]
        | {
            "document_id": sample.ZONE,
            "topic": "three_public",
            "subject": component,
            "code": component,
            "fiscal_year": 2024,
            "amount_yuan": sample.yuan(text) if text else None,
            "change_yuan": sample.yuan(change) if change else None,
            "direction": None,
            "text": f"{component} {text} {change}",
            "page": 9,
            "line": 90,
        }
        | more
    )


def zone(tmp_path: Path, amounts: list[dict[str, Any]], narrative: list[dict[str, Any]]) -> Path:
    content = sample.only(sample.ZONE) | {"amounts": amounts, "narrative": narrative}
    return sample.build(tmp_path / "zone.duckdb", content)


# --- the view


def test_a_printed_figure_keeps_its_place_with_its_box_and_zero_is_not_blank(tmp_path: Path) -> None:
    rows = three_public(zone(tmp_path, [amount("total", 2024, "0.00")], []), sample.ZONE)
    assert [(r["component"], r["amount_yuan"], r["box"], r["is_derived"]) for r in rows] == [
        ("total", Decimal(0), "1,2,3,4", False)
    ]


def test_a_prior_year_is_this_year_minus_the_change_with_both_places(tmp_path: Path) -> None:
    path = zone(tmp_path, [amount("reception", 2024, "2.40")], [said("total", "4.90", "-0.60")])
    derived = next(r for r in three_public(path, sample.ZONE) if r["is_derived"])
    assert (derived["fiscal_year"], derived["component"], derived["origin"]) == (2023, "total", "narrative")
    assert derived["amount_yuan"] == Decimal("5.50") * WAN == derived["base_yuan"] - derived["change_yuan"]
    assert (derived["base_place"], derived["base_line"], derived["line"]) == ("narrative", 90, 90)
    assert derived["amount_text"] is None


def test_a_change_without_an_amount_is_taken_from_the_tables_figure(tmp_path: Path) -> None:
    path = zone(tmp_path, [amount("total", 2024, "4.90")], [said("total", None, "0.40")])
    rows = three_public(path, sample.ZONE)
    derived = next(r for r in rows if r["is_derived"])
    assert derived["amount_yuan"] == Decimal("4.50") * WAN
    assert (derived["base_place"], derived["base_page"], derived["base_line"]) == ("table", 3, 21)
    assert (derived["page"], derived["line"]) == (9, 90)
    assert [r["place"] for r in rows if not r["is_derived"]] == ["table"]


def test_a_change_of_nothing_known_derives_nothing(tmp_path: Path) -> None:
    path = zone(tmp_path, [], [said("total", None, "0.40"), said("reception", "1.00", None)])
    assert [(r["component"], r["is_derived"]) for r in three_public(path, sample.ZONE)] == [("reception", False)]


def test_operation_costs_of_the_agency_stand_beside_with_the_words_printed(tmp_path: Path) -> None:
    line = said("agency_operation", "10.00", "1.00", topic="agency_operation", subject="事业运行经费")
    item = said("agency_operation", "3.00", None, topic="agency_operation", code=None)
    rows = three_public(zone(tmp_path, [], [line, item]), sample.ZONE)
    assert [(r["fiscal_year"], r["subject"], r["amount_yuan"] / WAN) for r in rows] == [
        (2023, "事业运行经费", 9),
        (2024, "事业运行经费", 10),
    ]


# --- comparisons


def test_a_conflict_holds_each_amount_once_and_the_first_reading_is_the_table(database: Path) -> None:
    readings = comparisons.readings(three_public(database, sample.UNIT))
    (conflict,) = comparisons.conflicts(readings)
    assert (conflict.fiscal_year, conflict.component) == (2022, "total")
    assert [row["amount_yuan"] / WAN for row in conflict.rows] == [Decimal("1.80"), Decimal("4.30")]
    drawn = [(r.fiscal_year, r.place) for r in comparisons.shown(readings)]
    assert drawn == [(2022, "table"), (2022, "derived"), (2023, "table")]


def test_changes_are_recomputed_and_say_where_the_year_before_comes_from(database: Path) -> None:
    found = comparisons.changes(comparisons.readings(three_public(database, sample.UNIT)))
    changes = {change.component: change for change in found}
    total, vehicle, reception = changes["total"], changes["vehicle"], changes["reception"]
    assert (total.change, total.said_change, total.basis, total.agrees) == (Decimal(25000), Decimal(0), "table", False)
    assert (vehicle.change, vehicle.basis, vehicle.agrees) == (Decimal(0), "table", None)
    assert (reception.change, reception.basis, reception.agrees) == (Decimal(0), "derived", None)


def test_the_year_before_comes_from_the_document_of_that_year_where_the_table_has_one_year() -> None:
    base = {"is_derived": False, "place": "table", "origin": "printed", "change_yuan": None}
    past = base | {"document_id": "a", "document_year": 2023, "fiscal_year": 2023, "component": "total"}
    now = past | {"document_id": "b", "document_year": 2024, "fiscal_year": 2024, "amount_yuan": Decimal(7)}
    (change,) = [
        c
        for c in comparisons.changes(comparisons.readings([now, past | {"amount_yuan": Decimal(5)}]))
        if c.document_id == "b"
    ]
    assert (change.basis, change.change) == ("document", Decimal(2))


def test_two_documents_of_a_series_may_disagree_about_one_year() -> None:
    own = {"is_derived": False, "place": "table", "origin": "printed", "component": "total", "change_yuan": None}
    past = own | {"document_id": "a", "document_year": 2023, "fiscal_year": 2023, "amount_yuan": Decimal(5)}
    later = own | {"document_id": "b", "document_year": 2024}
    column, now = later | {"fiscal_year": 2023, "amount_yuan": Decimal(6)}, later | {"fiscal_year": 2024}
    readings = comparisons.readings([column, now | {"amount_yuan": Decimal(7)}, past])
    (conflict,) = comparisons.conflicts(readings)
    assert [row["document_id"] for row in conflict.rows] == ["a", "b"]
    drawn = [(r.document_id, r.fiscal_year, r.is_prior) for r in comparisons.shown(readings)]
    assert drawn == [("a", 2023, False), ("b", 2023, True), ("b", 2024, False)]
    same = comparisons.readings([column | {"amount_yuan": Decimal(5)}, past])
    assert comparisons.conflicts(same) == []
    assert [r.document_id for r in comparisons.shown(same)] == ["a"]


@pytest.mark.parametrize(
    ("change", "base", "rate", "digits", "same"),
    [
        ("-1.77", "34.33", "-5.16", 2, True),
        ("-2.57", "21.73", "-11.83", 2, True),
        ("0.80", "12.60", "6.35", 2, True),
        ("0.80", "12.60", "6.34", 2, False),
        ("0.80", "12.60", "6.3", 1, True),
        ("0.80", "12.60", "-6.35", 2, False),
        ("1", "8", "13", 0, True),
    ],
)
def test_a_printed_rate_is_compared_to_its_printed_digits(
    change: str, base: str, rate: str, digits: int, *, same: bool
) -> None:
    assert comparisons.same_rate(Decimal(change), Decimal(base), Decimal(rate), digits) is same


@pytest.mark.parametrize(("printed", "digits"), [("6.60", 2), ("5", 0), ("100.00", 2), ("", 0)])
def test_the_digits_of_a_rate_are_those_printed(printed: str, digits: int) -> None:
    assert comparisons.printed_digits(printed) == digits


def test_what_is_said_to_be_approximate_derives_nothing_and_is_not_checked(tmp_path: Path) -> None:
    line = said("total", "4.90", "-0.60", is_approximate=True, change_pct=Decimal(-50), pct_text="50")
    path = zone(tmp_path, [amount("total", 2023, "5.50"), amount("total", 2024, "4.90")], [line])
    rows = three_public(path, sample.ZONE)
    assert not any(row["is_derived"] for row in rows)
    (change,) = comparisons.changes(comparisons.readings(rows))
    assert (change.basis, change.agrees) == ("table", None)


# --- stacks


def rows_of(amounts: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    return {name: {"component": name, "amount_yuan": Decimal(text)} for name, text in amounts.items()}


def drawn(amounts: Mapping[str, str]) -> list[tuple[str, Any]]:
    return [(piece.component, piece.amount) for piece in components.stack(rows_of(amounts)).pieces]


def test_a_part_is_drawn_in_its_parts_where_they_give_the_whole_of_it() -> None:
    whole = {"total": "10", "vehicle": "6", "vehicle_purchase": "2", "vehicle_operation": "4", "reception": "4"}
    assert drawn(whole) == [("vehicle_purchase", 2), ("vehicle_operation", 4), ("reception", 4)]
    assert drawn(whole | {"vehicle_operation": "3"}) == [("vehicle", 6), ("reception", 4)]
    assert drawn({"vehicle_operation": "3"}) == [("vehicle_operation", 3)]
    assert drawn({"abroad_academic": "1", "abroad_other": "2"}) == [("abroad", 3)]


def test_what_the_total_says_beyond_its_parts_is_a_piece_of_its_own() -> None:
    assert drawn({"total": "10", "reception": "4"}) == [("reception", 4), ("residual", 6)]
    assert drawn({"total": "10"}) == [("residual", 10)]
    over = components.stack(rows_of({"total": "10", "reception": "11"}))
    assert (over.over, over.sum) == (Decimal(1), Decimal(11))


def test_the_operation_of_the_agency_is_never_stacked() -> None:
    assert drawn({"total": "1", "reception": "1", "agency_operation": "99"}) == [("reception", 1)]


@given(
    st.dictionaries(
        st.sampled_from([c for c in comparisons.COMPONENTS if c != "agency_operation"]),
        st.decimals(0, 1000, places=2),
        min_size=1,
    )
)
def test_the_pieces_are_the_total_or_more_by_what_they_exceed_it(amounts: dict[str, Decimal]) -> None:
    stack = components.stack(rows_of({name: str(value) for name, value in amounts.items()}))
    if stack.total is not None:
        assert stack.sum == stack.total + stack.over
    assert all(piece.amount >= 0 for piece in stack.pieces)


# --- the chart

STYLES = [stacks.Style("甲", "#111111", "/"), stacks.Style("乙", "#222222")]


def group(title: str, size: str, *, faint: bool = False) -> stacks.Group:
    pieces = [stacks.Piece("甲", Decimal(size), ["甲 <b>"]), stacks.Piece("乙", Decimal(1), ["乙"])]
    return stacks.Group(title, [stacks.Bar("2024年 表", pieces, f"{size} <", faint=faint)])


def figure(*groups: stacks.Group, common: bool) -> go.Figure:
    return go.Figure(stacks.chart(groups, STYLES, theme.LIGHT, ("题", "来源：x.txt"), common=common))


def test_one_scale_for_all_or_one_for_each_group() -> None:
    groups = (group("大", "100"), group("小", "2"))
    same, own = figure(*groups, common=True), figure(*groups, common=False)
    assert [trace.xaxis for trace in same.data] == ["x", "x"]
    assert same.layout.xaxis.range[1] > 101
    assert {trace.xaxis for trace in own.data} == {"x", "x2"}
    assert own.layout.xaxis2.overlaying == "x"
    assert 3 < own.layout.xaxis2.range[1] < 6
    assert [trace.name for trace in own.data if trace.showlegend] == ["甲", "乙"]


def test_the_sizes_are_the_amounts_and_documents_words_stay_text() -> None:
    drawn = figure(group("<i>", "2.5", faint=True), common=True)
    assert [list(trace.x) for trace in drawn.data] == [[2.5], [1]]
    assert list(drawn.data[0].marker.opacity) == [0.55]
    texts = [note.text for note in drawn.layout.annotations]
    assert texts == ["&lt;i&gt;", "2.5 &lt;"]
    assert drawn.data[0].hovertext == ("甲 &lt;b&gt;",)


def test_a_bar_without_pieces_has_its_text_and_nothing_drawn() -> None:
    empty = figure(stacks.Group("甲", [stacks.Bar("2024年", (), "声明为空")]), common=True)
    assert len(empty.data) == 0
    assert [note.text for note in empty.layout.annotations] == ["甲", "声明为空"]
    assert tuple(empty.layout.xaxis.range) == (0, 1.0)


def test_bars_below_each_other_never_meet() -> None:
    many_bars = stacks.Group("很长的名称" * 8, [stacks.Bar(f"{year}年", (), "一\n二\n三") for year in range(6)])
    drawn = figure(many_bars, group("乙", "1"), common=True)
    positions = list(drawn.layout.yaxis.tickvals)
    assert all(below - above >= 1 for above, below in pairwise(positions))


# --- the page


def table(at: AppTest, column: str) -> Any:  # noqa: ANN401 - pandas' frame
    return next(frame.value for frame in at.dataframe if column in frame.value)


@pytest.mark.usefixtures("shown")
def test_the_page_keeps_both_sides_of_a_disagreement() -> None:
    at = open_page("three_public")
    text = words(at)
    assert "表中 1.80" in text
    assert "文字说明推得 4.30" in text
    changes = table(at, "basis")
    total = changes[(changes["component"] == "合计") & (changes["year"] == "2022→2023")].iloc[0]
    assert (Decimal(total["before"]), Decimal(total["after"]), Decimal(total["change"])) == (
        Decimal("1.80"),
        Decimal("4.30"),
        Decimal("2.50"),
    )
    assert (total["rate"], total["said"], total["agrees"]) == ("138.89%", "0.00", "⚠ 不一致")


@pytest.mark.usefixtures("shown")
def test_who_declares_none_is_shown_as_none_with_the_note_and_who_publishes_none_as_that() -> None:
    at = open_page("three_public")
    text = words(at)
    assert "声明没有“三公”经费支出。原文：“注：2024年没有一般公共预算“三公”经费支出。” 第99行" in text
    assert "没有公开“三公”经费支出表" in text
    notes = [note["text"] for note in specs(at)[0]["layout"]["annotations"]]
    assert {"声明为空", "未公开"} <= set(notes)


def test_a_printed_zero_is_a_zero_and_a_missing_total_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = [amount("total", 2023, "0.00"), amount("reception", 2023, "0.00"), amount("reception", 2024, "1.20")]
    monkeypatch.setenv(ENVIRONMENT, str(zone(tmp_path, figures, [])))
    spec = specs(open_page("three_public"))[0]
    notes = [note["text"] for note in spec["layout"]["annotations"]]
    assert notes[1:] == ["0.00", "1.20（分项之和，合计未印）"]
    assert [list(trace["x"]) for trace in spec["data"]] == [[1.2]]


def test_the_operation_of_the_agency_is_a_line_of_figures_without_a_bar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = said("agency_operation", "90.00", "1.00", topic="agency_operation", subject="事业运行经费")
    monkeypatch.setenv(ENVIRONMENT, str(zone(tmp_path, [amount("total", 2024, "1.00")], [line])))
    at = open_page("three_public")
    spec = specs(at)[0]
    assert [list(trace["x"]) for trace in spec["data"]] == [[1]]
    assert spec["layout"]["annotations"][-1]["text"] == "2023年 89.00（推得）<br>2024年 90.00（文字）"
    assert "机关运行经费（事业运行经费）" in set(table(at, "mark")["component"])


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(("scale", "axes"), [("同一比例 Same scale", 1), ("各自比例 Own scale", 2)])
def test_the_scale_is_in_the_url(scale: str, axes: int) -> None:
    at = open_page("three_public", three_scale=scale)
    assert len({trace["xaxis"] for trace in specs(at)[0]["data"]}) == axes
    at.segmented_control(key="three_scale").set_value("各自比例 Own scale").run()
    assert len({trace["xaxis"] for trace in specs(at)[0]["data"]}) == 2


@pytest.mark.usefixtures("shown")
def test_one_series_has_no_scale_to_choose() -> None:
    at = open_page("three_public", unit="甲市社会保险中心")
    assert not at.exception
    assert "three_scale" not in {control.key for control in at.segmented_control}


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("money", ["万元", "亿元"])
def test_every_bar_is_what_the_query_says(database: Path, money: str) -> None:
    factor = {"万元": WAN, "亿元": WAN * WAN}[money]
    at = open_page("three_public", money=money)
    drawn: dict[float, Decimal] = {}
    for trace in specs(at)[0]["data"]:
        for position, size in zip(trace["y"], trace["x"], strict=True):
            drawn[position] = drawn.get(position, Decimal(0)) + Decimal(str(size)) * factor
    rows = three_public(database, sample.DEPARTMENT, sample.UNIT)
    totals = sorted(
        row["amount_yuan"]
        for row in rows
        if row["component"] == "total" and (row["place"] == "table" or (row["is_derived"] and row["amount_yuan"] != 0))
    )
    assert sorted(drawn.values()) == totals


@pytest.fixture
def crowd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Thirty units of three jurisdictions, ten of them inside a department of the same year."""
    content: dict[str, list[dict[str, Any]]] = {"documents": [], "amounts": [], "statements": []}
    for number in range(30):
        document = sample.DOCUMENTS[2] | {"document_id": f"d{number:02}", "unit": f"单位{number:02}"}
        document |= {"jurisdiction": f"辖区{number % 3}"}
        if number % 3 == 0 and number:
            document |= {"scope": "unit", "parent_unit": "单位00"}
        content["documents"].append(document)
        figure = amount("total", 2024, f"{number}.00")
        content["amounts"].append(figure | {"document_id": document["document_id"]})
        content["statements"].append(
            {"document_id": document["document_id"], "statement": "three_public", "status": "figures", "note": ""}
            | {"title": "", "rows": 1}
        )
    path = sample.build(tmp_path / "crowd.duckdb", content)
    monkeypatch.setenv(ENVIRONMENT, str(path))
    return path


@pytest.mark.usefixtures("crowd")
def test_of_very_many_documents_the_first_are_drawn_and_the_rest_counted() -> None:
    at = open_page("three_public")
    assert not at.exception
    assert str(30 - many.MOST_DRAWN) in at.info[0].value
    totals = table(at, "with_figures")
    # 辖区0 has the department 单位00 (0.00) and nine units inside it, which are not added.
    assert {r["jurisdiction"]: (Decimal(r["total_yuan"]), r["inside"]) for r in totals.to_dict("records")} == {
        "辖区0": (Decimal(0), 9),
        "辖区1": (sum(Decimal(n) for n in range(1, 30, 3)), 0),
        "辖区2": (sum(Decimal(n) for n in range(2, 30, 3)), 0),
    }
    assert len(json.loads(at.get("plotly_chart")[0].proto.spec)["layout"]["yaxis"]["tickvals"]) == many.MOST_DRAWN


def test_a_version_is_counted_once_and_the_rest_of_the_rows_is_said(crowd: Path) -> None:
    with duckdb.connect(str(crowd)) as connection:
        columns = "* REPLACE (document_id || '-v2' AS document_id)"
        connection.execute(f"INSERT INTO documents SELECT {columns} FROM documents")  # noqa: S608
        connection.execute(f"INSERT INTO amounts SELECT {columns} FROM amounts")  # noqa: S608
        ids = [row[0] for row in connection.execute("SELECT document_id FROM documents").fetchall()]
        frame = queries.run(connection, queries.three_public_jurisdictions(ids, 2))
    assert frame["total_yuan"].to_list() == [155 * WAN, 145 * WAN]
    assert frame["found"].to_list() == [3, 3]


# --- the five documents

PRINTED = [
    # document, year, component, place, 万元 — read in the documents
    (YANTAI, 2023, "total", "table", "34.33"),
    (YANTAI, 2024, "vehicle_operation", "table", "19.16"),
    (YANTAI, 2023, "reception", "derived", "12.60"),
    (YANTAI, 2024, "agency_operation", "narrative", "361.62"),
    (YANTAI, 2023, "agency_operation", "derived", "363.53"),
    (CENTRE, 2022, "total", "table", "1.80"),
    (CENTRE, 2022, "total", "derived", "4.30"),
    (CENTRE, 2023, "agency_operation", "narrative", "134.81"),
    (HAIDONG, 2022, "total", "table", "5.50"),
    (HAIDONG, 2022, "total", "derived", "5.50"),
    (HAIDONG, 2022, "agency_operation", "derived", "53.29"),
    (HAIGANG, 2024, "reception", "table", "1.09"),
    (HAIGANG, 2023, "total", "derived", "7.85"),
    (HAIGANG, 2024, "agency_operation", "narrative", "131.92"),
]


@pytest.mark.parametrize(("document", "year", "component", "place", "wan"), PRINTED)
def test_the_documents_say_so(  # noqa: PLR0917 - a figure and its place
    five: Path, document: str, year: int, component: str, place: str, wan: str
) -> None:
    found = [r for r in comparisons.readings(three_public(five, document)) if (r.fiscal_year, r.place) == (year, place)]
    assert [r.rows[component]["amount_yuan"] / WAN for r in found] == [Decimal(wan)]


def test_the_page_of_the_five_documents_is_their_query(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    at = open_page("three_public")
    rows = three_public(five, YANTAI, CENTRE, ZIBO, HAIDONG, HAIGANG)
    figures = table(at, "mark")
    assert sorted((r["document_id"], r["amount_yuan"] / WAN) for r in rows) == sorted(
        (source.split()[0], Decimal(shown)) for source, shown in zip(figures["source"], figures["amount"], strict=True)
    )
    assert {r["document_id"] for r in rows if r["place"] == "table"} == {YANTAI, CENTRE, HAIDONG, HAIGANG}
    changes = table(at, "basis")
    checks = {(r["document"][:4], r["component"]): r for r in changes.to_dict("records")}
    assert (checks["烟台市人", "合计"]["rate"], checks["烟台市人", "合计"]["said"]) == ("-5.16%", "-1.77（-5.16%）")
    assert set(changes["agrees"]) == {"一致", "无可对照", "⚠ 不一致"}
    assert [r["document"][:7] for r in checks.values() if r["agrees"] == "⚠ 不一致"] == ["烟台市社会保险"]
    assert "声明为空" in {note["text"] for note in specs(at)[0]["layout"]["annotations"]}
