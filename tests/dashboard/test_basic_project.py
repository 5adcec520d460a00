"""基本与项目: the figures of each section against their query, what a whole says beyond its parts, economic trees."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import economic, queries
from dashboard.charts import hierarchy
from dashboard.database import ENVIRONMENT, connect, current_version
from dashboard.format import MoneyUnit, money, percent
from dashboard.screens.split_parts import Bar
from tests.dashboard import sample
from tests.dashboard.test_pages import open_page, specs, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import duckdb
    from streamlit.testing.v1 import AppTest

    from dashboard.economic import Classification

Row = dict[str, Any]
UNIT, CLASS, FUND, PERSONNEL, ECONOMIC = (
    "单位 Unit",
    "类 Class",
    "资金 Fund",
    "人员公用 Personnel",
    "经济分类 Economic",
)
AMOUNT, GOVERNMENT, BARS = "金额 Amount", "政府分类 5xx Government", "条形 Bars"
DEPARTMENT, CENTRE, ZONE = "yantai-hrss-2024", "yantai-sic-2023", "zibo-hitech-hrss-2024"


def opened(path: Path) -> duckdb.DuckDBPyConnection:
    return connect(current_version(path))


def rows_of(path: Path, document: str) -> list[Row]:
    return queries.run(opened(path), queries.economic([document])).to_dicts()


def text_of(at: AppTest) -> dict[str, list[str]]:
    """The words on the bars of the first chart by series."""
    return {trace["name"]: trace["text"] for trace in specs(at)[0]["data"] if trace.get("name")}


# --- the trees ---


@pytest.mark.parametrize("classification", ["departmental", "government"])
@pytest.mark.parametrize("document", [DEPARTMENT, CENTRE, "haigang-hrss-2024", "haidong-hrss-2023"])
def test_leaves_and_residuals_are_the_printed_total(five: Path, document: str, classification: Classification) -> None:
    frame = economic.tree_rows(rows_of(five, document), classification)
    if frame.is_empty():
        assert classification == "government"
        return
    tree = hierarchy.build(frame)
    query = "SELECT amount_yuan FROM amounts WHERE document_id = ? AND statement = ? AND is_total AND measure = 'total'"
    printed = opened(five).execute(query, [document, "basic_economic"]).fetchone()
    assert (tree.root.amount,) == printed
    assert tree.size() == tree.root.amount
    assert tree.reason is None


def test_the_two_classifications_are_sums_of_the_same_rows(five: Path) -> None:
    """Each code against a sum of its own in SQL: the departmental over all rows of a code, the government's over 款."""
    rows = rows_of(five, DEPARTMENT)
    query = """
        SELECT {column}, sum(amount_yuan) FROM amounts
        WHERE document_id = ? AND statement = 'basic_economic' AND measure = 'total' AND {column} IS NOT NULL
        GROUP BY {column}
    """
    for column, classification in (("code", "departmental"), ("gov_code", "government")):
        wanted = dict(opened(five).execute(query.format(column=column), [DEPARTMENT]).fetchall())
        frame = economic.tree_rows(rows, classification)  # type: ignore[arg-type]
        found = {row["code"]: row["total_yuan"] for row in frame.to_dicts() if row["code"]}
        assert found == wanted
    assert found["505"] == Decimal("91265700.00")  # 8,706.55 + 420.02 万元, as printed on two rows


def test_codes_of_the_two_trees_never_meet(five: Path) -> None:
    for classification, digit in (("departmental", "3"), ("government", "5")):
        codes = economic.tree_rows(rows_of(five, DEPARTMENT), classification)["code"].drop_nulls()  # type: ignore[arg-type]
        assert {code[0] for code in codes} == {digit}


def test_what_the_total_says_beyond_its_classes_is_a_tile(five: Path) -> None:
    """The document prints 11,905.89 and classes of 10,620.76 and 781.64 万元: the rest is shown, not hidden."""
    tree = hierarchy.build(economic.tree_rows(rows_of(five, DEPARTMENT), "government"))
    assert [(tile.parent, tile.amount) for tile in tree.tiles if tile.is_residual] == [
        (f"{DEPARTMENT}|total", Decimal("5034900.00"))
    ]


