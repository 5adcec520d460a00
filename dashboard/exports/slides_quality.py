"""数据质量 as slides: how the checks came out, and what does not hold, with both sides."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from dashboard import queries
from dashboard.exports.model import Column, Figure, Slide, Table
from dashboard.exports.slides import Sheet, exact, named, ratio
from dashboard.quality import HELD, STANDINGS, TO_LOOK_AT, Wanted, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.slides import Scene

Row = dict[str, Any]
FAILING: Final = STANDINGS[:2]
"""What does not hold: of rules that must, and of those that only call attention."""
MOST: Final = 300
"""Identities, as many as the page lists."""


def slides(scene: Scene) -> list[Slide]:
    """Return the slides of the page; the choice is `checks`, the page's own filters."""
    coverage = scene.rows(queries.quality_coverage(scene.chosen, len(scene.shown)))
    wanted: Wanted = scene.choices.get("checks") or Wanted(scene.chosen, standings=FAILING)
    wrong = scene.rows(queries.quality_findings(wanted.parameters(), MOST))
    return [slide for slide in (_counts(scene, coverage), _findings(scene, wrong)) if slide]


def _counts(scene: Scene, rows: Sequence[Row]) -> Slide | None:
    if not rows:
        return None
    sheet, view, t = Sheet(scene), scene.view, scene.view.t
    columns = (HELD, *TO_LOOK_AT)
    for row in rows:
        sheet.cite(row["document_id"], t("slide_quality.everything"))
    table = Table(
        (
            Column(t("field.document")),
            *(Column(t(f"standing.{name}"), "count") for name in columns),
            Column(t("slide_quality.figures"), "count"),
            Column(t("slide_quality.checked"), "count"),
            Column(t("quality.coverage"), "share"),
        ),
        tuple(
            (
                view.label(row["document_id"]),
                *(row[name] for name in columns),
                row["figures"],
                row["figures_checked"],
                ratio(Decimal(row["figures_checked"]), Decimal(row["figures"])),
            )
            for row in rows
        ),
    )
    failed, alerts = (sum(row[name] for row in rows) for name in FAILING)
    held = sum(row[HELD] for row in rows)
    title = _title(scene, held, failed, alerts)
    return sheet.slide(title, table=table, basis=[t("slide_quality.basis")])


def _title(scene: Scene, held: int, failed: int, alerts: int) -> str:
    """Nothing that could be checked is not the same as nothing wrong."""
    t = scene.view.t
    if failed or alerts:
        return t("slide_quality.counts", held=held, failed=failed, alerts=alerts)
    return t("slide_quality.all_hold", held=held) if held else t("slide_quality.unchecked")


def _findings(scene: Scene, rows: Sequence[Row]) -> Slide | None:
    """Both sides of each identity, the hardest and widest first."""
    if not rows:
        return None
    sheet, view, t = Sheet(scene), scene.view, scene.view.t
    shown = rows[: scene.most(len(rows))]
    table = Table(
        (
            Column(t("quality.standing")),
            Column(t("field.document")),
            Column(t("field.rule")),
            Column(t("quality.subject")),
            Column(t("field.left"), "money"),
            Column(t("field.right"), "money"),
            Column(t("field.difference"), "money"),
        ),
        tuple(
            (
                t(f"standing.{standing(row)}"),
                view.label(row["document_id"]),
                f"{row['rule']} {row['rule_title']}",
                _subject(sheet, row),
                *(_side(sheet, row, side) for side in ("left", "right", "difference")),
            )
            for row in shown
        ),
    )
    first, found = rows[0], rows[0]["found"]
    title = t(
        "slide_quality.findings",
        count=found,
        standing=t(f"standing.{standing(first)}"),
        unit=named(scene, first["document_id"]),
        rule=first["rule_title"],
        difference=exact(scene, first["difference_yuan"]),
    )
    basis = [t("slide_quality.no_culprit")]
    if found > len(shown):
        basis.append(t("slide_quality.limited", shown=len(shown), count=found))
    return sheet.slide(title, table=table, basis=basis)


def _subject(sheet: Sheet, row: Row) -> str:
    """The statement, row and column that an identity is of: rows of one name stand in several statements."""
    t = sheet.t
    if not row["subject"]:
        return str(row["message"])
    statement = t.known(f"statement.{row['statement']}", row["statement"]) if row["statement"] else ""
    measure = t.known(f"measure.{row['measure']}", row["measure"]) if row["measure"] else ""
    return " ".join(word for word in (statement, row["subject"], measure) if word)


def _side(sheet: Sheet, row: Row, side: str) -> Figure:
    """One side of an identity: a sum of figures, so that its place is the identity's, and the message says which."""
    label, document = sheet.t(f"field.{side}"), row["document_id"]
    if document in sheet.scene.view.about:
        sheet.cite(document, row["statement"] or "narrative", row)
    yuan = row[f"{side}_yuan"]
    return Figure(label, None) if yuan is None else sheet.derived(yuan, row["message"], label=label)
