"""The page 养老保险基金缺口补助, on the sample, on very many documents, and on the five documents."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from dashboard import jurisdictions, queries
from dashboard.database import ENVIRONMENT, connect, current_version
from dashboard.screens import many
from dashboard.text import Text
from tests.dashboard import sample
from tests.dashboard.test_pages import open_page, specs, words
from tests.dashboard.test_pension import WAN, Rows, ask, later, shown_table, with_later

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

YANTAI, CENTRE, ZIBO = "yantai-hrss-2024", "yantai-sic-2023", "zibo-hitech-hrss-2024"
HAIDONG, HAIGANG = "haidong-hrss-2023", "haigang-hrss-2024"
FIVE = (YANTAI, CENTRE, ZIBO, HAIDONG, HAIGANG)


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(
    ("definition", "sums"),
    [("严格口径 Strict", ["950.00", "600.00", "63.00"]), ("宽口径 Broad", ["950.00", "800.00", "93.00"])],
)
@pytest.mark.parametrize("mode", ["金额 Amount", "占支出合计 Share"])
def test_definition_and_length_are_in_the_url(definition: str, sums: list[str], mode: str) -> None:
    at = open_page("pension", definition=definition, pension_mode=mode)
    spec = specs(at)[0]
    notes = [note["text"] for note in spec["layout"]["annotations"]]
    for amount in sums:
        assert any(note.startswith(amount) for note in notes)
    assert "本级部门预算未列" in notes
    longest = max(size for trace in spec["data"] for size in trace["x"])
    assert (longest > 100) == mode.startswith("金额")
    assert "本级部门预算未列。支出总表（bing-hrss-2023 第99行）所列 4 个科目中没有口径内的科目" in words(at)


@pytest.mark.usefixtures("shown")
def test_the_other_definition_and_length_by_hand() -> None:
    at = open_page("pension")
    at.segmented_control(key="definition").set_value("宽口径 Broad").run()
    assert any(n["text"].startswith("93.00") for n in specs(at)[0]["layout"]["annotations"])
    at.segmented_control(key="pension_mode").set_value("占支出合计 Share").run()
    assert max(size for trace in specs(at)[0]["data"] for size in trace["x"]) <= 100


@pytest.mark.usefixtures("shown")
def test_change_says_why_the_two_are_comparable() -> None:
    at = open_page("pension")
    change = shown_table(at, "why")
    assert list(change["rate"]) == ["16.67%"]
    assert list(change["why"]) == ["单位 → 主管部门：补助由该单位执行"]
    assert "甲市社会保险中心是甲市人力资源和社会保障局的下属单位，同样的科目（2080507）" in words(at)


@pytest.mark.usefixtures("shown")
def test_per_head_says_what_the_comparator_makes_of_it() -> None:
    found = shown_table(open_page("pension", heads_behind="true"), "per_head")
    assert list(found["per_head"]) == ["低于250.00 元/人"]
    assert list(found["source"]) == [f"{sample.UNIT} 第12页 第301行 ÷ 第400行"]


@pytest.mark.usefixtures("shown")
def test_projects_explain_figures_and_the_rest_is_shown() -> None:
    found = shown_table(open_page("pension"), "explained")
    rows = {(r["document_id"], r["code"]) if "document_id" in r else r["code"]: r for r in found.to_dict("records")}
    assert len(rows) >= 3
    rests = {
        (r["source"].split()[0], r["code"]): Decimal(r["rest"]) for r in found.to_dict("records") if r["explained"]
    }
    assert rests[sample.DEPARTMENT, "2080507"] == 0
    assert rests[sample.ZONE, "2082602"] == 0


def test_many_documents_are_summed_by_jurisdiction_and_the_first_are_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content: dict[str, Rows] = {"documents": [], "amounts": [], "statements": []}
    for number in range(20):
        more = later(f"d{number:02}", 2024, {"2080507": f"{number}.00"}, unit=f"局{number:02}")
        content["documents"] += more["documents"]
        content["amounts"] += more["amounts"]
    inside = later("unit", 2024, {"2080507": "5.00"}, unit="中心", scope="unit", parent_unit="局05")
    content = {table: [*rows, *inside.get(table, [])] for table, rows in content.items()}
    path = sample.build(tmp_path / "many.duckdb", content)
    monkeypatch.setenv(ENVIRONMENT, str(path))
    at = open_page("pension")
    assert not at.exception
    assert str(21 - many.MOST_DRAWN) in at.info[0].value
    (row,) = shown_table(at, "not_listed").to_dict("records")
    assert (Decimal(row["strict_yuan"]), row["listed"], row["inside"]) == (Decimal(190), 20, 1)
    assert len(specs(at)[0]["layout"]["yaxis"]["tickvals"]) == many.MOST_DRAWN


def test_versions_count_once_units_inside_a_department_do_not_and_nothing_is_not_zero(tmp_path: Path) -> None:
    extra = [
        later("a", 2024, {"2080507": "7.00"}, unit="局一"),
        later("a-v2", 2024, {"2080507": "8.00"}, unit="局一"),
        later("a-unit", 2024, {"2080507": "7.00"}, unit="中心", scope="unit", parent_unit="局一"),
        later("a-unit-2023", 2023, {"2080507": "5.00"}, unit="中心", scope="unit", parent_unit="局一"),
        later("c", 2024, {"210": "7.00"}, unit="局三", jurisdiction="丙市"),
    ]
    path = with_later(tmp_path, *extra)
    documents = queries.run(connect(current_version(path)), queries.documents())
    sums = queries.run(connect(current_version(path)), queries.pension_sums())
    names = ["a", "a-v2", "a-unit", "a-unit-2023", "c"]
    found = jurisdictions.totals(documents.filter(pl.col("document_id").is_in(names)), sums, ("broad_yuan",), 2)
    rows = [(r["jurisdiction"], r["fiscal_year"], r["broad_yuan"], r["listed"], r["inside"]) for r in found.to_dicts()]
    assert rows == [("甲市", 2024, 7 * WAN, 1, 1), ("甲市", 2023, 5 * WAN, 1, 0)]
    assert found["found"].to_list() == [3, 3]
    (row,) = jurisdictions.totals(documents.filter(pl.col("document_id") == "c"), sums, ("broad_yuan",), 9).to_dicts()
    assert (row["broad_yuan"], row["listed"], row["not_listed"]) == (None, 0, 1)


# --- the five documents

SUMS = {
    # 万元, read in the documents: strict, broad
    (YANTAI, "strict"): "112000",
    (YANTAI, "broad"): "116203",
    (CENTRE, "strict"): "93000",
    (CENTRE, "broad"): "95391",
    (ZIBO, "strict"): "9333.20",
    (ZIBO, "broad"): "9363.20",
    (HAIGANG, "broad"): "300",
}


def test_the_sums_are_those_of_the_documents(five: Path) -> None:
    sums: dict[tuple[str, str], Decimal] = {}
    for row in ask(five, queries.pension(FIVE)):
        key = (row["document_id"], row["definition"])
        sums[key] = sums.get(key, Decimal(0)) + row["amount_yuan"] / WAN
    assert sums == {key: Decimal(text) for key, text in SUMS.items()}


def test_the_year_before_is_the_units_and_the_rates_are_recomputed(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    at = open_page("pension")
    change = shown_table(at, "why").to_dict("records")
    assert [(r["code"], int(Decimal(r["past"])), int(Decimal(r["now"])), r["rate"], r["said"]) for r in change[:2]] == [
        ("2080507", 60000, 82000, "36.67%", "约 30%"),
        ("2082601", 33000, 30000, "-9.09%", "—"),
    ]
    assert (int(Decimal(change[2]["change"])), change[2]["rate"]) == (19000, "20.43%")
    assert "比上年增长30%左右" in words(at)


def test_what_the_narrative_says_stands_also_where_the_year_before_is_not_chosen(
    five: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    at = open_page("pension", year="2024")
    assert not any("why" in frame.value for frame in at.dataframe)
    assert "没有可比的上年文档" in words(at)
    assert "比上年增长30%左右。”（yantai-hrss-2024 第535行）" in words(at)
    assert "没有可比的上年文档" not in words(open_page("pension", year="2023"))


@pytest.mark.parametrize(("lang", "said"), [("中文", "本级部门决算未列"), ("English", "not in the final accounts")])
def test_final_accounts_without_a_subsidy_are_not_called_a_budget(
    build: Callable[[sample.Content], Path], lang: str, said: str
) -> None:
    content = sample.only(sample.NONE)
    content["documents"][0]["stage"] = "final"
    build(content)
    at = open_page("pension", lang=lang)
    assert said in [note["text"] for note in specs(at)[0]["layout"]["annotations"]]
    assert "部门预算未列" not in words(at)
    assert "Not in this department's own budget" not in words(at)


def test_heads_of_the_five_documents(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    at = open_page("pension", heads_behind="true", targets_behind="true")
    found = shown_table(at, "per_head").to_dict("records")
    page = [row for row in shown_table(at, "strict_share")["document"] if "海东" not in row]
    assert list(dict.fromkeys(shown_table(at, "listed")["document"])) == page
    assert list(dict.fromkeys(r["document"] for r in found)) == [row for row in page if "烟台市人力" not in row]
    said = [(r["printed"], r["per_head"]) for r in found if r["per_head"] != "—"]
    assert sorted(said) == sorted(
        [
            ("23人", "约 43,478.26 元/人"),
            ("23人", "约 86,956.52 元/人"),
            (">24000人", "低于25,000.00 元/人"),
            ("≥100000", "不高于3,300.00 元/人"),
            ("≥20000 人", "不高于2,727.50 元/人"),
            ("≥18000 人", "不高于约 3,030.56 元/人"),
            ("≥15500 人", "不高于约 330.65 元/人"),
        ]
    )
    assert all("参保" in r["note"] for r in found if r["printed"] == ">48000人")


@pytest.mark.parametrize("definition", ["严格口径 Strict", "宽口径 Broad"])
def test_the_page_of_the_five_documents_is_its_query(
    five: Path, monkeypatch: pytest.MonkeyPatch, definition: str
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    at = open_page("pension", definition=definition)
    wanted = [r for r in ask(five, queries.pension(FIVE)) if r["definition"] == definition.split()[1].lower()]
    figures = shown_table(at, "explained")
    assert sorted(
        (source.split()[0], Decimal(a)) for source, a in zip(figures["source"], figures["amount_yuan"], strict=True)
    ) == (sorted((r["document_id"], r["amount_yuan"] / WAN) for r in wanted))
    drawn = sum((Decimal(str(size)) for trace in specs(at)[0]["data"] for size in trace["x"]), Decimal(0))
    assert drawn == sum((r["amount_yuan"] / WAN for r in wanted), Decimal(0))
    summary = shown_table(at, "strict_share").to_dict("records")
    totals = {r["document_id"]: r["total_yuan"] / WAN for r in ask(five, queries.pension_reasons(FIVE))}
    assert sorted(Decimal(r["total"]) for r in summary) == sorted(totals.values())
    assert (totals[YANTAI], totals[CENTRE]) == (Decimal("173032.88"), Decimal("98972.44"))
    assert {r["strict_share"] for r in summary} == {"64.73%", "93.97%", "90.17%", "—"}
    rests = {(r["source"].split()[0], r["code"]): r["rest"] for r in figures.to_dict("records")}
    assert (Decimal(rests[ZIBO, "2080507"]), Decimal(rests[ZIBO, "2082602"])) == (Decimal(500), Decimal("465.70"))


def test_every_word_of_a_reason_has_a_text() -> None:
    t = Text("zh")
    for why in ("not_listed", "undivided", "no_codes", "declared_empty", "absent", "failed"):
        assert t(f"pension.short_{why}")
        assert t.known(f"pension.reason_{why}", "")
