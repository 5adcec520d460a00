"""Scenarios worked out on the chosen documents; what was worked out is kept while page and figures stay the same."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, Final

import polars as pl

from dashboard import queries
from dashboard.cache import ask, asker
from dashboard.scenario import baseline, links
from dashboard.scenario.model import Message, Rule, ScenarioError, Selection
from dashboard.scenario.trajectory import trajectory
from dashboard.scenario.work import work_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.filters import View
    from dashboard.scenario.baseline import Baseline
    from dashboard.scenario.model import Result, Scenario, Step, Trajectory

MOST_WHOLE: Final = 24
"""Up to so many chosen documents make the total together; of more, only those that a rule names."""
MOST_KEPT: Final = 32
_NOTHING: Final = Rule("percent", selection=Selection(codes=("000",)))
"""Stands for a rule that cannot be applied at all, so that the numbers of the others stay."""


@dataclass(slots=True)
class Worked:
    """What became of a scenario: `faults` are rules that cannot be applied, by place; `problem` why there is none."""

    scenario: Scenario
    result: Result | None = None
    faults: dict[int, Message] = field(default_factory=dict)
    problem: Message | None = None
    start: Baseline | None = None
    _path: Trajectory | None = None

    @property
    def steps(self) -> dict[int, Step]:
        """What became of each rule, by its place from 0."""
        return {step.number - 1: step for step in self.result.steps} if self.result else {}

    def path(self) -> Trajectory | None:
        """Return the years to come; worked out when it is asked for."""
        if self._path is None and self.start is not None and self.result is not None:
            self._path = trajectory(self.start, self.result)
        return self._path


_KEPT: Final[OrderedDict[tuple[str, tuple[str, ...]], tuple[pl.DataFrame, Worked]]] = OrderedDict()
_LOCK: Final = Lock()


def work(view: View, scenario: Scenario) -> Worked:
    """Return what becomes of one scenario on the documents that the filters choose."""
    # Answers are kept per version of the database: the same frame is the same documents with the same figures.
    everything = ask(queries.documents())
    ids = _documents(view, scenario)
    key = (links.encode([scenario]), tuple(ids))
    with _LOCK:
        kept = _KEPT.get(key)
        if kept and kept[0] is everything:
            _KEPT.move_to_end(key)
            return kept[1]
    found = _worked(scenario, everything, ids)
    with _LOCK:
        _KEPT[key] = (everything, found)
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
    return found


def _worked(scenario: Scenario, everything: pl.DataFrame, ids: Sequence[str]) -> Worked:
    faults = _faults(scenario, everything)
    rules = [_NOTHING if number in faults else rule for number, rule in enumerate(scenario.rules)]
    applied = replace(scenario, rules=tuple(rules))
    try:
        start = baseline.read(ask, [applied], ids, asker())
    except ScenarioError as error:
        return Worked(scenario, faults=faults, problem=error.message)
    return Worked(scenario, work_out(start, applied), faults, None, start)


def _documents(view: View, scenario: Scenario) -> list[str]:
    if len(view.ids) <= MOST_WHOLE:
        return view.ids
    named = [chosen for rule in scenario.rules for chosen in (rule.selection, rule.to) if chosen is not None]
    fitting = [baseline.fits(selection) for selection in named if _narrow(selection)]
    if not fitting:
        return view.shown
    found: list[str] = view.documents.filter(pl.any_horizontal(fitting))["document_id"].to_list()
    return found


def _narrow(selection: Selection) -> bool:
    return bool(selection.jurisdictions or selection.units or selection.documents or selection.years)


def _faults(scenario: Scenario, everything: pl.DataFrame) -> dict[int, Message]:
    """Return the rules that name a jurisdiction, unit, year or document that the database does not have."""
    faults: dict[int, Message] = {}
    for number, rule in enumerate(scenario.rules):
        for selection in (rule.selection, rule.to):
            unknown = None if selection is None else _unknown(selection, everything)
            if unknown is not None:
                faults.setdefault(number, unknown)
    return faults


def _unknown(selection: Selection, everything: pl.DataFrame) -> Message | None:
    for column, values in (
        ("jurisdiction", selection.jurisdictions),
        ("unit", selection.units),
        ("document_id", selection.documents),
        ("fiscal_year", selection.years),
    ):
        for value in values:
            if not (everything[column] == value).any():
                return Message(f"scenario.unknown_{column}", {"value": value})
    return None
