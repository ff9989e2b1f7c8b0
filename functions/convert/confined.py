"""What a program of ours that reads strangers' files does first: it gives up all it doesn't need."""

import os
import resource
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass

_PR_SET_PDEATHSIG = 1
"""prctl(2): the signal to get when the parent dies."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a program may take: bytes of address space and of any one file, seconds of processor and of wall."""

    memory: int
    file_bytes: int
    processor_seconds: int
    wall_seconds: float


def confine(bounds: Bounds, parent: int) -> None:
    """Bound this process for good; whatever is over a bound kills it. `parent` is the process that waits for it."""
    _die_with(parent)
    # Not every system can bound the address space (macOS can't); the time is bounded everywhere.
    with suppress(ValueError, OSError):
        _limit(resource.RLIMIT_AS, bounds.memory)
    # One second between the limits, so that the signal tells which bound it was.
    _limit(resource.RLIMIT_CPU, bounds.processor_seconds, bounds.processor_seconds + 1)
    _limit(resource.RLIMIT_FSIZE, bounds.file_bytes)
    _limit(resource.RLIMIT_CORE, 0)
    # Python ignores it, and a file cut short would look like a fault of ours.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def _limit(which: int, soft: int, hard: int | None = None) -> None:
    allowed = resource.getrlimit(which)[1]
    most = sys.maxsize if allowed == resource.RLIM_INFINITY else allowed
    resource.setrlimit(which, (min(soft, most), min(hard or soft, most)))


def _die_with(parent: int) -> None:
    """Make the kernel end this process when its parent ends; elsewhere than on Linux the bounds on time do."""
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
