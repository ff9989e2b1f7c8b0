"""A lease is extended while the work lasts, and no longer."""

import threading
from datetime import datetime
from types import SimpleNamespace

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.usecases import lease
from tests.fakes import FakeClock


def world(seconds: float) -> SimpleNamespace:
    return SimpleNamespace(settings=SimpleNamespace(lease_seconds=seconds), clock=FakeClock())


def test_the_lease_and_the_message_are_kept_together() -> None:
    extended, hidden = threading.Semaphore(0), list[int]()

    def extend(until: datetime) -> bool:
        extended.release()
        return True

    with lease.kept(world(0.03), extend, hidden.append):
        assert extended.acquire(timeout=5)
        assert extended.acquire(timeout=5)
    assert len(hidden) >= 2
    count = len(hidden)
    assert not extended.acquire(timeout=0.05)
    assert len(hidden) == count


def test_a_lost_lease_is_not_extended_again() -> None:
    asked = threading.Semaphore(0)

    def extend(until: datetime) -> bool:
        asked.release()
        return False

    with lease.kept(world(0.03), extend, list[int]().append):
        assert asked.acquire(timeout=5)
        assert not asked.acquire(timeout=0.1)


def test_a_database_that_is_away_for_a_moment_does_not_end_the_lease() -> None:
    asked = threading.Semaphore(0)

    def extend(until: datetime) -> bool:
        asked.release()
        raise UnavailableError

    with lease.kept(world(0.03), extend, list[int]().append):
        assert asked.acquire(timeout=5)
        assert asked.acquire(timeout=5)
