"""The command line given what is broken, foreign or out of reach: one line that says so, never a traceback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import pytest

from loaders import cli
from loaders.load import load
from tests.conftest import DISCLOSURES

if TYPE_CHECKING:
    from pathlib import Path

SMALL = DISCLOSURES / "zibo-hitech-hrss-2024.md"
OTHER = DISCLOSURES / "haidong-hrss-2023.txt"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("built") / "b.duckdb"
    assert load([SMALL], path).ok
    return path


@pytest.fixture
def database(built: Path, tmp_path: Path) -> Path:
    return shutil.copyfile(built, tmp_path / "b.duckdb")


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    """Run the command line in this process; return its status and what it says on standard error."""
    monkeypatch.setattr(sys, "argv", ["budgetlens", *map(str, words)])
    capsys.readouterr()
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0), capsys.readouterr().err
    return 0, capsys.readouterr().err


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:300_000])


def foreign(path: Path) -> None:
    path.unlink()
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE mine AS SELECT 1 AS one")


def older(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        for (view,) in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
            connection.execute(f"DROP VIEW IF EXISTS {view} CASCADE")
        connection.execute("DROP TABLE check_operands")


def text(path: Path) -> None:
    path.write_text("科目,金额\n208,1\n", encoding="utf-8")


@pytest.mark.parametrize("spoil", [cut, foreign, older, text])
@pytest.mark.parametrize("command", [("check",), ("export", "out"), ("whatif", "rules.json")])
def test_a_database_that_cannot_be_read_is_named_with_what_to_do(
    spoil: object,
    command: tuple[str, ...],
    database: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    spoil(database)  # type: ignore[operator]
    monkeypatch.chdir(database.parent)
    rules = '{"format": "budgetlens-scenario", "version": 1, "rules": []}'
    (database.parent / "rules.json").write_text(rules, encoding="utf-8")
    status, said = run(monkeypatch, capsys, *command, "--db", database)
    assert status == 1
    assert said.startswith("错误：")
    assert said.count("\n") == 1
    assert str(database) in said
    assert "budgetlens load" in said


@pytest.mark.parametrize("spoil", [foreign, text])
@pytest.mark.parametrize("more", [(), ("--fresh",)])
def test_a_file_that_is_not_ours_is_never_replaced(
    spoil: object,
    more: tuple[str, ...],
    database: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    spoil(database)  # type: ignore[operator]
    before = database.read_bytes()
    status, said = run(monkeypatch, capsys, "load", SMALL, "--db", database, *more)
    assert (status, database.read_bytes()) == (1, before)
    assert "错误：" in said


def test_documents_of_another_version_that_are_not_read_again_are_named(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    older(database)
    status, said = run(monkeypatch, capsys, "load", OTHER, "--db", database)
    assert status == 0
    assert "请再载入：zibo-hitech-hrss-2024" in said


def test_an_output_that_cannot_be_written_is_named(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = run(monkeypatch, capsys, "check", "--db", database, "--format", "json", "--output", database.parent)
    assert status == 1
    assert said.startswith(f"错误：{database.parent}：无法读写")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("frob",), "没有命令"),
        (("--frob",), "没有选项 --frob"),
        (("load", "--jobs", "0"), "--jobs 的值不对，应为 1～64 的整数"),
        (("load", "--jobs", "two"), "--jobs 的值不对"),
        (("check", "--format", "xml"), "--format 的值不对，应为 text、json、sarif、junit 之一"),
        (("check", "--explain"), "--explain"),
        (("schema", "--json"), "没有选项 --json"),
        (("schema", "amounts"), "多写了参数"),
        (("export",), "缺少 FOLDER"),
        (("inspect",), "缺少 FILES"),
        (("serve", "--template", "nowhere.toml"), "--template 的值不对，路径不存在"),
    ],
)
def test_a_command_that_is_written_wrongly_is_told_in_one_line(
    words: tuple[str, ...], reason: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = run(monkeypatch, capsys, *words)
    assert status == 2
    assert said.startswith("错误：")
    assert reason in said
    assert said.count("\n") == 1
    assert f"运行 budgetlens{f' {words[0]}' if len(words) > 1 or words[0] in cli.app.commands else ''} --help" in said


def test_without_a_command_there_is_help(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = run(monkeypatch, capsys)
    assert status == 2
    assert all(name in said for name in cli.app.commands)


@pytest.mark.parametrize("command", ["load", "check", "inspect"])
def test_files_that_do_not_exist_are_all_named(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = [tmp_path / "one.md", tmp_path / "two.md"]
    status, said = run(monkeypatch, capsys, command, SMALL, *gone)
    assert (status, said) == (1, f"错误：路径不存在：{gone[0]}、{gone[1]}。请检查文件名和所在的文件夹\n")


def test_what_cannot_be_inspected_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = run(monkeypatch, capsys, "inspect", tmp_path)
    assert (status, said) == (1, f"错误：是文件夹，不是文件：{tmp_path}。请给出其中的文件\n")
    noise = tmp_path / "noise.pdf"
    noise.write_bytes(b"\xff\xff\x00noise" * 9)
    status, said = run(monkeypatch, capsys, "inspect", noise)
    assert status == 1
    assert said.startswith("错误：noise.pdf")


def test_a_place_that_cannot_be_served_is_said(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, said = run(monkeypatch, capsys, "serve", "--db", database, "--port", port, "--no-browser")
    assert status == 1
    assert said.startswith(f"错误：127.0.0.1 的端口 {port} 不能用")
    status, said = run(monkeypatch, capsys, "serve", "--db", database, "--address", "999.1.1.1", "--no-browser")
    assert status == 1
    assert said.startswith("错误：监听地址 999.1.1.1 不能用")


@pytest.mark.parametrize(
    "words", [("check", "--db"), ("check", "--json", "--db"), ("schema",), ("check", "--explain", "W5")]
)
def test_a_terminal_of_another_encoding_gets_every_line(words: tuple[str, ...], database: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from loaders.cli import main; main()",
        *words,
        *([str(database)] if words[-1] == "--db" else []),
    ]
    for encoding in ("ascii", "cp1252"):
        done = subprocess.run(  # noqa: S603 - our own command
            command, env=os.environ | {"PYTHONIOENCODING": encoding}, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr
        assert len(done.stdout.splitlines()) > 1
