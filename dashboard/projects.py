"""What a person looks for among projects, size bands, and a cost ceiling beside its budget; pure and exact."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

import polars as pl

from dashboard import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Row = dict[str, Any]
Targets = Literal["all", "with", "without"]
Sort = Literal["amount", "share", "targets", "name"]

EDGES: Final = tuple(Decimal(edge) for edge in ("0.01", "100000", "1000000", "10000000", "100000000"))
"""Where a size band begins, in 元: band n holds edge n up to, not including, edge n + 1; band 0 holds 0 and less."""
NOT_PRINTED: Final = -1
"""The band of projects that print no amount: a blank is not 0."""
BANDS: Final = (*range(len(EDGES), -1, -1), NOT_PRINTED)
"""All bands, the largest amounts first."""
MOST: Final = 500
"""Projects that a list names; it says how many more there are."""
ALL: Final = 1_000_000
"""The bound of an answer with a row for each document."""
_FACTORS: Final = {"": Decimal(10_000), "元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_LEAST: Final = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)(元|万元|亿元|)")
_FEN: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the page; amounts in 元; `documents` is None for all of them."""

    documents: Sequence[str] | None
    text: str = ""
    categories: tuple[str, ...] = ()
    least: Decimal | None = None
    targets: Targets = "all"
    size: int | None = None

    @property
    def sought(self) -> str:
        """The text as it is looked for."""
        return self.text.strip().lower()

    @property
    def letters(self) -> bool:
        """Whether the text has letters with two cases."""
        return self.sought != self.sought.upper()

    def parameters(self) -> dict[str, Any]:
        """Return what the question about all documents has to know; the rest is chosen from its answer."""
        return {"text": self.sought, "letters": self.letters, "targets": self.targets}


BAND: Final = (
    pl.when(pl.col("total_yuan").is_null())
    .then(pl.lit(NOT_PRINTED))
    .otherwise(pl.sum_horizontal((pl.col("total_yuan") >= pl.lit(edge)).cast(pl.Int32) for edge in EDGES))
    .cast(pl.Int32)
)
"""The number of a project's size band."""


@dataclass(frozen=True, slots=True)
class Found:
    """The projects that match: `matching` all of them, narrow; `rows` the first ones with all that is known of them."""

    matching: pl.DataFrame
    rows: pl.DataFrame


def find(ask: Callable[[queries.Question], pl.DataFrame], wanted: Wanted, sort: Sort) -> Found:
    """Return the projects that match in the order asked for, the first `MOST` in full; `found` counts all of them.

    The database is asked about all documents, once: another choice of them is made here.
    """
    everything = ask(queries.project_matching(wanted.parameters(), sort))
    matching = choose(everything, wanted)
    first = matching.head(MOST)
    asked = everything if len(everything) <= MOST else first
    rows = ask(queries.project_rows(asked, wanted.sought, letters=wanted.letters))
    keys = first.select(pl.col("document_id").cast(pl.String), "project_no")
    whole = ask(queries.project_coverage(None, ALL)).select("document_id", "project_spending_yuan")
    return Found(
        matching,
        rows.join(keys, on=("document_id", "project_no"), maintain_order="right")
        .join(whole, on="document_id", how="left", maintain_order="left")
        .with_columns(found=pl.lit(len(matching), pl.Int32)),
    )


