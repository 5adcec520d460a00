"""`budgetlens whatif`: scenarios from the command line, without a page."""

from __future__ import annotations

import os
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dashboard import database, queries
from dashboard.errors import DashboardError
from dashboard.scenario import baseline as published
from dashboard.scenario.files import MOST_BYTES, body, loads
from dashboard.scenario.model import MOST_SCENARIOS, ScenarioError
from dashboard.scenario.trajectory import trajectory
from dashboard.scenario.words import remarks, rule_text
from dashboard.scenario.work import work_out
from dashboard.text import Text
from loaders.command import json_text
from loaders.errors import BudgetLensError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from dashboard.scenario.model import Result, Scenario, Trajectory

FORMAT: Final = "budgetlens-whatif"
VERSION: Final = 1
_TEXT: Final = Text("zh")
_UNDONE: Final = frozenset({"scenario.grow_functions_only", "scenario.grow_nothing", "scenario.path_too_large"})
"""What of a path was asked for and is not in it; a line without a printed rate is only named."""


def whatif(files: Sequence[Path], db: Path, output_format: str, output: Path | None) -> tuple[str | None, list[str]]:
    """Work out the scenarios of some files on a database.

    Args:
        files: up to four scenario files.
        db: the database, which is only read.
        output_format: `json` or `xlsx`.
        output: where to write; None for JSON returns it instead.

    Returns:
        The JSON, where it was not written to a file; and what was refused, in words.

    Raises:
        BudgetLensError: a file or the database cannot be read, or the result cannot be written; nothing is changed.
    """
    if len(files) > MOST_SCENARIOS:
        raise BudgetLensError(_TEXT("scenario_file.too_many", most=MOST_SCENARIOS))
    if output_format == "xlsx" and output is None:
        raise BudgetLensError(_TEXT("scenario_file.xlsx_where"))
    scenarios = [_read(file) for file in files]
    results, paths = _work_out(db, scenarios)
    refused = [
        f"{result.scenario.name} {step.number}：{rule_text(step.rule, _TEXT)}：{step.reason.text(_TEXT)}"
        for result in results
        for step in result.steps
        # a rule that took hold of nothing did not do what was asked for either
        if (step.status == "refused" or not (step.lines or step.status == "path_only")) and step.reason is not None
    ]
    refused += [
        f"{result.scenario.name} {message.text(_TEXT)}"
        for result, path in zip(results, paths, strict=True)
        for message in path.refused
        if message.key in _UNDONE
    ]
    if output_format == "xlsx" and output is not None:
        from dashboard.scenario.workbook import workbook  # noqa: PLC0415 - its library is slow to import

        _write(output, workbook(results, paths, _TEXT))
        return None, refused
    text = json_text(report(results, paths)) + "\n"
    if output is None:
        return text, refused
    _write(output, text.encode())
    return None, refused


def _read(file: Path) -> Scenario:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise BudgetLensError(f"{file}：{_TEXT('scenario_file.too_large', most=MOST_BYTES)}")
        return loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BudgetLensError(f"{file}：{_TEXT('scenario_file.no_text')}") from error
    except OSError as error:
        raise BudgetLensError(f"{file}：{_TEXT('scenario_file.unreadable', reason=error.strerror)}") from error
    except ScenarioError as error:
        raise BudgetLensError(f"{file}：{error.message.text(_TEXT)}") from error


def _work_out(db: Path, scenarios: Sequence[Scenario]) -> tuple[list[Result], list[Trajectory]]:
    import duckdb  # noqa: PLC0415 - slow to import, and not needed to say that a file is wrong

    try:
        connection = database.connect(database.current_version(db.resolve()))
        base = published.read(lambda question: queries.run(connection, question), scenarios)
        results = [work_out(base, scenario) for scenario in scenarios]
        return results, [trajectory(base, result) for result in results]
    except ScenarioError as error:
        raise BudgetLensError(error.message.text(_TEXT)) from error
    except DashboardError as error:
        raise BudgetLensError(f"{db}：{_TEXT(error.key)}") from error
    except duckdb.Error as error:
        raise BudgetLensError(f"{db}：{_TEXT('error.broken')}") from error


def report(results: Sequence[Result], paths: Sequence[Trajectory]) -> dict[str, Any]:
    """Return results as what JSON can hold: amounts as text, exact 元; only lines that change, and total rows."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "note": _TEXT("scenario_sheet.basis_assumption"),
        "scenarios": [_result(result, path) for result, path in zip(results, paths, strict=True)],
    }


def _result(result: Result, path: Trajectory) -> dict[str, Any]:
    return {
        "scenario": body(result.scenario),
        "baseline_yuan": result.baseline_yuan,
        "scenario_yuan": result.scenario_yuan,
        "change_yuan": result.scenario_yuan - result.baseline_yuan,
        "steps": [
            {
                "number": step.number,
                "rule": rule_text(step.rule, _TEXT),
                "status": step.status,
                "lines": step.lines,
                "lines_yuan": step.lines_yuan,
                "lines_change_yuan": step.lines_change_yuan,
                "change_yuan": step.change_yuan,
                "remarks": remarks(step, _TEXT),
            }
            for step in result.steps
        ],
        "documents": _records(result.documents),
        "lines": [
            *_changed("lines", result.with_leaves("lines")),
            *_changed("components", result.with_leaves("components")),
            *_changed("projects", result.with_leaves("projects")),
        ],
        "funding": _records(result.funding),
        "path": _records(path.years),
        "assumptions": _records(path.assumptions),
        "path_refused": [message.text(_TEXT) for message in path.refused],
    }


def _changed(table: str, frame: pl.DataFrame) -> list[dict[str, Any]]:
    rows = _records(frame)
    return [{"table": table} | row for row in rows if row["is_total"] or row["change_yuan"] != Decimal(0)]


def _records(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.to_dicts()


def _write(output: Path, content: bytes) -> None:
    """Write beside the target and move over it, so that a failure leaves what was there."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(output)
    except OSError as error:
        raise BudgetLensError(f"{output}：{_TEXT('scenario_file.unwritable', reason=error.strerror)}") from error
