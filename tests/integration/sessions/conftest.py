"""Processes of the API on one real Postgres: each has a store, and so a connection, of its own."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from ebookvoice.adapters.postgres.database import PostgresStore
from ebookvoice.domain.account import User
from ebookvoice.domain.session import Client, Device, Mode
from ebookvoice.settings import Settings
from ebookvoice.wiring import Wiring
from tests.fakes import FakeClock

NewWorld = Callable[[], Wiring]

SECRET = "the secret of the tests, 32 bytes long"


class World(Wiring):
    """A process of the service, with a clock that stands still."""

    def __init__(self, database_url: str, clock: FakeClock) -> None:
        super().__init__(Settings(database_url=database_url, jwt_secret=SECRET))
        self.clock = clock


@pytest.fixture(scope="module")
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def new_world(database_url: str, clock: FakeClock) -> Iterator[NewWorld]:
    """Start processes that share the database and the clock."""
    worlds: list[World] = []

    def start() -> World:
        worlds.append(World(database_url, clock))
        return worlds[-1]

    yield start
    for world in worlds:
        if isinstance(world.store, PostgresStore):
            world.store.close()


@pytest.fixture
def world(new_world: NewWorld) -> Wiring:
    return new_world()


@pytest.fixture
def user(world: Wiring) -> User:
    """Somebody with an account."""
    user = User(uuid4(), f"{uuid4().hex}@example.com", world.clock.now())
    with world.store.as_service() as records:
        assert records.accounts.add(user)
    return user


@pytest.fixture
def program() -> Client:
    return Client("192.0.2.1", "192.0.2.0", Device(None, "curl", "en"), Mode.BEARER)


@pytest.fixture
def browser() -> Client:
    return Client("192.0.2.1", "192.0.2.0", Device(bytes(32), "Firefox on Linux", "en"), Mode.COOKIE)
