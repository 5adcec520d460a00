"""The two halves of a collapsed summary: income items and expenditure items side by side, told apart by their names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from loaders.errors import UnknownHeaderError, Where
from loaders.grid import LEFTOVER, OTHER_TABLE, side_row
from loaders.money import is_figure
from loaders.stream_header import stream_columns
from loaders.stream_lines import Line, pieces, without_headers
from loaders.table import Figure, Note, ParsedTable
from loaders.text import bare, split_ordinal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from loaders.dialect import Dialect
    from loaders.model import Cell, Row, Section
    from loaders.table import ColumnRole, TableRow

_FUNDS: Final = ("general_public", "government_fund", "state_capital")


class Sides:
    """Reads the lines of a summary: an income item with its figure, an expenditure item with its figures, or either."""

    def __init__(self, section: Section, dialect: Dialect) -> None:
        """Start with an empty table for one section."""
        self.section = section
        self.dialect = dialect
        self.table = ParsedTable(())

    def parse(self, rows: Sequence[Row]) -> ParsedTable:
        """Return the items of both halves; figures of the income half are placed, the others still loose.

        Raises:
            UnknownHeaderError: a header label is in no dialect.
        """
        lines = [[piece for cell in row for piece in pieces(cell)] for row in rows]
        height = next((i for i, line in enumerate(lines) if self._is_body(line)), len(lines))
        header, height = self._header(lines, height)
        words = [Line((), tuple(line), ()) for line in lines]
        body = [line.words for line in without_headers(words[height:], header, self.dialect)]
        for line in _joined(body, self._goes_on):
            if self._is_complete() and any(is_figure(cell.text) for cell in line):
                self._leave(line)
            else:
                self._read(line)
        return self.table

    def _is_complete(self) -> bool:
        """Tell whether the grand totals of both halves were read: no item comes after them."""
        totals = {row.side for row in self.table.rows if bare(row.name) in self.dialect.grand_totals}
        return totals == {"income", "expenditure"}

    def _leave(self, line: Sequence[Cell]) -> None:
        text = " ".join(cell.text for cell in line)
        self.table.notes.append(Note(LEFTOVER, text, "", f"{OTHER_TABLE}，未载入", line[0].line, line[0].page))

    def _header(self, lines: Sequence[Sequence[Cell]], height: int) -> tuple[str, int]:
        """Read the columns; lines without figures at the end of the header may be items, and are left to the body."""
        for taken in range(height, 0, -1):
            header = "".join(cell.text for line in lines[:taken] for cell in line)
            try:
                self.table.columns = self._columns(header)
            except UnknownHeaderError:
                if taken == 1:
                    raise
                continue
            return header, taken
        self.table.columns = self._columns("")
        return "", 0

    def _goes_on(self, line: Sequence[Cell], following: Sequence[Cell]) -> bool:
        """Tell whether a name goes on beneath: a line without figures that is no item, or what follows is none."""
        if any(is_figure(cell.text) for cell in line):
            return False
        return self._labels(line) is None or self.dialect.item_tail.match(bare(following[0].text)) is not None

    def _is_body(self, line: Sequence[Cell]) -> bool:
        text = "".join(cell.text for cell in line)
        return any(is_figure(cell.text) for cell in line) or bool(split_ordinal(text)[0])

    def _columns(self, header: str) -> tuple[ColumnRole, ...]:
        where = Where(self.section.page, self.section.line, self.section.title)
        found = stream_columns(header, self.section.statement, self.dialect, where)
        total = next((column for column in found if column.measure == "total"), None)
        if total is None:
            return found
        funds = [replace(c, side="expenditure") for m in _FUNDS for c in found if c.measure == m]
        return (replace(total, side="income"), replace(total, side="expenditure"), *funds)

    def _read(self, line: Sequence[Cell]) -> None:
        groups = list(_groups(line))
        items: list[tuple[str, str, list[Cell]]] = []
        for words, figures in groups:
            labels = self._labels(words)
            if labels is None:
                self._unknown(words, figures)
                continue
            items.extend((text, side, []) for text, side in labels[:-1])
            items.append((*labels[-1], list(figures)))
        for text, side, figures in items:
            row = side_row(text, [], side, self.dialect, line[0])
            row.loose = figures
            if side == "income":
                self._place_income(row)
            self.table.rows.append(row)

    def _place_income(self, row: TableRow) -> None:
        column = next((c for c in self.table.columns if c.side == "income"), None)
        if column is not None and len(row.loose) == 1:
            row.figures = [Figure(row.loose[0], row.loose[0].text, column)]
            row.loose = []

    def _labels(self, words: Sequence[Cell]) -> list[tuple[str, str]] | None:
        """Return one or two item names with their halves, or None where the words are no known items.

        An income item followed by an expenditure item reads as an expenditure item too; two items are meant.
        """
        texts = [cell.text for cell in words]
        options = []
        for cut in range(len(texts) + 1):
            left, right = "".join(texts[:cut]), "".join(texts[cut:])
            if left and not self.dialect.income_item.search(_plain(left)):
                continue
            if right and not self.dialect.expenditure_item.search(_plain(right)):
                continue
            options.append([(text, side) for text, side in ((left, "income"), (right, "expenditure")) if text])
        options.sort(key=len, reverse=True)
        return options[0] if options and options[0] else None

    def _unknown(self, words: Sequence[Cell], figures: Sequence[Cell]) -> None:
        if not figures:
            return
        text = " ".join(cell.text for cell in (*words, *figures))
        reason = "收支项目名称无法判断属于收入还是支出，未载入"
        self.table.notes.append(Note(LEFTOVER, text, "", reason, figures[0].line, figures[0].page))


def _plain(text: str) -> str:
    return bare(split_ordinal(text)[1]).removeprefix("其中:")


def _groups(line: Sequence[Cell]) -> Iterator[tuple[list[Cell], list[Cell]]]:
    words: list[Cell] = []
    figures: list[Cell] = []
    for cell in line:
        if is_figure(cell.text):
            figures.append(cell)
            continue
        if figures:
            yield words, figures
            words, figures = [], []
        words.append(cell)
    yield words, figures


def _joined(
    lines: Sequence[Sequence[Cell]], goes_on: Callable[[Sequence[Cell], Sequence[Cell]], bool]
) -> Iterator[list[Cell]]:
    """Join a line of figures alone, or the rest of a wrapped name, to the words before it."""
    pending: list[Cell] = []
    for line in lines:
        if pending and not (is_figure(line[0].text) or goes_on(pending, line)):
            yield pending
            pending = []
        pending.extend(line)
    if pending:
        yield pending
