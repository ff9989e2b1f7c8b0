"""Signing in with Google: out to its pages, back with a code, and for programs one more step to their tokens.

What ties the ways out and back together: `state`, which counts once and only for the browser that holds the login
cookie; the PKCE verifier, without which Google gives nothing for the code; and the nonce, which must come back in the
ID token. None of them can be read from the database. (RFC 9700, 2.1.1 and 4.7.)
"""

import base64
import hashlib
import hmac
import logging
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from ebookvoice.domain.access import (
    InvalidCodeError,
    NotAuthenticatedError,
    ProviderDisabledError,
    ReauthenticationRequiredError,
    SignInRefusedError,
)
from ebookvoice.domain.identity import Identity, Purpose
from ebookvoice.domain.returns import browser_return, program_return
from ebookvoice.domain.session import Client, Mode
from ebookvoice.usecases import sealed_challenges
from ebookvoice.usecases.sessions import SignedIn, by_cookie, check_just_proved
from ebookvoice.usecases.sign_in import SecondFactorNeeded, enter
from ebookvoice.usecases.world import World

logger = logging.getLogger(__name__)

CALLBACK = "/api/auth/google/callback"
FLOW_SECONDS = 300
HAND_OVER_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the browser goes, and the cookie that proves on its return that it is the same one."""

    url: str
    login_cookie: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A sign-in under way: how it is to end, and the secrets of its way to Google and back.

    `return_to` was checked when it began; a program's `code_challenge` is the S256 one of its own verifier; `counted`
    is what the attempt took of which limits, and when (ISO 8601).
    """

    mode: Mode
    return_to: str | None
    code_challenge: str | None
    nonce: str
    verifier: str
    counted: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class HandOver:
    """What the browser carries to the program, good for one exchange by whoever has the verifier."""

    code: str


def begin(
    world: World,
    mode: Mode,
    return_to: str | None,
    code_challenge: str | None,
    counted: Sequence[tuple[str, datetime]] = (),
) -> Begun:
    """Start a sign-in; what it `counted` against limits comes back when it succeeds.

    Raises ReturnRefusedError, ProviderDisabledError, UnavailableError.
    """
    state, nonce, verifier, login_cookie = (secrets.token_urlsafe(32) for _ in range(4))
    hits = [(key, at.isoformat()) for key, at in counted]
    flow = Flow(mode, _return_address(world, mode, return_to), code_challenge, nonce, verifier, hits)
    url = world.google.authorization_url(
        state=state, nonce=nonce, challenge=s256(verifier), redirect_uri=_redirect_uri(world)
    )
    sealed_challenges.keep(world, Purpose.GOOGLE, _browser(login_cookie), state, asdict(flow), FLOW_SECONDS)
    return Begun(url, login_cookie)


def resume(world: World, state: str, login_cookie: str) -> Flow:
    """Find the sign-in that a browser comes back from, and use it up. Raises SignInRefusedError."""
    found = sealed_challenges.take(world, Purpose.GOOGLE, state)
    if found is None or not hmac.compare_digest(found.subject, _browser(login_cookie)):
        raise SignInRefusedError
    values = found.values
    return Flow(**{**values, "mode": Mode(values["mode"])})


def finish(
    world: World, flow: Flow, code: str, client: Client, session_cookie: str | None
) -> SignedIn | SecondFactorNeeded | HandOver:
    """Exchange Google's code and let in whom it vouches for; a program's session waits until the program asks for it.

    `session_cookie` is what the browser shows of a session it had before. Raises SignInRefusedError, UnavailableError,
    AccountExistsError for somebody else's account, as far as Google can tell, unless that session is the account's own.
    """
    identity = world.google.redeem(
        code=code, verifier=flow.verifier, nonce=flow.nonce, redirect_uri=_redirect_uri(world)
    )
    if flow.mode is Mode.COOKIE:
        entered = enter(world, identity, client, SignInRefusedError(), signed_in=_signed_in(world, session_cookie))
        _give_back(world, flow)
        return entered
    _give_back(world, flow)
    handed = secrets.token_urlsafe(32)
    values = {"code_challenge": flow.code_challenge, "identity": asdict(identity)}
    sealed_challenges.keep(world, Purpose.HAND_OVER, str(world.ids.new()), handed, values, HAND_OVER_SECONDS)
    return HandOver(handed)


def exchange(world: World, code: str, code_verifier: str, client: Client) -> SignedIn | SecondFactorNeeded:
    """Open the session that was handed over. Raises InvalidCodeError, SignInRefusedError, AccountExistsError."""
    found = sealed_challenges.take(world, Purpose.HAND_OVER, code)
    if found is None or not hmac.compare_digest(found.values["code_challenge"], s256(code_verifier)):
        raise InvalidCodeError
    return enter(world, Identity(**found.values["identity"]), client, SignInRefusedError())


def s256(verifier: str) -> str:
    """Make the S256 challenge of a verifier (RFC 7636, 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _signed_in(world: World, session_cookie: str | None) -> UUID | None:
    """Tell whose account the browser has just been signed in to: a way in is added by a fresh session only."""
    if session_cookie is None:
        return None
    try:
        principal = by_cookie(world, session_cookie)
        check_just_proved(world, principal)
    except (NotAuthenticatedError, ReauthenticationRequiredError):
        return None
    return principal.user.id


def _return_address(world: World, mode: Mode, return_to: str | None) -> str | None:
    settings = world.settings
    if mode is Mode.BEARER:
        return program_return(return_to, settings.origins)
    return browser_return(return_to, settings.app_url, settings.origins)


def _redirect_uri(world: World) -> str:
    """Name our callback as it is registered with Google, to the letter; never by what a request says of its host."""
    if world.settings.public_url is None:
        logger.warning("signing in with Google needs PUBLIC_URL, the address that is registered there")
        raise ProviderDisabledError
    return world.settings.public_url + CALLBACK


def _give_back(world: World, flow: Flow) -> None:
    """Let an attempt that succeeded count for nothing: many people behind one address may come in."""
    with world.store.as_service() as records:
        for key, at in flow.counted:
            records.limits.release(key, datetime.fromisoformat(at))


def _browser(login_cookie: str) -> str:
    return hashlib.sha256(login_cookie.encode()).hexdigest()
