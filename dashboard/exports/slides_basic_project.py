"""基本与项目 as slides: by unit, by fund, 人员 and 公用, and by 类 where one document is looked at."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from dashboard import queries
from dashboard.exports.model import Chart, Column, Figure, Series, Slide, Table
from dashboard.exports.slides import Sheet, exact, named, ratio, rounded, rounded_share, total
from dashboard.format import NONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.slides import Scene

Row = dict[str, Any]
FUNDS: Final = ("general_public", "government_fund", "state_capital")
PERSONNEL: Final = ("general_public", "basic_economic")
"""Where 人员 and 公用 are printed, the better place first."""


def slides(scene: Scene) -> list[Slide]:
    """Return the slides of the page; the choice is `document`, of the section by 类."""
    rows = scene.rows(queries.basic_project(scene.shown))
    matrix = scene.rows(queries.disclosure_matrix(scene.shown))
    status = {(row["document_id"], row["statement"]): row["status"] for row in matrix}
    found = [_units(scene, rows, status), _funds(scene, rows, status), _personnel(scene, rows, status)]
    document = scene.choices.get("document") or (scene.shown[0] if len(scene.shown) == 1 else None)
    if document in scene.shown:
        found.append(_classes(scene, rows, str(document)))
    return [slide for slide in found if slide]


def _totals(rows: Sequence[Row], statement: str) -> dict[str, Row]:
    """The total row of each document; of two the first."""
    found: dict[str, Row] = {}
    for row in rows:
        if row["statement"] == statement and row["is_total"]:
            found.setdefault(row["document_id"], row)
    return found


def _units(scene: Scene, rows: Sequence[Row], status: dict[tuple[str, str], str]) -> Slide | None:
    totals = _totals(rows, "expenditure")
    found = [totals[document] for document in scene.shown if document in totals]
    if not found:
        return None
    sheet, view, t = Sheet(scene), scene.view, scene.view.t
    chart, table = _split(sheet, found, [view.label(row["document_id"]) for row in found], t("field.document"))
    known = [row for row in found if row["total_yuan"] and row["project_yuan"] is not None]
    title = _units_title(scene, sheet, known) if known else t("slide_basic.none")
    lead = _missing(scene, status, "expenditure", set(totals))
    basis = [t("slide_basic.basis")]
    return sheet.slide(title, chart=chart, table=table, lead=lead, basis=basis, warnings=_exceeded(scene, found))


def _units_title(scene: Scene, sheet: Sheet, known: list[Row]) -> str:
    view, t = scene.view, scene.view.t
    ranked = sorted(known, key=lambda row: row["project_yuan"] / row["total_yuan"], reverse=True)
    high, low = ranked[0], ranked[-1]
    for row in {high["document_id"]: high, low["document_id"]: low}.values():
        parts = f"{exact(scene, row['project_yuan'])} / {exact(scene, row['total_yuan'])}"
        sheet.note(t("slide.exact", text=f"{view.label(row['document_id'])} {t('card.project_share')} {parts}"))
    words = {
        "unit": named(scene, high["document_id"]),
        "total": rounded(high["total_yuan"]),
        "share": rounded_share(high["project_yuan"], high["total_yuan"]),
    }
    if len(known) == 1:
        return t("slide_basic.one", **words)
    low_share = rounded_share(low["project_yuan"], low["total_yuan"])
    return t("slide_basic.units", **words, low=named(scene, low["document_id"]), low_share=low_share)


def _split(sheet: Sheet, rows: Sequence[Row], names: Sequence[str], first: str) -> tuple[Chart, Table]:
    """基本 and 项目 of rows of one statement, as shares of their sum, and exact."""
    t, palette = sheet.t, sheet.scene.view.palette
    columns: dict[str, list[Figure]] = {
        m: [sheet.figure(row[f"{m}_yuan"], row, row["statement"], m, label=t(f"measure.{m}")) for row in rows]
        for m in ("total", "basic", "project")
    }
    series = [
        Series(t(f"measure.{m}"), tuple(columns[m]), colour)
        for m, colour in (("basic", palette.basic), ("project", palette.project))
    ]
    series += _rest(sheet, columns["total"], [columns["basic"], columns["project"]], t("split.rest"))
    table = Table(
        (
            Column(first),
            *(Column(t(f"measure.{m}"), "money") for m in columns),
            Column(t("card.project_share"), "share"),
        ),
        tuple(
            (name, *(columns[m][n] for m in columns), ratio(row["project_yuan"], row["total_yuan"]))
            for n, (name, row) in enumerate(zip(names, rows, strict=True))
        ),
    )
    return Chart("stacked_share", tuple(names), tuple(series)), table


def _rest(sheet: Sheet, wholes: Sequence[Figure | None], parts: Sequence[Sequence[Figure]], name: str) -> list[Series]:
    """What printed wholes say beyond their printed parts, as a series of its own; none where there is nothing."""
    cells = []
    for number, whole in enumerate(wholes):
        known = [part[number].yuan for part in parts]
        amount = None if whole is None or whole.yuan is None else whole.yuan - (total(known) or Decimal(0))
        formula = sheet.t("slide_basic.rest")
        is_more = amount is not None and amount > 0
        cells.append(sheet.derived(amount, formula, label=name) if is_more else Figure(name, None))
    if all(cell.yuan is None for cell in cells):
        return []
    return [Series(name, tuple(cells), sheet.scene.view.palette.residual)]


def _exceeded(scene: Scene, rows: Sequence[Row]) -> list[str]:
    """Say of each row whose parts are more than it prints by how much."""
    found = []
    for row in rows:
        parts = total((row["basic_yuan"], row["project_yuan"]))
        if parts is not None and row["total_yuan"] is not None and parts > row["total_yuan"]:
            difference = scene.view.money(parts - row["total_yuan"])
            name = scene.view.label(row["document_id"])
            found.append(scene.view.t("split.exceeded", name=name, difference=difference, unit=scene.view.unit.value))
    return found


def _missing(scene: Scene, status: dict[tuple[str, str], str], statement: str, having: set[str]) -> list[str]:
    """What became of the statement of each document that has no figures in it."""
    t = scene.view.t
    return [
        t(
            "slide.no_figures",
            unit=named(scene, document),
            statement=t(f"statement.{statement}"),
            status=t(f"status.{_status(status, document, statement)}"),
        )
        for document in scene.shown
        if document not in having
    ]


def _status(status: dict[tuple[str, str], str], document: str, statement: str) -> str:
    return status.get((document, statement), "absent")


def _funds(scene: Scene, rows: Sequence[Row], status: dict[tuple[str, str], str]) -> Slide | None:
    """The totals of the fund tables beside the expenditure statement that contains them."""
    whole, funds = _totals(rows, "expenditure"), {fund: _totals(rows, fund) for fund in FUNDS}
    documents = [d for d in scene.shown if any(d in of for of in funds.values())]
    if not documents:
        return None
    sheet, view, t = Sheet(scene), scene.view, scene.view.t
    cells = {
        fund: [_fund_cell(sheet, found.get(d), d, fund, status) for d in documents] for fund, found in funds.items()
    }
    totals = [_total_cell(sheet, whole.get(d), "expenditure") for d in documents]
    palette = view.palette
    colours = (palette.basic, palette.project, palette.categories[2])
    series = [
        Series(t(f"measure.{fund}"), tuple(cells[fund]), colour) for fund, colour in zip(FUNDS, colours, strict=True)
    ]
    series += _rest(sheet, totals, [cells[fund] for fund in FUNDS], t("split.fund_rest"))
    table = Table(
        (
            Column(t("field.document")),
            *(Column(t(f"measure.{fund}"), "money") for fund in FUNDS),
            Column(t("slide_basic.all_money"), "money"),
        ),
        tuple((view.label(d), *(cells[fund][n] for fund in FUNDS), totals[n]) for n, d in enumerate(documents)),
    )
    only = [d for d in documents if d in funds[FUNDS[0]] and _same(funds[FUNDS[0]][d], whole.get(d))]
    title = t("slide_basic.funds", count=len(documents), only=len(only))
    general = funds[FUNDS[0]].get(documents[0])
    if len(documents) == 1 and general and general["total_yuan"] is not None:
        amount = general["total_yuan"]
        share = rounded_share(amount, whole[documents[0]]["total_yuan"]) if documents[0] in whole else NONE
        title = t("slide_basic.fund", unit=named(scene, documents[0]), amount=rounded(amount), share=share)
        sheet.note(t("slide.exact", text=exact(scene, amount)))
    names = tuple(view.label(d) for d in documents)
    return sheet.slide(
        title, chart=Chart("stacked", names, tuple(series)), table=table, basis=[t("slide_basic.contained")]
    )


def _same(fund: Row, whole: Row | None) -> bool:
    return whole is not None and fund["total_yuan"] is not None and fund["total_yuan"] == whole["total_yuan"]


def _total_cell(sheet: Sheet, row: Row | None, statement: str, measure: str = "total") -> Figure | None:
    if row is None:
        return None
    return sheet.figure(row[f"{measure}_yuan"], row, statement, measure, label=sheet.t(f"measure.{measure}"))


def _fund_cell(sheet: Sheet, row: Row | None, document: str, fund: str, status: dict[tuple[str, str], str]) -> Figure:
    """The fund's total; a table without figures is a blank that says what became of it."""
    label = sheet.t(f"measure.{fund}")
    if row is not None:
        return sheet.figure(row["total_yuan"], row, fund, label=label)
    return Figure(label, None, text=sheet.t(f"status.{_status(status, document, fund)}"))


