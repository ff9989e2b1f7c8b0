"""The cache on a real Redis: what it keeps, for how long, and what happens when Redis does not play along."""

import json
import logging
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from redis import Redis

from ebookvoice.adapters.redis import DEVICES, RedisCache
from ebookvoice.domain.account import Role, User
from ebookvoice.domain.session import Device, Mode, Principal, Session
from tests.fakes import FakeClock
from tests.standins.certificate import self_signed
from tests.standins.redis_server import RedisServer, free_port
from tests.standins.relay import Relay

Fault = Callable[[RedisServer], None]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()


@pytest.fixture
def redis(server: RedisServer) -> Iterator[Redis]:
    """Redis as an operator sees it, empty."""
    server.start()
    with server.client() as client:
        client.flushall()
        yield client


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def cache(redis: Redis, server: RedisServer, clock: FakeClock) -> RedisCache:
    return RedisCache(lambda: server.url, clock)


@pytest.fixture
def principal(clock: FakeClock) -> Principal:
    now = clock.now()
    user = User(uuid4(), "zoë@example.com", now, "Zoë", "https://example.com/zoe.png", Role.ADMIN)
    session = Session(
        id=uuid4(),
        user_id=user.id,
        mode=Mode.COOKIE,
        generation=3,
        confirmed=True,
        rotated_at=now,
        created_at=now - timedelta(days=1),
        seen_at=now,
        expires_at=now + timedelta(days=30),
        authenticated_at=now - timedelta(minutes=1),
        device=Device(bytes(range(32)), "Firefox on Linux", "de-DE"),
        place="DE, 192.0.2.0/24",
    )
    return Principal(user, session)


def ends_in(principal: Principal, clock: FakeClock, **time: float) -> Principal:
    return replace(principal, session=replace(principal.session, expires_at=clock.now() + timedelta(**time)))


def key_of(principal: Principal) -> str:
    return f"session:{principal.session.id}"


def seconds_left(redis: Redis, key: str) -> int:
    left = redis.ttl(key)
    assert isinstance(left, int)
    return left


def test_a_session_comes_back_as_it_was(cache: RedisCache, principal: Principal, clock: FakeClock) -> None:
    plain = Principal(
        replace(principal.user, name=None, picture=None, role=Role.USER),
        replace(
            principal.session, id=uuid4(), authenticated_at=None, device=Device(None, "curl", ""), mode=Mode.BEARER
        ),
    )
    for kept in (principal, plain):
        cache.remember(kept, clock.now())
        clock.advance(5)
        recalled = cache.session(kept.session.id)

        assert recalled is not None
        assert recalled.principal == kept
        assert recalled.checked_at == clock.now() - timedelta(seconds=5)
    assert cache.session(uuid4()) is None


def test_entries_last_as_long_as_they_should(
    cache: RedisCache, redis: Redis, principal: Principal, clock: FakeClock
) -> None:
    user_id, session_id = principal.user.id, principal.session.id
    cache.remember(principal, clock.now())
    cache.remember_device(user_id, bytes(32))
    cache.remember_profile(user_id, {"jobs": 3})
    lasting = {
        f"session:{session_id}": 3600,
        f"device:{user_id}": 86400,
        f"profile:{user_id}": 1800,
    }

    assert {key.decode() for key in redis.scan_iter()} == lasting.keys()
    for key, seconds in lasting.items():
        assert seconds - 5 <= seconds_left(redis, key) <= seconds


def test_an_entry_never_outlives_its_session(
    cache: RedisCache, redis: Redis, principal: Principal, clock: FakeClock
) -> None:
    soon = ends_in(principal, clock, seconds=90)
    cache.remember(soon, clock.now())
    assert 85 <= seconds_left(redis, key_of(soon)) <= 90

    over = ends_in(Principal(principal.user, replace(principal.session, id=uuid4())), clock, seconds=0)
    cache.remember(over, clock.now())
    assert not redis.exists(key_of(over))


