"""What stands out, in sentences; every figure in them comes from a question's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.format import money, percent, signed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    import polars as pl

    from dashboard.format import MoneyUnit
    from dashboard.text import Text

Row = dict[str, Any]


def sentences(frames: Mapping[str, pl.DataFrame], t: Text, unit: MoneyUnit, label: Callable[[str], str]) -> list[str]:
    """Return the sentences for `overview`, `three_public` and `finding_counts`; none where there is nothing to say."""
    overview = frames["overview"].to_dicts()
    found = [
        _share("project", "project_yuan", overview, t, unit, label),
        _share("pension", "strict_yuan", overview, t, unit, label),
        _three_public(frames["three_public"].to_dicts(), t, unit, label),
        _checks(frames["finding_counts"].to_dicts(), t),
    ]
    return [sentence for sentence in found if sentence]


def _share(  # noqa: PLR0913, PLR0917 - the same six for every sentence of this shape
    key: str, column: str, rows: Sequence[Row], t: Text, unit: MoneyUnit, label: Callable[[str], str]
) -> str:
    usable = [row for row in rows if row[column] is not None and row["total_yuan"]]
    if not usable:
        return ""
    top = max(usable, key=lambda row: row[column] / row["total_yuan"])
    return t(
        f"highlight.{key}",
        unit=label(top["document_id"]),
        share=percent(top[column], top["total_yuan"]),
        part=money(top[column], unit),
        whole=money(top["total_yuan"], unit),
        money=unit.value,
    )


def changes(rows: Sequence[Row]) -> dict[str, tuple[Decimal, Decimal]]:
    """Return, by document, the “三公” totals its table prints for the year before and for its own year, in 元."""
    printed = {
        (row["document_id"], row["fiscal_year"] - row["document_year"]): row["amount_yuan"]
        for row in rows
        if row["component"] == "total" and row["place"] == "table"
    }
    documents = dict.fromkeys(document for document, _ in printed)
    return {d: (printed[d, -1], printed[d, 0]) for d in documents if (d, -1) in printed and (d, 0) in printed}


def _three_public(rows: Sequence[Row], t: Text, unit: MoneyUnit, label: Callable[[str], str]) -> str:
    found = changes(rows)
    if not found:
        return ""
    document = max(found, key=lambda d: abs(found[d][1] - found[d][0]))
    before, after = found[document]
    return t(
        "highlight.three_public",
        unit=label(document),
        before=money(before, unit),
        after=money(after, unit),
        change=signed(after - before, unit),
        rate=percent(after - before, before),
        money=unit.value,
    )


def _checks(rows: Sequence[Row], t: Text) -> str:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["outcome"]] = counts.get(row["outcome"], 0) + row["checks"]
    done = sum(counts.get(outcome, 0) for outcome in ("pass", "rounding", "mismatch"))
    if not done:
        return ""
    return t("highlight.checks", done=done, passed=counts.get("pass", 0), failed=counts.get("mismatch", 0))
