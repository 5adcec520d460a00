"""The named types at each hand-off: bytes → RawDocument → Section → rows of the public tables.

The row types (Document, Amount, …) have exactly the columns of `loaders.schemas`, in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

Layout = Literal["grid", "stream"]
"""`grid`: each cell stands in its column. `stream`: empty cells are lost, only the order of cells is known."""

SourceFormat = Literal["markdown", "text", "pdf", "docx", "xlsx", "html"]
Stage = Literal["budget", "final"]
Scope = Literal["department", "unit"]
Side = Literal["income", "expenditure"]
Origin = Literal["printed", "inferred", "narrative"]
Status = Literal["figures", "declared_empty", "absent", "failed"]
Direction = Literal["increase", "decrease", "flat"]
Comparator = Literal["≥", "≤", ">", "<", "="]
Outcome = Literal["pass", "rounding", "mismatch", "not_applicable", "insufficient"]


Box = tuple[float, float, float, float]
"""Left, top, right and bottom on the page, in points from its upper left corner."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as printed, outer white space removed; `line` counts from 1 in the source text or on the page."""

    text: str
    line: int | None = None
    page: int | None = None
    box: Box | None = None


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line or paragraph outside a table."""

    text: str
    line: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of cells as a reader found them, headers and notes included."""

    rows: tuple[Row, ...]
    layout: Layout

    @property
    def line(self) -> int | None:
        """The first known line of the table."""
        return next((cell.line for row in self.rows for cell in row if cell.line is not None), None)


Block = TextLine | RawTable


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a reader returns: text and tables in the order of the document, with no budget knowledge."""

    blocks: tuple[Block, ...]
    source_format: SourceFormat
    pages: int | None = None
    notices: tuple[str, ...] = ()
    """What a reader left unread, in words: hidden sheets, rows, columns."""


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a document that belongs to one printed title: a statement or a form.

    `statement` is a word of the data contract, or `targets`, or `narrative`. `unit_text` is the currency unit found
    with the table, if any. `blocks` holds the tables and the lines between them; titles, captions (unit, year) and
    notes are taken out, and notes stand in `notes`.
    """

    statement: str
    title: str
    blocks: tuple[Block, ...]
    unit_text: str | None = None
    line: int | None = None
    page: int | None = None
    notes: tuple[TextLine, ...] = ()


# ── rows of the public tables ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Document:
    """One row of `documents`."""

    document_id: str
    title: str
    jurisdiction: str
    division_code: str | None
    within_division_code: str | None
    unit: str
    scope: Scope
    parent_unit: str | None
    fiscal_year: int
    stage: Stage
    source_file: str
    source_path: str
    source_format: SourceFormat
    sha256: str
    pages: int | None
    loader_version: str
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class Amount:
    """One row of `amounts`: one printed figure."""

    document_id: str
    statement: str
    fiscal_year: int
    side: Side | None
    code: str | None
    gov_code: str | None
    name: str
    paired_name: str | None
    level: int | None
    parent_code: str | None
    is_total: bool
    measure: str
    amount_yuan: Decimal
    amount_text: str
    unit_text: str
    origin: Origin
    page: int | None
    line: int | None
    box: str | None
    table_no: int
    row_no: int
    figure_no: int = 0


@dataclass(frozen=True, slots=True)
class Project:
    """One row of `projects`; a blank cell is None, never zero."""

    document_id: str
    project_no: int
    code: str | None
    name: str
    category: str | None
    total_yuan: Decimal | None = None
    fiscal_yuan: Decimal | None = None
    general_public_yuan: Decimal | None = None
    government_fund_yuan: Decimal | None = None
    state_capital_yuan: Decimal | None = None
    fiscal_account_yuan: Decimal | None = None
    business_yuan: Decimal | None = None
    operating_yuan: Decimal | None = None
    superior_yuan: Decimal | None = None
    subordinate_yuan: Decimal | None = None
    other_yuan: Decimal | None = None
    prior_surplus_yuan: Decimal | None = None
    carryover_yuan: Decimal | None = None
    unit_funds_yuan: Decimal | None = None
    current_year_yuan: Decimal | None = None
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """One row of `targets`: one indicator of a 绩效目标 form.

    `project_no` is None where the form's project is not in `projects`; `form_no` counts the forms of the document.
    """

    document_id: str
    project_no: int | None
    form_no: int
    project_code: str | None
    project_name: str
    level1: str
    level2: str
    level3: str
    value_text: str
    comparator: Comparator | None
    value_number: Decimal | None
    value_unit: str | None
    page: int | None
    line: int | None
    target_no: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """One row of `statements`: what became of one statement in one document."""

    document_id: str
    statement: str
    status: Status
    note: str
    title: str
    rows: int
    page: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class NarrativeFact:
    """One row of `narrative`: one amount said in prose, with its change. A decrease has negative change and rate."""

    document_id: str
    topic: str
    subject: str
    measure: str | None
    code: str | None
    fiscal_year: int
    amount_yuan: Decimal | None
    change_yuan: Decimal | None
    change_pct: Decimal | None
    direction: Direction | None
    text: str
    page: int | None
    line: int | None
    amount_text: str | None = None
    change_text: str | None = None
    pct_text: str | None = None
    unit_text: str | None = None
    share_pct: Decimal | None = None
    share_text: str | None = None
    count_number: int | None = None
    whole_no: int | None = None
    is_partial: bool = False
    is_approximate: bool = False
    fact_no: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One row of `checks`: one identity evaluated, whatever its outcome."""

    document_id: str
    rule: str
    statement: str
    code: str | None
    measure: str | None
    outcome: Outcome
    left_yuan: Decimal | None
    right_yuan: Decimal | None
    difference_yuan: Decimal | None
    message: str
    page: int | None
    line: int | None
    fiscal_year: int | None
    subject: str | None
    left_text: str | None
    right_text: str | None
    tolerance_yuan: Decimal | None
    explanation: str | None
    check_no: int


@dataclass(frozen=True, slots=True)
class Repair:
    """One row of `repairs`: one change or inference made to reach `amounts`."""

    document_id: str
    statement: str
    kind: str
    before: str
    after: str
    reason: str
    page: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Leftover:
    """One row of `leftovers`: something with figures that was seen and not loaded, with the reason."""

    document_id: str
    title: str
    reason: str
    text: str
    page: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Failure:
    """One row of `failures`: one file that could not be loaded, with the place and the reason."""

    source_file: str
    source_path: str
    sha256: str | None
    reason: str
    remedy: str
    table_title: str | None
    page: int | None
    line: int | None
    loader_version: str
    failed_at: datetime


@dataclass(slots=True)
class LoadedDocument:
    """All rows of one document, one list for each public table."""

    document: Document
    amounts: list[Amount] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    narrative: list[NarrativeFact] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
