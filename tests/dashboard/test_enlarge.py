"""Figures in larger type: letters and distances grow, data do not."""

from __future__ import annotations

from typing import Any

from dashboard.charts import enlarge

SMALL: dict[str, Any] = {
    "data": [{"type": "bar", "x": [1.5, 20], "y": ["甲", "乙"], "textfont": {"size": 10}, "marker": {"size": [3, 4]}}],
    "layout": {
        "height": 100,
        "margin": {"l": 10, "r": 0, "t": 20, "b": 30},
        "font": {"size": 10, "color": "#000000"},
        "uniformtext": {"minsize": 10, "mode": "hide"},
        "annotations": [{"x": 0.5, "y": 1, "xshift": 10, "font": {"size": 20}, "text": "100"}],
        "xaxis": {"range": [0, 100], "tickfont": {"size": 10}, "fixedrange": True},
    },
}


def test_what_is_measured_in_pixels_grows() -> None:
    layout = enlarge.figure(SMALL, 2)["layout"]
    assert layout["height"] == 200
    assert layout["margin"] == {"l": 20, "r": 0, "t": 40, "b": 60}
    assert layout["font"] == {"size": 20, "color": "#000000"}
    assert layout["uniformtext"] == {"minsize": 20, "mode": "hide"}
    assert layout["annotations"] == [{"x": 0.5, "y": 1, "xshift": 20, "font": {"size": 40}, "text": "100"}]
    assert layout["xaxis"] == {"range": [0, 100], "tickfont": {"size": 20}, "fixedrange": True}


def test_data_stay_and_the_figure_given_is_not_changed() -> None:
    trace = enlarge.figure(SMALL, 2)["data"][0]
    assert (trace["x"], trace["y"], trace["marker"]) == ([1.5, 20], ["甲", "乙"], {"size": [3, 4]})
    assert trace["textfont"] == {"size": 20}
    assert SMALL["layout"]["height"] == 100
