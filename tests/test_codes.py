"""Codes carried over rows, rows in the wrong code column, and what is left alone because two readings fit."""

from __future__ import annotations

import pytest

from loaders.codes import settle_codes
from loaders.grid import code_parts
from loaders.table import Note, TableRow

Printed = tuple[str, str, str, int]


def settle(*printed: Printed, deepest: int = 3) -> tuple[list[TableRow], list[Note]]:
    rows = [TableRow(name=f"行{i}", code_parts=(a, b, c), line=i) for i, (a, b, c, _) in enumerate(printed)]
    notes = settle_codes(rows, [(fen, 1) for *_, fen in printed], deepest)
    return rows, notes


def codes(rows: list[TableRow]) -> list[str | None]:
    return [row.code for row in rows]


def test_codes_carry_over_rows() -> None:
    rows, notes = settle(("208", "", "", 30), ("", "01", "", 30), ("", "", "01", 10), ("", "", "02", 20))
    assert codes(rows) == ["208", "20801", "2080101", "2080102"]
    assert [row.parent_code for row in rows] == [None, "208", "20801", "20801"]
    assert [row.level for row in rows] == [1, 2, 3, 3]
    assert notes == []


def test_whole_codes_need_nothing_carried() -> None:
    rows, _ = settle(("208", "05", "07", 30), ("210", "11", "01", 5))
    assert codes(rows) == ["2080507", "2101101"]


def test_a_shifted_code_is_repaired_and_recorded() -> None:
    rows, notes = settle(
        ("208", "", "", 50), ("", "26", "", 30), ("", "", "01", 30), ("", "", "99", 20), ("", "", "99", 20)
    )
    assert codes(rows) == ["208", "20826", "2082601", "20899", "2089999"]
    (note,) = notes
    assert (note.kind, note.after, note.line) == ("code_shift", "20899", 3)


def test_where_two_repairs_fit_the_printed_level_stands() -> None:
    """03 comes twice under one 款, so one of the two is no 项; nothing tells which, for both are 0."""
    rows, notes = settle(
        ("208", "", "", 20), ("", "26", "", 20), ("", "", "01", 20), ("", "", "03", 0), ("", "", "03", 0)
    )
    assert codes(rows) == ["208", "20826", "2082601", "2082603", "2082603"]
    assert notes == []


def test_sums_that_fit_nowhere_change_nothing() -> None:
    rows, notes = settle(("208", "", "", 99), ("", "26", "", 30), ("", "", "01", 31))
    assert codes(rows) == ["208", "20826", "2082601"]
    assert notes == []


def test_economic_codes_have_two_levels() -> None:
    rows, _ = settle(("301", "", "", 30), ("", "01", "", 10), ("", "02", "", 20), deepest=2)
    assert codes(rows) == ["301", "30101", "30102"]


def test_an_item_without_its_parents_does_not_raise() -> None:
    rows, _ = settle(("208", "", "", 30), ("", "", "07", 30))
    assert rows[0].code == "208"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ([(0, "2080507")], (("208", "05", "07"), "")),
        ([(0, "20805")], (("208", "05", ""), "")),
        ([(0, "208")], (("208", "", ""), "")),
        ([(1, "208"), (2, "05"), (3, "07")], (("208", "05", "07"), "")),
        ([(3, "07")], (("", "", "07"), "")),
        ([(0, "07")], (("", "", ""), "07")),
    ],
)
def test_code_parts(printed: list[tuple[int, str]], expected: tuple[tuple[str, str, str], str]) -> None:
    assert code_parts(printed) == expected
