"""A process of the embedded cloud: it dies with the supervisor, and what it used is known afterwards."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from pathlib import Path
from typing import IO

from local.accounting import Usage, measure, of_finished

LAUNCHER = Path(__file__).with_name("launch.py")


@dataclass(frozen=True, slots=True)
class Command:
    """What to run: `death_signal` comes when the supervisor dies, `user` is whom to become (None: stay).

    The greater its `niceness`, the more readily it leaves the processors to others (nice(2)).
    """

    arguments: Sequence[str]
    environment: Mapping[str, str]
    directory: Path
    log: Path
    _: KW_ONLY
    user: str | None = None
    niceness: int = 0
    death_signal: signal.Signals = signal.SIGKILL
    inherited: tuple[int, ...] = ()
    output: IO[bytes] | int | None = None


class Child:
    """A running process. One thread of the supervisor starts it and waits for its end.

    The kernel sends the death signal when the *thread* that forked ends, so that thread has to live as long as the
    child.
    """

    def __init__(self, name: str, command: Command, on_end: Callable[[], None] = lambda: None) -> None:
        self.name = name
        self._on_end = on_end
        self.ended = threading.Event()
        self.exit_code: int | None = None
        self._last: Usage | None = None
        self._started = threading.Event()
        self._failure: OSError | None = None
        self._signalling = threading.Lock()
        threading.Thread(target=self._live, args=(command,), name=f"child-{name}", daemon=True).start()
        self._started.wait()
        if self._failure:
            raise self._failure

    def _live(self, command: Command) -> None:
        try:
            with command.log.open("ab") as log:
                process = _spawn(command, log)
            self.pid = process.pid
        except OSError as error:
            self._failure = error
            return
        finally:
            self._started.set()
        # Wait without collecting first: until it is collected, its number can't belong to another process.
        os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        with self._signalling:
            _, status, resources = os.wait4(self.pid, 0)
            self.exit_code = process.returncode = os.waitstatus_to_exitcode(status)
            self._last = of_finished(self.name, self.pid, resources, self._last)
            self.ended.set()
        self._on_end()

    def send(self, number: signal.Signals) -> None:
        """Send a signal, unless the process has ended."""
        with self._signalling:
            if not self.ended.is_set():
                os.kill(self.pid, number)

    def stop(self, number: signal.Signals, patience: float) -> None:
        """Ask for the end, insist after `patience` seconds, and wait for it."""
        self.send(number)
        if not self.ended.wait(patience):
            self.send(signal.SIGKILL)
            self.ended.wait()

    def usage(self) -> Usage:
        """Measure what the process has used up to now, or in its whole life."""
        with self._signalling:
            if not self.ended.is_set():
                self._last = measure(self.name, self.pid, self._last)
        return self._last or Usage(self.name, self.pid, 0, 0.0)


def _spawn(command: Command, log: IO[bytes]) -> subprocess.Popen[bytes]:
    launcher = (sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), str(int(command.death_signal)))
    return subprocess.Popen(
        [*launcher, str(command.niceness), command.user or "-", *command.arguments],
        env=command.environment,
        cwd=command.directory,
        stdin=subprocess.DEVNULL,
        stdout=command.output if command.output is not None else log,
        stderr=log,
        pass_fds=command.inherited,
        start_new_session=True,  # Ctrl-C is for the supervisor alone; it ends the others in order.
    )
