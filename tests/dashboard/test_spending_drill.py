"""The page 功能支出: one tile, its path and its like in other documents; the ranked list and its search."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dashboard.screens import spending_ranking
from tests.dashboard import sample
from tests.dashboard.spending_page import PAGE, figure, ranking
from tests.dashboard.test_pages import open_page, words

# ── drilling down ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("shown")
def test_a_tile_in_the_url_opens_its_rows_with_their_sources() -> None:
    at = open_page(PAGE, level=f"{sample.DEPARTMENT}|20826")
    assert [metric.value for metric in at.metric] == ["300.00", "20.00%", "100.00%", "50.00"]
    frames = [frame.value for frame in at.dataframe]
    sources = next(frame for frame in frames if "origin" in frame.columns)
    assert set(sources["code"]) == {"20826", "2082601"}
    assert any("第107行" in source for source in sources["source"])
    assert any("W5" in set(frame["rule"]) for frame in frames if "rule" in frame.columns)
    assert figure(at)["data"][0]["level"] == f"{sample.DEPARTMENT}|20826"
    assert [button.label for button in at.button if button.key and button.key.startswith("path-")] == [
        "支出合计",
        "208",
        "20826",
    ]


@pytest.mark.usefixtures("shown")
def test_the_path_leads_back_up() -> None:
    at = open_page(PAGE, level=f"{sample.DEPARTMENT}|2082601")
    assert figure(at)["data"][0]["level"] == f"{sample.DEPARTMENT}|20826"
    at.button(key="path-1").click().run()
    assert at.query_params["level"] == f"{sample.DEPARTMENT}|208"
    at.button(key="path-0").click().run()
    assert "level" not in at.query_params
    assert not at.metric


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("level", ["nowhere|999", "", "|", f"{sample.DEPARTMENT}|999", sample.DEPARTMENT])
def test_a_tile_nobody_has_opens_nothing(level: str) -> None:
    at = open_page(PAGE, level=level)
    assert not at.exception
    assert not at.metric
    assert len(figure(at)["data"]) == 5  # three trees; bars and their names
    assert ("要打开的科目不在所选文档的这张表中" in words(at)) == bool(level)


@pytest.mark.usefixtures("shown")
def test_a_tile_of_a_document_that_is_filtered_out_opens_nothing() -> None:
    assert not open_page(PAGE, region="乙区", level=f"{sample.DEPARTMENT}|208").metric


@pytest.mark.usefixtures("shown")
def test_the_same_code_stands_beside_it_and_opens_in_all_documents_together() -> None:
    level = f"{sample.DEPARTMENT}|2080507"
    at = open_page(PAGE, level=level)
    assert [trace["ids"][0] for trace in figure(at)["data"]] == [f"{sample.DEPARTMENT}|total"]
    beside = at.dataframe[0].value
    assert [Decimal(str(total)) for total in beside["total_yuan"]] == [Decimal(700), Decimal(600)]
    at.toggle(key="drill_all").set_value(True).run()
    assert {trace["level"] for trace in figure(at)["data"]} == {
        f"{sample.DEPARTMENT}|20805",
        f"{sample.UNIT}|20805",
    }
    assert "另有 2 份文档没有这一科目" in words(at)


@pytest.mark.usefixtures("shown")
def test_one_scale_makes_areas_comparable() -> None:
    at = open_page(PAGE, region="甲市", scale="true")
    sizes = [(d["x"][1] - d["x"][0]) * (d["y"][1] - d["y"][0]) for d in (t["domain"] for t in figure(at)["data"])]
    assert round(sizes[0] / sizes[1], 6) == round(1500 / 900, 6)


# ── ranking ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(
    ("find", "codes"),
    [
        ("20826", ["2082601", "2082602"]),
        ("企业职工", ["2082601"]),
        ("养 老", ["2080507", "2080507", "2082601", "2082602", "2083001", "2080505"]),
        ("%", []),
        ("2020~2025~", ["2080101"]),
        ("$a$ 2020", ["2080101"]),
    ],
)
def test_the_search_is_literal_and_in_the_url(find: str, codes: list[str]) -> None:
    at = open_page(PAGE)
    at.text_input(key="line").set_value(find).run()
    assert not at.exception
    again = open_page(PAGE, line=find)
    found = [list(ranking(page)["code"]) if codes else len(page.dataframe) for page in (at, again)]
    assert found == [codes or 0] * 2
    assert ("没有名称含有这些字" in words(at)) == (not codes)


@pytest.mark.usefixtures("shown")
def test_the_ranking_says_how_many_rows_are_beyond_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spending_ranking, "MOST_ROWS", 3)
    at = open_page(PAGE)
    assert list(ranking(at)["code"]) == ["2080507", "2080507", "2080101"]
    assert "最大的 3 行，共 12 行" in words(at)


@pytest.mark.usefixtures("shown")
def test_the_ranking_of_few_documents_is_that_of_all_filtered(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = ranking(open_page(PAGE, region="甲市"))
    monkeypatch.setattr(spending_ranking, "MOST_ROWS", 12)
    assert ranking(open_page(PAGE, region="甲市")).equals(quick)
