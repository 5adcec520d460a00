"""The slides of the five documents: every number is the one that the database holds, at the place it names."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from dashboard import catalogue, comparability, queries, theme
from dashboard.exports import briefing, formats, slides
from dashboard.exports.model import Briefing, Figure, Slide
from dashboard.exports.slides import Scene, rounded
from dashboard.filters import View
from dashboard.format import MoneyUnit, money
from dashboard.projects import Wanted
from dashboard.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dashboard.text import Language

DAY = date(2026, 11, 21)
PAGES = tuple(briefing.PAGES)
# Every amount that stands in a sentence, and every share.
AMOUNT = re.compile(r"(-?[\d,]+\.\d+)\s?(亿元|万元)")
SHARE = re.compile(r"(?<![\d.])(\d+\.\d+)%")


@pytest.fixture(scope="module")
def connection(five: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    found = duckdb.connect(str(five), read_only=True)
    yield found
    found.close()


def view_of(
    connection: duckdb.DuckDBPyConnection, *ids: str, language: Language = "zh", unit: MoneyUnit = MoneyUnit.WAN
) -> View:
    about = catalogue.catalogue(queries.run(connection, queries.documents()))
    everything = about.everything
    chosen = everything.filter(pl.col("document_id").is_in(ids)) if ids else everything
    return View(Text(language), unit, theme.LIGHT, chosen, everything, about.about, about.alike, about.ranks)


def scene_of(connection: duckdb.DuckDBPyConnection, page: str, view: View | None = None, **more: Any) -> Scene:  # noqa: ANN401
    view = view or view_of(connection)
    choices = more.pop("choices", {})
    return Scene(view, lambda question: queries.run(connection, question), page, f"http://host/{page}", choices, **more)


def figures(slide: Slide) -> list[Figure]:
    cells = [cell for row in (slide.table.rows if slide.table else ()) for cell in row if isinstance(cell, Figure)]
    charted = [figure for series in (slide.chart.series if slide.chart else ()) for figure in series.figures]
    return [*cells, *charted]


def printed(connection: duckdb.DuckDBPyConnection, t: Text) -> set[tuple[str, Decimal]]:
    """Every figure of tables and narrative by the words of its place, straight from the public tables."""
    rows = connection.sql(
        "SELECT d.source_file, a.statement, a.page, a.line, a.amount_yuan FROM amounts a JOIN documents d "
        "USING (document_id) UNION ALL SELECT d.source_file, 'narrative', n.page, n.line, "
        "unnest([n.amount_yuan, n.change_yuan]) FROM narrative n JOIN documents d USING (document_id)"
    ).fetchall()
    found = set()
    for file, statement, page, line, yuan in rows:
        words = [t("place.page", page=page)] if page is not None else []
        words += [t("place.line", line=line)] if line is not None else []
        found.add((f"{file} {t(f'statement.{statement}')} {' '.join(words)}", yuan))
    return found


def everything(
    connection: duckdb.DuckDBPyConnection, language: Language = "zh", *, full: bool = False
) -> tuple[Slide, ...]:
    """All slides of the five documents, made once for all tests that read them."""
    return _made(connection, language, full)


@cache
def _made(connection: duckdb.DuckDBPyConnection, language: Language, full: bool) -> tuple[Slide, ...]:  # noqa: FBT001
    view = view_of(connection, language=language)
    return tuple(slide for page in PAGES for slide in briefing.PAGES[page](scene_of(connection, page, view, full=full)))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("full", [False, True])
def test_every_printed_figure_stands_at_the_place_it_names(
    connection: duckdb.DuckDBPyConnection,
    language: Language,
    full: bool,  # noqa: FBT001
) -> None:
    known = printed(connection, Text(language))
    found = [
        (slide.title, figure)
        for slide in everything(connection, language, full=full)
        for figure in figures(slide)
        if figure.yuan is not None and figure.mark in {"printed", "inferred", "narrative"}
    ]
    assert len(found) > 300
    # A narrative that calls a change flat prints no amount for it.
    wrong = [
        (title, figure)
        for title, figure in found
        if (figure.place, figure.yuan) not in known and not (figure.mark == "narrative" and figure.yuan == 0)
    ]
    assert wrong == []


def test_every_figure_has_a_place_or_a_formula(connection: duckdb.DuckDBPyConnection) -> None:
    found = [f for slide in everything(connection) for f in figures(slide) if f.yuan is not None]
    assert found
    assert all(f.place for f in found)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_titles_say_figures_of_their_slides(connection: duckdb.DuckDBPyConnection, language: Language) -> None:
    checked = 0
    for slide in everything(connection, language):
        if not figures(slide):
            continue
        exact = [abs(figure.yuan) for figure in figures(slide) if figure.yuan is not None]
        if slide.page == Text(language)("page.three_public"):
            # Its title says the change of two figures that the slide has side by side.
            exact += [abs(one - other) for one in exact for other in exact]
        said = {rounded(yuan) for yuan in exact} | {f"{money(yuan, MoneyUnit.WAN)}万元" for yuan in exact}
        for number, unit in AMOUNT.findall(slide.title):
            assert f"{number}{unit}" in said, slide.title
            checked += 1
    assert checked > 20


def test_titles_say_shares_of_their_slides(connection: duckdb.DuckDBPyConnection) -> None:
    checked = 0
    for slide in everything(connection):
        shares = [c for row in (slide.table.rows if slide.table else ()) for c in row if type(c) is Decimal]
        if not shares:
            continue
        said = {f"{abs(100 * share):.1f}" for share in shares} | {f"{abs(100 * share):.2f}" for share in shares}
        for number in SHARE.findall(slide.title):
            assert number in said, slide.title
            checked += 1
    assert checked > 12


def test_rounded_titles_have_their_exact_figures_in_the_notes(connection: duckdb.DuckDBPyConnection) -> None:
    rounded = [s for s in everything(connection) if "亿元" in s.title and "值得注意" not in s.title]
    assert rounded
    for slide in rounded:
        assert any("确切数" in note for note in slide.notes), slide.title


def of_page(connection: duckdb.DuckDBPyConnection, page: str, **more: Any) -> list[Slide]:  # noqa: ANN401
    return briefing.PAGES[page](scene_of(connection, page, **more))


def column(slide: Slide, number: int) -> dict[str, Any]:
    assert slide.table
    cells = {str(row[0]): row[number] for row in slide.table.rows}
    return {name: cell.yuan if isinstance(cell, Figure) else cell for name, cell in cells.items()}


def one(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:  # noqa: ANN401 - one value of any type
    return connection.sql(sql).fetchall()[0][0]


def test_the_totals_of_the_overview_are_those_of_the_expenditure_statements(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    slide = of_page(connection, "overview")[0]
    view = view_of(connection)
    for place, measure in ((2, "total"), (3, "basic"), (4, "project")):
        rows = connection.sql(
            "SELECT document_id, measure, amount_yuan FROM amounts JOIN documents USING (document_id, fiscal_year) "
            "WHERE statement = 'expenditure' AND is_total"
        ).fetchall()
        found = {document: yuan for document, of, yuan in rows if of == measure}
        assert column(slide, place) == {view.label(d): found.get(d) for d in view.ids}


def test_derived_sums_are_those_of_the_database(connection: duckdb.DuckDBPyConnection) -> None:
    view = view_of(connection)
    strict = dict(
        connection.sql(
            "SELECT document_id, sum(amount_yuan) FROM out_pension_subsidy WHERE definition = 'strict' GROUP BY ALL"
        ).fetchall()
    )
    wanted = {view.label(d): strict.get(d) for d in view.ids}
    assert column(of_page(connection, "overview")[0], 6) == wanted
    pension = of_page(connection, "pension")[0]
    assert pension.table
    assert {str(row[1]): row[2].yuan for row in pension.table.rows if isinstance(row[2], Figure)} == wanted
    projects = dict(connection.sql("SELECT document_id, sum(total_yuan) FROM projects GROUP BY ALL").fetchall())
    coverage = of_page(connection, "projects")[1]
    assert column(coverage, 2) == {view.label(d): projects[d] for d in view.ids}


def test_what_may_not_be_added_is_not_added(connection: duckdb.DuckDBPyConnection) -> None:
    """Of the five documents three are departments' budgets of 2024; the unit of 2023 is inside one of them."""
    apart = of_page(connection, "overview")[1]
    assert apart.table
    assert [row[1] for row in apart.table.rows] == [3]
    wanted = one(
        connection,
        "SELECT sum(amount_yuan) FROM amounts JOIN documents USING (document_id, fiscal_year) WHERE statement = "
        "'expenditure' AND is_total AND measure = 'total' AND scope = 'department' AND fiscal_year = 2024",
    )
    assert apart.table.rows[0][3].yuan == wanted  # type: ignore[attr-defined]
    assert "不相加" in apart.basis


