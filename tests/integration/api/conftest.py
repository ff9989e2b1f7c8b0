"""Deployments of the API, each with a database of its own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.integration.api.harness import ApiWorld
from tests.unit.api.conftest import log

__all__ = ["log", "new_world", "world"]


@pytest.fixture
def new_world(new_database: Callable[[], str]) -> Iterator[Callable[..., ApiWorld]]:
    """Make deployments; settings by name."""
    worlds: list[ApiWorld] = []

    def create(**settings: Any) -> ApiWorld:
        worlds.append(ApiWorld(new_database(), **settings))
        return worlds[-1]

    yield create
    for world in worlds:
        world.store.close()


@pytest.fixture
def world(new_world: Callable[..., ApiWorld]) -> ApiWorld:
    """A deployment with the usual settings and without limits."""
    return new_world()
