"""A new disclosure from outside: kept apart, read in a process of its own, and added only when a person says so.

Nothing here knows of the screen. A file goes through `stage` → `read` → `add` or `discard`; whatever fails on the way,
the database and the files already added stay as they were.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import threading
import time
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dashboard import database, limited, queries
from dashboard.limited import Limits
from loaders.load import LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl

    from dashboard.queries import Question

FORMATS: Final = ("pdf", "docx", "xlsx", "doc", "xls", "html", "htm", "txt", "md")
LIMITS: Final = Limits()
MOST_BYTES: Final = LARGEST_FILE
_STALE_SECONDS: Final = 24 * 3600
_LONGEST_NAME: Final = 150  # bytes; file systems take 255, and a mark for an old version is put before it
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\s]+')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_OWN_WORDS: Final = "错误："
_ADDING: Final = threading.Lock()

Row = dict[str, Any]


class UploadError(Exception):
    """A file cannot be taken; `key` names the text to show, `values` its placeholders, `detail` the loader's words."""

    def __init__(self, key: str, detail: str = "", **values: object) -> None:
        """Keep the parts apart for the screen."""
        super().__init__(key)
        self.key = key
        self.detail = detail
        self.values = values


@dataclass(frozen=True, slots=True)
class Staged:
    """A file as it was sent, in a folder of its own beside the database; `name` is its sanitised name."""

    path: Path
    sha256: str
    size: int

    @property
    def name(self) -> str:
        """The sanitised name."""
        return self.path.name

    @property
    def token(self) -> str:
        """What tells this upload from all others."""
        return self.path.parent.name


@dataclass(frozen=True, slots=True)
class Reading:
    """What the loaders made of a staged file.

    `document` is the row of `documents`, None where nothing could be read; `problems` are the loader's own reasons
    (keys reason, remedy, table_title, page, line); `frames` are the answers to the questions of the same names.
    """

    staged: Staged
    document: Row | None
    problems: list[Row]
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Added:
    """A document that joined the data: its id, its file, and the statements that could not be read."""

    document_id: str
    path: Path
    problems: list[Row]


# ── names and folders ──


def safe_name(name: str) -> str:
    r"""Return a file name that is harmless in any folder: no path, no control character, not hidden, not too long.

    >>> safe_name("../../etc/预算\x00 2024.PDF"), safe_name("…/.txt"), safe_name("CON.txt")
    ('预算_2024.pdf', 'upload.txt', '_CON.txt')
    """
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(c for c in base if unicodedata.category(c)[0] != "C" or c.isspace())
    stem, dot, suffix = _FORBIDDEN.sub("_", visible).rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,8}", suffix):
        stem, suffix = _FORBIDDEN.sub("_", visible), "txt"
    stem = _shortened(stem.strip("._- ")) or "upload"
    return f"{'_' if _RESERVED.fullmatch(stem) else ''}{stem}.{suffix.lower()}"


def _shortened(stem: str) -> str:
    return stem.encode("utf-8")[:_LONGEST_NAME].decode("utf-8", "ignore").rstrip("._- ")


def staging_folder(db: Path) -> Path:
    """Return the private folder beside the database where files wait."""
    return db.parent / ".staging"


def uploads_folder(db: Path) -> Path:
    """Return the folder of the files that were added: `uploads` beside the cache, outside what `make clean` removes."""
    home = db.parent.parent if db.parent.name == "cache" else db.parent
    return home / "uploads"


# ── staging and reading ──


def stage(db: Path, name: str, content: bytes) -> Staged:
    """Save a file under its sanitised name in a new private folder.

    Raises:
        UploadError: it is too large, or there is no room or permission.
    """
    if len(content) > MOST_BYTES:
        raise UploadError("upload.too_large", size=_megabytes(len(content)), most=_megabytes(MOST_BYTES))
    try:
        root = staging_folder(db)
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_stale(root)
        path = Path(tempfile.mkdtemp(dir=root)) / safe_name(name)
        path.write_bytes(content)
    except OSError as error:
        raise UploadError("upload.not_saved", detail=error.strerror or "") from error
    return Staged(path, hashlib.sha256(content).hexdigest(), len(content))


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f}"


