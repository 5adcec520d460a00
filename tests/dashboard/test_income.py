"""收入来源: flows are exact and never split what is not printed; the page shows what its queries say."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import flows, queries, theme
from dashboard.charts import sankey
from dashboard.database import ENVIRONMENT
from dashboard.format import MoneyUnit, money
from dashboard.screens import income_tables
from tests.conftest import DOCUMENTS
from tests.dashboard import sample
from tests.dashboard.test_pages import open_page, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from dashboard.flows import Flow

Row = dict[str, Any]
YI = Decimal(10_000)


def row(source: str, amount: str, code: str | None = None, **more: Any) -> Row:  # noqa: ANN401 - any column
    return {
        "document_id": "d",
        "statement": "income",
        "source": source,
        "measure": source,
        "code": code,
        "name": f"名{code}" if code else "合计",
        "is_total": code is None,
        "is_top": code is not None,
        "amount_yuan": Decimal(amount),
        "origin": "printed",
    } | more


def links(flow: Flow) -> dict[str, Decimal]:
    return {link.key: link.amount for link in flow.links}


# ── the flow ──


def test_funds_flow_from_the_appropriation_to_the_printed_codes() -> None:
    flow = flows.build(
        [
            row("total", "100"),
            row("fiscal", "90"),
            row("general_public", "80"),
            row("state_capital", "10"),
            row("superior", "10"),
            row("total", "90", "208"),
            row("general_public", "80", "208"),
            row("superior", "10", "208"),
            row("total", "10", "223"),
            row("state_capital", "10", "223"),
        ]
    )
    assert links(flow) == {
        "g:fiscal>s:general_public": Decimal(80),
        "g:fiscal>s:state_capital": Decimal(10),
        "g:own>s:superior": Decimal(10),
        "s:general_public>c:208": Decimal(80),
        "s:superior>c:208": Decimal(10),
        "s:state_capital>c:223": Decimal(10),
    }
    assert not flow.exceeded
    assert not any(link.is_residual for link in flow.links)
    assert flow.amount("c:208") == 90


def test_a_table_of_totals_ends_at_the_total_and_is_not_split() -> None:
    flow = flows.build([row("total", "60"), row("general_public", "50"), row("carryover", "10")])
    assert not flow.has_codes
    assert {link.target for link in flow.links if link.origin.startswith("s:")} == {f"c:{flows.UNTOLD}"}
    assert links(flow)[f"s:general_public>c:{flows.UNTOLD}"] == 50


def test_rows_of_units_are_no_codes() -> None:
    unit = row("general_public", "50") | {"is_total": False, "is_top": False, "name": "甲局"}
    assert not flows.build([row("general_public", "50"), unit]).has_codes


def test_what_the_codes_do_not_tell_is_a_link_of_its_own() -> None:
    flow = flows.build([row("general_public", "50"), row("general_public", "42.5", "208")])
    residual = next(link for link in flow.links if link.is_residual)
    assert (residual.key, residual.amount) == (f"s:general_public>c:{flows.RESIDUAL}", Decimal("7.5"))


def test_what_the_total_says_beyond_its_sources_is_a_link_of_its_own() -> None:
    flow = flows.build(
        [row("total", "60"), row("fiscal", "50"), row("general_public", "45"), row("general_public", "45", "208")]
    )
    found = {link.key: link.amount for link in flow.links if link.is_residual}
    assert found == {"g:fiscal>r:fiscal": Decimal(5), f"g:{flows.RESIDUAL}>s:{flows.RESIDUAL}": Decimal(10)}


def test_a_row_total_beyond_its_sources_flows_into_its_code() -> None:
    flow = flows.build([row("total", "60"), row("fiscal", "60"), row("total", "60", "208"), row("fiscal", "55", "208")])
    assert links(flow)[f"s:{flows.RESIDUAL}>c:208"] == 5


def test_parts_beyond_their_total_are_said_and_not_drawn_as_negative() -> None:
    flow = flows.build([row("general_public", "50"), row("general_public", "51", "208")])
    assert [(e.key, e.difference) for e in flow.exceeded] == [("s:general_public", Decimal(-1))]
    assert all(link.amount > 0 for link in flow.links)


@pytest.mark.parametrize(("rows", "reason"), [([], "empty"), ([row("total", "-1"), row("fiscal", "-1")], "negative")])
def test_what_cannot_be_drawn_has_a_reason(rows: list[Row], reason: str) -> None:
    assert flows.build(rows).reason == reason


def test_zero_is_no_link() -> None:
    flow = flows.build([row("general_public", "50"), row("government_fund", "0"), row("general_public", "50", "208")])
    assert not flow.has("s:government_fund")


@pytest.mark.parametrize(
    ("amounts", "leaves"),
    [
        ({"total": 100, "fiscal": 60, "unit_funds": 40, "business": 30, "other": 10}, ["fiscal", "business", "other"]),
        (
            {"total": 110, "fiscal": 60, "unit_funds": 40, "business": 10},
            ["fiscal", "unit_funds", "business"],
        ),
        ({"total": 100, "fiscal": 60, "unit_funds": 40}, ["fiscal", "unit_funds"]),
    ],
)
def test_own_funds_are_above_or_beside_their_parts_as_the_total_says(
    amounts: dict[str, int], leaves: list[str]
) -> None:
    assert flows.leaves({source: Decimal(amount) for source, amount in amounts.items()}, []) == leaves


def test_a_total_printed_twice_counts_once_and_a_code_for_each_unit_counts_each() -> None:
    rows = [row("general_public", "50"), row("general_public", "50")]
    rows += [row("general_public", "20", "208"), row("general_public", "30", "208")]
    assert links(flows.build(rows)) == {"g:fiscal>s:general_public": Decimal(50), "s:general_public>c:208": Decimal(50)}


def test_an_inferred_figure_marks_its_own_link_alone() -> None:
    rows = [row("fiscal", "50", origin="inferred"), row("fiscal", "50", "208")]
    assert {link.key: link.is_inferred for link in flows.build(rows).links} == {
        "g:fiscal>s:fiscal": True,
        "s:fiscal>c:208": False,
    }


SOURCES = ("general_public", "government_fund", "state_capital", "superior", "carryover")
AMOUNT = st.integers(0, 10**14).map(lambda fen: Decimal(fen) / 100)
TABLE = st.dictionaries(
    st.sampled_from(["208", "210", "213", "221"]), st.dictionaries(st.sampled_from(SOURCES), AMOUNT, min_size=1)
)


@settings(max_examples=60)
@given(codes=TABLE, totals=st.dictionaries(st.sampled_from([*SOURCES, "fiscal", "total"]), AMOUNT, min_size=1))
def test_every_node_keeps_its_money_to_the_last_cent(codes: dict[str, Row], totals: dict[str, Decimal]) -> None:
    """A source passes on what it gets, unless its parts exceed it, and that is said with the difference."""
    rows = [row(source, str(amount)) for source, amount in totals.items()]
    rows += [row(source, str(amount), code) for code, parts in codes.items() for source, amount in parts.items()]
    flow = flows.build(rows)
    exceeded = {item.key: item.difference for item in flow.exceeded}
    for node in (node for node in flow.nodes if node.key.startswith("s:") and node.word != flows.RESIDUAL):
        into = sum((link.amount for link in flow.links if link.target == node.key), Decimal(0))
        out = sum((link.amount for link in flow.links if link.origin == node.key), Decimal(0))
        assert into - out == exceeded.get(node.key, Decimal(0))
        assert into == totals.get(node.word, sum((parts.get(node.word, 0) for parts in codes.values()), Decimal(0)))
    assert all(link.amount > 0 for link in flow.links)


def test_behind_a_link_stand_its_rows_and_those_below_them() -> None:
    lower = row("fiscal", "50", "20801") | {"is_top": False}
    rows = [row("total", "50"), row("fiscal", "50"), row("total", "50", "208"), row("fiscal", "50", "208"), lower]
    assert [r["code"] for r in flows.behind(rows, "s:fiscal>c:208")] == ["208", "20801"]
    assert [r["code"] for r in flows.behind(rows, "g:fiscal>s:fiscal")] == [None]
    assert {r["source"] for r in flows.behind(rows, "c:208")} == {"total", "fiscal"}
    assert [r["code"] for r in flows.behind(rows, "s:fiscal")] == [None, "208"]
    assert len(flows.behind(rows, f"g:{flows.RESIDUAL}>s:{flows.RESIDUAL}")) == 2


# ── the chart ──


def option(flow: Flow, chosen: str | None = None) -> dict[str, Any]:
    chart_words = sankey.Words(
        title="标题 <b>",
        subtitle="来源",
        name=lambda node: node.name or node.word,
        lines=lambda item: [f"<img src=x> {{b}} {item.key}"],
        money=lambda amount: money(amount, MoneyUnit.WAN),
    )
    return sankey.chart(flow, chart_words, theme.LIGHT, "#123456", chosen)


def flow_of_two() -> Flow:
    return flows.build([row("fiscal", "500000"), row("fiscal", "420000", "208", name="<b>{c}社会")])


def test_the_chart_has_each_node_once_and_each_link_between_two_of_them() -> None:
    series = option(flow_of_two())["series"][0]
    names = [node["name"] for node in series["data"]]
    assert names == ["g:fiscal", "s:fiscal", "c:208", f"c:{flows.RESIDUAL}"]
    assert [node["depth"] for node in series["data"]] == [0, 1, 2, 2]
    assert all({link["source"], link["target"]} <= set(names) for link in series["links"])
    assert [link["value"] for link in series["links"]] == [500000.0, 420000.0, 80000.0]
    assert series["data"][2]["itemStyle"]["color"] == "#123456"
    assert series["data"][3]["itemStyle"]["color"] == theme.LIGHT.residual
    assert "42.00" in series["data"][2]["label"]["formatter"]


def test_text_of_documents_brings_no_markup_and_no_placeholder() -> None:
    series = option(flow_of_two())["series"][0]
    tips = [item["tooltip"]["formatter"] for item in (*series["data"], *series["links"])]
    assert not any("<img" in tip or "{" in tip for tip in tips)
    assert all("&lt;img" in tip for tip in tips)
    assert not any("{" in node["label"]["formatter"] for node in series["data"])


def test_the_chosen_link_stands_out_and_the_others_step_back() -> None:
    plain = [link["lineStyle"]["opacity"] for link in option(flow_of_two())["series"][0]["links"]]
    chosen = [link["lineStyle"]["opacity"] for link in option(flow_of_two(), "s:fiscal>c:208")["series"][0]["links"]]
    assert len(set(plain)) == 1
    assert chosen[1] > plain[0] > chosen[0] == chosen[2]


def test_a_flow_with_more_nodes_is_taller() -> None:
    more = flows.build([row("fiscal", "50"), *(row("fiscal", "5", str(code)) for code in range(201, 211))])
    chart_words = sankey.Words("t", "s", str, lambda _: [], str)
    assert sankey.height(more, chart_words) > sankey.height(flow_of_two(), chart_words)


# ── the page ──


def charts(at: AppTest) -> dict[str, dict[str, Any]]:
    """The flows on the page by the title they carry."""
    found = [json.loads(element.proto.spec) for element in at.get("echarts_chart")]
    return {spec["title"]["subtext"]: spec for spec in found}


def test_every_flow_of_the_five_documents_equals_the_printed_figures(
    five: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    drawn = charts(open_page("income"))
    assert len(drawn) == len(DOCUMENTS)
    with duckdb.connect(str(five), read_only=True) as connection:
        query = """
            SELECT measure, coalesce(code, ''), amount_yuan FROM amounts
            WHERE document_id = ? AND statement = 'income' AND (is_total OR level = 1)
        """
        for document in DOCUMENTS:
            printed = {(m, c): amount for m, c, amount in connection.execute(query, [document]).fetchall()}
            spec = next(spec for subtitle, spec in drawn.items() if document in subtitle)
            for link in spec["series"][0]["links"]:
                source = (link["source"] if link["source"].startswith("s:") else link["target"]).removeprefix("s:")
                code = link["target"].removeprefix("c:") if link["target"].startswith("c:") else ""
                expected = printed[source, "" if code == flows.UNTOLD else code]
                assert Decimal(str(link["value"])) == expected
                assert money(expected, MoneyUnit.WAN) in link["tooltip"]["formatter"]


def test_the_five_documents_have_no_residual_and_one_ends_at_its_total(
    five: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    drawn = charts(open_page("income"))
    nodes = {subtitle: [node["name"] for node in spec["series"][0]["data"]] for subtitle, spec in drawn.items()}
    assert not any(f":{flows.RESIDUAL}" in name for names in nodes.values() for name in names)
    ended = [subtitle for subtitle, names in nodes.items() if f"c:{flows.UNTOLD}" in names]
    assert [("haidong" in subtitle) for subtitle in ended] == [True]


def test_a_link_in_the_url_opens_the_rows_behind_it(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    at = open_page("income", flow="haigang-hrss-2024|s:carryover>c:223")
    assert [metric.value for metric in at.metric] == ["758.00 万元", "91.50%", "50.00%"]
    frame = at.dataframe[0].value
    assert list(frame["code"]) == ["223", "22301", "2230105"]
    assert set(frame["amount_text"]) == {"758.00"}
    assert list(frame["place"]) == ["第715行", "第729行", "第743行"]
    at.button(key="flow-close").click().run()
    assert "flow" not in at.query_params
    assert not at.metric


def test_the_funds_own_tables_are_another_basis(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    at = open_page("income", flow_by="各基金支出表 Funds", flow="haidong-hrss-2023|s:general_public>c:208")
    assert at.metric[0].value == "625.85 万元"
    text = words(at)
    assert "不是印出的数字" in text
    assert text.count("政府性基金预算支出表：声明为空；国有资本经营预算支出表：声明为空") == 2


def test_dependence_and_carry_over_are_the_printed_figures(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    at = open_page("income")
    frame = next(frame.value for frame in at.dataframe if "dependence" in frame.value)
    found = {row["source"].split()[0]: row for row in frame.to_dict("records")}
    assert found["haigang-hrss-2024"]["dependence"] == "79.69%"
    assert Decimal(found["haigang-hrss-2024"]["carryover_yuan"]) == Decimal("828.39")
    assert found["haigang-hrss-2024"]["carried"] == "20.31%"
    assert "Σ" in found["haidong-hrss-2023"]["trust"]
    assert "Σ" not in found["yantai-hrss-2024"]["trust"]
    assert found["yantai-hrss-2024"]["carried"] == "—"


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(("lang", "money_unit", "scheme"), [("中文", "亿元", "light"), ("English", "万元", "dark")])
def test_the_page_runs_in_both_languages_units_and_themes(lang: str, money_unit: str, scheme: str) -> None:
    at = open_page("income", lang=lang, money=money_unit)
    at.context["theme"] = scheme
    assert not at.run().exception


@pytest.mark.usefixtures("shown")
def test_a_document_without_the_table_says_what_became_of_it() -> None:
    at = open_page("income")
    assert len(at.get("echarts_chart")) == 1
    assert [info.value for info in at.info].count("没有可画的数字。") == 3
    assert words(at).count("收入总表：未公开") == 3
    assert "流向止于合计" in words(at)


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("flow", ["nowhere|s:fiscal", f"{sample.DEPARTMENT}|c:999", f"{sample.UNIT}|", "|", "x"])
def test_a_link_that_nobody_has_opens_nothing(flow: str) -> None:
    at = open_page("income", flow=flow)
    assert not at.exception
    assert not at.metric


@pytest.mark.parametrize("document", [sample.DEPARTMENT, sample.UNIT, sample.ZONE])
def test_the_page_runs_on_one_document(document: str, alone: Callable[[str], None]) -> None:
    alone(document)
    assert not open_page("income").exception


def test_negative_income_is_said_and_not_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = sample.only(sample.DEPARTMENT)
    for amount in content["amounts"]:
        if amount["statement"] == "income":
            amount["amount_yuan"] = -amount["amount_yuan"]
    monkeypatch.setenv(ENVIRONMENT, str(sample.build(tmp_path / "negative.duckdb", content)))
    at = open_page("income")
    assert not at.get("echarts_chart")
    assert any("负数" in info.value for info in at.info)


def test_a_choice_of_documents_says_how_many_are_not_drawn(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    monkeypatch.setattr(income_tables, "MOST", 2)
    at = open_page("income")
    assert not at.exception
    assert "列出前 2 行，另有 3 行未列" in words(at)


def test_checks_are_counted_and_shown_on_request(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    with duckdb.connect(str(five), read_only=True) as connection:
        question = queries.income_checks(None, income_tables.RULES, 500)
        found = queries.run(connection, question)
    held = (found["outcome"] == "pass").sum()
    assert found["held"][0] == held
    at = open_page("income")
    assert f"相符 {held} 条，其余 {len(found) - held} 条" in words(at)
    at = open_page("income", flow_checks="true")
    assert len(next(f.value for f in at.dataframe if "left_yuan" in f.value)) == len(found)
    assert not set(found["outcome"][: len(found) - held]) & {"pass"}


def test_shares_of_the_sources_are_of_the_printed_total(five: Path) -> None:
    with duckdb.connect(str(five), read_only=True) as connection:
        frame = queries.run(connection, queries.income_sources(["yantai-hrss-2024"], 50))
    found = {r["source"]: r for r in frame.to_dicts()}
    assert found["fiscal"]["is_subtotal"]
    assert found["superior"]["amount_yuan"] == 486 * YI
    assert {r["total_yuan"] for r in found.values()} == {Decimal("173032.88") * YI}
    assert {source: r["source_group"] for source, r in found.items()}["superior"] == "own"
