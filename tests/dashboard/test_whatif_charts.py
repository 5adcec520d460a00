"""The charts of a scenario: what is drawn is what was worked out, and no axis is cut."""

from __future__ import annotations

from decimal import Decimal

import plotly.graph_objects as go
import pytest

from dashboard import theme
from dashboard.charts import path, waterfall
from dashboard.charts.path import Line, Paths
from dashboard.charts.waterfall import Row, Titles

TITLES = Titles("题 <b>", "来源：x.txt", "金额", "差")


def row(size: str, name: str = "规则") -> Row:
    return Row(name, Decimal(size), f"{size} <i>")


def figure(start: str, changes: list[str], end: str) -> go.Figure:
    drawn = waterfall.chart(row(start, "基线"), [row(change) for change in changes], row(end), theme.LIGHT, TITLES)
    return go.Figure(drawn)


def test_large_changes_are_drawn_beside_the_total() -> None:
    drawn = figure("100", ["-30", "10"], "80")
    (bars,) = drawn.data
    assert list(bars.x) == [100, -30, 10, 0]
    assert list(bars.measure) == ["absolute", "relative", "relative", "total"]
    assert drawn.layout.xaxis.title.text == "金额"
    assert drawn.layout.xaxis.range[0] <= 0
    assert drawn.layout.xaxis.range[1] > 100


def test_small_changes_are_drawn_as_differences_and_the_axis_says_so() -> None:
    drawn = figure("1000", ["-3", "-1.5"], "995.5")
    (bars,) = drawn.data
    assert list(bars.x) == [0, -3, -1.5, 0]
    assert drawn.layout.xaxis.title.text == "差"
    assert bars.text[0] == "1000 &lt;i&gt;"
    low, high = drawn.layout.xaxis.range
    assert low < -4.5 < 0 < high


@pytest.mark.parametrize("changes", [[], ["0"], ["0.00", "0.00"]])
def test_nothing_that_changes_is_drawn_all_the_same(changes: list[str]) -> None:
    drawn = figure("0", changes, "0")
    assert len(drawn.data[0].x) == len(changes) + 2
    assert drawn.layout.xaxis.range[0] < drawn.layout.xaxis.range[1]
    still = figure("50", changes, "50")
    assert still.data[0].x[0] == 50
    assert still.layout.xaxis.title.text == "金额"


def test_rules_of_one_name_keep_rows_of_their_own_and_long_or_hostile_names_stay_text() -> None:
    rows = [row("1", "同名"), row("2", "同名"), row("3", "<img src=x>" * 9)]
    drawn = go.Figure(waterfall.chart(row("5"), rows, row("11"), theme.DARK, TITLES))
    names = list(drawn.data[0].y)
    assert len(set(names)) == 5
    assert all("<img" not in name and name.count("<br>") <= 1 for name in names)
    assert "&lt;b&gt;" in drawn.layout.title.text


def test_the_path_has_a_band_a_line_and_the_line_without_rules() -> None:
    def line(name: str, *sizes: str) -> Line:
        return Line(name, [Decimal(size) for size in sizes], [f"{size} 万元" for size in sizes])

    paths = Paths(
        [2024, 2025], line("低", "10", "9"), line("中", "10", "10"), line("高", "10", "11"), line("无", "12", "12")
    )
    drawn = go.Figure(path.chart(paths, theme.LIGHT, ("题", "副", "轴")))
    assert [trace.name for trace in drawn.data] == ["低", "高", "中", "无"]
    assert [list(trace.y) for trace in drawn.data] == [[10, 9], [10, 11], [10, 10], [12, 12]]
    assert drawn.data[1].fill == "tonexty"
    assert list(drawn.data[2].x) == ["2024", "2025"]
    assert drawn.data[2].hovertext == ("中 2024<br>10 万元", "中 2025<br>10 万元")
