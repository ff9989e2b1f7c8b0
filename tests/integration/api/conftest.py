"""Deployments of the API, each with a database of its own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ebookvoice.domain.account import Role
from ebookvoice.domain.session import Mode
from tests.integration.api.belongings import Belongings, give
from tests.integration.api.harness import EMAIL, PASSWORD, ApiWorld, Member
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


@pytest.fixture
def ada(world: ApiWorld) -> Member:
    """Somebody with a password, signed in."""
    return world.member(EMAIL, password=PASSWORD)


@pytest.fixture
def has(world: ApiWorld, ada: Member) -> Belongings:
    """Give her one of everything."""
    return give(world, ada.id)


@pytest.fixture(params=Mode)
def admin(request: pytest.FixtureRequest, world: ApiWorld) -> Member:
    """An administrator, signed in with a password: a browser, and a program."""
    member = world.member("root@example.com", request.param, PASSWORD)
    with world.store.as_service() as records:
        records.accounts.set_role(member.id, Role.ADMIN)
    return member
