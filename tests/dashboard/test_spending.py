"""Spending by function as pure functions: trees, changes, colours, and figures whose areas add up."""

from __future__ import annotations

import itertools
import json
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go  # type: ignore[import-untyped]
import polars as pl
import pytest

from dashboard import queries, theme
from dashboard.charts import areas, hierarchy, leaf_bars, paint, panels, tile_words
from dashboard.database import connect, current_version
from dashboard.format import MoneyUnit, money, percent
from dashboard.marks import Mark
from tests.dashboard import sample
from tests.dashboard.test_change import change
from tests.dashboard.test_theme import VISION, contrast, seen

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.charts.base import Figure

WORDS = tile_words.Words(
    root="支出合计",
    residual="差额",
    amount="合计",
    of_document="占支出合计",
    project_share="项目支出占比",
    rest="其余 {count} 行之和",
    money=lambda yuan: money(yuan, MoneyUnit.WAN),
    percent=percent,
    place=lambda row: f"{row['document_id']} 第{row['line']}行",
    change=lambda change: ["无上年数"] if change is None else [f"较上年 {change.change}"],
    marked=lambda found: [f"{mark.sign} {'、'.join(mark.reasons)}" for mark in found],
)
SHARES = paint.by_share(theme.LIGHT, "项目占比", "未印", "差额")
LOOK = paint.Look(WORDS, SHARES, theme.LIGHT)
SHAPES: tuple[areas.Kind, ...] = ("treemap", "sunburst", "icicle")


@pytest.fixture(scope="module")
def rows(database: Path) -> pl.DataFrame:
    connection = connect(current_version(database))
    found = queries.run(connection, queries.spending_tree([d["document_id"] for d in sample.DOCUMENTS]))
    return found.filter(pl.col("statement") == "expenditure")


def of(rows: pl.DataFrame, document: str) -> pl.DataFrame:
    return rows.filter(pl.col("document_id") == document)


