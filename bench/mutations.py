"""How many mistakes the checks catch: each figure of tables and narrative changed alone, by 0.01 to 10,000 of its unit.

All changed copies stand in one database, each in a jurisdiction of its own, and are checked in one set-based run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from loaders.checking import check_all
from loaders.load import load
from loaders.schemas import TABLES, create_table_sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

SQL: Final = Path(__file__).parent / "sql"
DISCLOSURES: Final = Path(__file__).parents[1] / "data" / "disclosures"
SEED: Final = 20_240_101
_COPIED_AS_THEY_ARE: Final = ("projects", "targets", "statements")
_KINDS: Final = {"amounts": "表", "narrative": "文字说明"}


@dataclass(frozen=True, slots=True)
class Changed:
    """One figure that takes part in a hard identity that holds, by how much it was changed, and whether that showed.

    `source` is the public table that holds it, `amounts` or `narrative`; `field` is `amount`, or `change` for what the
    narrative states as the change on the year before; `no` is its number there.
    """

    document_id: str
    source: str
    field: str
    no: int
    change_yuan: Decimal
    caught: bool
    rules: str


def mutate(database: Path, documents: Sequence[str], seed: int = SEED) -> list[Changed]:
    """Change every figure of some documents of a database, one at a time, and run all checks on every copy.

    The copies alone are in the database that is checked: identities between documents take no part.
    """
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{database}' AS base (READ_ONLY)")
        connection.execute("; ".join(create_table_sql(schema) for schema in TABLES))
        connection.execute(_sql("mutated_copies"), {"seed": seed, "documents": list(documents)})
        for name in ("mutated_documents", "mutated_amounts", "mutated_narrative"):
            connection.execute(_sql(name))
        for name in _COPIED_AS_THEY_ARE:
            connection.execute(
                f"INSERT INTO {name} BY NAME SELECT t.* REPLACE (c.copy AS document_id) "  # noqa: S608 - names of ours
                f"FROM base.{name} AS t JOIN copies AS c USING (document_id)"
            )
        check_all(connection)
        return [Changed(*row) for row in connection.execute(_sql("mutated_caught")).fetchall()]


def rate(changed: Sequence[Changed]) -> float:
    """Return the share of changes that a check noticed; 1 of none."""
    return sum(row.caught for row in changed) / len(changed) if changed else 1.0


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def main() -> None:
    """Print the share of changes that are caught, for each document and for all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DISCLOSURES)
    parser.add_argument("--missed", action="store_true", help="list the changes that no check noticed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "budget.duckdb"
        report = load([arguments.folder], database)
        started = time.perf_counter()
        changed = mutate(database, report.loaded)
        seconds = time.perf_counter() - started
    write = sys.stdout.write
    write("| 数字印在 | 文档 | 参与勾稽的数字 | 改动后有核对不再相符 | 比例 |\n| --- | --- | ---: | ---: | ---: |\n")
    for source, kind in _KINDS.items():
        for name in [*report.loaded, ""]:
            rows = [row for row in changed if row.source == source and name in {"", row.document_id}]
            caught = sum(row.caught for row in rows)
            write(f"| {kind} | {name or '合计'} | {len(rows)} | {caught} | {rate(rows):.1%} |\n")
    write(f"\n表内 {report.figures} 个数字和文字说明的各个数字逐个改动，全部核对用时 {seconds:.1f} 秒\n")
    for row in changed if arguments.missed else ():
        if not row.caught:
            what = f"{_KINDS[row.source]}第 {row.no} 个数字{'的增减额' if row.field == 'change' else ''}"
            write(f"未察觉：{row.document_id} {what}，改动 {row.change_yuan} 元，参与 {row.rules}\n")


if __name__ == "__main__":
    main()
