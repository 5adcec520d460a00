"""The keys under which statements stand in the tables."""

from __future__ import annotations

from typing import Final

STATEMENTS: Final = (
    "summary",
    "income",
    "expenditure",
    "appropriation",
    "general_public",
    "government_fund",
    "state_capital",
    "basic_economic",
    "basic_economic_by_source",
    "three_public",
    "project",
    "procurement",
)
"""The statements of a disclosure; `statements` has one row for each of them in each document."""
