"""The command line. Messages are Chinese; failures end with a status other than 0."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from loaders.check_command import check_command
from loaders.command import AS_JSON, DATABASE, FILE, console, print_json, refuse_missing
from loaders.errors import BudgetLensError, UsageError
from loaders.usage import Commands

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from loaders.inspection import Inspection
    from loaders.load import LoadReport

DEFAULT_SOURCE: Final = Path("data/disclosures")
_WORDS: Final = {"loaded": "已载入", "unchanged": "未变化", "partly": "部分载入", "failed": "失败"}


@click.group(
    cls=Commands,
    help="预算透视：读取部门预算公开文件，核对勾稽关系，打开看板。",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="budgetlens")
def app() -> None:
    """Group the commands."""


def main() -> None:
    """Run the command line; anything this project reports is one line on standard error, not a traceback."""
    _write_whatever_the_encoding()
    try:
        app(prog_name="budgetlens")
    except UsageError as error:
        _fail(str(error), status=2)
    except BudgetLensError as error:
        _fail(str(error))
    except OSError as error:
        place = f"{error.filename}：" if error.filename else ""
        _fail(f"{place}无法读写（{error.strerror or error}）。请检查路径、权限和磁盘空间")


def _write_whatever_the_encoding() -> None:
    """Let a terminal or file that cannot hold a character get its number instead, where Python would stop."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _fail(message: str, *, status: int = 1) -> NoReturn:
    sys.stderr.write(f"错误：{message}\n")
    sys.exit(status)


@app.command("load", help="读取公开文件，写入数据库；未变化的文件不重复解析。")
@click.argument("paths", nargs=-1, type=FILE)
@DATABASE
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="同时读取的进程数")
@click.option("--fresh", is_flag=True, help="只保留本次给出的文件")
@AS_JSON
def load_command(paths: tuple[Path, ...], database: Path, jobs: int, *, fresh: bool, as_json: bool) -> None:
    """Read disclosures into the database; files that have not changed are not parsed again."""
    from loaders.load import load  # noqa: PLC0415 - kept out of the start of other commands

    sources = list(paths) or [DEFAULT_SOURCE]
    refuse_missing(sources)
    if as_json:
        report = load(sources, database, jobs=jobs, fresh=fresh)
        print_json(_report_json(report))
    else:
        report = _load_with_progress(sources, database, jobs, fresh=fresh)
    if not report.ok:
        raise SystemExit(1)


def _load_with_progress(sources: Sequence[Path], database: Path, jobs: int, *, fresh: bool) -> LoadReport:
    from loaders.load import load  # noqa: PLC0415 - kept out of the start of other commands

    if not sys.stderr.isatty():
        report = load(sources, database, jobs=jobs, fresh=fresh, progress=_plain_progress)
    else:
        report = _load_on_terminal(console(stderr=True), sources, database, jobs, fresh=fresh)
    _print_report(report)
    return report


def _plain_progress(path: Path, what: str) -> None:
    sys.stderr.write(f"{_WORDS[what]} {path.name}\n")


def _load_on_terminal(
    terminal: Console, sources: Sequence[Path], database: Path, jobs: int, *, fresh: bool
) -> LoadReport:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn  # noqa: PLC0415

    from loaders.load import count_files, load  # noqa: PLC0415 - kept out of the start of other commands

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=terminal, transient=True) as bar:
        task = bar.add_task("读取", total=count_files(sources))

        def tell(path: Path, what: str) -> None:
            bar.console.print(f"{_WORDS[what]} {path.name}", markup=False, highlight=False)
            bar.advance(task)

        return load(sources, database, jobs=jobs, fresh=fresh, progress=tell)


def _print_report(report: LoadReport) -> None:
    for problem in (*report.failures, *report.statement_problems):
        sys.stderr.write(f"错误：{problem.message}\n")
    for document_id in report.kept_previous:
        sys.stderr.write(f"提示：{document_id} 保留上次成功载入的版本\n")
    if report.forgotten:
        sys.stderr.write(
            f"提示：原数据库由其他版本生成，已重建；其中不在本次载入之内的请再载入：{'、'.join(report.forgotten)}\n"
        )
    if report.removed:
        sys.stderr.write(f"已移除（源文件已不存在）：{'、'.join(report.removed)}\n")
    parts = [f"载入 {len(report.loaded)} 个文件、{report.figures} 个数字", f"未变化 {len(report.unchanged)} 个"]
    if report.failures:
        parts.append(f"失败 {len(report.failures)} 个")
    state = str(report.database) if report.written else f"{report.database}（未改动）"
    sys.stdout.write(f"{'，'.join(parts)}，用时 {report.seconds} 秒 → {state}\n")


def _report_json(report: LoadReport) -> dict[str, Any]:
    from dataclasses import asdict  # noqa: PLC0415 - small

    body = asdict(report)
    body["database"] = str(report.database)
    body["ok"] = report.ok
    return body