def _remove_stale(root: Path) -> None:
    """Remove what nobody decided about for a day."""
    for folder in root.iterdir():
        if time.time() - folder.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def read(staged: Staged, tell: Callable[[float], None] | None = None, limits: Limits = LIMITS) -> Reading:
    """Read a staged file into a database of its own.

    Args:
        staged: the file.
        tell: called with the seconds so far while it is read.
        limits: time and memory.

    Returns:
        What it holds, or the loader's reasons why nothing of it could be read.

    Raises:
        UploadError: reading took too long, or ended without an answer; the file is forgotten, for nobody can decide
            about it.
    """
    db = staged.path.with_name(".read.duckdb")  # no upload has a hidden name
    try:
        report = _load(staged.path, db, tell, limits)
    except UploadError:
        discard(staged)
        raise
    if not report["loaded"]:
        return Reading(staged, None, report["failures"])
    frames = dict(_answers(db, report["loaded"][0]))
    return Reading(staged, frames["documents"].row(0, named=True), report["statement_problems"], frames)


def _load(path: Path, db: Path, tell: Callable[[float], None] | None, limits: Limits) -> Row:
    """Return the report of `budgetlens load`; failures in it are no error here."""
    arguments = ["load", "--db", str(db), "--json", "--", str(path)]
    finished = limited.run("loaders.cli", arguments, limits, tell)
    if finished.status is None:
        raise UploadError("upload.timeout", seconds=limits.seconds)
    try:
        report: Row = json.loads(finished.output)
    except ValueError:
        said = [line for line in finished.errors.splitlines() if line.startswith(_OWN_WORDS)]
        raise UploadError("upload.died", detail=said[-1].removeprefix(_OWN_WORDS) if said else "") from None
    return report


def _answers(db: Path, document_id: str) -> Iterator[tuple[str, pl.DataFrame]]:
    connection = database.connect(database.current_version(db))
    try:
        for question in _questions(document_id):
            yield question.name, queries.run(connection, question)
    finally:
        connection.close()


def _questions(document_id: str) -> list[Question]:
    ids = [document_id]
    return [
        queries.documents(),
        queries.disclosure_matrix(ids),
        queries.finding_counts(ids),
        queries.mismatches(ids),
        queries.leftovers(ids),
        queries.repairs(ids),
        queries.document_figures(document_id),
    ]


def discard(staged: Staged) -> None:
    """Forget a staged file; one that is gone already is no error."""
    shutil.rmtree(staged.path.parent, ignore_errors=True)


# ── adding ──


def free_id(stem: str, taken: set[str]) -> str:
    """Return `stem`, or with a number behind it where a document of that id is there already.

    >>> free_id("a", {"a", "a-2"}), free_id("b", {"a"})
    ('a-3', 'b')
    """
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


def add(
    staged: Staged, db: Path, document_id: str, tell: Callable[[float], None] | None = None, limits: Limits = LIMITS
) -> Added:
    """Move a staged file to the uploads as the document of that id, and load it into the database.

    A document of the same id is replaced; a file of that id among the uploads is kept under a hidden name, which the
    loaders pass over. If loading fails, the file is taken back, and files and database are as they were.

    Raises:
        UploadError: the file is gone, cannot be saved, or cannot be loaded.
    """
    if not staged.path.is_file():
        raise UploadError("upload.gone")
    with _ADDING:
        target = uploads_folder(db) / f"{document_id}{staged.path.suffix}"
        try:
            aside = _put(staged, target)
        except OSError as error:
            raise UploadError("upload.not_saved", detail=error.strerror or "") from error
        done = False
        try:
            report = _load(_short(target), db, tell, limits)
            done = document_id in (*report["loaded"], *report["unchanged"])
        finally:
            if not done:
                target.unlink(missing_ok=True)
                _restore(aside)
    if not done:
        reasons = [problem["message"] for problem in report["failures"]]
        raise UploadError("upload.not_added", detail=" ".join(reasons))
    discard(staged)
    return Added(document_id, target, report["statement_problems"])


def _put(staged: Staged, target: Path) -> list[tuple[Path, Path]]:
    """Copy the file into the uploads; return which files of the same id were put aside, and where."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".new-{staged.token}{target.suffix}")
    stamp = time.strftime("%Y%m%d%H%M%S")
    present = [file for file in target.parent.iterdir() if file.stem == target.stem and not file.name.startswith(".")]
    aside = [(file, file.with_name(f".replaced-{stamp}-{staged.token}-{file.name}")) for file in present]
    moved = []
    try:
        shutil.copyfile(staged.path, fresh)
        for file, hidden in aside:
            file.replace(hidden)
            moved.append((file, hidden))
        fresh.replace(target)
    except OSError:
        fresh.unlink(missing_ok=True)
        _restore(moved)
        raise
    return moved


def _restore(moved: list[tuple[Path, Path]]) -> None:
    for file, hidden in moved:
        hidden.replace(file)


def _short(path: Path) -> Path:
    """Return a path as the loaders record it: relative where it is inside the folder the dashboard runs in."""
    here = Path.cwd()
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` would follow a linked data folder
    return absolute.relative_to(here) if absolute.is_relative_to(here) else absolute
