"""What can stand between a person and the figures; each has a text of its own in `text/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class DashboardError(Exception):
    """The page cannot be shown; `key` names the text to show instead."""

    key = "error.unexpected"

    def __init__(self, path: Path, detail: str = "") -> None:
        """Keep the database's path, and the engine's own words where there are any."""
        super().__init__(f"{path}: {detail}" if detail else str(path))
        self.path = path
        self.detail = detail


class MissingDatabaseError(DashboardError):
    """There is no database yet."""

    key = "error.missing"


class BrokenDatabaseError(DashboardError):
    """The file is no database of this project, is damaged, or was written by another version."""

    key = "error.broken"


class ReplacedDatabaseError(DashboardError):
    """The version asked for is gone: another one has taken its place."""

    key = "error.replaced"
