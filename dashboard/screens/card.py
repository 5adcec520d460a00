"""A card of the overview: the total and its parts, the change and what it rests on, and where they were printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import marks
from dashboard.format import NONE, MoneyUnit, money, percent, signed
from dashboard.screens import figure_list, links, parts

if TYPE_CHECKING:
    from dashboard.cards import Card, Row
    from dashboard.filters import View
    from dashboard.marks import Marks

_LONGEST: Final = 40
"""Characters of a reason on a card."""
_OF_TOTAL: Final = ("total", "basic", "project")
_THREE: Final = {"page": None, "line": None, "code": "total"}
"""The total of 三公 by its code: the facts of a document do not have its place."""


def show(view: View, card: Card, known: Marks) -> None:
    """Show one card; sums say of how many documents they are. `known` are the marks of its documents."""
    t, key = view.t, card.rows[0]["document_id"]
    # As few elements as there can be: each is drawn anew at every change of the filters.
    with st.container(border=True, key=f"card-{key}", height="stretch", gap="xsmall"):
        st.text(_name(view, card))
        st.text(_what(view, card))
        if card.sum("total_yuan") is None:
            st.warning(t("card.no_total", status=t(f"status.{card.rows[0]['expenditure_status']}")))
            return
        figure_list.show(_figures(view, card), "card", view.colour(key))
        told = [_split(view, card), _change_basis(view, card), _source(view, card), *_marks(view, card, known)]
        st.text("\n".join(told))
        _link(view, card)


def _name(view: View, card: Card) -> str:
    if card.one:
        return view.label(card.one["document_id"])
    about = card.about
    return f"{about['jurisdiction']} {view.t('document.' + about['stage'], year=about['fiscal_year'])}"


def _what(view: View, card: Card) -> str:
    scope = view.t(f"scope.{card.about['scope']}")
    first = card.about["jurisdiction"] if card.one else view.t("card.sum_of", count=len(card.rows))
    return f"{first} · {scope}"


def _figures(view: View, card: Card) -> tuple[tuple[str, str, str], ...]:
    """Two rows of two."""
    t, unit = view.t, view.t(f"unit.{view.unit.name}")
    change = " ".join(filter(None, (_change(view, card), _short_basis(view, card))))
    return (
        (t("card.total") + unit, view.money(card.sum("total_yuan")), change),
        (t("card.project_share"), percent(card.sum("project_yuan"), card.sum("total_yuan")), ""),
        (t("card.pension_share"), _pension(view, card), ""),
        (t("card.three_public") + unit, _three_public(view, card), ""),
    )


def _change(view: View, card: Card) -> str | None:
    change = card.sum("change_yuan")
    if not card.bases or change is None:
        return None
    return f"{signed(change, view.unit)} ({percent(change, card.sum('prior_yuan'))})"


def _short_basis(view: View, card: Card) -> str | None:
    return view.t(f"change_by.{card.bases[0]}") if len(card.bases) == 1 else None


def _pension(view: View, card: Card) -> str:
    if card.sum("strict_yuan") is None:
        return view.t("card.not_listed")
    return percent(card.sum("strict_yuan"), card.sum("total_yuan"))


def _three_public(view: View, card: Card) -> str:
    """No figure is not zero: the state of the table stands for it; of several documents only where they agree."""
    if card.sum("three_public_yuan") is not None:
        return view.money(card.sum("three_public_yuan"))
    states = {row["three_public_status"] for row in card.rows}
    return view.t(f"status.{states.pop()}") if len(states) == 1 else NONE


def _split(view: View, card: Card) -> str:
    return f"{_part(view, card, 'basic')} · {_part(view, card, 'project')}"


def _part(view: View, card: Card, measure: str) -> str:
    """A blank cell is blank, not zero."""
    t, amount, name = view.t, card.sum(f"{measure}_yuan"), view.t(f"measure.{measure}")
    if amount is None:
        return t("card.blank", name=name)
    share = percent(amount, card.sum("total_yuan"))
    return t("card.part", name=name, amount=view.money(amount), money=view.unit.value, share=share)


def _change_basis(view: View, card: Card) -> str:
    t, row = view.t, card.one
    if row is None:
        with_basis = card.having("change_yuan")
        if card.bases:
            return t("card.change_of_all", bases=" / ".join(t(f"change_basis.{basis}") for basis in card.bases))
        return t("card.change_of_some", count=with_basis, documents=len(card.rows))
    if not card.bases:
        return t("card.no_change") + _change_of_part(view, row)
    place = parts.place(t, {"page": row["change_page"], "line": row["change_line"]})
    basis = t(f"change_basis.{row['change_basis']}")
    return t("card.change_basis", basis=basis, document=row["change_document_id"], place=place)


def _change_of_part(view: View, row: Row) -> str:
    """What the narrative says of the fiscal appropriations, which may not have been all of last year's money."""
    if row["appropriation_change_yuan"] is None:
        return ""
    return view.t(
        "card.change_of_part",
        name=row["appropriation_name"],
        change=signed(row["appropriation_change_yuan"], view.unit),
        money=view.unit.value,
        place=parts.place(view.t, {"page": row["appropriation_page"], "line": row["appropriation_line"]}),
    )


def _source(view: View, card: Card) -> str:
    t, row = view.t, card.one
    if row is None:
        counts = {name: card.having(f"{name}_yuan") for name in ("total", "strict", "three_public")}
        return t("card.sources", documents=len(card.rows), **counts)
    file = view.about[row["document_id"]]["source_file"]
    return t("card.source", file=file, place=parts.place(t, row), text=row["total_text"], unit=row["unit_text"])


def _marks(view: View, card: Card, known: Marks) -> list[str]:
    """Why the total with its parts, or that of 三公, should not be taken as it stands."""
    found = [known.at(row, "expenditure", _OF_TOTAL) for row in card.rows if row["total_yuan"] is not None]
    found += [known.at(_THREE | {"document_id": row["document_id"]}, "three_public") for row in card.rows]
    return marks.lines(view.t, marks.together(found), _LONGEST)


def _link(view: View, card: Card) -> None:
    """To the printed figure the change rests on: the search of the sources page finds it with its place."""
    row = card.one
    if row is None or not card.bases:
        return
    by_change = row["change_basis"] == "narrative"
    amount = abs(row["change_yuan"]) if by_change else row["prior_yuan"]
    if amount:
        find = money(amount, MoneyUnit.WAN) + MoneyUnit.WAN.value
        links.to(view, "sources", row["change_document_id"], view.t("card.see_basis"), find=find)
