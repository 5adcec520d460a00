"""上传新公开文件: files are read apart, looked at, compared with what is there, and only then added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import database, filters, queries, uploads, versions
from dashboard.cache import ask
from dashboard.screens import upload_result
from dashboard.uploads import Reading, UploadError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from dashboard.filters import View
    from dashboard.versions import Match

WAITING: Final = "_uploads"
"""The readings of this session that nobody has decided about, by token."""
SAID: Final = "_upload_messages"
GENERATION: Final = "_upload_generation"
REPLACE, KEEP = "replace", "keep_both"


def main() -> None:
    """Show the page."""
    view = filters.current()
    st.title(view.t("page.upload"), anchor=False)
    st.caption(view.t("lead.upload"))
    files = _choose(view)
    if files:
        _receive(view, files)
        st.rerun()
    _messages(view)
    waiting = _waiting()
    if waiting:
        st.subheader(view.t("upload.waiting", count=len(waiting)), anchor=False)
    for reading in list(waiting.values()):
        with st.container(border=True, key=f"upload-{reading.staged.token}"):
            _one(view, reading)


def _waiting() -> dict[str, Reading]:
    found: dict[str, Reading] = st.session_state.setdefault(WAITING, {})
    return found


def _choose(view: View) -> list[UploadedFile]:
    """Offer the widget; each round has a key of its own, so that what was taken over leaves it."""
    most = uploads.MOST_BYTES // 1024 // 1024
    generation = st.session_state.setdefault(GENERATION, 0)
    _own_words(view)
    return st.file_uploader(
        view.t("upload.files", most=most),
        type=list(uploads.FORMATS),
        accept_multiple_files=True,
        key=f"files-{generation}",
        max_upload_size=most,
    )


def _own_words(view: View) -> None:
    """Put our own word on the widget's button, which Streamlit has in English alone; the label says the rest."""
    word = view.t("upload.browse")
    button = '[class*="st-key-files-"] [data-testid="stFileUploaderDropzone"] > span button'
    st.html(
        f"<style>{button} p {{ font-size: 0; }} {button} p::after {{ content: '{word}'; font-size: 0.9rem; }}"
        '[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }</style>'
    )


def _receive(view: View, files: Sequence[UploadedFile]) -> None:
    """Read each file with its progress on screen; one that fails keeps nobody from the others."""
    with st.status(view.t("upload.reading", count=len(files)), expanded=True) as status:
        for file in files:
            st.text(file.name)
            try:
                staged = uploads.stage(database.database_path(), file.name, file.getvalue())
                reading = uploads.read(staged, _clock(view))
            except UploadError as error:
                _say(error, file.name)
            else:
                _waiting()[reading.staged.token] = reading
        status.update(label=view.t("upload.read_done"), state="complete")
    st.session_state[GENERATION] += 1


def _clock(view: View) -> Callable[[float], None]:
    bar = st.progress(0.0)
    most = uploads.LIMITS.seconds

    def tell(seconds: float) -> None:
        bar.progress(min(1.0, seconds / most), text=view.t("upload.elapsed", seconds=int(seconds), most=most))

    return tell


# ── what is said until somebody has read it ──


def _say(error: UploadError, name: str) -> None:
    st.session_state.setdefault(SAID, []).append(("error", error.key, name, error.values, error.detail))


def _messages(view: View) -> None:
    t = view.t
    said = st.session_state.get(SAID, [])
    for number, (kind, key, name, values, detail) in enumerate(said):
        show = st.error if kind == "error" else st.success
        show(t(key, **values), icon=":material/error:" if kind == "error" else ":material/check_circle:")
        with st.container(key=f"quiet-said-{number}"):
            st.text(name)
            if detail:
                st.text(detail)
    if said:
        st.button(t("upload.dismiss"), on_click=_dismiss, key="dismiss")


def _dismiss() -> None:
    st.session_state[SAID] = []


# ── one file ──


def _one(view: View, reading: Reading) -> None:
    with st.container(key=f"name-upload-{reading.staged.token}"):
        st.text(reading.staged.name)
    if reading.document is None:
        st.error(view.t("upload.not_read"), icon=":material/error:")
        upload_result.problems(view, reading)
        _button_discard(view, reading, "upload.close")
        return
    upload_result.about(view, reading)
    matches = versions.matches(view.everything, reading.document)
    _matches(view, reading, matches)
    with st.expander(view.t("upload.details"), expanded=not matches):
        upload_result.details(view, reading)
    _decide(view, reading, matches)


def _matches(view: View, reading: Reading, matches: Sequence[Match]) -> None:
    if not matches:
        st.info(view.t("upload.new"), icon=":material/fiber_new:")
        return
    nearest = matches[0]
    if nearest.same_bytes:
        st.warning(view.t("upload.same_bytes"), icon=":material/content_copy:")
    else:
        key = "upload.same_subject" if nearest.same_subject else "upload.same_id"
        st.warning(view.t(key), icon=":material/difference:")
    st.text(view.t("upload.old_file", document=nearest.document_id, path=nearest.source_path))
    if not nearest.same_bytes:
        old = ask(queries.document_figures(nearest.document_id))
        upload_result.comparison(view, versions.compare(old, reading.frames["document_figures"]), reading.staged.token)


def _decide(view: View, reading: Reading, matches: Sequence[Match]) -> None:
    t, token = view.t, reading.staged.token
    if matches and matches[0].same_bytes:
        _button_discard(view, reading, "upload.close")
        return
    how = KEEP
    if matches:
        # A file of the same name about something else is no version of it: nobody replaces that by a mere click.
        ways = [REPLACE, KEEP] if matches[0].same_subject else [KEEP, REPLACE]
        how = st.radio(t("upload.how"), ways, format_func=lambda word: t(f"upload.{word}"), key=f"how-{token}")
        st.caption(t("upload.replace_note" if how == REPLACE else "upload.keep_note"))
    with st.container(horizontal=True):
        if st.button(t("upload.add"), key=f"add-{token}", type="primary", icon=":material/library_add:"):
            _add(view, reading, _id(view, reading, matches, how))
        _button_discard(view, reading, "upload.discard")


def _id(view: View, reading: Reading, matches: Sequence[Match], how: str) -> str:
    """The id under which the document joins: that of the version it replaces, else its own, made free."""
    if matches and how == REPLACE:
        return matches[0].document_id
    return uploads.free_id(reading.staged.path.stem, set(view.about))


def _add(view: View, reading: Reading, document_id: str) -> None:
    values: dict[str, Any] = {}
    try:
        with st.status(view.t("upload.adding"), expanded=True):
            added = uploads.add(reading.staged, database.database_path(), document_id, _clock(view))
    except UploadError as error:
        _say(error, reading.staged.name)
    else:
        del _waiting()[reading.staged.token]
        path = view.t("upload.added_as", document=added.document_id, path=added.path)
        st.session_state.setdefault(SAID, []).append(("done", "upload.added", reading.staged.name, values, path))
    st.rerun()


def _button_discard(view: View, reading: Reading, label: str) -> None:
    st.button(view.t(label), key=f"discard-{reading.staged.token}", on_click=_discard, args=(reading,))


def _discard(reading: Reading) -> None:
    uploads.discard(reading.staged)
    _waiting().pop(reading.staged.token, None)


main()
