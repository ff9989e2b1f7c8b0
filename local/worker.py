"""A process of a function, from its start to its end."""

import signal
import socket
import sys
import threading
import time
from dataclasses import replace
from queue import Empty, SimpleQueue
from uuid import uuid4

from local.child import Child, Command
from local.runtime import FunctionError, Invocation, RuntimeApi
from local.wiring import Function

INIT_SECONDS = 60
"""How long a process may take to load its handler; Lambda allows 10 s on an idle machine."""


class Worker:
    """A process of a function. It handles one invocation at a time, as on Lambda."""

    def __init__(self, function: Function, command: Command) -> None:
        self.function = function
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ready = threading.Event()
        self._init_error: FunctionError | None = None
        self._invocations: SimpleQueue[Invocation | None] = SimpleQueue()
        self._outcomes: SimpleQueue[bytes | FunctionError] = SimpleQueue()
        threading.Thread(target=self._listen, name=f"runtime-{function.logical_id}", daemon=True).start()
        port = self._listener.getsockname()[1]
        self.child = Child(
            function.logical_id,
            replace(
                command,
                arguments=(sys.executable, "-m", "local.function", function.handler),
                environment={**command.environment, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}"},
            ),
            self._end,
        )

    @property
    def alive(self) -> bool:
        """Tell whether the process can take another invocation."""
        return not self.child.ended.is_set()

    def invoke(self, event: bytes) -> bytes:
        """Hand the event over and wait for the answer. Raises FunctionError; a crash or a timeout ends the worker."""
        if not self._ready.wait(INIT_SECONDS):
            self.kill()
            raise FunctionError("Sandbox.Timedout", "The handler did not load in time.")
        if not self.alive:
            raise self._init_error or FunctionError("Runtime.ExitError", "The process ended before the invocation.")
        timeout = self.function.timeout
        self._invocations.put(Invocation(str(uuid4()), event, time.time() + timeout))
        try:
            outcome = self._outcomes.get(timeout=timeout)
        except Empty:
            self.kill()
            raise FunctionError("Sandbox.Timedout", f"Task timed out after {timeout} seconds.") from None
        self.child.usage()
        if isinstance(outcome, FunctionError):
            raise outcome
        return outcome

    def kill(self) -> None:
        """End the process at once and wait until it is gone."""
        self.child.stop(signal.SIGKILL, 0)

    def next(self) -> Invocation | None:
        """Wait for an invocation on behalf of the process; None when it is gone."""
        self._ready.set()
        return self._invocations.get()

    def settle(self, outcome: bytes | FunctionError) -> None:
        """Take the process's answer."""
        self._outcomes.put(outcome)

    def refuse(self, error: FunctionError) -> None:
        """Take the process's word that its handler can't be loaded; it ends by itself."""
        self._init_error = error

    def _end(self) -> None:
        self._outcomes.put(FunctionError("Runtime.ExitError", f"The process ended with code {self.child.exit_code}."))
        self._invocations.put(None)
        self._ready.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        handler = type("Handler", (RuntimeApi,), {"process": self, "arn": self.function.arn})
        while True:
            try:
                connection, address = self._listener.accept()
            except OSError:  # closed: the process is gone
                return
            threading.Thread(target=handler, args=(connection, address, None), daemon=True).start()
