"""What a rule is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["hard", "soft"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id, Chinese title and formula, its severity, and what it needs.

    `sql/rules/<id>.sql` selects the operands of every identity it finds in the documents under check, in the columns
    of `sql/checks/operands.sql`. A statement in `needs` that has no figures is said in one row; where `together`, the
    rule is then not settled at all. `statement` and `otherwise` say where and why nothing could be checked in a
    document in which the rule finds no identity. `why` is for the reader of `budgetlens check --explain`. Where
    the documents hold none of `found_in` (`sql/checks/present.sql`), or else of `needs`, the rule finds nothing.
    """

    id: str
    title: str
    formula: str
    severity: Severity
    statement: str
    needs: tuple[str, ...]
    otherwise: str
    why: str
    together: bool = False
    found_in: tuple[str, ...] = ()
