"""The dashboard as an ASGI application: warm before its first visitor; `budgetlens serve` starts it."""

from __future__ import annotations

import gc
import logging
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PACKAGE: Final = Path(__file__).parent
ENTRIES: Final = {"app", "asgi", "serve"}
"""Scripts and what starts them: nothing that a page imports."""
LIBRARIES: Final = ("duckdb", "polars", "pyarrow", "plotly.basedatatypes", "streamlit.dataframe_util")

_LOG: Final = logging.getLogger(__name__)


def modules() -> list[str]:
    """Return the modules that pages import, but for the pages: those run when they are imported."""
    files = [path for path in PACKAGE.glob("*.py") if path.stem not in {"__init__", *ENTRIES}]
    files += [path for path in (PACKAGE / "charts").glob("*.py") if path.stem != "__init__"]
    names = [".".join((PACKAGE.name, *path.relative_to(PACKAGE).with_suffix("").parts)) for path in sorted(files)]
    return [*names, f"{PACKAGE.name}.screens.parts", f"{PACKAGE.name}.screens.evidence"]


def warm() -> None:
    """Import what pages need, open the database, and take what stands now out of every later garbage collection.

    With 20 users the median answer took 1556 ms where each collection looked at all modules again, and 282 ms without.
    A database that is missing or broken stops nothing here: the pages say what to do.
    """
    for name in (*LIBRARIES, *modules()):
        import_module(name)
    from dashboard import cache  # noqa: PLC0415 - after the warning of a missing session has been turned off
    from dashboard.errors import DashboardError  # noqa: PLC0415

    try:
        cache.warm()
    except DashboardError as error:
        _LOG.warning("%s", error)
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Warm up before the first request is taken."""
    warm()
    yield


app = st.App(PACKAGE / "app.py", lifespan=lifespan)
