"""总览 as slides: totals with their parts, what may be added, what stands out, and what is disclosed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dashboard import cards, comparability, highlights, queries
from dashboard.exports.model import Chart, Column, Series, Slide, Table
from dashboard.exports.slides import (
    Sheet,
    change_words,
    exact,
    listed,
    named,
    ratio,
    rounded,
    rounded_share,
)
from dashboard.format import NONE
from loaders.schemas import STATEMENTS

if TYPE_CHECKING:
    from dashboard.exports.model import Figure
    from dashboard.exports.slides import Scene

Row = dict[str, Any]
STATES: Final = ("figures", "declared_empty", "absent", "failed")
MEASURES: Final = tuple(name.removesuffix("_yuan") for name in cards.SUMS)
SAYS: Final = {
    "project": "project",
    "three_public": "three_public",
    "class": "expenditure",
    "share_high": "expenditure",
    "share_low": "expenditure",
    "pension": "expenditure",
    "change": "expenditure",
}
"""By kind of finding: the table its figures stand in."""


def slides(scene: Scene) -> list[Slide]:
    """Return the slides of the page."""
    facts = scene.ask(queries.facts())
    chosen = facts.join(scene.view.documents.select("document_id"), on="document_id", how="semi", maintain_order="left")
    by_id = {row["document_id"]: row for row in chosen.to_dicts()}
    rows = [by_id[document] for document in scene.shown if document in by_id]
    found = [_totals(scene, rows), _sums(scene, chosen), _standing_out(scene, chosen), _disclosed(scene)]
    return [slide for slide in found if slide]


def _totals(scene: Scene, rows: list[Row]) -> Slide | None:
    printed = [row for row in rows if row["total_yuan"] is not None]
    if not printed:
        return None
    sheet, view, t = Sheet(scene), scene.view, scene.view.t
    figures = {row["document_id"]: _figures(sheet, row) for row in rows}
    names = [view.label(row["document_id"]) for row in printed]
    palette = view.palette
    series = tuple(
        Series(t(f"measure.{measure}"), tuple(figures[row["document_id"]][measure] for row in printed), colour)
        for measure, colour in (("basic", palette.basic), ("project", palette.project))
    )
    table = Table(
        (
            Column(t("field.document")),
            Column(t("field.scope")),
            Column(t("measure.total"), "money"),
            Column(t("measure.basic"), "money"),
            Column(t("measure.project"), "money"),
            Column(t("card.project_share"), "share"),
            Column(t("definition.strict"), "money"),
            Column(t("card.three_public"), "money"),
        ),
        tuple(_row(scene, sheet, row, figures[row["document_id"]]) for row in rows),
    )
    lead = [line for row in printed if (line := _change(scene, sheet, row))]
    lead += [
        t(
            "slide_overview.no_total",
            unit=named(scene, row["document_id"]),
            status=t(f"status.{row['expenditure_status']}"),
        )
        for row in rows
        if row["total_yuan"] is None
    ]
    chart = Chart("stacked", tuple(names), series)
    return sheet.slide(_title(scene, sheet, printed), chart=chart, table=table, lead=lead)


def _figures(sheet: Sheet, row: Row) -> dict[str, Figure]:
    t = sheet.t
    return {m: sheet.figure(row[f"{m}_yuan"], row, "expenditure", m, label=t(f"measure.{m}")) for m in MEASURES}


def _row(scene: Scene, sheet: Sheet, row: Row, figures: dict[str, Figure]) -> tuple[object, ...]:
    view, t = scene.view, scene.view.t
    document = row["document_id"]
    strict = row["strict_yuan"]
    return (
        view.label(document),
        t(f"scope.{view.about[document]['scope']}"),
        figures["total"],
        figures["basic"],
        figures["project"],
        ratio(row["project_yuan"], row["total_yuan"]),
        sheet.derived(strict, t("slide_overview.strict"), label=t("definition.strict")) if strict is not None else None,
        _three_public(scene, sheet, document, row),
    )


def _three_public(scene: Scene, sheet: Sheet, document: str, row: Row) -> Figure | None:
    """The printed total of the document's own year, with its own place."""
    if row["three_public_yuan"] is None:
        return None
    year = scene.view.about[document]["fiscal_year"]
    places = [
        found
        for (of, statement, when, measure, _page, _line, yuan), found in scene.figures.items()
        if (of, statement, when, measure, yuan) == (document, "three_public", year, "total", row["three_public_yuan"])
    ]
    at = places[0] if places else {"document_id": document, "page": None, "line": None}
    return sheet.figure(row["three_public_yuan"], at, "three_public", label=sheet.t("card.three_public"))


def _title(scene: Scene, sheet: Sheet, rows: list[Row]) -> str:
    t = scene.view.t
    most = max(rows, key=lambda row: row["total_yuan"])
    words = {
        "unit": named(scene, most["document_id"]),
        "amount": rounded(most["total_yuan"]),
        "share": rounded_share(most["project_yuan"], most["total_yuan"]),
    }
    sheet.note(t("slide.exact", text=f"{words['unit']} {exact(scene, most['total_yuan'])}"))
    key = "one" if len(rows) == 1 else "most"
    return t(f"slide_overview.{key}", count=len(rows), **words)


