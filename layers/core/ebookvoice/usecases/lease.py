"""Leases: held while somebody works, lost when they don't (a crash, a freeze, a zombie)."""

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.store import Records
from ebookvoice.usecases.world import World

MARGIN_SECONDS = 5
"""A message comes back this much later than its lease ends, so that whoever gets it may claim."""


def lease_end(world: World) -> datetime:
    """Tell until when a claim made now is good."""
    return world.clock.now() + timedelta(seconds=world.settings.lease_seconds)


class Leased(Protocol):
    """What can be leased: a repository bound to a transaction."""

    def extend(self, leased_id: UUID, attempt: UUID, until: datetime, /) -> bool: ...
    def release(self, leased_id: UUID, attempt: UUID, /) -> None: ...


@contextmanager
def held(
    world: World, rows: Callable[[Records], Leased], leased_id: UUID, attempt: UUID, hide: Callable[[int], None]
) -> Iterator[None]:
    """Keep a lease, and the message's invisibility with it, while the block runs; give it back if the block raises.

    Both are extended three times per lease. A killed process stops doing so, and its message comes back right after the
    lease has ended. A lease that is lost is not extended any more; the guard on the result tells the worker.
    """

    def extend() -> bool:
        with world.store.as_service() as records:
            return rows(records).extend(leased_id, attempt, lease_end(world))

    try:
        with beating(extend, hide, world.settings.lease_seconds):
            yield
    except BaseException:
        with world.store.as_service() as records:
            rows(records).release(leased_id, attempt)
        raise


@contextmanager
def beating(extend: Callable[[], bool], hide: Callable[[int], None], seconds: float) -> Iterator[None]:
    """Keep a lease of so many seconds, and the message's invisibility with it, while the block runs."""
    hidden = math.ceil(seconds) + MARGIN_SECONDS
    hide(hidden)
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(seconds / 3):
            try:
                if not extend():
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
