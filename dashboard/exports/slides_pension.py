"""养老保险基金缺口补助 as slides: documents side by side by fund, every figure counted, and the year before."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboard import pension_years, queries
from dashboard.exports.model import Chart, Column, Figure, Series, Slide, Table
from dashboard.exports.slides import Sheet, exact, named, ratio, rounded, rounded_share, total
from dashboard.pension_funds import COLOURS, FUNDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.exports.slides import Scene
    from dashboard.pension_years import Step

Row = dict[str, Any]


def slides(scene: Scene) -> list[Slide]:
    """Return the slides of the page; the choice is `definition`, strict where none is named."""
    definition = scene.choices.get("definition", "strict")
    both = scene.rows(queries.pension(scene.shown))
    counted = [row for row in both if row["definition"] == definition]
    reasons = {row["document_id"]: row for row in scene.rows(queries.pension_reasons(scene.shown))}
    said = scene.rows(queries.pension_said(scene.shown))
    about = [dict(scene.view.about[document]) for document in scene.shown]
    steps = [step for step in pension_years.steps(about, both, said) if step.code is not None]
    found = [
        _funds(scene, both, reasons, definition),
        _figures(scene, counted, definition),
        _steps(scene, steps),
    ]
    return [slide for slide in found if slide]


def _figure(sheet: Sheet, row: Row) -> Figure:
    statement = "expenditure" if row["basis"] == "function_code" else "project"
    label = " ".join(part for part in (row["code"], row["name"]) if part)
    return sheet.figure(row["amount_yuan"], row, statement, label=label)


def _funds(scene: Scene, both: Sequence[Row], reasons: Mapping[str, Row], definition: str) -> Slide:
    sheet, view, t = Sheet(scene), scene.view, scene.view.t
    rows = [row for row in both if row["definition"] == definition]
    documents = [d for d in scene.shown if any(row["document_id"] == d for row in rows)]
    series = []
    for number, fund in enumerate(FUNDS):
        cells = tuple(
            _of_fund(sheet, [r for r in rows if (r["document_id"], r["fund"]) == (d, fund)]) for d in documents
        )
        if any(cell.yuan is not None for cell in cells):
            series.append(Series(t(f"fund.{fund}"), cells, view.palette.categories[COLOURS[number]]))
    table = Table(
        (
            Column(t("filter.region")),
            Column(t("field.document")),
            Column(t("definition.strict"), "money"),
            Column(t("pension.of_document"), "share"),
            Column(t("definition.broad"), "money"),
            Column(t("pension.of_document"), "share"),
            Column(t("pension.document_total"), "money"),
        ),
        tuple(_row(scene, sheet, both, reasons[d]) for d in scene.shown if d in reasons),
    )
    lead = [_reason(scene, sheet, reasons[d]) for d in scene.shown if d in reasons and d not in documents]
    names = tuple(view.label(document) for document in documents)
    chart = Chart("stacked", names, tuple(series)) if series else None
    title = _title(scene, sheet, rows, reasons, definition)
    return sheet.slide(title, chart=chart, table=table, lead=lead, basis=[t(f"slide_pension.{definition}")])


def _of_fund(sheet: Sheet, rows: Sequence[Row]) -> Figure:
    """The one figure of a fund; of several their sum, which says so; of none a blank."""
    figures = [_figure(sheet, row) for row in rows]
    if len(figures) == 1:
        return figures[0]
    label = sheet.t(f"fund.{rows[0]['fund']}") if rows else ""
    if not figures:
        return Figure(label, None)
    return sheet.sum(total(f.yuan for f in figures), figures, label=label)


def _row(scene: Scene, sheet: Sheet, both: Sequence[Row], reason: Row) -> tuple[object, ...]:
    view, document = scene.view, reason["document_id"]
    sums = {
        definition: _sum(sheet, [r for r in both if (r["document_id"], r["definition"]) == (document, definition)])
        for definition in ("strict", "broad")
    }
    whole = reason["total_yuan"]
    return (
        view.about[document]["jurisdiction"],
        view.label(document),
        sums["strict"],
        ratio(sums["strict"].yuan, whole),
        sums["broad"],
        ratio(sums["broad"].yuan, whole),
        _whole(scene, sheet, document, whole),
    )


def _whole(scene: Scene, sheet: Sheet, document: str, whole: Decimal | None) -> Figure | None:
    """The total expenditure, at the place where it is printed."""
    year = scene.view.about[document]["fiscal_year"]
    wanted = (document, "expenditure", year, "total", whole)
    for (of, statement, when, measure, _page, _line, yuan), row in scene.figures.items():
        if (of, statement, when, measure, yuan) == wanted:
            return sheet.figure(whole, row, "expenditure", label=sheet.t("pension.document_total"))
    return None if whole is None else sheet.derived(whole, "", label=sheet.t("pension.document_total"))


def _sum(sheet: Sheet, rows: Sequence[Row]) -> Figure:
    """A sum of what is listed; nothing listed is a blank, not zero."""
    found = _of_fund(sheet, rows)
    return found if rows else Figure(found.label, None, text=sheet.t("card.not_listed"))


def _reason(scene: Scene, sheet: Sheet, row: Row) -> str:
    t = scene.view.t
    sheet.cite(row["document_id"], "expenditure", row if row["line"] is not None or row["page"] is not None else None)
    state = row["status"] if row["status"] != "figures" else "none"
    return t(f"slide_pension.without_{state}", unit=named(scene, row["document_id"]))


def _title(scene: Scene, sheet: Sheet, rows: Sequence[Row], reasons: Mapping[str, Row], definition: str) -> str:
    view, t = scene.view, scene.view.t
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[row["document_id"]] = sums.get(row["document_id"], Decimal(0)) + row["amount_yuan"]
    name = t(f"definition.{definition}")
    if not sums:
        return t("slide_pension.none", count=len(scene.shown), definition=name)
    top = max(sums, key=lambda document: sums[document])
    whole = reasons[top]["total_yuan"] if top in reasons else None
    sheet.note(t("slide.exact", text=f"{view.label(top)} {exact(scene, sums[top])} / {exact(scene, whole)}"))
    words = {
        "unit": named(scene, top),
        "definition": name,
        "amount": rounded(sums[top]),
        "share": rounded_share(sums[top], whole),
    }
    if len(scene.shown) == 1:
        return t("slide_pension.one", **words)
    return t("slide_pension.most", count=len(sums), without=len(scene.shown) - len(sums), **words)


def _figures(scene: Scene, rows: Sequence[Row], definition: str) -> Slide | None:
    if not rows:
        return None
    sheet, view, t = Sheet(scene), scene.view, scene.view.t
    ordered = sorted(rows, key=lambda row: row["amount_yuan"], reverse=True)
    table = Table(
        (
            Column(t("field.document")),
            Column(t("field.fund")),
            Column(t("field.code")),
            Column(t("field.name")),
            Column(t("field.amount"), "money"),
            Column(t("pension.of_document"), "share"),
        ),
        tuple(
            (
                view.label(row["document_id"]),
                t.known(f"fund.{row['fund']}", row["fund"] or ""),
                row["code"] or "",
                row["name"],
                _figure(sheet, row),
                ratio(row["amount_yuan"], row["document_total_yuan"]),
            )
            for row in ordered[: scene.most(len(ordered))]
        ),
    )
    first = ordered[0]
    sheet.note(t("slide.exact", text=f"{first['name']} {exact(scene, first['amount_yuan'])}"))
    title = t(
        "slide_pension.figures",
        count=len(ordered),
        unit=named(scene, first["document_id"]),
        name=" ".join(part for part in (first["code"], first["name"]) if part),
        amount=rounded(first["amount_yuan"]),
    )
    return sheet.slide(title, table=table, basis=[t(f"slide_pension.{definition}")])


def _steps(scene: Scene, steps: Sequence[Step]) -> Slide | None:
    found = [step for step in steps if step.change is not None]
    if not found:
        return None
    sheet, t = Sheet(scene), scene.view.t
    table = Table(
        (
            Column(t("field.document")),
            Column(t("field.name")),
            Column(t("field.year"), "year"),
            Column(t("slide.before"), "money"),
            Column(t("slide.after"), "money"),
            Column(t("slide.change"), "money"),
            Column(t("slide.rate"), "share"),
            Column(t("slide.rests_on")),
        ),
        tuple(_step_row(scene, sheet, step) for step in found),
    )
    most = max(found, key=lambda step: abs(step.change or Decimal(0)))
    assert most.change is not None  # noqa: S101 - only changes that are known are listed
    title = t(
        "slide_pension.change",
        unit=named(scene, most.document_id),
        name=f"{most.code} {most.name}",
        before=exact(scene, most.past_yuan),
        after=exact(scene, most.now_yuan),
        share=rounded_share(most.change, most.past_yuan),
    )
    basis = [t("slide_pension.nested")] if any(s.relation.endswith(("department", "unit")) for s in found) else []
    return sheet.slide(title, table=table, basis=basis)


def _step_row(scene: Scene, sheet: Sheet, step: Step) -> tuple[object, ...]:
    t = scene.view.t
    past = _figure(sheet, step.past) if step.past else _past(sheet, step)
    now = _figure(sheet, step.now) if step.now else None
    formula = f"{exact(scene, step.now_yuan)} − {exact(scene, step.past_yuan)}"
    return (
        scene.view.label(step.document_id),
        f"{step.code} {step.name}",
        step.year,
        past,
        now,
        sheet.derived(step.change, formula, label=t("slide.change")),
        ratio(step.change, step.past_yuan),
        t(f"slide_pension.by_{step.relation}"),
    )


def _past(sheet: Sheet, step: Step) -> Figure:
    """The year before, from what the narrative says of the change."""
    if step.said is not None:
        sheet.cite(step.document_id, "narrative", step.said)
    return sheet.derived(step.past_yuan, sheet.t("slide_pension.from_change"), label=sheet.t("slide.before"))
