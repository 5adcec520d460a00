"""What stands out, in sentences; each figure is one of `sql/facts.sql`, each sentence names the page that shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dashboard.format import percent, signed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dashboard.filters import View

Row = dict[str, Any]
MOST: Final = 9
"""More than a person reads stand out to nobody."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence, the page (with its own part of the URL) that shows its figures, and the document it is about.

    Without a document it is about all that are chosen.
    """

    kind: str
    text: str
    document_id: str | None
    page: str
    parameters: dict[str, str] = field(default_factory=dict)


def findings(facts: pl.DataFrame, view: View) -> list[Finding]:
    """Return what stands out in rows of `sql/facts.sql`: what concerns most money first, counts of tables last."""
    rows = [row for pick in PICKS for row in pick(facts)]
    rows.sort(key=_weight, reverse=True)
    return [_finding(row, view, alone=len(facts) == 1) for row in rows[:MOST]]


def _weight(row: Row) -> tuple[bool, Decimal]:
    return row["weight"] is not None, row["weight"] or Decimal(0)


def _top(facts: pl.DataFrame, by: pl.Expr) -> Row | None:
    """The row with the most, the first by name among equals, and how many they are; none where nobody has any."""
    ranked = facts.with_columns(by.alias("rank"))
    top = ranked.filter(pl.col("rank") == pl.col("rank").max()).sort("document_id")
    return top.row(0, named=True) | {"equals": len(top)} if len(top) else None


def _row(kind: str, row: Row, weight: Decimal | None, **more: object) -> Row:
    return {"kind": kind, "document_id": row["document_id"], "weight": weight, "equals": row["equals"]} | more


def _largest_class(facts: pl.DataFrame) -> Iterator[Row]:
    if row := _top(facts, pl.col("class_yuan")):
        code, name, part = row["class_code"], row["class_name"], row["class_yuan"]
        yield _row("class", row, part, part=part, whole=row["total_yuan"], code=code, name=name)


def _largest_project(facts: pl.DataFrame) -> Iterator[Row]:
    if row := _top(facts, pl.col("largest_project_yuan")):
        part, number = row["largest_project_yuan"], row["project_no"]
        # of one document several projects may have it, too
        row |= {"equals": facts.filter(largest_project_yuan=part)["largest_projects"].sum()}
        yield _row("project", row, part, part=part, whole=row["project_yuan"], name=row["project_name"], number=number)


def _ratio(part: str) -> pl.Expr:
    """As a float, to order by alone: what is shown comes from the exact amounts."""
    return pl.col(part).cast(pl.Float64) / pl.col("total_yuan").cast(pl.Float64)


def _project_shares(facts: pl.DataFrame) -> Iterator[Row]:
    """Highest and lowest; there are none among documents that have all the same, or of one alone."""
    known = facts.filter(pl.col("project_yuan").is_not_null() & (pl.col("total_yuan") > 0))
    high, low = _top(known, _ratio("project_yuan")), _top(known, -_ratio("project_yuan"))
    if not high or not low or high["rank"] == -low["rank"]:
        return
    for kind, row in (("share_high", high), ("share_low", low)):
        part = row["project_yuan"]
        yield _row(kind, row, part, part=part, whole=row["total_yuan"], count=len(known))


def _pension(facts: pl.DataFrame) -> Iterator[Row]:
    if row := _top(facts.filter(pl.col("total_yuan") > 0), _ratio("strict_yuan")):
        yield _row("pension", row, row["strict_yuan"], part=row["strict_yuan"], whole=row["total_yuan"])


def _largest_changes(facts: pl.DataFrame) -> Iterator[Row]:
    three_public = pl.col("three_public_yuan") - pl.col("three_public_before_yuan")
    for kind, difference in (("change", pl.col("change_yuan")), ("three_public", three_public)):
        row = _top(facts.filter(difference != 0), difference.abs())
        count = facts.select(difference.is_not_null().sum()).item()
        if row is None:
            continue
        before, after = (
            ("prior_yuan", "total_yuan") if kind == "change" else ("three_public_before_yuan", "three_public_yuan")
        )
        basis = row["change_basis"] if kind == "change" else None
        implied = row["three_public_implied_yuan"] if kind == "three_public" else None
        of_both = {"before": row[before], "after": row[after], "implied": None if implied == row[before] else implied}
        yield _row(kind, row, abs(row[after] - row[before]), **of_both, basis=basis, count=count)


def _checks(facts: pl.DataFrame) -> Iterator[Row]:
    """Identities of hard rules that do not hold, counted, with the widest gap; those of soft rules are only counted."""
    done, failed, alerts = (int(facts[f"checks_{name}"].sum()) for name in ("done", "failed", "alerts"))
    row = _top(facts, pl.col("checks_failed"))
    if row and done:
        widest = facts["checks_widest_yuan"].drop_nulls().sort(descending=True).head(1).to_list()
        difference = widest[0] if failed and widest else None
        yield _row("checks" if failed else "checks_hold", row, difference, done=done, failed=failed, alerts=alerts)


def _statements(facts: pl.DataFrame) -> Iterator[Row]:
    for kind in ("failed_statements", "declared_empty"):
        some = facts.filter(pl.col(kind) > 0)
        if row := _top(some, pl.col(kind)):
            yield _row(kind, row, None, statements=int(some[kind].sum()), documents=len(some))


PICKS: Final = (_largest_class, _largest_project, _project_shares, _pension, _largest_changes, _checks, _statements)


def _finding(row: Row, view: View, *, alone: bool) -> Finding:
    say, page = SENTENCES[row["kind"]]
    document = row["document_id"]
    parameters = {}
    if row["kind"] == "class" and row["code"]:
        parameters["level"] = f"{document}|{row['code']}"
    if row["kind"] == "project":
        parameters["project"] = f"{document}|{row['number']}"
    equal = view.t("highlight.equal", equals=row["equals"]) if row["equals"] > 1 else ""
    values = say(row, view) | {"unit": view.label(document), "money": view.unit.value, "equal": equal}
    kind = row["kind"]
    key = f"highlight_alone.{kind}" if alone and kind in RANKED else f"highlight.{kind}"
    sentence = view.t(key, **values)
    about = None if row["kind"] in OF_ALL else document
    return Finding(row["kind"], sentence, about, page, parameters)


def _of_share(row: Row, view: View) -> dict[str, object]:
    return {
        "name": " ".join(part for part in (row.get("code"), row.get("name")) if part),
        "share": percent(row["part"], row["whole"]),
        "part": view.money(row["part"]),
        "whole": view.money(row["whole"]),
        "count": row.get("count"),
    }


def _of_change(row: Row, view: View) -> dict[str, object]:
    change = row["after"] - row["before"]
    return {
        "before": view.money(row["before"]),
        "after": view.money(row["after"]),
        "change": signed(change, view.unit),
        "rate": percent(change, row["before"]),
        "basis": view.t(f"change_basis.{row['basis']}") if row["basis"] else "",
        "count": row["count"],
        "implied": _implied(row["implied"], view),
    }


def _implied(before: Decimal | None, view: View) -> str:
    """What the narrative says of the year before, where it is not what the table says."""
    if before is None:
        return ""
    return view.t("highlight.implied", before=view.money(before), money=view.unit.value)


def _of_checks(row: Row, view: View) -> dict[str, object]:
    difference = view.money(row["weight"])
    return {"done": row["done"], "failed": row["failed"], "alerts": row["alerts"], "difference": difference}


def _of_statements(row: Row, _view: View) -> dict[str, object]:
    return {"statements": row["statements"], "documents": row["documents"]}


SENTENCES: Final[dict[str, tuple[Callable[[Row, View], dict[str, object]], str]]] = {
    "class": (_of_share, "function_spending"),
    "project": (_of_share, "projects"),
    "share_high": (_of_share, "basic_project"),
    "share_low": (_of_share, "basic_project"),
    "pension": (_of_share, "pension"),
    "three_public": (_of_change, "three_public"),
    "change": (_of_change, "overview"),
    "checks": (_of_checks, "quality"),
    "checks_hold": (_of_checks, "quality"),
    "declared_empty": (_of_statements, "sources"),
    "failed_statements": (_of_statements, "sources"),
}
"""By kind of row: the figures of its sentence, and the page that shows them."""
RANKED: Final = frozenset({"pension", "change", "three_public", "checks", "declared_empty", "failed_statements"})
"""Kinds that say which document has the most: of one alone their sentences say what it has."""
OF_ALL: Final = frozenset({"checks", "checks_hold", "declared_empty", "failed_statements"})
"""Kinds whose figures count over all chosen documents: a page about one of them would show others."""
