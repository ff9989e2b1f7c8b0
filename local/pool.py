"""The processes of one function: started when needed, kept warm, replaced when they crash."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from local.accounting import Usage
from local.child import Command
from local.runtime import FunctionError
from local.wiring import Function
from local.worker import Worker


@dataclass(frozen=True, slots=True)
class FunctionProcess:
    """A live process of a function."""

    function: str
    pid: int
    state: Literal["idle", "busy"]


class FunctionPool:
    """Up to `limit` processes; one invocation at a time in each."""

    def __init__(self, function: Function, command: Command, limit: int) -> None:
        self.function = function
        self.restarts = 0
        self._command = command
        self._limit = limit
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._busy: list[Worker] = []
        self._finished: list[Usage] = []
        self._closed = False

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """Run the handler and return what it returns. Raises FunctionError."""
        worker = self._take()
        try:
            return json.loads(worker.invoke(json.dumps(event).encode()))
        finally:
            self._give_back(worker)

    def warm(self) -> None:
        """Start a process ahead of its first event."""
        with self._changed:
            if not self._idle:
                self._idle.append(Worker(self.function, self._command))

    def processes(self) -> list[FunctionProcess]:
        """List the live processes."""
        with self._changed:
            states: list[tuple[Worker, Literal["idle", "busy"]]] = [(worker, "idle") for worker in self._idle]
            states += [(worker, "busy") for worker in self._busy]
        return [FunctionProcess(self.function.logical_id, w.child.pid, state) for w, state in states if w.alive]

    def usage(self) -> list[Usage]:
        """Measure every process that there is or was."""
        with self._changed:
            return [*self._finished, *(worker.child.usage() for worker in (*self._idle, *self._busy))]

    def close(self) -> None:
        """End all processes."""
        with self._changed:
            self._closed = True
            workers = [*self._idle, *self._busy]
            self._changed.notify_all()
        for worker in workers:
            worker.kill()

    def _take(self) -> Worker:
        with self._changed:
            while True:
                if self._closed:
                    raise FunctionError("Sandbox.Closed", "The embedded cloud is ending.")
                if self._idle:
                    worker = self._idle.pop()
                    if worker.alive:
                        break
                    self._bury(worker)
                elif len(self._busy) < self._limit:
                    worker = Worker(self.function, self._command)
                    break
                else:
                    self._changed.wait()
            self._busy.append(worker)
            return worker

    def _give_back(self, worker: Worker) -> None:
        with self._changed:
            self._busy.remove(worker)
            if worker.alive:
                self._idle.append(worker)
            else:
                self._bury(worker)
            self._changed.notify()

    def _bury(self, worker: Worker) -> None:
        self._finished.append(worker.child.usage())
        self.restarts += 1
