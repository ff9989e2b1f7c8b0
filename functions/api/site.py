"""Stops what another site asks for."""

from fastapi import Request

from ebookvoice.domain.errors import CrossSiteError
from functions.api.callers import CurrentCaller
from functions.api.deps import CurrentWorld
from functions.api.origins import origins_of, same_site


async def check_site(request: Request, world: CurrentWorld, caller: CurrentCaller) -> None:  # noqa: ARG001
    """Stop what another site's page asks for; every request comes by here, and its sender is looked at before.

    Raises CrossSiteError.
    """
    if not same_site(request.method, request.headers, origins_of(world.settings)):
        raise CrossSiteError
