"""How long a page of a published PDF takes, beside the bare library; jobs and memory; and other libraries' tables.

    python bench/pdf.py FOLDER [--rounds N] [--others PYTHON]

FOLDER holds PDFs whose figures stand in tests/golden under the same name. PYTHON is the interpreter of an environment
of its own in which the other libraries are installed (pymupdf, camelot-py, tabula-py with Java); what is missing there
is said to be missing. Times are of the processor for single pages, of the clock for whole commands.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Cells = Iterable[tuple[int, str | None]]

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
COPIES = 4


# ── one page ───────────────────────────────────────────────────────────────────────────────────────────────


def per_page(paths: Sequence[Path], rounds: int) -> list[str]:
    """Alternate our reading and the bare library's, so that a slow minute of the machine strikes both."""
    lines = ["| PDF | 页 | budgetlens 读一页 | pdfplumber `extract_tables()` 一页 | 比 |", "|---|--:|--:|--:|--:|"]
    for path in paths:
        times: dict[str, list[float]] = {"ours": [], "bare": []}
        for number in range(rounds + 1):
            for name, read in (("ours", _read_ours), ("bare", _read_bare)):
                started = time.process_time()
                pages = read(path)
                if number:  # the first round only imports and fills caches
                    times[name].append((time.process_time() - started) / pages * 1000)
        ours, bare = median(times["ours"]), median(times["bare"])
        lines.append(f"| {path.stem} | {pages} | {ours:.1f} ms | {bare:.1f} ms | {ours / bare:.2f} |")
    return lines


def _read_ours(path: Path) -> int:
    from loaders.readers import pdf  # noqa: PLC0415 - not there in the other environment

    return pdf.read(path.read_bytes()).pages or 0


def _read_bare(path: Path) -> int:
    import pdfplumber  # noqa: PLC0415 - not there in the other environment

    with pdfplumber.open(path) as file:
        for page in file.pages:
            page.extract_tables()
            page.close()
        return len(file.pages)


# ── many files ─────────────────────────────────────────────────────────────────────────────────────────────


def jobs(paths: Sequence[Path], folder: Path, rounds: int) -> list[str]:
    """Load copies that differ in their last byte with one worker and with two, in turn; the best of all rounds."""
    for path in paths:
        for number in range(COPIES):
            copy = folder / f"{path.stem}-{number}.pdf"
            copy.write_bytes(path.read_bytes() + bytes([ord("0") + number]))
    lines = ["| 命令 | 文件 | 用时 | 最大的一个进程 |", "|---|--:|--:|--:|"]
    runs = [(count, *_load(folder, count)) for _ in range(rounds) for count in (1, 2)]
    for count in (1, 2):
        seconds = min(run[1] for run in runs if run[0] == count)
        megabytes = max(run[2] for run in runs if run[0] == count)
        lines.append(f"| `load --jobs {count}` | {COPIES * len(paths)} | {seconds:.1f} s | {megabytes:.0f} MB |")
    return lines


def _load(folder: Path, count: int) -> tuple[float, float]:
    database = folder / f"jobs-{count}.duckdb"
    database.unlink(missing_ok=True)
    main = "from loaders.cli import main; main()"
    command = [sys.executable, "-c", main, "load", str(folder), "--db", str(database), "--jobs", str(count)]
    started = time.perf_counter()
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    return seconds, usage.ru_maxrss / 1024


# ── other libraries ────────────────────────────────────────────────────────────────────────────────────────


class Tool(NamedTuple):
    """A library's tables: yields page and text of every cell of a file."""

    label: str
    cells: Callable[[Path], Cells]


def _ours(path: Path) -> Cells:
    from loaders.readers import pdf  # noqa: PLC0415 - not there in the other environment

    for block in pdf.read(path.read_bytes()).blocks:
        for row in getattr(block, "rows", ()):
            yield from ((cell.page, cell.text) for cell in row)


def _pdfplumber(path: Path) -> Cells:
    import pdfplumber  # noqa: PLC0415 - only where it is measured

    with pdfplumber.open(path) as file:
        for page in file.pages:
            yield from ((page.page_number, c) for table in page.extract_tables() for row in table for c in row)


