"""The service's health."""

from fastapi import APIRouter

from ebookvoice import __version__
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.usecases import health
from functions.api.deps import CurrentWorld
from functions.api.errors import documented
from functions.api.schemas.health import HealthPublic, ProviderPublic

router = APIRouter(prefix="/api/health", tags=["health"])


@router.get("", responses=documented())
def check(world: CurrentWorld) -> HealthPublic:
    """Tell a monitor whether the service works. A speech service that is out of order makes jobs wait, no more."""
    try:
        providers = health.check(world)
    except UnavailableError as error:
        raise UnavailableError("The database can't be reached right now. Try again in a minute.") from error
    return HealthPublic(version=__version__, providers=[ProviderPublic.of(provider) for provider in providers])
