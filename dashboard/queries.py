"""One function per question: each names its SQL file and binds its parameters; `run` executes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from dashboard.search import Wanted

SQL: Final = Path(__file__).parent / "sql"


@dataclass(frozen=True, slots=True)
class Question:
    """A SELECT in `sql/<name>.sql` with its bound parameters."""

    name: str
    parameters: dict[str, Any] = field(default_factory=dict)
    within: tuple[str, ...] = ()
    """The columns of the answer that `parameters["documents"]` chooses by; its rows do not depend on the choice."""
    coded: tuple[str, ...] = ()
    """Columns of text that repeats itself: kept as categoricals, for the answer is long and about all documents."""


@lru_cache(maxsize=64)
def text(name: str) -> str:
    """Return the SQL of one question."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def run(connection: duckdb.DuckDBPyConnection, question: Question) -> pl.DataFrame:
    """Answer one question on a cursor of its own: a connection is not safe to share between threads."""
    frame: pl.DataFrame = connection.cursor().sql(text(question.name), params=question.parameters).pl()
    return frame.cast(dict.fromkeys(question.coded, pl.Categorical)) if question.coded else frame


def _of(name: str, documents: Sequence[str], within: tuple[str, ...] = ("document_id",)) -> Question:
    return Question(name, {"documents": list(documents)}, within)


def _some(documents: Sequence[str] | None) -> list[str] | None:
    """None stands for all documents: a list of very many would take longer to bind than to answer."""
    return None if documents is None else list(documents)


def documents() -> Question:
    """All documents; `within_document_id` is the loaded department that contains a unit."""
    return Question("documents")


def size() -> Question:
    """How many figures the database holds."""
    return Question("size")


def facts() -> Question:
    """One row per document, of all: totals, largest 类 and project, 三公, change with its basis, states; in 元."""
    return Question("facts")


def disclosure_matrix(documents: Sequence[str]) -> Question:
    """One row per document and statement with its status, note and place."""
    return _of("disclosure_matrix", documents)


def finding_counts(documents: Sequence[str]) -> Question:
    """One row per document and outcome with the number of identities."""
    return _of("finding_counts", documents)


def mismatches(documents: Sequence[str]) -> Question:
    """Identities that do not hold, widest difference first; in 元."""
    return _of("mismatches", documents)


def spending_states(statement: str) -> Question:
    """What became of one statement in each document of all; one without a row does not publish it."""
    return Question("spending_states", {"statement": statement}, coded=("document_id", "status", "note"))


def spending_tree(documents: Sequence[str]) -> Question:
    """Rows of all statements by function code, subtotals included, in printed order; in 元."""
    return _of("spending_tree", documents)


def spending_change(documents: Sequence[str], statement: str | None = None) -> Question:
    """What their rows may be compared with, by code: last year's document and the narrative, with places; in 元.

    Of one statement, or (None) of all of them.
    """
    return Question("spending_change", {"documents": list(documents), "statement": statement}, ("document_id",))


def spending_lowest(statement: str, find: str) -> Question:
    """The lowest rows of one statement in all documents, largest first, by the numbers of their figures."""
    return Question("spending_lowest", {"statement": statement, "find": find}, coded=("document_id",))


def spending_rows(lowest: pl.DataFrame, statement: str) -> Question:
    """Some rows of `spending_lowest` with what is printed in them, in their order; in 元."""
    numbers = {name: lowest[f"{name}_no"].to_list() for name in ("first", "last", "whole")}
    return Question("spending_rows", {**numbers, "statement": statement})


def spending_sources(document: str, statement: str, code: str) -> Question:
    """The printed figures of one function code and those below it; an empty code means all of the statement."""
    return Question("spending_sources", {"document": document, "statement": statement, "code": code})


def spending_checks(document: str, statement: str, code: str) -> Question:
    """The identities of one row that did not simply hold; an empty code means the total row."""
    return Question("spending_checks", {"document": document, "statement": statement, "code": code})


def document_figures(document: str) -> Question:
    """Every printed figure of one document, to compare two versions of it; in 元."""
    return Question("document_figures", {"document": document})


def figure_search(documents: Sequence[str], wanted: Wanted) -> Question:
    """Every place where what is wanted was printed, an amount, a number or a code; at most 500, `found` counts all."""
    asked = {"amounts": list(wanted.amounts), "number": wanted.number, "unit": wanted.unit, "code": wanted.code}
    return Question("figure_search", {"documents": list(documents)} | asked)


def basic_project(documents: Sequence[str]) -> Question:
    """基本, 人员, 公用 and 项目 by table and 类; in 元."""
    return _of("basic_project", documents)


def economic(documents: Sequence[str]) -> Question:
    """Every printed row of basic expenditure by economic class, with both classifications' codes; in 元."""
    return _of("economic", documents)