def line(code: str | None, gov_code: str | None, total: str | None, **more: object) -> Row:
    return {
        "document_id": "d",
        "table_no": 1,
        "row_no": 1,
        "code": code,
        "gov_code": gov_code,
        "name": f"名{code}",
        "paired_name": f"政{gov_code}" if gov_code else None,
        "level": None if code is None else 1 if len(code) == 3 else 2,
        "is_total": code is None,
        "total_yuan": None if total is None else Decimal(total),
        "personnel_yuan": None,
        "public_yuan": None,
        "page": None,
        "line": 1,
    } | more


def totals(rows: list[Row], classification: Classification) -> dict[str | None, Decimal | None]:
    return {row["code"]: row["total_yuan"] for row in economic.tree_rows(rows, classification).to_dicts()}


def test_a_class_and_its_items_never_go_into_one_sum() -> None:
    """Where items stand beside a 类 of the government alone, its printed 类 rows are its amount."""
    rows = [line(None, None, "10"), line("301", "505", "10"), line("30101", "505", "4"), line("30102", "505", "6")]
    assert totals(rows, "government") == {None: 10, "505": 10}
    without = [line(None, None, "10"), line("301", None, "10"), line("30101", "50501", "4"), line("30102", "506", "6")]
    assert totals(without, "government") == {None: 10, "505": 4, "50501": 4, "506": 6}


def test_a_table_by_government_class_alone_is_read_as_such() -> None:
    rows = [line(None, None, "10"), line("501", None, "10"), line("50101", None, "10")]
    assert totals(rows, "government") == {None: 10, "501": 10, "50101": 10}
    assert economic.tree_rows(rows, "departmental").is_empty()


def test_blank_stays_blank_and_no_codes_make_no_tree() -> None:
    rows = [line(None, None, "10"), line("301", None, None), line("302", None, "10")]
    assert totals(rows, "departmental") == {None: 10, "301": None, "302": 10}
    assert economic.tree_rows(rows, "government").is_empty()
    assert economic.tree_rows([], "departmental").is_empty()


splits = st.dictionaries(
    st.tuples(
        st.sampled_from(["30101", "30102", "30201", "30309"]), st.sampled_from(["50101", "50102", "50201", "50501"])
    ),
    st.integers(0, 10**9),
    min_size=1,
)


@given(splits, st.booleans())
def test_both_trees_hold_all_the_money_however_it_is_split(
    amounts: dict[tuple[str, str], int],
    with_classes: bool,  # noqa: FBT001 - given by name
) -> None:
    items = [line(code, beside, str(yuan)) for (code, beside), yuan in amounts.items()]
    classes: dict[tuple[str, str], int] = {}
    for (code, beside), yuan in amounts.items():
        key = (code[:3], beside[:3])
        classes[key] = classes.get(key, 0) + yuan
    printed = [line(code, beside, str(yuan)) for (code, beside), yuan in classes.items()] if with_classes else []
    total = sum(amounts.values())
    rows = [line(None, None, str(total)), *printed, *items]
    for classification in ("departmental", "government"):
        found = totals(rows, classification)
        lowest = [yuan for code, yuan in found.items() if code and len(code) == 5]
        assert sum(yuan for yuan in lowest if yuan is not None) == total
        tree = hierarchy.build(economic.tree_rows(rows, classification))
        assert tree.exceeded == ()
        assert tree.size() == total


def test_the_rows_behind_a_code_are_those_printed_with_it(five: Path) -> None:
    rows = rows_of(five, DEPARTMENT)
    whole = economic.behind(rows, "government", "")
    assert [row["gov_code"] for row in whole] == [None, "501", "505", "502", "505"]
    assert {row["gov_code"] for row in economic.behind(rows, "government", "50502")} == {"50502"}
    assert {row["code"][:3] for row in economic.behind(rows, "departmental", "302")} == {"302"}


# --- bars ---


def test_a_bar_says_what_its_whole_says_beyond_its_parts() -> None:
    more = Bar("甲", Decimal(10), {"basic": Decimal(4), "project": None})
    less = Bar("甲", Decimal(3), {"basic": Decimal(4), "project": Decimal(1)})
    unknown = Bar("甲", None, {"basic": Decimal(4), "project": Decimal(1)})
    assert [bar.rest for bar in (more, less, unknown)] == [Decimal(6), Decimal(-2), Decimal(0)]
    assert [bar.base for bar in (more, less, unknown)] == [Decimal(10), Decimal(3), Decimal(5)]


