"""Marks: exactly the figures that the view names, by row, with their reasons; on every page, and nowhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from dashboard import marks, queries
from dashboard.database import ENVIRONMENT, connect, current_version
from dashboard.marks import Mark, Marks
from dashboard.text import Text
from tests.dashboard import sample
from tests.dashboard.test_pages import open_page

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

ZH = Text("zh")
INFERRED, DISPUTED = "yantai-sic-2023", "yantai-hrss-2024"


def ask(database: Path, documents: list[str]) -> pl.DataFrame:
    return queries.run(connect(current_version(database)), queries.figure_marks(documents))


def row(mark: str, reason: str = "因", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    place = {"table_no": 1, "row_no": 2, "row_page": 3, "row_line": 4, "page": 3, "line": 5}
    figure = {"document_id": "d", "statement": "income", "measure": "total", "fiscal_year": 2024, "code": "208"}
    return figure | place | {"mark": mark, "reason": reason} | more


def known(*rows: dict[str, Any]) -> Marks:
    return Marks(pl.DataFrame(list(rows), infer_schema_length=None))


def at(page: int | None, line: int | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    return {"document_id": "d", "page": page, "line": line} | more


def trusts(app: AppTest) -> list[str]:
    return [text for frame in app.dataframe if "trust" in frame.value for text in frame.value["trust"]]


def test_the_question_is_the_view(five: Path) -> None:
    connection = connect(current_version(five))
    documents = connection.sql("SELECT document_id FROM documents").pl()["document_id"].to_list()
    order = ["document_id", "figure_no", "mark"]
    columns = [*order, "checks", "largest_difference_yuan", "measure", "amount_yuan"]
    wanted = connection.sql("SELECT * FROM figure_marks").pl().sort(order)
    found = ask(five, documents).sort(order)
    shared = [name for name in columns if name in found.columns]
    assert found.select(shared).equals(wanted.select(shared).cast({"checks": pl.Int32}))
    assert set(found["mark"]) == set(marks.KINDS)


def test_of_some_documents_only_theirs(five: Path) -> None:
    everything = ask(five, [INFERRED, DISPUTED])
    assert ask(five, [INFERRED]).equals(everything.filter(pl.col("document_id") == INFERRED))
    assert ask(five, []).is_empty()


def test_a_row_is_found_by_its_number_its_first_place_and_the_place_of_a_figure() -> None:
    found = known(row("mismatch"))
    assert [mark.kind for mark in found.at(at(3, 4), "income")] == ["mismatch"]
    assert [mark.kind for mark in found.at(at(3, 5), "income")] == ["mismatch"]
    assert [mark.kind for mark in found.at(at(9, 9, table_no=1, row_no=2), "income")] == ["mismatch"]
    assert found.at(at(3, 4), "expenditure") == found.at(at(3, 6), "income") == ()
    assert found.at(at(3, 4, table_no=1, row_no=3), "income") == ()


def test_without_pages_and_lines_only_the_code_is_left() -> None:
    nowhere: dict[str, Any] = {"row_page": None, "row_line": None, "page": None, "line": None}
    found = known(row("alert", **nowhere), row("mismatch", code="210", row_no=3, **nowhere))
    assert [mark.kind for mark in found.at(at(None, None, code="208"), "income")] == ["alert"]
    assert found.at(at(None, None, code="221"), "income") == ()


def test_measure_year_and_code_narrow() -> None:
    found = known(row("mismatch"), row("inferred", measure="fiscal", fiscal_year=2023, code="210"))
    assert [mark.kind for mark in found.at(at(3, 4), "income")] == ["mismatch", "inferred"]
    assert [mark.kind for mark in found.at(at(3, 4), "income", ("fiscal",))] == ["inferred"]
    assert [mark.kind for mark in found.at(at(3, 4), "income", year=2024)] == ["mismatch"]
    assert [mark.kind for mark in found.at(at(3, 4), "income", code="210")] == ["inferred"]


def test_reasons_are_said_once_and_the_hardest_mark_comes_first() -> None:
    found = known(row("inferred", "列位"), row("alert", "提"), row("mismatch", "甲\n乙"), row("mismatch", "乙\n丙"))
    merged = found.at(at(3, 4), "income")
    assert merged == (Mark("mismatch", ("甲", "乙", "丙")), Mark("alert", ("提",)), Mark("inferred", ("列位",)))
    assert marks.together([merged, merged]) == merged
    assert [mark.sign for mark in merged] == ["⚠", "⚑", "≈"]
    assert marks.lines(ZH, merged)[0] == "⚠ 勾稽不符：甲（另有 2 条）"
    assert marks.trust(ZH, ()) == "表中印出"


def test_a_long_reason_is_cut_beside_a_figure() -> None:
    line = marks.lines(ZH, [Mark("mismatch", ("长" * 500,))])[0]
    assert line.endswith("…")
    assert len(line) < 150


@pytest.mark.usefixtures("shown")
def test_tiles_and_rows_of_the_sample_are_marked_where_the_identity_fails() -> None:
    app = open_page("function_spending")
    spec = json.loads(app.get("plotly_chart")[0].proto.spec)
    areas = [trace for trace in spec["data"] if "ids" in trace]
    tiles = {key: text for t in areas for key, text in zip(t["ids"], t["text"], strict=True)}
    warned = {key for key, text in tiles.items() if "⚠" in text}
    assert {f"{sample.DEPARTMENT}|20826", f"{sample.DEPARTMENT}|2082601"} <= warned
    assert {key.split("|")[1] for key in warned} == {"20826", "2082601"}
    hovers = {key: text for t in areas for key, text in zip(t["ids"], t["hovertext"], strict=True)}
    assert "本级 300.00 万元，下级合计 250.00 万元" in hovers[f"{sample.DEPARTMENT}|20826"].replace("<br>", "")


@pytest.mark.parametrize("page", ["function_spending", "basic_project", "three_public", "income"])
def test_each_page_says_why_a_column_was_inferred(page: str, five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    app = open_page(page, document=INFERRED)
    assert not app.exception
    assert any(text.startswith("≈ 列位推断：") or "；≈ " in text for text in trusts(app))


def test_a_subsidy_as_printed_is_called_so(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    app = open_page("pension", document=INFERRED)
    assert "表中印出" in trusts(app)
    assert "≈" not in "".join(trusts(app))


def test_a_project_whose_target_disagrees_is_an_alert(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    app = open_page("projects", document=DISPUTED)
    found = next(frame.value for frame in app.dataframe if "trust" in frame.value)
    alerts = {text for text in found["trust"] if "⚑" in text}
    assert alerts
    assert all("X10" in text or "Y4" in text for text in alerts)
    assert "表中印出" in set(found["trust"])


def test_both_years_of_a_disputed_three_public_total_carry_their_own_marks(
    five: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    app = open_page("three_public", document=INFERRED)
    frame = next(found.value for found in app.dataframe if "trust" in found.value)
    totals = {(r["year"], r["place"]): r["trust"] for r in frame.to_dict("records") if r["component"] == "合计"}
    printed = {year: text for (year, place), text in totals.items() if text}
    assert "⚠ 勾稽不符：N4" in printed["2022"]
    assert "⚠" not in printed["2023"]


def test_a_card_says_what_is_wrong_with_its_figures(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    app = open_page("overview", document=INFERRED)
    text = "\n".join(str(element.value) for element in app.text)
    assert "⚠ 勾稽不符：N4 2022年" in text