def choose(everything: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    """Return the rows of `project_matching` of the wanted documents, categories and amounts."""
    conditions = []
    if wanted.documents is not None:
        chosen = pl.Series(wanted.documents, dtype=everything.schema["document_id"])
        conditions.append(pl.col("document_id").is_in(chosen.implode()))
    if wanted.categories:
        conditions.append(pl.col("category").cast(pl.String).is_in(wanted.categories))
    if wanted.least is not None:
        conditions.append(pl.col("total_yuan") >= pl.lit(wanted.least))
    if wanted.size is not None:
        conditions.append(BAND.eq(wanted.size))
    return everything.filter(conditions) if conditions else everything


def categories(matching: pl.DataFrame, most: int) -> list[str]:
    """Return the printed categories, most frequent first, at most `most`; "" stands for none printed."""
    counted = matching.group_by("category").len().with_columns(pl.col("category").cast(pl.String))
    return counted.sort("len", "category", descending=[True, False])["category"].head(most).to_list()


def sizes(matching: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return how many projects and how much money (元) each band has, by document; `found` counts the documents.

    Of `most` documents, those with most money in these projects first; nothing printed is no sum.
    """
    amount = pl.col("total_yuan")
    there = pl.when(amount.count() > 0).then(amount.sum()).cast(pl.Decimal(18, 2)).alias("amount_yuan")
    ranked = matching.group_by("document_id").agg(there).with_columns(pl.col("document_id").cast(pl.String))
    first = ranked.sort("amount_yuan", "document_id", descending=[True, False], nulls_last=True).head(most)
    shown = first.select(pl.col("document_id").cast(matching.schema["document_id"]), rank=pl.int_range(pl.len()))
    bands = (
        matching.join(shown, on="document_id")
        .group_by("rank", "document_id", BAND.alias("band"))
        .agg(pl.len().cast(pl.Int32).alias("projects"), there)
        .sort("rank", "band")
    )
    found = pl.lit(len(ranked), pl.Int32)
    return bands.select(pl.col("document_id").cast(pl.String), "band", "projects", "amount_yuan", found=found)


def least(text: str) -> Decimal | None:
    """Return the amount of 元 that a text means, 万元 where it names no unit; None for a text that is no amount.

    >>> least("1,000"), least("2 亿元"), least("3.5元"), least("lots")
    (Decimal('10000000.00'), Decimal('200000000.00'), Decimal('3.50'), None)
    """
    bare = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", text))
    found = _LEAST.fullmatch(bare)
    return (Decimal(found[1]) * _FACTORS[found[2]]).quantize(_FEN) if found else None


def key_of(document_id: str, project_no: int) -> str:
    """Return what stands in the URL for a project: names may repeat, numbers in a document do not."""
    return f"{document_id}|{project_no}"


def split_key(key: str) -> tuple[str, int] | None:
    """Return document and number of a project's key; None for a text that is no key."""
    document_id, _, number = key.rpartition("|")
    # Nine digits: what is longer is no number of a project, and no INTEGER of the database.
    return (document_id, int(number)) if document_id and re.fullmatch(r"[0-9]{1,9}", number) else None


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A cost target that limits money, beside the project's budget (元).

    `difference` is budget less ceiling; None for a price or a standard per head, for one of several ceilings of a form
    (`together`), which may limit parts, and where no amount is printed.
    """

    row: Row
    ceiling: Decimal
    budget: Decimal | None
    together: int

    @property
    def difference(self) -> Decimal | None:
        """What the budget is above (or, negative, below) the ceiling."""
        comparable = self.together == 1 and not self.row["is_unit_cost"]
        return self.budget - self.ceiling if comparable and self.budget is not None else None


def ceilings(targets: Iterable[Row], budget: Decimal | None) -> list[Ceiling]:
    """Return the cost ceilings among the targets of one project, in printed order."""
    found = [row for row in targets if row["ceiling_yuan"] is not None]
    together = Counter(row["form_no"] for row in found if not row["is_unit_cost"])
    return [Ceiling(row, row["ceiling_yuan"], budget, together[row["form_no"]]) for row in found]


def parts_of_budget(found: Sequence[Ceiling]) -> Decimal | None:
    """Return the sum of ceilings that one form sets for parts of its project; None where there are not several.

    Forms of one project repeat each other, so that ceilings of different forms are never added.
    """
    limits = [ceiling for ceiling in found if not ceiling.row["is_unit_cost"]]
    if len(limits) < 2 or len({ceiling.row["form_no"] for ceiling in limits}) > 1:
        return None
    return sum((ceiling.ceiling for ceiling in limits), Decimal(0))
