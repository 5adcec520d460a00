"""`make bench`: what the project takes beside what its libraries take anyway. Prints Markdown, judges nothing."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import checks
import duckdb
import loading
import pages


def main() -> None:
    """Measure and print; the numbers depend on the machine, the ratios hardly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loads", type=int, default=9, help="rounds of the loading benchmark")
    parser.add_argument("--clicks", type=int, default=12, help="filter changes on each page, at least 5")
    parser.add_argument("--figures", type=int, default=5_000_000, help="figures of the synthetic national database")
    parser.add_argument("--no-browser", action="store_true", help="leave the pages out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(f"{platform.machine()} × {os.cpu_count()}，{platform.system()}，Python {platform.python_version()}\n")
        _print_loading(loading.measure(options.loads, Path(folder)))
        national = checks.report(Path(folder), options.figures)
        # A process of its own: what it imports would be counted into the memory of the others.
        subprocess.run(
            [sys.executable, str(Path(__file__).with_name("exports.py")), "--database", str(national)], check=True
        )
        if options.no_browser or pages.chromium() is None:
            print("\n没有 chromium，未测量页面 (pages not measured: no chromium)")
            return
        clicks = max(5, options.clicks)
        _print_pages(_five(Path(folder), clicks), 2.5)
        _print_pages(pages.measure(national, _figures(national), "year", clicks), 3.5)


def _five(folder: Path, clicks: int) -> pages.Measured:
    """The documents of the repository."""
    database = folder / "five.duckdb"
    subprocess.run(loading.load_command(database), cwd=loading.ROOT, check=True, capture_output=True)
    return pages.measure(database, _figures(database), "region", clicks)


def _figures(database: Path) -> int:
    with duckdb.connect(str(database), read_only=True) as connection:
        (figures,) = connection.execute("SELECT count(*) FROM amounts").fetchall()[0]
    return int(figures)


def _print_loading(found: loading.Loading) -> None:
    print("| 载入 | 用时 | 与基线之比 | 目标 | 峰值内存 | 目标 |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    _row("基线 `python -c 'import polars, duckdb'`", found.baseline, found.baseline, "", "")
    _row("首次 `budgetlens load`（五份文件，新库）", found.cold, found.baseline, "≤ 4×", "≤ 200 MB")
    _row("再次 `budgetlens load`（文件未变）", found.unchanged, found.baseline, "≤ 2×", "≤ 200 MB")


def _row(name: str, run: loading.Run, base: loading.Run, ratio: str, memory: str) -> None:
    cells = (
        name,
        f"{run.seconds * 1000:.0f} ms",
        f"{run.seconds / base.seconds:.1f}×",
        ratio,
        f"{run.megabytes:.0f} MB",
        memory,
    )
    print(f"| {' | '.join(cells)} |")


def _print_pages(found: pages.Measured, most: float) -> None:
    """Print the pages of one database, with the ratio that each may have to the dashboard's empty page."""
    print(
        f"\n| {found.figures:,} 个数字：改变筛选到静止 | 首次 | 再次 | 空白页 | 首次之比 | 再次之比 | 目标 | 最小应用 |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for page in found.pages:
        times = (f"{value:.0f} ms" for value in (page.first, page.again, page.shell))
        ratios = (f"{value / page.shell:.1f}×" for value in (page.first, page.again))
        print(f"| {' | '.join((page.name, *times, *ratios, f'≤ {most}×', f'{page.empty:.0f} ms'))} |")
    rule = found.rule
    print(
        f"\n情景测算里加一条规则到静止：首次 {rule.first:.0f} ms（{rule.first / rule.shell:.1f}×），"
        f"再次 {rule.again:.0f} ms（{rule.again / rule.shell:.1f}×，目标 ≤ 3×）"
    )
    print(
        f"\n一人 {found.alone:.0f} ms，{pages.USERS} 人同时 {found.together:.0f} ms"
        f"（{found.together / found.alone:.1f}×，目标 ≤ 4×）；服务进程内存 {found.megabytes:.0f} MB（目标 ≤ 600 MB）"
    )


if __name__ == "__main__":
    main()
