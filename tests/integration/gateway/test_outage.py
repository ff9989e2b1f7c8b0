"""Postgres away: the API says so, the gateway shuts its doors, and nobody is signed out by it."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ebookvoice.domain.session import Ended, Mode
from ebookvoice.usecases.gateway import FAILURES, PAUSE
from functions.api import cookies
from local.migrations import migrate
from local.postgres import Postgres
from tests.integration.api.harness import ApiWorld
from tests.integration.gateway.conftest import NewWorld, beside
from tests.integration.gateway.visitor import Visitor, check_contract
from tests.standins.redis_server import RedisServer
from tests.unit.api.caller import Call

MODES = (Mode.COOKIE, Mode.BEARER)


class Database:
    """A Postgres of one's own, to be stopped and started again on the same files; `url` may change with it."""

    def __init__(self, home: Path) -> None:
        self.url = ""
        self._home = home
        self._server: Postgres | None = None

    def start(self) -> str:
        """Start it; return its address."""
        self._server = Postgres(self._home / "data", self._home / "log")
        self._server.__enter__()
        self.url = self._server.conninfo("postgres")
        return self.url

    def stop(self) -> None:
        if self._server is not None:
            self._server.__exit__(None, None, None)
            self._server = None


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path)
    migrate(database.start())
    yield database
    database.stop()


@pytest.fixture
def world(database: Database, new_world: NewWorld, redis: RedisServer) -> ApiWorld:
    return new_world(database_url=database.url, redis_url=redis.url)


def test_an_outage_shuts_the_doors_and_signs_nobody_out(database: Database, world: ApiWorld) -> None:
    """What was checked less than a minute ago still counts; everything else is 403, never 401 and never 5xx."""
    seen, unseen = ([Visitor.new(world, mode) for mode in MODES] for _ in range(2))
    for visitor in seen * 2:
        assert visitor.let_in(world)
    lonely = beside(world, None)
    database.stop()

    for visitor in seen + unseen:
        assert visitor.ask(world, "GET", "/api/auth/sessions").status == 503
    told = {
        second: [statuses(world, seen), statuses(world, unseen)] for second in moments(world, 0, 31, 58, 59, 60, 90)
    }
    print(told)  # noqa: T201 - shown by pytest -s
    assert told == {second: [[200 if second < 60 else 403] * 2, [403] * 2] for second in told}
    assert statuses(lonely, seen) == [403, 403], "without a cache nobody can tell"

    world.database_url = lonely.database_url = database.start()
    world.clock.advance(PAUSE.total_seconds())
    assert statuses(world, seen + unseen) == [200] * 4
    assert statuses(lonely, seen + unseen) == [200] * 4
    for visitor in seen + unseen:
        assert visitor.known(world)
    lonely.store.close()


def test_what_postgres_has_denied_does_not_come_back_with_its_outage(database: Database, world: ApiWorld) -> None:
    """The entry in the cache is younger than a minute still, but it was found wrong."""
    visitor = Visitor.new(world, Mode.COOKIE)
    assert visitor.let_in(world)
    with world.store.as_service() as records:
        records.sessions.end_all(visitor.member.id, Ended.SIGN_OUT, world.clock.now())
    world.clock.advance(world.settings.gateway_cache_seconds)
    assert statuses(world, [visitor]) == [401]
    database.stop()

    assert statuses(world, [visitor]) == [403]


def test_made_up_credentials_are_told_apart_even_then(database: Database, world: ApiWorld) -> None:
    database.stop()
    for header in ({"Authorization": "Bearer a.b.c"}, {"Cookie": f"{cookies.SESSION}=AAAA"}, {}):
        reply = world.transport(Call("GET", "/api/auth/verify", (("X-Original-Method", "GET"), *header.items())))
        check_contract(reply)
        assert reply.status == 401


def test_an_outage_is_not_waited_for_by_everyone(database: Database, world: ApiWorld) -> None:
    """After a few failures nobody asks; after a pause one does, and finds out."""
    visitor = Visitor.new(world, Mode.COOKIE)
    database.stop()
    for _ in range(FAILURES):
        assert visitor.visit(world).status == 403
    world.database_url = database.start()
    began = time.perf_counter()
    assert [visitor.visit(world).status for _ in range(20)] == [403] * 20, "left alone, though it is back"
    milliseconds = (time.perf_counter() - began) / 20 * 1000
    print(f"{milliseconds:.1f} ms to say no")  # noqa: T201 - shown by pytest -s

    world.clock.advance(PAUSE.total_seconds())
    assert [visitor.visit(world).status for _ in range(3)] == [200] * 3
    assert PAUSE.total_seconds() <= 10


def test_a_connection_that_died_alone_is_no_outage(database: Database, world: ApiWorld) -> None:
    """Postgres was started again between two requests."""
    visitor = Visitor.new(world, Mode.COOKIE)
    assert visitor.let_in(world)
    database.stop()
    world.database_url = database.start()
    world.clock.advance(world.settings.gateway_cache_seconds)

    assert visitor.let_in(world)


def moments(world: ApiWorld, *seconds: int) -> Iterator[int]:
    """Let time pass up to each of these seconds."""
    began = world.clock.now()
    for second in seconds:
        world.clock.advance(second - (world.clock.now() - began).total_seconds())
        yield second


def statuses(world: ApiWorld, visitors: list[Visitor]) -> list[int]:
    replies = [visitor.visit(world) for visitor in visitors]
    for reply in replies:
        check_contract(reply)
    return [reply.status for reply in replies]
