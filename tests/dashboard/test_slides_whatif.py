"""The slides of a scenario on the five documents: each number is the scenario's own, or printed where it says."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from dashboard import queries, scenario_tables
from dashboard.database import ENVIRONMENT
from dashboard.exports import briefing, chart_values, formats
from dashboard.exports.model import Figure, Slide
from dashboard.exports.slides import rounded
from dashboard.scenario import baseline, links, presets
from dashboard.scenario.model import Funding, Message, Result, Rule, Scenario, Selection
from dashboard.scenario.work import work_out
from dashboard.text import Text
from tests.dashboard.test_export_bar import Offered, offered, run
from tests.dashboard.test_slides import DAY, connection, figures, printed, scene_of, view_of

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from dashboard.exports.slides import Scene

__all__ = ["connection", "offered"]
CUT = Scenario("压减", next(p.rules for p in presets.presets() if "5%" in p.names["zh"]))


def worked(connection: duckdb.DuckDBPyConnection, scenario: Scenario, *ids: str) -> Result:
    about = view_of(connection, *ids)
    return work_out(baseline.read(lambda q: queries.run(connection, q), [scenario], about.ids), scenario)


def scene(connection: duckdb.DuckDBPyConnection, scenario: Scenario, *ids: str, **more: Any) -> Scene:  # noqa: ANN401
    view = view_of(connection, *ids, language=more.pop("language", "zh"))
    choices = {"scenario": scenario, "result": worked(connection, scenario, *ids), "faults": more.pop("faults", {})}
    return scene_of(connection, "whatif", view, choices=choices, **more)


def slides(connection: duckdb.DuckDBPyConnection, scenario: Scenario, *ids: str, **more: Any) -> list[Slide]:  # noqa: ANN401
    return briefing.PAGES["whatif"](scene(connection, scenario, *ids, **more))


def amounts(slide: Slide, column: int) -> list[Decimal | None]:
    assert slide.table
    cells = [row[column] for row in slide.table.rows]
    return [cell.yuan if isinstance(cell, Figure) else None for cell in cells]


def test_the_waterfall_leads_exactly_from_the_published_total_to_the_scenario(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    result, slide = worked(connection, CUT), slides(connection, CUT)[0]
    assert slide.chart
    assert chart_values.is_waterfall(slide.chart)
    drawn = [figure.yuan for figure in slide.chart.series[0].figures]
    assert drawn == [Decimal("1882301300.00"), Decimal("-86891640.00"), Decimal("1795409660.00")]
    assert drawn == [result.baseline_yuan, *(step.change_yuan for step in result.steps), result.scenario_yuan]
    assert [figure.mark for figure in slide.chart.series[0].figures] == ["derived", "scenario", "scenario"]
    assert slide.title == "假设：情景“压减”使支出由18.82亿元变为17.95亿元（-8,689.16万元，-4.6%）"
    assert any("确切数" in note and "-8,689.164万元" in note for note in slide.notes)
    assert slide.table
    assert slide.table.sums_of == {2: (0, 1)}
    assert amounts(slide, 3) == drawn


def test_one_published_total_stands_where_it_is_printed(connection: duckdb.DuckDBPyConnection) -> None:
    slide = slides(connection, CUT, "yantai-hrss-2024")[0]
    assert slide.chart
    first = slide.chart.series[0].figures[0]
    assert first.mark == "printed"
    assert (first.place, first.yuan) in printed(connection, Text("zh"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_baseline_figure_is_printed_where_it_says(connection: duckdb.DuckDBPyConnection, language: str) -> None:
    known = printed(connection, Text(language))  # type: ignore[arg-type]
    found = [f for s in slides(connection, CUT, full=True, language=language) for f in figures(s)]
    of_print = [f for f in found if f.yuan is not None and f.mark in {"printed", "inferred"}]
    assert len(of_print) > 20
    assert [f for f in of_print if (f.place, f.yuan) not in known] == []
    assert all(f.place for f in found)


def test_every_line_is_that_of_the_result(connection: duckdb.DuckDBPyConnection) -> None:
    rows = scenario_tables.rows(worked(connection, CUT), "classes").to_dicts()
    slide = slides(connection, CUT, full=True)[1]
    for column, name in ((2, "baseline_yuan"), (3, "scenario_yuan"), (4, "change_yuan")):
        assert amounts(slide, column) == [row[name] for row in rows]
    assert slide.table
    assert [row[5:] for row in slide.table.rows] == [(row["baseline_share"], row["scenario_share"]) for row in rows]
    marks = [row[3].mark for row in slide.table.rows if isinstance(row[3], Figure)]
    assert [mark == "scenario" for mark in marks] == [row["change_yuan"] != 0 for row in rows]
    top = max((r for r in rows if r["counted"] and not r["is_total"]), key=lambda r: abs(r["change_yuan"]))
    assert f"{top['code']} {top['name']}" in slide.title
    assert all(rounded(top[name]) in slide.title for name in ("baseline_yuan", "scenario_yuan", "change_yuan"))
    assert any("不计入总额" in str(row[0]) for row in slide.table.rows)


def test_a_slide_holds_the_largest_changes_and_says_so(connection: duckdb.DuckDBPyConnection) -> None:
    everything, slide = slides(connection, CUT, full=True)[1], slides(connection, CUT)[1]
    assert everything.table
    assert slide.table
    assert len(everything.table.rows) > len(slide.table.rows) == 12
    least = min(abs(yuan) for yuan in amounts(slide, 4) if yuan is not None)
    assert sum(abs(yuan) > least for yuan in amounts(everything, 4) if yuan is not None) < 12
    assert f"列出变动最大的12行，共{len(everything.table.rows)}行" in slide.basis
    assert "列出变动最大" not in everything.basis


def test_what_pays_adds_up_to_the_change(connection: duckdb.DuckDBPyConnection) -> None:
    result, slide = worked(connection, CUT), slides(connection, CUT, full=True)[2]
    assert slide.chart
    by_source = [figure.yuan or Decimal(0) for figure in slide.chart.series[0].figures]
    assert sum(by_source) == result.scenario_yuan - result.baseline_yuan
    assert amounts(slide, 4) == result.funding["change_yuan"].to_list()
    counted = result.documents.filter("counted")["document_id"].implode()
    of_source = result.funding.filter(pl.col("document_id").is_in(counted), source="general_public")
    assert f"一般公共预算：{rounded(-sum(of_source['change_yuan'].to_list(), Decimal(0)))}，没有资金缺口" in slide.title


def test_a_gap_is_said_first(connection: duckdb.DuckDBPyConnection) -> None:
    more = Rule("amount", Decimal(1_000_000), Selection(codes=("208",)), funding=Funding("gap"))
    slide = slides(connection, Scenario("增加", (more,)), "yantai-hrss-2024")[2]
    assert slide.title == "假设：有100.00万元没有资金来源（缺口）"
    less = Rule("amount", Decimal(-1_000_000), Selection(codes=("208",)), funding=Funding("gap"))
    slide = slides(connection, Scenario("减少", (less,)), "yantai-hrss-2024")[2]
    assert slide.title == "假设：列出结余100.00万元，没有资金缺口"


def test_small_changes_are_not_rounded_away(connection: duckdb.DuckDBPyConnection) -> None:
    small = Rule("amount", Decimal(-100), Selection(codes=("208",)))
    title = slides(connection, Scenario("小", (small,)), "yantai-hrss-2024")[0].title
    assert title == "假设：情景“小”使支出由173,032.88万元变为173,032.87万元（-0.01万元，不到0.01%）"


def test_the_basis_says_that_it_is_assumed_and_names_the_rules_in_order(connection: duckdb.DuckDBPyConnection) -> None:
    rules = (*CUT.rules, Rule("percent", Decimal(3), Selection(codes=("208",))))
    for slide in slides(connection, Scenario("两条", rules)):
        assert slide.basis.startswith("情景是假设，不是公布的预算")
        assert slide.basis.index("规则1：") < slide.basis.index("规则2：")
        assert "各文档分别列示，不相加" not in slide.basis
        assert any("规则2：" in text and "1" in text for text in slide.warnings)


def test_a_rule_that_was_not_applied_is_said_with_its_reason(connection: duckdb.DuckDBPyConnection) -> None:
    faults = {0: Message("scenario.unknown_unit", {"value": "某单位"})}
    refused = Scenario("拒", (Rule("percent", Decimal(5), Selection(codes=("000",))),))
    slide = slides(connection, refused, faults=faults)[0]
    assert slide.warnings == ("规则1：未执行：数据库中没有单位“某单位”",)
    assert slide.title == "假设：情景“拒”不改变支出，仍为18.82亿元"
    assert amounts(slide, 3)[1] is None


def test_without_a_scenario_there_are_no_slides(connection: duckdb.DuckDBPyConnection) -> None:
    assert briefing.PAGES["whatif"](scene_of(connection, "whatif")) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_files_of_it_open(connection: duckdb.DuckDBPyConnection, language: str) -> None:
    made = briefing.one(scene(connection, CUT, full=True, language=language), DAY)
    wanted: dict[formats.Format, str] = {"pptx": "ppt/slides/slide3.xml", "xlsx": "xl/worksheets/sheet3.xml"}
    for kind, part in wanted.items():
        with zipfile.ZipFile(io.BytesIO(formats.make(made, kind))) as archive:
            assert archive.testzip() is None
            assert part in archive.namelist()
    table = pl.read_parquet(io.BytesIO(formats.make(made, "parquet")))
    assert len(table) > 30
    assert formats.make(made, "csv").count(b"\n") > 30


def test_the_page_hands_over_the_scenario_it_shows(
    five: Path,
    connection: duckdb.DuckDBPyConnection,
    monkeypatch: pytest.MonkeyPatch,
    offered: Offered,
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    run("whatif", scenario=links.encode([CUT]))
    given = pl.read_parquet(io.BytesIO(offered["export-parquet"]["data"]()))
    own = formats.make(briefing.one(scene(connection, CUT, full=True), DAY), "parquet")
    expected = pl.read_parquet(io.BytesIO(own))
    assert len(given) == len(expected) > 30
    yuan = next(name for name, kind in expected.schema.items() if isinstance(kind, pl.Decimal))
    assert given[yuan].to_list() == expected[yuan].to_list()
