"""Programs of ours that touch what strangers made run in processes of their own, which are bounded and know no secrets.

Whatever a file does to such a program, the function lives on: a program that is killed, by a bound or by a fault in a
decoder, met a hostile file; one that fails by itself has a fault of ours.
"""

import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, cast

from functions.convert.confined import Bounds

MAX_OUTPUT = 1 << 20
"""Bytes that a program may say; what is longer belongs into a file."""

_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG")
_BLOCK = 1 << 16
_TOLD_BYTES = 2000
_KILOBYTE = 1 if sys.platform == "darwin" else 1024
"""getrusage(2): ru_maxrss is in kilobytes, on macOS in bytes."""


class ProgramBrokenError(Exception):
    """The program itself does not work; another try may help."""


@dataclass(frozen=True, slots=True)
class Run:
    """How a program ended: what it said, why it was killed (None: it ended by itself), and what it took.

    `memory` is the largest that was resident, in bytes, and no less than what was resident here when it began: on Linux
    a process begins as a copy of its parent. `seconds` are of the wall.
    """

    output: bytes
    killed: str | None
    memory: int
    seconds: float


def run_sealed(module: str, arguments: Sequence[str], bounds: Bounds) -> Run:
    """Run `python -m module arguments… parent` and wait; the module confines itself, to the same bounds, first of all.

    Raises ProgramBrokenError with what it said about its fault.
    """
    command = [sys.executable, "-P", "-m", module, *arguments, str(os.getpid())]
    began = time.monotonic()
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(  # noqa: S603 - our own program, and arguments of our own making
            command,
            env=bare_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        ) as process,
    ):
        try:
            output, outstayed = _listen(cast(IO[bytes], process.stdout), began + bounds.wall_seconds)
        finally:
            status, memory = _reap(process)
        killed = outstayed or (None if status >= 0 else signal.strsignal(-status) or str(-status))
        if killed is None and status:
            raise ProgramBrokenError(_tail(errors))
    return Run(output, killed, memory, time.monotonic() - began)


def bare_environment() -> dict[str, str]:
    """Say what a program of ours needs to start, and no secrets."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return passed_on | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _listen(stdout: IO[bytes], deadline: float) -> tuple[bytes, str | None]:
    """Read what the program says until it ends, and why it has to be killed if it doesn't."""
    output = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(stdout, selectors.EVENT_READ)
        while len(output) <= MAX_OUTPUT:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                return bytes(output), "wall clock"
            block = os.read(stdout.fileno(), _BLOCK)
            if not block:
                return bytes(output), None
            output += block
    return bytes(output), "output"


def _reap(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """End the program with all that it may have started; return its status and the largest memory in bytes.

    Killing comes first, while its number still belongs to it; to a program that has ended it does nothing.
    """
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * _KILOBYTE


def _tail(errors: IO[bytes]) -> str:
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - _TOLD_BYTES))
    return errors.read().decode(errors="replace")
