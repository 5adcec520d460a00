"""Sections to rows of the public tables: every statement of one document, in an order in which each helps the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from loaders.aligned import parse_aligned
from loaders.amounts import Place, amounts_of, clean_rows, fen_of, projects_of
from loaders.codes import carry_gov_codes, settle_codes
from loaders.errors import DocumentError, MissingMetadataError, Where
from loaders.evidence import FUNDS, Evidence, derive_expenditure, from_fund_table, from_income_half
from loaders.grid import LEFTOVER, parse_grid
from loaders.labels import NO_NOTE
from loaders.model import Leftover, RawTable, Repair, Statement
from loaders.money import FEN_PER_UNIT, is_too_fine, parse_money
from loaders.place import place_figures, totals_of
from loaders.schemas import STATEMENTS
from loaders.stream import parse_stream
from loaders.table import Note

if TYPE_CHECKING:
    from loaders.dialect import Dialect
    from loaders.model import Amount, LoadedDocument, Section
    from loaders.recognise import Recognised
    from loaders.table import ParsedTable

_ORDER: Final = (
    "summary",
    "appropriation",
    "income",
    "basic_economic",
    "general_public",
    "government_fund",
    "state_capital",
    "expenditure",
    "basic_economic_by_source",
    "project",
    "procurement",
    "three_public",
)
"""Statements that tell something about others come first."""
_ECONOMIC: Final = frozenset({"basic_economic", "basic_economic_by_source"})
_UNCODED: Final = frozenset({"summary", "appropriation", "three_public", "project"})


@dataclass(slots=True)
class Interpretation:
    """What the statements of one document came to; `errors` are those that failed."""

    loaded: LoadedDocument
    dialect: Dialect
    evidence: Evidence
    unit_text: str | None
    errors: list[DocumentError] = field(default_factory=list)


def interpret_statements(recognised: Recognised, state: Interpretation) -> None:
    """Fill in amounts, projects, statements, repairs and leftovers of a document from its sections."""
    found: dict[str, list[Section]] = {}
    for section in recognised.sections:
        found.setdefault(section.statement, []).append(section)
    order = [section.statement for section in recognised.sections]
    for statement in _ORDER:
        sections = found.get(statement, [])
        for extra in sections[1:]:
            _leave_repeated(extra, state)
        if sections:
            _interpret(sections[0], order.index(statement) + 1, state)
    derive_absent(state)


def derive_absent(state: Interpretation) -> None:
    """Note the statements that the document does not have, and put all in their usual order."""
    document_id = state.loaded.document.document_id
    present = {row.statement: row for row in state.loaded.statements}
    state.loaded.statements = [
        present.get(statement) or Statement(document_id, statement, "absent", "文件中没有此表", "", 0, None, None)
        for statement in STATEMENTS
    ]


def _leave_repeated(section: Section, state: Interpretation) -> None:
    text = " ".join(c.text for b in section.blocks if isinstance(b, RawTable) for row in b.rows for c in row if c.text)
    reason = "同一报表在文件中再次出现，只载入首次所印"
    document_id = state.loaded.document.document_id
    state.loaded.leftovers.append(Leftover(document_id, section.title, reason, text, section.page, section.line))


def _interpret(section: Section, table_no: int, state: Interpretation) -> None:
    document = state.loaded.document
    try:
        table, unit_text = _read(section, state)
    except DocumentError as error:
        state.errors.append(error)
        _status(section, "failed", str(error), 0, state)
        return
    place = Place(document.document_id, section.statement, document.fiscal_year, unit_text, table_no)
    amounts = list(amounts_of(table, place, state.dialect))
    state.loaded.amounts.extend(amounts)
    if section.statement == "project":
        state.loaded.projects.extend(projects_of(table.rows, document.document_id, unit_text, state.dialect))
    _record(table.notes, section, state)
    _conclude(section, table, amounts, state)
    _learn(section, table, unit_text, state)


def _read(section: Section, state: Interpretation) -> tuple[ParsedTable, str]:
    """Return the settled table of a section and its currency unit."""
    stream = any(isinstance(block, RawTable) and block.layout == "stream" for block in section.blocks)
    if not any(isinstance(block, RawTable) for block in section.blocks):
        table = _empty_table()
    elif stream:
        table = parse_aligned(section, state.dialect) or parse_stream(section, state.dialect)
    else:
        table = parse_grid(section, state.dialect)
    unit_text = _unit_of(table, section, state)
    if unit_text not in FEN_PER_UNIT:
        if any(row.figures or row.loose for row in table.rows):
            reason = "找不到金额单位" if unit_text is None else "金额单位不在词表中，或表上印有两种单位，无法确定"
            raise _no_unit(section, reason)
        return table, ""
    _leave_too_fine(table, unit_text)
    _settle(table, section.statement, unit_text, state)
    return table, unit_text


def _unit_of(table: ParsedTable, section: Section, state: Interpretation) -> str | None:
    """Return the unit in the table's headers, else that printed with the table, else that of the document.

    Raises:
        MissingMetadataError: the headers name two units, or another one than stands with the table.
    """
    columns = [column for column in table.columns if column.kind not in {"ignored", "words"}]
    units = {unit for column in columns if (unit := state.dialect.unit_of_header(column.label))}
    if units and section.unit_text is not None:
        units.add(section.unit_text)
    if len(units) > 1:
        raise _no_unit(section, f"同一张表印有两种金额单位（{'、'.join(sorted(units))}），无法确定")
    if units:
        return units.pop()
    return state.unit_text if section.unit_text is None else section.unit_text


def _no_unit(section: Section, reason: str) -> MissingMetadataError:
    where = Where(section.page, section.line, section.title)
    return MissingMetadataError(reason, where=where, remedy="表头应写明“单位：万元”或“单位：元”")


def _leave_too_fine(table: ParsedTable, unit_text: str) -> None:
    """Figures finer than one 分 cannot be kept exactly: they are named, not rounded."""
    for row in table.rows:
        fine = [figure.cell for figure in row.figures if is_too_fine(figure.text, unit_text)]
        fine += [cell for cell in row.loose if is_too_fine(cell.text, unit_text)]
        row.figures = [figure for figure in row.figures if figure.cell not in fine]
        if any(cell in fine for cell in row.loose):
            # The order of the others is all that is known of them: without this one it tells nothing.
            fine, row.loose = [*fine, *(cell for cell in row.loose if cell not in fine)], []
        row.is_open = row.is_open or bool(fine)
        for cell in fine:
            reason = "数字精确到分以下，或与这样的数字同行而列位无法确定，未载入"
            table.notes.append(Note(LEFTOVER, f"{row.name} {cell.text}".strip(), "", reason, cell.line, cell.page))


def _empty_table() -> ParsedTable:
    from loaders.table import ParsedTable  # noqa: PLC0415 - only needed where a title has a note and no table

    return ParsedTable(())


def _settle(table: ParsedTable, statement: str, unit_text: str, state: Interpretation) -> None:
    clean_rows(table, statement, unit_text, state.dialect)
    if statement not in _UNCODED:
        deepest = 2 if statement in _ECONOMIC else 3
        table.notes.extend(settle_codes(table.rows, totals_of(table.rows, unit_text), deepest))
    if statement in _ECONOMIC:
        table.notes.extend(carry_gov_codes(table.rows))
    if statement == "appropriation":
        _learn_income(table, unit_text, state, "财政拨款收支总表")
    place_figures(table, statement, unit_text, state.evidence, state.dialect)


# ── what is recorded ──


def _record(notes: list[Note], section: Section, state: Interpretation) -> None:
    document_id = state.loaded.document.document_id
    for note in notes:
        if note.kind == LEFTOVER:
            state.loaded.leftovers.append(
                Leftover(document_id, section.title, note.reason, note.before, note.page, note.line)
            )
        else:
            state.loaded.repairs.append(
                Repair(
                    document_id,
                    section.statement,
                    note.kind,
                    note.before,
                    note.after,
                    note.reason,
                    note.page,
                    note.line,
                )
            )


def _conclude(section: Section, table: ParsedTable, amounts: list[Amount], state: Interpretation) -> None:
    notes = " ".join(note.text for note in section.notes)
    rows = len({amount.row_no for amount in amounts})
    open_figures = sum(1 for note in table.notes if note.kind == LEFTOVER and "多种填法" in note.reason)
    refused = [note for note in table.notes if note.kind == LEFTOVER]
    if rows:
        # A note of emptiness under a table with figures is kept: it contradicts them.
        said = [note.text for note in section.notes if state.dialect.calls_empty(note.text)]
        said += [f"{open_figures}个数字有多种填法，未载入"] if open_figures else []
        _status(section, "figures", "；".join(said), rows, state)
    elif open_figures:
        _status(section, "failed", f"{open_figures}个数字有多种填法，未载入", 0, state)
    elif refused and not state.dialect.declared_empty.search(notes):
        _status(section, "failed", refused[0].reason, 0, state)
    else:
        empty = state.dialect.declared_empty.search(notes)
        _status(section, "declared_empty", notes if empty else notes or NO_NOTE, 0, state)


def _status(section: Section, status: str, note: str, rows: int, state: Interpretation) -> None:
    document_id = state.loaded.document.document_id
    state.loaded.statements.append(
        Statement(
            document_id,
            section.statement,
            status,  # type: ignore[arg-type]
            note,
            section.title,
            rows,
            section.page,
            section.line,
        )
    )


# ── what one statement tells of the others ──


def _learn(section: Section, table: ParsedTable, unit_text: str, state: Interpretation) -> None:
    evidence = state.evidence
    if section.statement == "summary":
        _learn_income(table, unit_text, state, section.title)
    total = next((row for row in table.rows if row.is_total), None)
    figures = fen_of(total.figures, unit_text) if total else {}
    if total is not None and total.is_open:
        # A figure that could not be placed is in some column: a blank there is no zero.
        return
    if section.statement in FUNDS:
        from_fund_table(evidence, section.statement, figures, section.title)
        derive_expenditure(evidence)
    elif section.statement == "basic_economic":
        for measure, area_measure in (("total", "basic"), ("personnel", "personnel"), ("public", "public")):
            if measure in figures:
                evidence.add("general_public", area_measure, figures[measure], section.title)
        _learn_components(table, unit_text, state, section.title)


def _learn_income(table: ParsedTable, unit_text: str, state: Interpretation, title: str) -> None:
    rows = []
    for row in table.rows:
        text = next((figure.text for figure in row.figures), None)
        money = parse_money(text, unit_text) if text else None
        rows.append((row, money.fen if money else None))
    from_income_half(state.evidence, rows, title, state.dialect)


def _learn_components(table: ParsedTable, unit_text: str, state: Interpretation, title: str) -> None:
    year = state.loaded.document.fiscal_year
    by_code = {row.code: fen_of(row.figures, unit_text).get("total", 0) for row in table.rows if row.code}
    for component, code in state.dialect.economic_components.items():
        if code in by_code:
            state.evidence.at_least[f"three_public:{year}", component] = (by_code[code], title)