def row(code: str | None, total: str | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as in a frame
    return {
        "document_id": "d",
        "code": code,
        "name": code or "合计",
        "is_total": code is None,
        "total_yuan": None if total is None else Decimal(total),
        "basic_yuan": None,
        "project_yuan": None,
        "page": None,
        "line": 1,
        "table_no": 1,
        "row_no": 1,
    } | more


def tree(*entries: tuple[str | None, str | None]) -> hierarchy.Hierarchy:
    found = [row(code, total, row_no=number) for number, (code, total) in enumerate(entries, start=1)]
    return hierarchy.build(pl.DataFrame(found, infer_schema_length=None))


def layout(**more: Any) -> panels.Layout:  # noqa: ANN401 - any field
    plain: dict[str, Any] = {"kind": "treemap", "columns": 1, "height": 400, "title": "题", "subtitle": "来源：x.txt"}
    return panels.Layout(**(plain | more))


def panel(found: hierarchy.Hierarchy, title: str = "甲", **more: Any) -> panels.Panel:  # noqa: ANN401 - any field
    return panels.Panel(found, title, **({"opening": areas.Opening()} | more))


def checked(figure: Figure) -> dict[str, Any]:
    """The figure as Plotly takes it: a property or a value that it does not know is an error here."""
    found: dict[str, Any] = json.loads(go.Figure(figure).to_json())
    return found


def sums(found: hierarchy.Hierarchy) -> dict[str, Decimal]:
    """What each tile with parts is given by Plotly: the sum of the areas below it."""
    return {key: found.size(key) for key in found.parts if key}


@pytest.mark.parametrize("document", [sample.DEPARTMENT, sample.UNIT, sample.ZONE])
def test_parts_and_residual_add_up_to_every_row_that_has_parts(rows: pl.DataFrame, document: str) -> None:
    found = hierarchy.build(of(rows, document))
    assert found.reason is None
    assert sums(found) == {key: found.by_key[key].amount for key in sums(found)}
    total = of(rows, document).filter(pl.col("is_total"))["total_yuan"].item()
    assert found.size() == total


@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize("document", [sample.DEPARTMENT, sample.UNIT, sample.ZONE])
def test_every_shape_draws_each_tile_once_with_its_colour(rows: pl.DataFrame, document: str, kind: areas.Kind) -> None:
    found = hierarchy.build(of(rows, document))
    drawn = checked(panels.figure([panel(found)], LOOK, layout(kind=kind)))["data"][0]
    assert drawn["type"] == kind
    assert drawn["branchvalues"] == "remainder"
    assert drawn["ids"] == [tile.key for tile in found.tiles]
    assert len(set(drawn["ids"])) == len(drawn["ids"])
    assert set(drawn["parents"]) - {""} <= set(drawn["ids"])
    assert drawn["marker"]["colors"] == [SHARES.colour(tile) for tile in found.tiles]
    assert math.isclose(sum(drawn["values"]), float(found.size()))


def test_a_subtotal_that_says_more_than_its_parts_gets_a_residual_tile(rows: pl.DataFrame) -> None:
    found = hierarchy.build(of(rows, sample.DEPARTMENT))
    residual = [tile for tile in found.tiles if tile.is_residual]
    assert [(tile.parent, tile.amount) for tile in residual] == [(f"{sample.DEPARTMENT}|20826", Decimal(500000))]
    assert hierarchy.split_key(residual[0].key) == (sample.DEPARTMENT, "20826")
    assert SHARES.colour(residual[0]) == theme.LIGHT.residual
    figure = checked(panels.figure([panel(found)], LOOK, layout()))
    assert "差额" in figure["layout"]["annotations"][-1]["text"]


def test_parts_that_say_more_than_their_subtotal_are_reported() -> None:
    found = tree((None, "100"), ("208", "100"), ("20801", "70"), ("20805", "31"))
    assert found.reason is None
    assert found.exceeded == (("208", Decimal(-1)),)


@pytest.mark.parametrize(
    ("leaf", "reason"), [("-5", "negative"), (None, "blank"), ("0", None), ("0.00", None), ("3", None)]
)
def test_what_areas_cannot_show_is_said(leaf: str | None, reason: str | None) -> None:
    assert tree((None, "95"), ("208", "100"), ("210", leaf)).reason == reason


def test_nothing_but_zeros_fills_no_area() -> None:
    assert tree((None, "0"), ("208", "0"), ("210", "0")).reason == "zero"


def test_no_rows_no_tree() -> None:
    assert hierarchy.build(pl.DataFrame([row(None, "1")]).clear()).reason == "empty"


def test_a_missing_parent_hands_its_child_to_the_nearest_ancestor() -> None:
    found = tree((None, "5"), ("208", "5"), ("2080101", "5"))
    assert {tile.key: tile.parent for tile in found.tiles} == {
        "d|total": "",
        "d|208": "d|total",
        "d|2080101": "d|208",
    }


def test_a_missing_total_leaves_the_sum_of_the_rows() -> None:
    found = tree(("208", "5"), ("210", "2"))
    assert found.root.amount is None
    assert found.size() == Decimal(7)
    assert found.reason is None


def test_a_code_printed_twice_is_two_tiles_with_their_own_parts() -> None:
    found = tree((None, "30"), ("208", "30"), ("20805", "10"), ("2080505", "10"), ("20805", "20"), ("2080505", "20"))
    assert len(found.by_key) == 6
    assert found.size() == Decimal(30)
    assert not any(tile.is_residual for tile in found.tiles)
    assert found.exceeded == ()
    assert {hierarchy.split_key(tile.key)[1] for tile in found.tiles} == {"", "208", "20805", "2080505"}


def test_a_tile_without_parts_is_seen_among_its_siblings() -> None:
    found = tree((None, "5"), ("208", "5"), ("20801", "3"), ("20805", "2"))
    assert found.around("d|20801") == "d|208"
    assert found.around("d|208") == "d|208"
    assert [tile.key for tile in found.path("d|20801")] == ["d|total", "d|208", "d|20801"]
    drawn = checked(panels.figure([panel(found, opening=areas.Opening("d|208", "d|20801"))], LOOK, layout()))["data"][0]
    assert drawn["level"] == "d|208"
    line = drawn["marker"]["line"]
    outlined = [key for key, colour in zip(drawn["ids"], line["color"], strict=True) if colour == LOOK.palette.text]
    assert outlined == ["d|20801"]
    # With a list of widths Plotly draws no path bar.
    assert line["width"] == 3


def test_hover_says_code_name_amount_share_change_and_source(rows: pl.DataFrame) -> None:
    inferred = (Mark("inferred", ("合计 = 基本 + 项目",)),)
    found = hierarchy.build(of(rows, sample.UNIT), marked=lambda row: inferred if row["code"] == "20899" else ())
    drawn = checked(panels.figure([panel(found)], LOOK, layout()))["data"][0]
    text = drawn["hovertext"][drawn["ids"].index(f"{sample.UNIT}|2080507")].replace("<br>", "")
    for part in (
        "2080507",
        "对机关事业单位基本养老保险基金的补助",
        "600.00",
        "66.67%",
        "100.00%",
        "无上年数",
        "第105行",
    ):
        assert part in text
    marked = drawn["ids"].index(f"{sample.UNIT}|20899")
    assert "≈" in drawn["text"][marked]
    assert "≈ 合计 = 基本 + 项目" in drawn["hovertext"][marked]
    assert "≈" not in "".join(text for number, text in enumerate(drawn["text"]) if number != marked)


def test_hostile_names_are_text(rows: pl.DataFrame) -> None:
    found = hierarchy.build(of(rows, sample.DEPARTMENT))
    for shape in (panel(found), panel(found, bars=True)):
        drawn = json.dumps(checked(panels.figure([shape], LOOK, layout())), ensure_ascii=False)
        assert "<b>" not in drawn
        assert "&lt;b&gt;" in drawn


def test_a_share_is_known_where_project_is_printed_or_basic_is_all() -> None:
    def colour(**more: Any) -> str:  # noqa: ANN401 - amounts
        return SHARES.colour(hierarchy.Tile("k", "", row("208", "5", **more), Decimal(5), Decimal(5)))

    assert colour() == theme.LIGHT.unknown
    assert colour(basic_yuan=Decimal(4)) == theme.LIGHT.unknown
    assert colour(basic_yuan=Decimal(5)) == theme.LIGHT.share[0]
    assert colour(project_yuan=Decimal(5)) == theme.LIGHT.share[4]
    assert colour(project_yuan=Decimal("1.0")) == theme.LIGHT.share[1]


# ── bars ────────────────────────────────────────────────────────────────────────────────────────────────


def test_bars_show_negatives_and_blanks_largest_first() -> None:
    found = tree((None, "95"), ("208", "100"), ("210", "-5"), ("221", None), ("213", "7"))
    figure = checked(panels.figure([panel(found, bars=True)], LOOK, layout()))
    bars, names = figure["data"]
    assert bars["x"] == [100.0, 7.0, -5.0, 0.0]
    assert "—" in names["text"][3]
    assert figure["layout"]["xaxis"]["range"] == [-5.0, 100.0]
    assert bars["customdata"] == ["d|208", "d|213", "d|210", "d|221"]


def test_bars_beyond_the_limit_are_one_sum_and_residuals_stay() -> None:
    codes = [(f"208{number:02}", str(number)) for number in range(1, 21)]
    found = tree((None, "215"), ("208", "215"), *codes)
    chosen = leaf_bars.choose(found, None, 12)
    assert (chosen.rows, len(chosen.rest)) == (13, 9)
    assert sum(chosen.sizes) == Decimal(215)
    assert any(tile.is_residual and tile.amount == Decimal(5) for tile in (*chosen.tiles, *chosen.rest))
    beside = [panel(found, bars=True), panel(found, bars=True)]
    names = checked(panels.figure(beside, LOOK, layout(columns=2)))["data"][1]["text"]
    assert names[-1].startswith("其余 9 行之和")


def test_bars_follow_the_level() -> None:
    found = tree((None, "9"), ("208", "5"), ("20801", "3"), ("20805", "2"), ("210", "4"))
    assert [tile.key for tile in leaf_bars.choose(found, "d|208", 12).tiles] == ["d|20801", "d|20805"]


def test_panels_beside_each_other_are_named_with_the_colour_of_their_jurisdiction() -> None:
    found = tree((None, "9"), ("208", "9"))
    beside = [panel(found, "甲", colour="#123456"), panel(found, "乙")]
    titles = [note["text"] for note in checked(panels.figure(beside, LOOK, layout(columns=2)))["layout"]["annotations"]]
    assert titles[:2] == ['<span style="color:#123456">■</span> 甲', "乙"]


# ── several documents ───────────────────────────────────────────────────────────────────────────────────


def side_by_side(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of the layout
    large = tree((None, "400"), ("208", "400"))
    small = tree((None, "100"), ("208", "100"))
    odd = tree((None, "-1"), ("208", "-1"))
    shown = [panel(large, "甲"), panel(small, "很长的单位名称" * 5), panel(odd, "乙", bars=True), panel(small, "丙")]
    return checked(panels.figure(shown, LOOK, layout(columns=3, **more)))


def test_titles_of_a_row_stand_on_one_line_and_areas_have_one_height() -> None:
    figure = side_by_side()
    titles = figure["layout"]["annotations"][:-1]
    assert len({note["y"] for note in titles[:3]}) == 1
    assert len({note["x"] for note in titles[:3]}) == 3
    first, second, fourth = (trace["domain"] for trace in figure["data"] if "domain" in trace)
    assert first["y"] == second["y"] == figure["layout"]["yaxis3"]["domain"]
    pixels = figure["layout"]["height"] - figure["layout"]["margin"]["t"] - figure["layout"]["margin"]["b"]
    heights = [round((domain["y"][1] - domain["y"][0]) * pixels) for domain in (first, second, fourth)]
    assert heights == [400, 400, 400]
    assert fourth["y"][1] < first["y"][0]
    assert fourth["x"] == first["x"]


def test_on_a_phone_each_title_has_its_own_room() -> None:
    shown = [panel(tree((None, "4"), ("208", "4")), title) for title in ("甲", "很长的单位名称" * 5)]
    figure = checked(panels.figure(shown, LOOK, layout(narrow=True)))
    first, second = (trace["domain"] for trace in figure["data"])
    titles = figure["layout"]["annotations"][:2]
    assert first["y"][1] < titles[0]["y"] < 1.0
    assert second["y"][1] < titles[1]["y"] < first["y"][0]
    assert first["x"] == second["x"] == [0, 1]


def test_no_two_panels_overlap() -> None:
    domains = [trace["domain"] for trace in side_by_side()["data"] if "domain" in trace]
    for one, other in itertools.combinations(domains, 2):
        apart = [one[axis][1] <= other[axis][0] or other[axis][1] <= one[axis][0] for axis in ("x", "y")]
        assert any(apart)


def test_on_one_scale_areas_compare_as_the_amounts_do() -> None:
    domains = [trace["domain"] for trace in side_by_side(same_scale=True)["data"] if "domain" in trace]
    sizes = [(d["x"][1] - d["x"][0]) * (d["y"][1] - d["y"][0]) for d in domains]
    assert math.isclose(sizes[0] / sizes[1], 4.0, rel_tol=1e-9)


def test_on_one_scale_bars_share_their_axis() -> None:
    shown = [panel(tree((None, "400"), ("208", "400")), bars=True), panel(tree((None, "1"), ("208", "1")), bars=True)]
    figure = checked(panels.figure(shown, LOOK, layout(columns=2, same_scale=True)))["layout"]
    assert figure["xaxis"]["range"] == figure["xaxis2"]["range"] == [0.0, 400.0]


# ── changes ─────────────────────────────────────────────────────────────────────────────────────────────


def test_no_basis_is_grey_with_its_own_entry_in_the_legend() -> None:
    colours = paint.by_change(theme.LIGHT, "增减", "无上年数", "差额", lambda found: f"▲{found.change}")
    known = {("d", "208"): change("4", "1")}
    frame = pl.DataFrame([row(None, "7"), row("208", "5"), row("210", "2")])
    found = hierarchy.build(frame, known)
    figure = checked(panels.figure([panel(found)], paint.Look(WORDS, colours, theme.LIGHT), layout()))
    drawn = figure["data"][0]
    by_key = dict(zip(drawn["ids"], drawn["marker"]["colors"], strict=True))
    assert by_key["d|208"] == paint.LIGHT[4]
    assert by_key["d|210"] == by_key["d|total"] == theme.LIGHT.unknown
    assert theme.LIGHT.unknown not in paint.LIGHT
    assert "▲1" in drawn["text"][drawn["ids"].index("d|208")]
    assert "▲" not in drawn["text"][drawn["ids"].index("d|210")]
    legend = figure["layout"]["annotations"][-1]["text"]
    assert "无上年数" in legend
    assert "差额" not in legend
    assert all(colour in legend for colour in paint.LIGHT)


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK])
@pytest.mark.parametrize("vision", VISION)
def test_the_steps_of_change_stay_apart_without_full_colour_vision(vision: str, palette: theme.Palette) -> None:
    scale = paint.DARK if palette.dark else paint.LIGHT
    colours = [seen(colour, vision) for colour in (*scale, palette.unknown)]
    close = [(i, j) for (i, a), (j, b) in itertools.combinations(enumerate(colours), 2) if math.dist(a, b) < 6]
    assert close == []
    assert all(contrast(colour, palette.on_share) >= 4.5 for colour in scale)


def test_jurisdictions_have_the_colours_of_every_other_page(rows: pl.DataFrame) -> None:
    colours = {sample.DEPARTMENT: ("甲市", "#1f5fa8"), sample.ZONE: ("乙<区>", "#bc6200")}
    painted = paint.by_jurisdiction(theme.LIGHT, "辖区", "差额", colours)
    shown = [panel(hierarchy.build(of(rows, document))) for document in colours]
    figure = checked(panels.figure(shown, paint.Look(WORDS, painted, theme.LIGHT), layout(columns=2)))
    first, second = figure["data"]
    assert set(first["marker"]["colors"]) == {"#1f5fa8", theme.LIGHT.residual}
    assert set(second["marker"]["colors"]) == {"#bc6200"}
    assert "乙&lt;区&gt;" in figure["layout"]["annotations"][-1]["text"]
