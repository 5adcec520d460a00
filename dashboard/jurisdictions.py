"""Sums of documents by jurisdiction, year and stage; exact, pure: only what may be added is added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SUBJECT: Final = ("jurisdiction", "unit", "scope", "stage", "fiscal_year")
GROUP: Final = ("jurisdiction", "fiscal_year", "stage")
LISTED: Final = {"listed": pl.col("lists").is_not_null(), "not_listed": pl.col("lists").is_null()}
"""Which documents have a row of amounts, and which have none."""
STATES: Final = {
    "with_figures": pl.col("total_yuan").is_not_null(),
    "declared_empty": pl.col("status") == "declared_empty",
    "absent": pl.col("status") == "absent",
    "failed": pl.col("status") == "failed",
}
"""Which documents have a total, and what became of the table that would print it."""


def totals(
    documents: pl.DataFrame,
    sums: pl.DataFrame,
    columns: Sequence[str],
    most: int,
    counts: Mapping[str, pl.Expr] = LISTED,
) -> pl.DataFrame:
    """Return one row for each jurisdiction, year and stage, the largest in the last of `columns` first.

    Of several versions of a document the first by its id is counted, and a unit inside a counted department of the same
    year and stage is not added.

    Args:
        documents: the chosen rows of `documents`.
        sums: amounts in 元 by document_id, in `columns`; documents without a row list nothing.
        columns: what to add; null where no document of the group has it.
        most: how many rows at most.
        counts: conditions by name; they see the columns of `sums`, and `lists`, which is null without a row of them.

    Returns:
        The sums, with the number of documents that meet each condition, of those `inside`, and of all rows `found`.
    """
    chosen = documents.sort("document_id").unique(subset=list(SUBJECT), keep="first", maintain_order=True)
    departments = chosen.filter(pl.col("scope") == "department").select(
        "jurisdiction", "fiscal_year", "stage", pl.col("unit").alias("parent_unit"), pl.lit(1).alias("above")
    )
    inside = (pl.col("scope") == "unit") & pl.col("above").is_not_null()
    counted = (
        chosen.join(departments, on=[*GROUP, "parent_unit"], how="left")
        .with_columns(inside.alias("is_inside"))
        .join(sums.with_columns(pl.lit(1).alias("lists")), on="document_id", how="left")
    )
    alone = ~pl.col("is_inside")
    found = counted.group_by(GROUP).agg(
        *(_sum(column, alone) for column in columns),
        *((alone & condition).sum().cast(pl.Int32).alias(name) for name, condition in counts.items()),
        pl.col("is_inside").sum().cast(pl.Int32).alias("inside"),
    )
    ordered = found.sort(columns[-1], *GROUP, descending=[True, False, False, False], nulls_last=True)
    return ordered.head(most).with_columns(pl.lit(len(found)).cast(pl.Int32).alias("found"))


def _sum(column: str, alone: pl.Expr) -> pl.Expr:
    """The sum of what is there: null, not zero, where nothing is."""
    there = pl.col(column).filter(alone & pl.col(column).is_not_null())
    return pl.when(there.len() > 0).then(there.sum()).cast(pl.Decimal(18, 2)).alias(column)