@app.command("inspect", help="逐页显示见到哪些表、各认作什么、依据何在、还剩什么。")
@click.argument("files", nargs=-1, type=FILE, required=True)
@AS_JSON
def inspect_command(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Show what the loaders make of files, without writing anything."""
    from dataclasses import asdict  # noqa: PLC0415 - small

    from loaders.inspection import inspect_file  # noqa: PLC0415 - kept out of the start of other commands

    refuse_missing(files)
    if folders := [path for path in files if path.is_dir()]:
        raise BudgetLensError(f"是文件夹，不是文件：{'、'.join(map(str, folders))}。请给出其中的文件")
    found = [inspect_file(path) for path in files]
    if as_json:
        print_json({"files": [asdict(inspection) for inspection in found]})
    else:
        for inspection in found:
            _print_inspection(inspection)
    if any(inspection.error for inspection in found):
        raise SystemExit(1)


def _print_inspection(inspection: Inspection) -> None:
    terminal = console()
    pages = f"，{inspection.pages} 页" if inspection.pages else ""
    year = f"，{inspection.fiscal_year}年" if inspection.fiscal_year else ""
    terminal.print(
        f"{inspection.file}（{inspection.source_format}{pages}）{inspection.unit}{year}", markup=False, style="bold"
    )
    for table in inspection.tables:
        place = f"第{table.page}页" if table.page else f"第{table.line}行"
        terminal.print(
            f"\n{place} {table.title} → {table.taken_for} {table.status} {table.note}", markup=False, highlight=False
        )
        terminal.print(
            f"  依据：{table.why}；单位：{table.unit_text or '未见'}；{table.layout} {table.rows} 行", markup=False
        )
        if table.columns:
            terminal.print(
                "  " + "；".join(f"{label}={role}" for label, role in table.columns), markup=False, highlight=False
            )
    if inspection.left_over:
        terminal.print(f"\n未载入（{len(inspection.left_over)}）", markup=False, style="bold")
    for page, line, title, reason in inspection.left_over:
        place = "".join((f"第{page}页" if page else "", f"第{line}行" if line else ""))
        terminal.print(f"  {place} {title} {reason}", markup=False, highlight=False)
    if inspection.error:
        sys.stderr.write(f"错误：{inspection.error}\n")


@app.command("export", help="把各表和视图写成 Parquet、CSV（带 BOM）和一个 Excel 工作簿。")
@click.argument("folder", type=FILE)
@DATABASE
@AS_JSON
def export_command(folder: Path, database: Path, *, as_json: bool) -> None:
    """Write every table and view as files."""
    from loaders.export import export  # noqa: PLC0415 - kept out of the start of other commands

    written = export(database, folder)
    if as_json:
        print_json({"folder": str(folder), "files": [path.name for path in written]})
    else:
        sys.stdout.write(f"已写出 {len(written)} 个文件 → {folder}\n")


@app.command("serve", help="打开看板；没有数据库时先载入 data/disclosures。")
@DATABASE
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="端口")
@click.option("--address", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--browser/--no-browser", default=True, help="是否打开浏览器")
@click.option(
    "--template", type=click.Path(path_type=Path, exists=True), help="汇报文件的机关模板（house.toml、.pptx 或 .docx）"
)
def serve_command(database: Path, port: int, address: str, *, browser: bool, template: Path | None) -> None:
    """Open the dashboard; without a database, load the default folder first."""
    if not database.exists():
        if not DEFAULT_SOURCE.exists():
            raise BudgetLensError(f"没有数据库 {database}，也没有 {DEFAULT_SOURCE}。请先运行 budgetlens load 文件夹")
        _load_with_progress([DEFAULT_SOURCE], database, 1, fresh=False)
    raise SystemExit(_dashboard()(database.resolve(), port, address, browser, template and template.resolve()))


def _dashboard() -> Callable[[Path, int, str, bool, Path | None], int]:
    """Return the function that serves the dashboard."""
    function: Callable[[Path, int, str, bool, Path | None], int] = _entry("serve")
    return function


def _entry(name: str) -> Any:  # noqa: ANN401 - what the entry point names
    """Return what the dashboard offers under a name, found by its entry point: the loaders do not import it."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - only here

    for entry in entry_points(group="budgetlens.commands", name=name):
        return entry.load()
    raise BudgetLensError("没有安装看板。请在项目文件夹中运行 pip install -e .")


@app.command("schema", help="打印数据字典（Markdown），由表结构生成。")
def schema_command() -> None:
    """Print the data dictionary."""
    from loaders.dictionary import data_dictionary_markdown  # noqa: PLC0415 - only here

    sys.stdout.write(data_dictionary_markdown())


@app.command("whatif", help="按规则文件测算情景（最多四个并列），不改动数据库；有规则未能应用时状态为 1。")
@click.argument("rules", nargs=-1, type=FILE, required=True)
@DATABASE
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["json", "xlsx"]),
    default="json",
    show_default=True,
    help="结果的格式",
)
@click.option("--output", type=FILE, help="写入的文件；JSON 不指定时打印")
def whatif_command(rules: tuple[Path, ...], database: Path, output_format: str, output: Path | None) -> None:
    """Work out scenarios and print or write them."""
    work_out: Callable[[tuple[Path, ...], Path, str, Path | None], tuple[str | None, list[str]]] = _entry("whatif")
    text, refused = work_out(rules, database, output_format, output)
    if text is not None:
        sys.stdout.write(text)
    elif output is not None:
        sys.stderr.write(f"已写出 {output}\n")
    for reason in refused:
        sys.stderr.write(f"未应用 {reason}\n")
    if refused:
        raise SystemExit(1)


app.add_command(check_command)
