"""The page 三公经费, on the sample, on very many documents, and on the five documents."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from dashboard import comparisons, jurisdictions, queries
from dashboard.database import ENVIRONMENT
from dashboard.screens import many
from tests.dashboard import sample
from tests.dashboard.test_pages import open_page, specs, words
from tests.dashboard.test_three_public import WAN, amount, said, three_public, zone

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

YANTAI, CENTRE, ZIBO = "yantai-hrss-2024", "yantai-sic-2023", "zibo-hitech-hrss-2024"
HAIDONG, HAIGANG = "haidong-hrss-2023", "haigang-hrss-2024"


def table(at: AppTest, column: str) -> Any:  # noqa: ANN401 - pandas' frame
    return next(frame.value for frame in at.dataframe if column in frame.value)


@pytest.mark.usefixtures("shown")
def test_the_page_keeps_both_sides_of_a_disagreement() -> None:
    at = open_page("three_public")
    text = words(at)
    assert "表中 1.80" in text
    assert "文字说明推得 4.30" in text
    changes = table(at, "basis")
    total = changes[(changes["component"] == "合计") & (changes["year"] == "2022→2023")].iloc[0]
    assert (Decimal(total["before"]), Decimal(total["after"]), Decimal(total["change"])) == (
        Decimal("1.80"),
        Decimal("4.30"),
        Decimal("2.50"),
    )
    assert (total["rate"], total["said"], total["agrees"]) == ("138.89%", "0.00", "⚠ 不一致")


def test_a_chosen_year_is_said_to_be_that_of_the_documents(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    said = "年度”是文档的预算年度"
    at = open_page("three_public", year="2023")
    # The 34.33 of 2023 that the department's document of 2024 prints is not here.
    assert Decimal("34.33") not in {Decimal(figure) for figure in table(at, "mark")["amount"]}
    assert said in words(at)
    at.multiselect(key="year").set_value([]).run()
    assert Decimal("34.33") in {Decimal(figure) for figure in table(at, "mark")["amount"]}
    assert said not in words(at)


@pytest.mark.usefixtures("shown")
def test_who_declares_none_is_shown_as_none_with_the_note_and_who_publishes_none_as_that() -> None:
    at = open_page("three_public")
    text = words(at)
    assert "声明没有“三公”经费支出。原文：“注：2024年没有一般公共预算“三公”经费支出。”（该表始于第99行）" in text
    assert "没有公开“三公”经费支出表" in text
    notes = [note["text"] for note in specs(at)[0]["layout"]["annotations"]]
    assert {"声明为空", "未公开"} <= set(notes)


def test_a_printed_zero_is_a_zero_and_a_missing_total_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = [amount("total", 2023, "0.00"), amount("reception", 2023, "0.00"), amount("reception", 2024, "1.20")]
    monkeypatch.setenv(ENVIRONMENT, str(zone(tmp_path, figures, [])))
    spec = specs(open_page("three_public"))[0]
    notes = [note["text"] for note in spec["layout"]["annotations"]]
    assert notes[1:] == ["0.00", "1.20（分项之和，合计未印）"]
    assert [list(trace["x"]) for trace in spec["data"]] == [[1.2]]


def test_the_operation_of_the_agency_is_a_line_of_figures_without_a_bar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = said("agency_operation", "90.00", "1.00", topic="agency_operation", subject="事业运行经费")
    monkeypatch.setenv(ENVIRONMENT, str(zone(tmp_path, [amount("total", 2024, "1.00")], [line])))
    at = open_page("three_public")
    spec = specs(at)[0]
    assert [list(trace["x"]) for trace in spec["data"]] == [[1]]
    assert spec["layout"]["annotations"][-1]["text"] == "2023年 89.00（推得）<br>2024年 90.00（文字）"
    assert "机关运行经费（事业运行经费）" in set(table(at, "mark")["component"])


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(("scale", "axes"), [("同一比例 Same scale", 1), ("各自比例 Own scale", 2)])
def test_the_scale_is_in_the_url(scale: str, axes: int) -> None:
    at = open_page("three_public", three_scale=scale)
    assert len({trace["xaxis"] for trace in specs(at)[0]["data"]}) == axes
    at.segmented_control(key="three_scale").set_value("各自比例 Own scale").run()
    assert len({trace["xaxis"] for trace in specs(at)[0]["data"]}) == 2


@pytest.mark.usefixtures("shown")
def test_one_series_has_no_scale_to_choose() -> None:
    at = open_page("three_public", unit="甲市社会保险中心")
    assert not at.exception
    assert "three_scale" not in {control.key for control in at.segmented_control}


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("money", ["万元", "亿元"])
def test_every_bar_is_what_the_query_says(database: Path, money: str) -> None:
    factor = {"万元": WAN, "亿元": WAN * WAN}[money]
    at = open_page("three_public", money=money)
    drawn: dict[float, Decimal] = {}
    for trace in specs(at)[0]["data"]:
        for position, size in zip(trace["y"], trace["x"], strict=True):
            drawn[position] = drawn.get(position, Decimal(0)) + Decimal(str(size)) * factor
    rows = three_public(database, sample.DEPARTMENT, sample.UNIT)
    totals = sorted(
        row["amount_yuan"]
        for row in rows
        if row["component"] == "total" and (row["place"] == "table" or (row["is_derived"] and row["amount_yuan"] != 0))
    )
    assert sorted(drawn.values()) == totals


@pytest.fixture
def crowd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Thirty units of three jurisdictions, ten of them inside a department of the same year."""
    content: dict[str, list[dict[str, Any]]] = {"documents": [], "amounts": [], "statements": []}
    for number in range(30):
        document = sample.DOCUMENTS[2] | {"document_id": f"d{number:02}", "unit": f"单位{number:02}"}
        document |= {"jurisdiction": f"辖区{number % 3}"}
        if number % 3 == 0 and number:
            document |= {"scope": "unit", "parent_unit": "单位00"}
        content["documents"].append(document)
        figure = amount("total", 2024, f"{number}.00")
        content["amounts"].append(figure | {"document_id": document["document_id"]})
        content["statements"].append(
            {"document_id": document["document_id"], "statement": "three_public", "status": "figures", "note": ""}
            | {"title": "", "rows": 1}
        )
    path = sample.build(tmp_path / "crowd.duckdb", content)
    monkeypatch.setenv(ENVIRONMENT, str(path))
    return path


