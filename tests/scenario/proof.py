"""A scenario's figures under the same checks as a published document's."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from loaders.checking import check_all
from loaders.schemas import TABLES, create_table_sql

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

EXEMPT = ("N", "Y3", "Y4", "X8", "X10")
"""Rules that compare with the published narrative, or only give hints."""
STEP = 10
Key = tuple[Any, ...]


def outcomes(database: Path, amounts: pl.DataFrame | None = None) -> dict[Key, list[tuple[str, Decimal | None]]]:
    """Check a database's documents, with the figures of a scenario in place of the published ones where given."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{database}' AS published (READ_ONLY)")
        for schema in TABLES:
            connection.execute(create_table_sql(schema))
            if schema.name not in {"checks", "check_operands", "figure_marks", "rules", "amounts"}:
                connection.execute(f"INSERT INTO {schema.name} SELECT * FROM published.{schema.name}")  # noqa: S608 - our own names
        published = connection.sql("SELECT * FROM published.amounts ORDER BY document_id, figure_no").pl()
        connection.register("figures", _checkable(published, amounts))
        connection.execute("INSERT INTO amounts SELECT * FROM figures")
        check_all(connection)
        rows = connection.execute(
            "SELECT document_id, rule, statement, code, measure, fiscal_year, subject, outcome, difference_yuan "
            "FROM checks ORDER BY check_no"
        ).fetchall()
    found: dict[Key, list[tuple[str, Decimal | None]]] = defaultdict(list)
    for *key, outcome, difference in rows:
        if not str(key[1]).startswith(EXEMPT):
            found[tuple(key)].append((outcome, difference))
    return found


def _checkable(published: pl.DataFrame, amounts: pl.DataFrame | None) -> pl.DataFrame:
    """Return all figures in the words of the checks: a stated gap stands as other money, below the items of a half."""
    columns = published.columns
    spaced = published.with_columns(row_no=pl.col("row_no") * STEP)
    if amounts is None:
        return spaced
    changed = amounts.filter(pl.col("figure_no") > 0).select("document_id", "figure_no", moved="amount_yuan")
    figures = (
        spaced.join(changed, on=["document_id", "figure_no"], how="left")
        .with_columns(amount_yuan=pl.coalesce("moved", "amount_yuan"))
        .select(columns)
    )
    rows = figures.to_dicts()
    for added in amounts.filter(pl.col("figure_no") < 0).sort("figure_no", descending=True).to_dicts():
        _place(rows, added)
    for number, row in enumerate(rows, start=1):
        row["figure_no"] = number if row["figure_no"] < 0 else row["figure_no"]
    return pl.DataFrame([{name: row[name] for name in columns} for row in rows], schema=published.schema)


def _place(rows: list[dict[str, Any]], added: dict[str, Any]) -> None:
    near = [
        row
        for row in rows
        if (row["document_id"], row["statement"], row["side"], row["fiscal_year"])
        == (added["document_id"], added["statement"], added["side"], added["fiscal_year"])
    ]
    umbrella = any(row["measure"] == "unit_funds" or row["name"].startswith("单位资金") for row in near)
    if added["measure"] == "gap":
        added["measure"] = "unit_funds" if umbrella else "other"
    if added["name"].startswith("资金缺口"):
        added["name"] = "单位资金（情景）" if umbrella else "其他收入（情景）"
    new_line = added["row_no"] == 0
    added["row_no"] = _row_of_line(near, added) if new_line else added["row_no"] * STEP
    added["table_no"] = near[0]["table_no"] if new_line else added["table_no"]
    added["unit_text"], added["amount_text"] = near[0]["unit_text"], "0.00"
    place = ("table_no", "row_no", "measure", "name")
    for row in near:
        if all(row[name] == added[name] for name in place):
            row["amount_yuan"] += added["amount_yuan"]
            return
    rows.append(added | {"figure_no": -1_000_000 - len(rows)})


def _row_of_line(near: list[dict[str, Any]], added: dict[str, Any]) -> int:
    """Return a place among the rows: in a half before this year's line, or between the two for carried money."""
    same = [row["row_no"] for row in near if row["name"] == added["name"]]
    if same:
        return int(same[0])
    rows = [row["row_no"] for row in near]
    if added["side"] is None:
        return int(max(rows)) + 1
    totals = sorted({row["row_no"] for row in near if row["is_total"]})
    carried = added["name"].startswith(("上年结转", "使用非财政拨款结余"))
    before = totals[-1] if carried or totals[0] == min(rows) else totals[0]
    taken = {row["row_no"] for row in near}
    return next(place for place in range(before - 1, before - STEP, -1) if place not in taken)


def lost(before: dict[Key, list[Any]], after: dict[Key, list[Any]]) -> list[str]:
    """Return the identities that held as published and hold no more, or with another difference, in words."""
    found = []
    for key, published in before.items():
        scenario = after.get(key, [])
        for place, (outcome, difference) in enumerate(published):
            if outcome not in {"pass", "rounding"}:
                continue
            now = scenario[place] if place < len(scenario) else ("gone", None)
            if now[0] == "gone" and key[1] in {"X4", "X7"}:
                continue  # not evaluated where no money is left on either side
            # sums of a table must be kept to the last 分, not only within what rounding allows
            exact = str(key[1]).startswith("W") or key[1] in {"X1", "X2", "X5"}
            if now[0] not in {"pass", "rounding"} or (exact and now[1] != difference):
                found.append(f"{key}: {outcome} {difference} → {now}")
    return found
