"""The projector: a view in large type without controls; keys move between pages, or between the views of a list."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import addresses, bookmarks
from dashboard.addresses import AT, PRESENT, SHOW
from dashboard.bookmarks import Bookmark, BookmarksError
from dashboard.screens import window

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streamlit.components.v2.types import ComponentRenderer

    from dashboard.addresses import Pairs
    from dashboard.text import Text

FOLDER: Final = Path(__file__).parent.parent
_BAR: Final = """
<div class="bar" role="navigation">
  <button data-move="previous">‹</button><span class="place"></span><button data-move="next">›</button>
  <button data-move="leave">✕</button>
</div>
"""
_GO: Final = "_projector_go"


def is_on() -> bool:
    """Whether this run shows a view for an audience."""
    return st.query_params.get(PRESENT) == "1"


def dress() -> None:
    """Put on the look of the projector, before anything is drawn: tables measure letters when they are made."""
    if is_on():
        st.html(FOLDER / "projector.html")


def keep(t: Text) -> None:
    """Keep the list of views in the URL, on every page: a field that nobody sees, because Back must know it."""
    with st.container(key="kept"):
        st.text_input(t("show.list"), key=SHOW, bind="query-params", label_visibility="collapsed")
        window.keep()


def found(pages: Sequence[str]) -> list[Bookmark]:
    """Return the list of views.

    Raises:
        BookmarksError: the link that brought it is damaged.
    """
    return bookmarks.decode(st.session_state.get(SHOW) or "", pages)


def put(views: Sequence[Bookmark]) -> None:
    """Replace the list; only in a callback, before the field is there."""
    st.session_state[SHOW] = bookmarks.encode(views)


def pairs() -> Pairs:
    """Return the parameters of the URL."""
    return tuple((key, value) for key in st.query_params for value in st.query_params.get_all(key))


def root(page: str) -> str:
    """Return where the dashboard begins in the reader's browser."""
    return addresses.root(st.context.url or "", page)


def travel(address: str) -> None:
    """Go to a view after this run; only in a callback."""
    st.session_state[_GO] = address


def address(start: str, page: str, of_view: Pairs, views: Sequence[Bookmark], at: int | None = None) -> str:
    """Return the address of a view for an audience; `at` is its place in the list of views, from 0."""
    show = bookmarks.encode(views)
    more = [(PRESENT, "1")] + ([(AT, str(at + 1))] if at is not None else []) + ([(SHOW, show)] if show else [])
    return addresses.link(start, page, [*of_view, *more])


def of_bookmark(start: str, views: Sequence[Bookmark], number: int) -> str:
    """Return the address of one view of the list, for an audience."""
    return address(start, views[number].page, views[number].pairs, views, number)


def run(t: Text, page: str, shown: Sequence[str], pages: Sequence[str]) -> None:
    """Go where a button has asked to, or show the keys' bar where a view is shown for an audience.

    `shown` are the pages that keys move between, `pages` all those that a list of views may hold.
    """
    if (target := st.session_state.pop(_GO, None)) is not None:
        _component()(key="projector-go", data={"go": target}, height=1)
    elif is_on():
        _component()(key="projector", data=_told(t, page, shown, pages), height=1)


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "budgetlens_projector",
        html=_BAR,
        css=(FOLDER / "projector.css").read_text(encoding="utf-8"),
        js=(FOLDER / "projector.js").read_text(encoding="utf-8"),
    )


def _told(t: Text, page: str, shown: Sequence[str], pages: Sequence[str]) -> Mapping[str, object]:
    """Where each key leads, and where we are."""
    try:
        views = found(pages)
    except BookmarksError:
        views = []
    here, start = pairs(), root(page)
    number = _number(len(views))
    if number is None:
        now, count = shown.index(page) if page in shown else 0, len(shown)
        shared = addresses.shared(here)
        targets = [address(start, name, shared, views) for name in shown]
        name = t(f"page.{page}")
    else:
        now, count = number, len(views)
        targets = [of_bookmark(start, views, place) for place in range(count)]
        name = views[number].name
    show = [(SHOW, bookmarks.encode(views))] if views else []
    moves = {
        "previous": targets[now - 1] if now else "",
        "next": targets[now + 1] if now + 1 < count else "",
        "first": targets[0],
        "last": targets[-1],
        "leave": addresses.link(start, page, [*addresses.of_view(here), *show]),
    }
    words = {move: t(f"show.{move}") for move in moves}
    return {"moves": moves, "words": words, "place": t("show.place", number=now + 1, count=count, name=name)}


def _number(count: int) -> int | None:
    """The place in the list, from 0, that the URL names; none where it names no view of the list."""
    text = st.query_params.get(AT, "")
    # Four digits: no list is longer, and no number of that size is one.
    place = int(text) - 1 if text.isascii() and text.isdigit() and len(text) <= 4 else -1
    return place if 0 <= place < count else None
