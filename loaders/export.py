"""Every public table and view as Parquet, CSV and one Excel workbook."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from loaders.errors import StoreError
from loaders.schemas import TABLES
from loaders.store import read_frame, relations

if TYPE_CHECKING:
    import polars as pl

WORKBOOK: Final = "budgetlens.xlsx"
_LONGEST_SHEET_NAME: Final = 31
_MOST_SHEET_ROWS: Final = 1_048_575
_YUAN_FORMAT: Final = "#,##0.00"


def export(database: Path, folder: Path) -> list[Path]:
    """Write all tables and views of a database into a folder.

    Files are made in a temporary folder and moved when all are complete. CSV is UTF-8 with a byte-order mark, so that
    Excel opens it; in the workbook texts stay texts, whatever sign they begin with.

    Returns:
        The files written.

    Raises:
        StoreError: the database cannot be read or the folder cannot be written.
    """
    names = relations(database)
    if missing := {schema.name for schema in TABLES} - set(names):
        said = "、".join(sorted(missing))
        raise StoreError(f"不是本系统的数据库，或由其他版本生成：{database} 缺少表 {said}。请重新运行 budgetlens load")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            made = _write_all(database, names, Path(temporary))
            return [Path(shutil.move(path, folder / path.name)) for path in made]
    except OSError as error:
        raise StoreError(
            f"无法写入文件夹：{folder}（{error.strerror or error}）。请检查路径、权限和磁盘空间"
        ) from error


def _write_all(database: Path, names: list[str], folder: Path) -> list[Path]:
    made: list[Path] = []
    frames: dict[str, pl.DataFrame] = {}
    for name in names:
        frame = frames[name] = read_frame(database, name)
        frame.write_parquet(folder / f"{name}.parquet")
        frame.write_csv(folder / f"{name}.csv", include_bom=True)
        made += [folder / f"{name}.parquet", folder / f"{name}.csv"]
    _write_workbook(frames, folder / WORKBOOK)
    return [*made, folder / WORKBOOK]


def _write_workbook(frames: dict[str, pl.DataFrame], path: Path) -> None:
    import polars as pl  # noqa: PLC0415 - only for the workbook
    import xlsxwriter  # noqa: PLC0415 - only for the workbook

    options: dict[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as workbook:
        for name, frame in frames.items():
            if frame.height > _MOST_SHEET_ROWS:
                continue
            formats: dict[Any, Any] = {c: "0" for c in frame.columns if c.endswith(("year", "_no"))}
            formats |= {c: _YUAN_FORMAT for c, kind in frame.schema.items() if isinstance(kind, pl.Decimal)}
            frame.write_excel(
                workbook,
                worksheet=name[:_LONGEST_SHEET_NAME],
                column_formats=formats,
                freeze_panes=(1, 0),
                autofit=True,
            )
