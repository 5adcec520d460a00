"""Scenarios worked out on the chosen documents; what was worked out is kept while page and figures stay the same."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, Final

import polars as pl

from dashboard.cache import ask
from dashboard.scenario import baseline, links
from dashboard.scenario.model import Rule, Scenario, ScenarioError, Selection
from dashboard.scenario.trajectory import trajectory
from dashboard.scenario.work import work_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.filters import View
    from dashboard.scenario.baseline import Baseline
    from dashboard.scenario.model import Message, Result, Step, Trajectory

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
    applied, faults = _applicable(scenario)
    ids = _documents(view, applied)
    try:
        start = baseline.read(ask, [applied], ids)
    except ScenarioError as error:
        return Worked(scenario, faults=faults, problem=error.message)
    key = (links.encode([scenario]), tuple(ids))
    with _LOCK:
        kept = _KEPT.get(key)
        # Answers are kept per version of the database: the same frame is the same figures.
        if kept and kept[0] is start.figures:
            _KEPT.move_to_end(key)
            return kept[1]
    found = Worked(scenario, work_out(start, applied), faults, None, start)
    with _LOCK:
        _KEPT[key] = (start.figures, found)
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
    return found


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


def _applicable(scenario: Scenario) -> tuple[Scenario, dict[int, Message]]:
    """Set rules aside that name a jurisdiction, unit, year or document that the database does not have."""
    faults: dict[int, Message] = {}
    for number, rule in enumerate(scenario.rules):
        if any(_narrow(selection) for selection in (rule.selection, rule.to) if selection is not None):
            try:
                baseline.read(ask, [Scenario("", (rule,))], [])
            except ScenarioError as error:
                faults[number] = error.message
    rules: Sequence[Rule] = [_NOTHING if n in faults else rule for n, rule in enumerate(scenario.rules)]
    return (replace(scenario, rules=tuple(rules)) if faults else scenario), faults
