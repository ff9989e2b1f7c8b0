"""Limits on how often something may be asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ebookvoice.domain.errors import RateLimitedError
from ebookvoice.domain.limits import Allowance, Limit
from ebookvoice.usecases.world import World


@dataclass(frozen=True, slots=True)
class Hit:
    """A request that was let through and counted, so that it can be given back."""

    key: str
    at: datetime
    allowance: Allowance


def count(world: World, limits: Sequence[tuple[str, Limit]]) -> list[Hit]:
    """Count a request against each limit by its key, or against none. Raises RateLimitedError.

    A limit of 0 is none. Keys come in the same order of kinds every time, so that two requests never wait for each
    other.
    """
    now = world.clock.now()
    hits: list[Hit] = []
    counted = [(key, limit) for key, limit in limits if limit.count > 0]
    if not counted:
        return hits
    with world.store.as_service() as records:
        for key, limit in counted:
            allowance = records.limits.hit(key, limit, now)
            if not allowance.allowed:
                raise RateLimitedError(allowance)
            hits.append(Hit(key, now, allowance))
    return hits


def give_back(world: World, hits: Sequence[Hit]) -> None:
    """Take back what was counted."""
    if not hits:
        return
    with world.store.as_service() as records:
        for hit in hits:
            records.limits.release(hit.key, hit.at)
