"""Page numbers that a text layer leaves between the rows of a collapsed table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from loaders.money import is_figure
from loaders.table import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.model import Row

PAGE_NUMBER: Final = "page_number"
_BARE: Final = re.compile(r"^[1-9]\d{0,2}$")
_SHORT_CODE: Final = re.compile(r"^\d{2}$")


def without_page_numbers(rows: Sequence[Row]) -> tuple[list[Row], list[Note]]:
    """Return the rows without whole numbers that stand alone on a line, and a note of each.

    Only where every figure of the table is printed with decimals: elsewhere a whole number may be an amount. A number
    with a name on the next line may be its code, and stays.
    """
    if any(_is_whole_amount(row) for row in rows):
        return list(rows), []
    short_codes = any(len(row) > 1 and _SHORT_CODE.match(row[0].text) for row in rows)
    kept: list[Row] = []
    notes: list[Note] = []
    for index, row in enumerate(rows):
        following = rows[index + 1] if index + 1 < len(rows) else None
        if not _stands_alone(row) or _may_be_code(row, following, short_codes=short_codes):
            kept.append(row)
            continue
        reason = "单独一行的整数，而本表金额都印有小数：是页码"
        notes.append(Note(PAGE_NUMBER, row[0].text, "", reason, row[0].line, row[0].page))
    return kept, notes


def _stands_alone(row: Row) -> bool:
    return len(row) == 1 and _BARE.match(row[0].text) is not None


def _is_whole_amount(row: Row) -> bool:
    """Tell whether a line ends with a whole number after other words or figures."""
    last = row[-1].text
    return len(row) > 1 and is_figure(last) and "." not in last and not all(cell.text.isdigit() for cell in row)


def _may_be_code(row: Row, following: Row | None, *, short_codes: bool) -> bool:
    digits = len(row[0].text)
    named = following is not None and not re.match(r"^[\d.,，]+$", following[0].text)
    return named and (digits == 3 or (digits == 2 and short_codes))
