"""`make bench`: what the project takes beside what its libraries take anyway. Prints Markdown, judges nothing."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from pathlib import Path

import loading
import pages


def main() -> None:
    """Measure and print; the numbers depend on the machine, the ratios hardly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loads", type=int, default=9, help="rounds of the loading benchmark")
    parser.add_argument("--clicks", type=int, default=8, help="filter changes on each page, at least 5")
    parser.add_argument("--no-browser", action="store_true", help="leave the pages out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(f"{platform.machine()} × {os.cpu_count()}，{platform.system()}，Python {platform.python_version()}\n")
        _print_loading(loading.measure(options.loads, Path(folder)))
        if options.no_browser or pages.chromium() is None:
            print("\n没有 chromium，未测量页面 (pages not measured: no chromium)")
            return
        _print_pages(pages.measure(max(5, options.clicks), Path(folder)))


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


def _print_pages(found: list[pages.PageTime]) -> None:
    print("\n| 页面：改变筛选到静止 | 首次筛选 | 再次筛选 | 空白应用 | 首次之比 | 再次之比 | 目标 |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for page in found:
        times = (f"{value:.0f} ms" for value in (page.first, page.again, page.empty))
        ratios = (f"{value / page.empty:.1f}×" for value in (page.first, page.again))
        print(f"| {' | '.join((page.name, *times, *ratios, '≤ 3×'))} |")


if __name__ == "__main__":
    main()
