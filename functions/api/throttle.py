"""The limits of a request: whose they are, and what is counted against them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from ebookvoice.domain.account import normalise_email
from ebookvoice.domain.limits import Allowance, Limit
from ebookvoice.usecases import limits, rates
from ebookvoice.usecases.world import World
from functions.api import allowances
from functions.api.callers import Caller, CurrentCaller
from functions.api.deps import CurrentWorld


class Throttle:
    """Counts one request; `request.state.limits` holds the headers that its answer gets, whatever comes of it."""

    def __init__(self, world: World, caller: Caller, request: Request) -> None:
        self._world = world
        self._caller = caller
        self._state = request.state
        self._hits: list[limits.Hit] = []

    def auth(self, email: str | None) -> None:
        """Count an attempt to come in, by sender and, if one is named, by address. Raises RateLimitedError.

        The address counts wherever the attempts come from; it is kept as a keyed hash, since it need not be a user's.
        """
        limit = rates.auth(self._world.settings)
        keys = [f"{limit.name}:ip:{self._caller.network}"]
        if email is not None:
            address = self._world.sealer.fingerprint(normalise_email(email), limit.name).hex()
            keys.append(f"{limit.name}:email:{address}")
        self._count([(key, limit) for key in keys])

    def google(self) -> None:
        """Count a way out to Google, by sender. Raises RateLimitedError.

        Not as an attempt to come in: it is a GET, which other sites' pages can have a visitor's browser send.
        """
        limit = rates.google(self._world.settings)
        self._count([(f"{limit.name}:ip:{self._caller.network}", limit)])

    def reauthentication(self, user_id: UUID) -> None:
        """Count an attempt at a fresh proof, by user alone: nobody else can use it up. Raises RateLimitedError."""
        limit = rates.auth(self._world.settings)
        self._count([(f"{limit.name}:user:{user_id}", limit)])

    def uploads(self, user_id: UUID, *, converted: bool = False) -> None:
        """Count an announced upload and, if it brings its conversion, a job. Raises RateLimitedError."""
        settings = self._world.settings
        wanted = [rates.uploads(settings), rates.jobs(settings)] if converted else [rates.uploads(settings)]
        self._count([(f"{limit.name}:user:{user_id}", limit) for limit in wanted])

    def jobs(self, user_id: UUID) -> None:
        """Count a conversion that is asked for. Raises RateLimitedError."""
        limit = rates.jobs(self._world.settings)
        self._count([(f"{limit.name}:user:{user_id}", limit)])

    def publications(self, user_id: UUID) -> None:
        """Count a picture that is published. Raises RateLimitedError."""
        limit = rates.publications(self._world.settings)
        self._count([(f"{limit.name}:user:{user_id}", limit)])

    def checkouts(self, user_id: UUID) -> None:
        """Count a checkout that is begun. Raises RateLimitedError."""
        limit = rates.checkouts(self._world.settings)
        self._count([(f"{limit.name}:user:{user_id}", limit)])

    @property
    def counted(self) -> list[tuple[str, datetime]]:
        """Tell what this request took and when, so that a later one can give it back."""
        return [(hit.key, hit.at) for hit in self._hits]

    def forgive(self) -> None:
        """Give back what this request took: many people behind one address may come in, each by their own password."""
        limits.give_back(self._world, self._hits)
        self._tell([replace(hit.allowance, remaining=hit.allowance.remaining + 1) for hit in self._hits])
        self._hits = []

    def _count(self, wanted: Sequence[tuple[str, Limit]]) -> None:
        self._hits += limits.count(self._world, wanted)
        self._tell([hit.allowance for hit in self._hits])

    def _tell(self, left: Sequence[Allowance]) -> None:
        self._state.limits = allowances.headers(left, self._world.clock.now())


async def current_throttle(request: Request, world: CurrentWorld, caller: CurrentCaller) -> Throttle:
    """Make the throttle of a request."""
    return Throttle(world, caller, request)


CurrentThrottle = Annotated[Throttle, Depends(current_throttle)]
