"""The schema of each public table, in one place: DuckDB types, Polars types, keys and the data dictionary.

Column order is that of the row types in `loaders.model`; a test holds the two together.
"""

from __future__ import annotations

from typing import Final

from loaders.schemas import checked, disclosed, reading
from loaders.schemas.column import DOCUMENT_ID, LINE, MONEY, PAGE, STATEMENT, Column, Table
from loaders.schemas.statements import STATEMENTS
from loaders.schemas.types import create_table_sql, polars_schema

__all__ = [
    "DOCUMENT_ID",
    "LINE",
    "MONEY",
    "PAGE",
    "STATEMENT",
    "STATEMENTS",
    "TABLES",
    "Column",
    "Table",
    "create_table_sql",
    "polars_schema",
    "table",
]

TABLES: Final[tuple[Table, ...]] = (*disclosed.TABLES, *checked.TABLES, *reading.TABLES)


def table(name: str) -> Table:
    """Return the schema of one public table.

    Raises:
        KeyError: there is no such table.
    """
    for candidate in TABLES:
        if candidate.name == name:
            return candidate
    raise KeyError(name)
