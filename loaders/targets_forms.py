"""The 绩效目标 forms: their types, the words of their dialect, and the reading of what stands above the indicators."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from loaders.model import Cell
from loaders.money import is_figure
from loaders.text import bare, squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping

DIALECT_FILE: Final = Path(__file__).parent / "dialects" / "targets.toml"
COMPARATORS: Final = "≥≧⩾≤≦⩽＞＜＝><="

_BRACKET: Final = re.compile(r"\([^()]*\)$")
_CURRENCY: Final = re.compile(r"(?:单位:|\()([十百千万亿]*元)")
_DEPARTMENT: Final = re.compile(r"([\[［【]?)\s*([0-9A-Za-z]+)\s*[\]］】]\s*(.+)")


@dataclass(frozen=True, slots=True)
class FormFigure:
    """One printed figure of a form's money; `unit_text` is the currency unit of the form, None where it has none."""

    label: str
    text: str
    line: int | None
    page: int | None
    measure: str
    unit_text: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator; `level1` and `level2` carry over from the rows above, `line` is that of the value."""

    level1: str
    level2: str
    level3: str
    value_text: str
    line: int | None
    page: int | None


@dataclass(frozen=True, slots=True)
class TargetForm:
    """One 绩效目标 form, or one project of a table that lists projects with their amounts."""

    project_name: str
    project_code: str | None
    department: str | None
    department_code: str | None
    unit: str | None
    figures: tuple[FormFigure, ...]
    indicators: tuple[Indicator, ...]
    line: int | None
    page: int | None


@dataclass(frozen=True, slots=True)
class RepairNote:
    """One thing put right or inferred while a form was read."""

    kind: str
    before: str
    after: str
    reason: str
    line: int | None
    page: int | None


@dataclass(frozen=True, slots=True)
class LeftoverNote:
    """One text of a form that was seen and not loaded, with the reason."""

    text: str
    reason: str
    line: int | None
    page: int | None


@dataclass(slots=True)
class Notes:
    """What the reading of a section has to report beside its forms."""

    repairs: list[RepairNote] = field(default_factory=list)
    leftovers: list[LeftoverNote] = field(default_factory=list)

    def repair(self, kind: str, before: str, after: str, reason: str, at: Cell) -> None:
        """Record one repair at the place of a cell."""
        self.repairs.append(RepairNote(kind, before, after, reason, at.line, at.page))

    def leave(self, text: str, reason: str, at: Cell) -> None:
        """Record one text that is not loaded, at the place of a cell."""
        self.leftovers.append(LeftoverNote(text, reason, at.line, at.page))


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A known label: the field it names, the label as it is kept, and a value printed in the same cell."""

    field: str
    label: str
    rest: str


@dataclass(frozen=True, slots=True)
class TargetDialect:
    """The words of `dialects/targets.toml`, all in the form of `loaders.text.bare`."""

    labels: Mapping[str, str]
    figures: Mapping[str, str]
    columns: Mapping[str, str]
    level1: frozenset[str]
    level2: frozenset[str]
    short: frozenset[str]
    side: frozenset[str]
    endings: tuple[str, ...]
    list_names: frozenset[str]
    list_amounts: frozenset[str]
    list_header: frozenset[str]
    list_name_width: int
    quality: frozenset[str]
    scale: frozenset[str]
    scales: tuple[str, ...]
    units: frozenset[str]

    @property
    def levels(self) -> frozenset[str]:
        """All words known as a first or second level, those too common to be one on their own left out."""
        return self.level1 | self.level2

    def label(self, text: str) -> LabelHit | None:
        """Return the label a cell holds, with the value behind its colon if there is one."""
        key = label_key(text)
        name = self._field(key)
        if name is not None:
            return LabelHit(name, key, "")
        head, colon, tail = text.replace("：", ":").partition(":")
        name = self._field(label_key(head)) if colon else None
        return LabelHit(name, label_key(head), tail.strip()) if name is not None else None

    def _field(self, key: str) -> str | None:
        return "figure" if key in self.figures else self.labels.get(key)


def label_key(text: str) -> str:
    """Return a printed label without white space, leading 其中：, trailing colon and trailing bracket."""
    key = bare(text).removeprefix("其中").strip(":")
    return _BRACKET.sub("", key).strip(":") or key


def currency_of(text: str) -> str | None:
    """Return the currency unit said in `单位：万元` or `项目资金(万元)`."""
    found = _CURRENCY.search(bare(text))
    return found.group(1) if found else None


