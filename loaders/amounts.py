"""Table rows to rows of `amounts` and `projects`: exact money, codes, years and provenance."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

from loaders.grid import LEFTOVER
from loaders.header import COMPONENTS
from loaders.model import Amount, Project
from loaders.money import parse_money, yuan
from loaders.table import Note
from loaders.text import bare, item_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from loaders.dialect import Dialect, Label
    from loaders.model import Cell
    from loaders.table import Figure, ParsedTable, TableRow

_COMPONENT_PARENTS: Final = {
    "abroad_academic": "abroad",
    "abroad_other": "abroad",
    "vehicle_purchase": "vehicle",
    "vehicle_operation": "vehicle",
}
_AMOUNT_IN_NAME: Final = re.compile(r"[-−]?\d[\d,]*\.\d{2}(?!\d)")
"""A name that begins with an amount has swallowed the figure of another column."""
_FREE_NAMES: Final = frozenset({"project", "procurement"})
_PROJECT_MEASURES: Final = frozenset(f.name.removesuffix("_yuan") for f in fields(Project) if f.name.endswith("_yuan"))


@dataclass(frozen=True, slots=True)
class Place:
    """What every amount of one table shares."""

    document_id: str
    statement: str
    fiscal_year: int
    unit_text: str
    table_no: int


def clean_rows(table: ParsedTable, statement: str, unit_text: str, dialect: Dialect) -> None:
    """Drop totals printed again on continuation pages and name a total that has no label; both are noted."""
    seen: list[tuple[str, ...]] = []
    kept: list[TableRow] = []
    for row in table.rows:
        if row.is_total and not row.side:
            key = tuple(cell.text for cell in row.loose) or tuple(f.text for f in row.figures)
            if key in seen:
                reason = "续页重复打印的合计行，与首次所印相同，只计一次"
                table.notes.append(
                    Note("repeated_total", f"{row.name} {' '.join(key)}", "", reason, row.line, row.page)
                )
                continue
            seen.append(key)
        kept.append(row)
    table.rows = kept
    _one_total(table, unit_text, dialect)
    if statement == "three_public" and _by_column(table):
        _keep_one_row(table, unit_text, dialect)
    if statement != "three_public":
        _name_total(table, unit_text, dialect)


def _one_total(table: ParsedTable, unit_text: str, dialect: Dialect) -> None:
    """Of several total rows one is that of the table: the only one that is no 小计, else the sum of the others.

    The others are rows like those of units: a total that adds up to another total is no second total of the table.
    """
    totals = [
        row for row in table.rows if row.is_total and not row.side and bare(row.name) not in dialect.total_measures
    ]
    if len(totals) < 2:
        return
    whole = [row for row in totals if not _is_subtotal(row, dialect)]
    if len(whole) != 1:
        whole = [
            r for r in totals if r.figures and _is_sum(r, [other for other in totals if other is not r], unit_text)
        ]
    for row in totals:
        row.is_total = row.is_total if len(whole) != 1 else row is whole[0]


def _is_subtotal(row: TableRow, dialect: Dialect) -> bool:
    return bare(row.name).endswith(dialect.subtotal_suffix)


def _by_column(table: ParsedTable) -> bool:
    """Tell whether the components of 三公 stand in columns, not in rows."""
    return any(column.component not in {None, "total"} for column in table.columns)


def _keep_one_row(table: ParsedTable, unit_text: str, dialect: Dialect) -> None:
    """Of several rows of 三公, that of the whole document alone is its 三公; the rows of its units are left over.

    The whole is the total row, else the row that is the sum of all others; rows that each name a year are kept.
    """
    rows = [row for row in table.rows if row.figures]
    years = [dialect.label(row.name, "three_public") for row in rows]
    if len(rows) < 2 or all(label and (label.year is not None or label.prior) for label in years):
        for row, label in zip(rows, years, strict=True):
            _date(row, label)
        return
    whole = next((row for row in rows if row.is_total), None) or next(
        (row for row in rows if _is_sum(row, [other for other in rows if other is not row], unit_text)), None
    )
    for row in rows:
        if row is whole:
            continue
        reason = (
            "“三公”经费只载入部门合计，所属单位的行未载入" if whole else "几行“三公”经费中没有合计行，无法确定，未载入"
        )
        text = f"{row.name} {' '.join(figure.text for figure in row.figures)}".strip()
        table.notes.append(Note(LEFTOVER, text, "", reason, row.line, row.page))
        table.rows.remove(row)


def _date(row: TableRow, label: Label | None) -> None:
    """Give the figures of a row the year that its name says."""
    if label is None or not (label.year or label.prior):
        return
    for figure in row.figures:
        if figure.column.year is None and not figure.column.prior:
            figure.column = replace(figure.column, year=label.year, prior=label.prior)


def _is_sum(row: TableRow, others: Sequence[TableRow], unit_text: str) -> bool:
    """Tell whether every figure of a row is the sum of the other rows' figures in its column."""
    for figure in row.figures:
        own = parse_money(figure.text, unit_text)
        parts = [
            money.fen
            for other in others
            for f in other.figures
            if f.column == figure.column and (money := parse_money(f.text, unit_text))
        ]
        if own is None or own.fen != sum(parts):
            return False
    return True


