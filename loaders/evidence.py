"""What the rest of a document says about a table: known values for its total row, and bounds no figure may break.

A value is known from a sentence of the narrative, from another statement, or from the other half of the same table.
Blank is known as 0 only where the document lists the item and prints nothing beside it, or declares the table empty.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from loaders.dialect import Dialect
    from loaders.model import NarrativeFact
    from loaders.table import TableRow

FUNDS: Final = ("general_public", "government_fund", "state_capital")

Scope = tuple[str, str]
"""What a value is about: (`income`, measure), (`fund_basic`, fund), (`three_public:2023`, component), …"""


@dataclass(slots=True)
class Evidence:
    """Known values in 分 by scope, each with where it is said."""

    values: defaultdict[Scope, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    at_least: dict[Scope, tuple[int, str]] = field(default_factory=dict)

    def add(self, area: str, measure: str, fen: int, source: str) -> None:
        """Note one known value."""
        self.values[area, measure].setdefault(fen, source)

    def known(self, area: str, measures: Iterable[str]) -> dict[str, set[int]]:
        """Return the known values of some measures in one area."""
        found = {measure: set(self.values.get((area, measure), {})) for measure in measures}
        return {measure: values for measure, values in found.items() if values}

    def ceiling(self, fund: str) -> int | None:
        """Return the money there is of one source, carried-over money included; None where it is not known.

        A fund that a document leaves out where it lists the others has no money.
        """
        current = self.values.get(("income", fund), {})
        carried = self.values.get(("carried", fund), {})
        if not current and any(self.values.get(("income", other)) for other in FUNDS):
            return max(carried, default=0)
        return max(current) + max(carried, default=0) if current else None

    def sources(self, area: str, measures: Iterable[str]) -> str:
        """Return where the known values of an area come from, for the reason of an inference."""
        said = [s for measure in measures for s in self.values.get((area, measure), {}).values()]
        return "、".join(dict.fromkeys(said))


def from_narrative(evidence: Evidence, facts: Iterable[NarrativeFact]) -> None:
    """Note the totals that the narrative says, and those of the year before that follow from the changes."""
    for fact in facts:
        source = f"文字说明第{fact.line}行" if fact.line else "文字说明"
        if fact.topic == "three_public" and fact.code:
            _three_public_fact(evidence, fact, source)
        elif fact.measure and fact.amount_yuan is not None and fact.topic in {"income", "expenditure", "totals"}:
            fen = int(fact.amount_yuan * 100)
            area = "expenditure" if fact.measure in {"basic", "project"} else "income"
            evidence.add(area, fact.measure, fen, source)
        elif fact.measure in {"personnel", "public", "basic"} and fact.amount_yuan is not None:
            evidence.add("economic", fact.measure, int(fact.amount_yuan * 100), source)


def _three_public_fact(evidence: Evidence, fact: NarrativeFact, source: str) -> None:
    if fact.code is None or fact.amount_yuan is None:
        return
    fen = int(fact.amount_yuan * 100)
    evidence.add(f"three_public:{fact.fiscal_year}", fact.code, fen, source)
    if fact.change_yuan is not None:
        before = fen - int(fact.change_yuan * 100)
        evidence.add(f"three_public:{fact.fiscal_year - 1}", fact.code, before, f"{source}（本年数减增减数）")


def from_income_half(
    evidence: Evidence, rows: Iterable[tuple[TableRow, int | None]], title: str, dialect: Dialect
) -> None:
    """Note what each source is in the income half of a summary; a listed item with no figure is known to be 0.

    Lines of the same source under 上年结转 say how much of it is carried over.
    """
    carried = False
    for row, fen in rows:
        if row.side != "income" or (fen is None and (row.is_open or row.loose)):
            continue
        measure = dialect.source_of(row.name)
        if row.is_total:
            continue
        if measure == "carryover":
            carried = True
            evidence.add("income", "carryover", fen or 0, title)
        elif measure is not None:
            area = "carried" if carried and measure in FUNDS else "income"
            evidence.add(area, measure, fen or 0, title)


def from_fund_table(evidence: Evidence, fund: str, total_row: Mapping[str, int], title: str) -> None:
    """Note the totals of one fund's table; an empty mapping stands for a table declared empty."""
    for measure in ("total", "basic", "project"):
        evidence.add(f"fund_{measure}", fund, total_row.get(measure, 0), title)


def derive_expenditure(evidence: Evidence) -> None:
    """基本 and 项目 of all money are the funds' together, where every fund's table is known."""
    for measure in ("basic", "project"):
        parts = [evidence.values.get((f"fund_{measure}", fund), {}) for fund in FUNDS]
        if all(len(part) == 1 for part in parts):
            evidence.add("expenditure", measure, sum(next(iter(part)) for part in parts), "各基金支出表")
