"""Is the service well, and are those that it works with?"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.provider import Provider, ProviderState
from ebookvoice.usecases.world import World

LATE = timedelta(minutes=3)
"""For so long a message is not owed: its sender, or else the sweep of the next minute, sends it."""

NOWHERE = keys.upload(UUID(int=0), UUID(int=0))
"""Where no object is, in a place that may be looked at."""


@dataclass(frozen=True, slots=True)
class Health:
    """What works; database and store do, or there is no telling. `behind`: queues take no messages, or nobody sends."""

    behind: bool
    providers: list[Provider]

    @property
    def degraded(self) -> bool:
        """Tell whether requests are served, but conversions wait."""
        return self.behind or any(provider.state is not ProviderState.CLOSED for provider in self.providers)


def check(world: World) -> Health:
    """Look at the database, the store, and at what these know of queues and speech services.

    Raises UnavailableError that names what does not answer. The queues themselves are not asked: whether messages get
    out is in the outbox.
    """
    now = world.clock.now()
    try:
        with world.store.as_service() as records:
            health = Health(records.outbox.owes(now - LATE), records.providers.all(now))
    except UnavailableError as error:
        raise UnavailableError("The database can't be reached right now. Try again in a minute.") from error
    try:
        world.objects.head(NOWHERE)
    except UnavailableError as error:
        raise UnavailableError("The object store can't be reached right now. Try again in a minute.") from error
    return health
