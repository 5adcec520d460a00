"""总览: facts against the views they come from, sums that may be made, findings, links, and very many documents."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import polars as pl
import pytest

from dashboard import cards, filters, highlights, queries
from dashboard.database import ENVIRONMENT, connect, current_version
from dashboard.format import MoneyUnit
from dashboard.text import Text
from tests.dashboard import sample
from tests.dashboard.test_pages import open_page, specs, words

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

Row = dict[str, Any]


def opened(path: Path) -> duckdb.DuckDBPyConnection:
    return connect(current_version(path))


def facts(path: Path) -> dict[str, Row]:
    return {row["document_id"]: row for row in queries.run(opened(path), queries.facts()).to_dicts()}


FROM_VIEWS = {
    "total_yuan": "SELECT document_id, total_yuan FROM out_function_spending WHERE is_total",
    "basic_yuan": "SELECT document_id, basic_yuan FROM out_function_spending WHERE is_total",
    "project_yuan": "SELECT document_id, project_yuan FROM out_function_spending WHERE is_total",
    "strict_yuan": """
        SELECT document_id, sum(amount_yuan) FROM out_pension_subsidy WHERE definition = 'strict' GROUP BY document_id
    """,
    "class_yuan": "SELECT document_id, max(total_yuan) FROM out_function_spending WHERE level = 1 GROUP BY document_id",
    "largest_project_yuan": "SELECT document_id, max(total_yuan) FROM projects GROUP BY document_id",
    "three_public_yuan": """
        SELECT document_id, amount_yuan FROM out_three_public
        WHERE component = 'total' AND place = 'table' AND fiscal_year = document_year
    """,
    "change_yuan": "SELECT document_id, change_yuan FROM out_total_change",
    "checks_failed": "SELECT document_id, count(*) FROM out_findings WHERE severity = 1 GROUP BY document_id",
    "checks_alerts": "SELECT document_id, count(*) FROM out_findings WHERE severity = 2 GROUP BY document_id",
    "declared_empty": """
        SELECT document_id, count(*) FROM statements WHERE status = 'declared_empty' GROUP BY document_id
    """,
}


@pytest.mark.parametrize("column", FROM_VIEWS)
def test_every_fact_of_the_five_documents_is_that_of_its_view(five: Path, column: str) -> None:
    wanted = dict(opened(five).execute(FROM_VIEWS[column]).fetchall())
    nothing = 0 if column in {"checks_failed", "checks_alerts", "declared_empty"} else None
    found = {document: row[column] for document, row in facts(five).items()}
    assert len(found) == 5
    assert found == {document: wanted.get(document, nothing) for document in found}


def _total(document: str, year: int, text: str, **more: object) -> Row:
    return sample._amount(document, "expenditure", year, "total", text) | {"is_total": True} | more


def _said(document: str, year: int, change: str, **more: object) -> Row:
    amounts = {"amount_yuan": None, "change_yuan": sample.yuan(change), "direction": "increase", "line": 532}
    row = {"document_id": document, "topic": "totals", "subject": "收支预算", "measure": "total", "fiscal_year": year}
    return row | amounts | {"text": "较上年增加", "is_partial": False} | more


def changes(tmp_path: Path, documents: list[Row], amounts: list[Row], narrative: list[Row]) -> dict[str, Row]:
    path = sample.build(
        tmp_path / "changes.duckdb", {"documents": documents, "amounts": amounts, "narrative": narrative}
    )
    query = "SELECT * FROM out_total_change"
    return {row["document_id"]: row for row in opened(path).sql(query).pl().to_dicts()}


OLD, NEW = sample._document("old", "甲市", "甲局", 2023), sample._document("new", "甲市", "甲局", 2024)
TOTALS = [_total("old", 2023, "80.00", line=7), _total("new", 2024, "100.00")]


def test_a_change_rests_on_the_document_of_the_year_before_where_there_is_one(tmp_path: Path) -> None:
    row = changes(tmp_path, [OLD, NEW], TOTALS, [_said("new", 2024, "15.00")])["new"]
    assert (row["basis"], row["prior_yuan"], row["change_yuan"]) == ("document", 800000, 200000)
    assert (row["place_document_id"], row["line"]) == ("old", 7)


@pytest.mark.parametrize(
    "other", [{"scope": "unit"}, {"stage": "final"}, {"unit": "乙局"}, {"jurisdiction": "乙市"}, {"fiscal_year": 2022}]
)
def test_what_is_not_the_same_unit_scope_and_stage_is_no_year_before(tmp_path: Path, other: Row) -> None:
    row = changes(tmp_path, [OLD | other, NEW], TOTALS, [_said("new", 2024, "15.00")])["new"]
    assert (row["basis"], row["prior_yuan"], row["change_yuan"]) == ("narrative", 850000, 150000)
    assert (row["place_document_id"], row["line"]) == ("new", 532)


def test_two_versions_that_disagree_are_no_basis(tmp_path: Path) -> None:
    amounts = [*TOTALS, _total("old-2", 2023, "81.00")]
    documents = [OLD, OLD | {"document_id": "old-2"}, NEW]
    assert changes(tmp_path, documents, amounts, [_said("new", 2024, "15.00")])["new"]["basis"] == "narrative"


def test_a_narrative_that_says_two_things_is_no_basis_and_the_table_stands_last(tmp_path: Path) -> None:
    said = [_said("new", 2024, "15.00"), _said("new", 2024, "16.00")]
    assert "new" not in changes(tmp_path, [NEW], TOTALS[1:], said)
    amounts = [*TOTALS[1:], _total("new", 2023, "90.00", line=8)]
    (tmp_path / "changes.duckdb").unlink()
    row = changes(tmp_path, [NEW], amounts, said)["new"]
    assert (row["basis"], row["prior_yuan"], row["change_yuan"], row["line"]) == ("table", 900000, 100000, 8)


def test_level_with_the_year_before_is_a_change_of_nothing(tmp_path: Path) -> None:
    said = _said("new", 2024, "0.00", change_yuan=None, direction="flat")
    row = changes(tmp_path, [NEW], TOTALS[1:], [said])["new"]
    assert (row["basis"], row["change_yuan"], row["prior_yuan"]) == ("narrative", 0, 1000000)


def about(document_id: str, **more: object) -> Row:
    return (
        sample._document(document_id, "甲市", document_id, 2024)
        | {"parent_unit": None, "within_document_id": None}
        | more
    )


def fact(document_id: str, total: int | None, **more: object) -> Row:
    empty = dict.fromkeys(("project_yuan", "strict_yuan", "change_yuan", "change_basis", "prior_yuan"))
    yuan = None if total is None else Decimal(total)
    return {"document_id": document_id, "total_yuan": yuan, "basic_yuan": yuan} | empty | more


def test_cards_stand_under_the_colour_of_their_jurisdiction(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    page = open_page("overview")
    shown = [element.proto.body for element in page.get("html")]
    lines = [re.search(r"border-top: 4px solid (#[0-9a-f]{6})", body) for body in shown if body.startswith("<dl")]
    documents = queries.run(opened(five), queries.documents())
    colours = [line[1] for line in lines if line]
    assert len(colours) == len(lines) == len(documents)
    assert len(set(colours)) == documents["jurisdiction"].n_unique() > 1


def test_a_card_sums_what_may_be_added_and_nothing_else() -> None:
    documents = [about("a"), about("b"), about("c", scope="unit", parent_unit="a"), about("d", stage="final")]
    rows = {d: fact(d, total) for d, total in (("a", 3), ("b", None), ("c", 1), ("d", 5))}
    found = cards.cards(documents, rows)
    assert [[row["document_id"] for row in card.rows] for card in found] == [["a", "b"], ["c"], ["d"]]
    assert (found[0].sum("total_yuan"), found[0].having("total_yuan"), found[0].one) == (Decimal(3), 1, None)
    assert found[0].sum("strict_yuan") is None


def test_a_card_has_a_change_only_where_every_document_has_one() -> None:
    known = {"change_yuan": Decimal(1), "change_basis": "narrative", "prior_yuan": Decimal(2)}
    both = cards.Card(about("a"), (fact("a", 3, **known), fact("b", 3, **known)))
    some = cards.Card(about("a"), (fact("a", 3, **known), fact("b", 3)))
    assert both.bases == ("narrative",)
    assert some.bases == ()


def test_no_jurisdiction_is_cut_in_the_middle() -> None:
    frame = pl.DataFrame({"jurisdiction": ["甲", "甲", "乙", "乙", "丙"]})
    assert cards.whole_jurisdictions(frame, 4)["jurisdiction"].to_list() == ["甲", "甲", "乙", "乙"]
    assert cards.whole_jurisdictions(frame, 3)["jurisdiction"].to_list() == ["甲", "甲"]
    assert cards.whole_jurisdictions(frame, 1).is_empty()


def test_sums_of_the_five_documents_are_those_of_sql(five: Path) -> None:
    connection = opened(five)
    documents = queries.run(connection, queries.documents())
    frame = cards.sums(documents, queries.run(connection, queries.facts()))
    query = """
        SELECT d.jurisdiction, d.fiscal_year, d.stage, d.scope, count(*), sum(s.total_yuan), sum(s.basic_yuan)
        FROM documents AS d JOIN out_function_spending AS s USING (document_id) WHERE s.is_total
        GROUP BY GROUPING SETS (
            (d.fiscal_year, d.stage, d.scope), (d.jurisdiction, d.fiscal_year, d.stage, d.scope)
        )
    """
    columns = ("jurisdiction", "fiscal_year", "stage", "scope", "documents", "total_yuan", "basic_yuan")
    assert set(frame.select(columns).rows()) == set(connection.execute(query).fetchall())
    whole = cards.together(documents, queries.run(connection, queries.facts())).row(0, named=True)
    total = connection.execute("SELECT sum(total_yuan) FROM out_function_spending WHERE is_total").fetchone()
    assert (whole["documents"], (whole["total_yuan"],)) == (5, total)


def test_the_first_version_counts_and_nothing_sums_to_nothing() -> None:
    documents = pl.DataFrame([about("a"), about("a-2", unit="a"), about("b", fiscal_year=2023)])
    frame = cards.sums(documents, pl.DataFrame([fact("a", 3), fact("a-2", 4), fact("b", None)]))
    rows = {(row["jurisdiction"], row["fiscal_year"]): row for row in frame.to_dicts()}
    assert (rows["甲市", 2024]["documents"], rows["甲市", 2024]["total_yuan"]) == (1, Decimal(3))
    assert (rows["甲市", 2023]["printed"], rows["甲市", 2023]["total_yuan"]) == (0, None)


@pytest.fixture
def view(shown: Path) -> filters.View:
    assert shown.exists()
    found: filters.View = open_page("overview").session_state[filters._VIEW]
    return found


def test_findings_are_the_extremes_of_the_facts_largest_sum_first(shown: Path, view: filters.View) -> None:
    frame = queries.run(opened(shown), queries.facts())
    found = highlights.findings(frame, view)
    kinds = {finding.kind: finding for finding in found}
    assert len(found) == len(kinds) <= highlights.MOST
    assert [f.kind for f in found[:2]] == ["class", "share_high"] or found[0].kind == "class"
    assert "1,400.00 万元，占其支出合计 93.33%" in kinds["class"].text
    assert kinds["class"].parameters == {"level": f"{sample.DEPARTMENT}|208"}
    assert "100.00%（93.00 / 93.00 万元，4 份文档中）" in kinds["share_high"].text
    assert "10.00%（5.00 / 50.00 万元" in kinds["share_low"].text
    assert "67.74%（63.00 / 93.00 万元）" in kinds["pension"].text
    assert "由 1.80 到 4.30 万元，变化 +2.50（138.89%；表中印有两年合计的 2 份文档中）" in kinds["three_public"].text
    assert kinds["project"].parameters == {"project": f"{sample.DEPARTMENT}|1"}
    assert {f.kind for f in found if f.document_id is None} == {"checks", "declared_empty", "failed_statements"}
    assert all(finding.document_id in view.about for finding in found if finding.document_id)


def test_what_several_have_alike_is_not_said_of_one_alone(shown: Path, view: filters.View) -> None:
    frame = queries.run(opened(shown), queries.facts()).with_columns(
        project_yuan=pl.when(pl.col("document_id") == sample.DEPARTMENT).then("total_yuan").otherwise("project_yuan"),
        declared_empty=pl.lit(2, pl.Int32),
    )
    kinds = {finding.kind: finding.text for finding in highlights.findings(frame, view)}
    assert kinds["share_high"].startswith("项目支出占比最高（2 个并列，此为其一）：")
    assert kinds["share_low"].startswith("项目支出占比最低：")
    assert kinds["declared_empty"].endswith(f"（{len(frame)} 个并列，此为其一）。")


def test_what_does_not_hold_is_counted_as_on_the_page_of_the_checks(
    five: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    text, (counts,) = (
        words(open_page("overview")),
        opened(five)
        .sql(
            "SELECT count(*) FILTER (severity = 1), count(*) FILTER (severity = 2),"
            " max(abs(difference_yuan)) FILTER (severity = 1) / 10000 FROM out_findings"
        )
        .fetchall(),
    )
    assert counts[:2] == (9, 14)
    # Six of the nine are one and the same gap of one table: a sum would count it again and again.
    assert f"9 条不符，差额最大的一条 {counts[2]:,.2f} 万元，另有 14 条提示" in text
    assert "支出合计比上年变化最大：烟台市人力资源和社会保障局" in text
    assert "有依据的 3 份文档中" in text
    alone = words(open_page("overview", document="haigang-hrss-2024"))
    assert "金额最大的项目（2 个并列，此为其一）：" in alone  # twice 648.60, of two years' notices


def test_one_document_has_no_extremes(shown: Path, view: filters.View) -> None:
    frame = queries.run(opened(shown), queries.facts()).filter(pl.col("document_id") == sample.DEPARTMENT)
    kinds = {finding.kind for finding in highlights.findings(frame, view)}
    assert kinds >= {"class", "project", "pension", "three_public"}
    assert not kinds & {"share_high", "share_low"}
    for lang in ("zh", "en"):
        texts = [finding.text for finding in highlights.findings(frame, replace(view, t=Text(lang)))]
        said = [text for text in texts if not text.startswith(("金额最大", "Largest class", "Largest project"))]
        assert len(said) == len(kinds - {"class", "project"})
        among = re.compile("最大：|最高|最多的|份文档|[Hh]ighest|[Ll]argest|most of|among")
        assert not [text for text in said if among.search(text)]


def test_nothing_stands_out_among_nothing(shown: Path, view: filters.View) -> None:
    assert highlights.findings(queries.run(opened(shown), queries.facts()).clear(), view) == []


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("unit", list(MoneyUnit))
def test_every_finding_has_a_link_to_the_document_it_is_about(unit: MoneyUnit) -> None:
    at = open_page("overview", money=unit.value)
    links = {link.proto.page: parse_qs(link.proto.query_string) for link in at.get("page_link")}
    assert {"function-spending", "projects", "basic-project", "pension", "three-public"} <= set(links)
    assert links["function-spending"] == {"document": [sample.DEPARTMENT], "level": [f"{sample.DEPARTMENT}|208"]}
    assert "金额最大的类" in words(at)


def test_counts_over_all_documents_lead_to_all_of_them(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    for chosen, wanted in (({}, {}), ({"document": "yantai-sic-2023"}, {"document": ["yantai-sic-2023"]})):
        links = [link.proto for link in open_page("overview", **chosen).get("page_link")]
        found = {link.page: parse_qs(link.query_string) for link in links if "find=" not in link.query_string}
        assert found["quality"] == wanted
        assert found["sources"] == wanted


def test_what_the_narrative_says_otherwise_stands_beside_the_change_in_the_table(
    five: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    implied = {document: row["three_public_implied_yuan"] for document, row in facts(five).items()}
    query = "SELECT document_id, amount_yuan FROM out_three_public WHERE is_derived AND component = 'total'"
    said = dict(opened(five).execute(query).fetchall())
    assert implied == {document: said.get(document) for document in implied}
    conflict = "（138.89%；表中印有两年合计的 3 份文档中）；按文字说明推算，上年为 4.30 万元，与表不一致。"
    assert conflict in words(open_page("overview"))
    agreeing = words(open_page("overview", year="2024"))
    assert "“三公”经费表内变化最大" in agreeing
    assert "按文字说明推算" not in agreeing


@pytest.mark.usefixtures("shown")
def test_a_linked_document_goes_before_the_filters_until_it_is_left() -> None:
    at = open_page("overview", document=sample.UNIT, region="乙区")
    assert at.session_state[filters._VIEW].ids == [sample.UNIT]
    assert "只看这一份文档" in words(at)
    at.button(key="leave-only").click().run()
    assert at.session_state[filters._VIEW].ids == [sample.ZONE]
    nobody = open_page("overview", document="nobody")
    assert len(nobody.session_state[filters._VIEW].ids) == len(sample.DOCUMENTS)
    assert "已略去" in words(nobody)
    assert "nobody" in [text.value for text in nobody.text]


@pytest.mark.usefixtures("shown")
def test_sums_keep_apart_what_must_not_be_added_unless_a_person_asks() -> None:
    at = open_page("overview")
    table = at.dataframe[0].value
    assert "全部合并（用户要求）" not in set(table["name"])
    assert "不能直接相加" in words(at)
    at.toggle(key="together").set_value(True).run()
    row = at.dataframe[0].value.iloc[0]
    assert (row["name"], Decimal(row["total_yuan"])) == ("全部合并（用户要求）", Decimal(1500 + 900 + 93 + 50))
    assert "按用户要求合并：含部门内单位、含不同口径、含不同年度" in words(at)


@pytest.mark.usefixtures("shown")
def test_where_all_may_be_added_there_is_nothing_to_override() -> None:
    at = open_page("overview", year="2024")
    assert not at.toggle
    assert "1593.0" in {str(float(total)) for total in at.dataframe[0].value["total_yuan"]}


def test_a_change_says_its_basis_and_links_to_it(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    at = open_page("overview")
    text = words(at)
    assert text.count("比上年增减依据：文字说明") == 3
    assert text.count("比上年增减：无依据") == 2
    # All of this year's money is fiscal; that it was so last year nobody says.
    assert text.count("；文字说明另给出财政拨款收支总预算比上年 -138.49 万元（第465行）") == 1
    searched = [parse_qs(link.proto.query_string).get("find") for link in at.get("page_link")]
    assert ["10,833.82万元"] in searched


def many(count: int) -> dict[str, list[Row]]:
    """So many copies of one document, two in each jurisdiction: a budget and final accounts."""
    one = sample.only(sample.DEPARTMENT)
    copies: dict[str, list[Row]] = {table: [] for table in one}
    for number in range(count):
        for table, rows in one.items():
            copies[table] += [row | {"document_id": f"d{number:03}"} for row in rows if "document_id" in row]
        copies["documents"][-1] |= {
            "jurisdiction": f"第{number // 2:03}区",
            "unit": f"第{number // 2:03}区人社局",
            "stage": ("budget", "final")[number % 2],
        }
    return copies


def test_very_many_documents_are_limited_and_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(sample.build(tmp_path / "many.duckdb", many(70))))
    at = open_page("overview")
    assert not at.exception
    text = words(at)
    assert "以上 8 张卡片；所选文档另有 62 份没有卡片" in text
    (spec,) = specs(at)
    assert len(spec["data"][0]["y"]) == filters.MOST_SHOWN
    sums = at.dataframe[0].value
    assert list(sums["documents"])[:2] == [35, 35]
    assert len(sums) == 2 + 70
    assert "预算；决算" in text
