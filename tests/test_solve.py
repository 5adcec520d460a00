"""Lost cells: the only placement that adds up, every placement where several do, none where none does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loaders.solve import (
    Family,
    Identity,
    SolveRow,
    agreement,
    fits,
    identities_of,
    is_settled,
    keep_best,
    keep_within,
    place_row,
    propagate,
    settled_columns,
)

TOTAL_OF_TWO = (Identity(0, (1, 2)),)


def row(*figures: int, digit: int = 1) -> SolveRow:
    return SolveRow(figures, (digit,) * len(figures))


def placed(*figures: int, width: int = 3, identities: tuple[Identity, ...] = TOTAL_OF_TWO, digit: int = 1) -> SolveRow:
    result = row(*figures, digit=digit)
    place_row(result, width, identities)
    return result


def test_a_full_row_stands_as_printed_even_if_it_does_not_add_up() -> None:
    assert placed(9, 3, 3).candidates == [(9, 3, 3)]
    assert not fits(row(9, 3, 3), 3, TOTAL_OF_TWO)


def test_one_part_may_be_either() -> None:
    assert placed(17, 17).candidates == [(17, 17, None), (17, None, 17)]


def test_a_row_that_fits_nowhere_has_no_placement() -> None:
    assert placed(17, 16, digit=0).candidates == []


def test_exact_before_rounding() -> None:
    near = placed(101, 50, 50, width=4, identities=(Identity(0, (1, 2, 3)),), digit=1)
    assert len(near.candidates) == 3
    exact = placed(100, 50, 50, width=4, identities=(Identity(0, (1, 2, 3)),), digit=1)
    assert all(sum(c or 0 for c in cells[1:]) == 100 for cells in exact.candidates)


def test_the_family_settles_what_its_rows_leave_open() -> None:
    total, first, second = placed(30, 10, 20), placed(10, 10), placed(20, 20)
    propagate([total, first, second], [Family(0, (1, 2))])
    assert first.candidates == [(10, 10, None)]
    assert second.candidates == [(20, None, 20)]


def test_two_solutions_stay_open() -> None:
    total, first, second = placed(20, 10, 10), placed(10, 10), placed(10, 10)
    propagate([total, first, second], [Family(0, (1, 2))])
    assert not is_settled([total, first, second])
    assert settled_columns(first) == (0, None)


def test_a_broken_family_removes_nothing() -> None:
    total, first = placed(99, 40, 59), placed(10, 10)
    before = list(first.candidates)
    propagate([total, first], [Family(0, (1,))])
    assert first.candidates == before


def test_rounding_within_a_family() -> None:
    """595.13 against 503.19 + 67.67 + 24.26: one cent more than the parts."""
    total = placed(76778, 59513, 17266)
    rows = [placed(67585, 50319, 17266), placed(6767, 6767), placed(2426, 2426)]
    propagate([total, *rows], [Family(0, (1, 2, 3))])
    assert rows[1].candidates == [(6767, 6767, None)]
    assert rows[2].candidates == [(2426, 2426, None)]


def test_missing_columns_are_replaced_by_their_parts() -> None:
    rules = [("total", ["fiscal", "other"]), ("fiscal", ["general", "fund"])]
    assert identities_of(("total", "general", "fund", "other"), rules) == (Identity(0, (1, 2, 3)),)
    assert identities_of(("total", "fiscal", "general"), rules) == (Identity(0, (1,)), Identity(1, (2,)))


def test_evidence_never_removes_all() -> None:
    open_row = placed(17, 17)
    assert not keep_within(open_row, lambda _: False)
    assert len(open_row.candidates) == 2
    assert not keep_best(open_row, lambda _: 0)
    assert keep_best(open_row, lambda cells: agreement(cells, ("total", "basic", "project"), {"project": {17}}))
    assert open_row.candidates == [(17, None, 17)]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=7))
def test_the_truth_is_never_removed(parts: list[tuple[int, int]]) -> None:
    """Whatever cells are lost, the true placement of every row stays among the candidates."""
    cells = [tuple(v or None for v in (a + b, a, b)) for a, b in parts]
    total = tuple(sum(c[i] or 0 for c in cells) or None for i in range(3))
    rows = [row(*(v for v in truth if v is not None)) for truth in (total, *cells)]
    for one in rows:
        place_row(one, 3, TOTAL_OF_TWO)
    propagate(rows, [Family(0, tuple(range(1, len(rows))))])
    for one, truth in zip(rows, (total, *cells), strict=True):
        assert truth in one.candidates