def test_an_overridden_guard_is_said_in_the_title(connection: duckdb.DuckDBPyConnection) -> None:
    together = of_page(connection, "overview", choices={"together": True})[1]
    assert "按用户要求合并" in together.title
    assert "含部门内单位" in together.title
    assert together.warnings
    assert together.table
    assert together.table.rows[0][1] == 5


def test_slides_warn_of_figures_that_do_not_reconcile(connection: duckdb.DuckDBPyConnection) -> None:
    """The prior year of “三公” in one document is another in its table than in its narrative."""
    warned = [f for slide in of_page(connection, "three_public") for f in figures(slide) if f.warning]
    assert Decimal(18000) in {figure.yuan for figure in warned}
    assert all("不符" in figure.warning or "提示" in figure.warning for figure in warned)


def test_inferred_columns_are_marked_and_said(connection: duckdb.DuckDBPyConnection) -> None:
    slide = of_page(connection, "basic_project", view=view_of(connection, "haidong-hrss-2023"))[0]
    assert {figure.mark for figure in figures(slide) if figure.yuan is not None} == {"inferred", "printed"}
    assert any("推断" in warning for warning in slide.warnings)


def test_every_slide_says_basis_sources_and_link(connection: duckdb.DuckDBPyConnection) -> None:
    found = everything(connection)
    assert all(slide.basis and slide.link.startswith("http://host/") and slide.title for slide in found)
    assert all(slide.sources for slide in found)


