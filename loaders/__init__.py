"""Documents in, one DuckDB file out: exact, audited tables of Chinese department budgets.

Nothing in this package knows of the dashboard.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

__version__ = "0.1.0"


@cache
def loader_version() -> str:
    """Return the version of the loaders: the release, and a digest of their code and words.

    A document is read again when this changes, so that a new line in a dialect takes effect on the next load.
    """
    digest = hashlib.sha256()
    for entry in _sources(files("loaders")):
        digest.update(entry.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir() and not entry.name.startswith("_"):
            yield from _sources(entry)
        elif entry.name.endswith((".py", ".toml", ".tsv", ".sql")):
            yield entry