# --- the page ---


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("lang", ["中文", "English"])
@pytest.mark.parametrize("unit", list(MoneyUnit))
@pytest.mark.parametrize("part", [UNIT, CLASS, FUND, PERSONNEL, ECONOMIC])
def test_every_section_runs(part: str, unit: MoneyUnit, lang: str) -> None:
    at = open_page("basic_project", part=part, money=unit.value, lang=lang, mode=AMOUNT)
    assert not at.exception
    assert len(at.get("plotly_chart")) == 1


@pytest.mark.parametrize("mode", ["占比 Share", AMOUNT])
def test_bars_by_unit_are_the_query_to_the_last_digit(published: Path, mode: str) -> None:
    at = open_page("basic_project", mode=mode)
    query = "SELECT document_id, total_yuan, basic_yuan, project_yuan FROM out_function_spending WHERE is_total"
    rows = opened(published).execute(query).fetchall()
    for series, position in (("基本支出", 2), ("项目支出", 3)):
        parts = [(row[position], row[1]) for row in rows if row[position] is not None]
        wanted = {percent(part, whole) if mode != AMOUNT else money(part, MoneyUnit.WAN) for part, whole in parts}
        assert set(text_of(at)[series]) == wanted
    table = at.dataframe[0].value
    assert {Decimal(str(total)) for total in table["total_yuan"]} == {row[1] / 10000 for row in rows}


@pytest.mark.usefixtures("published")
def test_parts_that_exceed_the_printed_total_are_said() -> None:
    assert "分项之和比印出的合计多 0.01 万元" in words(open_page("basic_project"))


def test_classes_are_of_the_document_in_the_url(published: Path) -> None:
    at = open_page("basic_project", part=CLASS, doc=CENTRE, mode=AMOUNT)
    assert at.selectbox[0].value == CENTRE
    query = (
        "SELECT basic_yuan FROM out_function_spending WHERE document_id = ? AND level = 1 AND basic_yuan IS NOT NULL"
    )
    printed = opened(published).execute(query, [CENTRE]).fetchall()
    assert sorted(text_of(at)["基本支出"]) == sorted(money(yuan, MoneyUnit.WAN) for (yuan,) in printed)
    at.selectbox[0].set_value(DEPARTMENT).run()
    assert at.query_params["doc"] in (DEPARTMENT, [DEPARTMENT])
    # One document: its name stands above the table, and its source in each row.
    assert "document" not in at.dataframe[0].value
    assert {source.split()[0] for source in at.dataframe[0].value["source"]} == {DEPARTMENT}


def test_funds_stand_beside_the_expenditure_statement_and_say_what_is_missing(published: Path) -> None:
    at = open_page("basic_project", part=FUND, mode=AMOUNT)
    query = """
        SELECT amount_yuan FROM amounts
        WHERE statement = ? AND is_total AND measure = 'total' AND side IS DISTINCT FROM 'income'
    """
    for statement, series in (("general_public", "一般公共预算"), ("state_capital", "国有资本经营")):
        printed = {money(yuan, MoneyUnit.WAN) for (yuan,) in opened(published).execute(query, [statement]).fetchall()}
        assert set(text_of(at)[series]) == printed
    assert "50.00" in text_of(at)["其余（支出总表减三张资金表）"]  # 767.78 − 717.78
    table = at.dataframe[0].value
    assert list(table["status"]).count("声明为空") == 7
    assert table[table["status"] != "有数"]["total_yuan"].isna().all()


