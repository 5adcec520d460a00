"""Starting the dashboard from any folder on one database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final

from dashboard.database import ENVIRONMENT
from dashboard.exports import house
from loaders.errors import BudgetLensError

APP: Final = Path(__file__).resolve().with_name("asgi.py")
ARENAS: Final = "MALLOC_ARENA_MAX"
"""Where the C library is glibc: without it each of the many short threads keeps memory of its own, 60 MB together."""
CONFIG: Final = Path(".streamlit") / "config.toml"


def command(port: int, address: str, *, open_browser: bool) -> list[str]:
    """Return the command that runs the app; theme and options come from `home()`."""
    return [
        *(sys.executable, "-m", "streamlit", "run", str(APP)),
        *("--server.port", str(port)),
        *("--server.address", address),
        *("--server.headless", str(not open_browser).lower()),
    ]


def home() -> Path:
    """Return the folder whose `.streamlit/config.toml` the app runs with: the project, or the installed package."""
    return next((folder for folder in (APP.parent.parent, APP.parent) if (folder / CONFIG).exists()), APP.parent)


def serve(
    db: Path,
    port: int,
    address: str,
    open_browser: bool,  # noqa: FBT001 - called by the command line
    template: Path | None = None,
) -> int:
    """Run the dashboard on `db` until it is stopped; return its exit status (0 when stopped from outside).

    `template` is the house template of exported files; without one, that of the environment or the project's own.

    Raises:
        BudgetLensError: nothing can listen at that address and port.
    """
    _refuse_taken(port, address)
    environment = {ARENAS: "2"} | os.environ | {ENVIRONMENT: str(db.resolve())}
    if template is not None:
        environment[house.ENVIRONMENT] = str(template)
    arguments = command(port, address, open_browser=open_browser)
    with subprocess.Popen(arguments, env=environment, cwd=home()) as app:  # noqa: S603 - our own script
        signal.signal(signal.SIGTERM, lambda *_: app.terminate())
        try:
            return max(0, app.wait())
        except KeyboardInterrupt:
            app.terminate()
            return 0


def _refuse_taken(port: int, address: str) -> None:
    """Try the place before a server is started there, which would say in its own words why it cannot."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            if os.name == "posix":  # elsewhere the option would let two servers listen at one place
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(place)
    except socket.gaierror as error:
        raise BudgetLensError(
            f"监听地址 {address} 不能用（{error.strerror}）。请用 --address 换一个，如 127.0.0.1"
        ) from error
    except OSError as error:
        raise BudgetLensError(
            f"{address} 的端口 {port} 不能用（{error.strerror}）。请用 --port 换一个，或先关闭占用它的程序"
        ) from error
