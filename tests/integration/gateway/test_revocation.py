"""Sessions die at once, however they end and whatever becomes of Redis; and only those that were ended."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from ebookvoice.domain.account import Role
from ebookvoice.domain.session import Mode
from tests.integration.api.harness import PASSWORD, ApiWorld
from tests.integration.gateway.conftest import NewWorld, beside
from tests.integration.gateway.visitor import Visitor
from tests.standins.redis_server import RedisServer
from tests.standins.relay import Relay

MODES = (Mode.COOKIE, Mode.BEARER)
PROMISE = 60
"""Seconds that a gateway may take when whoever ended the session could not reach Redis."""
LOOKS = (0, 1, 30, PROMISE - 1, PROMISE, PROMISE + 1)
"""Seconds after the end at which the gateway is asked."""


@dataclass
class Scene:
    """Two processes: sessions end in one, the other stands at a back end's door. Each has its own way to Redis."""

    redis: RedisServer
    relay: Relay
    ender: ApiWorld
    door: ApiWorld


@dataclass(frozen=True)
class State:
    """What becomes of Redis before and after the end; `reached` says whether the door can know at once."""

    before: Callable[[Scene], None]
    after: Callable[[Scene], None]
    reached: bool


def nothing(scene: Scene) -> None:
    """Leave Redis alone."""


def take_away(scene: Scene) -> None:
    """Run without a Redis."""
    for process in (scene.ender, scene.door):
        process.settings = beside(process, None).settings
        del process.cache


def kill(scene: Scene) -> None:
    scene.redis.kill()


def cut_off(scene: Scene) -> None:
    """Let nobody through to Redis who ends a session."""

    def refuse(_: bytes) -> None:
        raise ConnectionError

    scene.relay.asked = refuse


def kill_when_asked(scene: Scene) -> None:
    """Kill it when it is told of the end, before it has read that."""

    def strike(block: bytes) -> None:
        if b'"ended"' in block and b"EVAL" not in block:
            scene.redis.kill()
            raise ConnectionError

    scene.relay.asked = strike


def kill_before_it_answers(scene: Scene) -> None:
    """Kill it when it has done what it was told, before anybody knows."""
    told: list[bytes] = []

    def note(block: bytes) -> None:
        if b'"ended"' in block and b"EVAL" not in block:
            told.append(block)

    def strike(_: bytes) -> None:
        if told:
            scene.redis.kill()
            raise ConnectionError

    scene.relay.asked, scene.relay.answered = note, strike


def freeze(scene: Scene) -> None:
    scene.redis.freeze()


def thaw(scene: Scene) -> None:
    scene.redis.thaw()


def snapshot(scene: Scene) -> None:
    """Copy what is there, as a backup does."""
    with scene.redis.client() as client:
        for key in client.scan_iter("session:*"):
            client.copy(key, b"backup:" + key)


def restore(scene: Scene) -> None:
    """Bring the copy back over whatever has happened since."""
    with scene.redis.client() as client:
        for key in client.scan_iter("backup:*"):
            client.rename(key, key.removeprefix(b"backup:"))


STATES = {
    "up": State(nothing, nothing, reached=True),
    "absent": State(take_away, nothing, reached=True),
    "down": State(kill, nothing, reached=True),
    "killed before it was told": State(kill_when_asked, nothing, reached=True),
    "killed before it answered": State(kill_before_it_answers, nothing, reached=True),
    "cut off from who ends it": State(cut_off, nothing, reached=False),
    "frozen for a while": State(freeze, thaw, reached=False),
    "restored from a backup": State(snapshot, restore, reached=False),
}


def sign_out(scene: Scene, victim: Visitor, other: Visitor) -> None:
    assert victim.member.client.post("/api/auth/logout").status == 204


def end_one(scene: Scene, victim: Visitor, other: Visitor) -> None:
    assert other.member.client.delete(f"/api/auth/sessions/{session_of(victim, scene.ender)}").status == 204


def end_all_others(scene: Scene, victim: Visitor, other: Visitor) -> None:
    assert other.member.client.delete("/api/auth/sessions").status == 204


def change_password(scene: Scene, victim: Visitor, other: Visitor) -> None:
    prove_anew(other)
    assert other.member.client.put("/api/auth/password", {"password": "an entirely new one"}).status == 200


def reset_password(scene: Scene, victim: Visitor, other: Visitor) -> None:
    email, api = victim.member.email, scene.ender.api()
    assert api.post("/api/auth/password/forgot", {"email": email}).status == 202
    proof = {"email": email, "code": scene.ender.mailer.code(email), "password": "an entirely new one"}
    assert api.post("/api/auth/password/reset", proof).status == 204


def shut_out(scene: Scene, victim: Visitor, other: Visitor) -> None:
    admin = scene.ender.member("admin@example.com")
    with scene.ender.store.as_service() as records:
        records.accounts.set_role(admin.id, Role.ADMIN)
    assert admin.client.patch(f"/api/admin/users/{victim.member.id}", {"disabled": True}).status == 200


def erase(scene: Scene, victim: Visitor, other: Visitor) -> None:
    prove_anew(other)
    assert other.member.client.delete("/api/user").status == 204


def reuse_a_token(scene: Scene, victim: Visitor, other: Visitor) -> None:
    """Two generations back can't be a lost answer."""
    first = scene.ender.signer.refresh_token(session_of(victim, scene.ender), 0)
    for expected in (200, 200, 401):
        token = first if expected == 401 else victim.member.refresh_token
        reply = scene.ender.api().post("/api/auth/refresh", {"refresh_token": token})
        assert reply.status == expected
        victim.member.refresh_token = reply.json.get("refresh_token")


