"""Work that is done ahead in several threads and handed over in order."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")


def ahead(tasks: Iterable[tuple[int, Callable[[], T]]], lanes: int, room: int) -> Generator[T, None, None]:
    """Yield the results of tasks, each of a size, in order, with up to `lanes` of them at work.

    At most lanes + 1 results wait, and what is at work, waits or is being used is of size `room` at most; a larger task
    has it to itself. A single lane works in the caller's thread and not ahead. The first error that any task raises
    cancels what has not begun, and is raised when what has begun is over: no thread outlives the iteration. Close the
    iterator if it may be left early.
    """
    if lanes == 1:
        for _, task in tasks:
            yield task()
        return
    with ThreadPoolExecutor(lanes) as pool:
        waiting: deque[Future[T]] = deque()
        sizes: deque[int] = deque()
        try:
            for size, task in tasks:
                while len(waiting) > lanes or (waiting and sum(sizes) + size > room):
                    yield _first(waiting)
                    sizes.popleft()
                waiting.append(pool.submit(task))
                sizes.append(size)
            while waiting:
                yield _first(waiting)
        finally:
            pool.shutdown(cancel_futures=True)


def _first(waiting: deque[Future[T]]) -> T:
    """Take the first result as soon as it is there. Raises the error of whichever fails before that."""
    pending: set[Future[T]] = set(waiting)
    while not waiting[0].done():
        done, pending = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()
    return waiting.popleft().result()