@pytest.mark.usefixtures("crowd")
def test_of_very_many_documents_the_first_are_drawn_and_the_rest_counted() -> None:
    at = open_page("three_public")
    assert not at.exception
    assert str(30 - many.MOST_DRAWN) in at.info[0].value
    totals = table(at, "with_figures")
    # 辖区0 has the department 单位00 (0.00) and nine units inside it, which are not added.
    assert {r["jurisdiction"]: (Decimal(r["total_yuan"]), r["inside"]) for r in totals.to_dict("records")} == {
        "辖区0": (Decimal(0), 9),
        "辖区1": (sum(Decimal(n) for n in range(1, 30, 3)), 0),
        "辖区2": (sum(Decimal(n) for n in range(2, 30, 3)), 0),
    }
    assert len(json.loads(at.get("plotly_chart")[0].proto.spec)["layout"]["yaxis"]["tickvals"]) == many.MOST_DRAWN


def test_a_version_is_counted_once_and_the_rest_of_the_rows_is_said(crowd: Path) -> None:
    with duckdb.connect(str(crowd)) as connection:
        columns = "* REPLACE (document_id || '-v2' AS document_id)"
        connection.execute(f"INSERT INTO documents SELECT {columns} FROM documents")  # noqa: S608
        connection.execute(f"INSERT INTO amounts SELECT {columns} FROM amounts")  # noqa: S608
        documents, sums = (queries.run(connection, q) for q in (queries.documents(), queries.three_public_sums()))
        frame = jurisdictions.totals(documents, sums, ("total_yuan",), 2, jurisdictions.STATES)
    assert frame["total_yuan"].to_list() == [155 * WAN, 145 * WAN]
    assert frame["found"].to_list() == [3, 3]


# --- the five documents

PRINTED = [
    # document, year, component, place, 万元 — read in the documents
    (YANTAI, 2023, "total", "table", "34.33"),
    (YANTAI, 2024, "vehicle_operation", "table", "19.16"),
    (YANTAI, 2023, "reception", "derived", "12.60"),
    (YANTAI, 2024, "agency_operation", "narrative", "361.62"),
    (YANTAI, 2023, "agency_operation", "derived", "363.53"),
    (CENTRE, 2022, "total", "table", "1.80"),
    (CENTRE, 2022, "total", "derived", "4.30"),
    (CENTRE, 2023, "agency_operation", "narrative", "134.81"),
    (HAIDONG, 2022, "total", "table", "5.50"),
    (HAIDONG, 2022, "total", "derived", "5.50"),
    (HAIDONG, 2022, "agency_operation", "derived", "53.29"),
    (HAIGANG, 2024, "reception", "table", "1.09"),
    (HAIGANG, 2023, "total", "derived", "7.85"),
    (HAIGANG, 2024, "agency_operation", "narrative", "131.92"),
]


@pytest.mark.parametrize(("document", "year", "component", "place", "wan"), PRINTED)
def test_the_documents_say_so(  # noqa: PLR0917 - a figure and its place
    five: Path, document: str, year: int, component: str, place: str, wan: str
) -> None:
    found = [r for r in comparisons.readings(three_public(five, document)) if (r.fiscal_year, r.place) == (year, place)]
    assert [r.rows[component]["amount_yuan"] / WAN for r in found] == [Decimal(wan)]


def test_the_page_of_the_five_documents_is_their_query(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    at = open_page("three_public")
    rows = three_public(five, YANTAI, CENTRE, ZIBO, HAIDONG, HAIGANG)
    figures = table(at, "mark")
    assert sorted((r["document_id"], r["amount_yuan"] / WAN) for r in rows) == sorted(
        (source.split()[0], Decimal(shown)) for source, shown in zip(figures["source"], figures["amount"], strict=True)
    )
    assert {r["document_id"] for r in rows if r["place"] == "table"} == {YANTAI, CENTRE, HAIDONG, HAIGANG}
    assert "万元，2022、2023、2024年；来源" in specs(at)[0]["layout"]["title"]["subtitle"]["text"]
    changes = table(at, "basis")
    checks = {(r["document"][:4], r["component"]): r for r in changes.to_dict("records")}
    assert (checks["烟台市人", "合计"]["rate"], checks["烟台市人", "合计"]["said"]) == ("-5.16%", "-1.77（-5.16%）")
    assert set(changes["agrees"]) == {"一致", "无可对照", "⚠ 不一致"}
    assert [r["document"][:7] for r in checks.values() if r["agrees"] == "⚠ 不一致"] == ["烟台市社会保险"]
    assert "声明为空" in {note["text"] for note in specs(at)[0]["layout"]["annotations"]}
