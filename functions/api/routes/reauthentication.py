"""A fresh proof of who somebody is, for what can't be undone."""

from fastapi import APIRouter, status

from ebookvoice.domain.access import InvalidCodeError, InvalidCredentialsError, NotAuthenticatedError
from ebookvoice.domain.errors import RateLimitedError
from ebookvoice.usecases import reauthentication
from functions.api.deps import CurrentPrincipal, CurrentWorld
from functions.api.errors import BodyTooLargeError, InvalidRequestError, documented
from functions.api.schemas.auth import AcceptedPublic
from functions.api.schemas.second_factor import ReauthenticationCreate
from functions.api.throttle import CurrentThrottle

router = APIRouter(prefix="/api/auth/reauthenticate", tags=["sessions"])


@router.post(
    "/code",
    status_code=status.HTTP_202_ACCEPTED,
    responses=documented(NotAuthenticatedError, RateLimitedError),
)
def send_code(world: CurrentWorld, throttle: CurrentThrottle, principal: CurrentPrincipal) -> AcceptedPublic:
    """Ask for six digits by mail, to the account's own address."""
    throttle.reauthentication(principal.user.id)
    reauthentication.send_code(world, principal)
    return AcceptedPublic(message="A mail with a code is on its way to the address of your account.")


@router.post(
    "",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(
        BodyTooLargeError, NotAuthenticatedError, InvalidCredentialsError, InvalidCodeError, RateLimitedError
    ),
)
def reauthenticate(
    world: CurrentWorld, throttle: CurrentThrottle, principal: CurrentPrincipal, proof: ReauthenticationCreate
) -> None:
    """Prove anew who you are, by password or mailed code, and by the second factor where one is on.

    For a few minutes this very session may then do what can't be undone.
    """
    throttle.reauthentication(principal.user.id)
    match proof.password, proof.code:
        case None, str(code):
            reauthentication.by_mailed_code(world, principal, code, proof.second_factor)
        case password, None if password is not None:
            reauthentication.by_password(world, principal, password.get_secret_value(), proof.second_factor)
        case _:
            throttle.forgive()
            raise InvalidRequestError("Send either `password` or `code`: one proof is enough.")
    throttle.forgive()
