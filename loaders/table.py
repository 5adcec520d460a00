"""The types between recognition and the public tables: what each column is, and rows with their figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from loaders.model import Cell, Origin, Side

Kind = Literal[
    "blank",
    "words",
    "ordinal",
    "code",
    "gov_code",
    "own_code",
    "name",
    "gov_name",
    "category",
    "item",
    "measure",
    "ignored",
]


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """What one column of a table holds.

    `depth` of a code column is 1 for 类, 2 for 款, 3 for 项 and 0 where whole codes are printed. `component` is the
    三公 component of a measure column. `label` is the header as printed, `reason` why a column is ignored.
    """

    kind: Kind
    label: str = ""
    measure: str | None = None
    component: str | None = None
    year: int | None = None
    prior: bool = False
    side: Side | None = None
    depth: int = 0
    reason: str = ""

    @property
    def key(self) -> tuple[str, int | None, bool, str | None]:
        """What the figures of this column mean: measure, year, whether the year before, component."""
        return (self.measure or "", self.year, self.prior, self.component)


@dataclass(slots=True)
class Figure:
    """One printed figure, and the column it stands in."""

    cell: Cell
    text: str
    column: ColumnRole
    origin: Origin = "printed"


@dataclass(slots=True)
class TableRow:
    """One row of a table: codes and names, and its figures.

    `code_parts` are the printed 类, 款 and 项; `short_code` is a two-digit code whose depth the row does not tell.
    `code`, `level` and `parent_code` are settled by `loaders.codes`. `loose` holds figures whose column is still open;
    `is_open` says that some could not be placed in the end, so that a blank in this row is not known to be one.
    """

    name: str
    figures: list[Figure] = field(default_factory=list)
    loose: list[Cell] = field(default_factory=list)
    code_parts: tuple[str, str, str] = ("", "", "")
    short_code: str = ""
    code: str | None = None
    gov_code: str | None = None
    paired_name: str | None = None
    category: str | None = None
    level: int | None = None
    parent_code: str | None = None
    is_total: bool = False
    is_open: bool = False
    side: Side | None = None
    component: str | None = None
    line: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A repair or inference (`kind`, `before`, `after`), or something left over (`kind` is `leftover`)."""

    kind: str
    before: str
    after: str
    reason: str
    line: int | None
    page: int | None


@dataclass(slots=True)
class ParsedTable:
    """One statement of a document, before codes and columns are settled.

    `other_columns` is a second reading of a collapsed header; the figures decide between the two.
    """

    columns: tuple[ColumnRole, ...]
    rows: list[TableRow] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    filled: set[int] = field(default_factory=set)
    other_columns: tuple[ColumnRole, ...] = ()