def _pymupdf(path: Path) -> Cells:
    import pymupdf  # noqa: PLC0415 - only where it is measured

    with pymupdf.open(path) as file:
        for number, page in enumerate(file, start=1):
            yield from ((number, c) for table in page.find_tables().tables for row in table.extract() for c in row)


def _camelot(flavor: str) -> Callable[[Path], Cells]:
    def cells(path: Path) -> Cells:
        import camelot  # noqa: PLC0415 - only where it is measured

        for table in camelot.read_pdf(str(path), pages="all", flavor=flavor):
            yield from ((int(table.page), str(c)) for row in table.df.values.tolist() for c in row)

    return cells


def _tabula(path: Path) -> Cells:
    import tabula  # noqa: PLC0415 - only where it is measured

    # Asked for the whole file, it does not say which page a table is on.
    for number in range(1, _pages(path) + 1):
        for table in tabula.read_pdf(
            str(path), pages=number, lattice=True, output_format="json", silent=True, force_subprocess=True
        ):
            yield from ((number, c["text"]) for row in table["data"] for c in row)


def _pages(path: Path) -> int:
    import pypdfium2  # noqa: PLC0415 - only where it is measured

    return len(pypdfium2.PdfDocument(path))


TOOLS = {
    "ours": Tool("budgetlens（读表）", _ours),
    "pdfplumber": Tool("pdfplumber `extract_tables`", _pdfplumber),
    "pymupdf": Tool("PyMuPDF `find_tables`", _pymupdf),
    "lattice": Tool("camelot lattice", _camelot("lattice")),
    "stream": Tool("camelot stream", _camelot("stream")),
    "tabula": Tool("tabula-py lattice（逐页）", _tabula),
}


def run_tool(name: str, paths: Sequence[Path]) -> None:
    """Print as JSON how long one library takes for all files, and how many golden figures are cells of its tables."""
    started = time.perf_counter()
    found = {path.stem: Counter((page, _clean(text)) for page, text in TOOLS[name].cells(path)) for path in paths}
    seconds = time.perf_counter() - started
    right = sum(sum((golden(stem) & cells).values()) for stem, cells in found.items())
    print(json.dumps({"seconds": seconds, "right": right}))


def _clean(text: str | None) -> str:
    return "".join((text or "").split())


def golden(stem: str) -> Counter[tuple[int, str]]:
    """Return the figures of a document with their pages."""
    with (GOLDEN / f"{stem}.csv").open(encoding="utf-8") as file:
        return Counter((int(row["page"]), row["amount_text"]) for row in csv.DictReader(file))


def others(paths: Sequence[Path], interpreter: str) -> list[str]:
    total = sum(sum(golden(path.stem).values()) for path in paths)
    lines = [f"| 工具 | 用时（{len(paths)}个文件） | 与金标准相同的数字（共{total}） |", "|---|--:|--:|"]
    for name, tool in TOOLS.items():
        python = sys.executable if name in {"ours", "pdfplumber"} else interpreter
        command = [python, __file__, *map(str, paths), "--tool", name]
        env = {**os.environ, "PYTHONPATH": str(ROOT) if python == sys.executable else ""}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["?"])[-1][:90]
            lines.append(f"| {tool.label} | 不能运行 | {reason} |")
            continue
        result = json.loads(done.stdout.strip().splitlines()[-1])
        lines.append(f"| {tool.label} | {result['seconds']:.1f} s | {result['right']} |")
    return lines


# ── command line ───────────────────────────────────────────────────────────────────────────────────────────


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--others", metavar="PYTHON")
    parser.add_argument("--tool", choices=TOOLS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    paths = [found for path in options.paths for found in (sorted(path.glob("*.pdf")) if path.is_dir() else [path])]
    if options.tool:
        run_tool(options.tool, paths)
        return
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join([*jobs(paths, Path(folder), options.rounds), ""]), flush=True)
    print("\n".join([*per_page(paths, options.rounds), ""]), flush=True)
    if options.others:
        print("\n".join(others(paths, options.others)))


if __name__ == "__main__":
    main()
