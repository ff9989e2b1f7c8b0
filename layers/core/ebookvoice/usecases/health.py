"""Is the service well, and are those that it speaks through?"""

from ebookvoice.domain.provider import Provider
from ebookvoice.usecases.world import World


def check(world: World) -> list[Provider]:
    """List the speech services that were ever asked. Raises UnavailableError if the database does not answer."""
    with world.store.as_service() as records:
        return records.providers.all(world.clock.now())
