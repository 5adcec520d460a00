"""The tables of a worked-out scenario: which rows of its frames are shown, and scenarios beside each other.

Pure: frames in, frames out, money exact in 元.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from dashboard.scenario.model import GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.scenario.model import Result, Trajectory

Rows = Literal["classes", "changed", "all", "three_public", "projects"]
MONEY: Final = pl.Decimal(18, 2)
NONE: Final = Decimal(0)
_KEY: Final = ("document_id", "is_total", "code", "name", "added")


def rows(result: Result, which: Rows) -> pl.DataFrame:
    """Return the rows of one choice, in printed order."""
    if which == "three_public":
        return result.components
    if which == "projects":
        return _changed_first(result.projects)
    totals = result.lines.filter(measure="total")
    if which == "classes":
        return totals.filter(pl.col("is_total") | (pl.col("level") == 1))
    return totals if which == "all" else result.lines.filter(pl.col("change_yuan") != NONE)


def _changed_first(frame: pl.DataFrame) -> pl.DataFrame:
    """Changed projects before the others, largest first."""
    order = [(pl.col("change_yuan") != NONE).cast(pl.Int8), pl.col("baseline_yuan").abs()]
    return frame.sort(order, descending=True, nulls_last=True, maintain_order=True)


def gap(result: Result) -> tuple[Decimal, Decimal]:
    """Return what nobody pays, and what is left over, of the documents that count; both not negative."""
    counted = result.documents.filter("counted")["document_id"]
    # Document by document: what one has left does not pay for another.
    sums = (
        result.funding.filter((pl.col("source") == GAP) & pl.col("document_id").is_in(counted.implode()))
        .group_by("document_id")
        .agg(pl.col("change_yuan").sum())["change_yuan"]
        .to_list()
    )
    return sum((s for s in sums if s > 0), NONE), sum((-s for s in sums if s < 0), NONE)


def split(result: Result, measure: str) -> tuple[Decimal | None, Decimal | None]:
    """Return baseline and scenario of one measure (basic, project) over the documents that count; None: not printed."""
    found = result.lines.filter(pl.col("counted") & pl.col("is_total") & (pl.col("measure") == measure))
    if found.is_empty():
        return None, None
    return (
        sum(found["baseline_yuan"].drop_nulls().to_list(), NONE),
        sum(found["scenario_yuan"].drop_nulls().to_list(), NONE),
    )


def three_public(result: Result) -> Decimal | None:
    """Return the scenario's “三公” total over the documents that count; None where none prints one."""
    found = result.components.filter(pl.col("counted") & pl.col("is_total"))
    return None if found.is_empty() else sum(found["scenario_yuan"].drop_nulls().to_list(), NONE)


def last(path: Trajectory | None) -> tuple[int, Decimal] | None:
    """Return the last year of a path and the scenario's total in it, under the assumption itself."""
    if path is None:
        return None
    found = path.years.filter(path="base").sort("year")
    return None if found.is_empty() else (found["year"][-1], found["scenario_yuan"][-1])


def beside(results: Sequence[Result]) -> pl.DataFrame:
    """Return totals and 类 of each document with a column for each scenario: `scenario_1`, `scenario_2`, …; in 元.

    A line that only some scenarios add has no figure in the others; it stands after the printed ones of its document.
    """
    frames = [rows(result, "classes") for result in results]
    keys = pl.concat([frame.select(_KEY) for frame in frames]).unique(maintain_order=True)
    places = keys.select("document_id").unique(maintain_order=True).with_row_index("place")
    found = keys.join(places, on="document_id", maintain_order="left").sort("place", maintain_order=True).drop("place")
    for number, frame in enumerate(frames, 1):
        one = frame.select(*_KEY, pl.col("scenario_yuan").alias(f"scenario_{number}"))
        found = found.join(one, on=_KEY, how="left", nulls_equal=True, maintain_order="left")
    start = pl.concat([frame.select(*_KEY, "baseline_yuan") for frame in frames]).unique(_KEY, maintain_order=True)
    return found.join(start, on=_KEY, how="left", nulls_equal=True, maintain_order="left")
