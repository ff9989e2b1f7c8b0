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
from local.clock import VARIABLE
from local.environment import ACCOUNT, REGION, ROOT, Access, base_environment

PATIENCE_SECONDS = 10


class ObjectStore:
    """S3, SQS, SES and SSM while the context is open. Requests may come at once and wait until the process has loaded.

    `on_message` is called with a queue's name and the UTC second from which a message of it can be received, `on_mail`
    with the name of a mail's file below `mail`. `clock` is the file of the clock that objects are stamped by.
    """

    def __init__(
        self,
        directory: Path,
        mail: Path,
        log: Path,
        on_message: Callable[[str, float], None] = lambda _queue, _at: None,
        on_mail: Callable[[str], None] = lambda _name: None,
        clock: Path | None = None,
    ) -> None:
        self._directory = directory
        self._mail = mail
        self._log = log
        self._on_message = on_message
        self._on_mail = on_mail
        self._clock = clock or directory / "clock"
        self._stack = ExitStack()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.access = Access.to(f"http://127.0.0.1:{self._listener.getsockname()[1]}")

    def __enter__(self) -> "ObjectStore":
        listener = self._listener.fileno()
        reader, writer = os.pipe()
        with self._listener, os.fdopen(writer, "wb") as output, ExitStack() as stack:
            places = (str(self._directory), str(self._mail), str(listener))
            command = Command(
                (sys.executable, "-m", "local.store", *places, ACCOUNT, REGION),
                {**base_environment(), **self.access.variables(), **self._own_variables()},
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

    def _own_variables(self) -> dict[str, str]:
        r2 = self.access.r2
        return {
            "R2_ACCESS_KEY_ID": r2.access_key,
            "R2_SECRET_ACCESS_KEY": r2.secret_key,
            VARIABLE: str(self._clock),
        }

    def _listen(self, reader: int) -> None:
        with os.fdopen(reader) as lines:
            for line in lines:
                match json.loads(line):
                    case {"queue": queue, "at": at}:
                        self._on_message(queue, at)
                    case {"mail": name}:
                        self._on_mail(name)
