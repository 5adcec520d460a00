"""Test support: the blocks of a text document set as Word, Excel and web page, its header cells merged as printed."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loaders.model import RawTable, TextLine
from loaders.money import clean_figure, is_figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.model import RawDocument

_ITEM: Final = re.compile(r"^[一二三四五六七八九十]+、|^合\s*计$")
_NOTE: Final = re.compile(r"^[（(]?注[:：]")
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Set:
    """A cell with the columns and rows it covers."""

    text: str
    column: int
    columns: int = 1
    rows: int = 1


def header_height(rows: Sequence[Sequence[str]]) -> int:
    """Return how many leading rows are header: no figures, no items, no totals; at most three."""
    for height, row in enumerate(rows[:3]):
        texts = [text for text in row if text]
        if any(is_figure(text) or _ITEM.match(text) for text in texts) or not texts:
            return height
    return min(len(rows), 3)


def set_rows(table: RawTable) -> list[list[Set]]:
    """Return the cells of a table, those of its header merged to the right and downwards over blank ones."""
    width = max(len(row) for row in table.rows)
    rows = [[*(cell.text for cell in row), *[""] * (width - len(row))] for row in table.rows]
    height = header_height(rows) if width > 5 or len(rows) > 20 else 0
    covered: set[tuple[int, int]] = set()
    result = []
    for r, row in enumerate(rows):
        cells = []
        for c, text in enumerate(row):
            if (r, c) in covered:
                continue
            cell = _merged(rows, r, c, height) if text and r < height else Set(text, c)
            covered.update((r + y, c + x) for y in range(cell.rows) for x in range(cell.columns))
            cells.append(cell)
        result.append(cells)
    return result


def _merged(rows: list[list[str]], r: int, c: int, height: int) -> Set:
    if all(not rows[y][c] for y in range(r + 1, height)):
        return Set(rows[r][c], c, 1, height - r)
    end = c + 1
    while end < len(rows[r]) and not rows[r][end] and any(rows[y][end] for y in range(r + 1, height)):
        if r and rows[r - 1][end]:
            break
        end += 1
    return Set(rows[r][c], c, end - c)


# ── Word ──


def docx(document: RawDocument) -> bytes:
    """Return a Word file: paragraphs and tables, merged cells by gridSpan and vMerge."""
    from docx import Document  # noqa: PLC0415 - slow to import
    from docx.oxml import parse_xml  # noqa: PLC0415

    word = Document()
    body = word.element.body
    for block in document.blocks:
        text = f"<w:p>{_run(block.text)}</w:p>" if isinstance(block, TextLine) else _word_table(set_rows(block))
        body.insert(len(body) - 1, parse_xml(text.replace(">", f' xmlns:w="{_WORD}">', 1)))
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _run(text: str) -> str:
    """A paragraph's text in two runs, as Word cuts it; line feeds are soft breaks."""
    half = len(text) // 2
    parts = [
        html.escape(part).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        for part in (text[:half], text[half:])
    ]
    return "".join(f'<w:r><w:t xml:space="preserve">{part}</w:t></w:r>' for part in parts if part)


def _word_table(rows: list[list[Set]]) -> str:
    below: dict[int, tuple[int, int]] = {}
    lines = []
    for row in rows:
        cells = {cell.column: _word_cell(cell.text, cell.columns, "restart" if cell.rows > 1 else "") for cell in row}
        cells |= {column: _word_cell("", columns, "continue") for column, (_, columns) in below.items()}
        below = {c: (left - 1, columns) for c, (left, columns) in below.items() if left > 1}
        below |= {cell.column: (cell.rows - 1, cell.columns) for cell in row if cell.rows > 1}
        lines.append(f"<w:tr>{''.join(cells[column] for column in sorted(cells))}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(lines)}</w:tbl>"


def _word_cell(text: str, columns: int, merge: str) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    down = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    paragraphs = "".join(f"<w:p>{_run(part)}</w:p>" for part in text.split("\n"))
    return f"<w:tc><w:tcPr>{span}{down}</w:tcPr>{paragraphs}</w:tc>"


# ── Excel ──


def xlsx(document: RawDocument, *, numbers: bool) -> bytes:
    """Return a workbook with a sheet for each table, its lines above it; figures as numbers or as text."""
    import xlsxwriter  # noqa: PLC0415 - slow to import

    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        formats = {
            (separated, places): book.add_format({"num_format": ("#,##0" if separated else "0") + places})
            for separated in (False, True)
            for places in ("", ".0", ".00")
        }
        merged = book.add_format({"align": "center"})
        for number, part in enumerate(_sheets(document), start=1):
            sheet = book.add_worksheet(f"Sheet{number}")
            place = 0
            for block in part:
                if isinstance(block, TextLine):
                    sheet.write_string(place, 0, block.text)
                    place += 1
                    continue
                for row in set_rows(block):
                    for cell in row:
                        _write(sheet, place, cell, formats if numbers else {}, merged)
                    place += 1
    return file.getvalue()


def _sheets(document: RawDocument) -> Iterator[list[RawTable | TextLine]]:
    part: list[RawTable | TextLine] = []
    for block in document.blocks:
        full = any(isinstance(done, RawTable) for done in part)
        if full and not (isinstance(block, TextLine) and _NOTE.match(block.text)):
            yield part
            part = []
        part.append(block)
    yield part


def _write(sheet: object, row: int, cell: Set, formats: dict[tuple[bool, str], object], merged: object) -> None:
    figure = clean_figure(cell.text)
    if cell.columns > 1 or cell.rows > 1:
        sheet.merge_range(  # type: ignore[attr-defined]
            row, cell.column, row + cell.rows - 1, cell.column + cell.columns - 1, cell.text, merged
        )
    elif formats and figure and not re.match(r"0\d", figure) and " " not in cell.text:
        places = "." + "0" * len(figure.partition(".")[2]) if "." in figure else ""
        look = formats["," in cell.text, places]
        sheet.write_number(row, cell.column, float(figure), look)  # type: ignore[attr-defined]
    elif cell.text:
        sheet.write_string(row, cell.column, cell.text)  # type: ignore[attr-defined]


# ── web ──


def page(document: RawDocument, encoding: str = "gb2312") -> bytes:
    """Return a page as content systems publish it: scripts, a menu, everything within layout tables."""
    inner = "\n".join(
        f"<p>&nbsp;&nbsp;{_escaped(block.text)}</p>" if isinstance(block, TextLine) else _web_table(set_rows(block))
        for block in document.blocks
    )
    text = (
        f'<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}">'
        "<title>政府网</title><style>td {color: red}</style><script>var a = '<td>1.00</td>';</script></head><body>"
        '<table width="100%"><tr><td><a href="#">首页</a></td><td><a href="#">信息公开</a></td></tr></table>'
        f"<table><tr><td>\n<table><tr><td><!-- 1.00 -->{inner}</td></tr></table></td></tr></table></body></html>"
    )
    return text.encode("gb18030" if encoding in {"gb2312", "gbk"} else encoding)


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br/>")


def _web_table(rows: list[list[Set]]) -> str:
    lines = "".join(f"<tr>{''.join(_web_cell(cell) for cell in row)}</tr>\n" for row in rows)
    return f'<table border="1"><tbody>{lines}</tbody></table>'


def _web_cell(cell: Set) -> str:
    spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (
        f" rowspan={cell.rows}" if cell.rows > 1 else ""
    )
    return f"<td{spans}><p>{_escaped(cell.text)}</p></td>"
