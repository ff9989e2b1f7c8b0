"""The API over a world in memory; every test runs through ASGI and through the Lambda handler."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from ebookvoice.settings import Settings
from functions.api.app import app, logger
from functions.api.deps import current_world
from tests.unit.api.caller import Api, AsgiTransport, LambdaTransport
from tests.unit.api.memory import MemoryWorld


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


@dataclass(frozen=True)
class Reader:
    """Somebody with an account and the credits that come with it."""

    id: UUID
    api: Api


@pytest.fixture
def reader(api: Api) -> Reader:
    reply = api.post("/api/auth/signup", {"email": "reader@example.com", "password": "a long password"})
    api.token = reply.json["access_token"]
    return Reader(UUID(reply.json["user"]["id"]), api)


@pytest.fixture
def stranger(world: MemoryWorld) -> Api:
    """Another account."""
    api = Api(AsgiTransport(app))
    api.token = world.tokens.issue(uuid4()).token
    return api
