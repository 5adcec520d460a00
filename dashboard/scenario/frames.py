"""What a worked-out scenario hands over: frames, in exact 元."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dashboard.scenario.model import Result
from dashboard.scenario.shares import to_yuan
from loaders.schemas import polars_schema, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dashboard.scenario.book import Book, Figure
    from dashboard.scenario.model import Scenario, Step
    from dashboard.scenario.targets import Work

MONEY: Final = pl.Decimal(18, 2)
SHARE: Final = pl.Decimal(18, 8)
_TEN: Final = Decimal("0.00000001")

LINES: Final[dict[str, pl.DataType]] = {
    "document_id": pl.String(),
    "jurisdiction": pl.String(),
    "unit": pl.String(),
    "fiscal_year": pl.Int32(),
    "counted": pl.Boolean(),
    "code": pl.String(),
    "name": pl.String(),
    "level": pl.Int32(),
    "is_total": pl.Boolean(),
    "measure": pl.String(),
    "baseline_yuan": MONEY,
    "scenario_yuan": MONEY,
    "change_yuan": MONEY,
    "baseline_share": SHARE,
    "scenario_share": SHARE,
    "added": pl.String(),
    "page": pl.Int32(),
    "line": pl.Int32(),
}
TABLES: Final = {
    "lines": ("expenditure", ("total", "basic", "project")),
    "components": ("three_public", ("total",)),
    "projects": ("project", ("total",)),
}
"""The tables of lines: the statement and its columns."""
ATOMS: Final[dict[str, pl.DataType]] = {
    "document_id": pl.String(),
    "counted": pl.Boolean(),
    "code": pl.String(),
    "name": pl.String(),
    "split": pl.String(),
    "fund": pl.String(),
    "baseline_yuan": MONEY,
    "scenario_yuan": MONEY,
}
FUNDING: Final[dict[str, pl.DataType]] = {
    "number": pl.Int32(),
    "document_id": pl.String(),
    "jurisdiction": pl.String(),
    "unit": pl.String(),
    "source": pl.String(),
    "change_yuan": MONEY,
}
DOCUMENTS: Final[dict[str, pl.DataType]] = {
    "document_id": pl.String(),
    "jurisdiction": pl.String(),
    "unit": pl.String(),
    "scope": pl.String(),
    "fiscal_year": pl.Int32(),
    "stage": pl.String(),
    "counted": pl.Boolean(),
    "baseline_yuan": MONEY,
    "scenario_yuan": MONEY,
}


def frames(
    work: Work, scenario: Scenario, steps: tuple[Step, ...], funding: Sequence[tuple[int, str, str, int]]
) -> Result:
    """Return the outcome of a scenario as frames."""
    about = {row["document_id"]: row for row in work.baseline.documents.iter_rows(named=True)}
    places = {
        (row["document_id"], row["figure_no"]): (row["page"], row["line"])
        for row in work.baseline.figures.select("document_id", "figure_no", "page", "line").iter_rows(named=True)
    }
    documents = _documents(work, about)
    counted = documents.filter("counted")
    tables = {"amounts": partial(_amounts, work, about), "atoms": partial(atoms, work)}
    for name, (statement, measures) in TABLES.items():
        tables[name] = partial(_lines, work, about, places, statement, measures)
        tables[f"{name}_leaves"] = partial(leaves, work, statement, measures)
    return Result(
        scenario,
        steps,
        pl.DataFrame(
            [
                (number, document, about[document]["jurisdiction"], about[document]["unit"], source, to_yuan(fen))
                for number, document, source, fen in funding
            ],
            schema=FUNDING,
            orient="row",
        ),
        documents,
        sum(counted["baseline_yuan"].drop_nulls().to_list(), Decimal(0)),
        sum(counted["scenario_yuan"].drop_nulls().to_list(), Decimal(0)),
        tables,
    )


def atoms(work: Work) -> pl.DataFrame:
    """Return the lowest lines of spending."""
    rows = []
    for document_id, book in work.books.items():
        for atom in work.atoms(book):
            now = atom.fen + work.lines.get(id(atom), 0)
            head = (document_id, work.counted[document_id], atom.code, atom.name, atom.split, atom.fund)
            rows.append((*head, to_yuan(atom.fen), to_yuan(now)))
    return pl.DataFrame(rows, schema=ATOMS, orient="row")


def _documents(work: Work, about: Mapping[str, dict[str, Any]]) -> pl.DataFrame:
    rows = []
    for document_id, book in work.books.items():
        no = book.total()
        base = book.figures[no].fen if no is not None else None
        moved = work.change.get(document_id, {}).get(no, 0) if no is not None else 0
        row = about[document_id]
        yuan = (to_yuan(base), to_yuan(base + moved)) if base is not None else (None, None)
        rows.append((*(row[name] for name in list(DOCUMENTS)[:7]), *yuan))
    return pl.DataFrame(rows, schema=DOCUMENTS, orient="row")


def _changed(work: Work, book: Book) -> Iterator[tuple[Figure, int]]:
    change = work.change.get(book.document_id, {})
    for no, figure in sorted(book.figures.items(), key=lambda entry: (entry[0] < 0, abs(entry[0]))):
        if no > 0 or change.get(no, 0):
            yield figure, change.get(no, 0)


def printed_schema() -> dict[str, pl.DataType]:
    """Return the columns of the public table of figures."""
    return dict(polars_schema(table("amounts")))


def _amounts(work: Work, about: Mapping[str, dict[str, Any]]) -> pl.DataFrame:
    """Return all figures in the columns of the public table; added lines stand after the printed ones."""
    schema = printed_schema()
    printed = work.baseline.figures.select(list(schema))
    moved: list[tuple[str, int, Decimal]] = []
    added: list[dict[str, Any]] = []
    for document_id, book in work.books.items():
        for figure, fen in _changed(work, book):
            if figure.no > 0:
                moved.append((document_id, figure.no, to_yuan(fen)))
            else:
                added.append(_added_row(book, figure, fen, about[document_id]["fiscal_year"]))
    keyed = pl.DataFrame(
        moved,
        schema={"document_id": pl.String(), "figure_no": pl.Int32(), "change_yuan": MONEY},
        orient="row",
    )
    frame = printed.join(keyed, on=["document_id", "figure_no"], how="left", maintain_order="left").with_columns(
        baseline_yuan=pl.col("amount_yuan"),
        amount_yuan=(pl.col("amount_yuan") + pl.col("change_yuan")).cast(MONEY),
        origin=pl.when(pl.col("change_yuan") == 0).then("origin").otherwise(pl.lit("scenario")),
    )
    columns = [*schema, "baseline_yuan", "change_yuan"]
    extra = pl.DataFrame(added, schema={**schema, "baseline_yuan": MONEY, "change_yuan": MONEY})
    return pl.concat([frame.select(columns), extra.select(columns)])


def _added_row(book: Book, figure: Figure, fen: int, year: int) -> dict[str, Any]:
    """Return a line that a scenario adds; on a printed row it takes that row's place."""
    own = figure.row[2] == "added"
    return {
        "document_id": book.document_id,
        "statement": figure.statement,
        "fiscal_year": year,
        "side": figure.side,
        "code": figure.code,
        "gov_code": None,
        "name": figure.name,
        "paired_name": None,
        "level": figure.level,
        "parent_code": None,
        "is_total": figure.is_total,
        "measure": figure.measure,
        "amount_yuan": to_yuan(fen),
        "amount_text": "",
        "unit_text": "元",
        "origin": "scenario",
        "page": None,
        "line": None,
        "box": None,
        "table_no": 0 if own else figure.row[2],
        "row_no": 0 if own else figure.row[3],
        "figure_no": figure.no,
        "baseline_yuan": None,
        "change_yuan": to_yuan(fen),
    }


