"""What the slides of all pages share: figures with their places of print, basis, sources, rounded words of titles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from dashboard import comparability, queries, theme
from dashboard.exports import words
from dashboard.exports.model import Figure, Slide
from dashboard.format import NONE, MoneyUnit, percent

if TYPE_CHECKING:
    import polars as pl

    from dashboard.exports.model import Chart, Mark, Table
    from dashboard.filters import View
    from dashboard.queries import Question

Row = Mapping[str, Any]
Ask = Callable[["Question"], "pl.DataFrame"]
MOST_DRAWN: Final = 12
"""Documents on one slide: more bars nobody reads."""
BRIEF: Final = 12
"""Rows of a table in a deck; the workbook has them all."""
MARKS: Final = ("mismatch", "alert")
"""Columns that say which identities a figure takes part in that do not hold."""
_PLACES: Final = Decimal("0.01")
_SHARE: Final = Decimal("0.1")


@dataclass(frozen=True)
class Scene:
    """One page under one selection: its view, how questions are answered, its link, and the page's own choices.

    `choices` are plain values a page has named, such as the statement or the definition it shows. With `full` tables
    hold all their rows, for a workbook; without, as many as a slide can show.
    """

    view: View
    ask: Ask
    page: str
    link: str
    choices: Mapping[str, Any] = field(default_factory=dict)
    full: bool = False

    @cached_property
    def shown(self) -> list[str]:
        """The chosen documents that are drawn, in the order of display."""
        return self.view.ids[:MOST_DRAWN]

    @cached_property
    def _answered(self) -> list[dict[str, Any]]:
        return self.rows(queries.export_figures(self.shown))

    @cached_property
    def by_name(self) -> dict[tuple[Any, ...], Row | None]:
        """The same by the name and code of their rows, for rows that are known by another place; None: not the one."""
        found: dict[tuple[Any, ...], Row | None] = {}
        for row in self._answered:
            columns = ("document_id", "statement", "fiscal_year", "measure", "name", "code", "amount_yuan")
            key = tuple(row[column] for column in columns)
            found[key] = None if key in found else row
        return found

    @cached_property
    def figures(self) -> dict[tuple[Any, ...], Row]:
        """The printed figures of those documents, by the row and column they stand in."""
        found: dict[tuple[Any, ...], Row] = {}
        for row in self._answered:
            for place in ((row["page"], row["line"]), (row["row_page"], row["row_line"])):
                key = (row["document_id"], row["statement"], row["fiscal_year"], row["measure"], *place)
                found.setdefault((*key, row["amount_yuan"]), row)
        return found

    @cached_property
    def chosen(self) -> list[str] | None:
        """The chosen documents for a question about all of them; None where nothing is left out."""
        return None if len(self.view.documents) == len(self.view.everything) else self.view.ids

    def rows(self, question: Question) -> list[dict[str, Any]]:
        """Return the rows of an answer."""
        return self.ask(question).to_dicts()

    def most(self, everything: int) -> int:
        """Return how many of so many rows a table shows."""
        return everything if self.full else min(everything, BRIEF)


def place(scene: Scene, row: Row) -> str:
    """Return page and line of a row in words, as far as they are known."""
    t, said = scene.view.t, []
    if row.get("page") is not None:
        said.append(t("place.page", page=row["page"]))
    if row.get("line") is not None:
        said.append(t("place.line", line=row["line"]))
    return " ".join(said) or t("place.unknown")


class Sheet:
    """One slide while it is filled: it remembers where its figures were printed, and what was inferred."""

    def __init__(self, scene: Scene) -> None:
        """Begin an empty slide."""
        self.scene = scene
        self.t = scene.view.t
        self._sources: dict[tuple[str, str], set[tuple[int, int]]] = {}
        self._inferred: set[tuple[str, Decimal | None]] = set()
        self._notes: list[str] = []

    def figure(  # noqa: PLR0913 - what a figure is known by
        self,
        yuan: Decimal | None,
        row: Row,
        statement: str,
        measure: str = "total",
        *,
        label: str = "",
        year: int | None = None,
    ) -> Figure:
        """Return a figure of a row of some question with its place of print, by document, table, column and place.

        A figure that is found neither there nor by its row's name keeps the row's own place; a blank has none.
        """
        document = row["document_id"]
        if yuan is None:
            return Figure(label, None, place=self._at(document, statement, row))
        year = self.scene.view.about[document]["fiscal_year"] if year is None else year
        key = (document, statement, year, measure, row.get("page"), row.get("line"), yuan)
        of_row = (*key[:4], row.get("name"), row.get("code"), yuan)
        printed = self.scene.figures.get(key) or self.scene.by_name.get(of_row) or row
        mark: Mark = "inferred" if printed.get("origin") == "inferred" else "printed"
        where = self._at(document, statement, printed)
        if mark == "inferred":
            self._inferred.add((where, yuan))
        text = f"{printed['amount_text']} {printed['unit_text'] or ''}".strip() if printed.get("amount_text") else None
        return Figure(label, yuan, text, where, mark, self._warning(printed))

    def said(self, yuan: Decimal | None, row: Row, *, label: str = "") -> Figure:
        """Return a figure of the narrative."""
        where = self._at(row["document_id"], "narrative", row)
        return Figure(label, yuan, row.get("text"), where, "narrative")

    def derived(self, yuan: Decimal | None, formula: str, *, label: str = "", warning: str = "") -> Figure:
        """Return an amount computed from published ones; `formula` says how, in place of where."""
        return Figure(label, yuan, place=formula, mark="derived", warning=warning)

    def sum(self, yuan: Decimal | None, figures: Sequence[Figure], *, label: str = "") -> Figure:
        """Return the sum of figures: its formula names each with its place, its warning is theirs."""
        warning = separator(self.scene).join(dict.fromkeys(figure.warning for figure in figures if figure.warning))
        places = [self.t("slide.within", text=exact(self.scene, f.yuan), more=f.place) for f in figures]
        formula = " + ".join(places) or self.t("slide.sum_of", count=0)
        return self.derived(yuan, formula, label=label, warning=warning)

    def cite(self, document: str, statement: str, row: Row | None = None) -> None:
        """Name a source that no figure of the slide stands for."""
        places = self._sources.setdefault((document, statement), set())
        if row is not None and (row.get("page") is not None or row.get("line") is not None):
            places.add((row.get("page") or 0, row.get("line") or 0))

    def note(self, line: str) -> None:
        """Add a line for the speaker."""
        self._notes.append(line)

    def _at(self, document: str, statement: str, row: Row) -> str:
        self.cite(document, statement, row)
        return f"{self._source(document, statement)} {place(self.scene, row)}"

    def _source(self, document: str, statement: str) -> str:
        file = self.scene.view.about[document]["source_file"]
        return f"{file} {self.t.known(f'statement.{statement}', statement)}"

    def _warning(self, row: Row) -> str:
        told = {name: separator(self.scene).join(str(row.get(name) or "").splitlines()) for name in MARKS}
        said = [self.t(f"slide.{name}", reason=reason) for name, reason in told.items() if reason]
        return separator(self.scene).join(said)

    def sources(self) -> tuple[str, ...]:
        """Return each table once, with the places of its figures; of many the first and the last."""
        found = []
        for (document, statement), places in self._sources.items():
            ordered = sorted(places)
            shown = [place(self.scene, {"page": p or None, "line": n or None}) for p, n in ordered]
            shown = shown if len(shown) <= 2 else [f"{shown[0]}–{shown[-1]}"]
            found.append(" ".join([self._source(document, statement), listed(self.scene, shown)]).strip())
        return tuple(found)

    def documents(self) -> list[str]:
        """Return the documents whose figures are on the slide, in the order of display."""
        cited = {document for document, _ in self._sources}
        return [document for document in self.scene.shown if document in cited]

    def slide(  # noqa: PLR0913 - the parts of a slide
        self,
        title: str,
        *,
        chart: Chart | None = None,
        table: Table | None = None,
        lead: Iterable[str] = (),
        basis: Iterable[str] = (),
        warnings: Iterable[str] = (),
    ) -> Slide:
        """Return the finished slide."""
        scene, t = self.scene, self.t
        inferred = [t("slide.inferred", count=len(self._inferred))] if self._inferred else []
        documents = self.documents() or scene.shown
        return Slide(
            t(f"page.{scene.page}"),
            title,
            separator(scene).join(text.rstrip("。.") for text in (*bases(scene, documents), *basis)),
            self.sources(),
            scene.link,
            chart,
            table,
            tuple(lead),
            tuple(self._notes),
            (*warnings, *inferred),
        )


def named(scene: Scene, document: str) -> str:
    """Return the name of a document within a sentence."""
    label = scene.view.label(document)
    return label.replace(" ", "") if scene.view.t.language == "zh" else label


def separator(scene: Scene) -> str:
    """Return what stands between sentences that are one list."""
    return words.separator(scene.view.t)


def listed(scene: Scene, names: Iterable[str]) -> str:
    """Return names as one list."""
    return ("、" if scene.view.t.language == "zh" else ", ").join(names)


def bases(scene: Scene, documents: Sequence[str]) -> list[str]:
    """Return scope, stage and year of the documents, and what of them is not added or not shown."""
    view, t = scene.view, scene.view.t
    kinds: dict[tuple[str, str, int], int] = {}
    for document in documents:
        row = view.about[document]
        kind = (row["scope"], row["stage"], row["fiscal_year"])
        kinds[kind] = kinds.get(kind, 0) + 1
    found = [
        t("slide.kind", scope=t(f"scope.{scope}"), document=t(f"document.{stage}", year=year), count=count)
        for (scope, stage, year), count in sorted(kinds.items(), key=lambda kind: (-kind[0][2], kind[0]))
    ]
    inside = comparability.nested(view.about[document] for document in documents)
    found += [t("slide.nested", unit=view.label(unit), department=view.label(d)) for unit, d in inside]
    if len(documents) > 1 and not inside:
        found.append(t("slide.apart"))
    if len(view.ids) > len(scene.shown):
        found.append(t("slide.limited", shown=len(scene.shown), count=len(view.ids) - len(scene.shown)))
    return found


def rounded(yuan: Decimal) -> str:
    """Return an amount as a title says it: 亿元 from one 亿元 on, else 万元, two decimals, halves up.

    >>> rounded(Decimal("1730328800.00")), rounded(Decimal("49000.00")), rounded(Decimal("-18849.99"))
    ('17.30亿元', '4.90万元', '-1.88万元')
    """
    unit = MoneyUnit.YI if abs(yuan) >= MoneyUnit.YI.factor else MoneyUnit.WAN
    return f"{(yuan / unit.factor).quantize(_PLACES, ROUND_HALF_UP):,}{unit.value}"


def rounded_share(part: Decimal | None, whole: Decimal | None) -> str:
    """Return a share as a title says it: percent with one decimal, halves up.

    >>> rounded_share(Decimal(1), Decimal(3))
    '33.3%'
    """
    if part is None or not whole:
        return NONE
    return f"{(100 * part / whole).quantize(_SHARE, ROUND_HALF_UP)}%"


def exact(scene: Scene, yuan: Decimal | None) -> str:
    """Return an exact amount with its unit, for a sentence."""
    return NONE if yuan is None else f"{scene.view.money(yuan)}{scene.view.unit.value}"


def change_words(scene: Scene, change: Decimal, before: Decimal) -> str:
    """Return a change with its rate, exact, as a sentence says it: more or less by so much."""
    direction = "increase" if change > 0 else "decrease" if change < 0 else "flat"
    return scene.view.t(f"slide.{direction}", amount=exact(scene, abs(change)), rate=percent(abs(change), before))


def ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Return part / whole for a cell of shares; None where there is none."""
    return None if part is None or not whole else part / whole


def total(figures: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of what is there; of nothing there is none."""
    found = [figure for figure in figures if figure is not None]
    return sum(found[1:], start=found[0]) if found else None


def light(scene: Scene) -> Scene:
    """Return the scene in the light theme's colours: paper is white."""
    return replace(scene, view=replace(scene.view, palette=theme.LIGHT))
