"""However many processes and threads ask at once, the service never sees more requests than it is allowed to."""

import os
import signal
import time

from tests.integration.providers.conftest import HastyWorker
from tests.integration.providers.crowd import Counts, Visit, crowd


def test_never_more_at_once_than_allowed(database_url: str, watcher: HastyWorker) -> None:
    counts = Counts.new()
    what = Visit(database_url, ceiling=5, threads=4, requests=25, seconds=0.01, failing=0.2)
    processes = crowd(4, what, counts)
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    assert counts.most.value == 5
    assert counts.inside.value == 0
    assert counts.made.value + counts.sent_away.value == 4 * 4 * 25
    assert watcher.service().held == 0


def test_the_turns_of_a_killed_process_come_back(database_url: str, watcher: HastyWorker) -> None:
    counts = Counts.new()
    holding = Visit(database_url, ceiling=3, threads=3, requests=1, seconds=600, lease_seconds=2)
    (holder,) = crowd(1, holding, counts)
    until = time.monotonic() + 30
    while counts.inside.value < 3 and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(2.5)  # Longer than a lease: who lives keeps their turns.
    assert watcher.service().held == 3
    assert holder.pid is not None
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    killed = time.monotonic()
    later = Counts.new()
    (successor,) = crowd(1, Visit(database_url, ceiling=3, threads=3, requests=1, seconds=0.01), later)
    successor.join()
    assert later.made.value == 3
    assert time.monotonic() - killed < 10
