"""Data files read back: one row for each figure, exact, blanks empty, names never formulas."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import polars as pl
import pytest

from dashboard.exports import frames
from dashboard.exports.data_files import frame
from dashboard.exports.formats import make
from dashboard.exports.model import Figure, Table
from tests.dashboard.exports import briefings as b


def test_parquet_holds_exact_decimals() -> None:
    table = b.long_table()
    found = pl.read_parquet(io.BytesIO(make(b.briefing(b.slide("表", None, table)), "parquet")))
    assert found.schema["金额（元）"] == pl.Decimal(38, 2)
    money = found.filter(pl.col("类别") == "金额")
    wanted = [cell.yuan for row in table.rows for cell in row if isinstance(cell, Figure)]
    assert money["金额（元）"].to_list() == wanted
    assert set(money["性质"].drop_nulls()) == {"原文印出", "列位推断"}


def test_csv_begins_with_a_mark_and_leaves_blanks_empty() -> None:
    content = make(b.briefing(b.slide("表", None, b.split())), "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    blank = next(row for row in rows if row["行"] == "乙区社保中心 2024" and row["栏"] == "基本支出")
    assert blank["金额（元）"] == ""
    zero = next(row for row in rows if row["行"] == "丁县人社局 2024" and row["栏"] == "基本支出")
    assert zero["金额（元）"] == "0.00"
    printed = {row["金额（元）"]: row["原文印法"] for row in rows}
    assert printed["-50000.00"] == "-5.00"


def test_names_a_spreadsheet_would_run_are_quoted_in_csv_alone() -> None:
    briefing = b.briefing(b.slide("表", None, b.hostile_table()))
    rows = list(csv.DictReader(io.StringIO(make(briefing, "csv").decode("utf-8-sig"))))
    assert [row["行"] for row in rows[:4]] == [f"'{name}" for name in b.HOSTILE[:4]]
    assert frame(briefing)["行"].to_list()[:4] == list(b.HOSTILE[:4])


@pytest.mark.parametrize("text", ["=1+1", "+1+cmd", "@SUM(1)", "-2+3", "\t=1", "-甲", "--1"])
def test_a_text_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    found = frames.csv(pl.DataFrame({"name": [text]}))
    assert next(csv.DictReader(io.StringIO(found.decode("utf-8-sig"), newline="")))["name"] == f"'{text}"
    assert pl.read_parquet(io.BytesIO(frames.parquet(pl.DataFrame({"name": [text]}))))["name"].to_list() == [text]


@pytest.mark.parametrize("text", ["-5.00", "-1,234.50 万元", "+3.2%", "-", "——", "甲=乙", "2080507", "", None])
def test_figures_and_dashes_stay_as_they_are_printed(text: str | None) -> None:
    found = frames.csv(pl.DataFrame({"name": [text], "other": ["x"]}))
    assert next(csv.DictReader(io.StringIO(found.decode("utf-8-sig"))))["name"] == (text or "")


def test_charts_without_a_table_and_other_numbers_are_rows_too() -> None:
    found = frame(b.briefing(b.slide("线", b.chart("line", b.NAMES, b.BASIC)), b.slide("表", None, b.split())))
    assert found.filter(pl.col("要点") == "线")["金额（元）"].to_list() == [
        None if text is None else Decimal(text.replace(",", "")) * 10_000 for text in b.BASIC
    ]
    shares = found.filter((pl.col("要点") == "表") & (pl.col("类别") == "占比"))["数值"]
    assert shares[0] == round(Decimal("103790.20") / Decimal("173003.75"), 12)


def test_parts_of_a_cent_keep_all_their_decimals() -> None:
    table = Table(b.columns("项目", "人均"), (("甲", Figure("甲", Decimal("0.3333"), None, mark="derived")),))
    assert frame(b.briefing(b.slide("表", None, table)))["金额（元）"].to_list() == [Decimal("0.3333")]


def test_a_briefing_of_words_has_no_rows() -> None:
    found = frame(b.briefing(b.slide("字", lead=("只有文字。",))))
    assert found.height == 0
    assert make(b.briefing(b.slide("字")), "parquet")
