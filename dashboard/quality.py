"""What a person looks for among the checks, how each came out, and why a rule must hold; pure and exact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from loaders.checks import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

STANDINGS: Final = ("mismatch", "alert", "explained", "rounding", "insufficient", "not_applicable")
"""How an identity came out that did not simply hold, in the order of `severity` of the view out_findings, from 1."""
TO_LOOK_AT: Final = STANDINGS[:5]
"""What a person should look at: all but identities that do not apply."""
HELD: Final = "pass"
SIGNS: Final[dict[str, str]] = {
    "mismatch": "⚠",
    "alert": "⚑",
    "explained": "＝",
    "rounding": "±",
    "insufficient": "？",
    "not_applicable": "／",
    HELD: "✓",
}
"""Before the word of a standing, so that it never hangs on colour."""

_WHY: Final = {rule.id: rule.why for rule in RULES}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the page: documents (None: all), rules, standings, statements, least difference in 元."""

    documents: Sequence[str] | None
    rules: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    least: Decimal | None = None

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of the question about findings; without a standing, all worth a look."""
        return {
            "documents": None if self.documents is None else list(self.documents),
            "rules": list(self.rules),
            "severities": [STANDINGS.index(standing) + 1 for standing in self.standings or TO_LOOK_AT],
            "statements": list(self.statements),
            "least": self.least,
        }


def standing(row: Mapping[str, Any]) -> str:
    """Return how the identity of a row with `severity` came out; without one it simply held."""
    return HELD if row["severity"] is None else STANDINGS[row["severity"] - 1]


def why(rule: str) -> str:
    """Return why a rule must hold, in Chinese; nothing for a rule that this version does not know."""
    return _WHY.get(rule, "")
