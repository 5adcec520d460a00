"""How long `budgetlens load` takes, beside the mere import of the libraries it needs; and how much memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
DISCLOSURES = ROOT / "data" / "disclosures"
BUDGETLENS = [sys.executable, "-c", "from loaders.cli import main; main()"]
BASELINE = [sys.executable, "-c", "import polars, duckdb"]
# Bytecode is kept, as on a user's machine, also where the environment is set not to.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_BYTES_PER_RSS = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Run:
    """One child process: wall time, and the most memory that it or a child of its own held."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Loading:
    """Medians of all runs; memory is the highest of them."""

    baseline: Run
    cold: Run
    unchanged: Run


def measure(rounds: int, folder: Path) -> Loading:
    """Alternate the three commands, so that a slow minute of the machine strikes all of them."""
    database = folder / "loading.duckdb"
    runs: dict[str, list[Run]] = {"baseline": [], "cold": [], "unchanged": []}
    for number in range(rounds + 1):
        database.unlink(missing_ok=True)
        results = {"baseline": measured(BASELINE), "cold": measured(load_command(database)), "unchanged": None}
        results["unchanged"] = measured(load_command(database))
        for name, result in results.items():
            if number:  # the first round only writes bytecode and fills the disk cache
                runs[name].append(result)
    return Loading(**{name: _middle(found) for name, found in runs.items()})


def load_command(database: Path) -> list[str]:
    """Return the command that loads the disclosures of the repository into a database."""
    return [*BUDGETLENS, "load", str(DISCLOSURES), "--db", str(database)]


def measured(command: list[str]) -> Run:
    """Run one child; called before anything large is imported here, for a child begins with its parent's size."""
    started = time.perf_counter()
    child = subprocess.Popen(command, cwd=ROOT, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    complaints = child.stderr.read() if child.stderr else b""
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)}\n{complaints.decode()}")
    return Run(seconds, usage.ru_maxrss * _BYTES_PER_RSS / 1e6)


def _middle(runs: list[Run]) -> Run:
    return Run(median(run.seconds for run in runs), max(run.megabytes for run in runs))
