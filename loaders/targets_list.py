"""A table of all projects with amount, goal and indicators, in a text layer that has lost its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from loaders.targets_forms import FormFigure, Indicator, Notes, TargetDialect, TargetForm, label_key
from loaders.targets_lines import Level, Line, events_of, is_heading, joined, name_of, split_value, starts_value
from loaders.text import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.model import Cell

_AMOUNT: Final = re.compile(r"\d[\d,，]*\.\d{2}")
_SENTENCE_END: Final = "。！？；.!?"
_NO_VALUE: Final = "没有指标值的文字：可能是跨页续行的绩效目标"
_UNEVEN: Final = "各行宽窄不一，不像同一格换行，三级指标无法确定"


def list_header(lines: Sequence[Line], dialect: TargetDialect) -> str | None:
    """Return the label over the amounts if the lines hold a table that lists projects, else None."""
    for line in lines:
        words = [bare(cell.text) for cell in line]
        amount = next((word for word in words if word in dialect.list_amounts), None)
        if amount is not None and words[0] in dialect.list_names:
            return amount
    return None


def read_list(
    lines: Sequence[Line], label: str, dialect: TargetDialect, currency: str | None, notes: Notes
) -> list[TargetForm]:
    """Return one form for each project of the list; what is uncertain goes to `notes`.

    A name is the run of narrow lines right above an amount; goal and indicators stand between the amount and the
    next name.
    """
    end = next((i for i, line in enumerate(lines) if is_heading(line)), len(lines))
    names = _name_spans(lines[:end], dialect)
    if not names:
        return []
    stops = [start for start, _ in names[1:]] + [end]
    forms = []
    for (start, amount), stop in zip(names, stops, strict=True):
        name, at = name_of(cell for line in lines[start:amount] for cell in line), lines[start][0]
        figure = _figure(lines[amount][0], label, dialect, currency)
        below = [line for line in (lines[amount][1:], *lines[amount + 1 : stop]) if line]
        indicators = _Indicators(dialect, notes).read(below)
        forms.append(TargetForm(name, None, None, None, None, (figure,), tuple(indicators), at.line, at.page))
    return forms


def _figure(cell: Cell, label: str, dialect: TargetDialect, currency: str | None) -> FormFigure:
    measure = dialect.figures.get(label_key(label), "total")
    return FormFigure(label, cell.text, cell.line, cell.page, measure, currency)


def _name_spans(lines: Sequence[Line], dialect: TargetDialect) -> list[tuple[int, int]]:
    """Return for each project the index of the first line of its name and of the line of its amount."""
    spans = []
    floor = 0
    for index, line in enumerate(lines):
        if not _AMOUNT.fullmatch(line[0].text):
            continue
        start = index
        while start > floor and _may_name(lines[start - 1], dialect):
            start -= 1
        if start < index:
            spans.append((start, index))
            floor = index + 1
    return spans


def _may_name(line: Line, dialect: TargetDialect) -> bool:
    words = [bare(cell.text) for cell in line]
    if any(word in dialect.list_header | dialect.scale | dialect.levels for word in words):
        return False
    return len("".join(words)) <= dialect.list_name_width and not any(starts_value(cell, dialect) for cell in line)


@dataclass(slots=True)
class _Indicators:
    dialect: TargetDialect
    notes: Notes
    found: list[Indicator] = field(default_factory=list)
    levels: tuple[str, str] = ("", "")
    run: list[Line] = field(default_factory=list)
    goal: str = ""
    in_words: bool = False

    def read(self, lines: Sequence[Line]) -> list[Indicator]:
        """Return the indicators of one project; the text before the first level word is its goal."""
        events = events_of(lines, self.dialect)
        first = next((i for i, event in enumerate(events) if isinstance(event, Level)), len(events))
        self.goal = "".join(joined(event) for event in events[:first] if not isinstance(event, Level))
        for event in events[first:]:
            if isinstance(event, Level):
                self._take_level(event)
            elif self.in_words and all(bare(cell.text) in self.dialect.scale for cell in event):
                self._continue_scale(event)
            else:
                self._take_line(event)
        self._leave_run(_NO_VALUE)
        return self.found

    def _take_level(self, level: Level) -> None:
        self._leave_run(_NO_VALUE)
        self.in_words = False
        first = level.word in self.dialect.level1 and not (level.word in self.dialect.level2 and self.levels[1])
        self.levels = (level.word, "") if first else (self.levels[0], level.word)

    def _continue_scale(self, line: Line) -> None:
        item = self.found[-1]
        glue = "" if bare(item.value_text) not in self.dialect.quality else " "
        self.found[-1] = replace(item, value_text=item.value_text + glue + "".join(cell.text for cell in line))

    def _take_line(self, line: Line) -> None:
        name, value = split_value(line, self.dialect)
        self.in_words = False
        if name:
            self.run.append(self._without_goal(name) if value else name)
        if value:
            self._close(value)

    def _without_goal(self, name: Line) -> Line:
        """Take the end of the goal, printed on the line of an indicator after a page break, from its name."""
        goal_is_open = bool(self.goal) and self.goal[-1] not in _SENTENCE_END
        if len(name) < 2 or name[0].text[-1] not in _SENTENCE_END or not goal_is_open:
            return name
        self.goal += name[0].text
        reason = "换页后绩效目标的末句与下一个指标印在同一行，以句号分开"
        self.notes.repair("split_line", joined(name), name_of(name[1:]), reason, name[0])
        return name[1:]

    def _close(self, value: Line) -> None:
        if not self.run:
            self.notes.leave(joined(value), "指标值没有对应的三级指标", value[0])
        elif not _evenly_wrapped(self.run):
            self._leave_run(_UNEVEN, value)
        else:
            name = name_of(cell for line in self.run for cell in line)
            self.found.append(Indicator(*self.levels, name, _scaled(value, self.dialect), value[0].line, value[0].page))
            self.in_words = bare(value[0].text) in self.dialect.quality
        self.run = []

    def _leave_run(self, reason: str, value: Line | None = None) -> None:
        if self.run:
            text = " ".join(joined(line) for line in [*self.run, *([value] if value else [])])
            self.notes.leave(text, reason, self.run[0][0])
        self.run = []


def _scaled(value: Line, dialect: TargetDialect) -> str:
    """Return the value as printed; the scale after 定性 is one word that was wrapped."""
    if bare(value[0].text) not in dialect.quality:
        return joined(value)
    return " ".join(part for part in (value[0].text, "".join(cell.text for cell in value[1:])) if part)


def _evenly_wrapped(run: Sequence[Line]) -> bool:
    """Tell whether the lines can be one wrapped cell: all but the last fill the same width, give or take one."""
    widths = [len("".join(cell.text for cell in line)) for line in run]
    if len(widths) == 1:
        return True
    full = widths[:-1]
    return max(full) - min(full) <= 1 and widths[-1] <= max(full) + 1
