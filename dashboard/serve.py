"""Starting the dashboard from any folder on one database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from dashboard.database import ENVIRONMENT

APP: Final = Path(__file__).resolve().with_name("app.py")


def command(port: int, address: str, *, open_browser: bool) -> list[str]:
    """Return the command that runs the app; theme and options come from `.streamlit/config.toml` beside it."""
    return [
        *(sys.executable, "-m", "streamlit", "run", str(APP)),
        *("--server.port", str(port)),
        *("--server.address", address),
        *("--server.headless", str(not open_browser).lower()),
    ]


def serve(db: Path, port: int, address: str, open_browser: bool) -> int:  # noqa: FBT001 - called by the command line
    """Run the dashboard on `db` until it is stopped; return its exit status (0 when stopped by the keyboard)."""
    environment = os.environ | {ENVIRONMENT: str(db.resolve())}
    arguments = command(port, address, open_browser=open_browser)
    try:
        return subprocess.run(arguments, env=environment, check=False).returncode  # noqa: S603 - our own script
    except KeyboardInterrupt:
        return 0
