"""Table against narrative and year against year, from rows of `out_three_public`; exact, nothing corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

Row = dict[str, Any]
COMPONENTS: Final = (
    "total",
    "abroad",
    "abroad_academic",
    "abroad_other",
    "vehicle",
    "vehicle_purchase",
    "vehicle_operation",
    "reception",
    "agency_operation",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One component in one year: what the table prints and what the narrative says (rows, or None)."""

    document_id: str
    component: str
    fiscal_year: int
    table: Row | None
    narrative: Row | None

    @property
    def agrees(self) -> bool | None:
        """Whether both give the same amount; None where only one of them speaks."""
        if self.table is None or self.narrative is None:
            return None
        return bool(self.table["amount_yuan"] == self.narrative["amount_yuan"])


@dataclass(frozen=True, slots=True)
class Change:
    """One component over two years: the table's two figures, and what the narrative implies; in 元."""

    document_id: str
    component: str
    year: int
    before: Decimal | None
    after: Decimal | None
    said_before: Decimal | None
    said_after: Decimal | None
    row: Row

    @property
    def change(self) -> Decimal | None:
        """The change recomputed from the table."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def said(self) -> Decimal | None:
        """The change the narrative gives."""
        return None if self.said_before is None or self.said_after is None else self.said_after - self.said_before

    @property
    def agrees(self) -> bool | None:
        """Whether both changes are the same; None where one of them is not known."""
        return None if self.change is None or self.said is None else self.change == self.said


def pairs(rows: Iterable[Row]) -> list[Pair]:
    """Return one pair per document, year and component, components in their printed order."""
    found: dict[tuple[str, int, str], dict[str, Row]] = {}
    for row in rows:
        found.setdefault((row["document_id"], row["fiscal_year"], row["component"]), {}).setdefault(row["place"], row)
    result = [
        Pair(document, component, year, places.get("table"), places.get("narrative"))
        for (document, year, component), places in found.items()
    ]
    return sorted(result, key=lambda p: (p.document_id, p.fiscal_year, order(p.component)))


def changes(rows: Iterable[Row]) -> list[Change]:
    """Return the change of each component of each document between its own year and the year before."""
    by_key = {(p.document_id, p.component, p.fiscal_year): p for p in pairs(rows)}
    result = []
    for (document, component, year), now in by_key.items():
        row = now.table or now.narrative
        if row is None or year != row["document_year"]:
            continue
        before = by_key.get((document, component, year - 1))
        past = (_amount(before.table), _amount(before.narrative)) if before else (None, None)
        present = (_amount(now.table), _amount(now.narrative))
        result.append(Change(document, component, year, past[0], present[0], past[1], present[1], row))
    return result


def _amount(row: Row | None) -> Decimal | None:
    return None if row is None else row["amount_yuan"]


def order(component: str) -> int:
    """Return where a component stands in its printed order."""
    return COMPONENTS.index(component) if component in COMPONENTS else len(COMPONENTS)
