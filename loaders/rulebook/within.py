"""Identities within one table: W1 to W11."""

from __future__ import annotations

from typing import Final

from loaders.rulebook.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "W3",
        "支出总表各行：合计等于各类支出之和",
        "合计 = 基本支出 + 项目支出 + 经营支出 + 上缴上级支出 + 对附属单位补助支出 + 结转下年",
        "hard",
        "expenditure",
        ("expenditure",),
        "支出总表没有可核对的行",
        "支出按性质划分，各栏不重不漏，因此每一行的合计必须等于各栏之和。",
    ),
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
