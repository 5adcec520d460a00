"""The page 功能支出 by Streamlit's own test harness: every control, every state, and figures equal to their queries."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from dashboard import queries
from dashboard.charts import hierarchy, paint
from dashboard.database import ENVIRONMENT, connect, current_version
from dashboard.screens import spending_ranking
from dashboard.theme import LIGHT
from loaders.load import load
from tests.conftest import DISCLOSURES
from tests.dashboard import sample
from tests.dashboard.test_pages import open_page, specs, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import duckdb
    from streamlit.testing.v1 import AppTest

PAGE = "function_spending"
LAST = "jia-hrss-2023"
DRILLED = "haidong-hrss-2023|2080709"
Content = dict[str, list[dict[str, Any]]]


def ranking(at: AppTest) -> pl.DataFrame:
    """The rows of the ranked list, as Decimal in the unit on screen."""
    frame = next(found.value for found in at.dataframe if {"trust", "share"} <= set(found.value.columns))
    return pl.from_pandas(frame[["code", "name", "document", "share", "source"]]).with_columns(
        pl.Series("total", [None if value is None else Decimal(str(value)) for value in frame["total_yuan"]])
    )


def figure(at: AppTest) -> dict[str, Any]:
    found = specs(at)
    assert len(found) == 1
    return found[0]


def kinds(at: AppTest) -> list[str]:
    return [trace["type"] for trace in figure(at)["data"]]


def colours(at: AppTest) -> dict[str, str]:
    """The colour of each tile by its key."""
    return {
        key: colour
        for trace in figure(at)["data"]
        for key, colour in zip(trace["ids"], trace["marker"]["colors"], strict=True)
    }


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Content], Path]:
    """Show a database of these rows."""

    def built(content: Content) -> Path:
        path = sample.build(tmp_path / "own.duckdb", content)
        monkeypatch.setenv(ENVIRONMENT, str(path))
        return path

    return built


def connection(path: Path) -> duckdb.DuckDBPyConnection:
    return connect(current_version(path))


def with_last_year(**more: Any) -> Content:  # noqa: ANN401 - any column of the document
    """The sample with the department's document of the year before, whose rows print other amounts."""
    content = sample.rows()
    now = next(document for document in content["documents"] if document["document_id"] == sample.DEPARTMENT)
    content["documents"] = [*content["documents"], now | {"document_id": LAST, "fiscal_year": 2023} | more]
    before = {"2080507": Decimal(5_600_000), "210": Decimal(1_000_000)}
    content["amounts"] += [
        row | {"document_id": LAST, "fiscal_year": more.get("fiscal_year", 2023), "amount_yuan": before[row["code"]]}
        for row in content["amounts"]
        if row["document_id"] == sample.DEPARTMENT
        and row["statement"] == "expenditure"
        and row["measure"] == "total"
        and row.get("code") in before
    ]
    return content


def said(code: str | None, subject: str, amount: str, change: str) -> dict[str, Any]:
    """A sentence of the department's narrative about a function, in 万元."""
    base = next(row for row in sample.rows()["narrative"] if row["document_id"] == sample.UNIT)
    return (
        base
        | {"document_id": sample.DEPARTMENT, "topic": "function", "measure": "total", "fiscal_year": 2024}
        | {"code": code, "subject": subject, "amount_yuan": sample.yuan(amount), "change_yuan": sample.yuan(change)}
        | {"direction": "increase", "line": 77}
    )


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
def test_without_any_basis_the_change_says_so_and_all_is_grey() -> None:
    at = open_page(PAGE, region="乙区", colour="较上年增减 Change")
    assert "都没有上年可比数" in words(at)
    assert set(colours(at).values()) == {LIGHT.unknown}


def test_last_years_document_is_the_basis_of_the_change(build: Callable[[Content], Path]) -> None:
    build(with_last_year())
    at = open_page(PAGE, region="甲市", year="2024", colour="较上年增减 Change")
    found = colours(at)
    assert found[f"{sample.DEPARTMENT}|2080507"] == paint.LIGHT[4]  # 560 → 700
    assert found[f"{sample.DEPARTMENT}|210"] == paint.LIGHT[2]  # 100 → 100
    assert found[f"{sample.DEPARTMENT}|2082601"] == LIGHT.unknown
    assert "4 行明细中 2 行有上年可比数：2 行依据上一年的文档" in words(at)
    trace = figure(at)["data"][0]
    hover = trace["hovertext"][trace["ids"].index(f"{sample.DEPARTMENT}|2080507")].replace("<br>", "")
    assert "较上年 +140.00（+25.00%），上年 560.00" in hover
    assert f"依据：{LAST} 第4页 第106行" in hover
    frame = next(found.value for found in at.dataframe if "rate" in found.value.columns)
    row = frame[frame["code"] == "2080507"].iloc[0]
    assert (Decimal(row["change_yuan"]), row["rate"], row["basis"]) == (
        Decimal(140),
        "▲ +25.00%",
        f"依据：{LAST} 第4页 第106行",
    )


@pytest.mark.parametrize(
    "other",
    [{"scope": "unit"}, {"stage": "final"}, {"unit": "甲市别的局"}, {"jurisdiction": "乙区"}, {"fiscal_year": 2022}],
)
def test_another_scope_stage_unit_or_year_is_no_basis(build: Callable[[Content], Path], other: dict[str, Any]) -> None:
    path = build(with_last_year(**other))
    assert queries.run(connection(path), queries.spending_change([sample.DEPARTMENT])).is_empty()


