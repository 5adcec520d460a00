"""Figures with their names, beside each other, as one element: many metrics cost the browser more than a chart."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Literal

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable

Look = Literal["card", "row"]
"""Two beside each other, as on a card; or all in one row, as far as there is room."""


def show(figures: Iterable[tuple[str, str, str]], look: Look, colour: str = "") -> None:
    """Show a list of terms: name, figure, and what stands below it (or nothing); under a line of a colour, if given."""
    line = f' style="border-top: 4px solid {escape(colour)}"' if colour else ""
    st.html(f'<dl class="{look}-figures"{line}>{"".join(_figure(*figure) for figure in figures)}</dl>')


def _figure(name: str, value: str, below: str) -> str:
    told = f'<dd class="below">{escape(below)}</dd>' if below else ""
    return f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd>{told}</div>"
