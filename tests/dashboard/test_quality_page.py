"""The page 数据质量: numbers equal the checks, filters narrow, an identity opens with both sides, links keep it."""

from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from dashboard import projects, quality, queries
from dashboard.database import ENVIRONMENT, connect, current_version
from loaders.checks import RULES
from tests.dashboard import sample
from tests.dashboard.test_pages import html, open_page, words

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

YANTAI, CENTRE, HAIDONG = "yantai-hrss-2024", "yantai-sic-2023", "haidong-hrss-2023"


def ask(database: Path, question: queries.Question) -> pl.DataFrame:
    return queries.run(connect(current_version(database)), question)


def table(at: AppTest, column: str) -> Any:  # noqa: ANN401 - pandas' frame
    return next(frame.value for frame in at.dataframe if column in frame.value)


def listed(at: AppTest) -> Any:  # noqa: ANN401 - pandas' frame
    return table(at, "difference_yuan")


def worst(database: Path, document: str) -> dict[str, Any]:
    wanted = quality.Wanted([document]).parameters()
    return ask(database, queries.quality_findings(wanted, 1)).row(0, named=True)


def test_each_document_has_its_checks_by_outcome_and_its_coverage(published: Path) -> None:
    view = duckdb.connect(str(published), read_only=True).sql("SELECT * FROM out_check_coverage").pl().to_dicts()
    found = {row["document_id"]: row for row in ask(published, queries.quality_coverage(None, 100)).to_dicts()}
    names = {"mismatch": "mismatches", "alert": "alerts", "rounding": "roundings", "pass": "passes"}
    names |= {name: name for name in ("explained", "not_applicable", "figures", "figures_checked", "facts")}
    names |= {name: name for name in ("facts_checked", "rules_completed", "inferred", "repairs")}
    assert len(found) == len(view) == 5
    for row in view:
        mine = found[row["document_id"]]
        assert {name: mine[name] for name in names} == {name: row[of] for name, of in names.items()}
        standings = (*quality.STANDINGS, quality.HELD)
        assert sum(mine[name] for name in standings) == mine["identities"]


def test_the_numbers_on_top_are_those_of_the_documents(published: Path) -> None:
    at = open_page("quality")
    counts = ask(published, queries.quality_coverage(None, 100))
    shown = re.findall("<dd>([^<]*)</dd>", html(at))[:6]
    assert shown == [f"{counts[name].sum():,}" for name in (*quality.TO_LOOK_AT, quality.HELD)]
    chart = json.loads(at.get("plotly_chart")[0].proto.spec)
    drawn = {trace["name"]: sum(trace["x"]) for trace in chart["data"] if "name" in trace}
    assert drawn["不符"] == counts["mismatch"].sum()
    assert drawn["缺数据"] == counts["insufficient"].sum()


def test_the_list_is_sorted_hardest_and_widest_first(published: Path) -> None:
    frame = ask(published, queries.quality_findings(quality.Wanted(None).parameters(), 300))
    keys = [(row["severity"], -abs(row["difference_yuan"] or 0)) for row in frame.to_dicts()]
    assert keys == sorted(keys)
    assert set(frame["severity"]) <= {1, 2, 3, 4, 5}
    rows = listed(open_page("quality"))
    assert len(rows) == frame["found"][0] == len(frame)
    assert rows["standing"][0] == "⚠ 不符"


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ({"standing": "提示 Alert"}, pl.col("severity") == 2),
        ({"standing": ["不符 Mismatch", "尾差 Rounding"]}, pl.col("severity").is_in([1, 4])),
        ({"standing": "不适用 Not applicable"}, pl.col("severity") == 6),
        ({"statement": "支出总表 Expenditure"}, (pl.col("statement") == "expenditure") & (pl.col("severity") < 6)),
        ({"difference": "1"}, (pl.col("difference_yuan").abs() >= 10_000) & (pl.col("severity") < 6)),
        ({"difference": "100元"}, (pl.col("difference_yuan").abs() >= 100) & (pl.col("severity") < 6)),
        ({"doc": CENTRE}, (pl.col("document_id") == CENTRE) & (pl.col("severity") < 6)),
        ({"document": HAIDONG}, (pl.col("document_id") == HAIDONG) & (pl.col("severity") < 6)),
    ],
)
def test_each_filter_narrows_the_list(published: Path, query: dict[str, Any], condition: pl.Expr) -> None:
    everything = duckdb.connect(str(published), read_only=True).sql("SELECT * FROM out_findings").pl()
    rows = listed(open_page("quality", **query))
    wanted = everything.filter(condition)
    assert 0 < len(rows) < len(everything)
    assert sorted(rows["message"]) == sorted(wanted["message"].to_list())


