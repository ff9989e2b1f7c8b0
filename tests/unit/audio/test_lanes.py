"""Work in lanes: in order, bounded, and over when it is over."""

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from threading import Lock
from time import sleep
from typing import TypeVar

import pytest

from functions.convert.audio.lanes import ahead

T = TypeVar("T")


def in_lanes(tasks: Sequence[Callable[[], T]], lanes: int) -> Generator[T, None, None]:
    """Tasks of no size."""
    return ahead([(0, task) for task in tasks], lanes, 0)


class Work:
    """Tasks that tell how many of them were begun."""

    def __init__(self) -> None:
        self.begun: list[int] = []

    def task(self, number: int, seconds: float = 0.0, error: Exception | None = None) -> Callable[[], int]:
        def run() -> int:
            self.begun.append(number)
            sleep(seconds)
            if error is not None:
                raise error
            return number

        return run


@pytest.mark.parametrize("lanes", [1, 2, 5, 50])
def test_results_come_in_order_whatever_takes_longest(lanes: int) -> None:
    work = Work()
    tasks = [work.task(n, 0.02 if n % 3 == 0 else 0) for n in range(20)]
    assert list(in_lanes(tasks, lanes)) == list(range(20))


def test_a_single_lane_works_in_the_callers_thread_and_not_ahead() -> None:
    work = Work()
    assert next(in_lanes([work.task(n) for n in range(3)], 1)) == 0
    assert work.begun == [0]
    assert list(in_lanes([threading.current_thread], 1)) == [threading.current_thread()]


def test_no_more_is_done_ahead_than_lanes_and_one() -> None:
    work = Work()
    with closing(in_lanes([work.task(n) for n in range(50)], 3)) as results:
        for taken in range(10):
            assert next(results) == taken
            sleep(0.01)
            assert len(work.begun) <= taken + 1 + 3


def test_the_first_error_ends_it_before_earlier_work_is_done() -> None:
    work = Work()
    tasks = [work.task(0, 0.3), work.task(1, error=ValueError("broken")), *(work.task(n, 0.05) for n in range(2, 50))]
    with pytest.raises(ValueError, match="broken"):
        list(in_lanes(tasks, 4))
    assert len(work.begun) < 10


@pytest.mark.parametrize("error", [None, KeyError("k")])
def test_no_thread_is_left(error: Exception | None) -> None:
    before = threading.active_count()
    work = Work()
    results = in_lanes([work.task(0), work.task(1, 0.05, error), work.task(2, 0.05)], 2)
    next(results)
    if error is None:
        results.close()
    else:
        with pytest.raises(KeyError):
            next(results)
    assert threading.active_count() == before


@pytest.mark.parametrize(("room", "most"), [(10, 10), (25, 20), (1_000, 50), (3, 10)])
def test_what_is_ahead_keeps_to_the_room_and_what_is_larger_goes_alone(room: int, most: int) -> None:
    lock, held, highest = Lock(), 0, 0

    def task() -> int:
        nonlocal held, highest
        with lock:
            held += 10
            highest = max(highest, held)
        sleep(0.005)
        return 10

    for size in ahead([(10, task)] * 12, 4, room):
        sleep(0.005)
        with lock:
            held -= size
    assert held == 0
    assert 10 <= highest <= most
    assert (highest > 10) == (room >= 20)
