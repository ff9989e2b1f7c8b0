"""Whatever a sealed program does, it ends, and how it ended is told apart."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from functions.convert.confined import Bounds
from functions.convert.sealed import MAX_OUTPUT, ProgramBrokenError, Run, run_sealed

BOUNDS = Bounds(memory=300 << 20, file_bytes=1_000_000, processor_seconds=1, wall_seconds=20.0)
MODULE = "a_program"

OPENING = f"""
import os, signal, sys, time
from functions.convert.confined import Bounds, confine
confine({BOUNDS!r}, int(sys.argv[-1]))
"""


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str, opening: str = OPENING) -> None:
    """Write a program that can be run by its name."""
    (folder / f"{MODULE}.py").write_text(opening + code)
    monkeypatch.setattr("sys.path", [str(folder), *sys.path])


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str, wall_seconds: float = 20.0) -> Run:
    program(folder, monkeypatch, code)
    return run_sealed(MODULE, ["one", "two"], replace(BOUNDS, wall_seconds=wall_seconds))


def test_a_program_says_what_it_has_to_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = run(tmp_path, monkeypatch, "print(sys.argv[1:3], repr(sys.stdin.read()))")

    assert (ended.output, ended.killed) == (b"['one', 'two'] ''\n", None)
    assert ended.memory > 1_000_000
    assert ended.seconds < BOUNDS.wall_seconds


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("while True: pass", signal.strsignal(signal.SIGXCPU)),
        ("os.close(1); time.sleep(60)", signal.strsignal(signal.SIGKILL)),
        ("import ctypes; ctypes.string_at(0)", signal.strsignal(signal.SIGSEGV)),
        ("os.abort()", signal.strsignal(signal.SIGABRT)),
        ("open(sys.path[0] + '/large', 'wb').write(bytes(2_000_000))", signal.strsignal(signal.SIGXFSZ)),
        (f"os.write(1, bytes({MAX_OUTPUT} + 100_000)); time.sleep(60)", "output"),
    ],
    ids=["endless", "silent", "crash", "abort", "large file", "talkative"],
)
def test_a_program_over_its_bounds_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, reason: str
) -> None:
    ended = run(tmp_path, monkeypatch, code)

    assert ended.killed == reason
    assert ended.seconds < BOUNDS.wall_seconds


def test_a_program_that_sleeps_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = run(tmp_path, monkeypatch, "print('good night', flush=True); time.sleep(60)", wall_seconds=1.0)

    assert ended.killed == "wall clock"
    assert 1.0 <= ended.seconds < 5.0


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = run(tmp_path, monkeypatch, "try: bytes(400 << 20)\nexcept MemoryError: print('none left')")

    assert ended.output == b"none left\n"


def test_no_program_that_it_starts_lives_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "child = os.fork()\nif child: print(child, flush=True)\nelse: time.sleep(60)"
    ended = run(tmp_path, monkeypatch, code, wall_seconds=1.0)

    assert ended.killed == "wall clock"
    assert ends(int(ended.output))


def test_a_fault_of_ours_is_worth_another_try(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ProgramBrokenError, match="no such luck"):
        run(tmp_path, monkeypatch, "raise ValueError('no such luck')")


def test_a_program_knows_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    ended = run(tmp_path, monkeypatch, "print(*sorted(os.environ))")

    assert set(ended.output.decode().split()) <= {"PATH", "LD_LIBRARY_PATH", "LANG", "PYTHONPATH", "LC_CTYPE"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends the children of the dead")
def test_a_program_dies_with_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    program(tmp_path, monkeypatch, f"open({str(told)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)")
    parent = f"from functions.convert.sealed import *\nrun_sealed({MODULE!r}, [], Bounds(1 << 30, 1000, 1, 60.0))"
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen([sys.executable, "-P", "-c", parent], env=environment) as process:
        child = int(wait_for(told))
        assert is_alive(child)
        process.kill()

    assert ends(child)


def wait_for(path: Path) -> str:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if path.exists() and (text := path.read_text()):
            return text
        time.sleep(0.02)
    raise TimeoutError


def ends(process: int) -> bool:
    """Wait for a process to end; False if it doesn't."""
    deadline = time.monotonic() + 5
    while is_alive(process) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_alive(process)


def is_alive(process: int) -> bool:
    """Tell whether a process runs; one that has ended and waits to be noticed does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
