"""Requests that count once: what a key stands for is written in the transaction of the effect, or not at all."""

from datetime import timedelta
from typing import Any

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.idempotency import KeyReusedError, Made, Once, RepeatedError
from ebookvoice.ports.store import Records
from ebookvoice.usecases.world import World


def claim(world: World, records: Records, once: Once | None, made: dict[str, Any]) -> None:
    """Note what a request is about to make, in the caller's transaction and before anything else.

    Without a key there is nothing to note. Whoever comes with the same key meanwhile waits here for the end of that
    transaction. Raises RepeatedError for a request that was carried out before, KeyReusedError for another one, and
    NotAuthenticatedError for an account that is gone.
    """
    if once is None:
        return
    now = world.clock.now()
    if records.idempotency.claim(once, made, now, now + timedelta(hours=world.settings.idempotency_hours)):
        return
    earlier = records.idempotency.find(once, now)
    if earlier is None and records.accounts.find(once.user_id) is None:
        raise NotAuthenticatedError
    if earlier is None:
        # Its time was over by another clock, and it was removed between the two statements.
        raise UnavailableError
    raise RepeatedError(_same(once, earlier))


def find(world: World, once: Once) -> Made | None:
    """Find what a request made when it was carried out before. Raises KeyReusedError for another one."""
    with world.store.as_service() as records:
        earlier = records.idempotency.find(once, world.clock.now())
    return _same(once, earlier) if earlier else None


def keep(world: World, once: Once, answer: dict[str, Any]) -> dict[str, Any]:
    """Keep the answer for those who repeat the request; return the one that was kept first."""
    with world.store.as_service() as records:
        return records.idempotency.answered(once, answer)


def _same(once: Once, earlier: Made) -> Made:
    if earlier.digest != once.digest:
        raise KeyReusedError
    return earlier
