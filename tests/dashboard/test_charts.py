"""Charts as pure functions: what goes in as exact amounts comes out as text to the last digit."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go  # type: ignore[import-untyped]
import polars as pl
import pytest

from dashboard import queries, theme
from dashboard.charts import base, hierarchy, matrix, stacked
from dashboard.database import connect, current_version
from dashboard.format import MoneyUnit, money, percent
from tests.dashboard import sample
from tests.dashboard.test_theme import contrast

if TYPE_CHECKING:
    from pathlib import Path

WORDS = hierarchy.Words(
    title="甲市人力资源和社会保障局 2024年预算",
    subtitle="支出功能分类，万元；来源：x.txt",
    root="支出合计",
    residual="差额",
    amount="合计",
    of_document="占支出合计",
    project_share="项目支出占比",
    inferred="≈ 推断",
    mismatch="⚠ 不符",
    money=lambda yuan: money(yuan, MoneyUnit.WAN),
    percent=percent,
    place=lambda row: f"{row['document_id']} 第{row['line']}行",
)
TITLES = ("题", "来源：x.txt", "金额（万元）")


@pytest.fixture(scope="module")
def spending(database: Path) -> pl.DataFrame:
    connection = connect(current_version(database))
    return queries.run(connection, queries.function_spending([d["document_id"] for d in sample.DOCUMENTS]))


def of(spending: pl.DataFrame, document: str) -> pl.DataFrame:
    return spending.filter(pl.col("document_id") == document)


def checked(figure: base.Figure) -> go.Figure:
    """The figure as Plotly takes it: a property or a value that it does not know is an error here."""
    return go.Figure(figure)


def trace(figure: base.Figure) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(checked(figure).to_json())["data"][0]
    return found


@pytest.mark.parametrize("kind", ["treemap", "sunburst", "icicle"])
@pytest.mark.parametrize("document", [sample.DEPARTMENT, sample.UNIT, sample.ZONE])
def test_leaves_and_residuals_add_up_to_the_printed_total(
    spending: pl.DataFrame, document: str, kind: hierarchy.Kind
) -> None:
    tree = hierarchy.build(of(spending, document))
    assert tree.reason is None
    total = of(spending, document).filter(pl.col("is_total"))["total_yuan"].item()
    assert sum(tile.value for tile in tree.tiles if tile.value is not None) == total
    drawn = trace(hierarchy.chart(tree, WORDS, theme.LIGHT, hierarchy.Opening(kind)))
    assert drawn["type"] == kind
    assert drawn["branchvalues"] == "remainder"
    assert len(set(drawn["ids"])) == len(drawn["ids"])
    assert set(drawn["parents"]) - {""} <= set(drawn["ids"])


def test_a_subtotal_that_says_more_than_its_parts_gets_a_residual_tile(spending: pl.DataFrame) -> None:
    tree = hierarchy.build(of(spending, sample.DEPARTMENT))
    residual = [tile for tile in tree.tiles if tile.is_residual]
    assert [(tile.parent, tile.amount) for tile in residual] == [(f"{sample.DEPARTMENT}|20826", Decimal(500000))]
    assert hierarchy.split_key(residual[0].key) == (sample.DEPARTMENT, "20826")


def test_parts_that_say_more_than_their_subtotal_are_reported() -> None:
    frame = pl.DataFrame([_row(None, "100"), _row("208", "100"), _row("20801", "70"), _row("20805", "31")])
    tree = hierarchy.build(frame)
    assert tree.reason is None
    assert tree.exceeded == (("208", Decimal(-1)),)


def _row(code: str | None, total: str | None) -> dict[str, Any]:
    return {
        "document_id": "d",
        "code": code,
        "name": code or "合计",
        "is_total": code is None,
        "is_leaf": True,
        "total_yuan": None if total is None else Decimal(total),
        "basic_yuan": None,
        "project_yuan": None,
        "is_inferred": False,
        "has_mismatch": False,
        "page": None,
        "line": 1,
    }


@pytest.mark.parametrize(("leaf", "reason"), [("-5", "negative"), (None, "blank")])
def test_what_areas_cannot_show_is_not_drawn_as_areas(leaf: str | None, reason: str) -> None:
    frame = pl.DataFrame([_row(None, "95"), _row("208", "100"), _row("210", leaf)])
    assert hierarchy.build(frame).reason == reason
    bars = trace(hierarchy.bars(frame, WORDS, theme.LIGHT))
    assert len(bars["y"]) == 2


def test_no_rows_no_tree() -> None:
    assert hierarchy.build(pl.DataFrame([_row(None, "1")]).clear()).reason == "empty"


def test_a_missing_parent_hands_its_child_to_the_nearest_ancestor() -> None:
    tree = hierarchy.build(pl.DataFrame([_row(None, "5"), _row("208", "5"), _row("2080101", "5")]))
    assert {tile.key: tile.parent for tile in tree.tiles} == {
        "d|total": "",
        "d|208": "d|total",
        "d|2080101": "d|208",
    }


def test_hover_says_code_name_amount_share_and_source(spending: pl.DataFrame) -> None:
    tree = hierarchy.build(of(spending, sample.UNIT))
    drawn = trace(hierarchy.chart(tree, WORDS, theme.DARK, hierarchy.Opening(level=f"{sample.UNIT}|20805")))
    text = drawn["hovertext"][drawn["ids"].index(f"{sample.UNIT}|2080507")]
    for part in ("2080507", "对机关事业单位基本养老保险基金的补助", "600.00", "66.67%", "100.00%", "第105行"):
        assert part in text.replace("<br>", "")
    assert drawn["level"] == f"{sample.UNIT}|20805"
    inferred = drawn["text"][drawn["ids"].index(f"{sample.UNIT}|20899")]
    assert "≈" in inferred


def test_hostile_names_are_text(spending: pl.DataFrame) -> None:
    drawn = trace(
        hierarchy.chart(hierarchy.build(of(spending, sample.DEPARTMENT)), WORDS, theme.LIGHT, hierarchy.Opening())
    )
    label = drawn["labels"][drawn["ids"].index(f"{sample.DEPARTMENT}|2080101")]
    assert label.startswith("&lt;b&gt;$a$")


def test_a_share_nobody_printed_has_a_colour_of_its_own() -> None:
    tree = hierarchy.build(pl.DataFrame([_row(None, "5"), _row("208", "5")]))
    drawn = trace(hierarchy.chart(tree, WORDS, theme.LIGHT, hierarchy.Opening()))
    assert set(drawn["marker"]["colors"]) == {theme.LIGHT.unknown}
    assert base.share_step(0.0, theme.LIGHT) != base.share_step(1.0, theme.LIGHT)


def test_stacked_bars_keep_empty_rows_with_their_note() -> None:
    segments = [stacked.Segment("甲", "基本", Decimal("1.5"), "1.50", ["甲"])]
    styles = [stacked.Style("基本", "#111111"), stacked.Style("项目", "#222222", "/")]
    figure = checked(
        stacked.chart(
            segments, ["甲", "乙"], styles, theme.LIGHT, TITLES, notes={"乙": "未列"}, ends={"甲": "1.50 · 100.00%"}
        )
    )
    assert [trace.name for trace in figure.data] == [None, "基本", "项目"]
    assert [(note.x, note.text) for note in figure.layout.annotations] == [(0.0, "未列"), (1.5, "1.50 · 100.00%")]
    assert list(figure.data[1].text) == ["1.50"]
    assert list(figure.layout.yaxis.categoryarray) == ["甲", "乙"]


def test_matrix_tells_states_by_sign_and_word() -> None:
    entries = [
        matrix.Entry("收入", "甲", state, word, [word])
        for state, word in zip(matrix.STATES, ("有数", "声明为空", "未公开", "解析失败"), strict=True)
    ]
    entries = [matrix.Entry(f"表{i}", "甲", entry.state, entry.word, entry.hover) for i, entry in enumerate(entries)]
    figure = checked(matrix.chart(entries, theme.DARK, "题", "副题"))
    assert [row[0] for row in figure.data[0].text] == ["● 有数", "○ 声明为空", "– 未公开", "✕ 解析失败"]
    assert len({row[0] for row in figure.data[0].z}) == 4


def test_long_titles_break_and_get_their_room() -> None:
    short = checked(base.figure([], "短题", "副题", theme.LIGHT, 100))
    long = checked(base.figure([], "很长的标题" * 9, "副题", theme.LIGHT, 100))
    assert long.layout.height > short.layout.height
    assert long.layout.title.text.count("<br>") == 2


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK])
def test_text_inside_bars_can_be_read(palette: theme.Palette) -> None:
    for colour in (*palette.categories, palette.basic, palette.project):
        assert contrast(base.ink(colour), colour) >= 4.5


def test_room_below_zero_and_beyond_the_longest_bar() -> None:
    segments = [
        stacked.Segment("甲", "基本", Decimal(4), "4", []),
        stacked.Segment("甲", "项目", Decimal(-2), "-2", []),
    ]
    styles = [stacked.Style("基本", "#111111"), stacked.Style("项目", "#222222")]
    figure = checked(stacked.chart(segments, ["甲"], styles, theme.LIGHT, TITLES, ends={"甲": "2"}))
    assert figure.layout.xaxis.range[0] < -2
    assert figure.layout.xaxis.range[1] > 4
