"""项目与绩效: text is found literally, bands are exact, ceilings are not judged, same names stay apart."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from dashboard import projects, queries
from dashboard.database import ENVIRONMENT
from dashboard.projects import EDGES, NOT_PRINTED, Wanted
from dashboard.screens import project_tables
from tests.conftest import DOCUMENTS
from tests.dashboard import sample
from tests.dashboard.test_pages import open_page, specs, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Row = dict[str, Any]
YI = Decimal(10_000)


# ── what a person types ──


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("100", "1000000.00"),
        ("1,000 万元", "10000000.00"),
        ("２．５亿元", "250000000.00"),
        ("0", "0.00"),
        ("403860.63元", "403860.63"),
    ],
)
def test_an_amount_is_understood_with_and_without_its_unit(text: str, yuan: str) -> None:
    assert projects.least(text) == Decimal(yuan)


@pytest.mark.parametrize("text", ["", "-5", "many", "1e9", "5 美元", "1.2.3", "9" * 40])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert projects.least(text) is None


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("haigang-hrss-2024|17", ("haigang-hrss-2024", 17)),
        ("a|b|3", ("a|b", 3)),
        ("", None),
        ("x", None),
        ("x|", None),
        ("|1", None),
        ("x|-1", None),
        ("x|²", None),
        ("x|99999999999999999999", None),
    ],
)
def test_a_key_is_a_document_and_a_number(key: str, found: tuple[str, int] | None) -> None:
    assert projects.split_key(key) == found


def ceiling(amount: str, *, form: int = 1, unit_cost: bool = False) -> Row:
    return {"ceiling_yuan": Decimal(amount), "form_no": form, "is_unit_cost": unit_cost}


def test_a_ceiling_is_beside_its_budget_and_a_price_is_not() -> None:
    found = projects.ceilings([ceiling("300"), ceiling("12", unit_cost=True), {"ceiling_yuan": None}], Decimal(200))
    assert [c.difference for c in found] == [Decimal(-100), None]
    assert [c.difference for c in projects.ceilings([ceiling("300")], None)] == [None]


def test_one_of_several_ceilings_of_a_form_is_not_held_against_the_whole_budget() -> None:
    found = projects.ceilings([ceiling("119"), ceiling("239"), ceiling("358", form=2)], Decimal(360))
    assert [(c.together, c.difference) for c in found] == [(2, None), (2, None), (1, Decimal(2))]


def test_only_ceilings_of_one_form_sum_to_something() -> None:
    one = projects.ceilings([ceiling("119"), ceiling("239"), ceiling("5", unit_cost=True)], Decimal(360))
    assert projects.parts_of_budget(one) == 358
    two = projects.ceilings([ceiling("119"), ceiling("239", form=2)], Decimal(360))
    assert projects.parts_of_budget(two) is None
    assert projects.parts_of_budget(one[:1]) is None


# ── the questions ──


@pytest.fixture(scope="module")
def connection(five: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(five), read_only=True)


def found(connection: duckdb.DuckDBPyConnection, sort: str = "amount", **wanted: Any) -> list[Row]:  # noqa: ANN401
    return chosen(connection, Wanted(wanted.pop("documents", None), **wanted), sort).rows.to_dicts()


def chosen(connection: duckdb.DuckDBPyConnection, wanted: Wanted, sort: Any = "amount") -> projects.Found:  # noqa: ANN401
    return projects.find(lambda question: queries.run(connection, question), wanted, sort)


def test_the_list_is_every_project_of_the_table_as_printed(connection: duckdb.DuckDBPyConnection) -> None:
    rows = found(connection)
    assert len(rows) == rows[0]["found"] == 75
    stored = connection.execute("SELECT document_id, project_no, total_yuan FROM projects").fetchall()
    assert {(r["document_id"], r["project_no"], r["total_yuan"]) for r in rows} == set(stored)
    amounts = [row["total_yuan"] for row in rows]
    assert amounts == sorted(amounts, reverse=True)


@pytest.mark.parametrize(
    ("text", "count"),
    [("离休人员养老金", 2), ("13030224P00308P12378G", 1), ("13030224p00308p12378g", 1), ("领取养老金退休人数", 1)],
)
def test_text_is_found_in_names_codes_and_targets(connection: duckdb.DuckDBPyConnection, text: str, count: int) -> None:
    assert len(found(connection, text=text)) == count


@pytest.mark.parametrize("text", ["%", "_", "养老%", ".*", "'; DROP TABLE projects; --", "\\"])
def test_text_is_literal(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    query = """
        SELECT count(*) FROM projects AS p
        WHERE strpos(p.name, $t) > 0 OR EXISTS (
            SELECT 1 FROM targets AS t WHERE t.document_id = p.document_id AND t.project_no = p.project_no
                AND (strpos(t.level3, $t) > 0 OR strpos(t.value_text, $t) > 0 OR strpos(t.project_name, $t) > 0))
    """
    expected = connection.execute(query, {"t": text}).fetchall()[0][0]
    assert len(found(connection, text=text)) == expected


def test_the_same_name_is_two_projects(connection: duckdb.DuckDBPyConnection) -> None:
    rows = found(connection, text="区直机关事业单位离休人员养老金")
    assert {(row["code"], row["total_yuan"]) for row in rows} == {
        ("13030224P00308P12125P", 100 * YI),
        ("13030224P00308P12378G", 200 * YI),
    }
    opened = [queries.run(connection, queries.project_opened("haigang-hrss-2024", number)) for number in (17, 18)]
    assert [frame["namesakes"].item() for frame in opened] == [1, 1]
    figures = [queries.run(connection, queries.project_figures("haigang-hrss-2024", number)) for number in (17, 18)]
    assert [set(frame["amount_text"]) for frame in figures] == [{"100.00"}, {"200.00"}]


def test_filters_narrow_and_their_parts_make_the_whole(connection: duckdb.DuckDBPyConnection) -> None:
    with_targets, without = (len(found(connection, targets=having)) for having in ("with", "without"))
    # 9 forms that print money and aims in words only, and 1 project without a form.
    assert (with_targets, without) == (65, 10)
    by_band = [len(found(connection, size=band)) for band in projects.BANDS]
    assert sum(by_band) == 75
    kinds = projects.categories(chosen(connection, Wanted(None)).matching, 60)
    assert sum(len(found(connection, categories=(kind,))) for kind in kinds) == 75
    assert all(row["total_yuan"] >= 100_000_000 for row in found(connection, least=Decimal("100000000.00")))
    assert {row["document_id"] for row in found(connection, documents=["zibo-hitech-hrss-2024"])} == {
        "zibo-hitech-hrss-2024"
    }


@pytest.mark.parametrize(("sort", "column"), [("share", "share"), ("targets", "target_count")])
def test_each_order_is_that_of_what_is_shown(connection: duckdb.DuckDBPyConnection, sort: str, column: str) -> None:
    rows = found(connection, sort)
    shown = [
        row["total_yuan"] / row["project_spending_yuan"] if column == "share" else row["target_count"] for row in rows
    ]
    assert shown == sorted(shown, reverse=True)


def test_target_counts_leave_out_the_money_of_the_form(connection: duckdb.DuckDBPyConnection) -> None:
    counts = {(row["document_id"], row["project_no"]): row["target_count"] for row in found(connection)}
    query = """
        SELECT document_id, project_no, count(*) FROM targets
        WHERE project_no IS NOT NULL AND level1 <> '项目资金' GROUP BY ALL
    """
    told = {(document, number): count for document, number, count in connection.execute(query).fetchall()}
    assert {key: count for key, count in counts.items() if count} == told
    assert counts["yantai-hrss-2024", 8] == 0


def test_sizes_are_the_projects_and_the_money_of_each_document(connection: duckdb.DuckDBPyConnection) -> None:
    frame = projects.sizes(chosen(connection, Wanted(None)).matching, 8)
    for document in DOCUMENTS:
        rows = frame.filter(pl.col("document_id") == document)
        query = "SELECT count(*), sum(total_yuan) FROM projects WHERE document_id = ?"
        count, amount = connection.execute(query, [document]).fetchall()[0]
        assert (rows["projects"].sum(), sum(rows["amount_yuan"].to_list())) == (count, amount)
    assert set(frame["found"]) == {5}
    assert projects.sizes(chosen(connection, Wanted(None)).matching, 2)["document_id"].n_unique() == 2


def test_forms_and_projects_that_meet_nothing_are_counted(connection: duckdb.DuckDBPyConnection) -> None:
    rows = {row["document_id"]: row for row in queries.run(connection, queries.project_coverage(None, 50)).to_dicts()}
    assert {d: (row["loose_forms"], row["formless_projects"]) for d, row in rows.items()} == {
        document: (24, 1) if document == "yantai-hrss-2024" else (0, 0) for document in DOCUMENTS
    }
    assert rows["haidong-hrss-2023"]["difference_yuan"] == 50 * YI
    assert rows["yantai-hrss-2024"]["forms"] == 48
    loose = queries.run(connection, queries.project_loose_forms(None, 10))
    assert (len(loose), loose["found"][0]) == (10, 24)
    formless = queries.run(connection, queries.project_formless(None, 10))
    assert formless["name"].to_list() == ["社保基金管理工作中经费"]


def test_ceilings_are_the_printed_ones_beside_the_budget(connection: duckdb.DuckDBPyConnection) -> None:
    rows = queries.run(connection, queries.project_ceilings(None, 500)).to_dicts()
    by_key = {(row["document_id"], row["project_no"], row["value_text"]): row for row in rows}
    assert by_key["haigang-hrss-2024", 18, "≤300万元"]["difference_yuan"] == -100 * YI
    assert by_key["haigang-hrss-2024", 22, "≤403860.63元"]["ceiling_yuan"] == Decimal("403860.63")
    assert by_key["yantai-sic-2023", 11, "≤33000万"]["difference_yuan"] == 0
    alone = [row for row in rows if row["together"] == 1]
    assert all(row["difference_yuan"] == row["total_yuan"] - row["ceiling_yuan"] for row in alone)
    assert {row["difference_yuan"] for row in rows if row["together"] > 1} == {None}
    assert by_key["yantai-sic-2023", 9, "≤119万元"]["together"] == 2
    # A price, a percentage and a standard per head are not held against the total.
    assert not {"≤30%", "≤2200 元/人、月", "≤750元", "≤6.2万元"} & {row["value_text"] for row in rows}


# ── edges, on a small database ──


def database_of(path: Path, amounts: list[str | None]) -> duckdb.DuckDBPyConnection:
    content = sample.only(sample.ZONE)
    content["projects"] = [
        {
            "document_id": sample.ZONE,
            "project_no": number,
            "name": f"项目 {number} {sample.HOSTILE}",
            "total_yuan": None if amount is None else Decimal(amount),
            "line": number,
        }
        for number, amount in enumerate(amounts, start=1)
    ]
    return duckdb.connect(str(sample.build(path, content)))


def test_each_edge_begins_its_band_and_a_blank_is_not_zero(tmp_path: Path) -> None:
    amounts = [None, "-5", "0", *(str(edge) for edge in EDGES), *(str(edge - Decimal("0.01")) for edge in EDGES[1:])]
    connection = database_of(tmp_path / "edges.duckdb", amounts)
    bands = {band: [r["total_yuan"] for r in found(connection, size=band)] for band in projects.BANDS}
    assert bands[NOT_PRINTED] == [None]
    assert bands[0] == [Decimal(0), Decimal(-5)]
    for band, edge in enumerate(EDGES, start=1):
        assert edge in bands[band]
        if band > 1:
            assert edge - Decimal("0.01") in bands[band - 1]
    sizes = projects.sizes(chosen(connection, Wanted(None)).matching, 8)
    assert dict(sizes.select("band", "projects").rows()) == {band: len(rows) for band, rows in bands.items() if rows}


def test_no_more_than_the_limit_is_read_and_the_rest_is_counted(tmp_path: Path) -> None:
    rows = found(database_of(tmp_path / "many.duckdb", [str(number) for number in range(1, 621)]))
    assert (len(rows), rows[0]["found"]) == (500, 620)
    assert rows[0]["total_yuan"] == 620


def test_names_broken_by_spaces_are_found_unbroken(tmp_path: Path) -> None:
    connection = database_of(tmp_path / "spaces.duckdb", ["1", "2"])
    assert len(found(connection, text="项目1")) == 1
    assert len(found(connection, text="项目 2")) == 1


# ── the page ──


def test_the_page_shows_the_list_of_its_query(
    five: Path, connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    at = open_page("projects")
    frame = at.dataframe[0].value
    rows = found(connection)
    assert [Decimal(amount) * YI for amount in frame["total_yuan"]] == [row["total_yuan"] for row in rows]
    assert list(frame["name"]) == [row["name"] for row in rows]
    assert "75 个项目，全部列出" in words(at)
    assert frame["share"][0] == "50.89%"
    assert "unit_funds_yuan" in frame
    assert "government_fund_yuan" not in frame


def test_a_project_in_the_url_opens_its_figures_and_targets(
    five: Path, connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    at = open_page("projects", project="haigang-hrss-2024|18")
    assert [metric.value for metric in at.metric] == ["200.00 万元", "9.38%", "9", "1"]
    text = words(at)
    assert "13030224P00308P12378G" in text
    assert "另有 1 个同名项目" in text
    targets = next(frame.value for frame in at.dataframe if "value_text" in frame.value and "level1" in frame.value)
    printed = queries.run(connection, queries.project_targets("haigang-hrss-2024", 18)).filter(~pl.col("is_money"))
    assert list(targets["value_text"]) == printed["value_text"].to_list()
    ceilings = next(frame.value for frame in at.dataframe if "remark" in frame.value)
    assert Decimal(ceilings["difference"][0]) == -100
    figures = next(frame.value for frame in at.dataframe if "statement_title" in frame.value)
    assert set(figures["statement_title"]) == {"绩效目标表"}
    at.button(key="project-close").click().run()
    assert "project" not in at.query_params
    assert not at.metric


def test_several_ceilings_of_one_form_are_summed_beside_the_budget(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    text = words(open_page("projects", project="yantai-sic-2023|9"))
    assert "各项上限合计 358.00 万元，预算 360.00 万元，相差 2.00 万元" in text


def test_two_forms_of_one_project_stay_apart(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    at = open_page("projects", project="yantai-hrss-2024|12")
    targets = next(frame.value for frame in at.dataframe if "level1" in frame.value)
    assert set(targets["form"]) == {"第1张", "第28张"}
    assert [metric.value for metric in at.metric][2:] == ["14", "2"]


def test_a_form_without_indicators_and_a_project_without_a_form_say_so(
    five: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    assert "目标表上没有可列出的指标" in words(open_page("projects", project="haidong-hrss-2023|1"))
    assert "没有这个项目的绩效目标表" in words(open_page("projects", project="yantai-hrss-2024|8"))


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("key", [f"{sample.ZONE}|99", "nowhere|1", "x", "|", f"{sample.ZONE}|²"])
def test_a_project_that_nobody_has_opens_nothing(key: str) -> None:
    at = open_page("projects", project=key)
    assert not at.exception
    assert not at.metric
    assert ("链接中的项目在现有数据里没有。" in words(at)) == key.endswith(("|99", "|1"))


@pytest.mark.usefixtures("shown")
def test_an_opened_project_outside_the_filters_gives_way_and_comes_back_with_them() -> None:
    at = open_page("projects", project=f"{sample.DEPARTMENT}|1")
    opened = [metric.value for metric in at.metric]
    assert opened
    at.multiselect(key="year").set_value([2023]).run()
    assert not at.metric
    assert "不在当前筛选之内" in words(at)
    at.multiselect(key="year").set_value([]).run()
    assert [metric.value for metric in at.metric] == opened


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(
    ("control", "value", "count"),
    [
        ("find_project", "统筹外", 1),
        ("at_least", "250", 3),
        ("at_least", "0.06亿元", 2),
        ("size", "<10万元", 0),
        ("size", "100万元–1000万元", 4),
        ("category", "特定目标类", 5),
        ("having", "有指标 With targets", 1),
        ("having", "无指标 Without", 4),
    ],
)
def test_each_control_narrows_the_list(control: str, value: str, count: int) -> None:
    at = open_page("projects", **{control: value})
    assert not at.exception
    if count:
        assert len(at.dataframe[0].value) == count
    else:
        assert "没有符合条件的项目" in words(at)


@pytest.mark.usefixtures("shown")
def test_an_amount_that_is_none_is_said_and_not_applied() -> None:
    at = open_page("projects", at_least="lots")
    assert "没有读懂" in at.warning[0].value
    assert len(at.dataframe[0].value) == 5


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("mode", project_tables.MODES)
def test_sizes_are_drawn_one_bar_for_each_document(mode: str) -> None:
    at = open_page("projects", sizes_by=mode)
    assert not at.exception
    spec = specs(at)[0]
    anchors = spec["data"][0]["y"]
    assert len(anchors) == 3
    # What stands in another order at each run would be drawn anew at each run.
    ends = [note["y"] for note in spec["layout"].get("annotations", [])]
    assert ends == ([] if mode == project_tables.MODES[2] else anchors)
    lengths = [x for trace in spec["data"][1:] for x in trace["x"]]
    assert sum(lengths) == pytest.approx({"项目数": 5, "金额 ": 1813, "金额占": 300}[mode[:3]])


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(("lang", "unit"), [("中文", "亿元"), ("English", "万元")])
def test_the_page_runs_in_both_languages_and_units_with_hostile_names(lang: str, unit: str) -> None:
    at = open_page("projects", lang=lang, money=unit, project=f"{sample.DEPARTMENT}|1")
    assert not at.exception
    for kind in (at.markdown, at.caption, at.info, at.warning, at.metric, at.title, at.subheader):
        assert not any("$a$" in str(element.value) for element in kind)
    assert any("$a$" in element.value for element in at.text)


@pytest.mark.parametrize("document", [sample.DEPARTMENT, sample.UNIT, sample.NONE])
def test_the_page_runs_on_one_document(document: str, alone: Callable[[str], None]) -> None:
    alone(document)
    at = open_page("projects")
    assert not at.exception
    assert at.title
