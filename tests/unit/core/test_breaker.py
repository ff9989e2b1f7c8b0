"""A breaker stops asking what does not answer, and finds out when it does again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from ebookvoice.domain.breaker import Breaker

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PAUSE = timedelta(seconds=10)


def opened(at: datetime = NOW) -> Breaker:
    breaker = Breaker(3, PAUSE)
    assert [breaker.failed(at) for _ in range(3)] == [False, False, True]
    return breaker


def test_single_failures_do_not_open_it() -> None:
    breaker = Breaker(3, PAUSE)
    for _ in range(10):
        breaker.failed(NOW)
        breaker.failed(NOW)
        breaker.succeeded()

    assert breaker.allows(NOW)


def test_failures_in_a_row_open_it_for_a_pause() -> None:
    breaker = opened()

    assert not breaker.allows(NOW)
    assert not breaker.allows(NOW + PAUSE - timedelta(microseconds=1))
    assert breaker.allows(NOW + PAUSE)


def test_a_probe_that_fails_opens_it_again() -> None:
    breaker = opened()
    assert breaker.allows(NOW + PAUSE)
    assert not breaker.failed(NOW + PAUSE), "it was open all the time"

    assert not breaker.allows(NOW + 2 * PAUSE - timedelta(microseconds=1))
    assert breaker.allows(NOW + 2 * PAUSE)


def test_a_probe_that_succeeds_closes_it() -> None:
    breaker = opened()
    assert breaker.allows(NOW + PAUSE)
    breaker.succeeded()

    assert all(breaker.allows(NOW + PAUSE) for _ in range(3))
    assert not breaker.failed(NOW + PAUSE), "the count begins anew"


def test_a_probe_that_never_returns_does_not_keep_it_open() -> None:
    breaker = opened()
    assert breaker.allows(NOW + PAUSE)

    assert breaker.allows(NOW + 2 * PAUSE)


def test_one_of_many_threads_probes() -> None:
    breaker = opened()
    with ThreadPoolExecutor(32) as threads:
        allowed = list(threads.map(lambda _: breaker.allows(NOW + PAUSE), range(1000)))

    assert allowed.count(True) == 1


def test_a_clock_that_is_set_back_does_not_keep_it_open() -> None:
    assert opened().allows(NOW - timedelta(hours=1))
