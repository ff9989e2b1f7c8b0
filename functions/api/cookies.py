"""The cookies that browsers get. `__Host-` ties each to this very host and to HTTPS (RFC 6265bis, 4.1.3.2)."""

from datetime import datetime
from typing import TYPE_CHECKING

from ebookvoice.domain.session import Mode
from ebookvoice.usecases.sessions import SignedIn, idle_time
from ebookvoice.usecases.world import World

if TYPE_CHECKING:
    # The authorizer reads the names below, and does without the framework.
    from starlette.responses import Response

SESSION = "__Host-ebookvoice-session"
DEVICE = "__Host-ebookvoice-device"
LOGIN = "__Host-ebookvoice-login"

DEVICE_SECONDS = 365 * 24 * 3600


def set_session(world: World, response: "Response", signed_in: SignedIn) -> None:
    """Give the browser its session's cookie, for as long as the session lasts unused."""
    if signed_in.cookie is not None:
        slide(world, response, signed_in.cookie, signed_in.session.expires_at)


def slide(world: World, response: "Response", value: str, expires_at: datetime) -> None:
    """Give the cookie its full idle time again, though never more than the session has left."""
    left = expires_at - world.clock.now()
    set_cookie(response, SESSION, value, int(min(idle_time(world, Mode.COOKIE), left).total_seconds()))


def set_cookie(response: "Response", name: str, value: str, seconds: int) -> None:
    """Set a cookie that no script can read and no other site's POST carries.

    Lax, not Strict: a strict one would be missing when the reader comes back from Google or from a link in a mail.
    """
    response.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")


def clear_cookie(response: "Response", name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")
