"""What the commands share: options, the terminal, JSON."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from loaders.errors import BudgetLensError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

DEFAULT_DATABASE: Final = Path("data/cache/budget.duckdb")
FILE: Final = click.Path(path_type=Path)
DATABASE: Final = click.option(
    "--db", "database", type=FILE, default=DEFAULT_DATABASE, show_default=True, help="DuckDB 数据库文件"
)
AS_JSON: Final = click.option("--json", "as_json", is_flag=True, help="输出机器可读的 JSON")


def refuse_missing(paths: Iterable[Path]) -> None:
    """Say which of the paths that were given do not exist.

    Raises:
        BudgetLensError: there are such.
    """
    if missing := [path for path in paths if not path.exists()]:
        raise BudgetLensError(f"路径不存在：{'、'.join(map(str, missing))}。请检查文件名和所在的文件夹")


def console(*, stderr: bool = False) -> Console:
    """Return a terminal that wraps nothing by itself."""
    from rich.console import Console  # noqa: PLC0415 - only for people

    return Console(stderr=stderr, soft_wrap=True)


def print_json(body: dict[str, Any]) -> None:
    """Print one JSON object; money as text, so that it stays exact."""
    sys.stdout.write(json_text(body) + "\n")


def json_text(body: dict[str, Any]) -> str:
    """Return one JSON object, readable, Chinese as it is."""
    return json.dumps(body, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, Decimal | Path):
        return str(value)
    raise TypeError(type(value).__name__)
