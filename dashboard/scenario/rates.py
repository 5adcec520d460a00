"""The rate of change on the year before, where it is printed or follows from two loaded years; never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard import pension_years

if TYPE_CHECKING:
    from decimal import Decimal

    from dashboard.scenario.baseline import Baseline


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in percent, unrounded, of one function code of one document, and where the year before stands."""

    percent: Decimal
    past_yuan: Decimal
    now_yuan: Decimal
    place: str


def rates(baseline: Baseline) -> dict[tuple[str, str], Rate]:
    """Return the rates by document and function code; a subsidy's own comparison goes first."""
    found: dict[tuple[str, str], Rate] = {}
    now = _present(baseline)
    for row in baseline.before.filter(statement="expenditure").iter_rows(named=True):
        key = (row["document_id"], row["code"])
        rate = _of_row(row, now.get(key))
        if rate is not None:
            found[key] = rate
    steps = pension_years.steps(baseline.around.to_dicts(), baseline.subsidies.to_dicts(), baseline.said.to_dicts())
    for step in steps:
        if step.code and step.past_yuan and step.now_yuan is not None:
            place = _place(step.past_document_id, step.past or step.said or step.now)
            found[step.document_id, step.code] = _rate(step.past_yuan, step.now_yuan, place)
    return found


def _present(baseline: Baseline) -> dict[tuple[str, str], Decimal]:
    rows = baseline.figures.filter(statement="expenditure", measure="total", is_total=False)
    return {(row["document_id"], row["code"]): row["amount_yuan"] for row in rows.iter_rows(named=True)}


def _of_row(row: dict[str, Any], now: Decimal | None) -> Rate | None:
    if now is None:
        return None
    if row["past_yuan"]:
        return _rate(row["past_yuan"], now, _place(row["past_document_id"], row, "past_"))
    # a sentence about other money than the row's says nothing of the row
    if row["said_of_yuan"] == now and row["said_of_yuan"] != row["said_change_yuan"]:
        place = _place(row["document_id"], row, "said_")
        return _rate(now - row["said_change_yuan"], now, place)
    return None


def _rate(past: Decimal, now: Decimal, place: str) -> Rate:
    return Rate((now - past) * 100 / past, past, now, place)


def _place(document_id: str, row: dict[str, Any] | None, prefix: str = "") -> str:
    page, line = (row.get(f"{prefix}page"), row.get(f"{prefix}line")) if row else (None, None)
    parts = [document_id, f"p. {page}" if page else "", f"l. {line}" if line else ""]
    return " ".join(part for part in parts if part)
