"""Deployments that sign in with a stand-in of Google."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from ebookvoice.usecases.google import CALLBACK
from tests.integration.api.harness import PUBLIC_URL, ApiWorld
from tests.integration.google.journey import APP
from tests.standins.google import CLIENT_ID, CLIENT_SECRET, Google, Person, google_service
from tests.standins.google_keys import Misdeeds


@pytest.fixture(scope="session")
def service() -> Iterator[Google]:
    with google_service() as service:
        yield service


@pytest.fixture
def google(service: Google) -> Google:
    """The stand-in, honest again, with somebody new at its pages."""
    service.misdeeds = Misdeeds()
    service.person = Person(email=f"ada-{uuid4().hex}@example.com")
    service.redirect_uris = {PUBLIC_URL + CALLBACK}
    service.requests.clear()
    return service


@pytest.fixture
def new_world(new_database: Callable[[], str], google: Google) -> Iterator[Callable[..., ApiWorld]]:
    """Make deployments that know the stand-in."""
    worlds: list[ApiWorld] = []

    def create(**settings: Any) -> ApiWorld:
        known = {"google_issuer": google.url, "google_client_id": CLIENT_ID, "google_client_secret": CLIENT_SECRET}
        world = ApiWorld(new_database(), **{**known, "app_url": APP, **settings})
        google.now = world.clock.now
        worlds.append(world)
        return world

    yield create
    for world in worlds:
        world.store.close()


@pytest.fixture
def world(new_world: Callable[..., ApiWorld]) -> ApiWorld:
    return new_world()