@pytest.mark.parametrize("full", [False, True])
def test_no_number_went_through_a_float(connection: duckdb.DuckDBPyConnection, full: bool) -> None:  # noqa: FBT001
    cells = [c for slide in everything(connection, full=full) if slide.table for row in slide.table.rows for c in row]
    assert {type(cell) for cell in cells} <= {str, int, Decimal, Figure, type(None)}


def test_a_unit_inside_its_department_is_said_on_slides_with_both(connection: duckdb.DuckDBPyConnection) -> None:
    view = view_of(connection)
    unit, department = comparability.nested_pairs(view.documents)[0]
    both = of_page(connection, "overview")[0]
    assert view.label(unit) in both.basis
    assert view.label(department) in both.basis


def test_treemaps_hold_the_lowest_rows_and_sum_to_the_whole(connection: duckdb.DuckDBPyConnection) -> None:
    view = view_of(connection, "yantai-hrss-2024")
    slide = of_page(connection, "function_spending", view=view)[0]
    assert slide.chart
    assert slide.chart.kind == "treemap"
    areas = [figure.yuan for figure in slide.chart.series[0].figures]
    assert sum(area for area in areas if area is not None) == Decimal("1730328800.00")
    assert len(slide.chart.parents) == len(slide.chart.categories) == len(areas)


def test_the_rest_row_makes_a_short_table_whole(connection: duckdb.DuckDBPyConnection) -> None:
    view = view_of(connection, "yantai-hrss-2024")
    slide = of_page(connection, "function_spending", view=view)[0]
    assert slide.table
    assert len(slide.table.rows) == slides.BRIEF + 2
    cells = [row[2] for row in slide.table.rows]
    whole = cells.pop()
    assert isinstance(whole, Figure)
    assert whole.yuan == Decimal("1730328800.00")
    assert sum(c.yuan for c in cells if isinstance(c, Figure) and c.yuan is not None) == Decimal("1730328800.00")


def test_a_workbook_has_every_row_and_sums_that_are_exact(connection: duckdb.DuckDBPyConnection) -> None:
    view = view_of(connection, "yantai-hrss-2024")
    slide = of_page(connection, "function_spending", view=view, full=True)[0]
    assert slide.table
    rows = one(
        connection,
        "SELECT count(DISTINCT row_no) FROM amounts "
        "WHERE document_id = 'yantai-hrss-2024' AND statement = 'expenditure'",
    )
    assert len(slide.table.rows) == rows
    assert slide.table.sums_of
    for number, parts in slide.table.sums_of.items():
        for place in (2, 3, 4):
            cells = [slide.table.rows[part][place] for part in parts]
            known = [cell.yuan for cell in cells if isinstance(cell, Figure) and cell.yuan is not None]
            whole = slide.table.rows[number][place]
            assert isinstance(whole, Figure)
            assert whole.yuan == (sum(known) if known else None)


