"""Basic expenditure by economic class, as two trees of the same money that are never mixed; pure and exact.

The departmental classification (部门经济分类, 3xx) is what the table is printed by. The government's (政府经济分类)
stands beside it, where it is printed: a departmental row then comes once for each government class it is part of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

Classification = Literal["departmental", "government"]
Row = dict[str, Any]
CLASS: Final = 3
"""Digits of a 类."""
GOVERNMENT: Final = "5"
"""The first digit of every government code."""
MONEY: Final = pl.Decimal(18, 2)


def tree_rows(rows: Sequence[Row], classification: Classification) -> pl.DataFrame:
    """Return one row for each code of one classification, with the sums of its printed rows, in 元; total row first.

    `rows` are one document's of `sql/economic.sql`. The columns are those that `charts.hierarchy.build` reads, where
    `basic_yuan` and `project_yuan` hold 人员 and 公用, the two parts of 基本支出; `rows` names the printed rows.
    Empty where no row has such a code.
    """
    found = _departmental(rows) if classification == "departmental" else _government(rows)
    if not found:
        return pl.DataFrame()
    totals = [_sum("", [row], row["name"]) | {"is_total": True, "code": None} for row in rows if row["is_total"]][:1]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "total_yuan": MONEY,
        "basic_yuan": MONEY,
        "project_yuan": MONEY,
        "code": pl.String,
    }
    return pl.DataFrame([*totals, *found], schema_overrides=schema, infer_schema_length=None)


def behind(rows: Iterable[Row], classification: Classification, code: str) -> list[Row]:
    """Return the printed rows of one code and those below it; of the whole (no code) the total row and every 类."""
    code_of = _own if classification == "departmental" else _governments
    if code:
        return [row for row in rows if (code_of(row) or "").startswith(code)]
    return [row for row in rows if row["is_total"] or len(code_of(row) or "") == CLASS]


def _own(row: Row) -> str | None:
    code: str | None = row["code"]
    return None if not code or code.startswith(GOVERNMENT) else code


def _governments(row: Row) -> str | None:
    """The code beside the departmental one; a table by government class alone prints it in the first place."""
    if row["gov_code"]:
        return str(row["gov_code"])
    return row["code"] if row["code"] and row["code"].startswith(GOVERNMENT) else None


def _name_beside(row: Row) -> str:
    return (row["paired_name"] if row["gov_code"] else row["name"]) or ""


def _departmental(rows: Sequence[Row]) -> list[Row]:
    """A code that is printed beside several government codes is the sum of those rows, each a part of it."""
    grouped = _by([row for row in rows if not row["is_total"]], _own)
    return [_sum(code, members, members[0]["name"]) for code, members in sorted(grouped.items())]


def _government(rows: Sequence[Row]) -> list[Row]:
    """款 from the lowest printed rows; 类 from the 类 rows printed beside them, else from the lowest rows too.

    A 类 row holds the money of the rows below it: both never go into one sum.
    """
    coded = [row for row in rows if not row["is_total"] and _governments(row)]
    lowest = [row for row in coded if not _has_parts(row, rows)]
    printed = _by([row for row in coded if _has_parts(row, rows)], lambda row: (_governments(row) or "")[:CLASS])
    summed = _by(lowest, lambda row: (_governments(row) or "")[:CLASS])
    items = _by([row for row in lowest if len(_governments(row) or "") > CLASS], _governments)
    classes = {code: printed.get(code) or summed[code] for code in sorted({*printed, *summed})}
    names = {code: _class_name(code, members, coded) for code, members in classes.items()}
    found = [_sum(code, members, names[code]) for code, members in classes.items()]
    found += [_sum(code, members, _name_beside(members[0])) for code, members in sorted(items.items())]
    return sorted(found, key=lambda row: row["code"])


def _class_name(code: str, members: Sequence[Row], coded: Sequence[Row]) -> str:
    """The name printed beside the 类 itself; there is none where only its 款 are printed."""
    exact = [row for row in (*members, *coded) if _governments(row) == code]
    return _name_beside(exact[0]) if exact else ""


def _has_parts(row: Row, rows: Sequence[Row]) -> bool:
    """Whether rows below this one are printed, in both of the classifications it is coded by."""
    own, beside = _own(row), _governments(row)
    return any(
        other is not row
        and not other["is_total"]
        and (_below(_own(other), own) if own else _below(_governments(other), beside))
        and (not beside or (_governments(other) or "").startswith(beside))
        for other in rows
    )


def _below(code: str | None, above: str | None) -> bool:
    return bool(code and above and code != above and code.startswith(above))


def _by(rows: Iterable[Row], key: Callable[[Row], str | None]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if code := key(row):
            found.setdefault(code, []).append(row)
    return found


def _sum(code: str, members: Sequence[Row], name: str) -> Row:
    first = members[0]
    return {
        "document_id": first["document_id"],
        "code": code,
        "name": name,
        "is_total": False,
        "total_yuan": _added(members, "total_yuan"),
        "basic_yuan": _added(members, "personnel_yuan"),
        "project_yuan": _added(members, "public_yuan"),
        "rows": [{"table_no": row["table_no"], "row_no": row["row_no"]} for row in members],
        "page": first["page"],
        "line": first["line"],
        "table_no": first["table_no"],
        "row_no": first["row_no"],
    }


def _added(members: Sequence[Row], column: str) -> Decimal | None:
    """The sum of what is printed; all blank stays blank."""
    amounts = [row[column] for row in members if row[column] is not None]
    return sum(amounts[1:], start=amounts[0]) if amounts else None
