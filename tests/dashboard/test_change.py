"""The change of a figure since last year: what it follows from, and the step of the scale it falls into."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from dashboard import spending
from dashboard.charts import paint


def compared(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    names = ("past_yuan", "past_document_id", "past_page", "past_line", "said_of_yuan", "said_change_yuan")
    return dict.fromkeys((*names, "said_page", "said_line")) | {"document_id": "d", "code": "208"} | more


def test_a_change_follows_from_last_years_document() -> None:
    found = spending.change(Decimal(120), compared(past_yuan=Decimal(100), past_document_id="p", past_line=7))
    assert found == spending.Change(Decimal(100), Decimal(20), "document", "p", None, 7)
    assert found.rate == Decimal("0.2")


def test_a_change_that_the_narrative_says_is_of_the_same_amount_only() -> None:
    said = compared(said_of_yuan=Decimal(120), said_change_yuan=Decimal(-30), said_line=9)
    assert spending.change(Decimal(120), said) == spending.Change(Decimal(150), Decimal(-30), "narrative", "d", None, 9)
    assert spending.change(Decimal(121), said) is None


def test_a_conflict_of_both_keeps_both() -> None:
    both = compared(
        past_yuan=Decimal(100), past_document_id="p", said_of_yuan=Decimal(120), said_change_yuan=Decimal(25)
    )
    found = spending.change(Decimal(120), both)
    assert found is not None
    assert (found.change, found.said) == (Decimal(20), Decimal(25))
    agreed = spending.change(Decimal(120), both | {"said_change_yuan": Decimal(20)})
    assert agreed is not None
    assert agreed.said is None


def test_without_a_basis_there_is_no_change() -> None:
    assert spending.change(Decimal(1), None) is None
    assert spending.change(None, compared(past_yuan=Decimal(1), past_document_id="p")) is None
    assert spending.change(Decimal(1), compared()) is None


def change(past: str, by: str) -> spending.Change:
    return spending.Change(Decimal(past), Decimal(by), "document", "p", None, 1)


@pytest.mark.parametrize(
    ("past", "by", "step"),
    [
        ("100", "-20", 0),
        ("100", "-19.99", 1),
        ("100", "-5", 1),
        ("100", "-4.99", 2),
        ("100", "0", 2),
        ("100", "4.99", 2),
        ("100", "5", 3),
        ("100", "19.99", 3),
        ("100", "20", 4),
        ("0", "3", 4),
        ("0", "0", 2),
        ("-5", "3", None),
    ],
)
def test_steps_of_change(past: str, by: str, step: int | None) -> None:
    assert paint.change_step(change(past, by)) == step
