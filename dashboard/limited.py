"""Running work on a document from outside in a process of its own, bounded in time and memory.

The server never parses nor draws a document itself: a hostile file can end this process, never the dashboard.
Run as `python -m dashboard.limited MODULE SECONDS MEMORY ARGUMENT…`, it sets its own bounds and then runs the module.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LOOK_EVERY: Final = 0.2
_MOST_OUTPUT: Final = 16 * 1024 * 1024
_FEW_THREADS: Final = {"POLARS_MAX_THREADS": "2", "MALLOC_ARENA_MAX": "2", "PYTHONIOENCODING": "utf-8"}
"""Threads reserve address space, which is what the bound on memory counts."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the process may take, in seconds, and how much memory it may ask for, in bytes (POSIX only)."""

    seconds: int = 180
    memory_bytes: int = 3 * 1024**3


@dataclass(frozen=True, slots=True)
class Finished:
    """How the process ended; `status` is None where it took too long and was ended."""

    status: int | None
    output: bytes
    errors: str


def run(module: str, arguments: Sequence[str], limits: Limits, tell: Callable[[float], None] | None = None) -> Finished:
    """Run `module.main()` with arguments in a bounded process.

    Args:
        module: its dotted name.
        arguments: what it finds in `sys.argv` after the program's name.
        limits: the bounds.
        tell: called about five times a second with the seconds so far; whatever it raises ends the process.

    Returns:
        The exit status with all output.
    """
    bounds = (str(limits.seconds), str(limits.memory_bytes))
    command = [sys.executable, "-m", "dashboard.limited", module, *bounds, *arguments]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - our own module; the arguments are no shell's
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env=os.environ | _FEW_THREADS,
            start_new_session=True,
        )
        status = _wait(process, limits.seconds, tell or (lambda _seconds: None))
        return Finished(status, _read(output), _read(errors).decode("utf-8", "replace"))


def _wait(process: subprocess.Popen[bytes], seconds: int, tell: Callable[[float], None]) -> int | None:
    started = time.monotonic()
    try:
        while (passed := time.monotonic() - started) < seconds:
            try:
                return process.wait(_LOOK_EVERY)
            except subprocess.TimeoutExpired:
                tell(passed)
        return None
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process with what it started: an old Word file is read by a converter of its own."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(_MOST_OUTPUT)


def main() -> None:
    """Set the bounds of this process, then run the module it was started for."""
    from importlib import import_module  # noqa: PLC0415 - only in the process of its own

    module, seconds, memory, *arguments = sys.argv[1:]
    _bound(int(seconds), int(memory))
    sys.argv = [module, *arguments]
    import_module(module).main()


def _bound(seconds: int, memory: int) -> None:
    """Bound memory and processor time from inside, before anything is read: nothing runs between fork and exec."""
    try:
        import resource  # noqa: PLC0415 - POSIX only
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, hard))


if __name__ == "__main__":
    main()
