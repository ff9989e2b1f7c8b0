"""Whether an address has an account, and of which kind, can't be told from an answer, nor from how long it takes."""

import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from uuid import uuid4

import psycopg
import pytest

from ebookvoice.adapters.passwords import Argon2Hasher
from tests.integration.api.harness import ApiWorld
from tests.unit.api.caller import Reply

RIGHT = "correct horse battery staple"
WRONG = "wrong pony battery staple"

ROUNDS = 200
GAP = 0.05
"""Of the time of a hash: the median of the differences."""
AUC = 0.6
"""How often the slower of two kinds of address may be guessed right, where 0.5 is a coin's."""
TRIES = 3
"""Other programs run on the machine: what was measured in a bad minute is measured again."""

KINDS = ("unknown", "known", "disabled", "unverified", "password-less")


@dataclass(frozen=True)
class Probe:
    """A question about an address of a kind."""

    kind: str
    path: str
    body: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.kind if self.body.get("password") != "" else f"{self.kind}, empty password"


def log_in(kind: str, email: str, password: str) -> Probe:
    return Probe(kind, "/api/auth/login", {"email": email, "password": password})


def logging_in(address: Callable[[str], str]) -> list[Probe]:
    """A password that opens nothing, though for some it is the right one."""
    wrong = {"known": WRONG}
    tried = [log_in(kind, address(kind), wrong.get(kind, RIGHT)) for kind in KINDS]
    return tried + [log_in(kind, address(kind), "") for kind in KINDS]


def signing_up(address: Callable[[str], str]) -> list[Probe]:
    return [Probe(kind, "/api/auth/signup", {"email": address(kind)}) for kind in KINDS]


def asking_for_a_link(address: Callable[[str], str]) -> list[Probe]:
    return [Probe(kind, "/api/auth/magic-link", {"email": address(kind)}) for kind in KINDS]


def forgetting_the_password(address: Callable[[str], str]) -> list[Probe]:
    return [Probe(kind, "/api/auth/password/forgot", {"email": address(kind)}) for kind in KINDS]


each_way = pytest.mark.parametrize("way", [logging_in, signing_up, asking_for_a_link, forgetting_the_password])
Way = Callable[[Callable[[str], str]], list[Probe]]


class Town:
    """Addresses of every kind, each asked about once: as somebody with a list of addresses would."""

    def __init__(self, world: ApiWorld) -> None:
        self._world = world
        self._password_hash = world.hasher.hash(RIGHT)

    def address(self, kind: str) -> str:
        """Make an address of a kind that nobody has asked about."""
        email = f"{uuid4().hex}@example.com"
        with psycopg.connect(self._world.database_url) as connection:
            if kind in ("known", "disabled", "password-less"):
                disabled_at = self._world.clock.now() if kind == "disabled" else None
                connection.execute(
                    "insert into users (id, email, disabled_at) values (%s, %s, %s)", (uuid4(), email, disabled_at)
                )
            if kind in ("known", "disabled"):
                connection.execute(
                    "insert into credentials (email, password_hash) values (%s, %s)", (email, self._password_hash)
                )
        if kind == "unverified":
            self._world.provider.sign_up(email)
        return email


@pytest.fixture
def world(new_world: Callable[..., ApiWorld]) -> ApiWorld:
    """A deployment that hashes in earnest."""
    return new_world(hasher=Argon2Hasher())


@each_way
def test_every_kind_of_address_gets_the_same_answer(world: ApiWorld, way: Way) -> None:
    town, api = Town(world), world.api()

    answers = {probe.name: told(api.post(probe.path, probe.body)) for probe in way(town.address)}

    assert len(answers) >= len(KINDS)
    assert {answer: name for name, answer in answers.items()}.keys() == {answers["unknown"]}


@each_way
def test_every_kind_of_address_is_limited_alike(new_world: Callable[..., ApiWorld], way: Way) -> None:
    world = new_world(auth_limit=3)
    town, answers = Town(world), {}
    for number, probe in enumerate(way(town.address)):
        api = world.api()
        api.address = f"198.51.100.{number}"
        answers[probe.name] = tuple(told(api.post(probe.path, probe.body)) for _ in range(4))

    assert set(answers.values()) == {answers["unknown"]}
    assert [status for status, *_ in answers["unknown"]][-1] == 429


@each_way
@pytest.mark.timing
@pytest.mark.timeout(1800)
def test_every_kind_of_address_takes_the_same_time(world: ApiWorld, way: Way) -> None:
    for left in reversed(range(TRIES)):
        hash_seconds, seconds = measured(world, way)
        findings = {name: compared(seconds["unknown"], each, hash_seconds) for name, each in seconds.items()}
        for name, (gap, auc) in findings.items():
            figures = f"median gap {gap:.1%} of a hash ({hash_seconds * 1000:.0f} ms), AUC {auc:.3f}"
            print(f"{way.__name__}: {name}: {figures}")  # noqa: T201
        if not left or all(gap < GAP and auc < AUC for gap, auc in findings.values()):
            break

    assert {name: finding for name, finding in findings.items() if finding[0] >= GAP or finding[1] >= AUC} == {}


@pytest.mark.timing
def test_the_measure_finds_a_hash_that_is_left_out(world: ApiWorld) -> None:
    hash_seconds = statistics.median(timed(lambda: world.hasher.hash(WRONG)) for _ in range(9))
    usual = [hash_seconds * (1 + number / 1000) for number in range(20)]

    gap, auc = compared(usual, [seconds - 0.1 * hash_seconds for seconds in usual], hash_seconds)

    assert (gap > GAP, auc > AUC) == (True, True)
    assert compared(usual, usual, hash_seconds) == (0, 0.5)


def told(reply: Reply) -> tuple[int, str, tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Keep what tells something: all but the request's id, and the time of day."""
    request_id = reply.headers["x-request-id"]
    headers = {name: value for name, value in reply.headers.items() if name not in ("x-request-id", "date")}
    return reply.status, reply.body.decode().replace(request_id, "…"), tuple(sorted(headers.items())), reply.cookies


def measured(world: ApiWorld, way: Way) -> tuple[float, dict[str, list[float]]]:
    """Ask about all kinds in turn, each time in another order; return a hash's median and the times, in seconds."""
    town, api, hashes = Town(world), world.api(), []
    seconds: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        probes = way(town.address)
        random.shuffle(probes)
        for probe in probes:
            seconds.setdefault(probe.name, []).append(timed(lambda: api.post(probe.path, probe.body)))  # noqa: B023
        hashes.append(timed(lambda: world.hasher.hash(WRONG)))
    return statistics.median(hashes), seconds


def timed(action: Callable[[], object]) -> float:
    began = perf_counter()
    action()
    return perf_counter() - began


def compared(some: Sequence[float], others: Sequence[float], hash_seconds: float) -> tuple[float, float]:
    """Return the median gap as a part of a hash's time, and the AUC of telling the two apart.

    The gap is taken within each round, so that a machine that is busy for a while slows both.
    """
    gap = abs(statistics.median(one - other for one, other in zip(some, others, strict=True))) / hash_seconds
    slower = sum((one > other) + (one == other) / 2 for one in some for other in others) / (len(some) * len(others))
    return gap, max(slower, 1 - slower)
