"""三公经费: by year and component for each unit, table, narrative and derived figures, changes recomputed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import comparability, comparisons, components, filters, jurisdictions, marks, queries, stages
from dashboard.cache import ask
from dashboard.charts import stacks
from dashboard.format import scaled
from dashboard.screens import execution, many, parts, three_public_tables, trust, window

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.comparisons import Conflict, Reading
    from dashboard.filters import View

Row = dict[str, Any]
SCALES: Final = {"同一比例 Same scale": True, "各自比例 Own scale": False}
# Places in the palette: those that jurisdictions take last come first.
LOOKS: Final = {
    "abroad": (4, "/"),
    "vehicle": (9, ""),
    "vehicle_purchase": (8, "."),
    "vehicle_operation": (7, "\\"),
    "reception": (6, "x"),
}
MOST_CONFLICTS: Final = 12


@dataclass(frozen=True, slots=True)
class Series:
    """The documents that make one series, with everything they say."""

    documents: tuple[str, ...]
    readings: list[Reading]
    conflicts: list[Conflict]


def main() -> None:
    """Show the page."""
    chosen = filters.current()
    view = many.first(chosen)
    parts.heading(view, "three_public")
    rows = ask(queries.three_public(view.ids)).to_dicts()
    statements = {row["document_id"]: row for row in ask(queries.three_public_statements(view.ids)).to_dicts()}
    found = _series(view, rows)
    if st.session_state.get("year"):
        st.caption(view.t("three.year_filter"))
    _disagreements(view, found)
    many.note(chosen)
    _chart(view, found, statements)
    _without(view, found, statements)
    if many.more(chosen):
        sums = ask(queries.three_public_sums())
        totals = jurisdictions.totals(chosen.documents, sums, ("total_yuan",), many.MOST_ROWS, jurisdictions.STATES)
        three_public_tables.jurisdictions(chosen, totals)
    both = stages.three_public(rows, comparisons.order)
    execution.section(view, both, lambda b: view.t.known(f"component.{b.item[0]}", b.item[0]), "stages-three")
    three_public_tables.changes(view, [c for series in found for c in comparisons.changes(series.readings)])
    wrong = {(d, c.fiscal_year, c.component) for series in found for d in series.documents for c in series.conflicts}
    three_public_tables.figures(view, rows, wrong)


def _series(view: View, rows: Sequence[Row]) -> list[Series]:
    """One series for the documents that are comparable: one unit, one scope, one stage."""
    readings = comparisons.readings(rows)
    result = []
    for group in comparability.judge(view.documents.to_dicts(), "series").groups:
        mine = [reading for reading in readings if reading.document_id in group]
        result.append(Series(group, mine, comparisons.conflicts(mine)))
    return result


def _disagreements(view: View, found: Sequence[Series]) -> None:
    lines = [_disagreement(view, conflict) for series in found for conflict in series.conflicts]
    if not lines:
        return
    if (more := len(lines) - MOST_CONFLICTS) > 0:
        lines = [*lines[:MOST_CONFLICTS], view.t("three.more", count=more)]
    with st.container(border=True, key="quiet-disagree", gap="xsmall"):
        st.markdown(f":material/compare_arrows: **{view.t('three.disagree_title')}** {view.t('three.disagree_note')}")
        st.text("\n".join(lines))


def _disagreement(view: View, conflict: Conflict) -> str:
    sides = [_side(view, row) for row in conflict.rows]
    return view.t(
        "three.disagree",
        unit=view.about[conflict.rows[0]["document_id"]]["unit"],
        year=conflict.fiscal_year,
        component=_component(view, conflict.component),
        sides=("；" if view.t.language == "zh" else "; ").join(sides),
        money=view.unit.value,
    )


def _side(view: View, row: Row) -> str:
    return view.t(
        f"three.side_{comparisons.place_of(row)}",
        amount=view.money(row["amount_yuan"]),
        source=three_public_tables.source(view, row),
        text=row["text"] or "",
    )


def _component(view: View, component: str) -> str:
    return view.t.known(f"component.{component}", component)


def _chart(view: View, found: Sequence[Series], statements: Mapping[str, Row]) -> None:
    common = _common_scale(view) if len(found) > 1 else True
    colours = view.palette.categories
    styles = [
        stacks.Style(_component(view, name), colours[LOOKS[name][0]], LOOKS[name][1])
        if name in LOOKS
        else stacks.Style(view.t("three.residual"), view.palette.residual)
        for name in components.PIECES
    ]
    groups = [
        stacks.Group(_title(view, s.documents[0]), _bars(view, s, statements), view.colour(s.documents[0]))
        for s in found
    ]
    title = view.t("three.title")
    # A document also gives the year before its own.
    years = {reading.fiscal_year for series in found for reading in series.readings}
    subtitle = view.t("three.subtitle", money=view.unit.value, source=parts.source_files(view, years))
    figure = stacks.chart(groups, styles, view.palette, (title, subtitle), common=common, wide=not window.is_narrow())
    parts.chart(figure, "three-chart", title)


def _common_scale(view: View) -> bool:
    picked = st.segmented_control(
        view.t("three.scale"),
        list(SCALES),
        default=next(iter(SCALES)),
        required=True,
        key="three_scale",
        bind="query-params",
        help=view.t("three.scale_help"),
    )
    return SCALES[picked] if picked else True


def _title(view: View, document: str) -> str:
    """The unit with scope and stage: what a series has in common."""
    row = view.about[document]
    name = view.label(document) if document in view.alike else row["unit"]
    return view.t(
        "three.group", unit=name, scope=view.t(f"scope.{row['scope']}"), stage=view.t(f"stage.{row['stage']}")
    )


def _bars(view: View, series: Series, statements: Mapping[str, Row]) -> list[stacks.Bar]:
    """The years that are printed, said or derived; then those of documents without figures; 机关运行经费 last."""
    drawn = comparisons.shown([r for r in series.readings if r.rows.keys() - {"agency_operation"}])
    wrong = {conflict.fiscal_year for conflict in series.conflicts if conflict.component != "agency_operation"}
    bars = [(r.fiscal_year, _bar(view, r, disagrees=r.fiscal_year in wrong)) for r in drawn]
    years = {year for year, _ in bars}
    for document in series.documents:
        year = view.about[document]["fiscal_year"]
        if year not in years:
            bars.append((year, stacks.Bar(_year(view, year), (), _status(view, statements.get(document)))))
    bars.sort(key=lambda bar: bar[0])
    return [bar for _, bar in bars] + _agency(view, series)


def _year(view: View, year: int) -> str:
    return view.t("three.year", year=year)


def _status(view: View, statement: Row | None) -> str:
    status = statement["status"] if statement else "absent"
    return view.t("three.unrecognised") if status == "figures" else view.t(f"status.{status}")


def _bar(view: View, reading: Reading, *, disagrees: bool) -> stacks.Bar:
    stack = components.stack(reading.rows)
    pieces = [
        stacks.Piece(_name(view, piece), scaled(piece.amount, view.unit) or piece.amount, _hover(view, reading, piece))
        for piece in stack.pieces
        if piece.amount
    ]
    known = trust.of(view.shown)
    marked = marks.together(three_public_tables.marked(known, row) for row in reading.rows.values())
    signs = dict.fromkeys(["⚠"] * (disagrees or bool(stack.over)) + [mark.sign for mark in marked])
    place = "prior" if reading.place == "table" and reading.is_prior else reading.place
    label = f"{_year(view, reading.fiscal_year)} {view.t(f'three.bar_{place}')}"
    return stacks.Bar(label, pieces, " ".join([_end(view, stack), *signs]), faint=reading.place == "derived")


def _end(view: View, stack: components.Stack) -> str:
    """The total as it is given; a sum of parts is called one."""
    if stack.total is None:
        return view.t("three.no_total", sum=view.money(stack.sum))
    if stack.over:
        return view.t("three.over", total=view.money(stack.total), sum=view.money(stack.sum))
    return view.money(stack.total)


def _name(view: View, piece: components.Piece) -> str:
    return view.t("three.residual") if piece.component == "residual" else _component(view, piece.component)


def _hover(view: View, reading: Reading, piece: components.Piece) -> list[str]:
    name = f"{_year(view, reading.fiscal_year)} {_name(view, piece)}"
    lines = [f"{name} {view.money(piece.amount)} {view.unit.value}"]
    for row in piece.rows or (reading.rows["total"],):
        lines += [f"{view.t('field.as_printed')} {three_public_tables.printed(row)}"]
        lines.append(three_public_tables.origin(view, row))
        lines.append(three_public_tables.source(view, row))
        lines += trust.lines(view, three_public_tables.marked(trust.of(view.shown), row))
    return lines


def _agency(view: View, series: Series) -> list[stacks.Bar]:
    """机关运行经费 in figures alone: no part of “三公”, and so much larger that a bar would dwarf them."""
    rows: dict[int, Row] = {}
    for reading in series.readings:
        if row := reading.rows.get("agency_operation"):
            rows.setdefault(reading.fiscal_year, row)
    lines = [
        view.t(
            "three.agency",
            year=_year(view, year),
            amount=view.money(row["amount_yuan"]),
            origin=view.t(f"three.bar_{comparisons.place_of(row)}"),
        )
        for year, row in rows.items()
    ]
    return [stacks.Bar(_component(view, "agency_operation"), (), "\n".join(lines))] if lines else []


def _without(view: View, found: Sequence[Series], statements: Mapping[str, Row]) -> None:
    """Why a document has no figures of its own year, with its note as printed."""
    lines = []
    for series in found:
        spoken = {r.document_id for r in series.readings if r.place == "table"}
        for document in series.documents:
            if document in spoken:
                continue
            row = statements.get(document)
            note = view.t("three.note", note=row["note"]) if row and row["note"] else ""
            reason = view.t(f"three.none_{row['status'] if row else 'absent'}")
            known = row is not None and row["line"] is not None
            place = view.t("three.table_at", place=parts.place(view.t, row)) if row and known else ""
            lines.append(view.t("three.none", unit=view.label(document), reason=f"{reason}{note}{place}".rstrip()))
    if lines:
        with st.container(key="quiet-three-none"):
            st.text("\n".join(lines))


main()