@pytest.mark.parametrize("documents", [None, [YANTAI, HAIDONG], [CENTRE]])
def test_what_is_added_up_of_all_documents_is_what_the_database_says_of_the_chosen(
    published: Path, documents: list[str] | None
) -> None:
    """The page asks once of all documents; the files ask of those that are chosen."""
    known = ask(published, queries.documents())
    chosen = known.filter(pl.col("document_id").is_in(documents or known["document_id"].to_list()))
    standings = quality.of_documents(ask(published, queries.quality_standings()), chosen)
    rules = quality.by_rule(ask(published, queries.rules()), standings)
    assert rules.equals(ask(published, queries.quality_rules(documents)))
    worst = quality.worst(standings, chosen, 2)
    reach = ask(published, queries.quality_reach(worst["document_id"].to_list()))
    coverage = ask(published, queries.quality_coverage(documents, 2))
    assert quality.coverage(worst, standings, reach).select(coverage.columns).equals(coverage)


def test_findings_at_hand_tell_the_first_ones_or_leave_it_to_the_database(published: Path) -> None:
    everything = quality.Wanted(None, standings=quality.STANDINGS).parameters()
    standings = ask(published, queries.quality_standings())
    complete, part = (ask(published, queries.quality_findings(everything, most)) for most in (5000, 40))
    wanted = (
        quality.Wanted([HAIDONG, YANTAI]),
        quality.Wanted(None, standings=("not_applicable",)),
        quality.Wanted(None, rules=("X10",), statements=("narrative",)),
        quality.Wanted(None, least=Decimal("0.005")),
    )
    for one in wanted:
        found = quality.first(complete, standings, one, 5)
        assert found is not None
        assert found.equals(ask(published, queries.quality_findings(one.parameters(), 5)))
        assert quality.first(part, standings, one, 40) is None
    some = quality.Wanted(None)
    found = quality.first(part, standings, some, 5)
    assert found is not None
    assert found.equals(ask(published, queries.quality_findings(some.parameters(), 5)))


def test_a_rule_is_a_filter_by_its_name(published: Path) -> None:
    title = next(rule.title for rule in RULES if rule.id == "X10")
    rows = listed(open_page("quality", rule=f"X10 {title}"))
    assert set(rows["rule"]) == {"X10"}
    wanted = quality.Wanted(None, rules=("X10",)).parameters()
    assert len(rows) == ask(published, queries.quality_findings(wanted, 300))["found"][0]


@pytest.mark.usefixtures("published")
def test_a_difference_that_is_no_number_is_said_and_filters_nothing() -> None:
    at = open_page("quality", difference="很多")
    assert any("请写成数字" in warning.value for warning in at.warning)
    assert len(listed(at)) == len(listed(open_page("quality")))


@pytest.mark.usefixtures("published")
def test_no_match_explains_itself() -> None:
    assert any("没有符合这些条件的核对" in info.value for info in open_page("quality", difference="9999999亿元").info)


def test_a_link_opens_both_sides_with_their_places(published: Path) -> None:
    row = worst(published, YANTAI)
    at = open_page("quality", check=projects.key_of(YANTAI, row["check_no"]))
    operands = table(at, "role")
    wanted = ask(published, queries.quality_operands(YANTAI, row["check_no"])).to_dicts()
    assert [Decimal(str(value)) for value in operands["amount_yuan"]] == [o["amount_yuan"] / 10_000 for o in wanted]
    assert list(operands["printed"]) == [f"{o['amount_text']} {o['unit_text']}" for o in wanted]
    assert set(operands["role"]) == {"左边", "右边"}
    assert list(operands["place"]) == [f"第{o['line']}行" for o in wanted]
    text = words(at)
    assert row["message"] in text
    assert f"为什么应当成立：{next(rule.why for rule in RULES if rule.id == row['rule'])}" in text
    sides = {role: sum(o["sign"] * o["amount_yuan"] for o in wanted if o["role"] == role) for role in ("left", "right")}
    assert sides == {"left": row["left_yuan"], "right": row["right_yuan"]}
    assert row["left_yuan"] - row["right_yuan"] == row["difference_yuan"]


def test_every_finding_can_be_opened(published: Path) -> None:
    frame = ask(published, queries.quality_findings(quality.Wanted(None).parameters(), 300))
    kinds = {(row["rule"], row["outcome"]): row for row in frame.to_dicts()}
    for row in kinds.values():
        at = open_page("quality", check=projects.key_of(row["document_id"], row["check_no"]))
        assert not at.exception
        assert row["message"] in words(at)


