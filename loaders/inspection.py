"""`budgetlens inspect`: page by page, which tables were seen, what each was taken for and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.dialect import load_dialect
from loaders.document import load_bytes
from loaders.errors import DocumentError
from loaders.header import read_header
from loaders.model import RawTable
from loaders.readers import read_document
from loaders.recognise import OTHER, TARGETS, sections

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from loaders.dialect import Dialect
    from loaders.document import LoadResult
    from loaders.model import Section

_KIND_WORDS = {
    "code": "科目编码",
    "gov_code": "政府经济科目编码",
    "own_code": "项目编码",
    "name": "名称",
    "gov_name": "并列名称",
    "category": "类别",
    "item": "项目",
    "ordinal": "序号",
    "ignored": "不载入",
    "words": "文字",
    "blank": "空",
}


@dataclass(frozen=True, slots=True)
class SeenTable:
    """One table as the loader saw it; `columns` pairs each printed header with what it was taken for."""

    page: int | None
    line: int | None
    title: str
    taken_for: str
    why: str
    unit_text: str | None
    layout: str
    rows: int
    columns: tuple[tuple[str, str], ...]
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file holds and what became of it; `error` says why nothing of it could be loaded."""

    file: str
    source_format: str
    pages: int | None
    title: str
    unit: str
    fiscal_year: int | None
    stage: str
    tables: tuple[SeenTable, ...]
    left_over: tuple[tuple[int | None, int | None, str, str], ...]
    error: str


def inspect_file(path: Path) -> Inspection:
    """Return what the loaders make of one file, whether it can be loaded or not.

    Raises:
        DocumentError: the bytes cannot be read as a document at all.
    """
    content = path.read_bytes()
    try:
        raw = read_document(content)
    except DocumentError as unreadable:
        unreadable.file = path
        raise
    dialect = load_dialect()
    recognised = sections(raw, dialect)
    result, error = _load(content, path)
    statuses = {s.statement: (s.status, s.note) for s in result.loaded.statements} if result else {}
    document = result.loaded.document if result else None
    left = [(seen.page, seen.line, seen.title, seen.reason) for seen in recognised.seen]
    if result:
        left = [
            (item.page, item.line, item.title, f"{item.reason}：{item.text[:80]}") for item in result.loaded.leftovers
        ]
    return Inspection(
        path.name,
        raw.source_format,
        raw.pages,
        document.title if document else "",
        document.unit if document else "",
        document.fiscal_year if document else None,
        document.stage if document else "",
        tuple(_seen(section, statuses, dialect) for section in recognised.sections),
        tuple(left),
        error,
    )


def _load(content: bytes, path: Path) -> tuple[LoadResult | None, str]:
    try:
        return load_bytes(content, path), ""
    except DocumentError as error:
        error.file = path
        return None, str(error)


def _seen(section: Section, statuses: Mapping[str, tuple[str, str]], dialect: Dialect) -> SeenTable:
    tables = [block for block in section.blocks if isinstance(block, RawTable)]
    layout = tables[0].layout if tables else ""
    status, note = statuses.get(section.statement, ("", ""))
    return SeenTable(
        section.page,
        section.line,
        section.title,
        section.statement,
        _why(section, dialect),
        section.unit_text,
        layout,
        sum(len(table.rows) for table in tables),
        _columns(section, tables, dialect) if layout == "grid" and section.statement not in {TARGETS, OTHER} else (),
        status,
        note,
    )


def _why(section: Section, dialect: Dialect) -> str:
    words = dialect.statement_of(section.title)
    if words is None:
        return "表名"
    pattern = next(p.pattern for p in words.patterns if p.fullmatch(dialect.plain_title(section.title)))
    return f"表名“{dialect.plain_title(section.title)}”符合 {words.zh} 的写法 {pattern}"


def _columns(section: Section, tables: list[RawTable], dialect: Dialect) -> tuple[tuple[str, str], ...]:
    try:
        header = read_header(tables[0].rows, section.statement, dialect, section.title)
    except DocumentError as error:
        return (("表头", str(error)),)
    if header is None:
        return ()
    return tuple((c.label, _role(c.kind, c.component, c.measure)) for c in header.columns if c.kind != "blank")


def _role(kind: str, component: str | None, measure: str | None) -> str:
    if kind != "measure":
        return _KIND_WORDS[kind]
    return f"{component}/{measure}" if component and component != "total" else measure or ""
