"""The numbers a native chart is drawn from: exact amounts in the unit, the labels that say them, and waterfalls."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from dashboard.format import decimals, money, percent, scaled, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.model import Chart, Series
    from dashboard.format import MoneyUnit

MOST_DIGITS: Final = 15
"""What a double, and so a chart's own number label, shows faithfully."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One series as drawn: `values` in the unit (None is a gap), `labels` where the number itself will not do.

    A colour of None draws nothing: what lies under the steps of a waterfall, and above them, where their labels stand.
    `numbered` says that a point without a label of its own shows its number.
    """

    name: str
    values: tuple[Decimal | None, ...]
    labels: tuple[str | None, ...]
    colour: str | None
    numbered: bool = True


def places(chart: Chart, unit: MoneyUnit) -> int:
    """Return the decimals that show every amount of a chart exactly."""
    return decimals([figure.yuan for series in chart.series for figure in series.figures], unit)


def number_format(shown: int) -> str:
    """Return the number format of a chart's labels, cells and axis."""
    return f"#,##0.{'0' * shown}"


def survives(value: Decimal, shown: int) -> bool:
    """Tell whether a double shows an amount to its last digit."""
    return len(value.as_tuple().digits) <= MOST_DIGITS and f"{float(value):,.{shown}f}" == f"{value:,.{shown}f}"


def drawn(chart: Chart, unit: MoneyUnit) -> list[Drawn]:
    """Return the series of a chart as they are drawn; a waterfall that does not add up is drawn as columns."""
    if chart.kind == "waterfall" and is_waterfall(chart):
        return _waterfall(chart.series[0], unit)
    shown = places(chart, unit)
    return [_series(series, chart, unit, shown) for series in chart.series]


def is_waterfall(chart: Chart) -> bool:
    """Tell whether the steps lead exactly from the first level to the last: else the picture would lie."""
    if len(chart.series) != 1 or len(chart.series[0].figures) < 2:
        return False
    amounts = [figure.yuan for figure in chart.series[0].figures]
    known = [amount for amount in amounts if amount is not None]
    return len(known) == len(amounts) and sum(known[:-1], Decimal(0)) == known[-1]


def _series(series: Series, chart: Chart, unit: MoneyUnit, shown: int) -> Drawn:
    values = tuple(scaled(figure.yuan, unit) for figure in series.figures)
    labels: Sequence[str | None]
    if chart.kind == "stacked_share":
        wholes = [_whole(chart, number) for number in range(len(values))]
        labels = [percent(f.yuan, whole) if f.yuan else None for f, whole in zip(series.figures, wholes, strict=True)]
        return Drawn(series.name, values, tuple(labels), series.colour, numbered=False)
    if chart.kind == "pie":
        whole = sum((figure.yuan or Decimal(0) for figure in series.figures), Decimal(0))
        labels = [f"{money(f.yuan, unit, shown)} ({percent(f.yuan, whole)})" for f in series.figures]
    else:
        labels = [None if v is None or survives(v, shown) else f"{v:,.{shown}f}" for v in values]
    return Drawn(series.name, values, tuple(labels), series.colour)


def _whole(chart: Chart, category: int) -> Decimal:
    return sum((series.figures[category].yuan or Decimal(0) for series in chart.series), Decimal(0))


RISE: Final = "#bc6200"
FALL: Final = "#126a7d"
_HEADROOM: Final = Decimal("0.09")
"""Of the height of a waterfall, above each bar, for its label."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A bar of a waterfall from one level to another; `kind` is 0 for a level, 1 for a rise, 2 for a fall."""

    low: Decimal
    high: Decimal
    label: str
    kind: int


def _waterfall(series: Series, unit: MoneyUnit) -> list[Drawn]:
    """Levels, rises and falls above a series that shows nothing; what lies below zero is stacked apart."""
    steps = _steps(series, unit)
    zero = Decimal(0)
    head = max([zero, *(step.high for step in steps)]) - min([zero, *(step.low for step in steps)])
    none = (None,) * len(steps)
    under = [max(step.low, Decimal(0)) + min(step.high, Decimal(0)) for step in steps]
    made = [Drawn("", _in(under, unit), none, None, numbered=False)]
    for kind, colour in enumerate((series.colour, RISE, FALL)):
        name = (series.name, f"{series.name} +", f"{series.name} −")[kind]
        of_kind = [step if step.kind == kind else None for step in steps]
        above = [step.high - max(step.low, Decimal(0)) if step and step.high >= 0 else None for step in of_kind]
        below = [step.low - min(step.high, Decimal(0)) if step and step.low < 0 else None for step in of_kind]
        made += [
            Drawn(name, _in(values, unit), none, colour, numbered=False) for values in (above, below) if any(values)
        ]
    labels = tuple(step.label for step in steps)
    return [*made, Drawn("", _in([head * _HEADROOM] * len(steps), unit), labels, None, numbered=False)]


def _steps(series: Series, unit: MoneyUnit) -> list[_Step]:
    steps: list[_Step] = []
    level = Decimal(0)
    last = len(series.figures) - 1
    for number, figure in enumerate(series.figures):
        amount = figure.yuan or Decimal(0)
        kind = 0 if number in {0, last} else 1 if amount >= 0 else 2
        start, end = (Decimal(0), amount) if kind == 0 else (level, level + amount)
        label = money(amount, unit) if kind == 0 else signed(amount, unit)
        steps.append(_Step(min(start, end), max(start, end), label, kind))
        level = end
    return steps


def _in(amounts: Sequence[Decimal | None], unit: MoneyUnit) -> tuple[Decimal | None, ...]:
    return tuple(scaled(amount, unit) for amount in amounts)
