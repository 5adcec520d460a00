"""What may be added or joined as one series: the five reasons against it, one by one and in any mixture."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.comparability import Barrier, Purpose, Reason, judge, nested, nested_pairs, representatives

Row = dict[str, Any]


def row(document_id: str, **more: object) -> Row:
    return {
        "document_id": document_id,
        "jurisdiction": "甲市",
        "unit": "甲局",
        "scope": "department",
        "parent_unit": None,
        "stage": "budget",
        "fiscal_year": 2024,
        "within_document_id": None,
    } | more


def centre(document_id: str, **more: object) -> Row:
    return row(document_id, unit="甲中心", scope="unit", parent_unit="甲局") | more


def test_documents_of_one_stage_year_and_scope_are_added() -> None:
    verdict = judge([row("a"), row("b", jurisdiction="乙区"), row("c", unit="丙局")], "add")
    assert verdict.groups == (("a", "b", "c"),)
    assert verdict.barriers == ()


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (row("b", stage="final"), Reason.STAGE),
        (row("b", fiscal_year=2023), Reason.YEAR),
        (row("b", unit="乙所", scope="unit", parent_unit="乙局"), Reason.SCOPE),
        (row("b"), Reason.VERSION),
    ],
)
def test_each_reason_keeps_sums_apart(other: Row, reason: Reason) -> None:
    verdict = judge([row("a"), other], "add")
    assert verdict.groups == (("a",), ("b",))
    assert verdict.barriers == (Barrier(reason, ("a", "b")),)


def test_a_unit_inside_a_chosen_department_is_never_added_to_it() -> None:
    verdict = judge([centre("u"), row("d")], "add")
    assert verdict.groups == (("u",), ("d",))
    assert verdict.reasons == (Reason.NESTED, Reason.SCOPE)
    assert verdict.barriers[0].documents == ("d", "u")


def test_a_unit_is_inside_its_department_of_any_year_by_name_or_by_the_link_of_the_data() -> None:
    rows = [
        centre("u", fiscal_year=2023, within_document_id="d22"),
        row("d23", fiscal_year=2023),
        row("d24"),
        row("d22", unit="甲局（旧名）", fiscal_year=2022),
        row("elsewhere", jurisdiction="乙区"),
    ]
    assert nested(rows) == [("u", "d23"), ("u", "d24"), ("u", "d22")]
    assert nested(rows[:1]) == []


def test_a_series_runs_over_the_years_of_one_unit_scope_and_stage() -> None:
    rows = [row("a22", fiscal_year=2022), row("a23", fiscal_year=2023), row("b", unit="乙局"), row("a24")]
    verdict = judge(rows, "series")
    assert verdict.groups == (("a22", "a23", "a24"), ("b",))
    assert verdict.barriers == ()


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (row("b", fiscal_year=2023, stage="final"), (Reason.STAGE,)),
        (row("b", fiscal_year=2023, scope="unit"), (Reason.SCOPE,)),
        (centre("b", fiscal_year=2023), (Reason.NESTED,)),
        (row("b"), (Reason.VERSION,)),
    ],
)
def test_each_reason_keeps_series_apart(other: Row, reasons: tuple[Reason, ...]) -> None:
    verdict = judge([row("a"), other], "series")
    assert verdict.groups == (("a",), ("b",))
    assert verdict.reasons == reasons


def test_the_first_version_goes_with_others_and_the_rest_stand_alone() -> None:
    verdict = judge([row("a"), row("a2"), row("b", unit="乙局"), row("a3")], "add")
    assert verdict.groups == (("a", "b"), ("a2",), ("a3",))
    assert verdict.barriers == (Barrier(Reason.VERSION, ("a", "a2", "a3")),)


def test_a_person_may_override_and_the_reasons_stay() -> None:
    rows = [row("a"), centre("u", fiscal_year=2023), row("f", stage="final"), row("x", jurisdiction="乙区")]
    added, series = judge(rows, "add", together=True), judge(rows, "series", together=True)
    assert (added.groups, added.together) == ((("a", "u", "f", "x"),), True)
    assert added.barriers == judge(rows, "add").barriers
    assert series.groups == (("a", "u", "f"), ("x",))


def test_where_nothing_is_kept_apart_there_is_nothing_to_override() -> None:
    assert judge([row("a")], "add", together=True).together is False
    assert judge([], "add") == judge([], "add", together=True)


documents = st.lists(
    st.fixed_dictionaries(
        {
            "jurisdiction": st.sampled_from("甲乙"),
            "unit": st.sampled_from(["局", "中心", "所"]),
            "scope": st.sampled_from(["department", "unit"]),
            "parent_unit": st.sampled_from([None, "局"]),
            "stage": st.sampled_from(["budget", "final"]),
            "fiscal_year": st.integers(2021, 2023),
            "within_document_id": st.sampled_from([None, "0", "1"]),
        }
    ),
    max_size=9,
).map(lambda rows: [r | {"document_id": str(number)} for number, r in enumerate(rows)])


@given(rows=documents, purpose=st.sampled_from(["add", "series"]), together=st.booleans())
def test_every_document_is_in_exactly_one_group(rows: list[Row], purpose: Purpose, *, together: bool) -> None:
    verdict = judge(rows, purpose, together=together)
    assert sorted(d for group in verdict.groups for d in group) == sorted(r["document_id"] for r in rows)


@given(documents)
def test_nothing_is_ever_counted_twice_in_a_sum(rows: list[Row]) -> None:
    by_id = {r["document_id"]: r for r in rows}
    inside = {frozenset(pair) for pair in nested(rows)}
    for group in judge(rows, "add").groups:
        for one, other in combinations(group, 2):
            a, b = by_id[one], by_id[other]
            assert frozenset((one, other)) not in inside
            assert (a["stage"], a["fiscal_year"], a["scope"]) == (b["stage"], b["fiscal_year"], b["scope"])
            assert (a["jurisdiction"], a["unit"]) != (b["jurisdiction"], b["unit"])


@given(documents)
def test_a_series_has_one_subject_and_one_document_a_year(rows: list[Row]) -> None:
    by_id = {r["document_id"]: r for r in rows}
    for group in judge(rows, "series").groups:
        members = [by_id[d] for d in group]
        assert len({(r["jurisdiction"], r["unit"], r["scope"], r["stage"]) for r in members}) == 1
        assert len({r["fiscal_year"] for r in members}) == len(members)


@given(documents, st.sampled_from(["add", "series"]))
def test_barriers_name_at_least_two_documents_and_explain_every_split_sum(rows: list[Row], purpose: Purpose) -> None:
    verdict = judge(rows, purpose)
    assert all(len(set(barrier.documents)) >= 2 for barrier in verdict.barriers)
    if purpose == "add":
        assert (len(verdict.groups) > 1) == bool(verdict.barriers)


@given(documents, st.permutations(range(9)))
def test_the_order_of_the_selection_changes_no_reason(rows: list[Row], order: list[int]) -> None:
    other = [rows[position] for position in order if position < len(rows)]
    assert judge(rows, "add").reasons == judge(other, "add").reasons
    assert judge(rows, "series").reasons == judge(other, "series").reasons


STRINGS = {"parent_unit": pl.String, "within_document_id": pl.String}


@given(documents.filter(bool))
def test_joins_find_the_same_pairs(rows: list[Row]) -> None:
    assert sorted(nested_pairs(pl.DataFrame(rows, schema_overrides=STRINGS))) == sorted(nested(rows))


@given(documents.filter(bool))
def test_few_documents_stand_for_the_reasons_among_many(rows: list[Row]) -> None:
    """Twenty examples of each reason are more than nine documents hold."""
    frame = pl.DataFrame(rows, schema_overrides=STRINGS)
    few = representatives(frame, most=0)
    assert judge(few.to_dicts(), "add").reasons == judge(rows, "add").reasons
    assert representatives(frame).equals(frame)
