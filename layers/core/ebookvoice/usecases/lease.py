"""Leases: held while somebody works, lost when they don't (a crash, a freeze, a zombie)."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.usecases.world import World

MARGIN_SECONDS = 5
"""A message comes back this much later than its lease ends, so that whoever gets it may claim."""


def lease_end(world: World) -> datetime:
    """Tell until when a claim made now is good."""
    return world.clock.now() + timedelta(seconds=world.settings.lease_seconds)


@contextmanager
def kept(world: World, extend: Callable[[datetime], bool], hide: Callable[[int], None]) -> Iterator[None]:
    """Extend a lease, and the message's invisibility with it, three times per lease while the block runs.

    A killed process stops extending, and its message comes back right after the lease has ended. A lease that is lost
    is not extended any more; the guard on the result tells the worker.
    """
    hidden = world.settings.lease_seconds + MARGIN_SECONDS
    hide(hidden)
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(world.settings.lease_seconds / 3):
            try:
                if not extend(lease_end(world)):
                    return
            except UnavailableError:
                continue
            hide(hidden)

    heartbeat = threading.Thread(target=beat, name="heartbeat", daemon=True)
    heartbeat.start()
    try:
        yield
    finally:
        stop.set()
        heartbeat.join()
