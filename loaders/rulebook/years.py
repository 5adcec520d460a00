"""Identities across years, units and documents: Y1 to Y6."""

from __future__ import annotations

from typing import Final

from loaders.rulebook.rule import Rule

RULES: Final[tuple[Rule, ...]] = ()
