"""Who asks at another back end's door: the same sessions, looked up for nginx, Traefik and API Gateway."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID
from weakref import WeakKeyDictionary

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.breaker import Breaker
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.session import Device, Mode, Principal
from ebookvoice.ports.cache import Remembered
from ebookvoice.usecases import sessions
from ebookvoice.usecases.world import World

MAX_STALE = timedelta(seconds=60)
"""So old may be what Postgres said of a session, whatever the setting: the promise to whoever ends one."""

FAILURES, PAUSE = 2, timedelta(seconds=5)
"""After so many failures in a row Postgres is left alone for so long, so that an outage does not pile up waiters."""


class Decision(StrEnum):
    ALLOWED = "allowed"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Credential:
    """What a visitor shows: the value of the session's cookie, or an access token."""

    mode: Mode
    value: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A request to another back end; `same_site` says whether it may change something as whom its cookie says."""

    credential: Credential | None
    device: Device
    same_site: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a visit; `principal` is known when it is allowed and when its device is why it is not.

    `changed` names what differs from the device on which the session was opened.
    """

    decision: Decision
    principal: Principal | None = None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a credential that we signed refers to; cookies know neither user nor generation."""

    session_id: UUID
    mode: Mode
    user_id: UUID | None = None
    generation: int | None = None


_breakers: WeakKeyDictionary[World, Breaker] = WeakKeyDictionary()
"""Whether Postgres answers lately, as far as this process knows."""


def verify(world: World, visit: Visit) -> Verdict:
    """Decide. While nobody can tell, the door is shut but the session stays: FORBIDDEN, not UNAUTHENTICATED."""
    if visit.credential is None:
        return Verdict(Decision.UNAUTHENTICATED)
    if visit.credential.mode is Mode.COOKIE and not visit.same_site:
        return Verdict(Decision.FORBIDDEN)
    try:
        principal = _principal(world, visit.credential)
    except NotAuthenticatedError:
        return Verdict(Decision.UNAUTHENTICATED)
    except UnavailableError:
        return Verdict(Decision.FORBIDDEN)
    changed = principal.session.device.differences(visit.device)
    if changed and world.settings.strict_devices:
        return Verdict(Decision.UNAUTHENTICATED, principal, changed)
    return Verdict(Decision.ALLOWED, principal, changed)


def _principal(world: World, credential: Credential) -> Principal:
    """Find the principal: in the cache if that is recent enough, else in Postgres.

    When Postgres can't be reached, what it said within MAX_STALE still counts: whoever ended a session since then has
    told the cache, or waits no longer than was promised. Raises NotAuthenticatedError, UnavailableError.
    """
    shown = _read(world, credential)
    limit = min(timedelta(seconds=world.settings.gateway_cache_seconds), MAX_STALE)
    remembered = world.cache.session(shown.session_id) if limit else None
    if remembered and _counts(world, remembered, shown, limit) and _confirmed(remembered, shown):
        return remembered.principal
    try:
        return _ask(world, credential)
    except NotAuthenticatedError:
        if remembered:
            world.cache.forget([shown.session_id])
        raise
    except UnavailableError:
        if remembered and _counts(world, remembered, shown, MAX_STALE):
            return remembered.principal
        raise


def _read(world: World, credential: Credential) -> _Shown:
    if credential.mode is Mode.COOKIE:
        return _Shown(world.signer.read_cookie(credential.value), Mode.COOKIE)
    claims = world.tokens.verify(credential.value)
    return _Shown(claims.session_id, Mode.BEARER, claims.user_id, claims.generation)


def _counts(world: World, remembered: Remembered, shown: _Shown, limit: timedelta) -> bool:
    """Tell whether an entry is recent and about what is shown; one from the future comes from a wrong clock."""
    now, session = world.clock.now(), remembered.principal.session
    recent = timedelta() <= now - remembered.checked_at < limit and session.expires_at > now
    return recent and session.mode is shown.mode and shown.user_id in (None, session.user_id)


def _confirmed(remembered: Remembered, shown: _Shown) -> bool:
    """Tell whether Postgres need not hear of this: it wants to know when a client first shows a refreshed token.

    That is what tells a lost answer from a stolen token later on.
    """
    session = remembered.principal.session
    if shown.generation is None or shown.generation < session.generation:
        return True
    return shown.generation == session.generation and session.confirmed


def _ask(world: World, credential: Credential) -> Principal:
    checked_at = world.clock.now()  # before the question: the answer is no younger than that
    breaker = _breakers.setdefault(world, Breaker(FAILURES, PAUSE))
    if not breaker.allows(checked_at):
        raise UnavailableError
    look_up = sessions.by_cookie if credential.mode is Mode.COOKIE else sessions.by_access_token
    try:
        principal = look_up(world, credential.value)
    except UnavailableError:
        breaker.failed(world.clock.now())
        raise
    except NotAuthenticatedError:
        breaker.succeeded()
        raise
    breaker.succeeded()
    if world.settings.gateway_cache_seconds:
        world.cache.remember(principal, checked_at)
    return principal
