"""The registry of the identities (勾稽关系) that a disclosure must satisfy: rules are entries of `RULES`.

A rule is added by writing its function in `loaders.check_rules` and one entry here; the documentation's table of
rules is generated from the same entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from loaders.check_rules import across, hierarchy, rows, three_public
from loaders.check_rules.labels import SEVERITIES
from loaders.check_rules.ledger import indexed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from loaders.model import Check, LoadedDocument

Severity = Literal["hard", "soft"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id, Chinese title and formula, its severity, and the function that evaluates it.

    `evaluate` yields one check for each identity found in the document, in the order of the document, whatever the
    outcome; amounts are exact Decimal 元 and differences are left − right.
    """

    id: str
    title: str
    formula: str
    severity: Severity
    evaluate: Callable[[LoadedDocument], Iterator[Check]]


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "W3",
        "支出总表各行：合计等于各类支出之和",
        "合计 = 基本支出 + 项目支出 + 经营支出 + 上缴上级支出 + 对附属单位补助支出 + 结转下年",
        "hard",
        rows.expenditure_rows,
    ),
    Rule(
        "W4",
        "三本预算支出表各行：合计、基本支出等于其组成之和",
        "合计 = 基本支出 + 项目支出；基本支出 = 人员支出 + 公用支出",
        "hard",
        rows.fund_rows,
    ),
    Rule(
        "W5",
        "按科目编列的各表各列：上级科目等于下级科目之和",
        "合计 = Σ类；类 = Σ款；款 = Σ项",
        "hard",
        hierarchy.hierarchy_sums,
    ),
    Rule(
        "W7",
        "基本支出经济分类表各行：合计等于人员与公用之和",
        "合计 = 人员支出 + 公用支出",
        "hard",
        rows.economic_rows,
    ),
    Rule(
        "W8",
        "“三公”经费：合计等于分项之和",
        "合计 = 因公出国（境）费 + 公务用车购置及运行费 + 公务接待费；公务用车购置及运行费 = 购置费 + 运行费",
        "hard",
        three_public.three_public_sums,
    ),
    Rule(
        "X1",
        "收支总表的总计与收入总表、支出总表的合计一致",
        "收支总表[收入总计] = 收入总表[合计]；收支总表[支出总计] = 支出总表[合计]",
        "hard",
        across.grand_total_sums,
    ),
    Rule(
        "X2",
        "收支总表的支出各类与支出总表的类级科目一致",
        "收支总表[支出各类] = 支出总表[同名的类]",
        "hard",
        across.class_items,
    ),
    Rule(
        "X5",
        "一般公共预算支出表的基本支出与经济分类表的合计一致",
        "一般公共预算[基本支出、人员支出、公用支出] = 基本支出经济分类[合计、人员支出、公用支出]",
        "hard",
        across.economic_totals,
    ),
    Rule(
        "X6",
        "支出总表的项目支出等于各项目之和",
        "支出总表[合计行的项目支出] = Σ项目[合计]",
        "hard",
        across.project_sums,
    ),
)


def run_checks(document: LoadedDocument) -> list[Check]:
    """Evaluate all rules on one document.

    Args:
        document: all rows of one document; only read. Its amounts are indexed once for all rules.

    Returns:
        One row of `checks` for each identity evaluated, in the order of `RULES`, passes included; a rule that does
        not apply, or lacks a statement that it needs, says so in one row for each statement.
    """
    book = indexed(document)
    return [check for rule in RULES for check in rule.evaluate(book)]


def rule_table_markdown() -> str:
    """Return the table of all rules for the documentation, as Markdown with Chinese headers."""
    head = "| 规则 | 名称 | 公式 | 严重程度 |\n| --- | --- | --- | --- |\n"
    lines = (f"| {r.id} | {r.title} | {r.formula} | {SEVERITIES[r.severity]} |\n" for r in RULES)
    return head + "".join(lines)
