"""The same subsidy one year apart: which two years are comparable, decided by the data; exact, pure.

Documents are comparable where they are about one unit in one scope and stage. A unit and the department containing it
are, for a subsidy that both print under the same function code: then the unit executes it. A code that only one of two
documents of a unit lists has no amount in the other year: it is not listed, which is not zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Row = dict[str, Any]
Relation = Literal["same", "unit_to_department", "department_to_unit", "narrative"]
ORDER: Final[tuple[Relation, ...]] = ("same", "unit_to_department", "department_to_unit", "narrative")
"""The better comparison of one code first."""


@dataclass(frozen=True, slots=True)
class Step:
    """One code in two adjoining years; amounts in 元, rows of `out_pension_subsidy` or None where it is not listed.

    For a step by the narrative `past` is None and `past_yuan` the amount minus the change said. A sum has no code, and
    no rows.
    """

    document_id: str
    past_document_id: str
    year: int
    code: str | None
    name: str
    relation: Relation
    past: Row | None
    now: Row | None
    past_yuan: Decimal | None
    now_yuan: Decimal | None
    said: Row | None = None

    @property
    def change(self) -> Decimal | None:
        """This year minus the year before."""
        return None if self.past_yuan is None or self.now_yuan is None else self.now_yuan - self.past_yuan


def steps(documents: Iterable[Mapping[str, Any]], figures: Iterable[Row], said: Iterable[Row]) -> list[Step]:
    """Return the steps of each document, the best comparison of each code, and their sums.

    Args:
        documents: rows of `documents`, in the order of display.
        figures: rows of `out_pension_subsidy` under both definitions.
        said: rows of `pension_said`.
    """
    about = {row["document_id"]: row for row in documents}
    rows = [row for row in figures if row["basis"] == "function_code"]
    by_document: dict[str, dict[str, Row]] = {document: {} for document in about}
    for row in rows:
        if row["definition"] == "broad":
            by_document[row["document_id"]].setdefault(row["code"], row)
    strict = {row["code"] for row in rows if row["definition"] == "strict"}
    words = {(d, code): _said(row, said) for d, codes in by_document.items() for code, row in codes.items()}
    found = []
    for document, now in about.items():
        mine = [s for past in about.values() for s in _between(past, now, by_document)]
        mine += [s for code, row in by_document[document].items() if (s := _by_narrative(row, words[document, code]))]
        best = _best(mine)
        found += [_with_said(step, words) for step in best] + _sums(best, strict)
    return found


def _relation(past: Mapping[str, Any], now: Mapping[str, Any]) -> Relation | None:
    if (past["jurisdiction"], past["stage"]) != (now["jurisdiction"], now["stage"]):
        return None
    if past["fiscal_year"] != now["fiscal_year"] - 1:
        return None
    if (past["unit"], past["scope"]) == (now["unit"], now["scope"]):
        return "same"
    if (past["scope"], now["scope"]) == ("unit", "department") and past["parent_unit"] == now["unit"]:
        return "unit_to_department"
    if (past["scope"], now["scope"]) == ("department", "unit") and now["parent_unit"] == past["unit"]:
        return "department_to_unit"
    return None


def _between(
    past: Mapping[str, Any], now: Mapping[str, Any], by_document: Mapping[str, Mapping[str, Row]]
) -> list[Step]:
    relation = _relation(past, now)
    if relation is None:
        return []
    before, after = by_document[past["document_id"]], by_document[now["document_id"]]
    codes = before.keys() | after.keys() if relation == "same" else before.keys() & after.keys()
    return [
        Step(
            now["document_id"],
            past["document_id"],
            now["fiscal_year"],
            code,
            (after.get(code) or before[code])["name"],
            relation,
            before.get(code),
            after.get(code),
            _amount(before.get(code)),
            _amount(after.get(code)),
        )
        for code in sorted(codes)
    ]


def _by_narrative(row: Row, said: Row | None) -> Step | None:
    """The year before from the change said; not from one that is called approximate."""
    if said is None or said["change_yuan"] is None or said["is_approximate"]:
        return None
    own = row["amount_yuan"] if said["amount_yuan"] is None else said["amount_yuan"]
    document, past = row["document_id"], own - said["change_yuan"]
    return Step(
        document,
        document,
        row["fiscal_year"],
        row["code"],
        row["name"],
        "narrative",
        None,
        row,
        past,
        row["amount_yuan"],
    )


def _said(row: Row, said: Iterable[Row]) -> Row | None:
    """What the narrative says of one figure: by its code, else by its amount; one with a change in money first."""
    fits = [
        s
        for s in said
        if (s["document_id"], s["fiscal_year"]) == (row["document_id"], row["fiscal_year"])
        and (s["code"] == row["code"] or (s["topic"] == "pension_gap" and s["amount_yuan"] == row["amount_yuan"]))
    ]
    return min(fits, key=lambda s: (s["change_yuan"] is None, s["line"] or 0), default=None)


def _with_said(step: Step, words: Mapping[tuple[str, str], Row | None]) -> Step:
    said = words.get((step.document_id, step.code or ""))
    return Step(
        step.document_id,
        step.past_document_id,
        step.year,
        step.code,
        step.name,
        step.relation,
        step.past,
        step.now,
        step.past_yuan,
        step.now_yuan,
        said,
    )


def _best(found: Sequence[Step]) -> list[Step]:
    """Without the comparisons of a code for which there is a better one."""
    best: dict[str | None, int] = {}
    for step in found:
        best[step.code] = min(best.get(step.code, len(ORDER)), ORDER.index(step.relation))
    return [step for step in found if ORDER.index(step.relation) == best[step.code]]


def _sums(found: Sequence[Step], strict: set[str]) -> list[Step]:
    """One sum for each pair of documents that both list all of several codes of the strict definition."""
    pairs: dict[tuple[str, Relation], list[Step]] = {}
    for step in found:
        if step.code in strict:
            pairs.setdefault((step.past_document_id, step.relation), []).append(step)
    result = []
    for (past, relation), same in pairs.items():
        before = [step.past_yuan for step in same if step.past_yuan is not None]
        after = [step.now_yuan for step in same if step.now_yuan is not None]
        if len(same) < 2 or len(before) < len(same) or len(after) < len(same):
            continue
        first = same[0]
        totals = (sum(before, Decimal(0)), sum(after, Decimal(0)))
        result.append(Step(first.document_id, past, first.year, None, "", relation, None, None, *totals))
    return result


def _amount(row: Row | None) -> Decimal | None:
    return row["amount_yuan"] if row else None
