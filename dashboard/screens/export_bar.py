"""The control of every page for briefings and exports, and for the list of views to present; built only when open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import addresses, bookmarks, cache
from dashboard.bookmarks import BookmarksError
from dashboard.exports import briefing, formats, house
from dashboard.exports.slides import Scene
from dashboard.screens import projector

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from dashboard.bookmarks import Bookmark
    from dashboard.exports.formats import Format
    from dashboard.exports.model import Briefing
    from dashboard.filters import View

OF_PAGE: Final[tuple[Format, ...]] = ("pptx", "xlsx", "csv", "parquet")
DATA: Final = ("xlsx", "csv", "parquet")
"""Files that hold every row, not just what fits on a slide."""
_OPEN: Final = "exports"
_CHOICES: Final = "_export_choices"
_NAME: Final = "bookmark_name"
_FILE: Final = "bookmark_file"
_LOADED: Final = "_bookmarks_loaded"


def begin() -> None:
    """Forget what the page before has chosen."""
    st.session_state[_CHOICES] = {}


def choose(**choices: object) -> None:
    """Say what a page shows by its own controls, in plain values: its slides show the same."""
    st.session_state.setdefault(_CHOICES, {}).update(choices)


def show(view: View, page: str, pages: Sequence[str]) -> None:
    """Show the control, but not to an audience; what is in it is only built while it is open."""
    if projector.is_on():
        return
    box = st.popover(view.t("export.open"), icon=":material/co_present:", type="tertiary", key=_OPEN, on_change="rerun")
    if not box.open:
        return
    with box:
        _files(view, page)
        st.divider()
        _presentation(view, page, pages)


def _files(view: View, page: str) -> None:
    t = view.t
    scene = _scene(view, page)
    st.markdown(f"**{t('export.this_page')}**")
    if page in briefing.PAGES:
        for column, wanted in zip(st.columns(len(OF_PAGE), gap="small"), OF_PAGE, strict=True):
            full = wanted in DATA
            with column:
                _button(view, t(f"export.{wanted}"), _of_page(scene, full=full), (page, wanted), f"export-{wanted}")
    else:
        st.caption(t("export.no_page"))
    st.markdown(f"**{t('export.selection_files')}**")
    left, right = st.columns(2, gap="small")
    links = _links(page)
    with left:
        _button(view, t("export.deck"), _of_all(scene, links), ("", "pptx"), "export-deck")
    with right:
        _button(view, t("export.report"), _of_all(scene, links), ("", "docx"), "export-report")
    st.caption(t("export.note"))
    for problem in house.current().problems:
        st.text(problem.said(t))


def _scene(view: View, page: str) -> Scene:
    """What a file needs, taken while there is a session: it is built without one."""
    start = projector.root(page)
    link = addresses.link(start, page, addresses.of_view(projector.pairs()))
    choices: dict[str, Any] = {"together": bool(st.session_state.get("together"))}
    return Scene(view, cache.asker(), page, link, choices | st.session_state.get(_CHOICES, {}))


def _links(page: str) -> dict[str, str]:
    start, shared = projector.root(page), addresses.shared(projector.pairs())
    return {name: addresses.link(start, name, shared) for name in briefing.PAGES}


def _today() -> date:
    """The day where the server stands."""
    return datetime.now(UTC).astimezone().date()


def _of_page(scene: Scene, *, full: bool) -> Callable[[], Briefing]:
    return lambda: briefing.one(replace(scene, full=full), _today())


def _of_all(scene: Scene, links: dict[str, str]) -> Callable[[], Briefing]:
    return lambda: briefing.whole(scene, links, _today())


def _button(view: View, label: str, build: Callable[[], Briefing], of: tuple[str, Format], key: str) -> None:
    page, wanted = of
    st.download_button(
        label,
        data=lambda: formats.make(build(), wanted),
        file_name=briefing.file_name(view, page, _today(), wanted),
        mime=formats.MIME[wanted],
        key=key,
        on_click="ignore",
        width="stretch",
    )


def _presentation(view: View, page: str, pages: Sequence[str]) -> None:
    t = view.t
    st.markdown(f"**{t('show.heading')}**")
    try:
        views = projector.found(pages)
    except BookmarksError as error:
        st.warning(t(error.key), icon=":material/link_off:")
        views = []
    left, right = st.columns(2, gap="small")
    left.button(
        t("show.start"),
        key="present",
        icon=":material/slideshow:",
        help=t("show.start_help"),
        on_click=_present,
        args=(page, views),
        width="stretch",
    )
    right.button(
        t("show.play", count=len(views)),
        key="present-list",
        icon=":material/playlist_play:",
        help=t("show.start_help"),
        on_click=_play,
        args=(page, views, 0),
        disabled=not views,
        width="stretch",
    )
    _add(view, page, views)
    if not views:
        st.caption(t("show.empty"))
    for number, each in enumerate(views):
        _row(view, page, views, number, each)
    _save_and_load(view, views, pages)


def _present(page: str, views: Sequence[Bookmark]) -> None:
    of_view = addresses.of_view(projector.pairs())
    st.session_state[_OPEN] = False
    projector.travel(projector.address(projector.root(page), page, of_view, views))


def _play(page: str, views: Sequence[Bookmark], number: int) -> None:
    st.session_state[_OPEN] = False
    projector.travel(projector.of_bookmark(projector.root(page), views, number))


def _add(view: View, page: str, views: list[Bookmark]) -> None:
    t = view.t
    if len(views) >= bookmarks.MOST:
        st.caption(t("show.full", most=bookmarks.MOST))
        return
    left, right = st.columns([3, 2], gap="small", vertical_alignment="bottom")
    suggested = t(f"page.{page}") if not view.documents.is_empty() else page
    left.text_input(
        t("show.name"),
        key=_NAME,
        placeholder=suggested,
        max_chars=bookmarks.LONGEST_NAME,
        label_visibility="collapsed",
    )
    right.button(
        t("show.add"), key="bookmark-add", icon=":material/bookmark_add:", on_click=_keep, args=(page, suggested, views)
    )


def _keep(page: str, suggested: str, views: list[Bookmark]) -> None:
    name = (st.session_state.get(_NAME) or "").strip() or suggested
    projector.put([*views, bookmarks.bookmark(name, page, projector.pairs())])
    st.session_state[_NAME] = ""


def _row(view: View, page: str, views: list[Bookmark], number: int, each: Bookmark) -> None:
    """One view: its name is what a person has typed, so never Markdown."""
    t = view.t
    with st.container(horizontal=True, vertical_alignment="center", key=f"bookmark-{number}", gap="xsmall"):
        st.text(f"{number + 1}. {each.name}", width="stretch")
        actions: list[tuple[str, str, Callable[..., None], tuple[Any, ...], bool]] = [
            ("play_from", "play_arrow", _play, (page, views, number), False),
            ("up", "arrow_upward", projector.put, (bookmarks.moved(views, number, -1),), number == 0),
            ("down", "arrow_downward", projector.put, (bookmarks.moved(views, number, 1),), number + 1 == len(views)),
            ("remove", "close", projector.put, (bookmarks.without(views, number),), False),
        ]
        for name, icon, action, arguments, disabled in actions:
            st.button(
                "",
                icon=f":material/{icon}:",
                key=f"bookmark-{name}-{number}",
                help=t(f"show.{name}"),
                on_click=action,
                args=arguments,
                disabled=disabled,
                type="tertiary",
            )


def _save_and_load(view: View, views: list[Bookmark], pages: Sequence[str]) -> None:
    t = view.t
    with st.expander(t("show.files"), key="bookmark-files"):
        if views:
            st.download_button(
                t("show.save"),
                data=bookmarks.to_json(views),
                file_name=f"{t('show.file')}_{_today():%Y%m%d}.json",
                mime="application/json",
                key="bookmark-save",
                icon=":material/save:",
                on_click="ignore",
            )
        st.file_uploader(t("show.load"), type="json", key=_FILE, on_change=_load, args=(tuple(pages),))
    if (told := st.session_state.get(_LOADED)) is not None:
        key, values = told
        (st.caption if key == "show.loaded" else st.warning)(t(key, **values) if values else t(key))


def _load(pages: Sequence[str]) -> None:
    """Take the list of a file in place of the one there is; a file that cannot be read changes nothing."""
    file = st.session_state.get(_FILE)
    st.session_state[_LOADED] = None
    if file is None:
        return
    try:
        views = bookmarks.from_json(file.getvalue(), pages)
    except BookmarksError as error:
        st.session_state[_LOADED] = (error.key, {})
        return
    projector.put(views)
    st.session_state[_LOADED] = ("show.loaded", {"count": len(views)})
