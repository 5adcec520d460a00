"""数据质量 as slides: how many identities hold, and what does not, with both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dashboard import queries
from dashboard.exports.model import Column, Figure, Slide, Table
from dashboard.exports.slides import Sheet, exact, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.slides import Scene

Row = dict[str, Any]
OUTCOMES: Final = ("pass", "rounding", "mismatch", "insufficient", "not_applicable")
DONE: Final = ("pass", "rounding", "mismatch")


def slides(scene: Scene) -> list[Slide]:
    """Return the slides of the page."""
    counts = scene.rows(queries.finding_counts(scene.shown))
    wrong = scene.rows(queries.mismatches(scene.shown))
    return [slide for slide in (_counts(scene, counts, wrong), _mismatches(scene, wrong)) if slide]


def _counts(scene: Scene, counts: Sequence[Row], wrong: Sequence[Row]) -> Slide | None:
    if not counts:
        return None
    sheet, view, t = Sheet(scene), scene.view, scene.view.t
    by_document = {(row["document_id"], row["outcome"]): row["checks"] for row in counts}
    shown = [d for d in scene.shown if any((d, outcome) in by_document for outcome in OUTCOMES)]
    table = Table(
        (Column(t("field.document")), *(Column(t(f"outcome.{outcome}"), "count") for outcome in OUTCOMES)),
        tuple((view.label(d), *(by_document.get((d, o), 0) for o in OUTCOMES)) for d in shown),
    )
    done = sum(by_document.get((d, outcome), 0) for d in shown for outcome in DONE)
    failed = sum(by_document.get((d, "mismatch"), 0) for d in shown)
    hard = sum(row["rule_severity"] == "hard" for row in wrong)
    key = "counts" if failed else "all_hold"
    title = t(f"slide_quality.{key}", done=done, **({"failed": failed, "hard": hard} if failed else {}))
    return sheet.slide(title, table=table, basis=[t("slide_quality.basis")])


def _mismatches(scene: Scene, rows: Sequence[Row]) -> Slide | None:
    """Both sides of each identity that does not hold, the widest difference first."""
    if not rows:
        return None
    sheet, view, t = Sheet(scene), scene.view, scene.view.t
    shown = rows[: scene.most(len(rows))]
    table = Table(
        (
            Column(t("field.document")),
            Column(t("field.rule")),
            Column(t("slide_quality.subject")),
            Column(t("field.left"), "money"),
            Column(t("field.right"), "money"),
            Column(t("field.difference"), "money"),
        ),
        tuple(
            (
                view.label(row["document_id"]),
                f"{row['rule']} {row['rule_title']}",
                row["subject"] or row["message"],
                *(_side(sheet, row, side) for side in ("left", "right", "difference")),
            )
            for row in shown
        ),
    )
    first = max(rows, key=lambda row: abs(row["difference_yuan"] or 0))
    title = t(
        "slide_quality.mismatches",
        count=len(rows),
        unit=named(scene, first["document_id"]),
        rule=first["rule_title"],
        difference=exact(scene, first["difference_yuan"]),
    )
    basis = [t("slide_quality.no_culprit")]
    if len(rows) > len(shown):
        basis.append(t("slide_quality.limited", shown=len(shown), count=len(rows)))
    return sheet.slide(title, table=table, basis=basis)


def _side(sheet: Sheet, row: Row, side: str) -> Figure:
    """One side of an identity: a sum of figures, so that its place is the identity's, and the message says which."""
    statement = row["statement"] or "narrative"
    sheet.cite(row["document_id"], statement, row)
    yuan = row[f"{side}_yuan"]
    if yuan is None:
        return Figure(sheet.t(f"field.{side}"), None)
    return sheet.derived(yuan, row["message"], label=sheet.t(f"field.{side}"))
