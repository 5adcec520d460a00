# ruff: noqa: ANN401 - rows hold whatever their columns hold
"""A small hand-written database with every kind of row the dashboard has to show."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

import loaders
from loaders import schemas
from loaders.store import create_views_sql

if TYPE_CHECKING:
    from collections.abc import Callable

SQL = Path(loaders.__file__).parent / "sql"
HOSTILE = "<b>$a$ 2020~2025~ ![](http://x)</b> & 1. x"
DEPARTMENT, UNIT, ZONE, NONE = "jia-hrss-2024", "jia-centre-2023", "yi-zone-2024", "bing-hrss-2023"
WHEN = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)

Row = dict[str, Any]
Content = dict[str, list[Row]]
"""Rows by table."""


def _document(document_id: str, jurisdiction: str, unit: str, year: int, **more: Any) -> Row:
    return {
        "document_id": document_id,
        "title": f"{year}年{unit}部门预算",
        "jurisdiction": jurisdiction,
        "unit": unit,
        "scope": "department",
        "fiscal_year": year,
        "stage": "budget",
        "source_file": f"{document_id}.txt",
        "source_path": f"data/{document_id}.txt",
        "source_format": "text",
        "sha256": "0" * 64,
        "loader_version": "test",
        "loaded_at": WHEN,
    } | more


DOCUMENTS = [
    _document(DEPARTMENT, "甲市", "甲市人力资源和社会保障局", 2024),
    _document(UNIT, "甲市", "甲市社会保险中心", 2023, scope="unit", parent_unit="甲市人力资源和社会保障局"),
    _document(ZONE, "乙区", "乙区社会保障中心", 2024),
    _document(NONE, "丙市", "丙市人力资源和社会保障局", 2023),
]

# document → (code, name, total, basic, project) in 万元 as printed; None is a blank cell
SPENDING: dict[str, list[tuple[str | None, str, str | None, str | None, str | None]]] = {
    DEPARTMENT: [
        (None, "合计", "1,500.00", "500.00", "1,000.00"),
        ("208", "社会保障和就业支出", "1,400.00", "400.00", "1,000.00"),
        ("20801", "人力资源和社会保障管理事务", "400.00", "400.00", None),
        ("2080101", HOSTILE, "400.00", "400.00", None),
        ("20805", "行政事业单位养老支出", "700.00", None, "700.00"),
        ("2080507", "对机关事业单位基本养老保险基金的补助", "700.00", None, "700.00"),
        ("20826", "财政对基本养老保险基金的补助", "300.00", None, "300.00"),
        ("2082601", "财政对企业职工基本养老保险基金的补助", "250.00", None, "250.00"),
        ("210", "卫生健康支出", "100.00", "100.00", None),
    ],
    UNIT: [
        (None, "合计", "900.00", "100.00", "800.00"),
        ("208", "社会保障和就业支出", "900.00", "100.00", "800.00"),
        ("20805", "行政事业单位养老支出", "620.00", "20.00", "600.00"),
        ("2080505", "机关事业单位基本养老保险缴费支出", "20.00", "20.00", None),
        ("2080507", "对机关事业单位基本养老保险基金的补助", "600.00", None, "600.00"),
        ("20899", "其他社会保障和就业支出", "280.00", "80.00", "200.00"),
    ],
    ZONE: [
        (None, "合计", "93.00", None, "93.00"),
        ("208", "社会保障和就业支出", "93.00", None, "93.00"),
        ("20826", "财政对基本养老保险基金的补助", "63.00", None, "63.00"),
        ("2082602", "财政对城乡居民基本养老保险基金的补助", "63.00", None, "63.00"),
        ("20830", "财政代缴社会保险费支出", "30.00", None, "30.00"),
        ("2083001", "财政代缴城乡居民基本养老保险费支出", "30.00", None, "30.00"),
    ],
    NONE: [
        (None, "合计", "50.00", "45.00", "5.00"),
        ("208", "社会保障和就业支出", "40.00", "45.00", "-5.00"),
        ("20801", "人力资源和社会保障管理事务", "45.00", "45.00", None),
        ("20807", "就业补助", "-5.00", None, "-5.00"),
        ("210", "卫生健康支出", "10.00", None, "10.00"),
    ],
}
LEVELS = {3: 1, 5: 2, 7: 3}
THREE_PUBLIC = [
    # document, year, code, text, origin
    (DEPARTMENT, 2023, "total", "34.33", "printed"),
    (DEPARTMENT, 2023, "vehicle", "20.00", "printed"),
    (DEPARTMENT, 2023, "reception", "14.33", "printed"),
    (DEPARTMENT, 2024, "total", "32.56", "printed"),
    (DEPARTMENT, 2024, "vehicle", "20.00", "printed"),
    (DEPARTMENT, 2024, "reception", "12.56", "printed"),
    (UNIT, 2022, "total", "1.80", "printed"),
    (UNIT, 2022, "vehicle", "1.80", "inferred"),
    (UNIT, 2023, "total", "4.30", "printed"),
    (UNIT, 2023, "vehicle", "1.80", "inferred"),
    (UNIT, 2023, "reception", "2.50", "inferred"),
]


def yuan(text: str) -> Decimal:
    """The printed 万元 in 元."""
    return Decimal(text.replace(",", "")) * 10000


def _amount(document_id: str, statement: str, year: int, measure: str, text: str, **more: Any) -> Row:
    return {
        "document_id": document_id,
        "statement": statement,
        "fiscal_year": year,
        "name": "合计",
        "is_total": False,
        "measure": measure,
        "amount_yuan": yuan(text),
        "amount_text": text,
        "unit_text": "万元",
        "origin": "printed",
        "line": 10,
        "table_no": 1,
        "row_no": 1,
    } | more


def _spending_rows() -> list[Row]:
    rows = []
    years = {d["document_id"]: d["fiscal_year"] for d in DOCUMENTS}
    tables = [(d, "expenditure", 3) for d in SPENDING] + [(DEPARTMENT, "general_public", 5)]
    for document_id, statement, table_no in tables:
        for row_no, (code, name, *texts) in enumerate(SPENDING[document_id], start=1):
            level = LEVELS[len(code)] if code else None
            parent = code[: len(code) - 2] if code and level != 1 else None
            for measure, text in zip(("total", "basic", "project"), texts, strict=True):
                if text is None:
                    continue
                place = {"line": 100 + row_no, "row_no": row_no, "table_no": table_no, "page": 4}
                names = {"code": code, "name": name, "level": level, "parent_code": parent}
                origin = "inferred" if (document_id, code) == (UNIT, "20899") else "printed"
                rows.append(
                    _amount(document_id, statement, years[document_id], measure, text)
                    | place
                    | names
                    | {"is_total": code is None, "origin": origin, "side": "expenditure"}
                )
    return rows


def _personnel_rows() -> list[Row]:
    place = {"is_total": True, "table_no": 5, "row_no": 1, "line": 101, "page": 4, "side": "expenditure"}
    return [
        _amount(DEPARTMENT, "general_public", 2024, "personnel", "450.00") | place,
        _amount(DEPARTMENT, "general_public", 2024, "public", "50.00") | place,
    ]


def _three_public_rows() -> list[Row]:
    return [
        _amount(document_id, "three_public", year, "total", text)
        | {"code": code, "is_total": code == "total", "origin": origin, "name": code, "table_no": 7, "line": 200}
        for document_id, year, code, text, origin in THREE_PUBLIC
    ]


def _income_rows() -> list[Row]:
    place = {"is_total": True, "side": "income", "table_no": 2}
    return [
        _amount(DEPARTMENT, "income", 2024, measure, "1,500.00") | place
        for measure in ("total", "fiscal", "general_public")
    ]


def _projects() -> list[Row]:
    entries = [
        (DEPARTMENT, 1, None, "机关事业养老保险基金缺口 " + HOSTILE, "700.00"),
        (DEPARTMENT, 2, None, "企业养老保险基金缺口财政补助资金", "250.00"),
        (UNIT, 1, None, "机关事业养老保险基金缺口", "600.00"),
        (UNIT, 2, None, "特困事业单位统筹外待遇等", "200.00"),
        (ZONE, 1, None, "居民养老保险基础养老金", "63.00"),
    ]
    return [
        {
            "document_id": document_id,
            "project_no": number,
            "code": code,
            "name": name,
            "category": "特定目标类",
            "total_yuan": yuan(text),
            "page": 12,
            "line": 300 + number,
        }
        for document_id, number, code, name, text in entries
    ]


def _targets() -> list[Row]:
    return [
        {
            "document_id": UNIT,
            "project_no": 1,
            "form_no": 1,
            "project_name": "机关事业养老保险基金缺口",
            "level1": "产出指标",
            "level2": "数量指标",
            "level3": "领取养老金退休人数",
            "value_text": ">24000人",
            "comparator": ">",
            "value_number": Decimal(24000),
            "value_unit": "人",
            "line": 400,
        }
    ]


def _statements() -> list[Row]:
    rows = []
    filled = {(d, s) for d in SPENDING for s in ("expenditure",)} | {
        (DEPARTMENT, "general_public"),
        (DEPARTMENT, "income"),
        (DEPARTMENT, "three_public"),
        (UNIT, "three_public"),
    }
    special = {
        (ZONE, "three_public"): ("declared_empty", "注：2024年没有一般公共预算“三公”经费支出。"),
        (NONE, "procurement"): ("failed", "第 3 列表头无法识别"),
    }
    for document in DOCUMENTS:
        for statement in schemas.STATEMENTS:
            key = (document["document_id"], statement)
            status, note = ("figures", "") if key in filled else special.get(key, ("absent", ""))
            rows.append(
                {
                    "document_id": key[0],
                    "statement": statement,
                    "status": status,
                    "note": note,
                    "title": statement,
                    "rows": 5 if status == "figures" else 0,
                    "line": 99,
                }
            )
    return rows


def _narrative() -> list[Row]:
    base = {
        "document_id": UNIT,
        "topic": "three_public",
        "fiscal_year": 2023,
        "change_yuan": Decimal(0),
        "direction": "flat",
        "is_partial": False,
        "line": 500,
    }
    return [
        base
        | {"subject": "“三公”经费", "code": "total", "amount_yuan": yuan("4.30"), "text": "共4.30万元，与上年持平。"},
        base
        | {"subject": "公务接待费", "code": "reception", "amount_yuan": yuan("2.50"), "text": "2.50万元，与上年持平。"},
    ]


def _checks() -> list[Row]:
    def check(document_id: str, outcome: str, code: str | None, left: str, right: str) -> Row:
        return {
            "document_id": document_id,
            "rule": "W5",
            "statement": "expenditure",
            "code": code,
            "measure": "total",
            "outcome": outcome,
            "left_yuan": yuan(left),
            "right_yuan": yuan(right),
            "difference_yuan": yuan(left) - yuan(right),
            "message": f"{code}：本级 {left} 万元，下级合计 {right} 万元",
            "page": 4,
            "line": 107,
        }

    found = [
        check(DEPARTMENT, "mismatch", "20826", "300.00", "250.00"),
        check(DEPARTMENT, "pass", "208", "1400.00", "1400.00"),
        check(ZONE, "rounding", "208", "93.00", "93.00"),
    ]
    return [row | {"check_no": number} for number, row in enumerate(found, start=1)]


# check → document, codes on the left, codes on the right
SIDES = {
    1: (DEPARTMENT, ("20826",), ("2082601",)),
    2: (DEPARTMENT, ("208",), ("20801", "20805", "20826")),
    3: (ZONE, ("208",), ("20826", "20830")),
}


def _operands(amounts: list[Row]) -> list[Row]:
    """The totals of the codes of each identity, as the expenditure statement prints them."""
    totals = {
        (row["document_id"], row["code"]): row
        for row in amounts
        if row["statement"] == "expenditure" and row["measure"] == "total"
    }
    sides = [
        (check_no, role, totals[document, code])
        for check_no, (document, *codes) in SIDES.items()
        for role, of_side in zip(("left", "right"), codes, strict=True)
        for code in of_side
    ]
    return [
        {
            "document_id": row["document_id"],
            "check_no": check_no,
            "role": role,
            "sign": 1,
            "label": row["name"],
            "source": "amounts",
            "source_document_id": row["document_id"],
            "source_no": row["figure_no"],
        }
        | {name: row[name] for name in ("amount_yuan", "amount_text", "unit_text", "page", "line")}
        for check_no, role, row in sides
    ]


def rows() -> Content:
    """All rows by table, as mappings; absent keys are NULL."""
    printed = _spending_rows() + _personnel_rows() + _three_public_rows() + _income_rows()
    amounts = [row | {"figure_no": number} for number, row in enumerate(printed, start=1)]
    return {
        "documents": list(DOCUMENTS),
        "amounts": amounts,
        "projects": _projects(),
        "targets": _targets(),
        "statements": _statements(),
        "narrative": _narrative(),
        "rules": [{"rule": "W5", "rule_no": 1, "title": "上级 = 下级之和", "formula": "类 = Σ款", "severity": "hard"}],
        "checks": _checks(),
        "check_operands": _operands(amounts),
        "repairs": [
            {
                "document_id": UNIT,
                "statement": "expenditure",
                "kind": "inferred_column",
                "before": "280.00 80.00 200.00",
                "after": "合计 280.00；基本 80.00；项目 200.00",
                "reason": "合计 = 基本 + 项目",
                "line": 106,
            }
        ],
        "leftovers": [{"document_id": ZONE, "title": "其他表", "reason": "不在数据契约内", "text": HOSTILE, "line": 9}],
        "failures": [
            {
                "source_file": "broken.pdf",
                "source_path": "data/broken.pdf",
                "reason": "没有文本层",
                "remedy": "先做文字识别",
                "page": 1,
                "loader_version": "test",
                "failed_at": WHEN,
            }
        ],
    }


NUMBERED: dict[str, Callable[[int], Row]] = {
    "amounts": lambda number: {"figure_no": number},
    "targets": lambda number: {"target_no": number},
    "narrative": lambda number: {"fact_no": number, "is_approximate": False},
    "checks": lambda number: {"check_no": number},
}
"""What the loaders add to each row; here the numbers go through all documents."""


def _numbered(table: str, content: Content) -> list[Row]:
    rows = content.get(table, [])
    return [NUMBERED[table](number) | row for number, row in enumerate(rows, 1)] if table in NUMBERED else rows


def build(path: Path, content: Content | None = None) -> Path:
    """Write a database of the public schema with its views; `content` defaults to `rows()`."""
    content = rows() if content is None else content
    with duckdb.connect(str(path)) as connection:
        # All at once: each statement by itself would be written out and waited for.
        connection.begin()
        for table in schemas.TABLES:
            connection.execute(schemas.create_table_sql(table))
            for names, alike in groupby(_numbered(table.name, content), tuple):
                values = [list(row.values()) for row in alike]
                marks = ", ".join(f"({', '.join('?' for _ in names)})" for _ in values)
                query = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES {marks}"  # noqa: S608 - our own names
                connection.execute(query, list(chain.from_iterable(values)))
        # What is marked follows from the identities above, as in a real load.
        connection.execute("CREATE TEMP TABLE doc AS FROM documents")
        connection.execute((SQL / "checks" / "marks.sql").read_text(encoding="utf-8"))
        connection.execute(create_views_sql())
        connection.commit()
    return path


def only(document_id: str | None) -> Content:
    """The rows of one document, or none at all."""
    return {
        table: found if table == "rules" else [row for row in found if row.get("document_id") == document_id]
        for table, found in rows().items()
    }
