"""`budgetlens load`: which files to read, which have not changed, what becomes of each, and one new database."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from loaders import loader_version
from loaders.errors import DocumentError, UnreadableDocumentError
from loaders.model import Failure, LoadedDocument
from loaders.store import (
    Stored,
    failed_statements,
    is_current,
    outdated_documents,
    stored_documents,
    stored_failures,
    write_database,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

LARGEST_FILE = 64 * 1024 * 1024
"""Larger files are refused: the longest disclosures known are a few megabytes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong: a whole file (then `document_id` is None) or one statement of it."""

    source_file: str
    document_id: str | None
    table_title: str | None
    page: int | None
    line: int | None
    reason: str
    remedy: str
    message: str


@dataclass(slots=True)
class LoadReport:
    """What a load did."""

    database: Path
    loaded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept_previous: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    """Documents of a database of another version that are not in the new one."""
    failures: list[Problem] = field(default_factory=list)
    statement_problems: list[Problem] = field(default_factory=list)
    figures: int = 0
    written: bool = False
    seconds: str = "0.00"

    @property
    def ok(self) -> bool:
        """Tell whether everything that was asked for could be read."""
        return not self.failures and not self.statement_problems


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one file came to, in a form that passes between processes."""

    path: Path
    sha256: str
    loaded: LoadedDocument | None
    errors: tuple[DocumentError, ...]


def load(
    paths: Sequence[Path],
    database: Path,
    *,
    jobs: int = 1,
    fresh: bool = False,
    progress: Callable[[Path, str], None] | None = None,
) -> LoadReport:
    """Read files and folders into a database.

    Args:
        paths: files, or folders whose files are all read.
        database: the DuckDB file; replaced in one step, and only if something changed.
        jobs: how many processes read at once.
        fresh: forget the documents that the database holds from other places.
        progress: called with each file and what became of it.

    Returns:
        What was loaded, unchanged, removed and what failed. A file that fails leaves its last good version in place.

    Raises:
        StoreError: the database cannot be written, or is none of ours to replace.
    """
    started = time.perf_counter()
    report = LoadReport(database)
    present = {} if fresh else stored_documents(database)
    outdated = [] if present else outdated_documents(database)
    tell = progress or (lambda _path, _what: None)
    todo, failed = _sort_files(paths, present, report, tell)
    loaded: list[LoadedDocument] = []
    for outcome in _read_all(todo, jobs):
        _take(outcome, loaded, failed, report, tell)
    _remove_missing(paths, present, report)
    kept = _kept(present, loaded, failed, report)
    if _has_changed(paths, database, loaded, failed, report, fresh=fresh):
        write_database(database, loaded, kept, failed, [str(path) for path in _files(paths)])
        report.written = True
        report.forgotten = [] if fresh else [name for name in outdated if name not in report.loaded]
    if database.exists() and report.unchanged:
        report.statement_problems.extend(_remembered(database, report.unchanged))
    report.seconds = f"{time.perf_counter() - started:.2f}"
    return report


# ── which files ──


def _sort_files(
    paths: Sequence[Path], present: dict[str, Stored], report: LoadReport, tell: Callable[[Path, str], None]
) -> tuple[list[tuple[Path, bytes, str]], list[Failure]]:
    """Return the files to read with their bytes, and the failures known before reading."""
    todo: list[tuple[Path, bytes, str]] = []
    failed: list[Failure] = []
    ids: dict[str, Path] = {}
    digests: dict[str, Path] = {}
    for path in _files(paths):
        try:
            content, digest = _bytes_of(path, ids, digests)
        except DocumentError as error:
            _fail(path, None, error, failed, report, tell)
            continue
        if path.stem in present and is_current(present[path.stem], digest):
            report.unchanged.append(path.stem)
            tell(path, "unchanged")
        else:
            todo.append((path, content, digest))
    return todo, failed


def count_files(paths: Iterable[Path]) -> int:
    """Return how many files a load will look at."""
    return sum(1 for _ in _files(paths))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in paths:
        inside = (
            sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
            if path.is_dir()
            else [path]
        )
        for file in inside:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _bytes_of(path: Path, ids: dict[str, Path], digests: dict[str, Path]) -> tuple[bytes, str]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableDocumentError(
                f"文件超过{LARGEST_FILE // 1024 // 1024}MB", remedy="请确认选择的是预算公开文件"
            )
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableDocumentError(f"文件无法读取（{error.strerror}）", remedy="请检查路径和权限") from error
    digest = hashlib.sha256(content).hexdigest()
    if path.stem in ids:
        raise UnreadableDocumentError(
            f"文档标识“{path.stem}”与 {ids[path.stem].name} 重复", remedy="请改名，使各文件去扩展名后不同名"
        )
    if content.strip() and digest in digests:
        raise UnreadableDocumentError(f"内容与 {digests[digest].name} 完全相同，未重复载入", remedy="请删除其中一份")
    ids[path.stem] = path
    digests[digest] = path
    return content, digest


