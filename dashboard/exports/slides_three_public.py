"""三公经费 as slides: every year by component, changes recomputed, and what table and narrative say differently."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from dashboard import comparability, comparisons, components, queries
from dashboard.exports.model import Chart, Column, Figure, Series, Slide, Table
from dashboard.exports.slides import Sheet, change_words, exact, listed, ratio, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.comparisons import Change, Conflict, Reading
    from dashboard.exports.slides import Scene

Row = dict[str, Any]
LOOKS: Final = {"abroad": 4, "vehicle": 9, "vehicle_purchase": 8, "vehicle_operation": 7, "reception": 6}
"""Places in the palette, as on the page."""
PARTS: Final = ("abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception")


def slides(scene: Scene) -> list[Slide]:
    """Return the slides of the page."""
    rows = scene.rows(queries.three_public(scene.shown))
    readings = comparisons.readings(rows)
    about = [scene.view.about[document] for document in scene.shown]
    groups = comparability.judge(about, "series").groups
    series = [[reading for reading in readings if reading.document_id in group] for group in groups]
    shown = [
        reading
        for mine in series
        for reading in comparisons.shown([r for r in mine if r.rows.keys() - {"agency_operation"}])
    ]
    changes = [change for mine in series for change in comparisons.changes(mine)]
    conflicts = [conflict for mine in series for conflict in comparisons.conflicts(mine)]
    found = [_amounts(scene, shown, changes), _changes(scene, changes), _conflicts(scene, conflicts)]
    return [slide for slide in found if slide]


def _figure(sheet: Sheet, row: Row) -> Figure:
    """A figure by where it comes from; a derived one with its formula."""
    t, label = sheet.t, _component(sheet, row["component"])
    if row["is_derived"]:
        words = {"year": row["document_year"], "base": exact(sheet.scene, row["base_yuan"])}
        words |= {"change": exact(sheet.scene, row["change_yuan"]), "amount": exact(sheet.scene, row["amount_yuan"])}
        sheet.cite(row["document_id"], "narrative", row)
        return sheet.derived(row["amount_yuan"], t("three.formula", **words), label=label)
    if row["place"] != "table":
        return sheet.said(row["amount_yuan"], row, label=label)
    return sheet.figure(row["amount_yuan"], row, "three_public", label=label, year=row["fiscal_year"])


def _component(sheet: Sheet, component: str) -> str:
    return sheet.t.known(f"component.{component}", component)


def _place(sheet: Sheet, reading: Reading) -> str:
    place = "prior" if reading.place == "table" and reading.is_prior else reading.place
    return sheet.t(f"three.bar_{place}")


def _amounts(scene: Scene, shown: Sequence[Reading], changes: Sequence[Change]) -> Slide | None:
    if not shown:
        return None
    sheet, t = Sheet(scene), scene.view.t
    figures = [{name: _figure(sheet, row) for name, row in reading.rows.items()} for reading in shown]
    names = tuple(_name(sheet, reading) for reading in shown)
    table = Table(
        (
            Column(t("filter.unit")),
            Column(t("field.year"), "year"),
            Column(t("three.place")),
            *(Column(_component(sheet, name), "money") for name in (*PARTS, "total")),
        ),
        tuple(
            (
                scene.view.about[reading.document_id]["unit"],
                reading.fiscal_year,
                _place(sheet, reading),
                *(found.get(name) for name in (*PARTS, "total")),
            )
            for reading, found in zip(shown, figures, strict=True)
        ),
    )
    chart = Chart("stacked", names, _series(sheet, shown, figures))
    lead = [_agency(sheet, reading) for reading in shown if "agency_operation" in reading.rows]
    basis = [t("slide_three.basis")]
    return sheet.slide(_title(scene, sheet, shown, changes), chart=chart, table=table, lead=lead, basis=basis)


def _name(sheet: Sheet, reading: Reading) -> str:
    unit = sheet.scene.view.about[reading.document_id]["unit"]
    return f"{unit} {sheet.t('three.year', year=reading.fiscal_year)} {_place(sheet, reading)}"


def _series(sheet: Sheet, shown: Sequence[Reading], figures: Sequence[Mapping[str, Figure]]) -> tuple[Series, ...]:
    """The parts that are drawn on one another; what the total says beyond them is a part of its own."""
    t, palette = sheet.t, sheet.scene.view.palette
    stacks = [{piece.component: piece for piece in components.stack(reading.rows).pieces} for reading in shown]
    found = []
    for name in components.PIECES:
        if not any(name in stack for stack in stacks):
            continue
        label = t("three.residual") if name == "residual" else _component(sheet, name)
        colour = palette.categories[LOOKS[name]] if name in LOOKS else palette.residual
        cells = []
        for stack, known in zip(stacks, figures, strict=True):
            piece = stack.get(name)
            cells.append(_piece(sheet, name, piece.amount if piece else None, known))
        found.append(Series(label, tuple(cells), colour))
    return tuple(found)


def _piece(sheet: Sheet, name: str, amount: Any, known: Mapping[str, Figure]) -> Figure:  # noqa: ANN401 - 元 or none
    label = sheet.t("three.residual") if name == "residual" else _component(sheet, name)
    if amount is None:
        return Figure(label, None)
    if name in known and known[name].yuan == amount:
        return known[name]
    return sheet.derived(amount, sheet.t("slide_three.computed"), label=label)


def _agency(sheet: Sheet, reading: Reading) -> str:
    """机关运行经费 beside “三公”, never a part of it."""
    row = reading.rows["agency_operation"]
    figure = _figure(sheet, row)
    return sheet.t(
        "slide_three.agency",
        unit=sheet.scene.view.about[reading.document_id]["unit"],
        year=reading.fiscal_year,
        amount=exact(sheet.scene, figure.yuan),
    )


def _title(scene: Scene, sheet: Sheet, shown: Sequence[Reading], changes: Sequence[Change]) -> str:
    t = scene.view.t
    own = [reading for reading in shown if not reading.is_prior and "total" in reading.rows]
    if not own:
        return t("slide_three.none")
    top = max(own, key=lambda reading: reading.rows["total"]["amount_yuan"])
    amount = top.rows["total"]["amount_yuan"]
    sheet.note(t("slide.exact", text=f"{_name(sheet, top)} {exact(scene, amount)}"))
    unit = scene.view.about[top.document_id]["unit"]
    title = t(
        "slide_three.one" if len({reading.document_id for reading in own}) == 1 else "slide_three.most",
        count=len({reading.document_id for reading in own}),
        unit=unit,
        year=top.fiscal_year,
        amount=rounded(amount),
    )
    change = next((c for c in changes if (c.document_id, c.component) == (top.document_id, "total")), None)
    if change is None or change.before is None or change.change is None:
        return title
    words = change_words(scene, change.change, change.before["amount_yuan"])
    difference = f"{exact(scene, amount)} − {exact(scene, change.before['amount_yuan'])}"
    sheet.note(t("slide_three.difference", unit=unit, difference=difference, basis=t(f"three.basis_{change.basis}")))
    return t("slide_three.changed", title=title, change=words)


def _changes(scene: Scene, changes: Sequence[Change]) -> Slide | None:
    found = [change for change in changes if change.change is not None and change.before is not None]
    if not found:
        return None
    sheet, t = Sheet(scene), scene.view.t
    table = Table(
        (
            Column(t("filter.unit")),
            Column(t("field.component")),
            Column(t("field.year"), "year"),
            Column(t("three.before"), "money"),
            Column(t("three.after"), "money"),
            Column(t("three.change"), "money"),
            Column(t("three.rate"), "share"),
            Column(t("three.said"), "money"),
            Column(t("three.basis")),
            Column(t("three.agrees")),
        ),
        tuple(_change_row(scene, sheet, change) for change in found),
    )
    totals = [change for change in found if change.component == "total"] or found
    most = max(totals, key=lambda change: abs(change.change or Decimal(0)))
    before, change = (most.before or {})["amount_yuan"], most.change
    assert change is not None  # noqa: S101 - only changes that are known are listed
    title = t(
        "slide_three.largest_change",
        unit=scene.view.about[most.document_id]["unit"],
        component=_component(sheet, most.component),
        before=exact(scene, before),
        after=exact(scene, most.after["amount_yuan"]),
        change=change_words(scene, change, before),
    )
    return sheet.slide(title, table=table, basis=[t("slide_three.recomputed")])


def _change_row(scene: Scene, sheet: Sheet, change: Change) -> tuple[object, ...]:
    t = scene.view.t
    before = change.before or {}
    difference = f"{exact(scene, change.after['amount_yuan'])} − {exact(scene, before['amount_yuan'])}"
    agrees = {True: "three.same", False: "three.differs", None: "three.unsaid"}[change.agrees]
    said = None
    if change.said is not None and change.said_change is not None:
        said = sheet.said(change.said_change, change.said, label=t("three.said"))
    return (
        scene.view.about[change.document_id]["unit"],
        _component(sheet, change.component),
        change.year,
        _figure(sheet, before),
        _figure(sheet, change.after),
        sheet.derived(change.change, difference, label=t("three.change")),
        ratio(change.change, before["amount_yuan"]),
        said,
        t(f"three.basis_{change.basis}") if change.basis else "",
        t(agrees),
    )


def _conflicts(scene: Scene, conflicts: Sequence[Conflict]) -> Slide | None:
    if not conflicts:
        return None
    sheet, t = Sheet(scene), scene.view.t
    rows = [
        (
            scene.view.about[row["document_id"]]["unit"],
            conflict.fiscal_year,
            _component(sheet, conflict.component),
            t(f"three.bar_{comparisons.place_of(row)}"),
            _figure(sheet, row),
        )
        for conflict in conflicts
        for row in conflict.rows
    ]
    table = Table(
        (
            Column(t("filter.unit")),
            Column(t("field.year"), "year"),
            Column(t("field.component")),
            Column(t("three.place")),
            Column(t("field.amount"), "money"),
        ),
        tuple(rows),
    )
    unit, year, component, *_ = rows[0]
    amounts = listed(scene, [exact(scene, row["amount_yuan"]) for row in conflicts[0].rows])
    words = {"unit": unit, "year": year, "component": component, "amounts": amounts}
    title = t("slide_three.conflicts", count=len(conflicts), **words)
    return sheet.slide(title, table=table, warnings=[t("three.disagree_note")])