def _personnel(scene: Scene, rows: Sequence[Row], status: dict[tuple[str, str], str]) -> Slide | None:
    found: dict[str, Row] = {}
    for statement in PERSONNEL:
        for document, row in _totals(rows, statement).items():
            if row["personnel_yuan"] is not None or row["public_yuan"] is not None:
                found.setdefault(document, row)
    documents = [document for document in scene.shown if document in found]
    if not documents:
        return None
    sheet, view, t = Sheet(scene), scene.view, scene.view.t
    measures = ("personnel", "public")
    cells = {m: [_total_cell(sheet, found[d], found[d]["statement"], m) for d in documents] for m in measures}
    bases = [_total_cell(sheet, found[d], found[d]["statement"], _base(found[d])) for d in documents]
    palette = view.palette
    series = tuple(
        Series(t(f"measure.{m}"), tuple(cell for cell in cells[m] if cell), colour)
        for m, colour in zip(measures, (palette.basic, palette.project), strict=True)
    )
    table = Table(
        (
            Column(t("field.document")),
            Column(t("measure.basic"), "money"),
            *(Column(t(f"measure.{m}"), "money") for m in measures),
            Column(t("slide_basic.personnel_share"), "share"),
        ),
        tuple(
            (view.label(d), bases[n], *(cells[m][n] for m in measures), _personnel_share(found[d]))
            for n, d in enumerate(documents)
        ),
    )
    top = max(documents, key=lambda d: _personnel_share(found[d]) or -1)
    share = rounded_share(found[top]["personnel_yuan"], _whole(found[top]))
    title = t("slide_basic.personnel", unit=named(scene, top), share=share if share != NONE else t("split.not_printed"))
    text = f"{exact(scene, found[top]['personnel_yuan'])} / {exact(scene, _whole(found[top]))}"
    sheet.note(t("slide.exact", text=f"{view.label(top)} {text}"))
    names = tuple(view.label(d) for d in documents)
    lead = _missing(scene, status, "basic_economic", set(documents))
    return sheet.slide(title, chart=Chart("stacked_share", names, series), table=table, lead=lead)


