"""How long files take that a person waits for: deck, text, all data as Excel; and a scenario on a large database."""

from __future__ import annotations

import argparse
import io
import json
import resource
import subprocess
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

import duckdb
import loading
import national
from pptx import Presentation

from dashboard import catalogue, queries, theme
from dashboard.exports import briefing, formats, public_data
from dashboard.exports.slides import Scene
from dashboard.filters import View
from dashboard.format import MoneyUnit
from dashboard.quality import Wanted
from dashboard.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.exports.model import Briefing

DAY: Final = date(2024, 1, 1)
SLIDES: Final = 12
ADDRESS: Final = "http://localhost:8501/"
MOST: Final = 10_000
"""Findings in the workbook, as the page asks for them."""
TEXT: Final = Text("zh")


@dataclass(frozen=True, slots=True)
class Made:
    """A file: wall time and time of the processor, with its queries and without imports, as in a running server."""

    seconds: float
    processor: float


def _timed(make: Callable[[], object], rounds: int) -> Made:
    """The median; the first round, which imports, does not count."""
    taken = []
    for _ in range(rounds + 1):
        wall, processor = time.perf_counter(), time.process_time()
        make()
        taken.append((time.perf_counter() - wall, time.process_time() - processor))
    return Made(median(each for each, _ in taken[1:]), median(each for _, each in taken[1:]))


def _whole(connection: duckdb.DuckDBPyConnection) -> Briefing:
    """The briefing of all documents, as the dashboard makes it."""
    about = catalogue.catalogue(queries.run(connection, queries.documents()))
    everything = about.everything
    view = View(TEXT, MoneyUnit.WAN, theme.LIGHT, everything, everything, about.about, about.alike, about.ranks)
    scene = Scene(view, lambda question: queries.run(connection, question), "overview", ADDRESS)
    return briefing.whole(scene, {page: f"{ADDRESS}{page}" for page in briefing.PAGES}, DAY)


def _slides(made: Briefing, count: int) -> int:
    """How many findings it takes to fill so many slides."""
    for number in range(1, len(made.slides) + 1):
        deck = formats.make(replace(made, slides=made.slides[:number]), "pptx")
        if len(Presentation(io.BytesIO(deck)).slides) >= count:
            return number
    return len(made.slides)


def _workbook(connection: duckdb.DuckDBPyConnection) -> bytes:
    names = queries.run(connection, queries.public_names())["name"]
    frames = {name: queries.run(connection, queries.public_table(name)) for name in names}
    wanted = Wanted(None, standings=("mismatch", "alert"))
    return public_data.workbook(
        frames, queries.run(connection, queries.quality_findings(wanted.parameters(), MOST)), TEXT
    )


def _run(command: list[str]) -> Made:
    """One child process, from its start to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = loading.measured(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Made(run.seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _whatif(database: Path, folder: Path, rounds: int) -> tuple[int, Made, Made]:
    """A scenario on one jurisdiction of all, and the mere import of the libraries, in turn."""
    with duckdb.connect(str(database), read_only=True) as connection:
        (figures,) = connection.execute("SELECT count(*) FROM amounts").fetchall()[0]
        (place,) = connection.execute("SELECT min(jurisdiction) FROM documents").fetchall()[0]
    rule = {"operation": "percent", "value": "-5", "selection": {"jurisdictions": [place], "split": "project"}}
    rules = folder / "rules.json"
    rules.write_text(json.dumps({"format": "budgetlens-scenario", "version": 1, "name": "压减", "rules": [rule]}))
    command = [*loading.BUDGETLENS, "whatif", str(rules), "--db", str(database)]
    runs = [(_run(command), _run(loading.BASELINE)) for _ in range(rounds + 1)][1:]
    found = [Made(median(r[n].seconds for r in runs), median(r[n].processor for r in runs)) for n in (0, 1)]
    return figures, found[0], found[1]


def report(folder: Path, large: Path, rounds: int = 5) -> None:
    """Measure and print a Markdown table; `large` is a synthetic national database."""
    five = folder / "exports.duckdb"
    subprocess.run(loading.load_command(five), cwd=loading.ROOT, check=True, capture_output=True)
    figures, scenario, of_import = _whatif(large, folder, rounds)
    print("\n| 导出与情景 | 用时 | 处理器 | 目标 |")
    print("| --- | ---: | ---: | ---: |")
    with duckdb.connect(str(five), read_only=True) as connection:
        whole = _whole(connection)
        findings = _slides(whole, SLIDES)

        def deck() -> bytes:
            made = _whole(connection)
            return formats.make(replace(made, slides=made.slides[:findings]), "pptx")

        count = len(Presentation(io.BytesIO(deck())).slides)
        _row(f"{count} 张幻灯片（连同全部选择的查询）", _timed(deck, rounds), "≤ 2 s")
        count = len(Presentation(io.BytesIO(formats.make(whole, "pptx"))).slides)
        _row(f"全部选择的 {count} 张幻灯片", _timed(lambda: formats.make(_whole(connection), "pptx"), rounds), "")
        _row("全部选择的汇报材料（Word）", _timed(lambda: formats.make(_whole(connection), "docx"), rounds), "")
        _row("全部数据的 Excel（五份文件）", _timed(lambda: _workbook(connection), rounds), "≤ 2 s")
    _row(f"`budgetlens whatif`，{figures:,} 个数字", scenario, "≤ 1 s")
    _row("`python -c 'import polars, duckdb'`", of_import, "")


def _row(name: str, made: Made, most: str) -> None:
    print(f"| {name} | {made.seconds * 1000:.0f} ms | {made.processor * 1000:.0f} ms | {most} |")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, default=5_000_000, help="figures of the synthetic national database")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", type=Path, help="a national database that was made before")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        large = options.database or national.make(Path(folder) / "national.duckdb", options.figures).path
        report(Path(folder), large, options.rounds)


if __name__ == "__main__":
    main()
