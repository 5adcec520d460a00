"""Charts as pure functions: what goes in as exact amounts comes out as text to the last digit."""

from __future__ import annotations

from decimal import Decimal

import plotly.graph_objects as go  # type: ignore[import-untyped]
import pytest

from dashboard import theme
from dashboard.charts import base, matrix, stacked
from tests.dashboard.test_theme import contrast

TITLES = ("题", "来源：x.txt", "金额（万元）")


def checked(figure: base.Figure) -> go.Figure:
    """The figure as Plotly takes it: a property or a value that it does not know is an error here."""
    return go.Figure(figure)


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


def test_names_of_documents_stand_behind_a_square_in_the_colour_of_their_jurisdiction() -> None:
    segments = [stacked.Segment("甲 <b>", "基本", Decimal(1), "1", ["甲"])]
    styles = [stacked.Style("基本", "#111111")]
    figure = checked(
        stacked.chart(segments, ["甲 <b>", "208 丁"], styles, theme.LIGHT, TITLES, colours={"甲 <b>": "#123456"})
    )
    assert list(figure.layout.yaxis.ticktext) == ['<span style="color:#123456">■</span> 甲 &lt;b&gt;', "208 丁"]
    assert list(figure.layout.yaxis.tickvals) == ["甲 &lt;b&gt;", "208 丁"] == list(figure.data[0].y)


def test_a_square_takes_its_room_in_the_first_line() -> None:
    assert base.marked("一二三四五六", 6, "#123456") == '<span style="color:#123456">■</span> 一二三四<br>五六'
    assert base.marked("一二三四五六", 6, "") == "一二三四五六"


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK])
def test_basic_and_project_have_no_colour_of_a_jurisdiction(palette: theme.Palette) -> None:
    assert not {palette.basic, palette.project} & set(palette.categories)


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