def _name_total(table: ParsedTable, unit_text: str, dialect: Dialect) -> None:
    """A row of figures without code or name is the total if it is the sum of all other rows, in every column."""
    nameless = [
        row for row in table.rows if row.figures and not row.name and row.code is None and not any(row.code_parts)
    ]
    if len(nameless) != 1 or any(row.is_total for row in table.rows):
        return
    row = nameless[0]
    if not _is_sum(row, [other for other in table.rows if other is not row], unit_text):
        return
    row.is_total = True
    row.name = next(iter(sorted(dialect.total_rows, key=len)), "")
    row.name = "合计" if "合计" in dialect.total_rows else row.name
    text = " ".join(figure.text for figure in row.figures)
    table.notes.append(Note("unnamed_total", text, row.name, "该行无名称，各列均等于其余各行之和", row.line, row.page))


def amounts_of(table: ParsedTable, place: Place, dialect: Dialect) -> Iterator[Amount]:
    """Yield one amount for each figure of a table; a figure that cannot be named becomes a leftover note."""
    by_column = _by_column(table)
    for number, row in enumerate(table.rows, start=1):
        for figure in row.figures:
            if place.statement == "three_public":
                amount = _three_public(row, figure, place, number, dialect, by_column=by_column)
            elif _is_nameless(row, place.statement):
                amount = None
            else:
                amount = _amount(row, figure, place, number, dialect.total_measures.get(bare(row.name)))
            if amount is None:
                text = f"{row.name} {figure.text}".strip()
                reason = "该行没有可识别的名称或编码，未载入"
                if _AMOUNT_IN_NAME.match(row.name):
                    reason = "该行名称中混有金额，列位无法确定，未载入"
                table.notes.append(Note(LEFTOVER, text, "", reason, figure.cell.line, figure.cell.page))
            else:
                yield amount


def _is_nameless(row: TableRow, statement: str) -> bool:
    """Tell whether nothing certain says what the figures of a row are."""
    if statement not in _FREE_NAMES and _AMOUNT_IN_NAME.match(row.name):
        return True
    return row.code is None and (not row.name or bool(row.short_code))


def _amount(row: TableRow, figure: Figure, place: Place, number: int, measure: str | None) -> Amount:
    return _build(
        place,
        figure,
        number,
        side=row.side,
        code=None if row.is_total else row.code,
        gov_code=row.gov_code,
        name=row.name,
        paired_name=row.paired_name,
        level=None if row.is_total else row.level,
        parent_code=row.parent_code,
        is_total=row.is_total,
        **({"measure": measure} if measure and figure.column.measure == "total" else {}),
    )


def _three_public(  # noqa: PLR0913 - a row, a figure and what surrounds them
    row: TableRow, figure: Figure, place: Place, number: int, dialect: Dialect, *, by_column: bool
) -> Amount | None:
    if by_column:
        code, name = figure.column.component, _component_name(figure.column.label, dialect)
    else:
        name = item_name(row.name)
        code = dialect.components.get(_unquoted(name))
    if code is None:
        return None
    return _build(
        place,
        figure,
        number,
        code=code,
        name=name,
        parent_code=_COMPONENT_PARENTS.get(code),
        is_total=code == "total",
    )


def _unquoted(text: str) -> str:
    return bare(text).translate(str.maketrans("", "", "“”\"'‘’"))


def _component_name(label: str, dialect: Dialect) -> str:
    """Return the printed header of a component: the deepest label that names one, else the last that names no year."""
    parts = label.split("/")
    labels = [(part, dialect.label(part, "three_public")) for part in parts]
    named = [part for part, found in labels if found and found.concept in COMPONENTS]
    plain = [part for part, found in labels if found and found.concept in {"total", "subtotal"} and found.year is None]
    return (named or [part for part in plain if dialect.is_total_row(part)] or parts)[-1]


def _build(place: Place, figure: Figure, number: int, **given: Any) -> Amount:  # noqa: ANN401 - columns of `amounts`
    money = parse_money(figure.text, place.unit_text)
    if money is None:
        raise ValueError(figure.text)
    column = figure.column
    year = column.year or (place.fiscal_year - 1 if column.prior else place.fiscal_year)
    common: dict[str, Any] = {
        "measure": column.measure or "total",
        "side": None,
        "gov_code": None,
        "paired_name": None,
        "level": None,
    }
    return Amount(
        document_id=place.document_id,
        statement=place.statement,
        fiscal_year=year,
        amount_yuan=yuan(money.fen),
        amount_text=figure.text,
        unit_text=place.unit_text,
        origin=figure.origin,
        page=figure.cell.page,
        line=figure.cell.line,
        box=box_text(figure.cell),
        table_no=place.table_no,
        row_no=number,
        **{**common, **given},
    )


def box_text(cell: Cell) -> str | None:
    """Return the place of a cell on its page as it is kept in `amounts`."""
    return ",".join(f"{edge:.1f}" for edge in cell.box) if cell.box else None


def projects_of(rows: Sequence[TableRow], document_id: str, unit_text: str, dialect: Dialect) -> Iterator[Project]:
    """Yield the projects of a project table in the order printed, totals and the 小计 of some of them left out."""
    number = 0
    for row in rows:
        if row.is_total or not row.figures or not row.name or _is_subtotal(row, dialect):
            continue
        number += 1
        money = {
            f"{figure.column.measure}_yuan": yuan(parsed.fen)
            for figure in row.figures
            if figure.column.measure in _PROJECT_MEASURES and (parsed := parse_money(figure.text, unit_text))
        }
        yield Project(document_id, number, row.code, row.name, row.category, **money, page=row.page, line=row.line)


def fen_of(figures: Iterable[Figure], unit_text: str) -> dict[str, int]:
    """Return measure → 分 of the figures of one row."""
    return {
        figure.column.measure or "total": money.fen
        for figure in figures
        if (money := parse_money(figure.text, unit_text))
    }
