"""收入来源 as slides: how much comes from where, and how much of it is 财政拨款."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dashboard import flows, queries
from dashboard.exports.model import Chart, Column, Figure, Series, Slide, Table
from dashboard.exports.slides import Sheet, exact, named, ratio, rounded, rounded_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.slides import Scene

Row = dict[str, Any]
Figures = dict[tuple[str, str], Figure]
"""By document and source."""
Lowest = dict[str, list[str]]
"""By document: the lowest sources it prints."""
MOST: Final = 500


def slides(scene: Scene) -> list[Slide]:
    """Return the slides of the page."""
    overview = scene.rows(queries.income_overview(scene.shown, MOST))
    sources = scene.rows(queries.income_sources(scene.shown, MOST))
    found = [_overview(scene, overview), _sources(scene, sources)]
    return [slide for slide in found if slide]


def _overview(scene: Scene, rows: Sequence[Row]) -> Slide | None:
    printed = [row for row in rows if row["total_yuan"] is not None]
    if not printed:
        return None
    sheet, t = Sheet(scene), scene.view.t
    table = _overview_table(sheet, printed)
    lead = [
        t(
            "slide.no_figures",
            unit=named(scene, row["document_id"]),
            statement=t("statement.income"),
            status=t(f"status.{row['status']}"),
        )
        for row in rows
        if row["total_yuan"] is None
    ]
    most = max(printed, key=lambda row: row["total_yuan"])
    unit = named(scene, most["document_id"])
    sheet.note(t("slide.exact", text=f"{unit} {exact(scene, most['total_yuan'])}"))
    sheet.note(t("slide.exact", text=f"{unit} {t('measure.fiscal')} {exact(scene, most['fiscal_yuan'])}"))
    title = t(
        "slide_income.one" if len(printed) == 1 else "slide_income.most",
        count=len(printed),
        unit=unit,
        amount=rounded(most["total_yuan"]),
        share=rounded_share(most["fiscal_yuan"], most["total_yuan"]),
    )
    return sheet.slide(title, table=table, lead=lead)


def _overview_table(sheet: Sheet, rows: Sequence[Row]) -> Table:
    view, t = sheet.scene.view, sheet.t
    return Table(
        (
            Column(t("field.document")),
            Column(t("income.total"), "money"),
            Column(t("measure.fiscal"), "money"),
            Column(t("income.dependence"), "share"),
            Column(t("measure.carryover"), "money"),
            Column(t("income.carried_share"), "share"),
        ),
        tuple(
            (
                view.label(row["document_id"]),
                sheet.figure(row["total_yuan"], row, "income", label=t("income.total")),
                _fiscal(sheet, row),
                ratio(row["fiscal_yuan"], row["total_yuan"]),
                _own(sheet, row, "carryover"),
                ratio(row["carryover_yuan"], row["total_yuan"]),
            )
            for row in rows
        ),
    )


def _fiscal(sheet: Sheet, row: Row) -> Figure | None:
    """财政拨款 as printed, else the sum of its printed funds, which says so."""
    label = sheet.t("measure.fiscal")
    if row["is_summed"]:
        return sheet.derived(row["fiscal_yuan"], sheet.t("slide_income.summed"), label=label)
    return _own(sheet, row, "fiscal")


def _own(sheet: Sheet, row: Row, measure: str) -> Figure:
    """A figure of the total row in a column of its own, wherever on the page that column stands."""
    scene, yuan = sheet.scene, row[f"{measure}_yuan"]
    year = scene.view.about[row["document_id"]]["fiscal_year"]
    for figure in scene.figures.values():
        of = (figure["document_id"], figure["statement"], figure["fiscal_year"], figure["measure"])
        if of == (row["document_id"], "income", year, measure) and figure["amount_yuan"] == yuan:
            return sheet.figure(yuan, figure, "income", measure, label=sheet.t(f"measure.{measure}"))
    return sheet.figure(yuan, row, "income", measure, label=sheet.t(f"measure.{measure}"))


def _sources(scene: Scene, rows: Sequence[Row]) -> Slide | None:
    """The lowest printed sources, which add up, and nothing above them."""
    if not rows:
        return None
    sheet, view, t = Sheet(scene), scene.view, scene.view.t
    documents = [document for document in scene.shown if any(row["document_id"] == document for row in rows)]
    figures = {
        (row["document_id"], row["source"]): sheet.figure(
            row["amount_yuan"], row, "income", row["source"], label=_name(sheet, row["source"])
        )
        for row in rows
    }
    lowest = {document: _lowest(rows, document) for document in documents}
    table = _sources_table(sheet, rows, figures, lowest)
    chart = Chart(
        "stacked_share", tuple(view.label(document) for document in documents), _series(sheet, rows, figures, lowest)
    )
    first = max(rows, key=lambda row: row["amount_yuan"] if row["source"] in lowest[row["document_id"]] else -1)
    unit, name = named(scene, first["document_id"]), _name(sheet, first["source"])
    sheet.note(t("slide.exact", text=f"{unit} {name} {exact(scene, first['amount_yuan'])}"))
    title = t(
        "slide_income.sources",
        count=len(documents),
        unit=unit,
        name=name,
        amount=rounded(first["amount_yuan"]),
        share=rounded_share(first["amount_yuan"], first["total_yuan"]),
    )
    return sheet.slide(title, chart=chart, table=table, basis=[t("slide_income.basis")])


def _series(sheet: Sheet, rows: Sequence[Row], figures: Figures, lowest: Lowest) -> tuple[Series, ...]:
    """A series for each source that is among the lowest of some document."""
    palette = sheet.scene.view.palette
    used = [s for group in (*flows.GROUPS.values(), ("fiscal", "unit_funds")) for s in group]
    known = list(dict.fromkeys([*used, *(row["source"] for row in rows)]))
    drawn = [source for source in known if any(source in lowest[document] for document in lowest)]
    return tuple(
        Series(
            _name(sheet, source),
            tuple(_cell(sheet, figures, document, source, lowest[document]) for document in lowest),
            palette.categories[number % len(palette.categories)],
        )
        for number, source in enumerate(drawn)
    )


def _sources_table(sheet: Sheet, rows: Sequence[Row], figures: Figures, lowest: Lowest) -> Table:
    view, t = sheet.scene.view, sheet.t
    return Table(
        (
            Column(t("field.document")),
            Column(t("income.source")),
            Column(t("field.amount"), "money"),
            Column(t("income.of_total"), "share"),
            Column(t("slide_income.level")),
        ),
        tuple(
            (
                view.label(row["document_id"]),
                _name(sheet, row["source"]),
                figures[row["document_id"], row["source"]],
                ratio(row["amount_yuan"], row["total_yuan"]),
                t("income.subtotal") if row["source"] not in lowest[row["document_id"]] else "",
            )
            for row in rows
        ),
    )


def _lowest(rows: Sequence[Row], document: str) -> list[str]:
    own = [row for row in rows if row["document_id"] == document]
    whole = {row["source"]: row["amount_yuan"] for row in own}
    return flows.leaves(whole | {"total": own[0]["total_yuan"]}, [])


def _cell(sheet: Sheet, figures: Figures, document: str, source: str, lowest: Sequence[str]) -> Figure:
    """A source that a document does not print, or only above its parts, is blank."""
    found = figures.get((document, source)) if source in lowest else None
    return found or Figure(_name(sheet, source), None)


def _name(sheet: Sheet, source: str) -> str:
    t = sheet.t
    return t.known(f"income_source.{source}", t.known(f"measure.{source}", source))
