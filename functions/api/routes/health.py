"""The service's health."""

from fastapi import APIRouter

from ebookvoice import __version__
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.usecases import health
from functions.api.deps import CurrentWorld
from functions.api.errors import documented
from functions.api.schemas.health import HealthPublic

router = APIRouter(prefix="/api/health", tags=["health"])


@router.get("", responses=documented())
def check(world: CurrentWorld) -> HealthPublic:
    """Tell a monitor whether the service works."""
    if not health.check(world):
        raise UnavailableError("The database can't be reached right now. Try again in a minute.")
    return HealthPublic(version=__version__)
