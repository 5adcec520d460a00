"""绩效目标 forms printed as tables whose cells stand in their columns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from loaders.model import Cell
from loaders.targets_forms import COMPARATORS, Draft, Indicator, Notes, TargetDialect, TargetForm
from loaders.text import bare, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from loaders.model import RawTable, Row

_HEAD_FIELDS: Final = frozenset({"project_name", "project_code"})
_VALUE_COLUMNS: Final = ("comparator", "value", "unit")
_BLANK: Final = Cell("")


def read_grid(
    tables: Iterable[RawTable], dialect: TargetDialect, currency: str | None, notes: Notes
) -> list[TargetForm]:
    """Return the forms of tables with columns, in their order; what cannot be read goes to `notes`."""
    reader = _GridReader(dialect, notes, currency)
    for table in tables:
        for row in table.rows:
            reader.read(row)
    return reader.finish()


def header_columns(row: Row, dialect: TargetDialect) -> dict[str, int] | None:
    """Return the column of each part of an indicator, or None where the row is not the header of indicators."""
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        name = dialect.columns.get(bare(cell.text))
        if name is not None and name not in found:
            found[name] = index
    return found if {"level3", "value"} <= found.keys() else None


@dataclass(slots=True)
class _GridReader:
    dialect: TargetDialect
    notes: Notes
    currency: str | None
    forms: list[TargetForm] = field(default_factory=list)
    draft: Draft = field(init=False)
    columns: dict[str, int] | None = None
    levels: tuple[str, str] = ("", "")
    plan: Row | None = None

    def __post_init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.draft = Draft(self.dialect, self.notes, self.currency)
        self.columns, self.levels, self.plan = None, ("", ""), None

    def finish(self) -> list[TargetForm]:
        """Close the form that is open and return all forms."""
        form = self.draft.finish()
        if form is not None:
            self.forms.append(form)
        self._begin()
        return self.forms

    def read(self, row: Row) -> None:
        """Read one row, whatever it is: blank, header, label row, payment plan or indicator."""
        printed = [cell for cell in row if cell.text]
        if not printed:
            return
        if self._opens_form(printed):
            self.finish()
        if self.dialect.label(printed[0].text) is not None:
            self.plan = None
        columns = header_columns(row, self.dialect)
        if columns is not None:
            self.columns = columns
        elif self.plan is not None:
            self._read_plan(self.plan, row)
        elif self.columns is None:
            self._read_head(row, printed)
        else:
            self._read_indicator(row, self.columns)

    def _opens_form(self, printed: list[Cell]) -> bool:
        hit = self.dialect.label(printed[0].text)
        if hit is None or hit.field not in _HEAD_FIELDS:
            return False
        return self.columns is not None or self.draft.has(hit.field)

    def _read_head(self, row: Row, printed: list[Cell]) -> None:
        hit = self.dialect.label(printed[0].text)
        if hit is not None and hit.field == "plan":
            self.plan = row
            return
        self.draft.close()
        for cell in printed:
            self.draft.take(cell)

    def _read_plan(self, heads: Row, row: Row) -> None:
        # Shares of the money by date are no targets; they are kept word for word among the leftovers.
        self.plan = None
        shares = [f"{head.text} {cell.text}" for head, cell in zip(heads, row, strict=False) if cell.text]
        at = next(cell for cell in row if cell.text)
        self.notes.leave(f"{heads[0].text}：{'；'.join(shares)}", "资金支出计划的比例不是绩效指标", at)

    def _read_indicator(self, row: Row, columns: Mapping[str, int]) -> None:
        parts = _parts(row, columns)
        value = _value(parts)
        if parts["level3"].text and (value.text or self._levels_known(row, columns)):
            self._add(self._set_levels(parts, row), parts["level3"], value)
        else:
            self._repair_by_content(row)

    def _levels_known(self, row: Row, columns: Mapping[str, int]) -> bool:
        left = [bare(cell.text) for cell in row[: columns["level3"]]]
        return all(not word or word in self._words() | self.dialect.side for word in left)

    def _words(self) -> frozenset[str]:
        return self.dialect.levels | self.dialect.short

    def _set_levels(self, parts: Mapping[str, Cell], row: Row) -> tuple[str, str]:
        level1, level2 = bare(parts["level1"].text), bare(parts["level2"].text)
        if level1 and not level2 and level1 in self.dialect.level2 - self.dialect.level1:
            after = f"{self.levels[0]} / {level1}"
            self.notes.repair("shifted_level", _joined(row), after, "二级指标的用语印在一级指标栏", parts["level1"])
            level1, level2 = "", level1
        return self._move_to(level1, level2)

    def _move_to(self, level1: str, level2: str) -> tuple[str, str]:
        if level1:
            self.levels = (level1, level2)
        elif level2:
            self.levels = (self.levels[0], level2)
        return self.levels

    def _add(self, levels: tuple[str, str], name: Cell, value: Cell) -> None:
        at = value if value.text else name
        text = squeeze(value.text) if "\n" in value.text else value.text
        item = Indicator(*levels, squeeze(name.text), text, at.line, at.page)
        self.draft.indicators.append(item)

    def _repair_by_content(self, row: Row) -> None:
        printed = [cell for cell in row if cell.text and bare(cell.text) not in self.dialect.side]
        words = [bare(cell.text) for cell in printed if bare(cell.text) in self._words()]
        others = [cell for cell in printed if bare(cell.text) not in self._words()]
        for word in words:
            self._move_to(*((word, "") if word in self.dialect.level1 else ("", word)))
        if len(others) == 2 and not self._may_be_level(*others):
            self._add(self.levels, others[0], others[1])
            after = " / ".join((*self.levels, squeeze(others[0].text), others[1].text))
            reason = "单元格左移：该行除层级外只有两格，依次为三级指标和指标值，层级沿用上一行"
            self.notes.repair("shifted_row", _joined(row), after, reason, others[1])
        elif others:
            self.notes.leave(_joined(row), "看不出哪一格是三级指标、哪一格是指标值", others[0])

    def _may_be_level(self, first: Cell, second: Cell) -> bool:
        is_value = second.text[0] in COMPARATORS or second.text[0].isdigit()
        return not is_value and bare(first.text).endswith(self.dialect.endings)


def _parts(row: Row, columns: Mapping[str, int]) -> dict[str, Cell]:
    names = ("level1", "level2", "level3", *_VALUE_COLUMNS)
    return {name: row[columns[name]] if columns.get(name, len(row)) < len(row) else _BLANK for name in names}


def _value(parts: Mapping[str, Cell]) -> Cell:
    printed = [parts[name] for name in _VALUE_COLUMNS if parts[name].text]
    if not parts["value"].text or not printed:
        return _BLANK
    return replace(parts["value"], text="".join(cell.text for cell in printed))


def _joined(row: Row) -> str:
    return "｜".join(cell.text for cell in row)
