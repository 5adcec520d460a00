"""Answers: once for all who ask, within their bound, and all of one page from one version of the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import answers, cache, queries
from dashboard.answers import Answers
from dashboard.database import ENVIRONMENT, current_version
from dashboard.queries import Question
from tests.dashboard import sample

if TYPE_CHECKING:
    from pathlib import Path


def frame(rows: int) -> pl.DataFrame:
    return pl.DataFrame({"n": range(rows)}, schema={"n": pl.Int64})


def test_an_answer_is_worked_out_once_however_many_ask() -> None:
    kept, made, go = Answers(10**6), [], Event()

    def make() -> pl.DataFrame:
        go.wait(5)
        made.append(1)
        return frame(3)

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(kept.get, "key", make) for _ in range(8)]
        go.set()
        assert {id(answer.result()) for answer in asked} == {id(asked[0].result())}
    assert made == [1]


def test_answers_unused_for_longest_go_first_and_the_bound_holds() -> None:
    kept = Answers(20_000)
    for key in ("a", "b"):
        kept.get(key, lambda: frame(1000))
    kept.get("a", lambda: pytest.fail("it was kept"))
    kept.get("c", lambda: frame(1000))
    kept.get("a", lambda: pytest.fail("it was used later than b"))
    assert kept.get("b", lambda: frame(1)).height == 1
    assert kept.size <= 20_000
    kept.get("huge", lambda: frame(100_000))
    assert len(kept) == kept.size == 0


def test_an_answer_that_fails_is_asked_again() -> None:
    kept = Answers(10**6)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: frame(1 // 0))
    assert kept.get("key", lambda: frame(2)).height == 2


def test_questions_with_other_parameters_are_others() -> None:
    names = {answers.name(Question("a", {"documents": ids})) for ids in (["x"], ["y"], ["x", "y"], [])}
    assert len(names) == 4
    assert answers.name(Question("a", {"documents": ["x"]})) in names


def two_questions() -> None:
    """Ask, let the file be replaced, ask again; as a page may that takes its time."""
    import os  # noqa: PLC0415 - runs as a script of its own
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from dashboard import cache, queries  # noqa: PLC0415

    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    renewed = cache.pin()
    first = cache.ask(queries.documents())["document_id"].to_list()
    waiting = Path(os.environ["NEXT"])
    if waiting.exists():
        waiting.replace(os.environ["BUDGETLENS_DB"])
    second = cache.ask(queries.disclosure_matrix(first))["document_id"].unique().to_list()
    st.session_state["seen"] = (sorted(first), sorted(second), renewed, cache.is_replaced())


@pytest.mark.parametrize("small", [True, False])
def test_a_run_never_mixes_two_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, small: bool) -> None:
    path = sample.build(tmp_path / "live.duckdb", sample.only(sample.ZONE))
    following = sample.build(tmp_path / "next.duckdb")
    monkeypatch.setenv(ENVIRONMENT, str(path))
    monkeypatch.setenv("NEXT", str(following))
    monkeypatch.setattr(cache, "SMALL", cache.SMALL if small else 0)
    at = AppTest.from_function(two_questions, default_timeout=30)
    at.run()
    assert not at.exception
    first, second, _, replaced = at.session_state["seen"]
    assert first == second == [sample.ZONE]
    assert replaced is True
    at.run()
    first, second, renewed, replaced = at.session_state["seen"]
    assert first == second == sorted(d["document_id"] for d in sample.DOCUMENTS)
    assert (renewed, replaced) == (True, False)


def test_a_run_whose_version_cannot_be_opened_any_more_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sample.build(tmp_path / "live.duckdb", sample.only(sample.ZONE))
    monkeypatch.setenv(ENVIRONMENT, str(path))
    monkeypatch.setenv("NEXT", str(tmp_path / "next.duckdb"))
    at = AppTest.from_function(two_questions, default_timeout=30).run()
    sample.build(tmp_path / "next.duckdb")
    cache._ANSWERS._kept.clear()
    ask = cache.ask

    def ask_after_others(question: Question) -> pl.DataFrame:
        answer = ask(question)
        if question == queries.documents():
            cache._connection.clear()  # as the run of another visitor does that opens the next version
        return answer

    monkeypatch.setattr(cache, "ask", ask_after_others)
    at.run()
    assert not at.exception
    first, second, *_ = at.session_state["seen"]
    assert first == second == sorted(d["document_id"] for d in sample.DOCUMENTS)
    assert at.session_state["runs"] == 3


def test_large_and_small_databases_give_the_same_answers(shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = current_version(shown)
    questions = [queries.disclosure_matrix([sample.UNIT]), queries.three_public([sample.UNIT, sample.ZONE])]
    small = [cache._chosen(version, question) for question in questions]
    monkeypatch.setattr(cache, "SMALL", 0)
    assert [cache._chosen(version, question).to_dicts() for question in questions] == [f.to_dicts() for f in small]
    assert all(len(answer) for answer in small)
