"""What a person looks for among the checks, how each came out, and why a rule must hold; pure and exact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from loaders.checks import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STANDINGS: Final = ("mismatch", "alert", "explained", "rounding", "insufficient", "not_applicable")
"""How an identity came out that did not simply hold, in the order of `severity` of the view out_findings, from 1."""
TO_LOOK_AT: Final = STANDINGS[:5]
"""What a person should look at: all but identities that do not apply."""
HELD: Final = "pass"
SIGNS: Final[dict[str, str]] = {
    "mismatch": "⚠",
    "alert": "⚑",
    "explained": "＝",
    "rounding": "±",
    "insufficient": "？",
    "not_applicable": "／",
    HELD: "✓",
}
"""Before the word of a standing, so that it never hangs on colour."""

_FEN: Final = Decimal("0.01")
_WHY: Final = {rule.id: rule.why for rule in RULES}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the page: documents (None: all), rules, standings, statements, least difference in 元."""

    documents: Sequence[str] | None
    rules: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    least: Decimal | None = None

    @property
    def severities(self) -> list[int]:
        """The standings by number; where none is chosen, all worth a look."""
        return [STANDINGS.index(standing) + 1 for standing in self.standings or TO_LOOK_AT]

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of the question about findings."""
        return {
            "documents": None if self.documents is None else list(self.documents),
            "rules": list(self.rules),
            "severities": self.severities,
            "statements": list(self.statements),
            "least": self.least,
        }


def of_documents(standings: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of `sql/quality_standings.sql` that are about some documents (rows of `sql/documents.sql`)."""
    return standings.filter(pl.col("document").is_in(documents["number"].implode()))


def counts(standings: pl.DataFrame) -> dict[str, int]:
    """Return how many identities came out how, by standing.

    Args:
        standings: what `of_documents` returns.
    """
    sums = dict(standings.group_by("standing").agg(pl.col("identities").sum()).iter_rows())
    return {name: sums.get(number, 0) for number, name in enumerate((HELD, *STANDINGS))}


def by_rule(rules: pl.DataFrame, standings: pl.DataFrame) -> pl.DataFrame:
    """Return the rules, each with the number of identities it settled and those by standing.

    What does not hold is `mismatch` in each row: whether that is an alert is the rule's severity.

    Args:
        rules: rows of `sql/rules.sql`.
        standings: what `of_documents` returns.
    """
    names = {"pass": (0,), "mismatch": (1, 2), "explained": (3,), "rounding": (4,), "insufficient": (5,)}
    names["not_applicable"] = (6,)
    identities = pl.col("identities")
    sums = standings.group_by("rule_no").agg(
        identities.filter("is_settled").sum().alias("settled"),
        *(identities.filter(pl.col("standing").is_in(places)).sum().alias(name) for name, places in names.items()),
    )
    sums = sums.with_columns(pl.col("rule_no").cast(rules.schema["rule_no"]))
    counted = rules.join(sums, on="rule_no", how="left", maintain_order="left")
    return counted.with_columns(pl.col("settled", *names).fill_null(0).cast(pl.Int32))


def worst(standings: pl.DataFrame, documents: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return the documents with most identities that do not hold, hard ones first: `document_id` and `number`.

    Args:
        standings: what `of_documents` returns.
        documents: the documents it was asked about; those alike stay in their order.
        most: how many at most.
    """
    identities, failing = pl.col("identities"), standings.filter(pl.col("standing").is_in([1, 2]))
    found = failing.group_by(number="document").agg(
        identities.filter(pl.col("standing") == 1).sum().alias("mismatch"),
        identities.filter(pl.col("standing") == 2).sum().alias("alert"),
    )
    ordered = (
        documents.select("document_id", "number")
        .join(found, on="number", how="left", maintain_order="left")
        .sort(pl.col("mismatch", "alert").fill_null(0), descending=True, maintain_order=True)
    )
    return ordered.head(most).select("document_id", "number")


def coverage(worst: pl.DataFrame, standings: pl.DataFrame, reach: pl.DataFrame) -> pl.DataFrame:
    """Return what `sql/quality_coverage.sql` does, of a few documents.

    Args:
        worst: the documents, as `worst` returns them.
        standings: what `of_documents` returns.
        reach: rows of `sql/quality_reach.sql` about the documents.
    """
    identities = pl.col("identities")
    sums = (
        of_documents(standings, worst)
        .group_by(number="document")
        .agg(
            identities.sum(),
            *(
                identities.filter(pl.col("standing") == number).sum().alias(name)
                for number, name in enumerate((HELD, *STANDINGS))
            ),
            pl.col("rule_no").filter("is_settled").n_unique().alias("rules_completed"),
        )
    )
    found = worst.join(sums, on="number", how="left", maintain_order="left")
    found = found.join(reach, on="document_id", how="left", maintain_order="left").drop("number")
    return found.with_columns(pl.exclude("document_id").fill_null(0).cast(pl.Int32))


def first(findings: pl.DataFrame, standings: pl.DataFrame, wanted: Wanted, most: int) -> pl.DataFrame | None:
    """Return the first findings that are wanted, where those at hand tell; None where the database has to be asked.

    Args:
        findings: the first findings of all documents and standings, as `sql/quality_findings.sql` orders them.
        standings: what `of_documents` returns for the documents that are wanted.
        wanted: what is looked for.
        most: how many at most.
    """
    conditions = [pl.col("severity").is_in(wanted.severities)]
    conditions += [pl.col("rule").is_in(wanted.rules)] if wanted.rules else []
    conditions += [pl.col("statement").is_in(wanted.statements)] if wanted.statements else []
    if wanted.least is not None:
        conditions.append(pl.col("difference_yuan").abs() >= wanted.least.quantize(_FEN, ROUND_HALF_UP))
    if wanted.documents is not None:
        conditions.append(pl.col("document_id").is_in(list(wanted.documents)))
    found = findings.filter(conditions)
    if findings.is_empty() or findings["found"].item(0) == len(findings):
        return found.head(most).with_columns(found=pl.lit(len(found), pl.Int32))
    if len(found) < most or wanted.rules or wanted.statements or wanted.least is not None:
        return None
    count = standings.filter(pl.col("standing").is_in(wanted.severities))["identities"].sum()
    return found.head(most).with_columns(found=pl.lit(count, pl.Int32))


def standing(row: Mapping[str, Any]) -> str:
    """Return how the identity of a row with `severity` came out; without one it simply held."""
    return HELD if row["severity"] is None else STANDINGS[row["severity"] - 1]


def why(rule: str) -> str:
    """Return why a rule must hold, in Chinese; nothing for a rule that this version does not know."""
    return _WHY.get(rule, "")
