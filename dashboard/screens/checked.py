"""How the checks of the chosen documents came out: asked once of all documents, added up for those."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import quality, queries
from dashboard.cache import ask
from dashboard.screens import parts

if TYPE_CHECKING:
    import polars as pl

    from dashboard.filters import View


def standings(view: View) -> pl.DataFrame:
    """Return how the identities of the chosen documents came out, for `quality.counts` and the like."""
    found = ask(queries.quality_standings())
    return found if parts.chosen(view) is None else quality.of_documents(found, view.documents)
