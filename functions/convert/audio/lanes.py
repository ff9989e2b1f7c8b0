"""Work that is done ahead in several threads and handed over in order."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")


def ahead(tasks: Iterable[Callable[[], T]], lanes: int) -> Generator[T, None, None]:
    """Yield the tasks' results in order, with up to `lanes` tasks at work; a single lane works in the caller's thread.

    At most lanes + 1 results wait. The first error that any task raises cancels what has not begun, and is raised when
    what has begun is over: no thread outlives the iteration. Close the iterator if it may be left early.
    """
    if lanes == 1:
        for task in tasks:
            yield task()
        return
    with ThreadPoolExecutor(lanes) as pool:
        waiting: deque[Future[T]] = deque()
        try:
            for task in tasks:
                waiting.append(pool.submit(task))
                if len(waiting) > lanes:
                    yield _first(waiting)
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
