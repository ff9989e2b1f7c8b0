"""A process of a deployment for tests: real adapters over a real Postgres, but for what would leave the machine."""

from functools import cached_property
from typing import Any, LiteralString

import psycopg
from psycopg.rows import dict_row

from ebookvoice.adapters.postgres.database import PostgresStore
from ebookvoice.settings import Settings
from ebookvoice.wiring import Wiring
from tests.fakes import FakeClock, FakeMeter, FakeObjects, FakeQueues

SIGNING_SECRET = "the secret of the tests, 32 bytes long"
SEALING_SECRET = "another secret of the tests, 32 bytes long"


def connect(world: Wiring) -> None:
    """Open the connection to the database, so that what follows doesn't wait for it."""
    with world.store.as_service():
        pass


class FakeWorld(Wiring):
    """Postgres, tokens and seals are real; clock, objects and queues are the test's. Any setting may be given.

    No speech engine is set up: nobody is asked for voices.
    """

    def __init__(self, database_url: str, **settings: Any) -> None:
        secrets = {"jwt_secret": SIGNING_SECRET, "sealing_secret": SEALING_SECRET}
        usual = {"database_url": database_url, **secrets, "speech_engines": "", "default_engine": ""}
        super().__init__(Settings(**{**usual, **settings}))
        self.database_url = database_url

    @cached_property
    def store(self) -> PostgresStore:
        return PostgresStore(lambda: self.database_url)

    @cached_property
    def clock(self) -> FakeClock:
        return FakeClock()

    @cached_property
    def meter(self) -> FakeMeter:
        return FakeMeter()

    @cached_property
    def objects(self) -> FakeObjects:
        return FakeObjects()

    @cached_property
    def queues(self) -> FakeQueues:
        return FakeQueues()

    def rows(self, query: LiteralString, **parameters: object) -> list[dict[str, Any]]:
        """Look into the database as its superuser."""
        with psycopg.connect(self.database_url, row_factory=dict_row) as connection:
            return connection.execute(query, parameters).fetchall()