def test_a_newer_answer_takes_the_place_of_an_older_one(
    cache: RedisCache, principal: Principal, clock: FakeClock
) -> None:
    cache.remember(principal, clock.now())
    clock.advance(10)
    cache.remember(replace(principal, session=replace(principal.session, generation=4)), clock.now())
    recalled = cache.session(principal.session.id)

    assert recalled is not None
    assert (recalled.principal.session.generation, recalled.checked_at) == (4, clock.now())


def test_what_was_read_before_the_end_is_not_kept_after_it(
    cache: RedisCache, redis: Redis, principal: Principal, clock: FakeClock
) -> None:
    """A reader reads Postgres; the session is ended there and forgotten; then the reader keeps what it had read."""
    read_at = clock.now()
    cache.forget([principal.session.id])
    cache.remember(principal, read_at)

    assert cache.session(principal.session.id) is None
    assert seconds_left(redis, key_of(principal)) >= 3595, "the tombstone stays as long as an entry would"


def test_no_order_of_readers_and_enders_brings_a_session_back(
    server: RedisServer, redis: Redis, principal: Principal, clock: FakeClock
) -> None:
    """Sixteen processes keep what they read, one ends the session in between: 200 sessions, none is left alive."""
    caches = [RedisCache(lambda: server.url, clock) for _ in range(17)]
    sessions = [replace(principal, session=replace(principal.session, id=uuid4())) for _ in range(200)]

    def act(turn: tuple[int, Principal]) -> None:
        number, session = turn
        if number == 8:
            caches[number].forget([session.session.id])
        else:
            caches[number].remember(session, clock.now())

    with ThreadPoolExecutor(17) as threads:
        list(threads.map(act, [(number, session) for session in sessions for number in range(17)]))
    alive = [session for session in sessions if caches[0].session(session.session.id)]
    print(f"{len(alive)} of {len(sessions)} sessions came back to life")  # noqa: T201 - shown by pytest -s

    assert alive == []
    assert redis.dbsize() == len(sessions)


def test_many_sessions_are_forgotten_at_once(cache: RedisCache, principal: Principal, clock: FakeClock) -> None:
    sessions = [replace(principal, session=replace(principal.session, id=uuid4())) for _ in range(50)]
    for session in sessions:
        cache.remember(session, clock.now())
    cache.forget([session.session.id for session in sessions[:-1]])
    cache.forget([])

    assert [cache.session(session.session.id) is not None for session in sessions] == [False] * 49 + [True]


def test_what_has_changed_is_dropped_and_kept_anew(cache: RedisCache, principal: Principal, clock: FakeClock) -> None:
    cache.remember(principal, clock.now())
    cache.drop([principal.session.id, uuid4()])
    cache.drop([])
    assert cache.session(principal.session.id) is None

    changed = replace(principal, user=replace(principal.user, role=Role.USER))
    cache.remember(changed, clock.now())
    recalled = cache.session(principal.session.id)

    assert recalled is not None
    assert recalled.principal == changed


def test_what_has_ended_is_not_dropped(cache: RedisCache, redis: Redis, principal: Principal, clock: FakeClock) -> None:
    """A change that is told after the end must not open the way back for whoever had read before it."""
    cache.forget([principal.session.id])
    cache.drop([principal.session.id])
    cache.remember(principal, clock.now())

    assert cache.session(principal.session.id) is None
    assert seconds_left(redis, key_of(principal)) >= 3595


def test_devices_last_a_day_each(cache: RedisCache, principal: Principal, clock: FakeClock) -> None:
    user_id, old, new = principal.user.id, b"\0" * 32, b"\xff" * 32
    cache.remember_device(user_id, old)
    clock.advance(23 * 3600)
    cache.remember_device(user_id, new)
    assert cache.devices(user_id) == {old, new}

    clock.advance(3600)
    assert cache.devices(user_id) == {new}
    cache.remember_device(user_id, old)
    assert cache.devices(user_id) == {old, new}
    cache.forget_user(user_id)
    assert cache.devices(user_id) == frozenset()


