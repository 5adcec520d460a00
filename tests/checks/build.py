"""Small documents by hand.

A document is a list of rows of the public tables, whatever their kind, given to `tests.checks.book.case`. Amounts are
written as a table would print them; what is not said is the usual: 2024, 万元, a department's budget.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from loaders.model import Amount, Document, LoadedDocument, NarrativeFact, Project, Statement, Target

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.model import Comparator, Direction, Origin, Scope, Side, Stage, Status

YEAR = 2024
SCALE = {"元": Decimal(1), "万元": Decimal(10000), "亿元": Decimal(100000000)}
ID = "some-bureau-2024"

Rows: TypeAlias = "Amount | Project | Target | Statement | NarrativeFact | Iterable[Rows]"


def yuan(text: str, unit: str = "万元") -> Decimal:
    return Decimal(text.replace(",", "")) * SCALE[unit]


def document(
    *rows: Rows,
    document_id: str = ID,
    jurisdiction: str = "某市",
    fiscal_year: int = YEAR,
    stage: Stage = "budget",
    scope: Scope = "department",
    unit: str = "某局",
    parent_unit: str | None = None,
) -> LoadedDocument:
    """Return a document of these rows, numbered as the loaders number them."""
    loaded = LoadedDocument(
        Document(
            document_id=document_id,
            title=f"{unit}{fiscal_year}年部门{'预算' if stage == 'budget' else '决算'}",
            jurisdiction=jurisdiction,
            division_code=None,
            within_division_code=None,
            unit=unit,
            scope=scope,
            parent_unit=parent_unit,
            fiscal_year=fiscal_year,
            stage=stage,
            source_file=f"{document_id}.md",
            source_path=f"{document_id}.md",
            source_format="markdown",
            sha256="0" * 64,
            pages=None,
            loader_version="0",
            loaded_at=datetime(2024, 1, 1),  # noqa: DTZ001 - the public table keeps UTC without a zone
        )
    )
    flat = [replace(row, document_id=document_id) for row in _flat(rows)]
    loaded.amounts = [replace(r, figure_no=n) for n, r in enumerate(_of(flat, Amount), start=1)]
    loaded.targets = [replace(r, target_no=n) for n, r in enumerate(_of(flat, Target), start=1)]
    loaded.narrative = [replace(r, fact_no=n) for n, r in enumerate(_of(flat, NarrativeFact), start=1)]
    loaded.projects = [replace(r, project_no=n) for n, r in enumerate(_of(flat, Project), start=1)]
    loaded.statements = _of(flat, Statement)
    return loaded


def _flat(rows: Iterable[Rows]) -> list[Any]:
    found: list[Any] = []
    for row in rows:
        found += [row] if isinstance(row, Amount | Project | Target | Statement | NarrativeFact) else _flat(row)
    return found


def _of(rows: list[Any], kind: type[Any]) -> list[Any]:
    return [row for row in rows if isinstance(row, kind)]


# ── amounts ──


def amount(
    statement: str,
    row_no: int,
    name: str,
    measure: str,
    text: str,
    *,
    code: str | None = None,
    gov_code: str | None = None,
    level: int | None = None,
    side: Side | None = None,
    is_total: bool = False,
    unit: str = "万元",
    fiscal_year: int = YEAR,
    table_no: int = 1,
    origin: Origin = "printed",
) -> Amount:
    return Amount(
        box=None,
        document_id=ID,
        statement=statement,
        fiscal_year=fiscal_year,
        side=side,
        code=code,
        gov_code=gov_code,
        name=name,
        paired_name=None,
        level=level,
        parent_code=None,
        is_total=is_total,
        measure=measure,
        amount_yuan=yuan(text, unit),
        amount_text=text,
        unit_text=unit,
        origin=origin,
        page=None,
        line=100 + row_no,
        table_no=table_no,
        row_no=row_no,
    )


def coded(
    statement: str, measures: str, text: str, *, table_no: int = 1, unit: str = "万元", fiscal_year: int = YEAR
) -> list[Amount]:
    """Rows of a coded table, one a line: `code figure…`, `301/501` for paired codes, `-` for a blank cell.

    What is no code is the name of a row without one: a unit, a project, a purchase; 合计 is the total row.
    """
    found = []
    for row_no, row in enumerate(text.strip().splitlines(), start=1):
        label, *cells = row.split()
        code, _, gov_code = label.partition("/")
        has_code, is_total = code.isdigit(), code == "合计"
        found += [
            amount(
                statement,
                row_no,
                f"科目{code}" if has_code else label,
                measure,
                cell,
                code=code if has_code else None,
                gov_code=gov_code or None,
                level=(len(code) - 1) // 2 if has_code else None,
                is_total=is_total,
                unit=unit,
                table_no=table_no,
                fiscal_year=fiscal_year,
            )
            for measure, cell in zip(measures.split(), cells, strict=True)
            if cell != "-"
        ]
    return found


def halves(statement: str, income: str, expenditure: str, *, unit: str = "万元") -> list[Amount]:
    """The two halves of a summary or an appropriation, one item a line: `name figure`, totals by their name.

    In the expenditure half of an appropriation more figures may follow: general_public, government_fund, state_capital.
    """
    measures = ("total", "general_public", "government_fund", "state_capital")
    sides: tuple[tuple[Side, str], ...] = (("income", income), ("expenditure", expenditure))
    found = []
    for side, text in sides:
        for row_no, row in enumerate(text.strip().splitlines(), start=1):
            name, *cells = row.split()
            found += [
                amount(
                    statement,
                    row_no,
                    name,
                    measure,
                    cell,
                    side=side,
                    is_total=name.endswith(("合计", "总计")) or name in ("本年收入", "本年支出"),
                    unit=unit,
                    table_no=9,
                )
                for measure, cell in zip(measures, cells, strict=False)
                if cell != "-"
            ]
    return found


def summary(income: str, expenditure: str = "", *, unit: str = "万元") -> list[Amount]:
    return halves("summary", income, expenditure, unit=unit)


def appropriation(income: str, expenditure: str = "", *, unit: str = "万元") -> list[Amount]:
    return halves("appropriation", income, expenditure, unit=unit)


def three_public(fiscal_year: int = YEAR, *, unit: str = "万元", **cells: str) -> list[Amount]:
    return [
        amount(
            "three_public",
            1,
            code,
            "total",
            text,
            code=code,
            is_total=code == "total",
            fiscal_year=fiscal_year,
            unit=unit,
        )
        for code, text in cells.items()
    ]


# ── the other tables ──


def status(statement: str, state: Status, note: str = "", *, title: str = "", rows: int = 0) -> Statement:
    return Statement(ID, statement, state, note, title, rows, None, 7)


def project(name: str, total: str | None = None, *, code: str | None = None, **sources: str) -> Project:
    """A project in 万元; sources by measure: `general_public="1.00"`."""
    money: dict[str, Any] = {f"{measure}_yuan": yuan(text) for measure, text in sources.items()}
    return Project(ID, 0, code, name, None, yuan(total) if total is not None else None, **money)


def projects(*texts: str | None) -> list[Project]:
    return [project(f"项目{n}", text) for n, text in enumerate(texts, start=1)]


def target(
    project_no: int | None,
    level2: str,
    level3: str,
    value_text: str,
    *,
    comparator: Comparator | None = None,
    number: str | None = None,
    unit: str | None = None,
    level1: str = "成本指标",
    form_no: int = 1,
    line: int = 900,
) -> Target:
    return Target(
        document_id=ID,
        project_no=project_no,
        form_no=form_no,
        project_code=None,
        project_name="项目",
        level1=level1,
        level2=level2,
        level3=level3,
        value_text=value_text,
        comparator=comparator,
        value_number=Decimal(number) if number is not None else None,
        value_unit=unit,
        page=None,
        line=line,
    )


def fact(
    topic: str,
    subject: str,
    amount_text: str | None = None,
    *,
    measure: str | None = None,
    code: str | None = None,
    fiscal_year: int = YEAR,
    change: str | None = None,
    pct: str | None = None,
    share: str | None = None,
    direction: Direction | None = None,
    unit: str = "万元",
    count: int | None = None,
    whole_no: int | None = None,
    approximate: bool = False,
    text: str = "",
    line: int = 500,
) -> NarrativeFact:
    """A fact of the narrative; a decrease is written with its sign: `change="-1.50"`, `pct="-3.20"`."""
    return NarrativeFact(
        document_id=ID,
        topic=topic,
        subject=subject,
        measure=measure,
        code=code,
        fiscal_year=fiscal_year,
        amount_yuan=yuan(amount_text, unit) if amount_text is not None else None,
        change_yuan=yuan(change, unit) if change is not None else None,
        change_pct=Decimal(pct) if pct is not None else None,
        direction=direction,
        text=text or f"{subject}{amount_text or ''}",
        page=None,
        line=line,
        amount_text=amount_text,
        change_text=change.lstrip("-") if change is not None else None,
        pct_text=pct.lstrip("-") if pct is not None else None,
        unit_text=unit,
        share_pct=Decimal(share) if share is not None else None,
        share_text=share,
        count_number=count,
        whole_no=whole_no,
        is_approximate=approximate,
    )
