"""绩效目标 forms of a text layer that has lost its columns: a name and its value only where both are certain."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from loaders.model import Cell
from loaders.targets_forms import Draft, Indicator, Notes, TargetDialect, TargetForm
from loaders.targets_lines import Level, Line, events_of, is_heading, joined, name_of, split_value, starts_value
from loaders.text import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNSURE: Final = "分不清三级指标与指标值，不作推测"
_WRAPPED: Final = "换行的指标值：名称一行印完，下面的窄行属于指标值一栏"


def read_stream(lines: Sequence[Line], dialect: TargetDialect, currency: str | None, notes: Notes) -> list[TargetForm]:
    """Return the forms among the lines of a section, in their order; what is uncertain goes to `notes`."""
    forms = (_read_form(part, dialect, currency, notes) for part in _split_forms(lines, dialect))
    return [form for form in forms if form is not None]


def _split_forms(lines: Sequence[Line], dialect: TargetDialect) -> list[list[Line]]:
    parts: list[list[Line]] = [[]]
    for line in lines:
        if _names_project(line, dialect) and any(_names_project(other, dialect) for other in parts[-1]):
            parts.append([])
        parts[-1].append(line)
    return parts


def _names_project(line: Line, dialect: TargetDialect) -> bool:
    hit = dialect.label(line[0].text)
    return hit is not None and hit.field == "project_name"


def _read_form(lines: Sequence[Line], dialect: TargetDialect, currency: str | None, notes: Notes) -> TargetForm | None:
    draft = Draft(dialect, notes, currency)
    header = next((i for i, line in enumerate(lines) if _is_header(line, dialect)), len(lines))
    for line in lines[:header]:
        for cell in line:
            draft.take(cell)
    below = list(lines[header + 1 :])
    end = next((i for i, line in enumerate(below) if is_heading(line)), len(below))
    draft.indicators = _Indicators(dialect, notes).read(below[:end])
    _leave_figures(below[end:], notes)
    return draft.finish()


def _leave_figures(lines: Sequence[Line], notes: Notes) -> None:
    text = " ".join(joined(line) for line in lines)
    if any(character.isdigit() for character in text):
        notes.leave(text, "绩效目标表之后的文字", lines[0][0])


def _is_header(line: Line, dialect: TargetDialect) -> bool:
    names = [dialect.columns.get(bare(cell.text)) for cell in line]
    return None not in names and {"level3", "value"} <= set(names)


@dataclass(slots=True)
class _Indicators:
    dialect: TargetDialect
    notes: Notes
    found: list[Indicator] = field(default_factory=list)
    levels: tuple[str, str] = ("", "")
    run: list[Cell] = field(default_factory=list)
    last: tuple[Cell, str] | None = None
    width: int = 0
    spaced: bool = False

    def read(self, lines: list[Line]) -> list[Indicator]:
        """Return the indicators of the lines below the header."""
        events = events_of(lines, self.dialect)
        self.spaced = self._is_spaced(lines)
        self.width = max((len(name) for name in self._sure_names(events)), default=0)
        for event, following in pairwise([*events, None]):
            if isinstance(event, Level):
                self._take_level(event, more=event.more or isinstance(following, Level))
            elif event is not None:
                self._take_line(event)
        self._flush()
        return self.found

    def _is_spaced(self, lines: list[Line]) -> bool:
        """Tell whether a blank line follows each row of the table, so that lines without one between are one row."""
        parted = [split_value(line, self.dialect) for line in lines]
        rows = [index for index, (name, value) in enumerate(parted) if name and value]
        numbered = bool(rows) and all(lines[index][0].line is not None for index in rows)
        return numbered and not any(_follows(lines[i][0], lines[i + 1][0]) for i in rows if i + 1 < len(lines))

    def _same_row(self, above: Cell, below: Cell) -> bool:
        return self.spaced and _follows(above, below)

    def _other_row(self, above: Cell, below: Cell) -> bool:
        return self.spaced and not _follows(above, below)

    def _sure_names(self, events: list[Level | Line]) -> list[str]:
        lines = [event for event in events if not isinstance(event, Level)]
        return [name_of(self._split(line)[0]) for line in lines if self._split(line)[1]]

    def _split(self, line: Line) -> tuple[Line, Line]:
        name, value = split_value(line, self.dialect)
        # Two words parted by a space, no comparator: a column stands between them.
        return (line[:1], line[1:]) if not value and len(line) == 2 else (name, value)

    def _take_level(self, level: Level, *, more: bool) -> None:
        self._flush()
        self.last = None
        first, second = self.levels
        is_first = level.word in self.dialect.level1
        if is_first and level.word in self.dialect.level2 and not more and second:
            is_first = False
        self.levels = (level.word, "") if is_first else (first, level.word)

    def _take_line(self, line: Line) -> None:
        name, value = self._split(line)
        if name and value:
            self._take_row(name, value)
        elif value:
            self._take_value(value)
        elif len(line) > 1:
            self._flush()
            self.notes.leave(joined(line), _UNSURE, line[0])
        elif self._continues_value(line[0]):
            self._continue_value(line[0])
        else:
            self.run.append(line[0])

    def _take_row(self, name: Line, value: Line) -> None:
        if len(name) > 1 and bare(name[0].text).endswith(self.dialect.endings):
            self._flush()
            self.notes.leave(joined(name + value), "行首像是未知的层级用语", name[0])
        elif self.run and self._may_go_on(self.run[-1], name[0]):
            text = joined([*self.run, *name, *value])
            self.run = []
            self.notes.leave(text, "三级指标可能换行，与上一行分不开", name[0])
        else:
            self._flush()
            self._add(name_of(name), joined(value), value[0])

    def _take_value(self, value: Line) -> None:
        """Read a line that is only a value: it belongs to the name above, if that is one."""
        if not self.run:
            self._leave_value(value)
            return
        start = len(self.run) - 1
        while start and self._may_go_on(self.run[start - 1], self.run[start]):
            start -= 1
        name, self.run = self.run[start:], self.run[:start]
        self._flush()
        self._add(name_of(name), joined(value), value[0])

    def _leave_value(self, value: Line) -> None:
        text = joined(value)
        if self.last is not None and not starts_value(Cell(self.last[1]), self.dialect):
            # The words above were taken for a value; with this one below them they may be part of a name.
            item = self.found.pop()
            text = f"{item.level3} {item.value_text} {text}"
            self.last = None
        self.notes.leave(text, "指标值没有对应的三级指标", value[0])

    def _may_go_on(self, above: Cell, below: Cell) -> bool:
        return not self._other_row(above, below) and self._may_be_wrapped(above)

    def _may_be_wrapped(self, cell: Cell) -> bool:
        # A cell goes on in the next line only where it fills its column; names seen on one line measure that column.
        return len(cell.text) >= self.width - 1

    def _continues_value(self, cell: Cell) -> bool:
        if self.last is None or self.run or not self._same_row(self.last[0], cell):
            return False
        return not any(character.isdigit() for character in self.last[1]) and len(cell.text) <= len(self.last[1])

    def _continue_value(self, cell: Cell) -> None:
        item = self.found.pop()
        self._add(item.level3, item.value_text + cell.text, cell, item)
        self.notes.repair(
            "wrapped_value", f"{item.value_text}｜{cell.text}", item.value_text + cell.text, _WRAPPED, cell
        )

    def _add(self, name: str, value: str, at: Cell, place: Indicator | None = None) -> None:
        line, page = (place.line, place.page) if place else (at.line, at.page)
        self.found.append(Indicator(*self.levels, name, value, line, page))
        self.last = (at, value) if value else None

    def _flush(self) -> None:
        """Settle the lines of words that wait: names with wrapped values, a name without a value, or leftovers."""
        groups = self._groups()
        self.run = []
        while groups:
            group = groups.pop(0)
            if len(group) > 1 and not self._may_be_wrapped(group[0]):
                self._join(group[0], group[1:])
            elif len(group) == 1 and groups and len(groups[0]) > 1 and len(groups[0][0].text) < len(group[0].text):
                self._join(group[0], groups.pop(0))
            elif len(group) == 1 and not (groups and len(groups[0]) == 1):
                self._add(name_of(group), "", group[0])
            else:
                rest = [cell for other in [group, *groups] for cell in other]
                self.notes.leave(joined(rest), _UNSURE, rest[0])
                return

    def _groups(self) -> list[list[Cell]]:
        """Part the waiting lines into those of one row, where the text tells."""
        groups: list[list[Cell]] = []
        for cell in self.run:
            if groups and self._same_row(groups[-1][-1], cell):
                groups[-1].append(cell)
            else:
                groups.append([cell])
        return groups

    def _join(self, name: Cell, value: list[Cell]) -> None:
        text = name_of(value)
        self._add(name_of([name]), text, value[0])
        before = "｜".join(cell.text for cell in (name, *value))
        self.notes.repair("wrapped_value", before, f"{name_of([name])} / {text}", _WRAPPED, value[0])


def _follows(above: Cell, below: Cell) -> bool:
    return above.line is not None and below.line == above.line + 1