def _change(scene: Scene, sheet: Sheet, row: Row) -> str | None:
    """The change of a total on the year before, with what it rests on."""
    if row["change_yuan"] is None or not row["prior_yuan"]:
        return None
    t, basis = scene.view.t, row["change_basis"]
    at = {"page": row["change_page"], "line": row["change_line"]}
    sheet.cite(row["change_document_id"], "narrative" if basis == "narrative" else "expenditure", at)
    return t(
        "slide_overview.change",
        unit=named(scene, row["document_id"]),
        change=change_words(scene, row["change_yuan"], row["prior_yuan"]),
        basis=t(f"change_basis.{basis}"),
    )


def _sums(scene: Scene, facts: pl.DataFrame) -> Slide | None:
    """What may be added; all together only where a person has asked for it, and then it says so."""
    view, t = scene.view, scene.view.t
    if len(view.documents) < 2:
        return None
    sheet = Sheet(scene)
    added = cards.sums(view.documents, facts).filter(pl.col("jurisdiction").is_null() & (pl.col("documents") > 1))
    verdict = comparability.judge(
        comparability.representatives(view.documents).to_dicts(), "add", together=bool(scene.choices.get("together"))
    )
    if verdict.together:
        added = pl.concat([cards.together(view.documents, facts), added])
    rows = added.to_dicts()
    if not rows:
        return None
    table = Table(
        (
            Column(t("slide.sum")),
            Column(t("overview.documents"), "count"),
            Column(t("overview.printed"), "count"),
            *(Column(t(f"measure.{m}"), "money") for m in MEASURES),
        ),
        tuple(
            (
                _sum_of(scene, row),
                row["documents"],
                row["printed"],
                *(_sum(sheet, row, m) for m in MEASURES),
            )
            for row in rows[: scene.most(len(rows))]
        ),
    )
    for document in scene.shown:
        sheet.cite(document, "expenditure")
    first = rows[0]
    sheet.note(t("slide.exact", text=exact(scene, first["total_yuan"])))
    title = t("slide_overview.sum", what=_sum_of(scene, first), count=first["printed"], amount=_rounded(first))
    reasons = [t(f"guard.with_{reason}") for reason in verdict.reasons]
    if verdict.together:
        joined = t("guard.joined", title=title, reasons=listed(scene, reasons))
        return sheet.slide(joined, table=table, warnings=[t("guard.together_help")])
    kept = [t("slide.kept_apart", reasons=listed(scene, reasons))] if reasons else []
    return sheet.slide(title, table=table, basis=kept)


def _sum(sheet: Sheet, row: Row, measure: str) -> Figure:
    """A sum of the documents that print the measure: not all that print a total do."""
    formula = sheet.t("slide_overview.formula", count=row["documents"])
    return sheet.derived(row[f"{measure}_yuan"], formula, label=sheet.t(f"measure.{measure}"))


def _rounded(row: Row) -> str:
    return NONE if row["total_yuan"] is None else rounded(row["total_yuan"])


def _sum_of(scene: Scene, row: Row) -> str:
    t = scene.view.t
    if row["fiscal_year"] is None:
        return t("overview.together")
    document = t(f"document.{row['stage']}", year=row["fiscal_year"])
    return t("slide_overview.of", document=document, scope=t(f"scope.{row['scope']}"))


def _standing_out(scene: Scene, facts: pl.DataFrame) -> Slide | None:
    found = highlights.findings(facts, scene.view)
    if not found:
        return None
    sheet, t = Sheet(scene), scene.view.t
    for finding in found:
        statement = SAYS.get(finding.kind)
        if statement and finding.document_id:
            sheet.cite(finding.document_id, statement)
    title = t("slide_overview.highlights", count=len(found), first=found[0].text.rstrip("。."))
    return sheet.slide(title, lead=[finding.text for finding in found], basis=[t("overview.highlights_note")])


def _disclosed(scene: Scene) -> Slide:
    view, t = scene.view, scene.view.t
    sheet = Sheet(scene)
    rows = [row for row in scene.rows(queries.disclosure_matrix(scene.shown)) if row["status"] in STATES]
    status = {(row["document_id"], row["statement"]): row for row in rows}
    counts = {state: sum(row["status"] == state for row in rows) for state in STATES}
    names = [name for name in STATEMENTS if any(name == row["statement"] for row in rows)]
    for row in rows:
        if row["status"] == "declared_empty":
            sheet.cite(row["document_id"], row["statement"], row)
    table = Table(
        (Column(t("field.statement")), *(Column(view.label(document)) for document in scene.shown)),
        tuple(
            (
                t.known(f"statement.{name}", name),
                *(_state(scene, status.get((document, name))) for document in scene.shown),
            )
            for name in names
        ),
    )
    said = listed(scene, [t("slide_overview.state", count=n, state=t(f"status.{s}")) for s, n in counts.items() if n])
    title = t("slide_overview.matrix", documents=len(scene.shown), statements=len(rows), states=said)
    return sheet.slide(title, table=table, basis=[t("slide_overview.five_states")])


def _state(scene: Scene, row: Row | None) -> str:
    return scene.view.t(f"status.{row['status'] if row else 'absent'}")
