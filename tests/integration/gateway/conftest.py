"""Processes of one deployment, each with its own way to a real Redis and a real Postgres."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.integration.api.harness import ApiWorld
from tests.standins.redis_server import RedisServer

NewWorld = Callable[..., ApiWorld]


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()


@pytest.fixture
def redis(redis_server: RedisServer) -> RedisServer:
    """A Redis that runs and is empty."""
    redis_server.kill()
    redis_server.start()
    return redis_server


@pytest.fixture(scope="module")
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def new_world(database_url: str) -> Iterator[NewWorld]:
    """Start processes; settings by name."""
    worlds: list[ApiWorld] = []

    def start(**settings: Any) -> ApiWorld:
        worlds.append(ApiWorld(settings.pop("database_url", database_url), **settings))
        return worlds[-1]

    yield start
    for world in worlds:
        world.store.close()


@pytest.fixture
def world(new_world: NewWorld, redis: RedisServer) -> ApiWorld:
    """A process whose Redis is well."""
    return new_world(redis_url=redis.url)


def beside(world: ApiWorld, redis_url: str | None) -> ApiWorld:
    """Start another process of the same deployment, with its own way to Redis."""
    other = world.sibling()
    other.settings = replace(world.settings, redis_url=redis_url)
    return other
