"""The second factor: switched on, asked for, switched off."""

from aws_lambda_powertools import Logger
from fastapi import APIRouter, Response, status

from ebookvoice.domain.access import InvalidCodeError, NotAuthenticatedError, ReauthenticationRequiredError
from ebookvoice.domain.errors import InvalidStateError, RateLimitedError
from ebookvoice.usecases import second_factor
from functions.api.callers import CurrentCaller
from functions.api.deps import CurrentPrincipal, CurrentWorld
from functions.api.entry import Entry, let_in
from functions.api.errors import BodyTooLargeError, documented
from functions.api.schemas.second_factor import (
    RecoveryCodesPublic,
    SecondFactorCreate,
    TotpConfirmationCreate,
    TotpPublic,
)
from functions.api.throttle import CurrentThrottle

router = APIRouter(prefix="/api/auth", tags=["second factor"])

logger = Logger(child=True)


@router.post("/second-factor", responses=documented(BodyTooLargeError, InvalidCodeError, RateLimitedError))
def finish_sign_in(
    world: CurrentWorld,
    response: Response,
    caller: CurrentCaller,
    throttle: CurrentThrottle,
    entry: SecondFactorCreate,
) -> Entry:
    """Finish a sign-in that asked for a second factor, with a code of the app or a recovery code."""
    throttle.auth(None)
    signed_in = second_factor.finish(world, entry.second_factor_token, entry.code, caller.client(entry.session))
    throttle.forgive()
    return let_in(world, response, caller, signed_in)


@router.post("/totp", responses=documented(NotAuthenticatedError, ReauthenticationRequiredError, InvalidStateError))
def propose_totp(world: CurrentWorld, principal: CurrentPrincipal) -> TotpPublic:
    """Get a secret for an authenticator app; it counts once a code of it was confirmed.

    The sign-in, or a proof given since, must be fresh: no older than a few minutes.
    """
    return TotpPublic.model_validate(second_factor.propose(world, principal))


@router.post(
    "/totp/confirm",
    responses=documented(BodyTooLargeError, NotAuthenticatedError, InvalidCodeError, InvalidStateError),
)
def confirm_totp(
    world: CurrentWorld, principal: CurrentPrincipal, confirmation: TotpConfirmationCreate
) -> RecoveryCodesPublic:
    """Switch the second factor on with a code of the app, and get the recovery codes."""
    codes = second_factor.confirm(world, principal, confirmation.code)
    logger.info("second factor switched on", user_id=str(principal.user.id))
    return RecoveryCodesPublic(recovery_codes=codes)


@router.delete(
    "/totp",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(NotAuthenticatedError, ReauthenticationRequiredError),
)
def switch_totp_off(world: CurrentWorld, principal: CurrentPrincipal) -> None:
    """Switch the second factor off."""
    second_factor.switch_off(world, principal)
    logger.info("second factor switched off", user_id=str(principal.user.id))
