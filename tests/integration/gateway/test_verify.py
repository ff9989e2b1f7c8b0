"""GET /api/auth/verify, as nginx and Traefik ask it: 200, 401 or 403, and nothing else."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain.session import Ended, Mode
from ebookvoice.ports.accounts import AccessClaims
from ebookvoice.usecases import sessions
from functions.api import cookies
from tests.integration.api.harness import PUBLIC_URL, ApiWorld
from tests.integration.gateway.conftest import NewWorld, beside
from tests.integration.gateway.visitor import IDENTITY, Visitor, check_contract
from tests.standins.redis_server import RedisServer
from tests.unit.api.caller import ADDRESS, Call, Reply

MODES = (Mode.COOKIE, Mode.BEARER)
UNSAFE = ("POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get ", "")


def asked(world: ApiWorld, *headers: tuple[str, str], method: str = "GET") -> Reply:
    reply = world.transport(Call(method, "/api/auth/verify", headers))
    check_contract(reply)
    return reply


@pytest.mark.parametrize("mode", MODES)
def test_who_is_signed_in_is_told_to_the_back_end(world: ApiWorld, mode: Mode) -> None:
    visitor = Visitor.new(world, mode)
    for _ in range(3):
        reply = visitor.visit(world)
        check_contract(reply)

        assert reply.status == 200
        assert reply.headers["x-user-id"] == str(visitor.member.id)
        assert reply.headers["x-user-email"] == visitor.member.email
        assert reply.headers["x-user-role"] == "user"
        [session] = world.rows("select id from sessions where user_id = %(id)s", id=visitor.member.id)
        assert reply.headers["x-session-id"] == str(session["id"])


@pytest.mark.parametrize("mode", MODES)
def test_head_is_answered_as_get_is(world: ApiWorld, mode: Mode) -> None:
    visitor = Visitor.new(world, mode)
    reply = visitor.ask(world, "HEAD", "/api/auth/verify", {"X-Original-Method": "GET"})

    check_contract(reply)
    assert reply.status == 200


def test_an_address_that_does_not_fit_into_a_header_is_encoded(world: ApiWorld) -> None:
    member = world.member(f"zoë%41{uuid4().hex}@bücher.example", Mode.BEARER)
    reply = Visitor.of(member, Mode.BEARER).visit(world)

    assert reply.headers["x-user-email"] == member.email.replace("%", "%25").replace("ë", "%C3%AB").replace(
        "ü", "%C3%BC"
    )


NOT_SIGNED_IN: dict[str, Callable[[ApiWorld], tuple[tuple[str, str], ...]]] = {
    "nothing": lambda _: (),
    "an empty cookie": lambda _: (("Cookie", f"{cookies.SESSION}="),),
    "another cookie": lambda _: (("Cookie", "theme=dark"),),
    "a made-up cookie": lambda _: (("Cookie", f"{cookies.SESSION}={'A' * 70}"),),
    "a cookie that is no text": lambda _: (("Cookie", f"{cookies.SESSION}=\xff\xfe"),),
    "a cookie of no session": lambda world: (("Cookie", f"{cookies.SESSION}={world.signer.cookie(uuid4())}"),),
    "an empty Authorization": lambda _: (("Authorization", ""),),
    "a scheme alone": lambda _: (("Authorization", "Bearer"),),
    "an empty token": lambda _: (("Authorization", "Bearer "),),
    "a made-up token": lambda _: (("Authorization", "Bearer a.b.c"),),
    "a password": lambda _: (("Authorization", "Basic YWRhOnB3"),),
    "two tokens": lambda world: (("Authorization", f"Bearer {token(world)}"),) * 2,
    "a cookie's value as a token": lambda world: (("Authorization", f"Bearer {cookie(world)}"),),
    "a token as a cookie": lambda world: (("Cookie", f"{cookies.SESSION}={token(world)}"),),
    "a bearer session by cookie": lambda world: (("Cookie", f"{cookies.SESSION}={foreign_mode(world)}"),),
    "a bad token beside a good cookie": lambda world: (
        ("Authorization", "Bearer a.b.c"),
        ("Cookie", f"{cookies.SESSION}={cookie(world)}"),
    ),
}


def token(world: ApiWorld) -> str:
    return Visitor.new(world, Mode.BEARER).headers["Authorization"].removeprefix("Bearer ")


def cookie(world: ApiWorld) -> str:
    [value] = [v for n, v in pairs(Visitor.new(world, Mode.COOKIE)) if n == cookies.SESSION]
    return value


def pairs(visitor: Visitor) -> list[tuple[str, str]]:
    return [tuple(pair.split("=", 1)) for pair in visitor.headers["Cookie"].split("; ")]  # type: ignore[misc]


def foreign_mode(world: ApiWorld) -> str:
    claims = world.tokens.verify(token(world))
    return world.signer.cookie(claims.session_id)


@pytest.mark.parametrize("shown", NOT_SIGNED_IN.values(), ids=NOT_SIGNED_IN)
def test_who_is_not_signed_in_has_to_sign_in(
    world: ApiWorld, shown: Callable[[ApiWorld], tuple[tuple[str, str], ...]]
) -> None:
    headers = shown(world)
    for _ in range(2):
        assert asked(world, ("X-Original-Method", "GET"), *headers).status == 401


@pytest.mark.parametrize("shown_as", MODES)
def test_a_cached_session_opens_only_to_what_shows_it(world: ApiWorld, shown_as: Mode) -> None:
    """Whatever we might have signed by mistake: the session is a program's, and one user's."""
    visitor, somebody = Visitor.new(world, Mode.BEARER), Visitor.new(world, Mode.BEARER)
    for _ in range(3):
        assert visitor.let_in(world)
    session_id = session_of(visitor, world)
    by_cookie = ("Cookie", f"{cookies.SESSION}={world.signer.cookie(session_id)}")
    foreign = world.tokens.issue(AccessClaims(somebody.member.id, session_id, 0)).token
    shown = by_cookie if shown_as is Mode.COOKIE else ("Authorization", f"Bearer {foreign}")

    assert asked(world, ("X-Original-Method", "GET"), shown).status == 401
    assert visitor.let_in(world)


def test_an_access_token_ends_with_its_time(world: ApiWorld) -> None:
    visitor = Visitor.new(world, Mode.BEARER)
    world.clock.advance(world.settings.access_token_seconds - 1)
    assert visitor.let_in(world)

    world.clock.advance(1)
    assert not visitor.let_in(world)


@pytest.mark.parametrize("mode", MODES)
def test_a_session_ends_with_its_time_even_in_the_cache(new_world: NewWorld, redis: RedisServer, mode: Mode) -> None:
    world = new_world(redis_url=redis.url, cookie_seconds=20, bearer_seconds=20, gateway_cache_seconds=60)
    visitor = Visitor.new(world, mode)
    assert visitor.let_in(world)
    world.clock.advance(19)
    assert visitor.let_in(world)

    world.clock.advance(1)
    assert visitor.visit(world).status == 401


@pytest.mark.parametrize("forwarded", [True, False])
def test_what_changes_something_must_come_from_a_page_of_ours(world: ApiWorld, forwarded: bool) -> None:
    """A session's cookie goes wherever the browser is told to go; an access token does not."""
    browser, program = Visitor.new(world, Mode.COOKIE), Visitor.new(world, Mode.BEARER)
    name = "X-Forwarded-Method" if forwarded else "X-Original-Method"
    for method in ("GET", "HEAD", "OPTIONS"):
        assert (
            browser.ask(world, "GET", "/api/auth/verify", {name: method, "Sec-Fetch-Site": "cross-site"}).status == 200
        )
    for method in UNSAFE:
        for site, origin, status in (
            ("same-origin", "https://elsewhere.example", 200),
            ("none", None, 200),
            ("cross-site", PUBLIC_URL, 200),
            ("cross-site", "https://evil.example", 403),
            ("same-site", "https://evil.example", 403),
            ("cross-site", None, 403),
        ):
            facts = {name: method, "Sec-Fetch-Site": site, **({"Origin": origin} if origin else {})}
            reply = browser.ask(world, "GET", "/api/auth/verify", facts)
            check_contract(reply)
            assert reply.status == status, (method, site, origin)
            assert program.ask(world, "GET", "/api/auth/verify", facts).status == 200


