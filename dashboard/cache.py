"""The one shared connection and the answers already given, both kept per version of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboard import database, queries
from dashboard.database import Version
from dashboard.errors import BrokenDatabaseError
from dashboard.queries import Question

if TYPE_CHECKING:
    import duckdb


def _parts(version: Version) -> tuple[object, ...]:
    return (str(version.path), version.inode, version.modified_ns, version.size)


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={Version: _parts})
def _connection(version: Version) -> duckdb.DuckDBPyConnection:
    return database.connect(version)


# As a resource: handed out without a copy, for nobody changes a frame in place.
@st.cache_resource(max_entries=128, show_spinner=False, hash_funcs={Version: _parts, Question: repr})
def _answer(version: Version, question: Question) -> pl.DataFrame:
    return queries.run(_connection(version), question)


def _chosen(version: Version, question: Question) -> pl.DataFrame:
    everything = _answer(version, queries.documents())["document_id"].to_list()
    wanted = question.parameters["documents"]
    frame = _answer(version, Question(question.name, {"documents": everything}))
    if len(wanted) == len(everything):
        return frame
    return frame.filter(pl.col(column).is_in(wanted) for column in question.within)


def ask(question: Question) -> pl.DataFrame:
    """Answer a question of `queries`; a new database is seen at once, without a restart.

    Most of the time of an answer goes into its plan, whatever documents it is about: what is asked of chosen documents
    is asked once of all of them, and chosen from there.

    Raises:
        MissingDatabaseError: there is no database.
        BrokenDatabaseError: it cannot be opened, or does not have the tables and views of this version.
    """
    import duckdb  # noqa: PLC0415 - see `database.connect`

    version = database.current_version(database.database_path())
    try:
        return _chosen(version, question) if question.within else _answer(version, question)
    except duckdb.Error as error:
        raise BrokenDatabaseError(version.path, str(error).splitlines()[0]) from error
