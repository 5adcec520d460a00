"""`budgetlens check`: what does not add up, in the data or in a draft that is not yet published."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from loaders.command import AS_JSON, DATABASE, FILE, console, json_text, refuse_missing
from loaders.errors import BudgetLensError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.reports.findings import Finding, Standing

_FAILING: Final[dict[str, tuple[Standing, ...]]] = {"hard": ("hard",), "soft": ("hard", "soft"), "never": ()}


@click.command("check", help="核对勾稽关系：给出文件则核对这些文件（不写入数据库），否则核对数据库中的全部文件。")
@click.argument("files", nargs=-1, type=FILE)
@DATABASE
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="输出格式",
)
@AS_JSON
@click.option("--output", type=FILE, help="写入文件，而不是打印")
@click.option("--rule", "rules", multiple=True, metavar="规则", help="只看这些规则，如 --rule W5，可重复")
@click.option(
    "--fail-on",
    type=click.Choice(["hard", "soft", "never"]),
    default="hard",
    show_default=True,
    help="有哪一级不符时退出状态为 1：hard 硬性，soft 含提示，never 从不",
)
@click.option("--explain", metavar="规则", help="说明一条规则：公式、依据、需要哪些表")
@click.pass_context
def check_command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    context: click.Context,
    files: tuple[Path, ...],
    database: Path,
    form: str,
    output: Path | None,
    rules: tuple[str, ...],
    fail_on: str,
    explain: str | None,
    *,
    as_json: bool,
) -> None:
    """Check the database, or files by themselves; with a database named beside files, against its other years too."""
    if explain is not None:
        _explain(explain)
        return
    wanted = [_known(rule) for rule in rules]
    if files:
        named = context.get_parameter_source("database") is not click.core.ParameterSource.DEFAULT
        findings, complete = _of_files(files, database if named else None, wanted)
    else:
        findings, complete = _of_database(database, wanted), True
    failing = _FAILING[fail_on]
    _write("json" if as_json else form, findings, failing, output)
    if not complete or any(finding.standing in failing for finding in findings):
        raise SystemExit(1)


def _known(rule: str) -> str:
    """Return a rule's id as the registry writes it.

    Raises:
        BudgetLensError: there is no such rule.
    """
    from loaders.checks import RULES  # noqa: PLC0415 - kept out of the start of other commands

    ids = [one.id for one in RULES]
    if rule.upper() not in ids:
        raise BudgetLensError(f"没有规则“{rule}”。现有规则：{'、'.join(ids)}")
    return rule.upper()


def _explain(name: str) -> None:
    from loaders.checks import RULES  # noqa: PLC0415 - kept out of the start of other commands
    from loaders.reports.terminal import print_rule  # noqa: PLC0415 - only for people

    rule_id = _known(name)
    print_rule(console(), next(rule for rule in RULES if rule.id == rule_id))


def _of_database(database: Path, rules: Sequence[str]) -> list[Finding]:
    from loaders.reports.findings import read_findings  # noqa: PLC0415 - kept out of the start of other commands

    return read_findings(database, rules=rules)


def _of_files(files: Sequence[Path], database: Path | None, rules: Sequence[str]) -> tuple[list[Finding], bool]:
    """Check files in a database of their own; also tell whether all of them could be read."""
    import shutil  # noqa: PLC0415 - rarely needed

    from loaders.load import load  # noqa: PLC0415 - kept out of the start of other commands
    from loaders.reports.findings import read_findings  # noqa: PLC0415 - kept out of the start of other commands

    refuse_missing(files)
    with tempfile.TemporaryDirectory() as folder:
        beside = Path(folder) / "check.duckdb"
        if database is not None:
            if not database.exists():
                raise BudgetLensError(f"数据库不存在：{database}。请先运行 budgetlens load")
            shutil.copyfile(database, beside)
        report = load(files, beside)
        for problem in (*report.failures, *report.statement_problems):
            sys.stderr.write(f"错误：{problem.message}\n")
        documents = [*report.loaded, *report.unchanged]
        return (read_findings(beside, documents, rules) if documents else []), report.ok


def _write(form: str, findings: Sequence[Finding], failing: tuple[Standing, ...], output: Path | None) -> None:
    if form == "text":
        _write_text(findings, output)
        return
    text = "".join(_lines(form, findings, failing))
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8")


def _write_text(findings: Sequence[Finding], output: Path | None) -> None:
    from rich.console import Console  # noqa: PLC0415 - only for people

    from loaders.reports.terminal import print_findings  # noqa: PLC0415 - only for people

    if output is None:
        print_findings(console(), findings)
        return
    with output.open("w", encoding="utf-8") as file:
        print_findings(Console(file=file, soft_wrap=True, width=160), findings)


def _lines(form: str, findings: Sequence[Finding], failing: tuple[Standing, ...]) -> Iterator[str]:
    from loaders.reports.findings import as_json, counts  # noqa: PLC0415 - only for machines

    if form == "junit":
        from loaders.reports.junit import junit  # noqa: PLC0415 - only for machines

        yield junit(findings, failing)
    elif form == "sarif":
        from loaders.reports.sarif import sarif  # noqa: PLC0415 - only for machines

        yield json_text(sarif(findings)) + "\n"
    else:
        yield json_text({"checks": [as_json(one) for one in findings], "summary": counts(findings)}) + "\n"
