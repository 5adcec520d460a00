"""The one shared connection and the answers already given, both kept per version of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import database, queries
from dashboard.database import Version
from dashboard.errors import BrokenDatabaseError
from dashboard.queries import Question

if TYPE_CHECKING:
    import duckdb
    import polars as pl


def _parts(version: Version) -> tuple[object, ...]:
    return (str(version.path), version.inode, version.modified_ns, version.size)


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={Version: _parts})
def _connection(version: Version) -> duckdb.DuckDBPyConnection:
    return database.connect(version)


@st.cache_data(max_entries=512, show_spinner=False, hash_funcs={Version: _parts, Question: repr})
def _answer(version: Version, question: Question) -> pl.DataFrame:
    return queries.run(_connection(version), question)


def ask(question: Question) -> pl.DataFrame:
    """Answer a question of `queries`; a new database is seen at once, without a restart.

    Raises:
        MissingDatabaseError: there is no database.
        BrokenDatabaseError: it cannot be opened, or does not have the tables and views of this version.
    """
    import duckdb  # noqa: PLC0415 - see `database.connect`

    version = database.current_version(database.database_path())
    try:
        return _answer(version, question)
    except duckdb.Error as error:
        raise BrokenDatabaseError(version.path, str(error).splitlines()[0]) from error
