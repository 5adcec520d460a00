"""项目与绩效 as slides: the projects that match, largest first, and each document's projects beside its 项目支出."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard import projects, queries
from dashboard.exports.model import Chart, Column, Figure, Series, Slide, Table
from dashboard.exports.slides import Sheet, exact, named, ratio, rounded, rounded_share, total
from dashboard.projects import Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.slides import Scene

Row = dict[str, Any]
DRAWN = 10


def slides(scene: Scene) -> list[Slide]:
    """Return the slides of the page; the choices are `wanted` and `sort`, the page's own filters."""
    wanted: Wanted = scene.choices.get("wanted") or Wanted(scene.chosen)
    rows = projects.find(scene.ask, wanted, scene.choices.get("sort", "amount")).rows.to_dicts()
    coverage = scene.rows(queries.project_coverage(scene.shown, len(scene.shown)))
    found = [_largest(scene, rows, wanted), _coverage(scene, coverage)]
    return [slide for slide in found if slide]


def _figure(sheet: Sheet, row: Row) -> Figure:
    """A project's amount; one of a document that is not drawn keeps the row's own place."""
    return sheet.figure(row["total_yuan"], row, "project", label=row["name"])


def _largest(scene: Scene, rows: Sequence[Row], wanted: Wanted) -> Slide | None:
    if not rows:
        return None
    sheet, view, t = Sheet(scene), scene.view, scene.view.t
    found, most = rows[0]["found"], scene.most(len(rows))
    figures = [_figure(sheet, row) for row in rows[:most]]
    cells: list[tuple[object, ...]] = [
        (
            row["name"],
            view.label(row["document_id"]),
            figure,
            ratio(row["total_yuan"], row["project_spending_yuan"]),
            row["target_count"],
            row["category"] or "",
        )
        for row, figure in zip(rows, figures, strict=False)
    ]
    if rest := rows[most:]:
        amount = total(row["total_yuan"] for row in rest)
        words = t("slide.rest", count=len(rest))
        cells.append(
            (words, "", sheet.derived(amount, t("slide.sum_of", count=len(rest)), label=words), None, None, "")
        )
    table = Table(
        (
            Column(t("field.project")),
            Column(t("field.document")),
            Column(t("field.amount"), "money"),
            Column(t("projects.share"), "share"),
            Column(t("projects.targets"), "count"),
            Column(t("projects.category")),
        ),
        tuple(cells),
    )
    drawn = [(row, figure) for row, figure in zip(rows, figures, strict=False) if figure.yuan is not None][:DRAWN]
    series = Series(t("field.amount"), tuple(figure for _, figure in drawn), view.palette.project)
    names = tuple(t("slide.within", text=row["name"], more=view.about[row["document_id"]]["unit"]) for row, _ in drawn)
    chart = Chart("bar", names, (series,)) if drawn and not scene.full else None
    basis = [t("slide_projects.basis")] + ([t("slide_projects.filtered")] if _is_filtered(wanted) else [])
    if len(rows) < found:
        basis.append(t("slide_projects.limited", shown=len(rows), count=found))
    return sheet.slide(_title(scene, sheet, rows, found), chart=chart, table=table, basis=basis)


def _is_filtered(wanted: Wanted) -> bool:
    narrow = (wanted.text.strip(), wanted.categories, wanted.least is not None, wanted.size is not None)
    return any(narrow) or wanted.targets != "all"


def _title(scene: Scene, sheet: Sheet, rows: Sequence[Row], found: int) -> str:
    t = scene.view.t
    printed = [row for row in rows if row["total_yuan"] is not None]
    if not printed:
        return t("slide_projects.no_amounts", count=found)
    top = max(printed, key=lambda row: row["total_yuan"])
    unit = named(scene, top["document_id"])
    sheet.note(t("slide.exact", text=f"{unit} {top['name']} {exact(scene, top['total_yuan'])}"))
    return t(
        "slide_projects.title",
        count=found,
        name=top["name"],
        unit=unit,
        amount=rounded(top["total_yuan"]),
        share=rounded_share(top["total_yuan"], top["project_spending_yuan"]),
    )


def _coverage(scene: Scene, rows: Sequence[Row]) -> Slide | None:
    if not rows:
        return None
    sheet, view, t = Sheet(scene), scene.view, scene.view.t
    table = _coverage_table(sheet, rows)
    noted = [row for row in rows if row["note"] and row["projects"]]
    notes = [t("slide_projects.noted", unit=view.label(row["document_id"]), note=row["note"]) for row in noted]
    return sheet.slide(_coverage_title(scene, rows), table=table, basis=[t("slide_projects.coverage"), *notes])


def _coverage_table(sheet: Sheet, rows: Sequence[Row]) -> Table:
    scene, view, t = sheet.scene, sheet.scene.view, sheet.t
    cells = []
    for row in rows:
        words = t("slide_projects.sum", count=row["projects"])
        # A sum over projects is of the table; 项目支出 is of the expenditure statement.
        sheet.cite(row["document_id"], "project")
        listed = sheet.derived(row["projects_yuan"], words, label=t("slide_projects.listed"))
        spent = sheet.figure(row["project_spending_yuan"], row, "expenditure", "project", label=t("measure.project"))
        difference = f"{exact(scene, row['project_spending_yuan'])} − {exact(scene, row['projects_yuan'])}"
        cells.append(
            (
                view.label(row["document_id"]),
                row["projects"],
                listed,
                spent,
                sheet.derived(row["difference_yuan"], difference, label=t("field.difference")),
                row["targets"],
                row["formless_projects"],
                row["loose_forms"],
            )
        )
    return Table(
        (
            Column(t("field.document")),
            Column(t("slide_projects.number"), "count"),
            Column(t("slide_projects.listed"), "money"),
            Column(t("measure.project"), "money"),
            Column(t("field.difference"), "money"),
            Column(t("projects.targets"), "count"),
            Column(t("slide_projects.formless"), "count"),
            Column(t("slide_projects.loose"), "count"),
        ),
        tuple(cells),
    )


def _coverage_title(scene: Scene, rows: Sequence[Row]) -> str:
    t = scene.view.t
    apart = [row for row in rows if row["difference_yuan"]]
    if not apart:
        return t("slide_projects.equal", count=len(rows))
    widest = max(apart, key=lambda row: abs(row["difference_yuan"]))
    return t(
        "slide_projects.apart",
        count=len(apart),
        documents=len(rows),
        unit=named(scene, widest["document_id"]),
        amount=exact(scene, widest["difference_yuan"]),
    )
