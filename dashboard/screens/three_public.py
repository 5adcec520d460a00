"""三公经费: by year and component, table and narrative side by side, changes recomputed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboard import comparisons, filters, queries, stages
from dashboard.cache import ask
from dashboard.charts import grouped
from dashboard.format import percent, scaled, signed
from dashboard.screens import evidence, execution, parts
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.comparisons import Change, Pair
    from dashboard.filters import View

Row = dict[str, Any]


def main() -> None:
    """Show the page."""
    view = filters.current()
    parts.heading(view, "three_public")
    rows = ask(queries.three_public(view.ids)).to_dicts()
    statements = {row["document_id"]: row for row in ask(queries.three_public_statements(view.ids)).to_dicts()}
    pairs, changes = comparisons.pairs(rows), comparisons.changes(rows)
    _disagreements(view, pairs)
    for start in range(0, len(view.ids), 2):
        for column, document in zip(st.columns(2, gap="medium"), view.ids[start : start + 2], strict=False):
            with column, st.container(border=True, key=f"three-{document}", height="stretch"):
                _unit(view, document, [p for p in pairs if p.document_id == document], statements.get(document))
    both = stages.three_public(rows, comparisons.order)
    execution.section(view, both, lambda b: view.t.known(f"component.{b.item[0]}", b.item[0]), "stages-three")
    if changes:
        _changes(view, changes)
    if pairs:
        _figures(view, pairs)


def _disagreements(view: View, pairs: Sequence[Pair]) -> None:
    wrong = [pair for pair in pairs if pair.agrees is False]
    if not wrong:
        return
    with st.container(border=True, key="quiet-disagree", gap="xsmall"):
        st.markdown(f":material/compare_arrows: **{view.t('three.disagree_title')}** {view.t('three.disagree_note')}")
        for pair in wrong:
            assert pair.table is not None  # noqa: S101 - both sides speak where they disagree
            assert pair.narrative is not None  # noqa: S101
            st.text(
                view.t(
                    "three.disagree",
                    unit=view.label(pair.document_id),
                    year=pair.fiscal_year,
                    component=view.t.known(f"component.{pair.component}", pair.component),
                    table=view.money(pair.table["amount_yuan"]),
                    narrative=view.money(pair.narrative["amount_yuan"]),
                    money=view.unit.value,
                    text=pair.narrative["text"],
                )
            )


def _unit(view: View, document: str, pairs: list[Pair], statement: Row | None) -> None:
    if pairs:
        _chart(view, document, pairs)
        return
    status = statement["status"] if statement else "absent"
    with st.container(key=f"name-three-{document}"):
        st.text(view.label(document))
    st.info(view.t(f"three.none_{status}"), icon=":material/block:")
    if statement and statement["note"]:
        st.text(view.t("three.note", note=statement["note"]))
        with st.container(key=f"quiet-three-{document}"):
            st.text(f"{document} {parts.place(view.t, statement)}")


def _chart(view: View, document: str, pairs: list[Pair]) -> None:
    names: dict[str, grouped.Series] = {}
    bars = []
    colours = (view.palette.residual, view.colour(document))
    years = sorted({pair.fiscal_year for pair in pairs})
    for pair in pairs:
        for place, row in (("table", pair.table), ("narrative", pair.narrative)):
            if row is None or (place == "narrative" and pair.agrees):
                continue
            own = place == "narrative" and pair.table is not None
            name = view.t("three.series_narrative" if own else "three.series_table", year=pair.fiscal_year)
            colour = colours[-1] if pair.fiscal_year == years[-1] else colours[0]
            names.setdefault(name, grouped.Series(name, colour))
            bars.append(_bar(view, pair, row, name))
    order = [names[name] for name in sorted(names)]
    titles = (
        view.t("three.title", unit=view.label(document)),
        view.t("three.subtitle", file=document, money=view.unit.value),
        view.t("axis.money", unit=view.unit.value),
    )
    parts.chart(grouped.chart(bars, order, view.palette, titles), f"three-chart-{document}", titles[0])


def _bar(view: View, pair: Pair, row: Row, series: str) -> grouped.Bar:
    t = view.t
    size = scaled(row["amount_yuan"], view.unit)
    assert size is not None  # noqa: S101 - rows of the view have amounts
    mark = " ⚠" if pair.agrees is False else " ≈" if row["origin"] == "inferred" else ""
    lines = (
        t.known(f"component.{pair.component}", pair.component),
        f"{series} {view.money(row['amount_yuan'])} {view.unit.value}",
        t("three.derived") if row["is_derived"] else "",
        f"{t('field.as_printed')} {row['amount_text']} {row['unit_text']}" if row["amount_text"] else row["text"] or "",
        f"{t('field.origin')} {t('origin.' + row['origin'])}",
        f"{row['document_id']} {parts.place(t, row)}",
    )
    name = t.known(f"component.{pair.component}", pair.component)
    text = view.money(row["amount_yuan"]) + mark
    return grouped.Bar(name, series, size, text, lines, hatched=row["place"] == "narrative")


def _changes(view: View, changes: Sequence[Change]) -> None:
    t = view.t
    st.subheader(t("three.changes"), anchor=False)
    st.caption(t("three.changes_note"))
    frame = pl.DataFrame(
        {
            "document": [view.label(c.document_id) for c in changes],
            "component": [t.known(f"component.{c.component}", c.component) for c in changes],
            "year": [f"{c.year - 1}→{c.year}" for c in changes],
            "before": _money(c.before for c in changes),
            "after": _money(c.after for c in changes),
            "change": _money(c.change for c in changes),
            "rate": [percent(c.change, c.before) for c in changes],
            "said": [signed(c.said, view.unit) for c in changes],
            "agrees": [_agreement(view, c.agrees) for c in changes],
            "source": [f"{c.document_id} {parts.place(t, c.row)}" for c in changes],
        }
    )
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("component", t("field.component")),
        Field("year", t("field.year")),
        Field("before", t("three.before"), "money"),
        Field("after", t("three.after"), "money"),
        Field("change", t("three.change"), "money"),
        Field("rate", t("three.rate"), "right"),
        Field("said", t("three.said"), "right"),
        Field("agrees", t("three.agrees")),
        Field("source", t("field.source")),
    ]
    parts.table(view, frame, fields, "three-changes")


def _money(values: Any) -> pl.Series:  # noqa: ANN401 - an iterable of Decimal or None
    return pl.Series(list(values), dtype=pl.Decimal(18, 2))


def _agreement(view: View, agrees: bool | None) -> str:  # noqa: FBT001 - three states, shown as such
    return view.t({True: "three.same", False: "three.differs", None: "three.one_side"}[agrees])


def _figures(view: View, pairs: Sequence[Pair]) -> None:
    t = view.t
    st.subheader(t("three.figures"), anchor=False)
    rows = [(pair, row) for pair in pairs for row in (pair.table, pair.narrative) if row is not None]
    frame = pl.DataFrame(
        {
            "document": [view.label(p.document_id) for p, _ in rows],
            "year": [str(p.fiscal_year) for p, _ in rows],
            "component": [t.known(f"component.{p.component}", p.component) for p, _ in rows],
            "place": [
                t(f"three.place_{r['place']}") + (t("three.derived_mark") if r["is_derived"] else "") for _, r in rows
            ],
            "amount": _money(r["amount_yuan"] for _, r in rows),
            "printed": [f"{r['amount_text']} {r['unit_text']}" if r["amount_text"] else r["text"] for _, r in rows],
            "origin": [t(f"origin.{r['origin']}") for _, r in rows],
            "agrees": [_agreement(view, p.agrees) for p, _ in rows],
            "source": [f"{p.document_id} {parts.place(t, r)}" for p, r in rows],
            "document_id": [p.document_id for p, _ in rows],
            "page": pl.Series([r["page"] for _, r in rows], dtype=pl.Int32),
            "line": pl.Series([r["line"] for _, r in rows], dtype=pl.Int32),
        }
    )
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("year", t("field.year")),
        Field("component", t("field.component")),
        Field("place", t("three.place")),
        Field("amount", t("field.amount"), "money"),
        Field("printed", t("field.as_printed")),
        Field("origin", t("field.origin")),
        Field("agrees", t("three.agrees")),
        Field("source", t("field.source")),
    ]
    evidence.table(view, frame, fields, "three-figures")


main()
