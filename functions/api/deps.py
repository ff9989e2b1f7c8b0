"""What the routes depend on."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from ebookvoice import wiring
from ebookvoice.domain.access import ForbiddenError, NotAuthenticatedError
from ebookvoice.domain.account import Role
from ebookvoice.domain.session import Principal
from ebookvoice.usecases import sessions
from ebookvoice.usecases.world import World
from functions.api import cookies

_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="The access token that signing in gave.")
_cookie = APIKeyCookie(name=cookies.SESSION, auto_error=False, description="The session of a browser.")


def current_world() -> World:
    """Return this process's ports."""
    return wiring.world()


CurrentWorld = Annotated[World, Depends(current_world)]


async def raw_body(request: Request) -> bytes:
    """Take the body as it came: a signature is over its bytes."""
    return await request.body()


RawBody = Annotated[bytes, Depends(raw_body)]


def current_principal(
    request: Request,
    response: Response,
    world: CurrentWorld,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    cookie: Annotated[str | None, Depends(_cookie)],
) -> Principal:
    """Tell who asks, by access token or by cookie, never by both. Raises NotAuthenticatedError."""
    if "authorization" in request.headers:
        if credentials is None:
            raise NotAuthenticatedError
        principal = sessions.by_access_token(world, credentials.credentials)
    elif cookie is None:
        raise NotAuthenticatedError
    else:
        principal = sessions.by_cookie(world, cookie)
        if principal.session.seen_at + sessions.TOUCH <= world.clock.now():
            cookies.slide(world, response, cookie, principal.session.expires_at)
    request.state.principal = principal
    return principal


CurrentPrincipal = Annotated[Principal, Depends(current_principal)]


def current_user(principal: CurrentPrincipal) -> UUID:
    """Tell which account asks."""
    return principal.user.id


CurrentUser = Annotated[UUID, Depends(current_user)]


def current_admin(principal: CurrentPrincipal) -> Principal:
    """Let administrators pass. Raises ForbiddenError."""
    if principal.user.role is not Role.ADMIN:
        raise ForbiddenError
    return principal


CurrentAdmin = Annotated[Principal, Depends(current_admin)]
