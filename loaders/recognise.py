"""Titles to sections: which lines and tables of a document belong to which statement, form or narrative."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from loaders.model import Block, RawTable, Row, Section, TextLine
from loaders.money import is_figure
from loaders.text import bare, split_ordinal, squeeze, without_markup
from loaders.unread import UNKNOWN_TITLE, Seen, figures_of, unread_tables

if TYPE_CHECKING:
    from loaders.dialect import Dialect
    from loaders.model import RawDocument

TARGETS: Final = "targets"
OTHER: Final = "other"
_LONGEST_TITLE: Final = 60
_HEAD_LINES: Final = 12
_PAGE_NUMBER: Final = re.compile(r"\d{1,4}")
_SENTENCE: Final = "。"
_AMOUNT: Final = re.compile(r"\d\.\d\d")
"""No title holds an amount; most lines of a table do."""
_MONEY: Final = re.compile(r"\d[百千万亿]*元")
_CODED_NAME: Final = re.compile(r"^\d{3}(?![\d年])[^\d]{4,}$")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The parts of one document."""

    sections: tuple[Section, ...]
    prose: tuple[TextLine, ...]
    captions: tuple[TextLine, ...]
    titles: tuple[TextLine, ...]
    seen: tuple[Seen, ...]
    unit_text: str | None
    notices: tuple[str, ...]
    last_block: str | None
    """Statement of the section in which the document ends; None where it ends in prose."""


@dataclass(slots=True)
class _Open:
    """A section being collected."""

    statement: str
    title: TextLine
    reason: str = ""
    tables: list[RawTable] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)
    notes: list[TextLine] = field(default_factory=list)
    units: list[str] = field(default_factory=list)

    def blocks(self) -> tuple[Block, ...]:
        """Return everything between the title and the end, the stream rows as one table."""
        stream = (RawTable(tuple(self.rows), "stream"),) if self.rows else ()
        return (*self.lines, *self.tables, *stream)


def sections(document: RawDocument, dialect: Dialect) -> Recognised:
    """Cut a document at its titles.

    A title is a whole line that a pattern of the dialect fits. A title met again inside its own section (a continuation
    page) does not open a new one. A title with no table and no note under it (a table of contents, a heading of the
    narrative) gives its lines back to the prose.
    """
    cutter = _Cutter(dialect)
    for block in document.blocks:
        if isinstance(block, TextLine):
            cutter.text(block)
        elif block.layout == "grid":
            cutter.grid(block)
        else:
            for row in block.rows:
                cutter.stream_row(row)
    last = cutter.current.statement if cutter.current else None
    cutter.close()
    cutter.seen.extend(unread_tables(cutter.loose))
    return Recognised(
        tuple(cutter.sections),
        tuple(sorted(cutter.prose, key=lambda line: (line.page or 0, line.line or 0))),
        tuple(cutter.captions),
        tuple(cutter.titles),
        tuple(cutter.seen),
        next(iter(cutter.units)) if len(cutter.units) == 1 else None,
        document.notices,
        last,
    )


