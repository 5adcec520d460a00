"""How long the checks take: of the documents of the repository, and of a synthetic national database."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import duckdb
import loading
import mutations
import national

from loaders.checking import check_all
from loaders.load import load
from loaders.schemas import TABLES, create_table_sql

IMPORT: Final = [sys.executable, "-c", "import duckdb"]
MEMORY: Final = "1GB"
"""What DuckDB may hold of a national database; the process holds somewhat more."""
_WRITTEN: Final = ("checks", "check_operands", "figure_marks", "rules")


@dataclass(frozen=True, slots=True)
class Checked:
    """One run of all rules: wall time, and the most memory of its process, 0 where it has none of its own."""

    figures: int
    identities: int
    operands: int
    seconds: float
    megabytes: float


def few(database: Path, rounds: int) -> Checked:
    """Check the documents of a database again and again, in memory; the median."""
    runs = []
    for _ in range(rounds):
        with duckdb.connect() as connection:
            _copy(connection, database)
            runs.append(_timed(connection))
    return Checked(*_counts(database), median(runs), 0.0)


def many(database: Path) -> Checked:
    """Check a database where it lies, in a process of its own, so that its memory is its own."""
    run = loading.measured([sys.executable, __file__, "--database", str(database)])
    return Checked(*_counts(database), run.seconds, run.megabytes)


def _copy(connection: duckdb.DuckDBPyConnection, database: Path) -> None:
    connection.execute(f"ATTACH '{database}' AS base (READ_ONLY)")
    connection.execute("; ".join(create_table_sql(schema) for schema in TABLES))
    for schema in TABLES:
        if schema.name not in _WRITTEN:
            connection.execute(f"INSERT INTO {schema.name} SELECT * FROM base.{schema.name}")  # noqa: S608 - ours


def _timed(connection: duckdb.DuckDBPyConnection) -> float:
    started = time.perf_counter()
    check_all(connection)
    return time.perf_counter() - started


def _counts(database: Path) -> tuple[int, int, int]:
    with duckdb.connect(str(database), read_only=True) as connection:
        names = ("amounts", "checks", "check_operands")
        found = [connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in names]  # noqa: S608
    return found[0], found[1], found[2]


def import_seconds(rounds: int) -> float:
    """How long a process takes that does nothing but import DuckDB; the median."""
    return median(loading.measured(IMPORT).seconds for _ in range(rounds))


def report(folder: Path, figures: int, rounds: int = 9) -> Path:
    """Measure and print a Markdown table, and the share of mistakes that are noticed.

    Returns:
        The synthetic national database, with its checks.
    """
    five = folder / "checked.duckdb"
    subprocess.run(loading.load_command(five), cwd=loading.ROOT, check=True, capture_output=True)
    of_import = import_seconds(rounds)
    print("\n| 勾稽核对 | 数字 | 核对 | 其中的数字 | 用时 | 每秒核对 | 峰值内存 |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    checked = few(five, rounds)
    _row("五份文件", checked)
    made = folder / "checked_national.duckdb"
    national.make(made, figures)
    _row("合成的全国数据", many(made))
    ratio = checked.seconds / of_import
    print(f"\n五份文件的核对是 `import duckdb`（{of_import * 1000:.0f} ms）的 {ratio:.1f} 倍")
    database = folder / "mutated.duckdb"
    changed = mutations.mutate(database, load([loading.DISCLOSURES], database).loaded)
    print(f"参与核对的 {len(changed)} 个数字逐个改动，察觉 {mutations.rate(changed):.1%}")
    return made


def _row(name: str, run: Checked) -> None:
    seconds = f"{run.seconds * 1000:.0f} ms" if run.seconds < 1 else f"{run.seconds:.0f} s"
    memory = f"{run.megabytes:.0f} MB" if run.megabytes else ""
    cells = (
        name,
        f"{run.figures:,}",
        f"{run.identities:,}",
        f"{run.operands:,}",
        seconds,
        f"{run.identities / run.seconds:,.0f}",
        memory,
    )
    print(f"| {' | '.join(cells)} |")


def main() -> None:
    """Print the table; with `--database`, check that database and print nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, default=5_000_000, help="figures of the synthetic national database")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--database", type=Path, help="check this database where it lies")
    options = parser.parse_args()
    if options.database:
        with duckdb.connect(str(options.database), config={"memory_limit": MEMORY, "threads": 2}) as connection:
            check_all(connection)
        return
    with tempfile.TemporaryDirectory() as folder:
        report(Path(folder), options.figures, options.rounds)


if __name__ == "__main__":
    main()
