"""Identities within one table: W1 to W11."""

from __future__ import annotations

from typing import Final

from loaders.rulebook.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "W5",
        "按科目编列的各表各列：上级科目等于下级科目之和",
        "合计 = Σ类；类 = Σ款；款 = Σ项",
        "hard",
        "expenditure",
        (
            "income",
            "expenditure",
            "general_public",
            "government_fund",
            "state_capital",
            "basic_economic",
            "basic_economic_by_source",
            "procurement",
        ),
        "没有按科目编列的表",
        "科目是一棵树：每一级等于下一级之和，合计等于各类之和，逐列成立。",
    ),
)
