"""Ways in with an e-mail address: sign-up, log-in, magic link, a forgotten password."""

from fastapi import APIRouter, Response, status

from ebookvoice.domain.access import InvalidCodeError, InvalidCredentialsError
from ebookvoice.domain.account import WeakPasswordError
from ebookvoice.domain.errors import RateLimitedError
from ebookvoice.usecases import accounts
from functions.api.callers import CurrentCaller
from functions.api.deps import CurrentWorld
from functions.api.entry import Entry, let_in
from functions.api.errors import BodyTooLargeError, documented
from functions.api.schemas.auth import (
    AcceptedPublic,
    CredentialsCreate,
    EmailCreate,
    EntryCreate,
    ResetCreate,
    SignUpCreate,
)
from functions.api.throttle import CurrentThrottle

router = APIRouter(prefix="/api/auth", tags=["ways in"])


@router.post("/signup", status_code=status.HTTP_202_ACCEPTED, responses=documented(BodyTooLargeError, RateLimitedError))
def sign_up(world: CurrentWorld, throttle: CurrentThrottle, wanted: EmailCreate) -> AcceptedPublic:
    """Ask for an account; the mail that follows holds what opens it."""
    throttle.auth(wanted.email)
    accounts.sign_up(world, wanted.email)
    return AcceptedPublic.mailed(world.settings.code_seconds)


@router.post(
    "/signup/confirm", responses=documented(BodyTooLargeError, InvalidCodeError, WeakPasswordError, RateLimitedError)
)
def confirm_sign_up(
    world: CurrentWorld, response: Response, caller: CurrentCaller, throttle: CurrentThrottle, wanted: SignUpCreate
) -> Entry:
    """Open the account with what came by mail and a password, and come in.

    An account that is there already gets this password, and its sessions end.
    """
    throttle.auth(wanted.email)
    password = wanted.password.get_secret_value()
    entered = accounts.confirm_sign_up(world, wanted.proof(), password, caller.client(wanted.session))
    throttle.forgive()
    return let_in(world, response, caller, entered)


@router.post("/login", responses=documented(BodyTooLargeError, InvalidCredentialsError, RateLimitedError))
def log_in(
    world: CurrentWorld,
    response: Response,
    caller: CurrentCaller,
    throttle: CurrentThrottle,
    credentials: CredentialsCreate,
) -> Entry:
    """Come in with e-mail and password."""
    throttle.auth(credentials.email)
    password = credentials.password.get_secret_value()
    entered = accounts.log_in(world, credentials.email, password, caller.client(credentials.session))
    throttle.forgive()
    return let_in(world, response, caller, entered)


@router.post(
    "/magic-link", status_code=status.HTTP_202_ACCEPTED, responses=documented(BodyTooLargeError, RateLimitedError)
)
def send_link(world: CurrentWorld, throttle: CurrentThrottle, wanted: EmailCreate) -> AcceptedPublic:
    """Ask for a link and a code that sign in without a password, or open an account."""
    throttle.auth(wanted.email)
    accounts.send_link(world, wanted.email)
    return AcceptedPublic.mailed(world.settings.code_seconds)


@router.post("/magic-link/confirm", responses=documented(BodyTooLargeError, InvalidCodeError, RateLimitedError))
def redeem_link(
    world: CurrentWorld, response: Response, caller: CurrentCaller, throttle: CurrentThrottle, entry: EntryCreate
) -> Entry:
    """Come in with the link's token, or with address and code."""
    throttle.auth(entry.email)
    entered = accounts.redeem_link(world, entry.proof(), caller.client(entry.session))
    throttle.forgive()
    return let_in(world, response, caller, entered)


@router.post(
    "/password/forgot", status_code=status.HTTP_202_ACCEPTED, responses=documented(BodyTooLargeError, RateLimitedError)
)
def send_reset(world: CurrentWorld, throttle: CurrentThrottle, wanted: EmailCreate) -> AcceptedPublic:
    """Ask for a link and a code that set a new password."""
    throttle.auth(wanted.email)
    accounts.send_reset(world, wanted.email)
    return AcceptedPublic.mailed(world.settings.code_seconds)


@router.post(
    "/password/reset",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(BodyTooLargeError, InvalidCodeError, WeakPasswordError, RateLimitedError),
)
def reset_password(world: CurrentWorld, throttle: CurrentThrottle, wanted: ResetCreate) -> None:
    """Set a new password with what came by mail; it ends every session of the account."""
    throttle.auth(wanted.email)
    accounts.reset_password(world, wanted.proof(), wanted.password.get_secret_value())
    throttle.forgive()