def test_an_explained_difference_names_the_printed_money(published: Path) -> None:
    wanted = quality.Wanted([HAIDONG], standings=("explained",)).parameters()
    row = ask(published, queries.quality_findings(wanted, 1)).row(0, named=True)
    at = open_page("quality", check=projects.key_of(HAIDONG, row["check_no"]))
    assert f"印出的依据：{row['explanation']}" in words(at)
    assert "＝ 已说明" in words(at)
    assert "说明差额" in set(table(at, "role")["role"])


@pytest.mark.usefixtures("published")
def test_a_check_that_is_not_there_is_said() -> None:
    assert any("在当前数据里找不到" in info.value for info in open_page("quality", check=f"{YANTAI}|999999").info)
    for key in ("x", "|", f"{YANTAI}|x", "nobody|1", f"{YANTAI}|{'9' * 30}"):
        assert not open_page("quality", check=key).exception


def test_choosing_a_row_opens_it_and_closing_leaves_the_link(published: Path) -> None:
    at = open_page("quality")
    key = next(frame.key for frame in at.dataframe if "difference_yuan" in frame.value)
    assert key
    at.session_state[key] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    first = ask(published, queries.quality_findings(quality.Wanted(None).parameters(), 1)).row(0, named=True)
    asked = at.query_params["check"]
    assert projects.key_of(first["document_id"], first["check_no"]) in {asked, *asked}
    at.run()
    assert first["message"] in words(at)
    at.button(key="check-close").click().run()
    assert "check" not in at.query_params


def test_a_row_chosen_before_a_new_load_is_not_marked_in_the_new_list(
    five: Path, one_loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mark would stand on another identity than the one that is opened below."""
    path = tmp_path / "own.duckdb"
    shutil.copyfile(one_loaded, path)
    monkeypatch.setenv(ENVIRONMENT, str(path))
    at = open_page("quality")
    key = next(frame.key for frame in at.dataframe if "difference_yuan" in frame.value)
    assert key
    at.session_state[key] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    at.run()
    opened, before = at.query_params["check"], listed(at)
    shutil.copyfile(five, tmp_path / "next.duckdb")
    (tmp_path / "next.duckdb").replace(path)
    at.run()
    assert len(listed(at)) > len(before)
    assert list(at.session_state[key]["selection"]["rows"]) == []
    assert at.query_params["check"] == opened


def test_rules_say_how_many_identities_each_settled(published: Path) -> None:
    rows = table(open_page("quality", rules_listed="true"), "settled")
    assert list(rows["rule"]) == [rule.id for rule in RULES]
    counts = duckdb.connect(str(published), read_only=True).sql(
        "SELECT rule, count(*) FILTER (outcome IN ('pass', 'rounding', 'mismatch')) FROM checks GROUP BY rule"
    )
    assert dict(zip(rows["rule"], rows["settled"], strict=True)) == dict.fromkeys(rows["rule"], 0) | dict(
        counts.fetchall()
    )
    assert all(rows["why"])


def test_repairs_have_before_after_and_reason(published: Path) -> None:
    rows = table(open_page("quality", repairs_listed="true", document=CENTRE), "after")
    wanted = duckdb.connect(str(published), read_only=True).execute(
        "SELECT before, after, reason FROM repairs WHERE document_id = ?", [CENTRE]
    )
    assert sorted(zip(rows["before"], rows["after"], rows["reason"], strict=True)) == sorted(wanted.fetchall())


@pytest.mark.usefixtures("shown")
def test_one_document_and_none() -> None:
    at = open_page("quality", document=sample.ZONE)
    assert set(listed(at)["rule"]) == {"W5"}
    quiet = open_page("quality", document=sample.NONE)
    assert not quiet.exception
    assert any("没有符合" in info.value for info in quiet.info)


def test_of_very_many_documents_the_worst_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = sample.rows()
    many = [
        row | {"document_id": f"d{n:03}", "unit": f"单位{n}"} for n in range(60) for row in content["documents"][:1]
    ]
    content["documents"] += many
    content["checks"] += [
        row | {"document_id": f"d{n:03}", "check_no": 100 + k}
        for n in (40, 50)
        for k, row in enumerate(content["checks"][:1] * (n - 38))
    ]
    path = sample.build(tmp_path / "budget.duckdb", content)
    monkeypatch.setenv(ENVIRONMENT, str(path))
    at = open_page("quality")
    rows = table(at, "coverage")
    assert len(rows) == 24
    assert rows["document"][0].startswith("单位50")
    assert rows["document"][1].startswith("单位40")
    assert any("另有 40 份未列" in info.value for info in at.info)


@pytest.mark.usefixtures("published")
def test_no_side_is_called_wrong() -> None:
    for language in ("中文", "English"):
        text = words(open_page("quality", lang=language)).lower()
        for word in ("错误的一边", "应改为", "the correct", "culprit"):
            assert word not in text
