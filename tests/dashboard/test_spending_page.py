"""The page 功能支出 by Streamlit's own test harness: shapes, colours, funds, few and many documents."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from dashboard import queries
from dashboard.charts import hierarchy
from dashboard.theme import LIGHT
from tests.dashboard import sample
from tests.dashboard.spending_page import PAGE, colours, connection, figure, kinds, ranking
from tests.dashboard.test_pages import open_page, specs, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.dashboard.sample import Content


# ── figures equal their queries ─────────────────────────────────────────────────────────────────────────


def test_the_tree_is_the_view_of_the_expenditure_statement(database: Path) -> None:
    ids = [document["document_id"] for document in sample.DOCUMENTS]
    tree = queries.run(connection(database), queries.spending_tree(ids)).filter(pl.col("statement") == "expenditure")
    view = connection(database).sql("SELECT * FROM out_function_spending").pl()
    columns = ["document_id", "table_no", "row_no", "code", "total_yuan", "basic_yuan", "project_yuan"]
    assert tree.select(columns).sort(columns[:3]).equals(view.select(columns).sort(columns[:3]))
    residuals = {
        hierarchy.split_key(tile.parent): tile.amount
        for _, frame in tree.group_by("document_id")
        for tile in hierarchy.build(frame).tiles
        if tile.is_residual
    }
    printed = {(row["document_id"], row["code"] or ""): row["residual_yuan"] for row in view.to_dicts()}
    assert residuals == {key: amount for key, amount in printed.items() if amount is not None and amount > 0}


@pytest.mark.usefixtures("shown")
def test_the_ranking_is_the_lowest_rows_of_the_view_by_amount(database: Path) -> None:
    at = open_page(PAGE)
    query = """
        SELECT code, total_yuan / 10000 FROM out_function_spending WHERE is_leaf AND NOT is_total
        ORDER BY total_yuan DESC, document_id, row_no
    """
    expected = [(code, Decimal(str(total))) for code, total in connection(database).execute(query).fetchall()]
    found = ranking(at)
    assert list(zip(found["code"], found["total"], strict=True)) == expected
    assert f"共 {len(expected)} 行" in words(at)


@pytest.mark.usefixtures("shown")
def test_the_areas_of_each_document_are_its_total(database: Path) -> None:
    query = "SELECT document_id, total_yuan FROM out_function_spending WHERE is_total"
    totals = dict(connection(database).execute(query).fetchall())
    drawn = {trace["ids"][0]: sum(trace["values"]) for trace in figure(open_page(PAGE))["data"] if "ids" in trace}
    assert drawn == {f"{document}|total": float(totals[document]) for document in totals if document != sample.NONE}


# ── shapes, colours, funds ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(
    ("kind", "drawn"),
    [("矩形 Treemap", {"treemap"}), ("旭日 Sunburst", {"sunburst"}), ("冰柱 Icicle", {"icicle"})],
)
def test_the_shape_switches(kind: str, drawn: set[str]) -> None:
    at = open_page(PAGE, region="甲市", kind=kind)
    assert set(kinds(at)) == drawn
    at.segmented_control(key="kind").set_value("条形 Bars").run()
    assert set(kinds(at)) == {"bar", "scatter"}


@pytest.mark.usefixtures("shown")
def test_a_negative_amount_falls_back_to_bars_with_the_reason() -> None:
    at = open_page(PAGE, region="丙市")
    assert "负数" in at.warning[0].value
    assert set(kinds(at)) == {"bar", "scatter"}
    assert -50000.0 in figure(at)["data"][0]["x"]


def test_parts_beyond_their_row_are_told_by_document(build: Callable[[Content], Path]) -> None:
    content = sample.rows()
    for row in content["amounts"]:
        if (row["document_id"], row.get("code"), row["measure"]) == (sample.ZONE, "2083001", "total"):
            row["amount_yuan"] = sample.yuan("31.00")
    build(content)
    told = "乙区社会保障中心 2024年预算  20830：下级之和比本级印出的金额多 1.00 万元"
    assert any(told in element.value for element in open_page(PAGE).text)


@pytest.mark.usefixtures("shown")
def test_beside_others_the_document_that_is_bars_says_so_in_its_title() -> None:
    at = open_page(PAGE)
    assert sorted(set(kinds(at))) == ["bar", "scatter", "treemap"]
    titles = [note["text"] for note in figure(at)["layout"]["annotations"]]
    assert [title for title in titles if "含负数" in title and "丙市" in title]


def test_a_blank_leaf_falls_back_to_bars_and_stays_in_the_ranking(build: Callable[[Content], Path]) -> None:
    content = sample.only(sample.DEPARTMENT)
    content["amounts"] = [row for row in content["amounts"] if (row.get("code"), row["measure"]) != ("210", "total")]
    build(content)
    at = open_page(PAGE)
    assert "未印金额" in at.warning[0].value
    last = ranking(at).row(-1, named=True)
    assert (last["code"], last["share"]) == ("210", "—")
    assert any("卫生健康支出" in text and "—" in text for text in figure(at)["data"][1]["text"])


@pytest.mark.usefixtures("shown")
def test_colour_by_jurisdiction_is_that_of_the_palette() -> None:
    at = open_page(PAGE, region=["甲市", "乙区"], colour="辖区 Jurisdiction")
    found = colours(at)
    names = sorted({document["jurisdiction"] for document in sample.DOCUMENTS})
    assert found[f"{sample.DEPARTMENT}|208"] == found[f"{sample.UNIT}|208"] == LIGHT.of("甲市", names)
    assert found[f"{sample.ZONE}|208"] == LIGHT.of("乙区", names)
    assert found[f"{sample.DEPARTMENT}|20826|residual"] == LIGHT.residual


@pytest.mark.usefixtures("shown")
def test_a_fund_shows_its_own_table_and_the_states_of_the_others() -> None:
    at = open_page(PAGE, budget="一般公共预算 General public")
    text = words(at)
    assert [trace["ids"][0] for trace in figure(at)["data"]] == [f"{sample.DEPARTMENT}|total"]
    assert "乙区社会保障中心 2024年预算  未公开" in text
    assert set(ranking(at)["document"]) == {"甲市人力资源和社会保障局 2024年预算"}


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(
    ("budget", "whole", "share"),
    [("全部资金 All", "支出合计", "占支出合计"), ("一般公共预算 General public", "本表合计", "占本表合计")],
)
def test_the_total_of_a_fund_is_not_called_that_of_the_document(budget: str, whole: str, share: str) -> None:
    at = open_page(PAGE, budget=budget, unit="甲市人力资源和社会保障局", level=f"{sample.DEPARTMENT}|208")
    assert at.button(key="path-0").label == whole
    assert share in [metric.label for metric in at.metric]
    tree = figure(at)["data"][0]
    assert tree["text"][tree["ids"].index(f"{sample.DEPARTMENT}|total")].startswith(whole)


def test_a_fund_that_nobody_has_says_each_state(build: Callable[[Content], Path]) -> None:
    content = sample.rows()
    states = {sample.ZONE: ("declared_empty", "注：没有 $a$ 支出。"), sample.NONE: ("failed", "表头无法识别")}
    for row in content["statements"]:
        if row["statement"] == "government_fund" and row["document_id"] in states:
            row["status"], row["note"] = states[row["document_id"]]
    build(content)
    at = open_page(PAGE, budget="政府性基金 Government funds")
    assert not at.exception
    assert not specs(at)
    text = words(at)
    assert "声明为空  注：没有 $a$ 支出。" in text
    assert "解析失败  表头无法识别" in text
    assert text.count("未公开") == 2
    assert "都没有数字" in at.info[0].value
    assert not any("$a$" in element.value for element in (*at.info, *at.caption, *at.markdown))


# ── many documents, one, none ───────────────────────────────────────────────────────────────────────────


def many(count: int) -> Content:
    content = sample.only(sample.ZONE)
    copies: Content = {table: [] for table in content}
    for number in range(count):
        new = {"document_id": f"zone-{number:03}", "unit": f"乙区第{number:03}中心"}
        for table, rows in content.items():
            if table == "rules":
                continue
            copies[table] += [
                row | (new if table == "documents" else {"document_id": new["document_id"]}) for row in rows
            ]
    return copies


def test_of_many_documents_a_few_are_drawn_and_the_rest_is_counted(build: Callable[[Content], Path]) -> None:
    build(many(30))
    at = open_page(PAGE)
    assert len(figure(at)["data"]) == 6
    assert "前 6 份文档，另有 24 份" in at.info[0].value
    assert len(set(ranking(at)["document"])) == 30
    late = open_page(PAGE, level="zone-029|20826")
    assert late.metric[0].value == "63.00"


def test_of_many_states_a_few_are_named_and_the_rest_is_counted(build: Callable[[Content], Path]) -> None:
    build(many(30))
    assert "另有 24 份：未公开" in words(open_page(PAGE, budget="国有资本 State capital"))


@pytest.mark.parametrize("document", [sample.DEPARTMENT, sample.UNIT, sample.ZONE, sample.NONE])
@pytest.mark.parametrize("lang", ["中文", "English"])
def test_one_document_has_the_title_of_the_figure(alone: Callable[[str], None], document: str, lang: str) -> None:
    alone(document)
    at = open_page(PAGE, lang=lang)
    assert not at.exception
    title = figure(at)["layout"]["title"]
    assert f"{document}.txt" in title["subtitle"]["text"]
    assert ("功能分类支出（万元）" if lang == "中文" else "spending by function (万元)") in title["text"]


def test_a_document_without_an_expenditure_statement(build: Callable[[Content], Path]) -> None:
    content = sample.only(sample.ZONE)
    content["amounts"] = []
    for row in content["statements"]:
        row["status"] = "absent"
    build(content)
    at = open_page(PAGE)
    assert not at.exception
    assert "支出总表" in at.info[0].value
    assert "未公开" in words(at)


@pytest.mark.usefixtures("shown")
def test_the_page_has_few_elements() -> None:
    at = open_page(PAGE)
    assert len(specs(at)) == 1
    assert len(at.main) <= 16


# ── the published documents ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("published")
def test_the_published_documents_are_drawn_to_their_printed_totals() -> None:
    """合计 of each 支出总表, read in the documents by eye."""
    at = open_page(PAGE)
    labels = [trace["labels"][0].split()[-1] for trace in figure(at)["data"]]
    assert sorted(labels) == sorted(["173,032.88", "98,972.44", "10,351.24", "4,078.23", "767.78"])
    top = ranking(at).row(0, named=True)
    assert (top["code"], top["total"], top["share"]) == ("2080507", Decimal(82000), "47.39%")
    assert set(kinds(at)) == {"treemap"}
