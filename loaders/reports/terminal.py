"""The checks for people: a table of counts, then everything that did not simply hold, hardest and largest first."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from loaders.reports.findings import STANDINGS, counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from loaders.checks import Rule
    from loaders.reports.findings import Finding, Standing

_LISTED: Final[tuple[Standing, ...]] = ("hard", "soft", "explained", "rounding", "insufficient")
_STYLES: Final = {"hard": "bold red", "soft": "bold yellow"}


def print_findings(console: Console, findings: Sequence[Finding]) -> None:
    """Print the counts of every document and the findings by standing."""
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - only for people
    from rich.table import Table  # noqa: PLC0415 - only for people

    overview = Table(title="勾稽核对", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    overview.add_column("文件", no_wrap=True)
    for label in STANDINGS.values():
        overview.add_column(label, justify="right")
    for document_id, counted in counts(findings).items():
        overview.add_row(document_id, *(str(counted[standing]) for standing in STANDINGS))
    console.print(overview)
    for standing in _LISTED:
        _print_group(console, standing, [finding for finding in findings if finding.standing == standing])


def _print_group(console: Console, standing: Standing, findings: Sequence[Finding]) -> None:
    if not findings:
        return
    title = f"\n{STANDINGS[standing]}（{len(findings)}）"
    console.print(title, markup=False, style=_STYLES.get(standing, "bold"))
    for finding in sorted(findings, key=lambda one: -abs(one.difference_yuan or Decimal(0))):
        words = " ".join(part for part in (finding.document_id, finding.rule, finding.where, finding.words) if part)
        console.print(f"  {words}", markup=False, highlight=False)


def print_rule(console: Console, rule: Rule) -> None:
    """Print what one rule says, what it needs and why it must hold."""
    from loaders.labels import SEVERITIES, STATEMENTS  # noqa: PLC0415 - only here

    console.print(f"{rule.id} {rule.title}", markup=False, style="bold")
    console.print(f"公式：{rule.formula}", markup=False, highlight=False)
    console.print(f"严重程度：{SEVERITIES[rule.severity]}", markup=False)
    if rule.needs:
        needed = "、".join(STATEMENTS[name] for name in rule.needs)
        console.print(f"{'同时需要' if rule.together else '涉及'}：{needed}", markup=False)
    console.print(f"依据：{rule.why}", markup=False)
    console.print(f"无从核对时：{rule.otherwise}", markup=False)
    console.print(
        "结果：差额为零的为“相符”；不超过各数末位一半之和的为“尾差”；等于印出的结转等款项的为“已说明”，"
        "只能核对到不超过这些款项的也是，但会注明“只核对了上限”；"
        "缺数的为“数据不足”，不算相符；其余，硬性的为“不符”，提示的为“提示”。",
        markup=False,
    )
