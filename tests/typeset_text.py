"""Test support: set tables in the three forms of text.

`markdown`, `collapsed` and `cells` print a table as converters do: what they lose (blank cells, line ends, merged
cells) is lost here in the same way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.typeset import HALVES, TITLES
from tests.typeset_columns import (
    body_cells,
    break_places,
    broken,
    columns_of,
    header_rows,
    is_number,
    spaced,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.typeset import SetTable, Style
    from tests.typeset_columns import Column


def _pages(count: int, style: Style) -> list[range]:
    """Cut rows into pages at random places; each page has one row at least."""
    cuts = sorted({style.random.randint(1, max(1, count - 1)) for _ in range(style.breaks)} - {count})
    return [range(a, b) for a, b in zip([0, *cuts], [*cuts, count], strict=True) if a < b]


def _total_index(table: SetTable) -> int | None:
    if table.statement in HALVES:
        return None
    first = table.rows[0] if table.rows else None
    return 0 if first is not None and first.is_total and first.name else None


def markdown(table: SetTable, style: Style) -> str:
    """Print a table with tab stops; every page has its title, unit and header again, some the total row too."""
    columns = columns_of(table, style)
    header = ["\t".join(row) for row in header_rows(columns, collapse=False)]
    body = [[spaced(cell, style) for cell in cells] for cells in body_cells(table, columns, style)]
    title = style.random.choice(TITLES[table.statement])
    total = _total_index(table)
    out: list[str] = []
    for page in _pages(len(body), style):
        if page.start == 0 or style.repeat_title:
            out += [f"# {title}", "", "单位：万元", ""]
        if page.start == 0 or style.repeat_header or style.repeat_title:
            out += header
        if page.start and style.repeat_total and total is not None:
            out.append("\t".join(body[total]))
        out += ["\t".join(body[i]) for i in page]
        out.append("")
    return "\n".join(out)


def cells(table: SetTable, style: Style) -> str:
    """Print a table as Word text: a cell a line, a blank line after each row, merged header cells once."""
    columns = columns_of(table, style)
    title = style.random.choice(TITLES[table.statement])
    rows = [*header_rows(columns, collapse=True)]
    rows += [[spaced(cell, style) for cell in row] for row in body_cells(table, columns, style)]
    caption = ["\t001甲市乙局", "\t预算年度：2024", "\t单位：万元", ""]
    lines = [f" [bookmark: _Toc_1]{title}", *caption]
    for row in rows:
        lines += [f"\t{cell}" for cell in row]
        lines.append("")
    return "\n".join([*lines, ""])


def collapsed(table: SetTable, style: Style) -> str:
    """Print a table as the text layer of a PDF: no blank cells, single spaces, wrapped labels and names."""
    columns = columns_of(table, style)
    title = style.random.choice(TITLES[table.statement])
    body = [[cell for cell in cells if cell] for cells in body_cells(table, columns, style)]
    total = _total_index(table)
    out: list[str] = []
    for number, page in enumerate(_pages(len(body), style), start=1):
        if page.start == 0 or style.repeat_title:
            out += [f"公开表{number}", "", title, "单位：万元", ""]
        if page.start == 0 or style.repeat_header:
            out += [_wrapped_header(columns, style), ""]
        if page.start and style.repeat_total and total is not None:
            out.append(" ".join(body[total]))
        out += [_collapsed_row(body[i], style, halves=table.statement in HALVES) for i in page]
        out.append(style.page_number.format(number))
    return "\n".join(out)


def _wrapped_header(columns: Sequence[Column], style: Style) -> str:
    text = " ".join(label for row in header_rows(columns, collapse=True) for label in row if label)
    if not style.wrapped:
        return text
    places = [
        i for i in range(2, len(text) - 1) if style.random.random() < 0.12 and not re.search(r"\d", text[i - 1 : i + 1])
    ]
    return broken(text, places, "\n")


def _collapsed_row(texts: Sequence[str], style: Style, *, halves: bool) -> str:
    pieces = []
    names = sum(1 for text in texts if not is_number(text))
    for text in texts:
        # Two names side by side that both wrap are beyond reading: their second lines mix.
        long_name = (
            style.wrapped
            and (not halves or names == 1)
            and len(text) > 6
            and not is_number(text)
            and not re.match(r"[一二三四五六七八九十]+、", text)
        )
        places = [i for i in break_places(text) if i > 1 and style.random.random() < 0.12] if long_name else []
        pieces.append(broken(text, places, style.random.choice(["\n", "\n\n"])))
    line = " ".join(pieces)
    if style.glued:
        line = re.sub(r"(\.\d\d) (?=[一二三四五六七八九十]+、)", r"\1", line)
    return line


def document(parts: Sequence[str], year: int) -> str:
    """Return a whole disclosure: title, tables, and a sentence at the end so that nothing seems cut off."""
    return "\n".join([f"{year}年甲市乙局部门预算", "", *parts, "", "第三部分 名词解释", "", "财政拨款是预算资金。", ""])
