"""Test support: a document as it is loaded, as of another year, and with another figure; what a database then holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import database, queries
from tests.conftest import disclosure

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

SOURCE = disclosure("haidong-hrss-2023")
CONTENT = SOURCE.read_bytes()


def answer(db: Path, question: queries.Question) -> pl.DataFrame:
    connection = database.connect(database.current_version(db))
    try:
        return queries.run(connection, question)
    finally:
        connection.close()


def ids(db: Path) -> set[str]:
    return set(answer(db, queries.documents())["document_id"])


def other_year() -> bytes:
    """The same document as of another year: nothing like it is loaded."""
    return CONTENT.replace(b"2023", b"2021")


def changed() -> bytes:
    """The same document with one total of one table 1.00 higher, which its parts no longer explain."""
    line = next(line for line in CONTENT.splitlines() if line.startswith(b"2080104 "))
    return CONTENT.replace(line, line.replace(b"17.00", b"18.00"), 1)
