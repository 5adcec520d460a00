"""Identities of documents that no load has checked: a database made by other means, such as a synthetic one.

What adds up to what is then found by the same rules, for these documents alone, in a database that exists for a moment.
"""

from __future__ import annotations

import tempfile
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dashboard import queries
from loaders import store
from loaders.checking import check_all
from loaders.checks import RULES
from loaders.model import Amount, Document, LoadedDocument, Statement

if TYPE_CHECKING:
    from collections.abc import Collection

_NEEDED: Final = tuple(r for r in RULES if r.id[0] in "WX" and r.id not in {"X8", "X10", "X11"})
"""Those that compare tables with tables; the others ask for the narrative, for targets or for other years."""
_DOCUMENT, _AMOUNT, _STATEMENT = ([field.name for field in fields(kind)] for kind in (Document, Amount, Statement))


def checked(
    documents: pl.DataFrame, figures: pl.DataFrame, statements: pl.DataFrame, chosen: Collection[str]
) -> pl.DataFrame:
    """Return the rows of `scenario_identities` for some documents, worked out anew.

    Args:
        documents: rows of `documents`.
        figures: rows of `scenario_figures`.
        statements: rows of `disclosure_matrix`.
        chosen: the documents to check.
    """
    loaded = [
        LoadedDocument(
            Document(**_only(_DOCUMENT, about)),
            amounts=[
                Amount(**_only(_AMOUNT, row)) for row in figures.filter(document_id=about["document_id"]).to_dicts()
            ],
            statements=[
                Statement(**_only(_STATEMENT, row))
                for row in statements.filter(document_id=about["document_id"]).to_dicts()
            ],
        )
        for about in documents.filter(pl.col("document_id").is_in(list(chosen))).to_dicts()
    ]
    with tempfile.TemporaryDirectory() as folder, store.in_memory(loaded, Path(folder)) as connection:
        check_all(connection, rules=_NEEDED)
        return queries.run(connection, queries.scenario_identities(list(chosen)))


def _only(names: Collection[str], values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in names}
