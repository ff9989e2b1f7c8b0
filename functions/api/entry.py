"""How a sign-in ends: with tokens, with a cookie, or with the question for a second factor."""

from starlette.responses import Response

from ebookvoice.usecases.sessions import SignedIn
from ebookvoice.usecases.sign_in import SecondFactorNeeded
from ebookvoice.usecases.world import World
from functions.api import cookies, events
from functions.api.callers import Caller
from functions.api.schemas.auth import CookiePublic, SecondFactorPublic, TokenPublic, UserPublic

Entry = TokenPublic | CookiePublic | SecondFactorPublic


def let_in(world: World, response: Response, caller: Caller, entered: SignedIn | SecondFactorNeeded) -> Entry:
    """Show on the wire how far somebody has come."""
    now = world.clock.now()
    if isinstance(entered, SecondFactorNeeded):
        seconds = int((entered.expires_at - now).total_seconds())
        return SecondFactorPublic(second_factor_token=entered.token, expires_in=seconds)
    if entered.session.generation == 0:
        events.signed_in(caller, entered)
    user = UserPublic.model_validate(entered.user)
    if entered.access is not None and entered.refresh_token is not None:
        seconds = int((entered.access.expires_at - now).total_seconds())
        return TokenPublic(
            access_token=entered.access.token, expires_in=seconds, refresh_token=entered.refresh_token, user=user
        )
    cookies.set_session(world, response, entered)
    cookies.set_cookie(response, cookies.DEVICE, caller.device_cookie, cookies.DEVICE_SECONDS)
    return CookiePublic(user=user, expires_at=entered.session.expires_at)
