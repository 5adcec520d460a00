"""Whether a selection takes hold of a line of spending: by code, kind, fund and the definition of the subsidies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from dashboard.scenario.model import Pension, Selection


def fits_atom(selection: Selection, code: str | None, split: str, fund: str) -> bool:
    """Tell whether a line fits a selection's codes, kind of spending and fund."""
    return (
        (not selection.codes or any((code or "").startswith(prefix) for prefix in selection.codes))
        and selection.split in {"any", split}
        and selection.fund in {"any", fund}
    )


def counts_code(definition: pl.DataFrame) -> Callable[[str | None, Pension], bool]:
    """Return whether a definition counts a function code: the longest pattern that fits says so.

    Args:
        definition: rows of `ref_pension_definition`.
    """
    patterns = {row["pattern"]: row["definition"] for row in definition.iter_rows(named=True) if row["kind"] == "code"}

    def counts(code: str | None, pension: Pension) -> bool:
        fitting = [pattern for pattern in patterns if (code or "").startswith(pattern)]
        wanted = {"strict"} if pension == "strict" else {"strict", "broad"}
        return bool(fitting) and patterns[max(fitting, key=len)] in wanted

    return counts
