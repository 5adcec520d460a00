"""What a worked-out scenario is called in words, the same on the page and in its files. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard import comparability
from dashboard.scenario.words import rule_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.filters import View
    from dashboard.scenario.model import Result, Rule
    from dashboard.scenario_tables import Rows


def short(rule: Rule, number: int, view: View) -> str:
    """Return the name of a rule beside a bar."""
    return f"{number} {rule.name or rule_text(rule, view.t)}"


def source_name(view: View, source: str) -> str:
    """Return a source of income in words."""
    if source in {"gap", "operating"}:
        return view.t(f"whatif.source_{source}")
    return view.t.known(f"measure.{source}", source)


def line(view: View, row: Mapping[str, Any], which: Rows) -> str:
    """Return the name of one line of a table of a scenario."""
    if row["added"]:
        return view.t.known(f"scenario_line.{row['added']}", row["name"])
    if which == "three_public":
        return view.t.known(f"component.{row['code']}", row["name"] or "")
    return f"{row['code']} {row['name']}" if row["code"] and which != "projects" else row["name"] or ""


def document(view: View, row: Mapping[str, Any]) -> str:
    """Return the document of a line, and whether its total is left out of the sum."""
    name = view.label(row["document_id"])
    return name if row["counted"] else view.t("whatif.not_counted", name=name)


def sum_of(view: View, result: Result) -> str:
    """Return which documents make the totals, and what of them would not be added elsewhere."""
    t = view.t
    counted = set(result.documents.filter("counted")["document_id"].to_list())
    rows = [view.about[document_id] for document_id in sorted(counted)]
    reasons = comparability.judge(rows, "add").reasons
    said = t("whatif.sum_of", count=len(counted), years=_joint(view, sorted({row["fiscal_year"] for row in rows})))
    if left := len(result.documents) - len(counted):
        said += t("whatif.sum_without", count=left)
    if reasons:
        said += t("whatif.sum_mixed", reasons=_joint(view, [t(f"guard.with_{reason}") for reason in reasons]))
    return said


def _joint(view: View, words: Sequence[object]) -> str:
    return ("、" if view.t.language == "zh" else ", ").join(map(str, words))
