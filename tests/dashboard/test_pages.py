"""Every page, run by Streamlit's own test harness: filters, empty, one document, missing and broken databases."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import filters
from dashboard.database import ENVIRONMENT
from tests.dashboard import sample

if TYPE_CHECKING:
    from collections.abc import Callable

APP = Path(dashboard.__file__).parent / "app.py"
PAGES = ("overview", "function_spending", "basic_project", "three_public", "pension", "quality", "sources")
TITLES = {"overview": ("总览", "Overview"), "pension": ("养老保险基金缺口补助", "Pension subsidies")}


def open_page(name: str, **query: str | list[str]) -> AppTest:
    at = AppTest.from_file(str(APP), default_timeout=60)
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    if name != "overview":
        at.switch_page(f"screens/{name}.py").run()
    return at


def specs(at: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def html(at: AppTest) -> str:
    return "\n".join(element.proto.body for element in at.get("html"))


def words(at: AppTest) -> str:
    kinds = (at.title, at.caption, at.text, at.info, at.warning, at.markdown, at.metric, at.error, at.subheader)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("lang", ["中文", "English"])
@pytest.mark.parametrize("money", ["万元", "亿元"])
def test_every_page_runs_in_both_languages_and_units(name: str, lang: str, money: str) -> None:
    at = open_page(name, lang=lang, money=money)
    assert not at.exception
    assert [title.value for title in at.title]


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_runs_in_both_themes(name: str, theme: str) -> None:
    at = AppTest.from_file(str(APP), default_timeout=30)
    at.context["theme"] = theme
    at.run()
    if name != "overview":
        at.switch_page(f"screens/{name}.py").run()
    assert not at.exception


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("key", "value"),
    [("region", "甲市"), ("year", "2023"), ("unit", "乙区社会保障中心"), ("region", ["丙市", "乙区"])],
)
def test_each_filter_narrows_every_page(name: str, key: str, value: str | list[str]) -> None:
    at = open_page(name, **{key: value})
    assert not at.exception
    chosen = at.session_state[filters._VIEW].documents
    assert 0 < len(chosen) < len(sample.DOCUMENTS)
    column = {"region": "jurisdiction", "year": "fiscal_year", "unit": "unit"}[key]
    wanted = {value} if isinstance(value, str) else set(value)
    assert {str(found) for found in chosen[column].to_list()} == wanted


@pytest.mark.usefixtures("shown")
def test_filters_without_a_match_explain_themselves_and_lead_back() -> None:
    at = open_page("overview", region="乙区", year="2023")
    assert not at.exception
    assert "没有同时符合" in at.info[0].value
    at.button(key="clear_empty").click().run()
    assert len(at.session_state[filters._VIEW].documents) == len(sample.DOCUMENTS)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("document", [sample.DEPARTMENT, sample.UNIT, sample.ZONE, sample.NONE])
def test_every_page_runs_on_one_document(name: str, document: str, alone: Callable[[str], None]) -> None:
    alone(document)
    assert not open_page(name).exception


@pytest.mark.parametrize("name", PAGES)
def test_every_page_runs_on_an_empty_database(name: str, alone: Callable[[str], None]) -> None:
    alone("")
    at = open_page(name)
    assert not at.exception
    assert "budgetlens load" in at.info[0].value


def test_a_missing_database_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "absent.duckdb"))
    at = open_page("overview")
    assert not at.exception
    assert "budgetlens load" in at.error[0].value
    assert str(tmp_path) in at.text[0].value


@pytest.mark.parametrize("content", [b"", b"not a database", b"\0" * 20000])
def test_a_broken_database_says_what_to_do(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "broken.duckdb"
    path.write_bytes(content)
    monkeypatch.setenv(ENVIRONMENT, str(path))
    at = open_page("overview")
    assert not at.exception
    assert "budgetlens load" in at.error[0].value


def test_a_new_database_is_seen_without_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sample.build(tmp_path / "live.duckdb", sample.only(sample.ZONE))
    monkeypatch.setenv(ENVIRONMENT, str(path))
    at = open_page("overview")
    assert len(at.session_state[filters._VIEW].everything) == 1
    sample.build(tmp_path / "next.duckdb").replace(path)
    at.run()
    assert not at.exception
    assert len(at.session_state[filters._VIEW].everything) == len(sample.DOCUMENTS)


@pytest.mark.usefixtures("shown")
def test_cards_show_the_printed_totals() -> None:
    values = re.findall("<dd>(.*?)</dd>", html(open_page("overview")))
    assert {"1,500.00", "900.00", "93.00", "50.00"} <= set(values)
    assert "63.33%" in values  # (700 + 250) / 1500
    assert "未列" in values
    assert "声明为空" in values


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("name", PAGES)
def test_a_unit_inside_a_department_is_always_pointed_out(name: str) -> None:
    assert "不可相加" in words(open_page(name))


@pytest.mark.usefixtures("shown")
def test_the_warning_goes_where_only_one_of_the_two_is_shown() -> None:
    assert "不可相加" not in words(open_page("overview", unit="甲市社会保险中心"))


@pytest.mark.usefixtures("shown")
def test_sources_lists_what_failed_and_quality_what_was_left_out() -> None:
    failures = open_page("sources").dataframe[0].value
    assert "broken.pdf" in set(failures["source_file"])
    leftovers = open_page("quality", leftovers_listed="true").dataframe[-1].value
    assert sample.HOSTILE in set(leftovers["text"])


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("name", PAGES)
def test_text_of_documents_never_reaches_markdown(name: str) -> None:
    at = open_page(name)
    for kind in (at.markdown, at.caption, at.info, at.warning, at.metric, at.title, at.subheader):
        assert not any("$a$" in str(element.value) for element in kind)
    assert "$a$" not in html(at)


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("name", PAGES)
def test_plotly_gets_no_markup_of_a_document(name: str) -> None:
    for spec in specs(open_page(name)):
        assert "<b>" not in json.dumps(spec, ensure_ascii=False)
