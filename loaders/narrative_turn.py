"""Names first, amounts after: 货物、工程、服务分别为1万元、2万元、3万元."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.narrative_clause import read_clause, resolve

if TYPE_CHECKING:
    import re

    from loaders.narrative_clause import Subject
    from loaders.narrative_state import State

_BETWEEN = frozenset({"、", "，", ",", "和", "及"})
"""What may stand between two amounts of one list (分别为1万元、2万元)."""


def in_turn(state: State, event: re.Match[str], lead: str) -> list[Subject]:
    """Return the subject of an amount that is that of the name in its place; nothing where it is no such amount.

    As many amounts as names must follow, or nobody can tell whose they are.
    """
    if state.waiting and lead in _BETWEEN:
        return [state.waiting.pop(0)]
    state.waiting = []
    match = state.dialect.respective.search(lead)
    if match is None:
        return []
    names = lead[: match.start()].replace("：", "，").rpartition("，")[2].split("、")
    found = [resolve(read_clause(name, state.dialect).rest, state.dialect) for name in names]
    subjects = [subject for subject in found if subject is not None]
    if len(subjects) != len(names) or len(names) != _run_of_amounts(state, event):
        return []
    state.waiting = subjects[1:]
    return subjects[:1]


def _run_of_amounts(state: State, event: re.Match[str]) -> int:
    """Count the amounts from one on that nothing parts but a comma."""
    count, end = 1, event.end()
    for following in state.dialect.event.finditer(state.sentence.text, end):
        if not following["unit"] or state.sentence.text[end : following.start()] not in _BETWEEN:
            break
        count, end = count + 1, following.end()
    return count
