"""What an invocation takes: processor time, statements, requests to other services, bytes sent and logged."""

import io
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3

from benchmarks.statements import CountingStore


@dataclass(slots=True)
class Work:
    """What all invocations of a function took together: processor seconds, and what was asked of whom.

    `requests` are named as boto3 names them, with the service before it: `s3.PutObject`. `stored` is bytes sent to the
    object store.
    """

    invocations: int = 0
    cpu_seconds: float = 0.0
    transactions: int = 0
    statements: int = 0
    stored: int = 0
    logged: int = 0
    requests: dict[str, int] = field(default_factory=dict)


class Meter:
    """Counts for whichever function is at work; one at a time is."""

    def __init__(self, store: CountingStore, log: io.StringIO) -> None:
        self.works: dict[str, Work] = {}
        self._store = store
        self._log = log
        self._now: Work | None = None

    def listen(self) -> None:
        """Hear of every request of the clients that the product will make; they are made from boto3's own session."""
        boto3.setup_default_session()
        session: Any = boto3.DEFAULT_SESSION
        session.events.register("before-call", self._request)

    @contextmanager
    def measured(self, function: str) -> Iterator[None]:
        """Put down what the block takes to the function's account."""
        work = self._now = self.works.setdefault(function, Work())
        cpu, logged = _cpu_seconds(), self._log.tell()
        transactions, statements = self._store.transactions, self._store.statements
        try:
            yield
        finally:
            self._now = None
            work.invocations += 1
            work.cpu_seconds += _cpu_seconds() - cpu
            work.transactions += self._store.transactions - transactions
            work.statements += self._store.statements - statements
            work.logged += self._log.tell() - logged

    def _request(self, model: Any, params: dict[str, Any], **_: object) -> None:
        if self._now is None:
            return
        name = f"{model.service_model.service_name}.{model.name}"
        self._now.requests[name] = self._now.requests.get(name, 0) + 1
        if name in ("s3.PutObject", "s3.UploadPart"):
            self._now.stored += _size(params["body"])


def _size(body: Any) -> int:
    """Measure the body of a request: bytes, or a file."""
    if isinstance(body, bytes | bytearray):
        return len(body)
    if isinstance(body, io.BytesIO):
        return body.getbuffer().nbytes
    return os.fstat(body.fileno()).st_size


def _cpu_seconds() -> float:
    """Read the processor time of this process and of the ended children that it waited for."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
