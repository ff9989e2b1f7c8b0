"""Processes of the API on one real Postgres: each has a store, and so a connection, of its own."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from ebookvoice.domain.account import User
from ebookvoice.domain.session import Client, Device, Mode
from ebookvoice.wiring import Wiring
from tests.fakes import FakeClock
from tests.world import FakeWorld

NewWorld = Callable[[], Wiring]


@pytest.fixture(scope="module")
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def new_world(database_url: str, clock: FakeClock) -> Iterator[NewWorld]:
    """Start processes that share the database and the clock."""
    worlds: list[FakeWorld] = []

    def start() -> FakeWorld:
        worlds.append(world := FakeWorld(database_url))
        world.clock = clock
        return world

    yield start
    for world in worlds:
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
