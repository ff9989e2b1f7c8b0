"""The service's health."""

from fastapi import APIRouter

from ebookvoice import __version__
from ebookvoice.usecases import health
from functions.api.deps import CurrentWorld
from functions.api.errors import documented
from functions.api.schemas.health import AlivePublic, HealthPublic

router = APIRouter(prefix="/api/health", tags=["health"])


@router.get("", responses=documented())
def check(world: CurrentWorld) -> HealthPublic:
    """Tell a monitor whether the service works (readiness).

    503 without the database or the object store. `degraded`: requests are served, but conversions wait, because
    messages don't get to the queues, or a speech service is out of order.
    """
    return HealthPublic.of(health.check(world))


@router.get("/live", responses=documented())
async def check_alive() -> AlivePublic:
    """Tell that the function itself answers (liveness); nothing else is asked or touched."""
    return AlivePublic(version=__version__)
