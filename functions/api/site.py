"""Stops what another site asks for."""

from fastapi import Request

from ebookvoice.domain.access import CrossSiteError
from functions.api.callers import CurrentCaller
from functions.api.deps import CurrentWorld
from functions.api.origins import SAFE, origins_of, same_site


async def check_site(request: Request, world: CurrentWorld, caller: CurrentCaller) -> None:  # noqa: ARG001
    """Stop what another site's page asks for; every request comes by here, and its sender is looked at before.

    By its method alone: no WebSocket opens here, and a handshake that the gateway is asked about is its own to judge.
    Raises CrossSiteError.
    """
    if request.method not in SAFE and not same_site(request.method, request.headers, origins_of(world.settings)):
        raise CrossSiteError
