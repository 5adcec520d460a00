"""What a process that is ended from outside runs."""

from __future__ import annotations

import time


def main() -> None:
    time.sleep(60)
