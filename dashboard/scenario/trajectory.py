"""A scenario carried on to later years under stated assumptions: not a forecast, and never called one."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dashboard.scenario.baseline import fits
from dashboard.scenario.frames import MONEY
from dashboard.scenario.model import Message, Trajectory
from dashboard.scenario.rates import rates
from dashboard.scenario.selecting import counts_code, fits_atom

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.scenario.baseline import Baseline
    from dashboard.scenario.model import Result, Rule
    from dashboard.scenario.rates import Rate

PATHS: Final = ("low", "base", "high")
MOST_YUAN: Final = Decimal(10**14)
"""A path ends before the year in which it grows beyond this: a rate of every year soon leaves all that is real."""
_CENT: Final = Decimal("0.01")
_NO_LOSS: Final = Decimal(-100)
YEARS: Final[dict[str, pl.DataType]] = {
    "year": pl.Int32(),
    "path": pl.String(),
    "baseline_yuan": MONEY,
    "scenario_yuan": MONEY,
}
ASSUMPTIONS: Final[dict[str, pl.DataType]] = {
    "number": pl.Int32(),
    "label": pl.String(),
    "percent": pl.Decimal(18, 4),
    "low_percent": pl.Decimal(18, 4),
    "high_percent": pl.Decimal(18, 4),
    "amount_yuan": MONEY,
    "place": pl.String(),
}


class _Part:
    """Money that grows at one rate, and what that rate rests on."""

    def __init__(self, number: int | None, label: str, percent: Decimal, place: str = "") -> None:
        self.number, self.label, self.percent, self.place = number, label, percent, place
        self.yuan = Decimal(0)


def trajectory(baseline: Baseline, result: Result) -> Trajectory:
    """Carry a worked-out scenario on, year by year.

    Each line grows by the last `grow` rule that selects it, else by the scenario's growth; what earlier rules put on no
    line (adjustments) grows by the latter too. The low and the high path differ by the margin, in percentage points.
    A rule without a rate takes the printed one of each line; lines without one follow the scenario's growth, and are
    named in `refused`.
    """
    parts, refused = _parts(baseline, result)
    growth = result.scenario.growth
    start = int(max(result.documents.filter("counted")["fiscal_year"].to_list(), default=growth.until))
    rows = []
    for year in range(start, max(start, growth.until) + 1):
        for path, shift in zip(PATHS, (-growth.margin, Decimal(0), growth.margin), strict=True):
            calm = _grown(result.baseline_yuan, growth.percent + shift, year - start)
            moved = sum((_grown(part.yuan, part.percent + shift, year - start) for part in parts), Decimal(0))
            rows.append((year, path, calm, moved))
        if max(row[3] for row in rows[-3:]) > MOST_YUAN or max(row[2] for row in rows[-3:]) > MOST_YUAN:
            rows = rows[:-3]
            refused.append(Message("scenario.path_too_large", {"year": year, "most": MOST_YUAN}))
            break
    said = [
        (
            part.number,
            part.label,
            part.percent.quantize(Decimal("0.0001")),
            _bounded(part.percent - growth.margin).quantize(Decimal("0.0001")),
            (part.percent + growth.margin).quantize(Decimal("0.0001")),
            part.yuan,
            part.place,
        )
        for part in parts
    ]
    return Trajectory(
        pl.DataFrame(rows, schema=YEARS, orient="row"),
        pl.DataFrame(said, schema=ASSUMPTIONS, orient="row"),
        tuple(refused),
    )


def _grown(yuan: Decimal, percent: Decimal, years: int) -> Decimal:
    factor = (1 + _bounded(percent) / 100) ** years
    return (yuan * factor).quantize(_CENT, ROUND_HALF_UP)


def _bounded(percent: Decimal) -> Decimal:
    """No money shrinks by more than all of it."""
    return max(percent, _NO_LOSS)


def _parts(baseline: Baseline, result: Result) -> tuple[list[_Part], list[Message]]:
    rules = [(number, rule) for number, rule in enumerate(result.scenario.rules, 1) if rule.operation == "grow"]
    refused = [
        Message("scenario.grow_functions_only", {"number": number})
        for number, rule in rules
        if rule.selection.component or rule.selection.projects
    ]
    usable = [(n, rule) for n, rule in rules if not (rule.selection.component or rule.selection.projects)]
    known = rates(baseline) if any(rule.is_rated for _, rule in usable) else {}
    chosen = {n: set(baseline.documents.filter(fits(r.selection))["document_id"].to_list()) for n, r in usable}
    definition = counts_code(baseline.pension)
    rest = _Part(None, "", result.scenario.growth.percent)
    idle = {n for n, _ in usable}
    parts: dict[tuple[Any, ...], _Part] = {}
    for atom in result.atoms.filter("counted").iter_rows(named=True):
        fitting = [
            (n, rule)
            for n, rule in usable
            if atom["document_id"] in chosen[n]
            and fits_atom(rule.selection, atom["code"], atom["split"], atom["fund"])
            and (rule.selection.pension is None or definition(atom["code"], rule.selection.pension))
        ]
        idle -= {n for n, _ in fitting}
        part = _part_of(fitting[-1], atom, known, parts, refused) if fitting else None
        (part or rest).yuan += atom["scenario_yuan"]
    placed = sum((part.yuan for part in parts.values()), Decimal(0))
    rest.yuan = result.scenario_yuan - placed
    refused += [Message("scenario.grow_nothing", {"number": number}) for number in sorted(idle)]
    ordered = sorted(parts.values(), key=lambda part: part.number or 0)
    return [*ordered, rest], refused


def _part_of(
    chosen: tuple[int, Rule],
    atom: Mapping[str, Any],
    known: Mapping[tuple[str, str], Rate],
    parts: dict[tuple[Any, ...], _Part],
    refused: list[Message],
) -> _Part | None:
    number, rule = chosen
    if rule.value is not None:
        return parts.setdefault((number,), _Part(number, rule.name, rule.value))
    rate = known.get((atom["document_id"], atom["code"] or ""))
    if rate is None:
        refused.append(Message("scenario.no_rate", {"document": atom["document_id"], "code": atom["code"] or ""}))
        return None
    label = f"{atom['code']} {atom['name']}"
    return parts.setdefault((number, atom["document_id"], atom["code"]), _Part(number, label, rate.percent, rate.place))
