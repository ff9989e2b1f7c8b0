"""The composition root: which adapters stand behind the ports."""

from functools import cache, cached_property

from ebookvoice.adapters.postgres.database import PostgresStore
from ebookvoice.adapters.system import RandomIds, SystemClock
from ebookvoice.domain.states import Queue
from ebookvoice.ports.accounts import PasswordHasher, TokenIssuer
from ebookvoice.ports.objects import ObjectStore
from ebookvoice.ports.queues import Queues
from ebookvoice.ports.store import Store
from ebookvoice.ports.time import Clock, Ids
from ebookvoice.settings import Settings


class Wiring:
    """Makes each adapter when it is first asked for; a function imports and connects only what it uses."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def store(self) -> Store:
        return PostgresStore(self._database_url)

    @cached_property
    def objects(self) -> ObjectStore:
        from ebookvoice.adapters.objects import BotoObjectStore

        return BotoObjectStore(self.settings.bucket, self.clock)

    @cached_property
    def queues(self) -> Queues:
        from ebookvoice.adapters.queues import SqsQueues

        return SqsQueues(
            {
                Queue.UPLOADS: self.settings.uploads_queue_url,
                Queue.SEGMENTS: self.settings.segments_queue_url,
                Queue.ASSEMBLY: self.settings.assembly_queue_url,
            }
        )

    @cached_property
    def clock(self) -> Clock:
        return SystemClock()

    @cached_property
    def ids(self) -> Ids:
        return RandomIds()

    @cached_property
    def hasher(self) -> PasswordHasher:
        from ebookvoice.adapters.passwords import Argon2Hasher

        return Argon2Hasher()

    @cached_property
    def tokens(self) -> TokenIssuer:
        from ebookvoice.adapters.secrets import secret
        from ebookvoice.adapters.tokens import JwtIssuer

        key = secret(self.settings.jwt_secret, self.settings.jwt_secret_parameter)
        return JwtIssuer(key, self.clock, self.settings.access_token_seconds)

    def _database_url(self) -> str:
        from ebookvoice.adapters.secrets import secret

        return secret(self.settings.database_url, self.settings.database_url_parameter)


@cache
def world() -> Wiring:
    """Return this process's wiring, from its environment."""
    return Wiring(Settings.from_environment())
