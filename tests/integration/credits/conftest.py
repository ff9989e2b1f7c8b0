"""Deployments that sell credits at a stand-in of Stripe."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.integration.api.harness import ApiWorld, Member
from tests.integration.credits.shop import APP, Shop
from tests.standins.stripe_server import Misdeeds, Stripe, stripe_service


@pytest.fixture(scope="session")
def service() -> Iterator[Stripe]:
    with stripe_service() as service:
        yield service


@pytest.fixture
def stripe(service: Stripe) -> Stripe:
    """The stand-in, honest again."""
    service.misdeeds = Misdeeds()
    service.requests.clear()
    service.keys.clear()
    return service


@pytest.fixture
def new_world(new_database: Callable[[], str], stripe: Stripe) -> Iterator[Callable[..., ApiWorld]]:
    """Make deployments that sell; settings by name."""
    worlds: list[ApiWorld] = []

    def create(**settings: Any) -> ApiWorld:
        worlds.append(ApiWorld(new_database(), **{**stripe.settings(), "app_url": APP, **settings}))
        return worlds[-1]

    yield create
    for world in worlds:
        world.store.close()


@pytest.fixture
def world(new_world: Callable[..., ApiWorld]) -> ApiWorld:
    return new_world()


@pytest.fixture
def shop(world: ApiWorld, stripe: Stripe) -> Shop:
    return Shop(world, stripe)


@pytest.fixture
def ada(world: ApiWorld) -> Member:
    """Somebody with the three credits of a new account."""
    return world.member("ada@example.com")
