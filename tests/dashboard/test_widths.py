"""Figures in tables are never cut: a table measures its first rows only, and one without its first digits misleads."""

from __future__ import annotations

import json

import polars as pl
import pytest

from dashboard.format import MoneyUnit
from dashboard.screens import widths
from tests.dashboard.test_pages import open_page

MONEY = pl.Decimal(18, 2)


def test_the_widest_amount_decides_wherever_it_stands() -> None:
    small = pl.Series(["5034900.00"] * 9 + ["100.00"]).cast(MONEY)
    large = pl.Series(["5034900.00"] * 9 + ["40000000.00", "100.00"]).cast(MONEY)
    minus = pl.Series(["-40000000.00", "100.00"]).cast(MONEY)
    narrow, wide, below = (widths.of_money("差额", each, MoneyUnit.WAN, 6) for each in (small, large, minus))
    assert narrow is not None
    assert wide is not None
    assert below is not None
    assert narrow < wide < below
    assert wide >= 8 * len("4,000.000000")


def test_a_header_that_is_wider_than_all_figures_is_measured_by_the_browser() -> None:
    assert widths.of_money("名称相符的项目（万元）", pl.Series(["100.00"]).cast(MONEY), MoneyUnit.WAN, 2) is None
    assert widths.of_money("差额", pl.Series([None]).cast(MONEY), MoneyUnit.WAN, 2) is None
    assert widths.of_text("占支出合计", pl.Series(["33.33%", None])) is None
    assert widths.of_text("占比", pl.Series([], dtype=pl.String)) is None


def test_figures_in_words_are_measured_by_their_letters() -> None:
    assert (widths.of_text("文字", pl.Series(["1.00%"] * 20 + ["-9.10（-17.08%）"])) or 0) > 8 * len("-9.10（-17.08%）")


@pytest.mark.usefixtures("published")
def test_a_difference_far_down_a_list_has_room_for_all_its_digits() -> None:
    found = next(frame for frame in open_page("quality").dataframe if "difference_yuan" in frame.value)
    columns = json.loads(found.proto.columns)
    shown = [f"{value:,.6f}" for value in found.value["difference_yuan"].dropna()]
    longest = max(shown, key=len)
    assert longest not in shown[:9]
    assert columns["difference_yuan"]["width"] >= 8 * (len(longest) - 2) + 16
