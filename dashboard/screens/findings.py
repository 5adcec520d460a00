"""Tables of what the loaders found in documents: shown of the data, and of an upload before it joins them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.screens import parts
from dashboard.screens.parts import Field

if TYPE_CHECKING:
    import polars as pl

    from dashboard.filters import View


def _document(view: View, *, several: bool) -> list[Field]:
    return [Field("document_id", view.t("field.document_id"))] if several else []


def statements(view: View, frame: pl.DataFrame, key: str, *, several: bool = True) -> None:
    """Show what became of each statement."""
    t = view.t
    frame = parts.words(view, parts.words(view, frame, "statement", "statement"), "status", "status")
    fields = [
        *_document(view, several=several),
        Field("statement", t("field.statement")),
        Field("status", t("field.status")),
        Field("rows", t("field.rows"), "number"),
        Field("title", t("field.printed_title")),
        Field("note", t("field.note"), width="large"),
        Field("place", t("field.place")),
    ]
    parts.table(view, parts.with_place(view, frame), fields, key)


def mismatches(view: View, frame: pl.DataFrame, key: str, *, several: bool = True) -> None:
    """Show the identities that do not hold, with both sides."""
    t = view.t
    fields = [
        *_document(view, several=several),
        Field("rule", t("field.rule")),
        Field("statement", t("field.statement")),
        Field("left_yuan", t("field.left"), "money"),
        Field("right_yuan", t("field.right"), "money"),
        Field("difference_yuan", t("field.difference"), "money"),
        Field("message", t("field.message"), width="large"),
        Field("place", t("field.place")),
    ]
    shown = parts.with_place(view, parts.words(view, frame, "statement", "statement"))
    parts.table(view, shown, fields, key)


def repairs(view: View, frame: pl.DataFrame, key: str, *, several: bool = True) -> None:
    """Show every change that was made to reach structured figures."""
    t = view.t
    fields = [
        *_document(view, several=several),
        Field("statement", t("field.statement")),
        Field("kind", t("field.kind")),
        Field("before", t("field.before")),
        Field("after", t("field.after")),
        Field("reason", t("field.reason"), width="large"),
        Field("place", t("field.place")),
    ]
    frame = parts.words(view, frame, "kind", "repair")
    shown = parts.with_place(view, parts.words(view, frame, "statement", "statement"))
    parts.table(view, shown, fields, key)


def leftovers(view: View, frame: pl.DataFrame, key: str, *, several: bool = True) -> None:
    """Show what was seen and not loaded."""
    t = view.t
    fields = [
        *_document(view, several=several),
        Field("title", t("field.table")),
        Field("reason", t("field.reason")),
        Field("text", t("field.text"), width="large"),
        Field("place", t("field.place")),
    ]
    parts.table(view, parts.with_place(view, frame), fields, key)
