"""Sessions: opened, shown, refreshed, ended. Postgres decides every time; what is cached only saves others the way."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from ebookvoice.domain.access import (
    NotAuthenticatedError,
    ReauthenticationRequiredError,
    SignInRefusedError,
    TokenReusedError,
)
from ebookvoice.domain.account import User
from ebookvoice.domain.errors import NotFoundError
from ebookvoice.domain.session import Client, Ended, Mode, Principal, Session
from ebookvoice.ports.accounts import AccessClaims, AccessToken
from ebookvoice.usecases.world import World

TOUCH = timedelta(minutes=1)
"""How exact `seen_at` is; between, a request writes nothing."""

PARALLEL = timedelta(seconds=30)
"""How long after a refresh the token before is still taken for a request that was under way at the same time."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session and what its client needs to show it: a cookie, or a pair of tokens.

    `new_device` says that it was opened on a device on which its user had never been seen before.
    """

    user: User
    session: Session
    cookie: str | None = None
    access: AccessToken | None = None
    refresh_token: str | None = None
    new_device: bool = False


def open_session(world: World, user: User, client: Client) -> SignedIn:
    """Open a session for somebody who has proved who they are; always a new one, never one that was there before.

    `user` is the account as it was before the proof was checked. Raises SignInRefusedError if all sessions were ended
    since, say by a change of the password that was proved, or the account is disabled or gone.
    """
    now, device_id = world.clock.now(), client.device.id
    session = Session(
        id=world.ids.new(),
        user_id=user.id,
        mode=client.mode,
        generation=0,
        confirmed=False,
        rotated_at=now,
        created_at=now,
        seen_at=now,
        expires_at=now + _lifetime(world, client.mode),
        authenticated_at=None,
        device=client.device,
        place=client.place,
    )
    cached = device_id in world.cache.devices(user.id)
    with world.store.as_service() as records:
        known = device_id is None or cached or records.sessions.knows_device(user.id, device_id)
        opened = records.sessions.add(session, user.epoch)
    if not opened:
        raise SignInRefusedError
    if device_id is not None:
        world.cache.remember_device(user.id, device_id)
    return replace(shown(world, user, session), new_device=not known)


def shown(world: World, user: User, session: Session) -> SignedIn:
    """Make what shows a session: never both a cookie and tokens."""
    if session.mode is Mode.COOKIE:
        return SignedIn(user, session, cookie=world.signer.cookie(session.id))
    claims = AccessClaims(user.id, session.id, session.generation)
    refresh_token = world.signer.refresh_token(session.id, session.generation)
    return SignedIn(user, session, access=world.tokens.issue(claims), refresh_token=refresh_token)


def by_cookie(world: World, value: str) -> Principal:
    """Tell who shows this cookie. Raises NotAuthenticatedError."""
    return _principal(world, world.signer.read_cookie(value), Mode.COOKIE, None)


def by_access_token(world: World, token: str) -> Principal:
    """Tell who shows this access token. Raises NotAuthenticatedError."""
    claims = world.tokens.verify(token)
    principal = _principal(world, claims.session_id, Mode.BEARER, claims.generation)
    if principal.user.id != claims.user_id:
        raise NotAuthenticatedError
    return principal


def refresh(world: World, token: str) -> SignedIn:
    """Exchange a refresh token for the next pair. Raises NotAuthenticatedError, TokenReusedError.

    One token counts once. Who asks again with the one before, because the answer was lost or two requests went at
    once, gets the pair that was made then. But once the client has shown the new one, the old one is in wrong hands,
    and so is the session: it ends. (RFC 9700, 4.14.2.)
    """
    session_id, generation = world.signer.read_refresh_token(token)
    now, idle = world.clock.now(), idle_time(world, Mode.BEARER)
    with world.store.as_service() as records:
        records.sessions.rotate(session_id, generation, now, idle)
        found = records.sessions.find(session_id, now, idle)
        if found is None or found.session.mode is not Mode.BEARER:
            raise NotAuthenticatedError
        session = found.session
        ahead = session.generation - generation
        lost = ahead == 1 and (not session.confirmed or session.rotated_at > now - PARALLEL)
        if not lost:
            records.sessions.end(session_id, found.user.id, Ended.TOKEN_REUSED, now)
    if not lost:
        world.cache.forget([session_id])
        raise TokenReusedError
    return shown(world, found.user, session)


def sessions_of(world: World, user_id: UUID) -> list[Session]:
    """List the user's live sessions, the one seen last first."""
    now = world.clock.now()
    with world.store.as_user(user_id) as records:
        sessions = records.sessions.of(user_id, now)
    return [session for session in sessions if session.seen_at + idle_time(world, session.mode) > now]


def end_session(world: World, user_id: UUID, session_id: UUID, why: Ended) -> None:
    """End one of the user's sessions, at once. Raises NotFoundError."""
    with world.store.as_service() as records:
        ended = records.sessions.end(session_id, user_id, why, world.clock.now())
    if not ended:
        raise NotFoundError
    world.cache.forget([session_id])


def end_sessions(world: World, user_id: UUID, why: Ended, *, but: UUID | None = None) -> int:
    """End all of the user's sessions at once, but for that one; return how many there were."""
    with world.store.as_service() as records:
        ended = records.sessions.end_all(user_id, why, world.clock.now(), but=but)
    world.cache.forget(ended)
    return len(ended)


def check_reauthenticated(world: World, principal: Principal) -> None:
    """Raise ReauthenticationRequiredError unless the user has just proved anew who they are, in this very session."""
    at = principal.session.authenticated_at
    if at is None or at + timedelta(seconds=world.settings.reauthentication_seconds) <= world.clock.now():
        raise ReauthenticationRequiredError


def check_just_proved(world: World, principal: Principal) -> None:
    """Raise ReauthenticationRequiredError unless the sign-in itself, or a new proof, is fresh.

    Whoever finds an open session must not be able to lock its owner out (OWASP ASVS 5.0, 7.5.1).
    """
    fresh = timedelta(seconds=world.settings.reauthentication_seconds)
    if principal.session.created_at + fresh <= world.clock.now():
        check_reauthenticated(world, principal)


def idle_time(world: World, mode: Mode) -> timedelta:
    """Say how long a session lasts without being used."""
    settings = world.settings
    return timedelta(seconds=settings.cookie_idle_seconds if mode is Mode.COOKIE else settings.bearer_idle_seconds)


def _lifetime(world: World, mode: Mode) -> timedelta:
    settings = world.settings
    return timedelta(seconds=settings.cookie_seconds if mode is Mode.COOKIE else settings.bearer_seconds)


def _principal(world: World, session_id: UUID, mode: Mode, generation: int | None) -> Principal:
    now = world.clock.now()
    with world.store.as_service() as records:
        found = records.sessions.find(session_id, now, idle_time(world, mode))
        if found is None or found.session.mode is not mode:
            raise NotAuthenticatedError
        confirms = generation == found.session.generation and not found.session.confirmed
        if confirms or found.session.seen_at + TOUCH <= now:
            records.sessions.touch(session_id, now, generation=generation)
    return found
