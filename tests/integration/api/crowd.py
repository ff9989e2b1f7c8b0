"""Many clients at once, each with a process of the service to itself."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.integration.api.harness import ApiWorld
from tests.unit.api.caller import Api, Reply
from tests.world import connect

THREADS = 32


def rush(world: ApiWorld, tries: int, attempt: Callable[[Api, int], Reply]) -> Counter[int]:
    """Make tries from as many threads as there are connections, all beginning at once; count the answers by status."""
    siblings = [world.sibling() for _ in range(THREADS)]
    apis = [sibling.api() for sibling in siblings]
    barrier = Barrier(THREADS)

    def run(thread: int) -> list[int]:
        api = apis[thread]
        connect(siblings[thread])
        barrier.wait()
        return [int(attempt(api, number).status) for number in range(thread, tries, THREADS)]

    try:
        with ThreadPoolExecutor(THREADS) as pool:
            return Counter(status for statuses in pool.map(run, range(THREADS)) for status in statuses)
    finally:
        for sibling in siblings:
            sibling.store.close()