def three_public(documents: Sequence[str]) -> Question:
    """“三公” figures, long: document, year, component, place (table or narrative); in 元."""
    return _of("three_public", documents)


def three_public_statements(documents: Sequence[str]) -> Question:
    """The status of the “三公” table of each document."""
    return _of("three_public_statements", documents)


def three_public_sums() -> Question:
    """The “三公” total of every document's own year, with the status of its table; in 元."""
    return Question("three_public_sums")


def pension(documents: Sequence[str]) -> Question:
    """Figures counted as pension-fund subsidies, both definitions; in 元."""
    return _of("pension", documents)


def pension_said(documents: Sequence[str]) -> Question:
    """What the narratives say on the year before about function codes and pension-fund gaps; in 元."""
    return _of("pension_said", documents)


def pension_projects(documents: Sequence[str]) -> Question:
    """Projects that are counted as, or explain, pension-fund subsidies; in 元."""
    return _of("pension_projects", documents)


def pension_targets(documents: Sequence[str]) -> Question:
    """Performance targets of those projects, form by form."""
    return _of("pension_targets", documents)


def pension_heads(documents: Sequence[str]) -> Question:
    """Head counts among those targets, each beside its project's money (元)."""
    return _of("pension_heads", documents)


def pension_reasons(documents: Sequence[str] | None) -> Question:
    """Where a subsidy would stand in each document (None: of all), what is there, and the total expenditure (元)."""
    return Question("pension_reasons", {"documents": _some(documents)})


def pension_sums() -> Question:
    """Subsidies of every document that lists any, under both definitions; in 元."""
    return Question("pension_sums")


def pension_definition() -> Question:
    """The codes and name patterns of the strict and the broad definition, and what is left out."""
    return Question("pension_definition")


def failures() -> Question:
    """Files that could not be loaded."""
    return Question("failures")


def leftovers(documents: Sequence[str]) -> Question:
    """What was seen and not loaded."""
    return _of("leftovers", documents)


def repairs(documents: Sequence[str]) -> Question:
    """Repairs and inferences made to reach the amounts."""
    return _of("repairs", documents)


def income_flow(documents: Sequence[str], basis: str) -> Question:
    """The rows a flow of a few documents is drawn from: basis `income` or `funds`; in 元."""
    return Question("income_flow", {"documents": list(documents), "basis": basis})


def income_states(documents: Sequence[str], statements: Sequence[str]) -> Question:
    """What became of the tables that a flow of a few documents is drawn from."""
    return Question("income_states", {"documents": list(documents), "statements": list(statements)})


def income_overview(documents: Sequence[str] | None, most: int) -> Question:
    """One row per document: income, 财政拨款, 上年结转 of the total row, the table's status; in 元."""
    return Question("income_overview", {"documents": _some(documents), "most": most})


def income_sources(documents: Sequence[str], most: int) -> Question:
    """The total row of each income statement by source; at most `most`, `found` counts all; in 元."""
    return Question("income_sources", {"documents": list(documents), "most": most})


def income_held(rules: Sequence[str]) -> Question:
    """How many identities of `income_checks` there are in each document of all, and how many hold, by its number."""
    return Question("income_held", {"rules": list(rules)})


def income_checks(documents: Sequence[str] | None, rules: Sequence[str], most: int) -> Question:
    """The identities of the income statement and of `rules`, what does not simply hold first; in 元."""
    return Question("income_checks", {"documents": _some(documents), "rules": list(rules), "most": most})


def project_matching(wanted: Mapping[str, Any], sort: str) -> Question:
    """The projects of all documents that a search finds, in order; parameters of `projects.Wanted`; in 元."""
    return Question("project_matching", {**wanted, "sort": sort}, coded=("document_id", "category"))


def project_rows(chosen: pl.DataFrame, text: str, *, letters: bool) -> Question:
    """Some rows of `project_matching` with all that is known of them, in their order; in 元."""
    keys = {"documents": chosen["document_id"].to_list(), "numbers": chosen["project_no"].to_list()}
    return Question("project_rows", {**keys, "text": text, "letters": letters})


def project_coverage(documents: Sequence[str] | None, most: int) -> Question:
    """Each document's projects beside its 项目支出, and how forms and projects meet; at most `most`; in 元."""
    return Question("project_coverage", {"documents": _some(documents), "most": most})


def project_loose_forms(documents: Sequence[str] | None, most: int) -> Question:
    """Target forms that belong to no project of the document's table; at most `most`, `found` counts all."""
    return Question("project_loose_forms", {"documents": _some(documents), "most": most})


def project_formless(documents: Sequence[str] | None, most: int) -> Question:
    """Projects without a target form; at most `most`, `found` counts all; in 元."""
    return Question("project_formless", {"documents": _some(documents), "most": most})


