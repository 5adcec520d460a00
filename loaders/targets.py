"""绩效目标 forms → rows of `targets`: the indicators of each form and the figures of its money."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from loaders.model import RawTable, Target, TextLine
from loaders.money import clean_figure
from loaders.targets_forms import (
    COMPARATORS,
    FormFigure,
    Indicator,
    LeftoverNote,
    Notes,
    RepairNote,
    TargetDialect,
    TargetForm,
    currency_of,
    load_target_dialect,
)
from loaders.targets_grid import read_grid
from loaders.targets_lines import joined, lines_of
from loaders.targets_list import list_header, read_list
from loaders.targets_stream import read_stream
from loaders.text import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loaders.model import Comparator, Section

__all__ = [
    "FormFigure",
    "Indicator",
    "LeftoverNote",
    "RepairNote",
    "TargetDialect",
    "TargetForm",
    "load_target_dialect",
    "parse_value",
    "read_forms",
    "target_rows",
]

MONEY_LEVEL: Final = "项目资金"
"""`level1` of the rows that hold the money of a form."""

_SIGNS: Final[dict[str, Comparator]] = {
    **dict.fromkeys(("≥", "≧", "⩾", ">=", "＞=", "＞＝", "=>"), "≥"),
    **dict.fromkeys(("≤", "≦", "⩽", "<=", "＜=", "＜＝", "=<"), "≤"),
    **dict.fromkeys((">", "＞"), ">"),
    **dict.fromkeys(("<", "＜"), "<"),
    **dict.fromkeys(("=", "＝"), "="),
}
_VALUE: Final = re.compile(
    rf"(?P<sign>[{COMPARATORS}]*)\s*(?P<number>[-−]?\d+(?:[,，]\s*\d{{3}})*(?:\s*\.\s*\d+)?)\s*(?P<unit>\D*)"
)
_BRACKET: Final = re.compile(r"\([^()]*\)$")
_PER: Final = re.compile(r"[/、.·]|每")
_MAX_DECIMALS: Final = 6
_TOO_LARGE: Final = Decimal(10) ** 18
_LONGEST_UNIT: Final = 10
_NO_UNIT: Final = re.compile(r"以|左右|上下|之[前后]|[前后内底初末起至]|不|[,，。;；:~～-]")


def read_forms(
    section: Section, dialect: TargetDialect
) -> tuple[list[TargetForm], list[RepairNote], list[LeftoverNote]]:
    """Return the forms of a section with what was repaired and what was left out.

    Tables whose cells stand in their columns are read by column. Where a text layer has lost the columns, names and
    values are parted only where the text leaves no doubt; a list of projects with amounts gives one form a project.
    """
    notes = Notes()
    currency = section.unit_text or _currency(section)
    grids = [block for block in section.blocks if isinstance(block, RawTable) and block.layout == "grid"]
    if grids:
        return read_grid(grids, dialect, currency, notes), notes.repairs, notes.leftovers
    lines = lines_of(section.blocks)
    label = list_header(lines, dialect)
    if label is not None:
        forms = read_list(lines, label, dialect, currency, notes)
    else:
        forms = read_stream(lines, dialect, currency, notes)
    if lines and not forms and not notes.leftovers:
        notes.leave(" ".join(joined(line) for line in lines), "绩效目标表中没有认出任何项目", lines[0][0])
    return forms, notes.repairs, notes.leftovers


def _currency(section: Section) -> str | None:
    texts = [block.text for block in section.blocks if isinstance(block, TextLine)]
    for block in section.blocks:
        if isinstance(block, RawTable):
            texts += ["".join(cell.text for cell in row) for row in block.rows]
    return next((unit for text in texts if "单位:" in bare(text) and (unit := currency_of(text))), None)


def target_rows(
    forms: Sequence[TargetForm], document_id: str, project_numbers: Callable[[TargetForm], int | None]
) -> list[Target]:
    """Return the rows of `targets`, forms numbered from 1: first the money of each form, then its indicators.

    A figure of the money has `level1` 项目资金, its label in `level2` and `level3` empty; its unit is that of the form.
    """
    rows: list[Target] = []
    for form_no, form in enumerate(forms, start=1):
        project_no = project_numbers(form)
        rows += [_money_row(form, figure, document_id, project_no, form_no) for figure in form.figures]
        rows += [_indicator_row(form, item, document_id, project_no, form_no) for item in form.indicators]
    return rows


def _money_row(form: TargetForm, figure: FormFigure, document_id: str, project_no: int | None, form_no: int) -> Target:
    return Target(
        document_id=document_id,
        project_no=project_no,
        form_no=form_no,
        project_code=form.project_code,
        project_name=form.project_name,
        level1=MONEY_LEVEL,
        level2=figure.label,
        level3="",
        value_text=figure.text,
        comparator=None,
        value_number=_number(figure.text),
        value_unit=figure.unit_text,
        page=figure.page,
        line=figure.line,
    )


def _indicator_row(form: TargetForm, item: Indicator, document_id: str, project_no: int | None, form_no: int) -> Target:
    comparator, number, unit = parse_value(item.value_text)
    return Target(
        document_id=document_id,
        project_no=project_no,
        form_no=form_no,
        project_code=form.project_code,
        project_name=form.project_name,
        level1=item.level1,
        level2=item.level2,
        level3=item.level3,
        value_text=item.value_text,
        comparator=comparator,
        value_number=number,
        value_unit=unit,
        page=item.page,
        line=item.line,
    )


def parse_value(text: str) -> tuple[Comparator | None, Decimal | None, str | None]:
    """Return comparator, number and unit of a target's value; all None where the value is words.

    A number inside words (`每月1次`, `1次以下`, `12月底`) is no value. Without a comparator the unit must be known.

    >>> parse_value("≥16000人")
    ('≥', Decimal('16000'), '人')
    >>> parse_value("2. 5万元")
    (None, Decimal('2.5'), '万元')
    >>> parse_value("每月1次")
    (None, None, None)
    """
    match = _VALUE.fullmatch(text.strip())
    if match is None:
        return None, None, None
    sign, number, unit = match["sign"], _number(match["number"]), _BRACKET.sub("", bare(match["unit"]))
    if number is None or (sign and sign not in _SIGNS) or not _is_unit(unit, known=not sign):
        return None, None, None
    if unit == "年" and not sign and 1900 <= number < 2100:
        return None, None, None  # a year, no number of years
    return _SIGNS.get(sign), number, unit or None


def _number(text: str) -> Decimal | None:
    cleaned = clean_figure(re.sub(r"\s+", "", text))
    number = Decimal(cleaned) if cleaned is not None else None
    if number is None or abs(number) >= _TOO_LARGE:
        return None
    exponent = number.as_tuple().exponent
    return number if isinstance(exponent, int) and exponent >= -_MAX_DECIMALS else None


def _is_unit(unit: str, *, known: bool) -> bool:
    if not unit:
        return True
    dialect = load_target_dialect()
    if all(_is_known_unit(part, dialect) for part in _PER.split(unit)):
        return True
    return not known and len(unit) <= _LONGEST_UNIT and not _NO_UNIT.search(unit)


def _is_known_unit(word: str, dialect: TargetDialect) -> bool:
    if word in dialect.units or word in dialect.scales:
        return True
    return any(word.removeprefix(scale) in dialect.units for scale in dialect.scales if word.startswith(scale))
