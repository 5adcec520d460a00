"""Tables of how the reading went: what was mended, what was left out, what failed."""

from __future__ import annotations

from typing import Final

from loaders.schemas.column import DOCUMENT_ID, LINE, PAGE, STATEMENT, Column, Table, required

TABLES: Final = (
    Table(
        "repairs",
        "修复与推断",
        "repairs and inferences",
        (
            DOCUMENT_ID,
            STATEMENT,
            required("kind", "VARCHAR", "类别", "kind"),
            required("before", "VARCHAR", "原文", "before"),
            required("after", "VARCHAR", "结果", "after"),
            required("reason", "VARCHAR", "依据", "reason"),
            PAGE,
            LINE,
        ),
    ),
    Table(
        "leftovers",
        "未载入的内容及原因",
        "what was seen and not loaded, with the reason",
        (
            DOCUMENT_ID,
            required("title", "VARCHAR", "所在表名", "title of the table"),
            required("reason", "VARCHAR", "原因", "reason"),
            required("text", "VARCHAR", "原文", "text as printed"),
            PAGE,
            LINE,
        ),
    ),
    Table(
        "failures",
        "加载失败的文件",
        "files that could not be loaded",
        (
            required("source_file", "VARCHAR", "源文件名", "name of the source file"),
            required("source_path", "VARCHAR", "源文件路径", "path of the source file"),
            Column("sha256", "VARCHAR", "源文件 SHA-256", "SHA-256 of the source file"),
            required("reason", "VARCHAR", "原因", "reason"),
            required("remedy", "VARCHAR", "处理办法", "what to do"),
            Column("table_title", "VARCHAR", "所在表名", "title of the table"),
            PAGE,
            LINE,
            required("loader_version", "VARCHAR", "加载器版本", "version of the loaders"),
            required("failed_at", "TIMESTAMP", "时间（UTC）", "time, UTC"),
        ),
    ),
)