def project_ceilings(documents: Sequence[str] | None, most: int) -> Question:
    """Cost ceilings beside their projects' budgets, largest overrun first; `found` counts all; in 元."""
    return Question("project_ceilings", {"documents": _some(documents), "most": most})


def project_opened(document: str, project_no: int) -> Question:
    """One project with its document's 项目支出; in 元."""
    return Question("project_opened", {"document": document, "project_no": project_no})


def project_figures(document: str, project_no: int) -> Question:
    """The printed figures of one project; in 元."""
    return Question("project_figures", {"document": document, "project_no": project_no})


def project_targets(document: str, project_no: int) -> Question:
    """The performance targets of one project, form by form, with cost ceilings in 元."""
    return Question("project_targets", {"document": document, "project_no": project_no})


def scenario_figures(documents: Sequence[str]) -> Question:
    """Every figure of some documents' tables for the documents' own year, in printed order; in 元."""
    return Question("scenario_figures", {"documents": list(documents)})


def scenario_identities(documents: Sequence[str]) -> Question:
    """The identities of some documents' tables, one row per figure on a side; in 元."""
    return Question("scenario_identities", {"documents": list(documents)})


def scenario_projects(documents: Sequence[str]) -> Question:
    """The projects of some documents with the row of the project table that prints each; in 元."""
    return Question("scenario_projects", {"documents": list(documents)})


def whatif_codes() -> Question:
    """The function codes that all documents print, at every level, for `drafts.codes` to choose from."""
    return Question("whatif_codes")


def whatif_projects(documents: Sequence[str] | None, most: int) -> Question:
    """The projects of some documents by their key in a scenario, largest first; at most `most`; in 元."""
    return Question("whatif_projects", {"documents": _some(documents), "most": most})


def export_figures(documents: Sequence[str]) -> Question:
    """Every figure of a few documents with its own place, its row's place, and why it is in doubt; in 元."""
    return Question("export_figures", {"documents": list(documents)})


def figure_marks(documents: Sequence[str]) -> Question:
    """Figures that take part in an identity that does not hold, or whose column was inferred, with the reason."""
    return _of("figure_marks", documents)


def quality_standings() -> Question:
    """How the identities of every document came out, rule by rule, for `quality.counts`, `by_rule` and `worst`."""
    return Question("quality_standings")


def rules() -> Question:
    """Every rule, in order."""
    return Question("rules")


def quality_coverage(documents: Sequence[str] | None, most: int) -> Question:
    """One row per document, those with most mismatches first, at most `most`: standings and coverage; None: of all."""
    return Question("quality_coverage", {"documents": _some(documents), "most": most})


def quality_reach(documents: Sequence[str]) -> Question:
    """How many figures of a few documents take part in identities that were settled, for `quality.coverage`."""
    return Question("quality_reach", {"documents": list(documents)})


def quality_findings(wanted: Mapping[str, Any], most: int) -> Question:
    """Identities that did not simply hold, hardest and widest first, at most `most`; parameters of `quality.Wanted`."""
    return Question("quality_findings", {**wanted, "most": most})


def quality_opened(document: str, check_no: int) -> Question:
    """One identity with its rule; in 元."""
    return Question("quality_opened", {"document": document, "check_no": check_no})


def quality_operands(document: str, check_no: int) -> Question:
    """The figures on both sides of one identity, each with its place; in 元."""
    return Question("quality_operands", {"document": document, "check_no": check_no})


def quality_rules(documents: Sequence[str] | None) -> Question:
    """Every rule with the number of identities it settled, by standing; None: of all documents."""
    return Question("quality_rules", {"documents": _some(documents)})


def quality_repairs(documents: Sequence[str] | None, statements: Sequence[str], most: int) -> Question:
    """Repairs and inferences, at most `most`, `found` counts all; None: of all documents."""
    return Question("quality_repairs", {"documents": _some(documents), "statements": list(statements), "most": most})


def quality_leftovers(documents: Sequence[str] | None, most: int) -> Question:
    """What was seen and not loaded, at most `most`, `found` counts all; None: of all documents."""
    return Question("quality_leftovers", {"documents": _some(documents), "most": most})


def quality_export_operands(documents: Sequence[str] | None, most: int) -> Question:
    """The figures of all identities that did not simply hold, at most `most`; None: of all documents; in 元."""
    return Question("quality_export_operands", {"documents": _some(documents), "most": most})


def public_names() -> Question:
    """The public tables and views."""
    return Question("public_names")


def public_rows(name: str, documents: Sequence[str]) -> Question:
    """The rows of one public table or view of `public_names` that belong to some documents."""
    return Question("public_rows", {"name": name, "documents": list(documents)})


def public_table(name: str) -> Question:
    """All rows of one public table or view of `public_names`."""
    return Question("public_table", {"name": name})
