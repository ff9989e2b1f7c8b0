"""What processes used: peak memory and processor time."""

import contextlib
import resource
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""`ru_maxrss` is in bytes on macOS and in KiB on Linux (getrusage(2))."""


@dataclass(frozen=True, slots=True)
class Usage:
    """One process (with the ended children that it waited for): bytes and seconds."""

    name: str
    pid: int
    peak_rss: int
    cpu_seconds: float


def measure(name: str, pid: int, before: Usage | None = None) -> Usage:
    """Look at a live process; `before` is the last look, kept if the process is just ending."""
    try:
        process = psutil.Process(pid)
        times = process.cpu_times()
        peak = _peak_rss(process)
    except (psutil.Error, OSError):
        return before or Usage(name, pid, 0, 0.0)
    seconds = times.user + times.system + times.children_user + times.children_system
    return Usage(name, pid, max(peak, before.peak_rss if before else 0), seconds)


def measure_tree(name: str, pid: int) -> Usage:
    """Look at a live process and its descendants: the largest peak of one of them, the time of all."""
    members = [pid]
    with contextlib.suppress(psutil.Error):
        members += [child.pid for child in psutil.Process(pid).children(recursive=True)]
    looks = [measure(name, member) for member in members]
    return Usage(name, pid, max(look.peak_rss for look in looks), sum(look.cpu_seconds for look in looks))


def of_finished(name: str, pid: int, resources: resource.struct_rusage, before: Usage | None) -> Usage:
    """Sum up an ended process.

    The kernel's own maximum counts the supervisor's memory that the process shared before its exec, so looks at the
    living process come first.
    """
    peak = before.peak_rss if before and before.peak_rss else resources.ru_maxrss * MAXRSS_UNIT
    return Usage(name, pid, peak, resources.ru_utime + resources.ru_stime)


def _peak_rss(process: psutil.Process) -> int:
    if sys.platform != "linux":
        return int(process.memory_info().rss)
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0
