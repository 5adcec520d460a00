"""The public tables in the terms of DuckDB and of Polars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.schemas.column import MONEY

if TYPE_CHECKING:
    import polars as pl

    from loaders.schemas.column import Table


def create_table_sql(schema: Table) -> str:
    """Return the CREATE TABLE statement of one public table; names and types come from this package alone."""
    columns = ", ".join(f"{c.name} {c.type}{'' if c.nullable else ' NOT NULL'}" for c in schema.columns)
    return f"CREATE TABLE {schema.name} ({columns})"


def polars_schema(schema: Table) -> dict[str, pl.DataType]:
    """Return the Polars dtypes of one public table, in column order."""
    import polars as pl  # noqa: PLC0415 - kept out of the import time of the command line

    simple: dict[str, pl.DataType] = {
        "VARCHAR": pl.String(),
        "INTEGER": pl.Int32(),
        "BOOLEAN": pl.Boolean(),
        "TIMESTAMP": pl.Datetime("us"),
        MONEY: pl.Decimal(18, 2),
        "DECIMAL(24,6)": pl.Decimal(24, 6),
        "DECIMAL(12,4)": pl.Decimal(12, 4),
    }
    return {column.name: simple[column.type] for column in schema.columns}
