"""情景测算 as slides: from the published total rule by rule to the scenario's, its 类, and what pays.

The page hands over what it shows: `scenario`, its `result`, and `faults`, the rules that cannot be applied, by place.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dashboard import scenario_tables, scenario_words
from dashboard.exports.model import Chart, Column, Figure, Series, Slide, Table
from dashboard.exports.slides import (
    Sheet,
    bases,
    exact,
    listed,
    named,
    ratio,
    rounded,
    rounded_share,
    separator,
    total,
)
from dashboard.format import percent
from dashboard.scenario.model import GAP
from dashboard.scenario.words import rule_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dashboard.exports.slides import Scene
    from dashboard.scenario.model import Message, Result, Scenario, Step

Row = dict[str, Any]
ZERO: Final = Decimal(0)
_LEAST: Final = Decimal("0.00005")
"""Shares below this are 0.00 % when rounded: a title says that they are that small."""


def slides(scene: Scene) -> list[Slide]:
    """Return the slides of the scenario that is worked on; none where none was worked out."""
    result: Result | None = scene.choices.get("result")
    if result is None or not result.documents["counted"].any():
        return []
    # A scenario may be worked out on fewer documents than are chosen: only those are spoken of.
    touched = pl.col("document_id").is_in(result.documents["document_id"].implode())
    scene = replace(scene, view=replace(scene.view, documents=scene.view.documents.filter(touched)))
    scenario: Scenario = scene.choices.get("scenario", result.scenario)
    faults: Mapping[int, Message] = scene.choices.get("faults", {})
    said = _Said(scene, scenario, result, faults)
    found = [_totals(said), _classes(said), _funding(said)]
    return [slide for slide in found if slide]


class _Said:
    """A scenario, what became of it, and what every slide of it says."""

    def __init__(self, scene: Scene, scenario: Scenario, result: Result, faults: Mapping[int, Message]) -> None:
        """Keep what the page has shown."""
        self.scene, self.scenario, self.result, self.faults = scene, scenario, result, faults
        self.t = scene.view.t

    def name(self, step: Step) -> str:
        """Return a rule as the chart names it; one that cannot be applied still by its own words."""
        return scenario_words.short(self.scenario.rules[step.number - 1], step.number, self.scene.view)

    def basis(self, sheet: Sheet, more: Iterable[str] = ()) -> str:
        """Return that nothing of this was published, what the totals are, and the rules in their order."""
        t, scene = self.t, self.scene
        kinds = [text for text in bases(scene, sheet.documents() or scene.shown) if text != t("slide.apart")]
        rules = [
            t("slide_whatif.rule", number=number, text=rule_text(rule, t))
            for number, rule in enumerate(self.scenario.rules, 1)
        ]
        lines = [t("slide_whatif.assumption"), *rules, scenario_words.sum_of(scene.view, self.result), *kinds, *more]
        return separator(scene).join(line.strip().rstrip("。.") for line in lines)

    def warnings(self) -> list[str]:
        """Return why rules were not applied, and which of them run into each other."""
        t, found = self.t, []
        for step in self.result.steps:
            fault = self.faults.get(step.number - 1)
            if fault is None and step.status in {"refused", "no_effect"}:
                fault = step.reason
            told = [t(f"slide_whatif.{_kind(step, self.faults)}", reason=fault.text(t))] if fault else []
            told += [note.text(t) for note in step.conflicts]
            found += [t("slide_whatif.rule", number=step.number, text=text) for text in told]
        return found

    def slide(self, sheet: Sheet, title: str, *, chart: Chart | None, table: Table, more: Iterable[str] = ()) -> Slide:
        """Return a finished slide; what the rules rest on is for the speaker."""
        for step in self.result.steps:
            for note in step.assumptions:
                sheet.note(self.t("slide_whatif.rule", number=step.number, text=note.text(self.t)))
        made = sheet.slide(title, chart=chart, table=table, warnings=self.warnings())
        return replace(made, basis=self.basis(sheet, more))


def _kind(step: Step, faults: Mapping[int, Message]) -> str:
    return "refused" if step.number - 1 in faults or step.status == "refused" else "no_effect"


def _assumed(sheet: Sheet, yuan: Decimal | None, formula: str, label: str) -> Figure:
    """An amount that only the scenario has; `formula` says how it comes about, in place of where it is printed."""
    return Figure(label, yuan, place=sheet.t(f"slide_whatif.{formula}"), mark="scenario")


def _after(sheet: Sheet, before: Figure, row: Row, label: str) -> Figure:
    """The scenario's amount of a line: where nothing changes it is the published figure."""
    if row["baseline_yuan"] is not None and not row["change_yuan"]:
        return replace(before, label=label)
    return _assumed(sheet, row["scenario_yuan"], "by_rules", label)


# ── from the published total to the scenario's ──


