"""What a scenario is, and what working it out yields.

Money is Decimal 元 with two decimals throughout; rates are percent as Decimal (5 means 5 %). A `Message` is a key of
`text/scenario.toml` with its values, so that the page and the command line say the same in either language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from dashboard.text import Text

Operation = Literal["percent", "amount", "set_to", "remove", "shift", "grow"]
"""`percent`: ± percent; `amount`: ± 元 over all selected lines together, in proportion to their amounts; `set_to`: the
sum of the selected lines becomes this many 元; `remove`: to nothing; `shift`: this many 元 from the selection to `to`;
`grow`: percent a year in the path to later years, without effect on the year of the budget."""
Split = Literal["any", "basic", "project"]
Fund = Literal["any", "general_public", "government_fund", "state_capital", "other"]
"""Which table of a fund prints the line; `other` is money of the expenditure statement that is in no fund's table."""
Pension = Literal["strict", "broad"]
FundingKind = Literal["same", "carryover", "source", "gap"]
"""`same`: the source the line is paid from rises or falls; `carryover`: 上年结转; `source`: another named one;
`gap`: nobody — more spending is a stated gap (缺口), less is a stated remainder (结余)."""
Status = Literal["applied", "no_effect", "refused", "path_only"]

OPERATIONS: Final[tuple[Operation, ...]] = ("percent", "amount", "set_to", "remove", "shift", "grow")
SPLITS: Final[tuple[Split, ...]] = ("any", "basic", "project")
FUNDS: Final[tuple[Fund, ...]] = ("any", "general_public", "government_fund", "state_capital", "other")
PENSIONS: Final[tuple[Pension, ...]] = ("strict", "broad")
FUNDINGS: Final[tuple[FundingKind, ...]] = ("same", "carryover", "source", "gap")
SOURCES: Final = (
    "general_public",
    "government_fund",
    "state_capital",
    "fiscal_account",
    "business",
    "operating",
    "superior",
    "subordinate",
    "other",
    "prior_surplus",
    "unit_funds",
)
"""What `Funding.source` may name: the measures of the income statement that are no sums, 上年结转 apart."""
GAP: Final = "gap"
"""The source of money that nobody pays: 资金缺口 where positive, 结余 where negative."""
COMPONENTS: Final = ("total", "abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception")
MOST_SCENARIOS: Final = 4
LAST_YEAR: Final = 2030


@dataclass(frozen=True, slots=True)
class Selection:
    """Which lines a rule touches: all that fit every field that is not empty; an empty selection is all spending.

    `codes` are function codes at any level, each with all codes below it. `projects` are project codes, or
    `document_id#project_no` where there is none. `component` turns to the lines of “三公”经费, `projects` to those of
    the projects: these two do not go together. Beside `projects`, `fund` says which fund pays where the table of
    projects does not. `pension` takes the functions that the definition counts.
    """

    jurisdictions: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    split: Split = "any"
    fund: Fund = "any"
    projects: tuple[str, ...] = ()
    component: str | None = None
    pension: Pension | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """What pays for a change, or where what is saved goes; `source` only with kind `source`."""

    kind: FundingKind = "same"
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `value` is percent for `percent` and `grow`, 元 for `amount`, `set_to` and `shift`, None for `remove`.

    `to` is where `shift` puts the money. Where `value` is left out of `percent` or `grow`, the rate of the year before
    is used, if it is printed or follows from two loaded years; else the rule is refused with the reason.
    """

    operation: Operation
    value: Decimal | None = None
    selection: Selection = field(default_factory=Selection)
    to: Selection | None = None
    funding: Funding = field(default_factory=Funding)
    name: str = ""

    @property
    def is_rated(self) -> bool:
        """Tell whether the rate of the year before is used."""
        return self.value is None and self.operation in {"percent", "grow"}


@dataclass(frozen=True, slots=True)
class Growth:
    """The assumption for years after the budget's: `percent` a year for what no `grow` rule names.

    `margin` is in percentage points: the low and the high path grow by that much less and more. An assumption, never
    a forecast.
    """

    percent: Decimal = Decimal(0)
    margin: Decimal = Decimal(2)
    until: int = LAST_YEAR


@dataclass(frozen=True, slots=True)
class Scenario:
    """Rules in the order in which they are applied, each to what the ones before it left."""

    name: str
    rules: tuple[Rule, ...] = ()
    growth: Growth = field(default_factory=Growth)


@dataclass(frozen=True, slots=True)
class Message:
    """Something to tell, in words: a key of the texts and the values of its placeholders."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, t: Text) -> str:
        """Return the words in the language of `t`; amounts with thousands separators, sources by their names."""
        return t(self.key, **{name: _shown(name, value, t) for name, value in self.values.items()})