class _Cutter:
    """Goes through a document once; what it has found so far."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.sections: list[Section] = []
        self.prose: list[TextLine] = []
        self.captions: list[TextLine] = []
        self.titles: list[TextLine] = []
        self.seen: list[Seen] = []
        self.units: set[str] = set()
        self.loose: list[TextLine] = []
        self.current: _Open | None = None

    # ── what a line can be ──

    def text(self, line: TextLine) -> None:
        """Take one line or paragraph outside a table."""
        if self._marker(line):
            return
        if self.current is None:
            self.prose.append(line)
        elif self._continues_note(line):
            self.current.notes.append(TextLine(squeeze(line.text), line.line, line.page))
        elif self.current.tables or _SENTENCE in line.text:
            self._to_prose(line)
        else:
            self.current.lines.append(line)

    def _to_prose(self, line: TextLine) -> None:
        self._note_of_emptiness(line)
        self.close()
        self.prose.append(line)

    def stream_row(self, row: Row) -> None:
        """Take one line of a text whose columns collapsed."""
        line = TextLine(" ".join(cell.text for cell in row), row[0].line, row[0].page)
        if self._marker(line):
            return
        if self.current is None:
            self._stream_prose(line)
            return
        if self._ends_stream(line):
            self._give_back_headings()
            self._note_of_emptiness(line)
            self.close()
            self._stream_prose(line)
            return
        self.current.rows.append(row)

    def _stream_prose(self, line: TextLine) -> None:
        self.prose.append(line)
        self.loose.append(line)

    def grid(self, table: RawTable) -> None:
        """Take one table whose cells stand in their columns; a title in a row of its own begins another one."""
        starts = [index for index, row in enumerate(table.rows) if index and self._holds_title(row)]
        for start, end in pairwise((0, *starts, len(table.rows))):
            self._grid(RawTable(table.rows[start:end], "grid"))

    def _holds_title(self, row: Row) -> bool:
        texts = [cell.text for cell in row if cell.text]
        if len(texts) != 1 or is_figure(texts[0]):
            return False
        split = self.dialect.split_title(texts[0])
        return (split is not None and split[0].id != TARGETS) or self.dialect.other_table_of(texts[0]) is not None

    def _grid(self, table: RawTable) -> None:
        rows = list(table.rows)
        while rows and self._leading_caption(rows[0]):
            rows.pop(0)
        if not rows:
            return
        rest = RawTable(tuple(rows), "grid")
        if self.current is None:
            self._untitled(rest)
        else:
            self.current.tables.append(rest)

    def _leading_caption(self, row: Row) -> bool:
        cells = [cell for cell in row if cell.text and not self.dialect.is_noise(cell.text)]
        if not cells:
            return True
        lines = [TextLine(cell.text, cell.line, cell.page) for cell in cells]
        if len(cells) == 1 and (self._title(lines[0]) or self._note(lines[0])):
            return True
        if any(self._is_caption(line.text) for line in lines):
            for line in lines:
                self._caption(line)
            return True
        return False

    def _is_caption(self, text: str) -> bool:
        return self.dialect.unit_of(text) is not None or self.dialect.caption.match(bare(text)) is not None

    def _marker(self, line: TextLine) -> bool:
        """Tell whether a line is a title, part, caption, note or noise, and take it as that."""
        plain = without_markup(line.text)
        if self.dialect.is_noise(line.text) or self.dialect.is_noise(plain):
            return True
        if self.current is not None and (self.dialect.is_continuation(plain) or self._runs_on(plain)):
            return True
        if self.dialect.part.match(bare(plain)):
            self.close()
            self.prose.append(line)
            return True
        return self._title(line) or self._note(line) or self._caption(line)

    def _runs_on(self, text: str) -> bool:
        """Tell whether a line within a table is a page number, or the document's title at the head of a page."""
        if self.current is not None and self.current.tables and _PAGE_NUMBER.fullmatch(bare(text)):
            return True
        if self.dialect.running.search(bare(text)) is None:
            return False
        return bare(text) in {bare(without_markup(line.text)) for line in self.prose[:_HEAD_LINES]}

    def _title(self, line: TextLine) -> bool:
        plain = without_markup(line.text)
        if _AMOUNT.search(plain) or len(bare(plain)) > _LONGEST_TITLE or _SENTENCE in plain:
            return False
        split = self.dialect.split_title(plain)
        words, tails = split or (None, ())
        other = None if words else self.dialect.other_table_of(plain)
        if words is None and other is None and not self._unknown_title(plain):
            return False
        statement = words.id if words else OTHER
        if self.current is not None and self.current.statement == statement and statement in {OTHER, TARGETS}:
            self.close()
        if self.current is None or self.current.statement != statement:
            self.close()
            title = TextLine(split_ordinal(plain)[1], line.line, line.page)
            self.current = _Open(statement, title, other.reason if other else UNKNOWN_TITLE)
            self.titles.append(title)
        self._behind_title(tails, line)
        return True

    def _behind_title(self, tails: tuple[str, ...], line: TextLine) -> None:
        """Take what stands behind a title on its line: a unit, or a note of emptiness."""
        for tail in tails:
            unit = self.dialect.unit_of(tail)
            if self.current is not None and unit is not None:
                self.current.units.append(unit)
            elif self.current is not None and self.dialect.declared_empty.search(tail):
                self.current.notes.append(TextLine(squeeze(tail), line.line, line.page))

    def _unknown_title(self, text: str) -> bool:
        """A title that is in no dialect ends the table before it: its figures belong to neither."""
        inside_forms = self.current is not None and self.current.statement == TARGETS
        return not inside_forms and self.dialect.any_title.match(bare(text)) is not None

    def _note(self, line: TextLine) -> bool:
        if self.current is None or not self.dialect.note.search(bare(line.text)):
            return False
        self.current.notes.append(TextLine(squeeze(line.text), line.line, line.page))
        return True

    def _note_of_emptiness(self, line: TextLine) -> None:
        """Take a sentence below an empty table that says so as its note too."""
        current = self.current
        if current is None or current.notes or current.statement in {OTHER, TARGETS} or self._has_figures(current):
            return
        text = bare(line.text)
        if len(text) <= _LONGEST_TITLE and self.dialect.declared_empty.search(text) and not _MONEY.search(text):
            current.notes.append(TextLine(squeeze(line.text), line.line, line.page))

    def _has_figures(self, current: _Open) -> bool:
        return any(True for _ in figures_of(current.blocks()))

    def _continues_note(self, line: TextLine) -> bool:
        """A note may go on on the next line; a heading or a sentence with money is prose again."""
        current = self.current
        if current is None or not current.notes or not current.tables or split_ordinal(line.text)[0]:
            return False
        last = current.notes[-1]
        adjacent = line.line is not None and last.line is not None and line.line - last.line == 1
        return adjacent and line.page == last.page and _MONEY.search(bare(line.text)) is None

    def _caption(self, line: TextLine) -> bool:
        unit = self.dialect.unit_of(line.text)
        named = self.dialect.caption.match(bare(line.text)) is not None
        if unit is None and not named and not (self.current and self._is_unit_name(line)):
            return False
        if _SENTENCE in line.text:
            return False
        self.captions.append(TextLine(squeeze(line.text), line.line, line.page))
        if unit is not None and self.current is not None:
            self.current.units.append(unit)
        elif unit is not None:
            self.units.add(unit)
        return True

    def _is_unit_name(self, line: TextLine) -> bool:
        """A caption may hold the unit's code and name alone; such a line stands before the table it belongs to."""
        current = self.current
        fresh = current is not None and not current.tables and not current.rows
        return fresh and _CODED_NAME.match(bare(line.text)) is not None

    def _ends_stream(self, line: TextLine) -> bool:
        current = self.current
        if current is None:
            return False
        text = bare(line.text)
        if current.statement == TARGETS:
            return self.dialect.narrative_heading.match(text) is not None
        figures = any(is_figure(word) for word in line.text.split())
        return _SENTENCE in text or (self.dialect.narrative_heading.match(text) is not None and not figures)

    def _give_back_headings(self) -> None:
        """Lines without figures just before prose are headings of that prose, not rows of the table."""
        current = self.current
        if current is None or current.statement == TARGETS:
            return
        if not self._has_figures(current) and self._has_content(current):
            # A title with a header and nothing beneath is an empty table.
            return
        while current.rows and not any(is_figure(cell.text) for cell in current.rows[-1]):
            row = current.rows.pop()
            self.prose.append(TextLine(" ".join(cell.text for cell in row), row[0].line, row[0].page))

    # ── ends ──

    def close(self) -> None:
        """End the open section: keep it, report it, or give its lines back to the prose."""
        current, self.current = self.current, None
        if current is None:
            return
        if current.statement == OTHER:
            self._report(current)
        elif not self._has_content(current):
            self._give_back(current)
        else:
            self.sections.append(
                Section(
                    current.statement,
                    current.title.text,
                    current.blocks(),
                    self._one_unit(current),
                    current.title.line,
                    current.title.page,
                    tuple(current.notes),
                )
            )

    def _has_content(self, current: _Open) -> bool:
        if current.tables or current.notes:
            return True
        if current.statement == TARGETS:
            return bool(current.rows)
        known = (self.dialect.label(cell.text, current.statement) for row in current.rows for cell in row)
        return sum(1 for label in known if label) > 1 or self._starts_with_header(current)

    def _starts_with_header(self, current: _Open) -> bool:
        """Tell whether figures stand under text that begins with a header, whose labels may be broken over lines."""
        words = [[cell.text for cell in row] for row in current.rows]
        first = next((i for i, row in enumerate(words) if any(is_figure(w) and "." in w for w in row)), 0)
        text = bare("".join(word for row in words[:first] for word in row))
        return any(self.dialect.label(text[:end], current.statement) for end in range(2, min(len(text), 24) + 1))

    def _one_unit(self, current: _Open) -> str | None:
        """Return the unit printed with a table; empty where it is unknown or two are, which no other unit settles."""
        units = set(current.units)
        return None if not units else next(iter(units)) if len(units) == 1 else ""

    def _give_back(self, current: _Open) -> None:
        self.prose.append(current.title)
        self.prose.extend(current.lines)
        for row in current.rows:
            self.prose.append(TextLine(" ".join(cell.text for cell in row), row[0].line, row[0].page))

    def _report(self, current: _Open) -> None:
        if not current.tables and not current.rows:
            self._give_back(current)
            return
        text = " ".join(figures_of(current.blocks()))
        if not text:
            return
        self.seen.append(Seen(current.title.text, current.reason, text, current.title.line, current.title.page))

    def _untitled(self, table: RawTable) -> None:
        figures = " ".join(figures_of((table,)))
        if not figures:
            return
        title = self.prose[-1].text if self.prose else ""
        shown = squeeze(without_markup(title))[:_LONGEST_TITLE]
        self.seen.append(Seen(shown, UNKNOWN_TITLE, figures, table.line, None))