def _base(row: Row) -> str:
    """The economic table holds nothing but 基本支出: its total is it."""
    return "total" if row["statement"] == "basic_economic" else "basic"


def _whole(row: Row) -> Decimal | None:
    amount: Decimal | None = row[f"{_base(row)}_yuan"]
    return amount


def _personnel_share(row: Row) -> Decimal | None:
    return ratio(row["personnel_yuan"], _whole(row))


def _classes(scene: Scene, rows: Sequence[Row], document: str) -> Slide | None:
    found = [
        row
        for row in rows
        if (row["document_id"], row["statement"]) == (document, "expenditure") and not row["is_total"]
    ]
    if not found:
        return None
    sheet, t = Sheet(scene), scene.view.t
    names = [f"{row['code'] or ''} {row['name']}".strip() for row in found]
    chart, table = _split(sheet, found, names, t("field.name"))
    most = max(found, key=lambda row: row["total_yuan"] or Decimal(0))
    if most["total_yuan"] is None:
        return None
    title = t(
        "slide_basic.classes",
        unit=named(scene, document),
        name=f"{most['code'] or ''} {most['name']}".strip(),
        amount=rounded(most["total_yuan"]),
        share=rounded_share(most["project_yuan"], most["total_yuan"]),
    )
    sheet.note(t("slide.exact", text=f"{most['name']} {exact(scene, most['total_yuan'])}"))
    return sheet.slide(title, chart=chart, table=table)