# ── reading ──


def _read_all(todo: Sequence[tuple[Path, bytes, str]], jobs: int) -> Iterator[_Outcome]:
    if jobs <= 1 or len(todo) <= 1:
        for item in todo:
            yield _read(item)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only with several jobs
    from multiprocessing import get_context  # noqa: PLC0415 - only with several jobs

    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_read, todo)


def _read(item: tuple[Path, bytes, str]) -> _Outcome:
    from loaders.document import load_bytes  # noqa: PLC0415 - the pipeline is not needed where nothing changed

    path, content, digest = item
    try:
        result = load_bytes(content, path)
    except DocumentError as error:
        error.file = path
        return _Outcome(path, digest, None, (error,))
    return _Outcome(path, digest, result.loaded, result.errors)


def _take(
    outcome: _Outcome,
    loaded: list[LoadedDocument],
    failed: list[Failure],
    report: LoadReport,
    tell: Callable[[Path, str], None],
) -> None:
    if outcome.loaded is None:
        _fail(outcome.path, outcome.sha256, outcome.errors[0], failed, report, tell)
        return
    loaded.append(outcome.loaded)
    report.loaded.append(outcome.loaded.document.document_id)
    report.figures += len(outcome.loaded.amounts)
    report.statement_problems.extend(_problem(outcome.path, e, outcome.path.stem) for e in outcome.errors)
    tell(outcome.path, "partly" if outcome.errors else "loaded")


def _fail(  # noqa: PLR0913, PLR0917 - one failure goes to four places
    path: Path,
    digest: str | None,
    error: DocumentError,
    failed: list[Failure],
    report: LoadReport,
    tell: Callable[[Path, str], None],
) -> None:
    report.failures.append(_problem(path, error, None))
    failed.append(
        Failure(
            path.name,
            str(path),
            digest,
            error.reason,
            error.remedy,
            error.where.table,
            error.where.page,
            error.where.line,
            loader_version(),
            datetime.now(UTC).replace(tzinfo=None),
        )
    )
    tell(path, "failed")


def _problem(path: Path, error: DocumentError, document_id: str | None) -> Problem:
    error.file = path
    where = error.where
    return Problem(path.name, document_id, where.table, where.page, where.line, error.reason, error.remedy, str(error))


# ── what stays ──


def _remove_missing(paths: Sequence[Path], present: dict[str, Stored], report: LoadReport) -> None:
    """A document whose file is gone from a folder that was asked for goes too."""
    folders = [path.resolve() for path in paths if path.is_dir()]
    for stored in present.values():
        source = Path(stored.source_path).resolve()
        if not source.exists() and any(folder in source.parents for folder in folders):
            report.removed.append(stored.document_id)


def _kept(
    present: dict[str, Stored], loaded: Sequence[LoadedDocument], failed: Sequence[Failure], report: LoadReport
) -> list[str]:
    new = {document.document.document_id for document in loaded}
    report.kept_previous = sorted(
        {Path(f.source_path).stem for f in failed} & set(present) - new - set(report.unchanged)
    )
    return [document_id for document_id in present if document_id not in new and document_id not in report.removed]


def _has_changed(  # noqa: PLR0913 - what a load came to
    paths: Sequence[Path],
    database: Path,
    loaded: Sequence[LoadedDocument],
    failed: Sequence[Failure],
    report: LoadReport,
    *,
    fresh: bool,
) -> bool:
    """Tell whether to write. A load in which every file failed leaves a database as it was."""
    if not database.exists() or loaded or report.removed or fresh:
        return bool(loaded or report.removed or not database.exists())
    if not report.unchanged:
        return False
    now = {(f.source_path, f.sha256, f.reason) for f in failed}
    looked_at = {str(path) for path in _files(paths)}
    return now != {failure for failure in stored_failures(database) if failure[0] in looked_at}


def _remembered(database: Path, unchanged: Sequence[str]) -> Iterator[Problem]:
    for row in failed_statements(database, unchanged):
        yield Problem(
            row["source_file"], row["document_id"], row["title"], row["page"], row["line"], row["note"], "", row["note"]
        )
