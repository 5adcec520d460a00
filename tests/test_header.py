"""Headers to columns: merged cells, years, groups, and labels that no dialect knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from loaders.dialect import load_dialect
from loaders.errors import UnknownHeaderError, Where
from loaders.grid import parse_grid
from loaders.header import read_header
from loaders.model import Cell, RawTable, Section
from loaders.stream_header import stream_columns

if TYPE_CHECKING:
    from loaders.table import ColumnRole

Grid = list[list[str]]


def columns(rows: Grid, statement: str) -> tuple[ColumnRole, ...]:
    cells = [tuple(Cell(text, number) for text in row) for number, row in enumerate(rows, start=1)]
    header = read_header(cells, statement, load_dialect(), "某表")
    assert header is not None
    return header.columns


def stream(text: str, statement: str, *, flat: bool = False) -> list[str | None]:
    found = stream_columns(text, statement, load_dialect(), Where(), flat=flat)
    return [c.measure for c in found if c.kind == "measure"]


def test_blank_cells_right_of_a_merged_one_belong_to_it() -> None:
    rows = [
        ["科目编码", "", "", "科目名称", "合计", "基本支出", "", "", "项目支出"],
        ["类", "款", "项", "", "", "小计", "人员支出", "日常公用支出", ""],
    ]
    found = columns([*rows, ["208", "", "", "某", "1", "1", "1", "", ""]], "general_public")
    assert [c.depth for c in found if c.kind == "code"] == [1, 2, 3]
    assert [c.measure for c in found if c.kind == "measure"] == ["total", "basic", "personnel", "public", "project"]


def test_merged_cells_that_stand_once() -> None:
    rows = [
        ["序号", "收入", "支出"],
        ["", "项目", "金额", "项目", "合计", "一般公共预算财政拨款"],
        ["栏次", "1", "2", "3", "4", "5"],
        ["1", "一、一般公共预算拨款", "1.00", "一、外交支出", "", ""],
    ]
    found = columns(rows, "appropriation")
    assert [(c.kind, c.side, c.measure) for c in found[1:]] == [
        ("item", "income", None),
        ("measure", "income", "total"),
        ("item", "expenditure", None),
        ("measure", "expenditure", "total"),
        ("measure", "expenditure", "general_public"),
    ]


def test_three_levels_of_merged_cells_that_stand_once() -> None:
    head = ["合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"]
    leaves = ["", "", "小计", "公务用车购置费", "公务用车运行费", ""]
    rows = [["2023年预算数", "2024年预算数"], head * 2, leaves * 2, ["1.00"] * 12]
    found = columns(rows, "three_public")
    names = ["total", "abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception"]
    assert [c.component for c in found] == names * 2
    assert [c.year for c in found] == [2023] * 6 + [2024] * 6


def test_a_first_row_without_figures_is_no_header() -> None:
    rows = [["收入", "", "支出", ""], ["项目", "预算数", "项目", "预算数"], ["事业收入", "", "外交支出", ""]]
    cells = [tuple(Cell(text, number) for text in row) for number, row in enumerate(rows, start=1)]
    header = read_header(cells, "summary", load_dialect(), "某表")
    assert header is not None
    assert header.height == 2


def test_a_continuation_has_no_header() -> None:
    assert (
        read_header([(Cell("208", 1), Cell("某", 1), Cell("1.00", 1))], "expenditure", load_dialect(), "某表") is None
    )


def test_an_unknown_label_names_its_nearest_alias_and_place() -> None:
    with pytest.raises(UnknownHeaderError, match=r"基本支岀.*基本支出") as error:
        columns([["科目编码", "科目名称", "合计", "基本支岀", "项目支出"]], "expenditure")
    assert error.value.where == Where(None, 1, "某表")


def test_merged_cells_that_match_nothing_are_an_error() -> None:
    with pytest.raises(UnknownHeaderError, match="合并单元格"):
        columns([["合计", "基本支出", "项目支出"], ["科目编码", "科目名称", "合计", "小计"]], "general_public")


def test_a_collapsed_header_takes_labels_under_their_groups() -> None:
    text = "科目编码科目名称合计基本支出项目支出类款项小计人员支出日常公用支出"
    assert stream(text, "general_public") == ["total", "basic", "personnel", "public", "project"]


def test_a_group_without_a_subtotal_has_two_readings() -> None:
    text = "科目编码科目名称合计基本支出人员经费公用经费项目支出"
    assert stream(text, "general_public") == ["total", "personnel", "public", "project"]
    assert stream(text, "general_public", flat=True) == ["total", "basic", "personnel", "public", "project"]


def test_two_years_in_a_collapsed_header() -> None:
    block = "合计因公出国(境)经费公务用车购置及运行维护费公务接待费"
    leaves = "小计公务用车购置经费公务用车运行维护费"
    text = f"2022年预算数2023年预算数{block}{block}{leaves}{leaves}"
    found = stream_columns(text, "three_public", load_dialect(), Where())
    names = ["total", "abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception"]
    assert [(c.year, c.component) for c in found] == [(year, name) for year in (2022, 2023) for name in names]


def test_an_unknown_label_in_a_collapsed_header() -> None:
    with pytest.raises(UnknownHeaderError, match="不在词表中"):
        stream("科目编码科目名称合计基木支出", "expenditure")


def test_two_columns_of_one_meaning_with_figures_are_refused() -> None:
    table = RawTable(
        tuple(
            tuple(Cell(text, line) for text in row)
            for line, row in enumerate(
                (["科目编码", "科目名称", "合计", "总计"], ["208", "社会保障和就业支出", "1.00", "2.00"]), start=1
            )
        ),
        "grid",
    )
    section = Section("expenditure", "支出总表", (table,), "万元")
    with pytest.raises(UnknownHeaderError, match="无法区分"):
        parse_grid(section, load_dialect())


@pytest.mark.parametrize(
    ("label", "measure"),
    [("年初预算数", "initial_budget"), ("全年预算数", "budget"), ("预算数", "budget"), ("决算数", "total")],
)
def test_the_budget_of_the_beginning_of_the_year_is_not_the_adjusted_one(label: str, measure: str) -> None:
    rows = [["科目编码", "科目名称", label, "决算数"], ["208", "某", "1.00", "1.00"]]
    assert columns(rows, "general_public")[2].measure == measure


def test_budgets_of_a_component() -> None:
    rows = [["年初预算数", "", "决算数", ""], ["合计", "公务接待费", "合计", "公务接待费"], ["1", "1", "1", "1"]]
    found = columns(rows, "three_public")
    assert [c.measure for c in found] == ["initial_budget", "initial_budget", "total", "total"]
