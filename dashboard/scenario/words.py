"""A rule in words, in either language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dashboard.scenario.model import GAP

if TYPE_CHECKING:
    from dashboard.scenario.model import Funding, Rule, Selection, Step
    from dashboard.text import Text


def rule_text(rule: Rule, t: Text) -> str:
    """Return one rule in words: what, by how much, to where, paid by what."""
    value = _number(rule.value)
    key: str = rule.operation
    if rule.value is None and rule.operation != "remove":
        key = f"{rule.operation}_printed"
    elif rule.operation in {"percent", "amount"} and rule.value is not None:
        key = f"{rule.operation}_{'less' if rule.value < 0 else 'more'}"
        value = _number(abs(rule.value))
    what = selection_text(rule.selection, t)
    to = selection_text(rule.to, t) if rule.to is not None else ""
    said = t(f"scenario_rule.{key}", what=what, value=value, to=to)
    return said + funding_text(rule.funding, t) if rule.operation != "grow" else said


def remarks(step: Step, t: Text) -> list[str]:
    """Return the reason, conflicts and assumptions of a step in words."""
    messages = [*([step.reason] if step.reason else []), *step.conflicts, *step.assumptions]
    return [message.text(t) for message in messages]


def selection_text(selection: Selection, t: Text) -> str:
    """Return a selection in words; 全部支出 where it is empty."""
    joint = t("scenario_rule.joint")
    years = [t("scenario_rule.year", year=year) for year in selection.years]
    where = [
        joint.join(part) for part in (selection.jurisdictions, selection.units, selection.documents, years) if part
    ]
    what = [joint.join(selection.codes)] if selection.codes else []
    if selection.pension:
        what.append(t(f"scenario_rule.pension_{selection.pension}"))
    if selection.fund != "any":
        what.append(t("scenario_rule.no_fund") if selection.fund == "other" else t(f"measure.{selection.fund}"))
    if selection.split != "any":
        what.append(t(f"measure.{selection.split}"))
    if selection.component:
        what.append(t(f"scenario_rule.component_{selection.component}"))
    if selection.projects:
        what.append(t("scenario_rule.projects", projects=joint.join(selection.projects)))
    return " ".join([*where, *(what or [t("scenario_rule.everything")])])


def funding_text(funding: Funding, t: Text) -> str:
    """Return what pays, in words; empty for the line's own source."""
    if funding.kind == "same":
        return ""
    if funding.kind == GAP:
        return t("scenario_rule.by_gap")
    source = "carryover" if funding.kind == "carryover" else funding.source
    return t("scenario_rule.by_source", source=t(f"measure.{source}"))


def _number(value: Decimal | None) -> str:
    if value is None:
        return ""
    plain = value.normalize()
    return f"{plain:,f}" if plain != plain.to_integral() else f"{plain.quantize(Decimal(1)):,f}"