def _totals(said: _Said) -> Slide:
    sheet, t, result = Sheet(said.scene), said.t, said.result
    before = _baseline(sheet, result)
    after = _assumed(sheet, result.scenario_yuan, "by_rules", t("whatif.scenario"))
    if result.scenario_yuan == result.baseline_yuan:
        after = replace(before, label=t("whatif.scenario"))
    applied = [step for step in result.steps if step.status == "applied"]
    changes = {step.number: _assumed(sheet, step.change_yuan, "by_rule", said.name(step)) for step in applied}
    names = (t("whatif.baseline"), *(said.name(step) for step in applied), t("whatif.scenario"))
    figures = (before, *changes.values(), after)
    chart = Chart("waterfall", names, (Series(t("measure.total"), figures, said.scene.view.palette.basic),))
    return said.slide(sheet, _totals_title(said, sheet), chart=chart, table=_steps(said, before, changes, after))


def _baseline(sheet: Sheet, result: Result) -> Figure:
    """The published total; of several documents the sum, which names how it comes about."""
    label = sheet.t("whatif.baseline")
    found = result.lines.filter(pl.col("counted") & pl.col("is_total") & (pl.col("measure") == "total"))
    figures = [sheet.figure(row["baseline_yuan"], row, "expenditure", label=label) for row in found.to_dicts()]
    if len(figures) == 1 and figures[0].yuan == result.baseline_yuan:
        return figures[0]
    return sheet.sum(result.baseline_yuan, figures, label=label)


def _steps(said: _Said, before: Figure, changes: Mapping[int, Figure], after: Figure) -> Table:
    """Every rule with what became of it; those that changed nothing have no amount."""
    t, whole = said.t, said.result.baseline_yuan
    rows: list[tuple[object, ...]] = [(before.label, "", None, before, None)]
    for step in said.result.steps:
        figure = changes.get(step.number)
        status = "refused" if step.number - 1 in said.faults else step.status
        share = ratio(figure.yuan, whole) if figure else None
        rows.append((said.name(step), t(f"scenario_status.{status}"), step.lines, figure, share))
    rows.append((after.label, "", None, after, ratio(said.result.scenario_yuan - whole, whole)))
    columns = (
        Column(t("whatif.rule")),
        Column(t("scenario_sheet.status")),
        Column(t("scenario_sheet.lines"), "count"),
        Column(t("measure.total"), "money"),
        Column(t("slide_whatif.of_baseline"), "share"),
    )
    last = len(rows) - 1
    adds_up = total([before.yuan, *(figure.yuan for figure in changes.values())]) == after.yuan
    return Table(columns, tuple(rows), {last: tuple(range(last))} if adds_up else {})


def _totals_title(said: _Said, sheet: Sheet) -> str:
    result = said.result
    before, after = result.baseline_yuan, result.scenario_yuan
    if before == after:
        sheet.note(said.t("slide.exact", text=exact(said.scene, before)))
        return said.t("slide_whatif.same", name=said.scenario.name, amount=rounded(before))
    return said.t("slide_whatif.changes", name=said.scenario.name, **_change(said.scene, sheet, before, after))


def _change(scene: Scene, sheet: Sheet, before: Decimal, after: Decimal) -> dict[str, str]:
    """Two amounts and their difference for a title; to the last digit where rounding would make them the same."""
    change = after - before
    sign = "+" if change > 0 else ""
    precise = [exact(scene, before), exact(scene, after), f"{sign}{exact(scene, change)}"]
    sheet.note(scene.view.t("slide.exact", text=f"{precise[0]} → {precise[1]} ({precise[2]})"))
    shown = [rounded(before), rounded(after), f"{sign}{rounded(change)}"]
    names = ("before", "after", "change")
    return dict(zip(names, precise if shown[0] == shown[1] else shown, strict=True)) | {
        "rate": _rate(scene, change, before)
    }


def _rate(scene: Scene, change: Decimal, before: Decimal) -> str:
    if before and abs(change / before) < _LEAST:
        return scene.view.t("slide_whatif.tiny")
    short = rounded_share(change, before)
    found = percent(change, before) if short.lstrip("-") == "0.0%" else short
    return f"+{found}" if change > 0 and before else found


# ── lines ──


def _largest(scene: Scene, rows: Sequence[Row]) -> list[Row]:
    """Of too many rows those with the largest changes, in the order they had."""
    kept = sorted(range(len(rows)), key=lambda number: (-abs(rows[number]["change_yuan"] or ZERO), number))
    return [rows[number] for number in sorted(kept[: scene.most(len(rows))])]


def _limited(said: _Said, shown: int, count: int) -> list[str]:
    return [said.t("slide_whatif.limited", shown=shown, count=count)] if shown < count else []


