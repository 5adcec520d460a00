"""What is known about the documents of one version of the database, worked out once for all who look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from loaders.divisions import division_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_OPTIONS: Final = 300
"""A list of more than these names is searched, not sent: every rerun would send it again."""
MOST_OFFERED: Final = 60
"""How many of them are offered where those that were searched for are still too many."""

MOST_CHOICES: Final = 16
"""Choices of documents that are kept: with very many documents each takes some megabytes."""
_PROVINCE: Final = pl.coalesce("division_code", "within_division_code").str.slice(0, 2)


class About(Mapping[str, dict[str, Any]]):
    """The row of each document by its id; a row is made only when it is asked for."""

    def __init__(self, documents: pl.DataFrame) -> None:
        """Take the rows of `sql/documents.sql`."""
        self._documents = documents
        self._places = {document: place for place, document in enumerate(documents["document_id"].to_list())}
        self._made: dict[str, dict[str, Any]] = {}

    def __getitem__(self, document_id: str) -> dict[str, Any]:
        """Return the row of one document.

        Raises:
            KeyError: there is no such document.
        """
        if document_id not in self._made:
            self._made[document_id] = self._documents.row(self._places[document_id], named=True)
        return self._made[document_id]

    def __iter__(self) -> Iterator[str]:
        """Go through the ids in the order of display."""
        return iter(self._places)

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self._places)


@dataclass(frozen=True)
class Offer:
    """The names to choose from, and how many more there are that are not offered."""

    names: list[Any]
    more: int = 0


@dataclass(frozen=True)
class Catalogue:
    """All documents (`everything`, with the columns of `sql/documents.sql`) and what follows from them."""

    everything: pl.DataFrame
    about: About = field(repr=False)

    @cached_property
    def alike(self) -> frozenset[str]:
        """Documents of one unit, year and stage: two versions never get one name, for that would draw them as one."""
        several = self.everything.filter(pl.struct("unit", "fiscal_year", "stage").is_duplicated())
        return frozenset(several["document_id"].to_list())

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The place of each jurisdiction among all of them, in alphabetical order: its colour, whatever is filtered."""
        return {name: place for place, name in enumerate(self.names("jurisdiction"))}

    @cached_property
    def _names(self) -> dict[str, list[Any]]:
        return {}

    def names(self, column: str) -> list[Any]:
        """Return all different values of a column: words in alphabetical order, years from the last one."""
        if column not in self._names:
            values = self.everything[column].unique()
            self._names[column] = values.sort(descending=values.dtype.is_numeric()).to_list()
        return self._names[column]

    @cached_property
    def is_large(self) -> bool:
        """Whether jurisdictions or units are too many for a plain list."""
        return max(len(self.names("jurisdiction")), len(self.names("unit"))) > MOST_OPTIONS

    @cached_property
    def provinces(self) -> dict[str, str]:
        """The provinces that have documents: name → the first two digits of their codes."""
        table = division_table()
        codes = self.everything.select(_PROVINCE.unique().drop_nulls().sort().alias("province"))["province"]
        return {table.get(f"{code}0000", code): code for code in codes.to_list()}

    def within(self, province: str | None) -> pl.Expr:
        """Return the condition that a document belongs to a province; all do where none is named."""
        return pl.lit(value=True) if province is None else _PROVINCE.eq(self.provinces[province])

    def chosen(self, conditions: Sequence[pl.Expr]) -> tuple[pl.DataFrame, list[str]]:
        """Return the documents that meet all conditions, and their ids; the last choices are shared by all who look."""
        name = "\n".join(condition.meta.serialize(format="json") for condition in conditions)
        found = self._chosen.get(name)
        if found is None:
            documents = self.everything.filter(conditions) if conditions else self.everything
            found = documents, documents["document_id"].to_list()
            while len(self._chosen) >= MOST_CHOICES:
                self._chosen.pop(next(iter(self._chosen)), None)
            self._chosen[name] = found
        return found

    @cached_property
    def _chosen(self) -> dict[str, tuple[pl.DataFrame, list[str]]]:
        return {}

    def offer(self, column: str, chosen: Sequence[Any], among: pl.Expr, find: str) -> Offer:
        """Return the names of a column to choose from.

        Args:
            column: `jurisdiction` or `unit`.
            chosen: names that are chosen already: always offered.
            among: the condition that a document's name may be offered.
            find: letters that a name must contain, literally; empty for any.
        """
        names = self.everything.filter(among)[column].unique(maintain_order=True)
        if find:
            names = names.filter(names.str.contains(find, literal=True))
        kept = set(chosen)
        most = len(names) if len(names) <= MOST_OPTIONS else MOST_OFFERED
        found = [name for name in names.head(most + len(kept)).to_list() if name not in kept][:most]
        listed = len(names.filter(names.is_in(list(kept)))) + len(found)
        return Offer([*chosen, *found], len(names) - listed)


def catalogue(documents: pl.DataFrame) -> Catalogue:
    """Return what is known about documents, given the rows of `sql/documents.sql`."""
    return Catalogue(documents, About(documents))
