"""The store's process, seen from the supervisor."""

import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from local.accounting import Usage
from local.child import Child, Command
from local.environment import ACCOUNT, REGION, ROOT, Access, base_environment

PATIENCE_SECONDS = 10


class ObjectStore:
    """S3, SQS and SSM while the context is open. Requests may come at once: they wait until the process has loaded.

    `on_message` is called with a queue's name and the UTC second from which a message of it can be received.
    """

    def __init__(self, directory: Path, log: Path, on_message: Callable[[str, float], None]) -> None:
        self._directory = directory
        self._log = log
        self._on_message = on_message
        self._stack = ExitStack()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.access = Access.to(f"http://127.0.0.1:{self._listener.getsockname()[1]}")

    def __enter__(self) -> "ObjectStore":
        listener = self._listener.fileno()
        reader, writer = os.pipe()
        with self._listener, os.fdopen(writer, "wb") as output, ExitStack() as stack:
            command = Command(
                (sys.executable, "-m", "local.store", str(self._directory), str(listener), ACCOUNT, REGION),
                {**base_environment(), **self.access.variables()},
                ROOT,
                self._log,
                inherited=(listener,),
                output=output,
            )
            self.child = Child("Store", command)
            stack.callback(self.child.stop, signal.SIGTERM, PATIENCE_SECONDS)
            threading.Thread(target=self._listen, args=(reader,), name="store-messages", daemon=True).start()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def usage(self) -> Usage:
        """Measure the process."""
        return self.child.usage()

    def _listen(self, reader: int) -> None:
        with os.fdopen(reader) as lines:
            for line in lines:
                news = json.loads(line)
                self._on_message(news["queue"], news["at"])