def prove_anew(visitor: Visitor) -> None:
    assert visitor.member.client.post("/api/auth/reauthenticate", {"password": PASSWORD}).status == 204


def session_of(visitor: Visitor, world: ApiWorld) -> UUID:
    """Find the session by what shows it."""
    if visitor.mode is Mode.BEARER:
        return world.tokens.verify(visitor.headers["Authorization"].removeprefix("Bearer ")).session_id
    [value] = [pair.partition("=")[2] for pair in visitor.headers["Cookie"].split("; ") if "session=" in pair]
    return world.signer.read_cookie(value)


ENDS = (
    sign_out,
    end_one,
    end_all_others,
    change_password,
    reset_password,
    shut_out,
    erase,
)
CASES = [*((end, mode) for end in ENDS for mode in MODES), (reuse_a_token, Mode.BEARER)]
"""Cookies are not refreshed, so none is ever used again."""


@pytest.fixture
def scene(redis: RedisServer, new_world: NewWorld) -> Iterator[Scene]:
    with Relay(redis.port) as relay:
        ender = new_world(redis_url=f"redis://127.0.0.1:{relay.port}/0", gateway_cache_seconds=PROMISE)
        door = beside(ender, redis.url)
        yield Scene(redis, relay, ender, door)
        door.store.close()


@pytest.fixture(scope="module")
def figures() -> Iterator[Counter[str]]:
    """Count over the whole table."""
    figures: Counter[str] = Counter()
    yield figures
    print(f"\nsessions: {dict(figures)}")  # noqa: T201 - shown by pytest -s


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
@pytest.mark.parametrize(("end", "mode"), CASES, ids=lambda part: getattr(part, "__name__", part))
def test_a_session_that_ended_opens_nothing(
    scene: Scene,
    state: State,
    end: Callable[[Scene, Visitor, Visitor], None],
    mode: Mode,
    figures: Counter[str],
) -> None:
    victim = Visitor.new(scene.ender, mode)
    other, bystander = victim.again(scene.ender, Mode.BEARER), Visitor.new(scene.ender, mode)
    for visitor in (victim, bystander, victim, bystander):
        assert visitor.let_in(scene.door)
    state.before(scene)
    assert victim.known(scene.ender)
    end(scene, victim, other)
    state.after(scene)

    began = scene.door.clock.now()
    for second in LOOKS:
        scene.door.clock.advance(second - (scene.door.clock.now() - began).total_seconds())
        accepted = victim.let_in(scene.door)
        figures["accepted by the API"] += victim.known(scene.door) + victim.known(scene.ender)
        figures["accepted by a gateway that could know"] += accepted and state.reached
        figures[f"accepted by a gateway after {PROMISE} s"] += accepted and second >= PROMISE
        figures["logged out for nothing"] += not (bystander.let_in(scene.door) and bystander.known(scene.door))
        figures["asked"] += 1
        assert not (accepted and (state.reached or second >= PROMISE)), f"accepted after {second} s"
    assert (figures["accepted by the API"], figures["logged out for nothing"]) == (0, 0)


def test_a_gateway_that_could_not_know_is_stale_for_a_time(scene: Scene) -> None:
    """The table above can fail: with the door's cache told nothing, the old entry does count until it is too old."""
    victim = Visitor.new(scene.ender, Mode.COOKIE)
    assert victim.let_in(scene.door)
    cut_off(scene)
    sign_out(scene, victim, victim)

    assert victim.let_in(scene.door)
    scene.door.clock.advance(PROMISE)
    assert not victim.let_in(scene.door)


def test_a_role_that_changes_is_told_at_once_and_the_cache_goes_on_serving(scene: Scene) -> None:
    """A session that goes on must not be sent to Postgres with every request from then on."""
    visitor, admin = Visitor.new(scene.ender, Mode.COOKIE), scene.ender.member("root@example.com")
    with scene.ender.store.as_service() as records:
        records.accounts.set_role(admin.id, Role.ADMIN)
    assert visitor.visit(scene.door).headers["x-user-role"] == "user"

    assert admin.client.patch(f"/api/admin/users/{visitor.member.id}", {"role": "admin"}).status == 200

    assert visitor.visit(scene.door).headers["x-user-role"] == "admin"
    scene.door.store.close()
    scene.door.database_url = "postgresql://127.0.0.1:1/nowhere"
    assert visitor.visit(scene.door).headers["x-user-role"] == "admin"


def test_a_valid_session_survives_every_state_of_redis(scene: Scene) -> None:
    """Up, frozen, killed in mid-request, gone, back and empty, and all that again: nobody is signed out."""
    visitors = [Visitor.new(scene.ender, mode) for mode in MODES]
    looked = 0
    for step in (nothing, freeze, thaw, kill_when_asked, nothing, kill, lambda s: s.redis.start(), snapshot) * 2:
        if step is not snapshot:
            step(scene)
        for process in (scene.door, scene.ender):
            for visitor in visitors:
                assert visitor.let_in(process)
                assert visitor.known(process)
                looked += 1
        scene.door.clock.advance(31)
        if step in (kill_when_asked, kill):
            scene.redis.start()
    print(f"0 of {looked} looks found a valid session signed out")  # noqa: T201 - shown by pytest -s