def test_devices_seen_longest_ago_make_room(cache: RedisCache, principal: Principal, clock: FakeClock) -> None:
    devices = [number.to_bytes(32) for number in range(DEVICES + 10)]
    for device in devices:
        clock.advance(1)
        cache.remember_device(principal.user.id, device)

    assert cache.devices(principal.user.id) == frozenset(devices[10:])


def test_a_profile_is_kept_and_forgotten(cache: RedisCache, principal: Principal) -> None:
    figures = {"jobs": 3, "success_rate": None, "name": "Zoë"}
    assert cache.profile(principal.user.id) is None
    cache.remember_profile(principal.user.id, figures)
    assert cache.profile(principal.user.id) == figures
    cache.forget_user(principal.user.id)
    assert cache.profile(principal.user.id) is None


UNREADABLE = {
    "empty": b"",
    "not JSON": b'{"version": 1',
    "not text": b"\xff\xfe",
    "null": b"null",
    "a list": b"[1]",
    "a number": b"1",
    "an older version": b'{"version": 0}',
    "nothing but the version": b'{"version": 1}',
}


@pytest.mark.parametrize("entry", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_not_there(cache: RedisCache, redis: Redis, entry: bytes) -> None:
    unknown = uuid4()
    for prefix in ("session", "profile"):
        redis.set(f"{prefix}:{unknown}", entry)

    assert cache.session(unknown) is None
    assert cache.profile(unknown) is None


@pytest.mark.parametrize("field", ["version", "checked_at", "user", "session"])
@pytest.mark.parametrize("value", [None, 2, "2026-11-21T00:00:00", {}])
def test_an_entry_that_is_not_quite_right_is_not_there(
    cache: RedisCache, redis: Redis, principal: Principal, clock: FakeClock, field: str, value: object
) -> None:
    cache.remember(principal, clock.now())
    entry = json.loads(redis.get(key_of(principal)))  # type: ignore[arg-type]
    redis.set(key_of(principal), json.dumps({**entry, field: value}))

    assert cache.session(principal.session.id) is None


def test_an_entry_of_another_session_is_not_taken(
    cache: RedisCache, redis: Redis, principal: Principal, clock: FakeClock
) -> None:
    cache.remember(principal, clock.now())
    other = uuid4()
    redis.copy(key_of(principal), f"session:{other}")

    assert cache.session(other) is None


def use(cache: RedisCache, principal: Principal, clock: FakeClock) -> bool:
    """Call every method; tell whether the cache works."""
    user_id, session_id = principal.user.id, principal.session.id
    cache.remember(principal, clock.now())
    cache.remember_device(user_id, bytes(32))
    cache.remember_profile(user_id, {"jobs": 3})
    recalled = cache.session(session_id), cache.profile(user_id), cache.devices(user_id)
    cache.forget_user(user_id)
    cache.forget([uuid4()])
    cache.drop([session_id])
    return all(recalled)


FAULTS: dict[str, Fault] = {
    "killed": lambda server: server.kill(),
    "frozen": lambda server: server.freeze(),
    "out of memory": lambda server: configure(server, "maxmemory", "1"),
    "a replica": lambda server: replicate(server, "127.0.0.1", "1"),
    "behind a password": lambda server: configure(server, "requirepass", "unknown"),
}


def configure(server: RedisServer, name: str, value: str) -> None:
    with server.client() as client:
        client.config_set(name, value)
        client.client_kill_filter(_type="normal", skipme=True)


def replicate(server: RedisServer, host: str, port: str) -> None:
    with server.client() as client:
        client.replicaof(host, port)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_whatever_is_wrong_with_redis_nothing_raises_and_nothing_waits(
    server: RedisServer, redis: Redis, principal: Principal, clock: FakeClock, fault: Fault
) -> None:
    cache = RedisCache(lambda: server.url, clock)
    assert use(cache, principal, clock)
    fault(server)
    began = time.perf_counter()
    used = [use(cache, principal, clock) for _ in range(5)]
    seconds = time.perf_counter() - began
    server.kill()
    print(f"{5 * 9} calls in {seconds:.2f} s")  # noqa: T201 - shown by pytest -s

    assert used == [False] * 5
    # Three timeouts open the breaker; forget(), drop() and forget_user() try all the same.
    assert seconds < 0.2 * (3 + 5 * 3) + 1


def test_after_a_pause_it_is_tried_again(
    server: RedisServer, redis: Redis, principal: Principal, clock: FakeClock
) -> None:
    cache = RedisCache(lambda: server.url, clock)
    server.kill()
    for _ in range(3):
        cache.session(principal.session.id)
    server.start()
    cache.remember(principal, clock.now())
    assert cache.session(principal.session.id) is None, "left alone"

    clock.advance(10)
    cache.remember(principal, clock.now())
    assert cache.session(principal.session.id) is not None


def test_a_redis_that_is_full_gives_the_session_up_all_the_same(
    server: RedisServer, cache: RedisCache, principal: Principal, clock: FakeClock
) -> None:
    """There is no room for a tombstone, but taking the entry away needs none."""
    cache.remember(principal, clock.now())
    configure(server, "maxmemory", "1")
    cache.forget([principal.session.id])
    recalled = cache.session(principal.session.id)
    server.kill()

    assert recalled is None


def test_an_end_is_told_even_while_redis_is_left_alone(
    server: RedisServer, redis: Redis, principal: Principal, clock: FakeClock
) -> None:
    """The one who ends a session may have seen Redis fail a moment ago; the gateways' Redis is well again."""
    ender, gateway = RedisCache(lambda: server.url, clock), RedisCache(lambda: server.url, clock)
    server.kill()
    for _ in range(3):
        ender.session(principal.session.id)
    server.start()
    gateway.remember(principal, clock.now())
    ender.forget([principal.session.id])

    assert gateway.session(principal.session.id) is None


def test_a_connection_that_died_is_replaced_within_the_call(
    server: RedisServer, cache: RedisCache, principal: Principal, clock: FakeClock
) -> None:
    cache.remember(principal, clock.now())
    server.kill()
    server.start()
    cache.remember(principal, clock.now())

    assert cache.session(principal.session.id) is not None


def test_a_connection_to_what_became_a_replica_is_replaced(
    server: RedisServer, redis: Redis, principal: Principal, clock: FakeClock, tmp_path: Path
) -> None:
    """After a fail-over the name leads to the new primary, and the open connection to the old one."""
    old = RedisServer(tmp_path)
    old.start()
    with Relay(old.port) as relay:
        cache = RedisCache(lambda: f"redis://127.0.0.1:{relay.port}", clock)
        cache.remember(principal, clock.now())
        replicate(old, "127.0.0.1", "1")
        relay.target = server.port
        cache.forget([principal.session.id])
    old.kill()

    assert redis.get(key_of(principal)) == b'"ended"'


def test_tls_is_spoken_and_checked(
    server: RedisServer, redis: Redis, principal: Principal, clock: FakeClock, tmp_path: Path
) -> None:
    certificate = self_signed(tmp_path, "localhost")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.chain, certificate.key)
    with Relay(server.port, context) as relay:
        known = RedisCache(lambda: f"rediss://localhost:{relay.port}?ssl_ca_certs={certificate.chain}", clock)
        known.remember(principal, clock.now())
        assert known.session(principal.session.id) is not None

        unknown = RedisCache(lambda: f"rediss://localhost:{relay.port}", clock)
        assert unknown.session(principal.session.id) is None


ADDRESSES = {
    "nobody there": lambda: f"redis://:hunter2@127.0.0.1:{free_port()}",
    "no such scheme": lambda: "http://:hunter2@127.0.0.1",
    "no such port": lambda: "redis://:hunter2@127.0.0.1:hunter2",
    "no address": lambda: "",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_a_wrong_address_does_no_harm_and_is_logged_without_its_password(
    address: Callable[[], str], principal: Principal, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert not use(RedisCache(address, clock), principal, clock)
    told = [record.getMessage() for record in caplog.records]

    assert "cache failed" in told
    assert "hunter2" not in "".join(str(record.__dict__) for record in caplog.records)
