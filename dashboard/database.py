"""Opening the database for reading: hardened, and a new path for each version of the file."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.errors import BrokenDatabaseError, MissingDatabaseError

if TYPE_CHECKING:
    import duckdb

ENVIRONMENT: Final = "BUDGETLENS_DB"
DEFAULT: Final = Path("data/cache/budget.duckdb")

SETTINGS: Final = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "1GB",
    "threads": "2",
    "max_execution_time": "30000",
    "lock_configuration": "true",
}
"""Nothing a query says can read a file, load code, run for ever, or change these settings."""


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
        stat = path.stat()
    except FileNotFoundError:
        raise MissingDatabaseError(path) from None
    return Version(path, stat.st_ino, stat.st_mtime_ns, stat.st_size)


def connect(version: Version) -> duckdb.DuckDBPyConnection:
    """Open one version for reading; take a `cursor()` for each call, and never close it while others read.

    DuckDB answers from the old file when a path is opened again after it was replaced, so each version is opened
    under a name of its own: a hard link, gone as soon as the file is open.

    Raises:
        BrokenDatabaseError: the file cannot be opened as a database.
    """
    import duckdb  # noqa: PLC0415 - slow to import, and not needed to show that the file is missing

    link = _own_name(version)
    try:
        return duckdb.connect(str(link), read_only=True, config=dict(SETTINGS))
    except duckdb.Error as error:
        raise BrokenDatabaseError(version.path, str(error).splitlines()[0]) from error
    finally:
        link.unlink(missing_ok=True)
        link.parent.rmdir()


def _own_name(version: Version) -> Path:
    name = f"{version.path.stem}-{version.inode}-{version.modified_ns}.duckdb"
    try:
        link = Path(tempfile.mkdtemp(prefix=".reading-", dir=version.path.parent)) / name
    except OSError:
        return _copy(version.path, name)
    try:
        link.hardlink_to(version.path)
    except OSError:
        link.parent.rmdir()
        return _copy(version.path, name)
    return link


def _copy(path: Path, name: str) -> Path:
    """A folder that takes no link (read-only, or another file system) gets a copy elsewhere instead."""
    target = Path(tempfile.mkdtemp(prefix="budgetlens-")) / name
    shutil.copyfile(path, target)
    return target
