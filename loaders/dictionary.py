"""The data dictionary, generated from the schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.schemas import TABLES
from loaders.schemas.views import VIEWS

if TYPE_CHECKING:
    from loaders.schemas import Table

_HEAD = """# 数据字典 Data dictionary

由 `loaders/schemas/` 生成（`budgetlens schema`），请勿手改。
金额一律为 `DECIMAL(18,2)` 元；空单元格没有行，印出的 0.00 有行。

Generated from `loaders/schemas/`. Money is exact, in yuan; a blank cell has no row, a printed 0.00 has one.
"""
_VIEWS_HEAD = """# 视图 Views

由上面的表查询得出（`loaders/sql/views/`），不另存数据。

Queries on the tables above; they hold nothing of their own.
"""


def data_dictionary_markdown() -> str:
    """Return the data dictionary of all public tables and views as Markdown, Chinese and English side by side."""
    return "\n".join([_HEAD, *map(_table, TABLES), _VIEWS_HEAD, *map(_view, VIEWS)])


def _table(schema: Table) -> str:
    rows = ["| 列 | 类型 | 可空 | 含义 | Meaning |", "| --- | --- | --- | --- | --- |"]
    rows += [
        f"| `{c.name}` | {c.type} | {'是' if c.nullable else '否'} | {_cell(c.zh)} | {_cell(c.en)} |"
        for c in schema.columns
    ]
    return _section(schema, rows)


def _view(schema: Table) -> str:
    rows = ["| 列 | 类型 | 含义 | Meaning |", "| --- | --- | --- | --- |"]
    rows += [f"| `{c.name}` | {c.type} | {_cell(c.zh)} | {_cell(c.en)} |" for c in schema.columns]
    return _section(schema, rows)


def _section(schema: Table, rows: list[str]) -> str:
    return "\n".join([f"## {schema.name} — {schema.zh}", "", schema.en, "", *rows]) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
