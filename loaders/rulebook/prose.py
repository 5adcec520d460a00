"""What the narrative says against the tables and against itself: N1 to N6."""

from __future__ import annotations

from typing import Final

from loaders.rulebook.rule import Rule

RULES: Final[tuple[Rule, ...]] = ()
