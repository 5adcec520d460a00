"""Opening the database for reading: hardened, and a new path for each version of the file."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.errors import BrokenDatabaseError, MissingDatabaseError, ReplacedDatabaseError

if TYPE_CHECKING:
    import duckdb

ENVIRONMENT: Final = "BUDGETLENS_DB"
DEFAULT: Final = Path("data/cache/budget.duckdb")
COPIES: Final = "budgetlens-reading-"
"""How the folders of copies begin that stand in for links."""

SETTINGS: Final = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "160MB",
    "threads": "2",
    "max_execution_time": "30000",
    "lock_configuration": "true",
}
"""Nothing a query says can read a file, load code, run for ever, or change these settings; what needs more memory
than that goes to disk."""
SPILL: Final = Path(tempfile.gettempdir()) / f"budgetlens-spill-{os.getpid()}"


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the database file; another load gives another inode or another time."""

    path: Path
    inode: int
    modified_ns: int
    size: int


def database_path() -> Path:
    """Return the database to show: the environment's, else the project's under the current folder or the code's."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named)
    here = Path.cwd() / DEFAULT
    beside = Path(__file__).resolve().parent.parent / DEFAULT
    return beside if not here.exists() and beside.exists() else here


def current_version(path: Path) -> Version:
    """Return the present state of the file.

    Raises:
        MissingDatabaseError: there is no such file.
    """
    try:
        return _state(path, path.stat())
    except FileNotFoundError:
        raise MissingDatabaseError(path) from None


def _state(path: Path, stat: os.stat_result) -> Version:
    return Version(path, stat.st_ino, stat.st_mtime_ns, stat.st_size)


def connect(version: Version) -> duckdb.DuckDBPyConnection:
    """Open exactly one version for reading; take a `cursor()` for each call, and never close it while others read.

    DuckDB answers from the old file when a path is opened again after it was replaced, so each version is opened
    under a name of its own: a hard link, gone as soon as the file is open.

    Raises:
        MissingDatabaseError: there is no such file any more.
        ReplacedDatabaseError: another version stands there by now.
        BrokenDatabaseError: the file cannot be opened as a database.
    """
    import duckdb  # noqa: PLC0415 - slow to import, and not needed to show that the file is missing

    name = _own_name(version)
    try:
        return duckdb.connect(str(name), read_only=True, config={**SETTINGS, "temp_directory": str(SPILL)})
    except duckdb.Error as error:
        raise BrokenDatabaseError(version.path, str(error).splitlines()[0]) from error
    finally:
        _remove(name)


def _own_name(version: Version) -> Path:
    name = f"{version.path.stem}-{version.inode}-{version.modified_ns}.duckdb"
    if os.name == "nt":
        # An open file cannot be replaced there, under whichever of its names: reading would block the next load.
        return _copy(version, name)
    try:
        link = Path(tempfile.mkdtemp(prefix=".reading-", dir=version.path.parent)) / name
    except OSError:
        return _copy(version, name)
    try:
        link.hardlink_to(version.path)
        _same(version, link.stat())
    except ReplacedDatabaseError:
        _remove(link)
        raise
    except OSError:
        _remove(link)
        return _copy(version, name)
    return link


def _copy(version: Version, name: str) -> Path:
    """A folder that takes no link (read-only, or another file system) gets a copy elsewhere instead."""
    try:
        with version.path.open("rb") as source:
            _same(version, os.fstat(source.fileno()))
            _sweep()
            copy = Path(tempfile.mkdtemp(prefix=COPIES)) / name
            with copy.open("wb") as target:
                shutil.copyfileobj(source, target)
    except FileNotFoundError:
        raise MissingDatabaseError(version.path) from None
    return copy


def _same(version: Version, stat: os.stat_result) -> None:
    """What is opened must be what was asked for: the file may have been replaced in between."""
    if _state(version.path, stat) != version:
        raise ReplacedDatabaseError(version.path)


def _remove(name: Path) -> None:
    """Where an open file keeps its name until it is closed (Windows), a later start sweeps it away."""
    with suppress(OSError):
        name.unlink(missing_ok=True)
        name.parent.rmdir()


def _sweep() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{COPIES}*"):
        for file in folder.glob("*.duckdb"):
            _remove(file)