def test_the_choices_of_a_page_are_those_of_its_slides(connection: duckdb.DuckDBPyConnection) -> None:
    broad = of_page(connection, "pension", choices={"definition": "broad"})
    assert "宽口径" in broad[0].title
    fund = of_page(connection, "function_spending", choices={"statement": "state_capital"})
    assert {slide.title.partition("（")[2].removesuffix("）") for slide in fund} == {"国有资本经营预算支出表"}
    level = of_page(connection, "function_spending", choices={"level": "yantai-hrss-2024|208"})
    assert len(level) == 1
    assert "208 社会保障和就业支出" in level[0].title
    found = of_page(connection, "projects", choices={"wanted": Wanted(None, text="养老保险")})
    assert found[0].table
    assert 0 < len(found[0].table.rows) < slides.BRIEF
    assert "筛选" in found[0].basis


def test_one_document_is_spoken_of_alone(connection: duckdb.DuckDBPyConnection) -> None:
    for page in PAGES:
        for slide in of_page(connection, page, view=view_of(connection, "zibo-hitech-hrss-2024")):
            assert "1份文档中" not in slide.title


def test_blanks_stay_blank(connection: duckdb.DuckDBPyConnection) -> None:
    slide = of_page(connection, "overview", view=view_of(connection, "zibo-hitech-hrss-2024"))[0]
    assert column(slide, 3) == {"淄博高新技术产业开发区人力资源和社会保障中心（先创） 2024年预算": None}
    assert column(slide, 7) == {"淄博高新技术产业开发区人力资源和社会保障中心（先创） 2024年预算": None}


def test_a_page_without_figures_says_so(connection: duckdb.DuckDBPyConnection) -> None:
    view = view_of(connection)
    none = replace(view, documents=view.documents.clear())
    made = briefing.one(scene_of(connection, "income", none), DAY)
    assert [slide.title for slide in made.slides] == [Text("zh")("export.nothing")]


def test_the_whole_briefing_has_every_page_with_its_own_link(connection: duckdb.DuckDBPyConnection) -> None:
    links = {page: f"http://host/{page}?region=x" for page in PAGES}
    made = briefing.whole(scene_of(connection, "pension", choices={"definition": "broad"}), links, DAY)
    by_page = {slide.page: slide.link for slide in made.slides}
    t = Text("zh")
    # A scenario is only in the files of the page that shows one: it is no part of what was published.
    said = [page for page in PAGES if page != "whatif"]
    assert by_page == {t(f"page.{p}"): links[p] if p != "pension" else "http://host/pension" for p in said}
    assert any("宽口径" in slide.title for slide in made.slides)
    assert "5份文档" in made.selection


@pytest.fixture(scope="module")
def whole(connection: duckdb.DuckDBPyConnection) -> Briefing:
    return briefing.whole(scene_of(connection, "overview"), dict.fromkeys(PAGES, "http://host/"), DAY)


@pytest.mark.parametrize("wanted", ["pptx", "docx", "xlsx", "csv", "parquet"])
def test_every_format_takes_the_slides_of_every_page(whole: Briefing, wanted: formats.Format) -> None:
    assert len(formats.make(whole, wanted)) > 10_000


def test_names_of_files_are_chinese_and_safe(connection: duckdb.DuckDBPyConnection) -> None:
    view = view_of(connection, "yantai-hrss-2024")
    assert briefing.file_name(view, "pension", DAY, "pptx") == (
        "养老保险基金缺口补助_烟台市人力资源和社会保障局_2024_20261121.pptx"
    )
    hostile = replace(view, documents=view.documents.with_columns(unit=pl.lit('a/b\\c:*?"<>|\n=x')))
    assert not set('/\\:*?"<>|\n') & set(briefing.file_name(hostile, "", DAY, "docx"))


def test_nothing_checked_is_not_nothing_wrong(connection: duckdb.DuckDBPyConnection) -> None:
    def ask(question: queries.Question) -> pl.DataFrame:
        frame = queries.run(connection, question)
        if question.name == "quality_findings":
            return frame.clear()
        return frame.with_columns(pl.lit(0).alias(name) for name in ("pass", "mismatch", "alert") if name in frame)

    view = view_of(connection)
    slide = briefing.PAGES["quality"](replace(scene_of(connection, "quality", view), ask=ask))[0]
    assert slide.title == Text("zh")("slide_quality.unchecked")