def _inverted(groups: Mapping[str, list[str]]) -> dict[str, str]:
    return {label_key(word): name for name, words in groups.items() for word in words}


def _words(words: list[str]) -> frozenset[str]:
    return frozenset(bare(word) for word in words)


@lru_cache(maxsize=4)
def load_target_dialect(path: Path = DIALECT_FILE) -> TargetDialect:
    """Read the words of the forms from a TOML file laid out as `dialects/targets.toml`.

    Raises:
        OSError: the file cannot be read.
        KeyError: the file lacks one of the tables or keys.
        tomllib.TOMLDecodeError: the file is not TOML.
    """
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    levels, listed, values = data["levels"], data["list"], data["values"]
    return TargetDialect(
        labels=_inverted(data["labels"]),
        figures=_inverted(data["figures"]),
        columns={bare(word): name for name, words in data["columns"].items() for word in words},
        level1=_words(levels["level1"]),
        level2=_words(levels["level2"]),
        short=_words(levels["short"]),
        side=_words(levels["side"]),
        endings=tuple(levels["endings"]),
        list_names=_words(listed["name"]),
        list_amounts=_words(listed["amount"]),
        list_header=_words(listed["header"]),
        list_name_width=listed["name_width"],
        quality=_words(values["quality"]),
        scale=_words(values["scale"]),
        scales=tuple(values["scales"]),
        units=_words(values["units"]),
    )


@dataclass(slots=True)
class Draft:
    """A form while it is read: labels open a field, the cells after them fill it."""

    dialect: TargetDialect
    notes: Notes
    currency: str | None
    texts: dict[str, list[str]] = field(default_factory=dict)
    figures: list[FormFigure] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    start: Cell | None = None
    _open: LabelHit | None = None

    def has(self, name: str) -> bool:
        """Tell whether a field was opened."""
        return name in self.texts

    def close(self) -> None:
        """End the open field: what follows belongs to no label until the next one."""
        self._open = None

    def take(self, cell: Cell) -> None:
        """Read one cell of the head: a label, or text of the field that is open."""
        hit = self.dialect.label(cell.text)
        if hit is None:
            self._feed(cell, cell.text)
            return
        self.start = self.start or cell
        self._open = hit
        self.texts.setdefault(hit.field, [])
        if hit.field == "money":
            self.currency = currency_of(cell.text) or self.currency
        if hit.rest:
            self._feed(cell, hit.rest)

    def _feed(self, cell: Cell, text: str) -> None:
        hit = self._open
        if hit is not None and hit.field == "figure" and is_figure(text):
            measure = self.dialect.figures[hit.label]
            self.figures.append(FormFigure(hit.label, text, cell.line, cell.page, measure, self.currency))
            self._open = None
        elif hit is not None and hit.field != "figure":
            self.texts[hit.field].append(text)
        elif is_figure(text):
            self.notes.leave(text, "表头中的数字没有对应的名称", cell)

    def text(self, name: str) -> str | None:
        """Return the text of a field, its pieces joined; None where it is absent or blank."""
        return squeeze(" ".join(self.texts.get(name, []))) or None

    def finish(self) -> TargetForm | None:
        """Return the form, or None (with a leftover where something was printed) for want of a project name."""
        name = self.text("project_name")
        if name is None or self.start is None:
            seen = [figure.text for figure in self.figures]
            seen += [f"{item.level3} {item.value_text}".strip() for item in self.indicators]
            if self.start is not None or seen:
                self.notes.leave("；".join(seen), "绩效目标表没有项目名称", self._place())
            return None
        code, department = self._department()
        return TargetForm(
            project_name=name,
            project_code=self.text("project_code"),
            department=department,
            department_code=code,
            unit=self.text("unit"),
            figures=tuple(self.figures),
            indicators=tuple(self.indicators),
            line=self.start.line,
            page=self.start.page,
        )

    def _place(self) -> Cell:
        places: list[FormFigure | Indicator] = [*self.figures, *self.indicators]
        first = next(iter(places), None)
        return self.start or Cell("", *((first.line, first.page) if first else ()))

    def _department(self) -> tuple[str | None, str | None]:
        text = self.text("department")
        found = _DEPARTMENT.fullmatch(text) if text else None
        if text is None or found is None:
            return None, text
        opening, code, name = found.groups()
        if not opening and self.start is not None:
            self.notes.repair("department_code", text, f"[{code}]{name}", "主管部门代码缺左括号", self.start)
        return code, name
