"""A lease is extended while the work lasts, and no longer; work that fails gives it back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.usecases import lease
from tests.fakes import FakeClock


class Row:
    """A leased row that counts; `answer` is what extending it comes to."""

    def __init__(self, answer: bool | Exception = True) -> None:
        self.answer = answer
        self.extended = threading.Semaphore(0)
        self.released = 0

    def extend(self, leased_id: UUID, attempt: UUID, until: datetime) -> bool:
        self.extended.release()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def release(self, leased_id: UUID, attempt: UUID) -> None:
        self.released += 1


class Store:
    @contextmanager
    def as_service(self) -> Iterator[Any]:
        yield None


WORLD: Any = SimpleNamespace(settings=SimpleNamespace(lease_seconds=0.03), clock=FakeClock(), store=Store())


def test_the_lease_and_the_message_are_kept_together() -> None:
    row, hidden = Row(), list[int]()
    with lease.held(WORLD, lambda _: row, uuid4(), uuid4(), hidden.append):
        assert row.extended.acquire(timeout=5)
        assert row.extended.acquire(timeout=5)
    assert len(hidden) >= 2
    count = len(hidden)
    assert not row.extended.acquire(timeout=0.05)
    assert (len(hidden), row.released) == (count, 0)


def test_a_lost_lease_is_not_extended_again() -> None:
    row = Row(answer=False)
    with lease.held(WORLD, lambda _: row, uuid4(), uuid4(), list[int]().append):
        assert row.extended.acquire(timeout=5)
        assert not row.extended.acquire(timeout=0.1)


def test_a_database_that_is_away_for_a_moment_does_not_end_the_lease() -> None:
    row = Row(answer=UnavailableError())
    with lease.held(WORLD, lambda _: row, uuid4(), uuid4(), list[int]().append):
        assert row.extended.acquire(timeout=5)
        assert row.extended.acquire(timeout=5)


def test_work_that_fails_gives_the_lease_back() -> None:
    row = Row()
    with pytest.raises(ValueError, match="no"), lease.held(WORLD, lambda _: row, uuid4(), uuid4(), list[int]().append):
        raise ValueError("no")
    assert row.released == 1
