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
    """Return the document of a line, and why its total is left out of the sum where it is."""
    name = view.label(row["document_id"])
    if row["counted"]:
        return name
    return view.t("whatif.not_counted" if _is_inside(view, row["document_id"]) else "whatif.not_latest", name=name)


def _is_inside(view: View, document_id: str) -> bool:
    """Tell a unit inside a department that is looked at too from an earlier document of a unit."""
    own = view.about[document_id]
    whole = (own["jurisdiction"], own["parent_unit"], "department")
    others = (view.about[other] for other in view.shown)
    return own["scope"] == "unit" and any((o["jurisdiction"], o["unit"], o["scope"]) == whole for o in others)


def sum_of(view: View, result: Result) -> str:
    """Return which documents make the totals, and what of them would not be added elsewhere."""
    t = view.t
    counted = set(result.documents.filter("counted")["document_id"].to_list())
    rows = [view.about[document_id] for document_id in sorted(counted)]
    reasons = comparability.judge(rows, "add").reasons
    said = t("whatif.sum_of", count=len(counted), years=_joint(view, sorted({row["fiscal_year"] for row in rows})))
    left = [document_id for document_id in result.documents["document_id"] if document_id not in counted]
    inside = sum(_is_inside(view, document_id) for document_id in left)
    for key, count in (("whatif.sum_without", inside), ("whatif.sum_latest", len(left) - inside)):
        said += t(key, count=count) if count else ""
    if reasons:
        said += t("whatif.sum_mixed", reasons=_joint(view, [t(f"guard.with_{reason}") for reason in reasons]))
    return said


def _joint(view: View, words: Sequence[object]) -> str:
    return ("、" if view.t.language == "zh" else ", ").join(map(str, words))