def test_two_documents_of_the_year_before_are_no_basis(build: Callable[[Content], Path]) -> None:
    content = with_last_year()
    twin = next(document for document in content["documents"] if document["document_id"] == LAST)
    content["documents"].append(twin | {"document_id": LAST + "-v2"})
    path = build(content)
    assert queries.run(connection(path), queries.spending_change([sample.DEPARTMENT])).is_empty()


PATH = "社会保障和就业支出（类）行政事业单位养老支出（款）对机关事业单位基本养老保险基金的补助（项）"


@pytest.mark.parametrize(("code", "subject"), [(None, PATH), ("2080507", "补助"), (None, PATH.replace("（", "("))])
def test_the_narrative_is_a_basis_by_code_or_by_the_whole_path(
    build: Callable[[Content], Path], code: str | None, subject: str
) -> None:
    content = sample.rows()
    content["narrative"].append(
        said(code, subject.replace("）", ")") if "(" in subject else subject, "700.00", "70.00")
    )
    build(content)
    at = open_page(PAGE, year="2024", region="甲市", colour="较上年增减 Change")
    assert colours(at)[f"{sample.DEPARTMENT}|2080507"] == paint.LIGHT[3]  # 70 / 630
    trace = figure(at)["data"][0]
    hover = trace["hovertext"][trace["ids"].index(f"{sample.DEPARTMENT}|2080507")].replace("<br>", "")
    assert "较上年 +70.00（+11.11%），上年 630.00" in hover
    assert "情况说明" in hover
    assert "第77行" in hover


@pytest.mark.parametrize(
    "more", [{"amount_yuan": Decimal(6_900_000)}, {"is_approximate": True}, {"subject": "别的科目（项）"}]
)
def test_a_sentence_about_other_money_is_no_basis(build: Callable[[Content], Path], more: dict[str, Any]) -> None:
    content = sample.rows()
    content["narrative"].append(said(None, PATH, "700.00", "70.00") | more)
    build(content)
    at = open_page(PAGE, year="2024", region="甲市", colour="较上年增减 Change")
    assert set(colours(at).values()) <= {LIGHT.unknown, LIGHT.residual}


def test_a_conflict_of_document_and_narrative_shows_both(build: Callable[[Content], Path]) -> None:
    content = with_last_year()
    content["narrative"].append(said("2080507", "补助", "700.00", "70.00"))
    build(content)
    trace = figure(open_page(PAGE, year="2024", region="甲市"))["data"][0]
    hover = trace["hovertext"][trace["ids"].index(f"{sample.DEPARTMENT}|2080507")].replace("<br>", "")
    assert "+140.00" in hover
    assert "情况说明称增减 +70.00" in hover


@pytest.mark.usefixtures("shown")
def test_a_fund_shows_its_own_table_and_the_states_of_the_others() -> None:
    at = open_page(PAGE, budget="一般公共预算 General public")
    text = words(at)
    assert [trace["ids"][0] for trace in figure(at)["data"]] == [f"{sample.DEPARTMENT}|total"]
    assert "乙区社会保障中心 2024年预算  未公开" in text
    assert set(ranking(at)["document"]) == {"甲市人力资源和社会保障局 2024年预算"}


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
def test_one_document_has_the_title_of_the_figure(build: Callable[[Content], Path], document: str, lang: str) -> None:
    build(sample.only(document))
    at = open_page(PAGE, lang=lang)
    assert not at.exception
    assert f"{document}.txt" in figure(at)["layout"]["title"]["subtitle"]["text"]


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


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published") / "budget.duckdb"
    assert load([DISCLOSURES], path).ok
    return path


def test_the_published_documents_are_drawn_to_their_printed_totals(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """合计 of each 支出总表, read in the documents by eye."""
    monkeypatch.setenv(ENVIRONMENT, str(published))
    at = open_page(PAGE)
    labels = [trace["labels"][0].split()[-1] for trace in figure(at)["data"]]
    assert sorted(labels) == sorted(["173,032.88", "98,972.44", "10,351.24", "4,078.23", "767.78"])
    top = ranking(at).row(0, named=True)
    assert (top["code"], top["total"], top["share"]) == ("2080507", Decimal(82000), "47.39%")
    assert set(kinds(at)) == {"treemap"}


def test_published_changes_are_those_of_sentences_about_the_same_money(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """职业技能鉴定补贴 is 132.66 of all money, and 82.66 of the general public budget, which the sentence is about."""
    monkeypatch.setenv(ENVIRONMENT, str(published))
    all_money = open_page(PAGE, region="海东市", colour="较上年增减 Change")
    assert "10 行明细中 9 行有上年可比数：0 行依据上一年的文档，9 行依据情况说明" in words(all_money)
    assert colours(all_money)["haidong-hrss-2023|2080709"] == LIGHT.unknown
    public = open_page(
        PAGE, region="海东市", colour="较上年增减 Change", budget="一般公共预算 General public", level=DRILLED
    )
    assert colours(public)[DRILLED] == paint.LIGHT[0]
    assert "较上年 -191.38（-69.84%），上年 274.04" in words(public)


def test_a_unit_and_its_department_are_no_basis_for_each_other(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(published))
    at = open_page(PAGE, region="烟台市", colour="较上年增减 Change")
    assert "都没有上年可比数" in words(at)
