"""Starting the dashboard: warm, from any folder, on the database that was named, and ended without a trace."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError

import pytest

from dashboard import asgi, serve
from dashboard.database import ENVIRONMENT

SECONDS = 60


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def answers(port: int) -> bool:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, ConnectionError):
            time.sleep(0.2)
    return False


def test_serve_runs_the_application_by_its_full_path() -> None:
    command = serve.command(8600, "127.0.0.1", open_browser=False)
    assert command[:4] == [sys.executable, "-m", "streamlit", "run"]
    assert Path(command[4]).is_absolute()
    assert Path(command[4]).name == "asgi.py"
    assert command[5:] == ["--server.port", "8600", "--server.address", "127.0.0.1", "--server.headless", "true"]


def test_serve_passes_the_database_and_the_exit_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "APP", tmp_path / "absent.py")
    monkeypatch.chdir(tmp_path)
    assert serve.serve(tmp_path / "x.duckdb", 8601, "127.0.0.1", open_browser=False) != 0


def test_all_that_is_warmed_can_be_imported() -> None:
    names = asgi.modules()
    assert {"dashboard.cache", "dashboard.charts.base", "dashboard.screens.parts"} <= set(names)
    assert not {"dashboard.app", "dashboard.asgi", "dashboard.screens.overview"} & set(names)
    assert all(find_spec(name) for name in [*names, *asgi.LIBRARIES])


@pytest.mark.parametrize("there", [True, False])
def test_warming_up_stops_at_no_database(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, there: bool
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(database if there else tmp_path / "none.duckdb"))
    try:
        asgi.warm()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


@pytest.mark.skipif(os.name == "nt", reason="signals are those of Unix")
def test_the_command_serves_from_another_folder_until_it_is_ended(database: Path, tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", "from loaders.cli import main; main()", "serve", "--no-browser"]
    arguments = [*command, "--db", str(database), "--port", str(port), "--address", "127.0.0.1"]
    with subprocess.Popen(arguments, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own command
        try:
            assert answers(port)
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
        finally:
            process.kill()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert list(tmp_path.iterdir()) == []
