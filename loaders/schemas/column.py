"""What a column and a table are, and what several tables have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MONEY: Final = "DECIMAL(18,2)"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its DuckDB type and its meaning in Chinese and English."""

    name: str
    type: str
    zh: str
    en: str
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One public table."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]


def required(name: str, kind: str, zh: str, en: str) -> Column:
    """Return a column that is never empty."""
    return Column(name, kind, zh, en, nullable=False)


DOCUMENT_ID: Final = required("document_id", "VARCHAR", "文档标识：源文件名去扩展名", "stem of the source file's name")
STATEMENT: Final = required("statement", "VARCHAR", "报表", "statement")
PAGE: Final = Column("page", "INTEGER", "页码（有分页时）", "page, where the source has pages")
LINE: Final = Column("line", "INTEGER", "源文本行号，自 1 起", "line of the source text, from 1")