def _shown(name: str, value: object, t: Text) -> str:
    if isinstance(value, Message):
        return value.text(t)
    if isinstance(value, Rule):
        from dashboard.scenario.words import rule_text  # noqa: PLC0415 - which imports this module

        return rule_text(value, t)
    if isinstance(value, Decimal):
        return f"{value:,}"
    if name in {"fund", "source"}:
        return t("scenario_line.gap") if value == GAP else t.known(f"measure.{value}", str(value))
    return str(value)


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one rule.

    `lines_yuan` is what the selected lines held before it, `lines_change_yuan` what it did to them; `change_yuan`
    what it did to the total expenditure of the documents that count (a unit inside a chosen department, or an
    earlier year of a unit, is never added to it): the steps' `change_yuan` add up exactly to the difference of the
    two totals. `refused` rules change nothing.
    """

    number: int
    rule: Rule
    status: Status
    lines: int
    lines_yuan: Decimal
    lines_change_yuan: Decimal
    change_yuan: Decimal
    rate: Decimal | None = None
    """The percent actually used, where the rule took a printed one."""
    reason: Message | None = None
    """Why it was refused or had no effect."""
    conflicts: tuple[Message, ...] = ()
    assumptions: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Result:
    """A scenario worked out on the documents that its selections touch.

    Frames, all money exact in 元; those of `tables` are made when they are looked at, for few ever are:

    - `amounts`: every printed figure of the touched documents, in the columns of the public table, with `baseline_yuan`
      and `change_yuan`; changed ones have origin `scenario`, and so have added lines (`baseline_yuan` null,
      `figure_no` negative, `name` says what they are).
    - `lines`: one row per document and row of the expenditure statement: `document_id, jurisdiction, unit, fiscal_year,
      counted, code, name, level, is_total, measure (total|basic|project), baseline_yuan, scenario_yuan,
      change_yuan, baseline_share, scenario_share` (shares of the document's total, 0–1), `added, page, line`.
    - `components`: the same columns for the rows of “三公”经费 (shares of its total; `code` is the component).
    - `projects`: the same columns for projects (`code` is the project's, or null).
    - `atoms`: the lowest lines of spending: `document_id, counted, code, name, split, fund, baseline_yuan,
      scenario_yuan` (fund `other`: in no fund's table; `unknown`: there is no such table).
    - `funding`: `number, document_id, jurisdiction, unit, source, change_yuan`: what pays for each rule; `source` is a
      measure of the income statement, `carryover` or `gap`.
    - `documents`: `document_id, jurisdiction, unit, scope, fiscal_year, stage, counted, baseline_yuan, scenario_yuan`.

    `baseline_yuan` and `scenario_yuan` are the total expenditure of the documents that count.
    """

    scenario: Scenario
    steps: tuple[Step, ...]
    funding: pl.DataFrame
    documents: pl.DataFrame
    baseline_yuan: Decimal
    scenario_yuan: Decimal
    tables: Mapping[str, Callable[[], pl.DataFrame]] = field(repr=False, compare=False)
    """How to make the other frames, by name; `lines_leaves` and the like: whether a row is a lowest of its table."""

    @cached_property
    def amounts(self) -> pl.DataFrame:
        """Every figure."""
        return self.tables["amounts"]()

    @cached_property
    def lines(self) -> pl.DataFrame:
        """The rows of the expenditure statement."""
        return self.tables["lines"]()

    @cached_property
    def components(self) -> pl.DataFrame:
        """The rows of “三公”经费."""
        return self.tables["components"]()

    @cached_property
    def projects(self) -> pl.DataFrame:
        """The projects."""
        return self.tables["projects"]()

    @cached_property
    def atoms(self) -> pl.DataFrame:
        """The lowest lines of spending."""
        return self.tables["atoms"]()

    def with_leaves(self, name: Literal["lines", "components", "projects"]) -> pl.DataFrame:
        """Return a table of lines with `is_leaf`: whether no other row of its table is a part of it."""
        frame: pl.DataFrame = getattr(self, name)
        leaves = self.tables[f"{name}_leaves"]()["is_leaf"]
        return frame.clone().insert_column(frame.get_column_index("is_total") + 1, leaves)


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A path of years: assumptions, not a forecast.

    `years`: `year, path (low|base|high), baseline_yuan, scenario_yuan`, the total expenditure of the documents that
    count, from the latest budget year to `Growth.until`; `baseline_yuan` grows by `Growth.percent` alone, without any
    rule. `assumptions`: `label, percent, low_percent, high_percent, amount_yuan, place`: one row per growth assumption,
    in order; `place` says where a printed rate stands, and is empty for a stated one.
    """

    years: pl.DataFrame
    assumptions: pl.DataFrame
    refused: tuple[Message, ...] = ()
    """Growth rules, or lines of them, that could not be used, with the reason."""


class ScenarioError(Exception):
    """A scenario that cannot be read: what, where in it and what was expected, as a message; nothing else is lost."""

    def __init__(self, key: str, **values: object) -> None:
        """Keep the message for either language."""
        super().__init__(key)
        self.message = Message(key, values)
