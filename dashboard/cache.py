"""The one shared connection and the answers already given, both kept per version of the database.

A run of the page's script asks all its questions of one version, the one that `pin` found when the run began: what is
on screen together comes from one load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import polars as pl
import streamlit as st

from dashboard import answers, catalogue, database, queries
from dashboard.answers import Answers
from dashboard.database import Version
from dashboard.errors import BrokenDatabaseError, MissingDatabaseError, ReplacedDatabaseError
from dashboard.queries import Question

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    from dashboard.catalogue import Catalogue

Found = TypeVar("Found")

SMALL: Final = 50_000
"""Up to so many figures, a question about chosen documents is asked once about all, and chosen from there."""
MOST_BYTES: Final = 32_000_000
"""Of answers that are kept, together."""

_PIN: Final = "_version"
_ANSWERS: Final = Answers(MOST_BYTES)


def _parts(version: Version) -> tuple[object, ...]:
    return (str(version.path), version.inode, version.modified_ns, version.size)


# One at a time: a run that still asks for the version before is told that it is gone, and begins anew.
@st.cache_resource(max_entries=1, show_spinner=False, hash_funcs={Version: _parts})
def _connection(version: Version) -> duckdb.DuckDBPyConnection:
    return database.connect(version)


@st.cache_resource(max_entries=1, show_spinner=False, hash_funcs={Version: _parts})
def _catalogue(version: Version) -> Catalogue:
    return catalogue.catalogue(_answer(version, queries.documents()))


def _answer(version: Version, question: Question) -> pl.DataFrame:
    key = (version, answers.name(question))
    return _ANSWERS.get(key, lambda: queries.run(_connection(version), question))


def _chosen(version: Version, question: Question) -> pl.DataFrame:
    """Most of the time of an answer about few figures goes into its plan, whatever documents it is about."""
    if _answer(version, queries.size())["figures"][0] > SMALL:
        return _answer(version, question)
    everything = list(_catalogue(version).about)
    wanted = question.parameters["documents"]
    frame = _answer(version, Question(question.name, {**question.parameters, "documents": everything}))
    if len(wanted) == len(everything):
        return frame
    return frame.filter(pl.col(column).is_in(wanted) for column in question.within)


def pin() -> bool:
    """Fix the version that this run asks; tell whether the page showed another one before.

    Raises:
        MissingDatabaseError: there is no database.
    """
    before = st.session_state.get(_PIN)
    st.session_state[_PIN] = None
    st.session_state[_PIN] = found = database.current_version(database.database_path())
    return before not in {None, found}


def is_replaced() -> bool:
    """Whether the database is no longer the one that the page shows."""
    try:
        found = database.current_version(database.database_path())
    except MissingDatabaseError:
        return st.session_state.get(_PIN) is not None
    return found != st.session_state.get(_PIN)


def _pinned() -> Version:
    pinned: Version | None = st.session_state.get(_PIN)
    return pinned or database.current_version(database.database_path())


def version() -> Version:
    """Return the version that this run asks.

    Raises:
        MissingDatabaseError: there is no database.
    """
    return _pinned()


def _of_version(look: Callable[[Version], Found]) -> Found:
    """A version that is gone before all of a run's questions are answered begins the run anew, on the next one."""
    import duckdb  # noqa: PLC0415 - see `database.connect`

    version = _pinned()
    try:
        return look(version)
    except duckdb.Error as error:
        raise BrokenDatabaseError(version.path, str(error).splitlines()[0]) from error
    except ReplacedDatabaseError:
        st.rerun()


def documents() -> Catalogue:
    """Return what is known about all documents of the version that this run asks.

    Raises:
        DashboardError: as `ask`.
    """
    return _of_version(_catalogue)


def ask(question: Question) -> pl.DataFrame:
    """Answer a question of `queries` from the version that this run asks.

    Raises:
        MissingDatabaseError: there is no database.
        BrokenDatabaseError: it cannot be opened, or does not have the tables and views of this version.
    """
    if question.within:
        return _of_version(lambda version: _chosen(version, question))
    return _of_version(lambda version: _answer(version, question))


def asker() -> Callable[[Question], pl.DataFrame]:
    """Return what answers questions as `ask` does in this run, after it and without a session: for files built later.

    It raises ReplacedDatabaseError when another version has taken the place of the one on screen.
    """
    version = _pinned()
    return lambda question: _chosen(version, question) if question.within else _answer(version, question)


def later() -> Callable[[Question], pl.DataFrame]:
    """Return what answers questions after this run (a file that is built when it is asked for), of the run's version.

    These answers are not kept: a file may hold whole tables.

    Raises:
        DashboardError: as `ask`; what is returned raises it too.
    """
    version = _pinned()
    connection = _of_version(_connection)
    return lambda question: _read(version, connection, question)


def _read(version: Version, connection: duckdb.DuckDBPyConnection, question: Question) -> pl.DataFrame:
    import duckdb  # noqa: PLC0415 - see `database.connect`

    try:
        return queries.run(connection, question)
    except duckdb.Error as error:
        raise BrokenDatabaseError(version.path, str(error).splitlines()[0]) from error


def warm() -> None:
    """Open the database and ask for its documents, before the first visitor does.

    Raises:
        DashboardError: as `ask`.
    """
    _catalogue(database.current_version(database.database_path()))
