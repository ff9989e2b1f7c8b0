"""What the routes depend on."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from ebookvoice import wiring
from ebookvoice.domain.errors import NotAuthenticatedError
from ebookvoice.usecases.world import World

_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="The access token that sign-up or log-in gave.")


def current_world() -> World:
    """Return this process's ports."""
    return wiring.world()


CurrentWorld = Annotated[World, Depends(current_world)]


def current_user(
    world: CurrentWorld, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> UUID:
    """Tell who asks. Raises NotAuthenticatedError."""
    if credentials is None:
        raise NotAuthenticatedError
    return world.tokens.verify(credentials.credentials)


CurrentUser = Annotated[UUID, Depends(current_user)]
