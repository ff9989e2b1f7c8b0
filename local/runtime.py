"""The Lambda Runtime API, as the real runtime client (awslambdaric) of one process calls it.

Source: the Lambda developer guide, "Using the Lambda runtime API".
"""

import json
import time
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Protocol
from uuid import uuid4

PREFIX = "/2018-06-01/runtime/"


class FunctionError(Exception):
    """The function raised, crashed, or ran out of time: what Lambda calls a function error."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Invocation:
    """An event on its way to the process; the deadline is a UTC second."""

    id: str
    event: bytes
    deadline: float


class Process(Protocol):
    """The process at the other end, as the supervisor sees it."""

    def next(self) -> Invocation | None:
        """Wait for an invocation; None when the process is gone."""
        ...

    def settle(self, outcome: bytes | FunctionError) -> None:
        """Take the handler's answer."""
        ...

    def refuse(self, error: FunctionError) -> None:
        """Take word that the handler can't be loaded."""
        ...


class RuntimeApi(BaseHTTPRequestHandler):
    """Answers one connection of the process."""

    process: Process
    arn: str
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Serve the connection until the process closes it or is killed."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:  # noqa: N802 – http.server's name
        invocation = self.process.next() if self.path == f"{PREFIX}invocation/next" else None
        if invocation is None:
            self.close_connection = True
            return
        headers = {
            "Lambda-Runtime-Aws-Request-Id": invocation.id,
            "Lambda-Runtime-Deadline-Ms": str(int(invocation.deadline * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": self.arn,
            "Lambda-Runtime-Trace-Id": f"Root=1-{int(time.time()):08x}-{uuid4().hex[:24]};Sampled=0",
        }
        self._answer(HTTPStatus.OK, invocation.event, headers)

    def do_POST(self) -> None:  # noqa: N802
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.endswith("/response"):
            self.process.settle(body)
        elif self.path == f"{PREFIX}init/error":
            self.process.refuse(_function_error(body))
        else:
            self.process.settle(_function_error(body))
        self._answer(HTTPStatus.ACCEPTED, b'{"status":"OK"}', {})

    def _answer(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Type": "application/json", "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the function's own log has it all."""


def _function_error(body: bytes) -> FunctionError:
    try:
        error = json.loads(body)
        return FunctionError(str(error["errorType"]), str(error["errorMessage"]))
    except (ValueError, KeyError, TypeError):
        return FunctionError("Runtime.Unknown", "The runtime reported an error that can't be read.")
