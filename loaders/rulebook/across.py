"""Identities across the tables of one document: X1 to X11."""

from __future__ import annotations

from typing import Final

from loaders.rulebook.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "X1",
        "收支总表的总计与收入总表、支出总表的合计一致",
        "收支总表[收入总计] = 收入总表[合计]；收支总表[支出总计] = 支出总表[合计]",
        "hard",
        "summary",
        ("summary", "income", "expenditure"),
        "收支总表、收入总表和支出总表均未印出总计",
        "同一笔总数印在不同的表里，必须一致。",
    ),
)