def _lines(
    work: Work,
    about: Mapping[str, dict[str, Any]],
    places: Mapping[tuple[str, int], tuple[int | None, int | None]],
    statement: str,
    measures: Sequence[str],
) -> pl.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for document_id, book in work.books.items():
        row = about[document_id]
        whole = _whole(work, book, statement)
        for figure, fen in _of_table(work, book, statement, measures):
            head = (*(row[name] for name in list(LINES)[:5]), figure.code, figure.name, figure.level, figure.is_total)
            base = figure.fen if figure.no > 0 else None
            yuan = (None if base is None else to_yuan(base), to_yuan(figure.fen + fen), to_yuan(fen))
            shares = (share(figure.fen, whole[0]) if base is not None else None, share(figure.fen + fen, whole[1]))
            place = places.get((document_id, figure.no), (None, None))
            rows.append((*head, figure.measure, *yuan, *shares, figure.added, *place))
    return pl.DataFrame(rows, schema=LINES, orient="row")


def _of_table(work: Work, book: Book, statement: str, measures: Sequence[str]) -> Iterator[tuple[Figure, int]]:
    found = ((figure, fen) for figure, fen in _changed(work, book) if figure.statement == statement)
    return ((figure, fen) for figure, fen in found if figure.measure in measures)


def leaves(work: Work, statement: str, measures: Sequence[str]) -> pl.DataFrame:
    """Return which rows of a table of lines are lowest ones, in its order: `is_leaf`."""
    found: list[bool] = []
    for book in work.books.values():
        inner = {container for no in book.figures if no > 0 for container in book.above.get(no, ())}
        for figure, _ in _of_table(work, book, statement, measures):
            found.append(not figure.is_total and not _holds_rows(book, figure, inner))
    return pl.DataFrame({"is_leaf": found}, schema={"is_leaf": pl.Boolean()})


def _holds_rows(book: Book, figure: Figure, inner: set[int]) -> bool:
    """Tell whether another row of the same table is a part of a figure's row."""
    if figure.no not in inner:
        return False
    if figure.statement == "three_public":
        return True
    rows = book.inner_rows(figure.statement, figure.side)
    return figure.row in rows


def _whole(work: Work, book: Book, statement: str) -> tuple[int, int]:
    change = work.change.get(book.document_id, {})
    totals = (f.no for f in book.figures.values() if f.statement == statement and f.is_total and f.measure == "total")
    no = book.total() if statement == "expenditure" else next(totals, None)
    return (book.figures[no].fen, book.figures[no].fen + change.get(no, 0)) if no is not None else (0, 0)


def share(fen: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """Return a part of a whole, 0-1; None where there is no whole."""
    return (Decimal(fen) / Decimal(whole)).quantize(_TEN) if whole else None
