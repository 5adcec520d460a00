"""The registry of the identities (勾稽关系) that a disclosure must satisfy: rules are entries of `RULES`.

A rule is added by writing its SELECT in `sql/rules/<id>.sql` and one entry here; the documentation's table of rules is
generated from the same entries. `loaders.checking` runs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from loaders.labels import SEVERITIES

Severity = Literal["hard", "soft"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id, Chinese title and formula, its severity, and what it needs.

    `sql/rules/<id>.sql` selects the operands of every identity it finds in the documents under check, in the columns
    of `sql/checks/operands.sql`. A statement in `needs` that has no figures is said in one row; where `together`, the
    rule is then not settled at all. `statement` and `otherwise` say where and why nothing could be checked in a
    document in which the rule finds no identity. `why` is for the reader of `budgetlens check --explain`.
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


def rule_table_markdown() -> str:
    """Return the table of all rules for the documentation, as Markdown with Chinese headers."""
    head = "| 规则 | 名称 | 公式 | 严重程度 |\n| --- | --- | --- | --- |\n"
    lines = (f"| {r.id} | {r.title} | {r.formula} | {SEVERITIES[r.severity]} |\n" for r in RULES)
    return head + "".join(lines)
