"""Table against narrative and year against year, from rows of `out_three_public`; exact, nothing corrected."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Row = dict[str, Any]
Place = Literal["table", "narrative", "derived"]
Basis = Literal["table", "document", "derived"]
COMPONENTS: Final = (
    "total",
    "abroad",
    "abroad_academic",
    "abroad_other",
    "vehicle",
    "vehicle_purchase",
    "vehicle_operation",
    "reception",
    "agency_operation",
)
PLACES: Final[tuple[Place, ...]] = ("table", "narrative", "derived")
BASES: Final[tuple[Basis, ...]] = ("table", "document", "derived")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document gives for one year in one place: its rows by component.

    `derived` is a prior year computed from the narrative's change; it is printed nowhere.
    """

    document_id: str
    fiscal_year: int
    place: Place
    rows: Mapping[str, Row]

    @property
    def is_prior(self) -> bool:
        """Whether the year is not the document's own."""
        return any(row["document_year"] != self.fiscal_year for row in self.rows.values())


@dataclass(frozen=True, slots=True)
class Conflict:
    """One component of one year with the different amounts given for it, tables first."""

    fiscal_year: int
    component: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One component of a document's own year beside the year before; rows or None, in 元.

    `basis` says where the year before comes from: the same table, the document of the year before, or the narrative's
    change. `said` is what the narrative says of the own year, if it speaks of a change.
    """

    document_id: str
    component: str
    year: int
    before: Row | None
    after: Row
    basis: Basis | None
    said: Row | None

    @property
    def change(self) -> Decimal | None:
        """This year minus the year before, recomputed."""
        return None if self.before is None else self.after["amount_yuan"] - self.before["amount_yuan"]

    @property
    def said_change(self) -> Decimal | None:
        """The change that the narrative gives."""
        return self.said["change_yuan"] if self.said else None

    @property
    def said_rate(self) -> Decimal | None:
        """The rate that the narrative prints, in percent."""
        return self.said["change_pct"] if self.said else None

    @property
    def agrees(self) -> bool | None:
        """Whether change and rate are what the narrative says, the rate to its printed digits.

        None where there is nothing to compare: what the narrative calls approximate, or a change that follows from it.
        """
        if self.said is None or self.said["is_approximate"]:
            return None
        found = []
        if self.change is not None and self.said_change is not None and self.basis != "derived":
            found.append(self.change == self.said_change)
        if (rate := self._same_rate()) is not None:
            found.append(rate)
        return all(found) if found else None

    def _same_rate(self) -> bool | None:
        if self.said is None or self.said_rate is None or self.change is None or self.before is None:
            return None
        if not (base := self.before["amount_yuan"]):
            return None
        return same_rate(self.change, base, self.said_rate, printed_digits(self.said["pct_text"] or ""))


def same_rate(change: Decimal, base: Decimal, rate: Decimal, digits: int) -> bool:
    """Return whether change / base, in percent and rounded half up to `digits` decimals, is the printed rate.

    >>> same_rate(Decimal("-1.77"), Decimal("34.33"), Decimal("-5.16"), 2)
    True
    """
    unit = Decimal(1).scaleb(-digits)
    return (100 * change / base).quantize(unit, ROUND_HALF_UP) == rate.quantize(unit, ROUND_HALF_UP)


def printed_digits(rate: str) -> int:
    """Return how many decimals a rate is printed with.

    >>> printed_digits("6.60"), printed_digits("30")
    (2, 0)
    """
    return len(rate.partition(".")[2])


def place_of(row: Row) -> Place:
    """Return where a row comes from; a derived one is apart from what the narrative says."""
    if row["is_derived"]:
        return "derived"
    return "table" if row["place"] == "table" else "narrative"


def readings(rows: Iterable[Row]) -> list[Reading]:
    """Return the rows by document, year and place: by year, the year's own document and its table first."""
    found: dict[tuple[str, int, Place], dict[str, Row]] = {}
    for row in rows:
        found.setdefault((row["document_id"], row["fiscal_year"], place_of(row)), {}).setdefault(row["component"], row)
    result = [Reading(*key, by_component) for key, by_component in found.items()]
    return sorted(result, key=lambda r: (r.fiscal_year, PLACES.index(r.place), r.is_prior, r.document_id))


def shown(found: Iterable[Reading]) -> list[Reading]:
    """Return the readings to draw of one series: the first of each year, and those that say something else."""
    result: list[Reading] = []
    for reading in found:
        others = [other for other in result if other.fiscal_year == reading.fiscal_year]
        if not others or any(_differ(reading, other) for other in others):
            result.append(reading)
    return result


def _differ(one: Reading, other: Reading) -> bool:
    both = one.rows.keys() & other.rows.keys() - {"agency_operation"}
    return any(one.rows[component]["amount_yuan"] != other.rows[component]["amount_yuan"] for component in both)


def conflicts(found: Sequence[Reading]) -> list[Conflict]:
    """Return what one series gives in different amounts, by year and component; each amount once, tables first."""
    by_key: dict[tuple[int, str], dict[Decimal, Row]] = {}
    for reading in found:
        for component, row in reading.rows.items():
            by_key.setdefault((reading.fiscal_year, component), {}).setdefault(row["amount_yuan"], row)
    keys = sorted((key for key, rows in by_key.items() if len(rows) > 1), key=lambda k: (k[0], order(k[1])))
    return [Conflict(*key, tuple(by_key[key].values())) for key in keys]


def changes(found: Sequence[Reading]) -> list[Change]:
    """Return the change of each component in each own year of the documents of one series.

    The year before comes from the document's own table, else from the table of the year's own document, else it is
    derived from the narrative.
    """
    result = []
    for (document, year), own in _own(found).items():
        for component in sorted({c for reading in own for c in reading.rows}, key=order):
            rows = [reading.rows[component] for reading in own if component in reading.rows]
            said = next((row for row in rows if row["place"] == "narrative" and row["change_yuan"] is not None), None)
            before, basis = _before(found, document, year, component)
            result.append(Change(document, component, year, before, rows[0], basis, said))
    return result


def _own(found: Sequence[Reading]) -> dict[tuple[str, int], list[Reading]]:
    """The readings of each document for its own year, its table first."""
    result: dict[tuple[str, int], list[Reading]] = {}
    for reading in found:
        if not reading.is_prior:
            result.setdefault((reading.document_id, reading.fiscal_year), []).append(reading)
    return result


def _before(
    found: Sequence[Reading], document: str, year: int, component: str
) -> tuple[Row, Basis] | tuple[None, None]:
    """The year before, from the best place that gives it."""
    past = [r for r in found if r.fiscal_year == year - 1 and component in r.rows]
    by_basis: dict[Basis, Row] = {}
    for reading in past:
        if basis := _basis(reading, document):
            by_basis.setdefault(basis, reading.rows[component])
    for basis in BASES:
        if basis in by_basis:
            return by_basis[basis], basis
    return None, None


def _basis(reading: Reading, document: str) -> Basis | None:
    if reading.document_id != document:
        return None if reading.is_prior else "document"
    return "table" if reading.place == "table" else "derived" if reading.place == "derived" else None


def order(component: str) -> int:
    """Return where a component stands in its printed order."""
    return COMPONENTS.index(component) if component in COMPONENTS else len(COMPONENTS)
