"""The data dictionary, generated from the schemas."""

from __future__ import annotations

from loaders.schemas import TABLES

_HEAD = """# 数据字典 Data dictionary

由 `loaders/schemas/` 生成（`budgetlens schema`），请勿手改。
金额一律为 `DECIMAL(18,2)` 元；空单元格没有行，印出的 0.00 有行。

Generated from `loaders/schemas/`. Money is exact, in yuan; a blank cell has no row, a printed 0.00 has one.
"""


def data_dictionary_markdown() -> str:
    """Return the data dictionary of all public tables as Markdown, Chinese and English side by side."""
    parts = [_HEAD]
    for schema in TABLES:
        lines = [f"## {schema.name} — {schema.zh}", "", schema.en, ""]
        lines += ["| 列 | 类型 | 可空 | 含义 | Meaning |", "| --- | --- | --- | --- | --- |"]
        lines += [
            f"| `{c.name}` | {c.type} | {'是' if c.nullable else '否'} | {_cell(c.zh)} | {_cell(c.en)} |"
            for c in schema.columns
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
