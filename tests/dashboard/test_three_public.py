"""三公经费: its view, comparisons, stacks and chart."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import comparisons, components, queries, theme
from dashboard.charts import stacks
from dashboard.database import connect, current_version
from tests.dashboard import sample

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


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
    empty = figure(stacks.Group("甲", [stacks.Bar("2024年", (), "声明为空")], "#123456"), common=True)
    assert len(empty.data) == 0
    named = '<span style="color:#123456">■</span> 甲'
    assert [note.text for note in empty.layout.annotations] == [named, "声明为空"]
    assert tuple(empty.layout.xaxis.range) == (0, 1.0)


def test_bars_below_each_other_never_meet() -> None:
    many_bars = stacks.Group("很长的名称" * 8, [stacks.Bar(f"{year}年", (), "一\n二\n三") for year in range(6)])
    drawn = figure(many_bars, group("乙", "1"), common=True)
    positions = list(drawn.layout.yaxis.tickvals)
    assert all(below - above >= 1 for above, below in pairwise(positions))
