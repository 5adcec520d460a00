"""Worked-out scenarios as a workbook: 情景, 对比 (differences, shares and sums as live formulas), 资金来源, 口径.

Texts stay texts, whatever sign they begin with; amounts are exact 元.
"""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from dashboard.scenario.words import remarks, rule_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.scenario.model import Result, Trajectory
    from dashboard.text import Text

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_YUAN, _SHARE, _RATE = "#,##0.00", "0.00%", "0.00##"
_MOST_DIGITS: Final = 15
_FIXED: Final = ("document", "unit", "year", "counted", "code", "line", "measure")


class _Sheet:
    """One sheet with its header, written row by row."""

    def __init__(self, native: Any, name: str, labels: Sequence[str], widths: Sequence[int]) -> None:  # noqa: ANN401
        self.native, self.book = native.add_worksheet(name), native
        self.looks: dict[tuple[str, bool], Any] = {}
        head = native.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for column, (label, width) in enumerate(zip(labels, widths, strict=True)):
            self.native.write_string(0, column, label, head)
            self.native.set_column(column, column, width)
        self.native.freeze_panes(1, 0)
        self.row = 0

    def look(self, pattern: str, *, bold: bool = False) -> Any:  # noqa: ANN401 - the library's own
        """Return a format, made once."""
        if (pattern, bold) not in self.looks:
            made = self.book.add_format(
                {"num_format": pattern, "bold": bold, "valign": "top", "text_wrap": pattern == "@"}
            )
            self.looks[pattern, bold] = made
        return self.looks[pattern, bold]

    def put(self, column: int, value: object, pattern: str = "@", *, bold: bool = False) -> None:
        """Write a cell: None stays blank; a number with more digits than Excel keeps is written out as text."""
        if value is None:
            return
        exact = isinstance(value, Decimal | int) and not isinstance(value, bool)
        if exact and len(Decimal(str(value)).as_tuple().digits) <= _MOST_DIGITS:
            self.native.write_number(self.row, column, value, self.look(pattern, bold=bold))
        else:
            self.native.write_string(self.row, column, str(value), self.look("@", bold=bold))

    def formula(self, column: int, formula: str, value: Decimal | None, pattern: str, *, bold: bool = False) -> None:
        """Write a formula with the value that it gives."""
        shown = "" if value is None else value
        self.native.write_formula(self.row, column, formula, self.look(pattern, bold=bold), shown)

    def cell(self, column: int, row: int | None = None) -> str:
        """Return the name of a cell of a row, the present one by default."""
        return str(xl_rowcol_to_cell(self.row if row is None else row, column))


