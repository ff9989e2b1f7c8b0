"""The API over a world in memory; every test runs through ASGI and through the Lambda handler."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import pytest

from ebookvoice.domain.account import User
from ebookvoice.domain.session import Client, Device, Mode
from ebookvoice.settings import Settings
from ebookvoice.usecases.sessions import SignedIn, open_session
from ebookvoice.usecases.world import World
from functions.api.app import app, logger
from functions.api.deps import current_world
from tests.unit.api.caller import Api
from tests.unit.api.memory import MemoryWorld
from tests.unit.api.transports import AsgiTransport, LambdaTransport


@pytest.fixture
def settings() -> Settings:
    return Settings(stage="local", max_upload_bytes=1_000_000, signup_credits=1, access_token_seconds=900)


@pytest.fixture
def world(settings: Settings) -> Iterator[MemoryWorld]:
    world = MemoryWorld(settings)
    app.dependency_overrides[current_world] = lambda: world
    yield world
    app.dependency_overrides.clear()


@pytest.fixture(autouse=True)
def loop() -> Iterator[None]:
    """The event loop that Mangum takes from its thread; other tests may have left none there."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    loop.close()
    asyncio.set_event_loop(None)


@pytest.fixture(params=["asgi", "lambda"])
def api(request: pytest.FixtureRequest, world: MemoryWorld) -> Api:
    """A client without a token."""
    return Api(AsgiTransport(app) if request.param == "asgi" else LambdaTransport())


class Log(io.StringIO):
    """What the function has logged."""

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def log() -> Iterator[Log]:
    log, stream = Log(), cast("logging.StreamHandler[Any]", logger.registered_handler)
    before = stream.setStream(log)
    yield log
    stream.setStream(before)


def sign_in(world: MemoryWorld, email: str, mode: Mode = Mode.BEARER) -> SignedIn:
    """Open a session for an address, and its account if need be."""
    with world.store.as_service() as records:
        user = records.accounts.by_email(email) or User(world.ids.new(), email, world.clock.now())
        if records.accounts.add(user):
            records.credits.grant(user.id, world.settings.signup_credits, world.clock.now())
    client = Client("192.0.2.1", "192.0.2.0/24", Device(None, "other", ""), mode)
    return open_session(cast(World, world), user, client)


def access_token(signed_in: SignedIn) -> str:
    """Read the token of a program's session."""
    assert signed_in.access
    return signed_in.access.token


@dataclass(frozen=True)
class Reader:
    """Somebody with an account, the credits that come with it, and a session."""

    id: UUID
    api: Api


@pytest.fixture
def reader(api: Api, world: MemoryWorld) -> Reader:
    signed_in = sign_in(world, "reader@example.com")
    api.token = access_token(signed_in)
    return Reader(signed_in.user.id, api)


@pytest.fixture
def stranger(world: MemoryWorld) -> Api:
    """Another account."""
    return Api(AsgiTransport(app), access_token(sign_in(world, "stranger@example.com")))
