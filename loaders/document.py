"""One file to one LoadedDocument: the whole pipeline, from bytes to checked rows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from loaders import loader_version
from loaders.dialect import load_dialect
from loaders.errors import DocumentError, NotADisclosureError
from loaders.evidence import Evidence, from_narrative
from loaders.interpret import Interpretation, interpret_statements
from loaders.metadata import read_metadata
from loaders.model import Amount, Document, Leftover, LoadedDocument, Project, Repair, Statement
from loaders.money import FEN_PER_UNIT, is_too_fine, parse_money, yuan
from loaders.narrative import load_narrative_dialect, read_narrative
from loaders.narrative_codes import with_codes
from loaders.readers import read_document
from loaders.recognise import TARGETS, sections
from loaders.targets import load_target_dialect, read_forms, target_rows
from loaders.text import bare, distance
from loaders.truncation import missing_statements, other_tables, refuse_broken_off, refuse_cut_figure, unknown_titles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from pathlib import Path

    from loaders.metadata import Metadata
    from loaders.model import RawDocument
    from loaders.recognise import Recognised
    from loaders.targets import TargetForm

_MAY_BREAK_OFF: Final = frozenset({"markdown", "text", "pdf"})
"""Formats in which a download that broke off still opens."""
_NEAR_NAME: Final = 0.25
"""A form's project name may differ from the table's by this share of its length, if code or amount agree."""


@dataclass(frozen=True, slots=True)
class LoadResult:
    """A loaded document, and the errors of single statements in it."""

    loaded: LoadedDocument
    errors: tuple[DocumentError, ...]


def load_document(path: Path) -> LoadResult:
    """Read one file.

    Raises:
        DocumentError: the file as a whole cannot be loaded; `file` says which.
    """
    content = path.read_bytes()
    try:
        return load_bytes(content, path)
    except DocumentError as error:
        error.file = path
        raise


def load_bytes(content: bytes, path: Path) -> LoadResult:
    """Read the bytes of a file; `path` gives the document's id and is recorded as its source.

    Raises:
        DocumentError: the bytes are no disclosure, or a broken one.
    """
    raw = read_document(content)
    dialect = load_dialect()
    recognised = sections(raw, dialect)
    statements = {section.statement for section in recognised.sections} - {TARGETS}
    if not statements:
        raise NotADisclosureError("没有找到任何预算报表的表名", remedy="请确认这是部门（单位）预算公开文件")
    if raw.source_format in {"markdown", "text"} and recognised.last_block is not None:
        refuse_cut_figure(content)
    metadata = read_metadata(recognised)
    document = _document(content, path, raw, metadata)
    state = Interpretation(LoadedDocument(document), dialect, Evidence(), recognised.unit_text)
    _narrative(recognised, state)
    interpret_statements(recognised, state)
    state.loaded.narrative = with_codes(state.loaded.narrative, state.loaded.amounts, load_narrative_dialect())
    _forms(recognised, state)
    _left_over(recognised, state)
    missing = missing_statements(state.loaded.statements, dialect)
    state.errors.extend(unknown_titles(recognised, missing, dialect))
    state.errors.extend(other_tables(state.loaded.leftovers, missing))
    if not state.errors and raw.source_format in _MAY_BREAK_OFF:
        refuse_broken_off(recognised, missing)
    _number(state.loaded)
    for error in state.errors:
        error.file = path
    return LoadResult(state.loaded, tuple(state.errors))


def _number(loaded: LoadedDocument) -> None:
    """Give every figure, fact and target its number in the document, by which others refer to it."""
    loaded.amounts = [replace(row, figure_no=number) for number, row in enumerate(loaded.amounts, start=1)]
    loaded.targets = [replace(row, target_no=number) for number, row in enumerate(loaded.targets, start=1)]


def _document(content: bytes, path: Path, raw: RawDocument, metadata: Metadata) -> Document:
    return Document(
        document_id=path.stem,
        title=metadata.title,
        jurisdiction=metadata.jurisdiction.name,
        division_code=metadata.jurisdiction.code,
        within_division_code=metadata.jurisdiction.within,
        unit=metadata.unit,
        scope=metadata.scope,
        parent_unit=None,
        fiscal_year=metadata.fiscal_year,
        stage=metadata.stage,
        source_file=path.name,
        source_path=str(path),
        source_format=raw.source_format,
        sha256=hashlib.sha256(content).hexdigest(),
        pages=raw.pages,
        loader_version=loader_version(),
        loaded_at=datetime.now(UTC).replace(tzinfo=None),
    )


def _narrative(recognised: Recognised, state: Interpretation) -> None:
    document = state.loaded.document
    facts, repairs, leftovers = read_narrative(
        recognised.prose, document.document_id, document.fiscal_year, load_narrative_dialect()
    )
    state.loaded.narrative.extend(facts)
    state.loaded.repairs.extend(repairs)
    state.loaded.leftovers.extend(leftovers)
    from_narrative(state.evidence, facts)


def _left_over(recognised: Recognised, state: Interpretation) -> None:
    document_id = state.loaded.document.document_id
    for notice in recognised.notices:
        state.loaded.leftovers.append(Leftover(document_id, "", "未读取", notice, None, None))
    for seen in recognised.seen:
        state.loaded.leftovers.append(Leftover(document_id, seen.title, seen.reason, seen.text, seen.page, seen.line))


# ── 绩效目标 forms ──


def _forms(recognised: Recognised, state: Interpretation) -> None:
    document_id = state.loaded.document.document_id
    words = load_target_dialect()
    forms: list[TargetForm] = []
    parts = [section for section in recognised.sections if section.statement == TARGETS]
    for section in parts:
        found, repairs, leftovers = read_forms(section, words)
        forms.extend(_exact(form, section.title, state) for form in found)
        state.loaded.repairs.extend(
            Repair(document_id, TARGETS, r.kind, r.before, r.after, r.reason, r.page, r.line) for r in repairs
        )
        state.loaded.leftovers.extend(
            Leftover(document_id, section.title, note.reason, note.text, note.page, note.line) for note in leftovers
        )
    if forms and not state.loaded.projects:
        _projects_from_forms(_distinct(forms, parts[0].title, state), parts[0].title, state)
    links = {id(form): _project_number(form, state) for form in forms}
    state.loaded.targets.extend(target_rows(forms, document_id, lambda form: links[id(form)]))
    _parent_unit(forms, state)


def _identity(form: TargetForm) -> tuple[object, ...]:
    indicators = tuple((one.level3, one.value_text) for one in form.indicators)
    return (form.project_code, bare(form.project_name), tuple(f.text for f in form.figures), indicators)


def _distinct(forms: Sequence[TargetForm], title: str, state: Interpretation) -> list[TargetForm]:
    """Return the forms without those printed again word for word, which are named instead: a project counts once."""
    kept: dict[tuple[object, ...], TargetForm] = {}
    for form in forms:
        if kept.setdefault(_identity(form), form) is not form:
            _leave_form(form, title, "与前面的绩效目标表完全相同，项目只计一次", state)
    return list(kept.values())


def _leave_form(form: TargetForm, title: str, reason: str, state: Interpretation) -> None:
    document_id = state.loaded.document.document_id
    text = " ".join((form.project_name, *(figure.text for figure in form.figures)))
    state.loaded.leftovers.append(Leftover(document_id, title, reason, text, form.page, form.line))


def _exact(form: TargetForm, title: str, state: Interpretation) -> TargetForm:
    """Return a form without figures finer than one 分, which are named instead."""
    fine = [f for f in form.figures if is_too_fine(f.text, f.unit_text or state.unit_text or "元")]
    for figure in fine:
        text = f"{form.project_name} {figure.text}"
        reason = "数字精确到分以下，未载入"
        document_id = state.loaded.document.document_id
        state.loaded.leftovers.append(Leftover(document_id, title, reason, text, figure.page, figure.line))
    return replace(form, figures=tuple(f for f in form.figures if f not in fine))


def _projects_from_forms(forms: Sequence[TargetForm], title: str, state: Interpretation) -> None:
    """Where there is no project table, the forms are the projects."""
    document = state.loaded.document
    status = next(row for row in state.loaded.statements if row.statement == "project")
    if status.status not in {"absent", "declared_empty"}:
        return
    table_no = max((a.table_no for a in state.loaded.amounts), default=0) + 1
    for number, form in enumerate(forms, start=1):
        unit_text = next((f.unit_text for f in form.figures if f.unit_text), None) or state.unit_text
        if unit_text not in FEN_PER_UNIT:
            _leave_form(form, title, "找不到金额单位，未载入", state)
            continue
        money = {f.measure: m for f in form.figures if (m := parse_money(f.text, unit_text))}
        state.loaded.projects.append(
            Project(
                document.document_id,
                number,
                form.project_code,
                form.project_name,
                None,
                **{f"{measure}_yuan": yuan(m.fen) for measure, m in money.items()},
                page=form.line and form.page,
                line=form.line,
            )
        )
        state.loaded.amounts.extend(_form_amounts(form, unit_text, number, table_no, document))
    if any(amount.statement == "project" for amount in state.loaded.amounts):
        note = "没有项目支出表，项目取自绩效目标表"
        row = Statement(
            document.document_id, "project", "figures", note, title, len(forms), forms[0].page, forms[0].line
        )
        state.loaded.statements = [row if s.statement == "project" else s for s in state.loaded.statements]


def _form_amounts(form: TargetForm, unit_text: str, number: int, table_no: int, document: Document) -> list[Amount]:
    return [
        Amount(
            document_id=document.document_id,
            statement="project",
            fiscal_year=document.fiscal_year,
            side=None,
            code=form.project_code,
            gov_code=None,
            name=form.project_name,
            paired_name=None,
            level=None,
            parent_code=None,
            is_total=False,
            measure=figure.measure,
            amount_yuan=yuan(money.fen),
            amount_text=figure.text,
            unit_text=unit_text,
            origin="printed",
            page=figure.page,
            line=figure.line,
            box=None,
            table_no=table_no,
            row_no=number,
        )
        for figure in form.figures
        if (money := parse_money(figure.text, unit_text))
    ]


def _project_number(form: TargetForm, state: Interpretation) -> int | None:
    """Return the project a form is about: by code, by name, else by a near name with the very same amount."""
    projects = state.loaded.projects
    if form.project_code is not None:
        coded = [p.project_no for p in projects if p.code == form.project_code]
        if len(coded) == 1:
            return coded[0]
    named = [p.project_no for p in projects if bare(p.name) == bare(form.project_name)]
    if len(named) == 1:
        return named[0]
    return None if named else _near_project(form, state)


def _near_project(form: TargetForm, state: Interpretation) -> int | None:
    total = _form_total(form)
    if not total:
        return None
    near = [
        p
        for p in state.loaded.projects
        if p.total_yuan == total
        and distance(bare(p.name), bare(form.project_name)) <= _NEAR_NAME * len(bare(form.project_name))
    ]
    if len(near) != 1:
        return None
    reason = "名称相近且金额相同，且只有一个这样的项目"
    state.loaded.repairs.append(
        Repair(
            near[0].document_id, TARGETS, "project_link", form.project_name, near[0].name, reason, form.page, form.line
        )
    )
    return near[0].project_no


def _form_total(form: TargetForm) -> Decimal | None:
    for figure in form.figures:
        if figure.measure == "total" and figure.unit_text in FEN_PER_UNIT:
            money = parse_money(figure.text, figure.unit_text or "")
            return yuan(money.fen) if money else None
    return None


def _parent_unit(forms: Sequence[TargetForm], state: Interpretation) -> None:
    """A unit's budget names its department on the forms."""
    document = state.loaded.document
    departments = {form.department for form in forms if form.department} - {document.unit}
    if document.scope == "unit" and len(departments) == 1:
        state.loaded.document = replace(document, parent_unit=departments.pop())
