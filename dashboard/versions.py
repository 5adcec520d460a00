"""A document against another version of itself: what it may replace, and figure by figure what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]

KEY: Final = ("statement", "fiscal_year", "side", "is_total", "code", "gov_code", "name", "measure")
"""What makes a printed figure the same in two versions; a row with a code is told by its code, whatever its name."""


@dataclass(frozen=True, slots=True)
class Match:
    """A loaded document that a new one may be a version of, and in what they are the same."""

    document_id: str
    source_path: str
    same_bytes: bool
    same_id: bool
    same_subject: bool


def matches(loaded: pl.DataFrame, new: Row) -> list[Match]:
    """Return the loaded documents with the bytes, the id, or the unit, year and stage of a new one; nearest first."""
    subject = ("jurisdiction", "unit", "scope", "fiscal_year", "stage")
    found = [
        Match(
            row["document_id"],
            row["source_path"],
            row["sha256"] == new["sha256"],
            row["document_id"] == new["document_id"],
            all(row[column] == new[column] for column in subject),
        )
        for row in loaded.to_dicts()
    ]
    related = [m for m in found if m.same_bytes or m.same_id or m.same_subject]
    return sorted(related, key=lambda m: (not m.same_bytes, not m.same_subject, not m.same_id, m.document_id))


def compare(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Compare two answers to `document_figures`.

    Returns:
        One row per figure of either, in printed order, with `change` ('added', 'removed', 'changed', 'same'), the
        columns of `KEY`, `old_yuan` and `new_yuan` (元), the texts as printed, and the place in each version.
    """
    import polars as pl  # noqa: PLC0415 - as in the rest of the logic

    both = _numbered(old, "old").join(
        _numbered(new, "new"), on=["_key", "_nth"], how="full", coalesce=True, maintain_order="right_left"
    )
    shared = [pl.coalesce(f"{column}_new", f"{column}_old").alias(column) for column in KEY]
    change = (
        pl.when(pl.col("old_yuan").is_null())
        .then(pl.lit("added"))
        .when(pl.col("new_yuan").is_null())
        .then(pl.lit("removed"))
        .when(pl.col("old_yuan") != pl.col("new_yuan"))
        .then(pl.lit("changed"))
        .otherwise(pl.lit("same"))
        .alias("change")
    )
    kept = [f"{which}_{name}" for which in ("old", "new") for name in ("yuan", "text", "page", "line")]
    return both.select(change, *shared, *kept)


def _numbered(frame: pl.DataFrame, which: str) -> pl.DataFrame:
    """Give each figure its key, and its number among those of the same key: a code may be printed in several rows."""
    import polars as pl  # noqa: PLC0415 - as in the rest of the logic

    bare = pl.col("name").str.replace_all(r"\s", "")
    told = pl.when(pl.col("code").is_null() & pl.col("gov_code").is_null()).then(bare).otherwise(pl.lit(""))
    parts = [told if column == "name" else pl.col(column).cast(pl.String).fill_null("") for column in KEY]
    keyed = frame.with_columns(pl.concat_str(parts, separator="\x1f").alias("_key"))
    renamed = {column: f"{column}_{which}" for column in KEY}
    renamed |= {"amount_yuan": f"{which}_yuan", "amount_text": f"{which}_text"}
    renamed |= {"page": f"{which}_page", "line": f"{which}_line"}
    return keyed.with_columns(pl.int_range(pl.len()).over("_key").alias("_nth")).rename(renamed)


def counts(compared: pl.DataFrame) -> dict[str, int]:
    """Return how many figures were added, removed, changed and stayed the same."""
    found = dict(compared["change"].value_counts().iter_rows())
    return {change: found.get(change, 0) for change in ("added", "removed", "changed", "same")}
