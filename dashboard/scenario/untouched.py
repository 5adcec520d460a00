"""What a scenario hands over that changes nothing in the year of the budget: the published figures as they stand.

It is what `frames` would make of it, without the graph of each document, which takes most of the time.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING

import polars as pl

from dashboard.scenario import frames
from dashboard.scenario.frames import DOCUMENTS, FUNDING, LINES, MONEY, TABLES
from dashboard.scenario.model import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.scenario.baseline import Baseline
    from dashboard.scenario.model import Scenario, Step
    from dashboard.scenario.targets import Work

_ROW = ("document_id", "table_no", "row_no")


def untouched(baseline: Baseline, scenario: Scenario, steps: tuple[Step, ...], start: Callable[[], Work]) -> Result:
    """Return the outcome of a scenario whose rules change no figure.

    Args:
        baseline: the published figures.
        scenario: the scenario.
        steps: what became of its rules.
        start: the graphs of the documents, for what only they tell.
    """
    work = cache(start)
    documents = _documents(baseline)
    whole = sum(documents.filter("counted")["baseline_yuan"].drop_nulls().to_list(), Decimal(0))
    tables: dict[str, Callable[[], pl.DataFrame]] = {"amounts": partial(_amounts, baseline.figures)}
    tables["atoms"] = lambda: frames.atoms(work())
    for name, (statement, measures) in TABLES.items():
        tables[name] = partial(_lines, baseline, statement, measures)
        tables[f"{name}_leaves"] = partial(_leaves, work, statement, measures)
    return Result(scenario, steps, pl.DataFrame(schema=FUNDING), documents, whole, whole, tables)


def _nothing() -> pl.Expr:
    return pl.lit(0).cast(MONEY)


def _leaves(work: Callable[[], Work], statement: str, measures: Sequence[str]) -> pl.DataFrame:
    return frames.leaves(work(), statement, measures)


def _amounts(figures: pl.DataFrame) -> pl.DataFrame:
    printed = figures.select(list(frames.printed_schema()))
    return printed.with_columns(baseline_yuan=pl.col("amount_yuan"), change_yuan=_nothing())


def _documents(baseline: Baseline) -> pl.DataFrame:
    found = baseline.documents.join(_total(baseline.figures), on="document_id", how="left", maintain_order="left")
    return found.with_columns(scenario_yuan=pl.col("baseline_yuan")).select(
        pl.col(n).cast(t) for n, t in DOCUMENTS.items()
    )


def _total(figures: pl.DataFrame) -> pl.DataFrame:
    """The total expenditure of each document that prints one: of its first total row."""
    rows = figures.filter(pl.col("is_total"), pl.col("side").is_null(), statement="expenditure")
    first = rows.unique("document_id", keep="first", maintain_order=True).select(_ROW)
    of_first = rows.join(first, on=_ROW, how="semi", maintain_order="left").filter(measure="total")
    return of_first.unique("document_id", keep="first").select("document_id", baseline_yuan=pl.col("amount_yuan"))


def _wholes(figures: pl.DataFrame, statement: str) -> dict[str, Decimal]:
    """What the shares of a table's rows are of, by document."""
    if statement == "expenditure":
        return dict(_total(figures).iter_rows())
    totals = figures.filter(pl.col("is_total"), statement=statement, measure="total")
    return dict(
        totals.unique("document_id", keep="first", maintain_order=True).select("document_id", "amount_yuan").iter_rows()
    )


def _lines(baseline: Baseline, statement: str, measures: Sequence[str]) -> pl.DataFrame:
    printed = baseline.figures.filter(pl.col("measure").is_in(measures), statement=statement).drop("fiscal_year")
    about = baseline.documents.select("document_id", "jurisdiction", "unit", "fiscal_year", "counted")
    rows = about.join(printed, on="document_id", maintain_order="left_right")
    wholes = _wholes(baseline.figures, statement)
    shares = [
        frames.share(yuan, wholes.get(document, Decimal(0)))
        for document, yuan in rows.select("document_id", "amount_yuan").iter_rows()
    ]
    share = pl.Series(shares, dtype=LINES["baseline_share"])
    rows = rows.with_columns(
        baseline_yuan="amount_yuan",
        scenario_yuan="amount_yuan",
        change_yuan=_nothing(),
        baseline_share=share,
        scenario_share=share,
        added=pl.lit(None, pl.String()),
    )
    return rows.select(pl.col(name).cast(kind) for name, kind in LINES.items())