def workbook(results: Sequence[Result], paths: Sequence[Trajectory], t: Text) -> bytes:
    """Return up to four scenarios of one baseline as an `.xlsx`."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as native:
        _rules(native, results, paths, t)
        _comparison(native, results, t)
        _funding(native, results, t)
        _basis(native, results, t)
    return content.getvalue()


def _labels(t: Text, *names: str) -> list[str]:
    return [t(f"scenario_sheet.{name}") for name in names]


def _rules(native: Any, results: Sequence[Result], paths: Sequence[Trajectory], t: Text) -> None:  # noqa: ANN401
    names = ("scenario", "number", "rule", "status", "lines", "lines_yuan", "lines_change", "change", "remarks")
    sheet = _Sheet(native, t("scenario_sheet.rules"), _labels(t, *names), (18, 8, 50, 10, 8, 20, 20, 20, 90))
    for result in results:
        for step in result.steps:
            sheet.row += 1
            sheet.put(0, result.scenario.name)
            sheet.put(1, step.number, "0")
            sheet.put(2, step.rule.name or rule_text(step.rule, t))
            sheet.put(3, t(f"scenario_status.{step.status}"))
            sheet.put(4, step.lines, "0")
            for column, yuan in enumerate((step.lines_yuan, step.lines_change_yuan, step.change_yuan), start=5):
                sheet.put(column, yuan, _YUAN)
            sheet.put(8, "\n".join(remarks(step, t)))
    sheet.row += 1
    _paths(sheet, results, paths, t)


def _paths(sheet: _Sheet, results: Sequence[Result], paths: Sequence[Trajectory], t: Text) -> None:
    """The assumptions for later years, and where they lead."""
    sheet.row += 1
    sheet.put(0, t("scenario_sheet.path_title"), bold=True)
    for result, path in zip(results, paths, strict=True):
        for row in path.assumptions.iter_rows(named=True):
            sheet.row += 1
            sheet.put(0, result.scenario.name)
            sheet.put(1, row["number"], "0")
            sheet.put(2, row["label"] or t("scenario_sheet.growth"))
            for column, name in enumerate(("low_percent", "percent", "high_percent"), start=5):
                sheet.put(column, row[name], _RATE)
            sheet.put(8, row["place"])
    for result, path in zip(results, paths, strict=True):
        for year in path.years["year"].unique(maintain_order=True).to_list():
            sheet.row += 1
            sheet.put(0, result.scenario.name)
            sheet.put(2, t("scenario_sheet.path_year", year=year))
            for column, name in enumerate(("low", "base", "high"), start=5):
                [yuan] = path.years.filter(year=year, path=name)["scenario_yuan"].to_list()
                sheet.put(column, yuan, _YUAN)


def _comparison(native: Any, results: Sequence[Result], t: Text) -> None:  # noqa: ANN401
    own = ("scenario_yuan", "difference", "share")
    labels = [*_labels(t, *_FIXED, "baseline_yuan", "share")]
    for result in results:
        labels += [f"{result.scenario.name} {label}".strip() for label in _labels(t, *own)]
    widths = (24, 28, 8, 8, 12, 34, 10, 22, 10, *((22, 20, 10) * len(results)))
    sheet = _Sheet(native, t("scenario_sheet.comparison"), labels, widths)
    totals: list[int] = []
    whole: dict[str, int] = {}
    for key, rows in _rows(results):
        sheet.row += 1
        row = next(row for row in rows if row is not None)
        if row["is_total"] and row["measure"] == "total" and row["document_id"] not in whole:
            whole[row["document_id"]] = sheet.row
            totals += [sheet.row] if row["counted"] else []
        _compare(sheet, rows, row, whole.get(key[0]), t)
    _sums(sheet, results, totals, t)


def _rows(results: Sequence[Result]) -> list[tuple[tuple[Any, ...], list[dict[str, Any] | None]]]:
    """Return the rows of the expenditure statements, total row first in each document, beside each other."""
    found: dict[tuple[Any, ...], list[dict[str, Any] | None]] = {}
    for place, result in enumerate(results):
        for row in result.lines.iter_rows(named=True):
            key = (
                row["document_id"],
                not row["is_total"],
                row["added"] or "",
                row["code"] or "",
                row["name"],
                row["measure"],
            )
            found.setdefault(key, [None] * len(results))[place] = row
    return sorted(found.items(), key=lambda entry: entry[0][:4])


def _compare(
    sheet: _Sheet, rows: Sequence[dict[str, Any] | None], row: dict[str, Any], whole: int | None, t: Text
) -> None:
    bold = bool(row["is_total"])
    sheet.put(0, row["document_id"], bold=bold)
    sheet.put(1, row["unit"], bold=bold)
    sheet.put(2, row["fiscal_year"], "0", bold=bold)
    sheet.put(3, t(f"scenario_sheet.{'yes' if row['counted'] else 'no'}"), bold=bold)
    sheet.put(4, row["code"], bold=bold)
    sheet.put(5, row["name"], bold=bold)
    sheet.put(6, t(f"measure.{row['measure']}"), bold=bold)
    sheet.put(7, row["baseline_yuan"], _YUAN, bold=bold)
    _share(sheet, 8, 7, whole, row["baseline_share"], bold=bold)
    for place, found in enumerate(rows):
        column = 9 + 3 * place
        yuan = found["scenario_yuan"] if found else row["baseline_yuan"]
        sheet.put(column, yuan, _YUAN, bold=bold)
        change = found["change_yuan"] if found else Decimal(0)
        if yuan is not None:
            sheet.formula(column + 1, f"=ROUND({sheet.cell(column)}-{sheet.cell(7)},2)", change, _YUAN, bold=bold)
            _share(sheet, column + 2, column, whole, found["scenario_share"] if found else None, bold=bold)


def _share(  # noqa: PLR0913 - a cell, its two operands and its look
    sheet: _Sheet, column: int, of: int, whole: int | None, value: Decimal | None, *, bold: bool
) -> None:
    if whole is not None:
        total = sheet.cell(of, whole)
        sheet.formula(column, f'=IF({total}=0,"",{sheet.cell(of)}/{total})', value, _SHARE, bold=bold)


def _sums(sheet: _Sheet, results: Sequence[Result], totals: Sequence[int], t: Text) -> None:
    sheet.row += 2
    sheet.put(5, t("scenario_sheet.sum"), bold=True)
    columns = [(7, results[0].baseline_yuan)] if results else []
    columns += [(9 + 3 * place, result.scenario_yuan) for place, result in enumerate(results)]
    columns += [(10 + 3 * place, r.scenario_yuan - r.baseline_yuan) for place, r in enumerate(results)]
    for column, value in columns:
        added = "+".join(sheet.cell(column, row) for row in totals) or "0"
        sheet.formula(column, f"=ROUND({added},2)", value, _YUAN, bold=True)


def _funding(native: Any, results: Sequence[Result], t: Text) -> None:  # noqa: ANN401
    names = ("scenario", "number", "document", "unit", "source", "change")
    sheet = _Sheet(native, t("scenario_sheet.funding"), _labels(t, *names), (18, 8, 26, 34, 24, 22))
    for result in results:
        first = sheet.row + 1
        for row in result.funding.iter_rows(named=True):
            sheet.row += 1
            sheet.put(0, result.scenario.name)
            sheet.put(1, row["number"], "0")
            sheet.put(2, row["document_id"])
            sheet.put(3, row["unit"])
            sheet.put(4, source_text(row["source"], row["change_yuan"], t))
            sheet.put(5, row["change_yuan"], _YUAN)
        if sheet.row >= first:
            cells = f"{sheet.cell(5, first)}:{sheet.cell(5)}"
            paid = sum(result.funding["change_yuan"].to_list(), Decimal(0))
            sheet.row += 1
            sheet.put(4, t("scenario_sheet.paid"), bold=True)
            sheet.formula(5, f"=ROUND(SUM({cells}),2)", paid, _YUAN, bold=True)


def source_text(source: str, change: Decimal, t: Text) -> str:
    """Return the name of a source; where nobody pays, 资金缺口 or 结余."""
    if source == "gap":
        return t("scenario_sheet.gap") if change > 0 else t("scenario_sheet.remainder")
    return t(f"measure.{source}")


def _basis(native: Any, results: Sequence[Result], t: Text) -> None:  # noqa: ANN401
    sheet = _Sheet(native, t("scenario_sheet.basis"), [t("scenario_sheet.basis")], (120,))
    for name in ("basis_assumption", "basis_counted", "basis_identities", "basis_added", "basis_gap", "basis_path"):
        sheet.row += 1
        sheet.put(0, t(f"scenario_sheet.{name}"))
    documents = results[0].documents.iter_rows(named=True) if results else ()
    for row in documents:
        sheet.row += 1
        counted = t(f"scenario_sheet.{'counted_in' if row['counted'] else 'counted_not'}")
        sheet.put(0, f"{row['document_id']} {row['jurisdiction']} {row['unit']} {row['fiscal_year']}：{counted}")
