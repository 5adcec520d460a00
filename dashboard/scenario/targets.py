"""Which lines of which documents a selection takes hold of, and what each holds by now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dashboard.scenario.atoms import Atom, Line, atoms_of, components_of, projects_of
from dashboard.scenario.baseline import fits
from dashboard.scenario.book import FUND_TABLES
from dashboard.scenario.funding import RefusedError
from dashboard.scenario.selecting import counts_code, fits_atom

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dashboard.scenario.baseline import Baseline
    from dashboard.scenario.book import Book
    from dashboard.scenario.model import Selection

_PARTS: Final = {
    "total": ("abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception"),
    "vehicle": ("vehicle", "vehicle_purchase", "vehicle_operation"),
    "abroad": ("abroad", "abroad_academic", "abroad_other"),
}


_CODED: Final = ("expenditure", *FUND_TABLES)


@dataclass(frozen=True, slots=True)
class Target:
    """One line of one document, of functions, projects or “三公”经费."""

    book: Book
    line: Atom | Line
    kind: str
    counted: bool
    fund: str | None = None
    """The fund of a project's money, where the table of projects or the rule says it."""


@dataclass(slots=True)
class Work:
    """The state while rules are applied: the graphs, what changed by now, and which rule changed a line last."""

    baseline: Baseline
    books: dict[str, Book]
    counted: dict[str, bool]
    change: dict[str, dict[int, int]]
    lines: dict[int, int] = field(default_factory=dict)
    """Change of each line (by identity of its object), for what it holds by now."""
    last: dict[int, int] = field(default_factory=dict)
    _atoms: dict[str, list[Atom]] = field(default_factory=dict)
    _components: dict[str, list[Line]] = field(default_factory=dict)
    _projects: dict[str, dict[str, list[Line]]] = field(default_factory=dict)

    def now(self, target: Target) -> int:
        """Return what a line holds by now, in 分."""
        return target.line.fen + self.lines.get(id(target.line), 0)

    def targets(self, selection: Selection) -> list[Target]:
        """Return the lines that a selection takes hold of.

        Raises:
            RefusedError: the selection names a code, project or component that none of its documents prints, or
                mixes what does not go together.
        """
        chosen = self.baseline.documents.filter(fits(selection))["document_id"].to_list()
        if selection.component and (selection.projects or selection.codes or selection.pension):
            raise RefusedError("scenario.mixed_selection")
        found = [target for document_id in chosen for target in self._of(self.books[document_id], selection)]
        self._known(chosen, selection)
        return found

    def _of(self, book: Book, selection: Selection) -> Iterator[Target]:
        counted = self.counted[book.document_id]
        if selection.component is not None:
            wanted = _PARTS.get(selection.component, (selection.component,))
            for line in self.components(book):
                if line.code in wanted:
                    yield Target(book, line, "component", counted)
        elif selection.projects:
            yield from self._of_projects(book, selection, counted=counted)
        else:
            counts = counts_code(self.baseline.pension)
            for atom in self.atoms(book):
                defined = selection.pension is None or counts(atom.code, selection.pension)
                if defined and fits_atom(selection, atom.code, atom.split, atom.fund):
                    yield Target(book, atom, "function", counted)

    def _of_projects(self, book: Book, selection: Selection, *, counted: bool) -> Iterator[Target]:
        lines = self.projects(book)
        funds = {atom.fund for atom in self.atoms(book) if atom.split == "project" and atom.fund in FUND_TABLES}
        seen: set[int] = set()
        for key in selection.projects:
            for line in lines.get(key, []):
                fund = line.source if line.source in FUND_TABLES else None
                if fund is None and line.source in {"fiscal", "total", "current_year"}:
                    fund = selection.fund if selection.fund in FUND_TABLES else None
                    fund = fund or (next(iter(funds)) if len(funds) == 1 else None)
                    if fund is None:
                        raise RefusedError("scenario.project_fund", project=line.name)
                if selection.fund not in {"any", fund or "other"} or id(line) in seen:
                    continue
                seen.add(id(line))
                yield Target(book, line, "project", counted, fund)

    def _known(self, chosen: Sequence[str], selection: Selection) -> None:
        for code in selection.codes:
            printed = (f.code for d in chosen for f in self.books[d].figures.values() if f.statement in _CODED)
            if not any(other and other.startswith(code) for other in printed):
                raise RefusedError("scenario.unknown_code", code=code)
        for key in selection.projects:
            if not any(key in self.projects(self.books[d]) for d in chosen):
                raise RefusedError("scenario.unknown_project", project=key)

    def atoms(self, book: Book) -> list[Atom]:
        """Return the atoms of a document, worked out once."""
        if book.document_id not in self._atoms:
            self._atoms[book.document_id] = atoms_of(book)
        return self._atoms[book.document_id]

    def components(self, book: Book) -> list[Line]:
        """Return the components of “三公”经费 of a document, worked out once."""
        if book.document_id not in self._components:
            self._components[book.document_id] = components_of(book)
        return self._components[book.document_id]

    def projects(self, book: Book) -> dict[str, list[Line]]:
        """Return the project lines of a document by key, worked out once."""
        if book.document_id not in self._projects:
            rows = self.baseline.projects.filter(document_id=book.document_id).to_dicts()
            self._projects[book.document_id] = projects_of(book, rows)
        return self._projects[book.document_id]