def _classes(said: _Said) -> Slide:
    sheet, t, view = Sheet(said.scene), said.t, said.scene.view
    everything = scenario_tables.rows(said.result, "classes").to_dicts()
    rows = _largest(said.scene, everything)
    columns = (
        Column(t("field.document")),
        Column(t("whatif.line")),
        *(Column(t(f"whatif.{name}"), "money") for name in ("baseline", "scenario", "difference")),
        *(Column(t(f"whatif.share_{name}"), "share") for name in ("before", "after")),
    )
    table = Table(columns, tuple(_line(sheet, row) for row in rows))
    changed = [row for row in everything if row["counted"] and not row["is_total"] and row["change_yuan"]]
    title = t("slide_whatif.no_class", name=said.scenario.name)
    if changed:
        top = max(changed, key=lambda row: abs(row["change_yuan"]))
        title = t(
            "slide_whatif.classes",
            count=len(changed),
            unit=named(said.scene, top["document_id"]),
            line=scenario_words.line(view, top, "classes"),
            **_change(said.scene, sheet, top["baseline_yuan"] or ZERO, top["scenario_yuan"] or ZERO),
        )
    more = [t("slide_whatif.shares"), *_limited(said, len(rows), len(everything))]
    return said.slide(sheet, title, chart=None, table=table, more=more)


def _line(sheet: Sheet, row: Row) -> tuple[object, ...]:
    view, t = sheet.scene.view, sheet.t
    label = scenario_words.line(view, row, "classes")
    if row["baseline_yuan"] is None:
        before = Figure(label, None, place=t("whatif.added"))
    else:
        before = sheet.figure(row["baseline_yuan"], row, "expenditure", label=label)
    change = _assumed(sheet, row["change_yuan"], "difference", label)
    if not row["change_yuan"]:
        change = sheet.derived(row["change_yuan"], t("slide_whatif.difference"), label=label)
    shares = (row["baseline_share"], row["scenario_share"])
    return scenario_words.document(view, row), label, before, _after(sheet, before, row, label), change, *shares


# ── what pays ──


def _funding(said: _Said) -> Slide | None:
    everything = said.result.funding.to_dicts()
    if not everything:
        return None
    scene, t = said.scene, said.t
    sheet, counted = Sheet(scene), set(said.result.documents.filter("counted")["document_id"].to_list())
    sums: dict[str, Decimal] = {}
    for row in everything:
        sheet.cite(row["document_id"], "income")
        if row["document_id"] in counted:
            sums[row["source"]] = sums.get(row["source"], ZERO) + row["change_yuan"]
    rows = _largest(scene, everything)
    columns = (
        Column(t("whatif.rule")),
        Column(t("field.document")),
        Column(t("whatif.pays")),
        Column(t("whatif.sense")),
        Column(t("whatif.difference"), "money"),
    )
    table = Table(columns, tuple(_paid(sheet, row, counted=row["document_id"] in counted) for row in rows))
    chart = _sources(sheet, sums) if sums else None
    more = _limited(said, len(rows), len(everything))
    return said.slide(sheet, _funding_title(said, sheet, sums), chart=chart, table=table, more=more)


def _sources(sheet: Sheet, sums: Mapping[str, Decimal]) -> Chart:
    """What each source pays more or less, over the documents in the total."""
    view = sheet.scene.view
    names = tuple(scenario_words.source_name(view, source) for source in sums)
    figures = tuple(_assumed(sheet, yuan, "paid", name) for name, yuan in zip(names, sums.values(), strict=True))
    return Chart("bar", names, (Series(sheet.t("whatif.difference"), figures, view.palette.basic),))


def _paid(sheet: Sheet, row: Row, *, counted: bool) -> tuple[object, ...]:
    view, t = sheet.scene.view, sheet.t
    source = scenario_words.source_name(view, row["source"])
    return (
        t("whatif.rule_number", number=row["number"]),
        scenario_words.document(view, row | {"counted": counted}),
        source,
        t("whatif.more" if row["change_yuan"] > 0 else "whatif.less"),
        _assumed(sheet, row["change_yuan"], "paid", source),
    )


def _funding_title(said: _Said, sheet: Sheet, sums: Mapping[str, Decimal]) -> str:
    """What pays most; a gap is said first: nobody pays for it."""
    scene, t = said.scene, said.t
    gap, surplus = scenario_tables.gap(said.result)
    if gap or surplus:
        amounts = {"gap": gap, "surplus": surplus}
        sheet.note(
            t("slide.exact", text=listed(scene, [f"{t(f'whatif.{k}')} {exact(scene, v)}" for k, v in amounts.items()]))
        )
        kind = "gap_and_surplus" if gap and surplus else "gap" if gap else "surplus"
        return t(f"slide_whatif.{kind}", **{name: rounded(yuan) for name, yuan in amounts.items()})
    sources = {source: yuan for source, yuan in sums.items() if yuan and source != GAP}
    if not sources:
        return t("slide_whatif.no_source")
    top = max(sources, key=lambda source: abs(sources[source]))
    name, yuan = scenario_words.source_name(scene.view, top), sources[top]
    sheet.note(t("slide.exact", text=f"{name} {exact(scene, yuan)}"))
    return t(f"slide_whatif.{'more' if yuan > 0 else 'less'}", source=name, amount=rounded(abs(yuan)))