HANDSHAKES: dict[str, dict[str, str]] = {
    "a proxy that passes it on": {"Upgrade": "websocket", "Connection": "Upgrade"},
    "a proxy that keeps Upgrade": {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13"},
    "a browser that tells its mode": {"Sec-Fetch-Mode": "websocket"},
    "a proxy that tells": {"X-Original-Upgrade": "websocket"},
}


@pytest.mark.parametrize("handshake", HANDSHAKES.values(), ids=HANDSHAKES)
def test_another_site_opens_no_websocket_with_the_cookie(world: ApiWorld, handshake: dict[str, str]) -> None:
    """It would read and write there as whom the cookie says, and no CORS stops it."""
    browser, program = Visitor.new(world, Mode.COOKIE), Visitor.new(world, Mode.BEARER)
    del browser.headers["Sec-Fetch-Site"]  # not every browser sends it with a handshake
    for facts, status in (
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
        ({"Origin": PUBLIC_URL}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://app.example.com"}, 200),
    ):
        told = {"X-Original-Method": "GET", **handshake, **facts}
        for method in ("GET", "HEAD"):
            reply = browser.ask(world, method, "/api/auth/verify", told)
            check_contract(reply)
            assert reply.status == status, facts
        assert program.ask(world, "GET", "/api/auth/verify", told).status == 200


def test_without_the_method_nothing_passes_that_another_site_might_have_sent(world: ApiWorld) -> None:
    visitor = Visitor.new(world, Mode.COOKIE)
    assert visitor.ask(world, "GET", "/api/auth/verify").status == 200
    assert visitor.ask(world, "GET", "/api/auth/verify", {"Sec-Fetch-Site": "cross-site"}).status == 403


@pytest.mark.parametrize("invented", ["X-Original-Method", "X-Forwarded-Method"])
def test_a_made_up_method_does_not_hide_the_true_one(world: ApiWorld, invented: str) -> None:
    facts = {"X-Original-Method": "POST", "X-Forwarded-Method": "POST", "Sec-Fetch-Site": "cross-site", invented: "GET"}
    assert Visitor.new(world, Mode.COOKIE).ask(world, "GET", "/api/auth/verify", facts).status == 403


@pytest.mark.parametrize("mode", [*MODES, None])
def test_what_a_visitor_says_of_itself_is_never_repeated(world: ApiWorld, mode: Mode | None) -> None:
    spoofed = dict.fromkeys((*IDENTITY, "x-user-groups", "x-forwarded-user", "x-request-id"), "spoofed")
    spoofed |= {"x-forwarded-for": "203.0.113.9", "x-forwarded-host": "evil.example", "x-original-method": "GET"}
    headers = Visitor.new(world, mode).headers if mode else {}
    reply = asked(world, *headers.items(), *spoofed.items())

    assert reply.status == (200 if mode else 401)
    assert "spoofed" not in str(reply.headers)
    assert "203.0.113.9" not in str(reply.headers)


CHANGES = {
    "another browser": {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0"},
    "another language": {"Accept-Language": "fr"},
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_another_device_is_asked_to_sign_in_where_that_is_strict(
    new_world: NewWorld, redis: RedisServer, mode: Mode, change: dict[str, str]
) -> None:
    strict, lenient = new_world(redis_url=redis.url, strict_devices=1), new_world(redis_url=redis.url)
    for world, status in ((strict, 401), (lenient, 200)):
        visitor = Visitor.new(world, mode)
        assert visitor.ask(world, "GET", "/api/auth/verify", {"X-Original-Method": "GET", **change}).status == status
        assert visitor.known(world), "the session itself goes on"


def test_a_cookie_without_its_device_cookie_is_another_device(new_world: NewWorld, redis: RedisServer) -> None:
    world = new_world(redis_url=redis.url, strict_devices=1)
    visitor = Visitor.new(world, Mode.COOKIE)
    [session] = [pair for pair in visitor.headers["Cookie"].split("; ") if pair.startswith(cookies.SESSION)]

    assert visitor.visit(world).status == 200
    assert visitor.visit(world, Cookie=session).status == 401


@pytest.mark.parametrize("mode", MODES)
def test_neither_address_nor_version_makes_another_device(new_world: NewWorld, redis: RedisServer, mode: Mode) -> None:
    world = new_world(redis_url=redis.url, strict_devices=1, trusted_proxies=ADDRESS)
    visitor = Visitor.new(world, mode)
    agent = visitor.headers["User-Agent"]
    for number in range(20):
        newer = re.sub(r"/[\d.]+$", f"/{200 + number}.0", agent)
        assert newer != agent
        assert visitor.visit(world, User_Agent=newer, X_Forwarded_For=f"203.0.113.{number}").status == 200


def test_the_gateway_keeps_a_session_alive_and_notes_when_it_was_seen(world: ApiWorld) -> None:
    visitor = Visitor.new(world, Mode.COOKIE)
    step = timedelta(seconds=world.settings.cookie_idle_seconds - 3600)
    for _ in range(3):
        world.clock.advance(step.total_seconds())
        assert visitor.let_in(world)
    [row] = world.rows("select seen_at from sessions where user_id = %(id)s", id=visitor.member.id)

    assert row["seen_at"] == world.clock.now()


def test_a_refreshed_token_that_is_first_shown_here_counts_as_shown(world: ApiWorld) -> None:
    """Else somebody who stole the refresh token before it could still exchange it, behind a cached answer."""
    visitor = Visitor.new(world, Mode.BEARER)
    stolen = visitor.member.refresh_token
    assert visitor.let_in(world)
    assert visitor.let_in(world)
    assert visitor.member.refresh().status == 200
    fresh = Visitor.of(visitor.member, Mode.BEARER)
    assert fresh.let_in(world)

    world.clock.advance(31)
    assert world.api().post("/api/auth/refresh", {"refresh_token": stolen}).status == 401
    assert not fresh.let_in(world)


def test_the_cache_spares_postgres_the_question(world: ApiWorld, redis: RedisServer) -> None:
    """Seen from outside: what was changed in Postgres behind everybody's back is noticed once the entry is too old."""
    visitor = Visitor.new(world, Mode.COOKIE)
    assert visitor.visit(world).headers["x-user-role"] == "user"
    with world.store.as_service() as records:
        records.sessions.end(session_of(visitor, world), visitor.member.id, Ended.SIGN_OUT, world.clock.now())
    world.clock.advance(world.settings.gateway_cache_seconds - 1)
    assert visitor.let_in(world)

    world.clock.advance(1)
    assert not visitor.let_in(world)
    assert not visitor.let_in(world)


def test_without_a_cache_time_nothing_is_cached(new_world: NewWorld, redis: RedisServer) -> None:
    world = new_world(redis_url=redis.url, gateway_cache_seconds=0)
    visitor = Visitor.new(world, Mode.COOKIE)
    assert visitor.let_in(world)
    with world.store.as_service() as records:
        records.sessions.end(session_of(visitor, world), visitor.member.id, Ended.SIGN_OUT, world.clock.now())

    assert not visitor.let_in(world)
    with redis.client() as client:
        assert client.keys("session:*") == []


def test_an_entry_from_the_future_does_not_count(world: ApiWorld, redis: RedisServer) -> None:
    """A process whose clock is ahead must not make its answers last longer for the others."""
    visitor = Visitor.new(world, Mode.COOKIE)
    ahead = beside(world, redis.url)
    world.clock.advance(50)
    assert visitor.let_in(ahead)
    world.clock.advance(-50)
    with world.store.as_service() as records:
        records.sessions.end(session_of(visitor, world), visitor.member.id, Ended.SIGN_OUT, world.clock.now())

    assert not visitor.let_in(world)


def test_a_fault_of_our_own_shuts_the_door(world: ApiWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Visitor.new(world, Mode.BEARER)

    def broken(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(sessions, "by_access_token", broken)
    reply = visitor.visit(world)

    check_contract(reply)
    assert reply.status == 403


def session_of(visitor: Visitor, world: ApiWorld) -> UUID:
    [row] = world.rows("select id from sessions where user_id = %(id)s and ended_at is null", id=visitor.member.id)
    session_id: UUID = row["id"]
    return session_id