@pytest.mark.usefixtures("published")
def test_personnel_without_a_table_says_its_state() -> None:
    at = open_page("basic_project", part=PERSONNEL)
    notes = [note["text"] for note in specs(at)[0]["layout"]["annotations"]]
    assert any("声明为空" in note for note in notes)
    assert "93.35%" in text_of(at)["人员支出"]  # 11,114.25 / 11,905.89
    table = at.dataframe[0].value
    assert "total_yuan" not in table  # of one table all spending, of the other 基本支出 alone
    assert [f"{yuan:.2f}" for yuan in table["basic_yuan"]] == ["595.13", "11905.89", "2269.44", "1945.84"]
    assert list(table["printed"]) == ["595.13 万元", "11,905.89 万元", "2269.44 万元", "1945.84 万元"]


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("tree", "code", "figures"),
    [
        ("", "", ["11,905.89", "100.00%", "11,114.25", "791.64", "503.49"]),
        ("", "302", ["781.64", "6.57%", "—", "781.64", "0.00"]),
        (GOVERNMENT, "505", ["9,126.57", "76.66%", "8,706.55", "420.02", "0.00"]),
        (GOVERNMENT, "50502", ["420.02", "3.53%", "—", "420.02", "—"]),
    ],
)
def test_an_economic_class_in_the_url_opens_its_rows(tree: str, code: str, figures: list[str]) -> None:
    query = {"part": ECONOMIC, "doc": DEPARTMENT} | ({"tree": tree} if tree else {}) | ({"econ": code} if code else {})
    at = open_page("basic_project", **query)
    assert [metric.value for metric in at.metric] == figures
    table = at.dataframe[0].value
    column = "gov_code" if tree else "code"
    assert all(found.startswith(code) for found in table[column].dropna())
    assert all(DEPARTMENT in source and "行" in source for source in table["source"])


@pytest.mark.usefixtures("published")
def test_a_click_opens_a_class_and_the_way_up_closes_it() -> None:
    at = open_page("basic_project", part=ECONOMIC, doc=DEPARTMENT)
    (trace,) = specs(at)[0]["data"]
    assert trace["type"] == "treemap"
    assert f"{DEPARTMENT}|302" in trace["ids"]
    at = open_page("basic_project", part=ECONOMIC, doc=DEPARTMENT, econ="30201")
    at.button(key="economic-up-302").click().run()
    assert at.query_params["econ"] in ("302", ["302"])
    at.button(key="economic-up-whole").click().run()
    assert "econ" not in at.query_params


@pytest.mark.usefixtures("published")
def test_a_code_that_the_tree_does_not_have_opens_nothing() -> None:
    at = open_page("basic_project", part=ECONOMIC, doc=DEPARTMENT, econ="505")
    assert not at.exception
    assert at.metric[0].value == "11,905.89"


@pytest.mark.usefixtures("published")
def test_bars_instead_of_areas() -> None:
    at = open_page("basic_project", part=ECONOMIC, doc=CENTRE, shape=BARS)
    assert {trace["type"] for trace in specs(at)[0]["data"]} <= {"bar", "scatter"}


@pytest.mark.usefixtures("published")
def test_a_table_declared_empty_says_so_with_its_note() -> None:
    at = open_page("basic_project", part=ECONOMIC, doc=ZONE)
    assert not at.get("plotly_chart")
    assert "一般公共预算基本支出表：声明为空" in at.info[0].value
    assert "2024年没有使用一般公共预算拨款安排的基本支出" in words(at)


@pytest.mark.usefixtures("published")
def test_a_table_without_government_classes_says_so() -> None:
    at = open_page("basic_project", part=ECONOMIC, doc="haigang-hrss-2024", tree=GOVERNMENT)
    assert "原表没有印政府经济分类科目" in at.info[0].value


@pytest.mark.parametrize("part", [UNIT, CLASS, FUND, PERSONNEL, ECONOMIC])
@pytest.mark.parametrize("document", [sample.DEPARTMENT, sample.UNIT, sample.ZONE, sample.NONE])
def test_one_document_and_missing_tables(part: str, document: str, alone: Callable[[str], None]) -> None:
    alone(document)
    at = open_page("basic_project", part=part)
    assert not at.exception
    assert not at.selectbox


def test_a_document_without_an_expenditure_statement_keeps_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = sample.only(sample.ZONE)
    content["amounts"] = []
    for row in content["statements"]:
        row["status"] = "failed" if row["statement"] == "expenditure" else row["status"]
    monkeypatch.setenv(ENVIRONMENT, str(sample.build(tmp_path / "none.duckdb", content)))
    notes = [note["text"] for note in specs(open_page("basic_project"))[0]["layout"]["annotations"]]
    assert notes == ["支出总表：解析失败"]
    assert "支出总表：解析失败" in open_page("basic_project", part=CLASS).info[0].value


@pytest.mark.usefixtures("published")
def test_frames_of_the_query_are_as_printed(five: Path) -> None:
    frame = pl.DataFrame(rows_of(five, DEPARTMENT), infer_schema_length=None)
    assert len(frame) == 44
    assert frame.filter(pl.col("is_total"))["total_text"].to_list() == ["11,905.89"]
