"""Which documents may be added or joined as one series, and why others may not; pure, over rows of `documents`.

Adding asks for one stage, one fiscal year and one scope; a unit is never added to the department that contains it, nor
one version of a document to another. A series asks for one unit, scope and stage, and for one document a year.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Literal

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

Purpose = Literal["add", "series"]
_SUBJECT: Final = ("jurisdiction", "unit", "scope", "stage", "fiscal_year")
_EXAMPLES: Final = 20


class Reason(StrEnum):
    """Why figures of two documents do not go together; the value is the key of its text in the group `guard`."""

    NESTED = "nested"
    """A unit's document and one of the department that contains the unit."""
    SCOPE = "scope"
    """A department's and a single unit's figures."""
    STAGE = "stage"
    """Budget and final accounts."""
    YEAR = "year"
    """Different fiscal years; keeps figures from being added, not from being one series."""
    VERSION = "version"
    """Two documents of one unit, scope, stage and year."""


@dataclass(frozen=True, slots=True)
class Barrier:
    """One reason with the documents that it keeps apart, in the order of the selection.

    NESTED has one barrier for each department, which comes first; VERSION one for each document with versions, of which
    the first is the one that goes with others.
    """

    reason: Reason
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may go together: each document is in exactly one of `groups`; `barriers` say why there are several.

    For a series, documents about different subjects are apart without a barrier: nobody would join them. `together`
    is true where a person has overridden the barriers; they stay, so that titles can name what was joined.
    """

    purpose: Purpose
    groups: tuple[tuple[str, ...], ...]
    barriers: tuple[Barrier, ...] = ()
    together: bool = False

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons that apply, each once, in the order of `Reason`."""
        found = {barrier.reason for barrier in self.barriers}
        return tuple(reason for reason in Reason if reason in found)


def judge(documents: Iterable[Mapping[str, Any]], purpose: Purpose, *, together: bool = False) -> Verdict:
    """Return what may be added, or joined as one series, among rows with the columns of `sql/documents.sql`.

    With `together` the barriers are overridden: all are one group, or for a series all about one subject are (a unit
    with its department), and a year may then have several documents.
    """
    rows = list(documents)
    inside = _inside(rows)
    family = _family(inside) if purpose == "series" else _everything
    key = _series if purpose == "series" else _sum
    apart = {number for numbers in _versions(rows) for number in numbers[1:]}
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        groups[(key(row), number if number in apart else None)].append(number)
    verdict = Verdict(purpose, _named(rows, groups.values()), tuple(_barriers(rows, inside, purpose)))
    if not together or not verdict.barriers:
        return verdict
    joined: dict[Hashable, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        joined[family(number, row)].append(number)
    return replace(verdict, groups=_named(rows, joined.values()), together=True)


def nested(documents: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return each chosen unit with each chosen department's document that contains it, whatever their years."""
    rows = list(documents)
    return [
        (rows[unit]["document_id"], rows[department]["document_id"])
        for unit, departments in _inside(rows).items()
        for department in departments
    ]


def nested_pairs(documents: pl.DataFrame) -> list[tuple[str, str]]:
    """Return the pairs of `nested` by joins: the documents may be very many."""
    units = documents.filter(pl.col("scope") == "unit")
    departments = documents.filter(pl.col("scope") == "department")
    department = departments.select("jurisdiction", parent_unit="unit", department="document_id")
    by_name = units.join(department, on=["jurisdiction", "parent_unit"])
    by_link = units.join(department.select("department"), left_on="within_document_id", right_on="department")
    pairs = [
        by_name.select("document_id", "department"),
        by_link.select("document_id", department="within_document_id"),
    ]
    return pl.concat(pairs).unique(maintain_order=True).rows()


def representatives(documents: pl.DataFrame, most: int = 200) -> pl.DataFrame:
    """Return few documents that stand for the reasons among very many against adding them; all where they are few."""
    if len(documents) <= most:
        return documents
    kinds = documents.unique(subset=["scope", "stage", "fiscal_year"], keep="first", maintain_order=True)
    versions = documents.filter(pl.struct(_SUBJECT).is_duplicated()).sort(*_SUBJECT, "document_id")
    ids = {document for pair in nested_pairs(documents)[:_EXAMPLES] for document in pair}
    chosen = [*kinds["document_id"], *versions["document_id"].head(_EXAMPLES), *ids]
    return documents.filter(pl.col("document_id").is_in(chosen))


def _inside(rows: Sequence[Mapping[str, Any]]) -> dict[int, list[int]]:
    """By the name of the department in charge, and by the link of the data: a department has a document each year."""
    departments: dict[Hashable, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if row["scope"] == "department":
            departments[row["jurisdiction"], row["unit"]].append(number)
            departments[row["document_id"]].append(number)
    found = {}
    for number, row in enumerate(rows):
        if row["scope"] != "unit":
            continue
        by_name = departments.get((row["jurisdiction"], row["parent_unit"]), [])
        by_link = departments.get(row["within_document_id"], [])
        if both := sorted({*by_name, *by_link}):
            found[number] = both
    return found


def _subject(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column] for column in _SUBJECT)


def _sum(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (row["stage"], row["fiscal_year"], row["scope"])


def _series(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (row["jurisdiction"], row["unit"], row["scope"], row["stage"])


def _everything(_number: int, _row: Mapping[str, Any]) -> Hashable:
    return ()


def _family(inside: Mapping[int, Sequence[int]]) -> Callable[[int, Mapping[str, Any]], Hashable]:
    """A unit belongs with the department that contains it, where that is chosen."""
    return lambda number, row: (row["jurisdiction"], row["parent_unit"] if number in inside else row["unit"])


def _versions(rows: Sequence[Mapping[str, Any]]) -> list[list[int]]:
    by_subject: dict[Hashable, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        by_subject[_subject(row)].append(number)
    return [numbers for numbers in by_subject.values() if len(numbers) > 1]


def _named(rows: Sequence[Mapping[str, Any]], groups: Iterable[Iterable[int]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(rows[number]["document_id"] for number in group) for group in groups)


def _barriers(
    rows: Sequence[Mapping[str, Any]], inside: Mapping[int, Sequence[int]], purpose: Purpose
) -> Iterable[Barrier]:
    departments: dict[int, list[int]] = defaultdict(list)
    for unit, containing in inside.items():
        for department in containing:
            departments[department].append(unit)
    for department, units in sorted(departments.items()):
        yield Barrier(Reason.NESTED, _ids(rows, [department, *units]))
    columns = {Reason.SCOPE: "scope", Reason.STAGE: "stage", Reason.YEAR: "fiscal_year"}
    if purpose == "series":
        del columns[Reason.YEAR]
    for reason, column in columns.items():
        for numbers in _alike(rows, purpose):
            values = {rows[number][column] for number in numbers}
            if len(values) > 1:
                yield Barrier(reason, _ids(rows, numbers))
    for numbers in _versions(rows):
        yield Barrier(Reason.VERSION, _ids(rows, numbers))


def _alike(rows: Sequence[Mapping[str, Any]], purpose: Purpose) -> list[list[int]]:
    """The documents that a person may want to put together: all, or those about one unit by its name."""
    if purpose == "add":
        return [list(range(len(rows)))]
    found: dict[Hashable, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        found[row["jurisdiction"], row["unit"]].append(number)
    return list(found.values())


def _ids(rows: Sequence[Mapping[str, Any]], numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(rows[number]["document_id"] for number in numbers)
