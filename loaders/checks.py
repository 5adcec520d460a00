"""The registry of the identities (勾稽关系) that a disclosure must satisfy.

A rule is added by writing its SELECT in `sql/rules/<id>.sql` and an entry in its family's module of `rulebook`; the
documentation's table of rules is generated from the same entries. `loaders.checking` runs them.
"""

from __future__ import annotations

from typing import Final

from loaders.labels import SEVERITIES
from loaders.rulebook import across, prose, within, years
from loaders.rulebook.rule import Rule, Severity

__all__ = ["RULES", "Rule", "Severity", "rule_table_markdown"]

RULES: Final[tuple[Rule, ...]] = (*within.RULES, *across.RULES, *prose.RULES, *years.RULES)


def rule_table_markdown() -> str:
    """Return the table of all rules for the documentation, as Markdown with Chinese headers."""
    escaped = "\\|"
    head = "| 规则 | 名称 | 公式 | 严重程度 |\n| --- | --- | --- | --- |\n"
    rows = ((r.id, r.title, r.formula, SEVERITIES[r.severity]) for r in RULES)
    return head + "".join(f"| {' | '.join(cell.replace('|', escaped) for cell in row)} |\n" for row in rows)
