"""How long Supabase takes tells whether it knows an address; how long we take does not."""

import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from time import perf_counter
from uuid import uuid4

import pytest

from ebookvoice.adapters.identity import supabase
from ebookvoice.adapters.identity.supabase import SupabaseProvider
from tests.fakes import FakeClock
from tests.integration.identity.contract import OTHER, PASSWORD
from tests.standins.gotrue import SECRET_KEY
from tests.standins.gotrue_project import Project

HASH_COST = 2**13
ROUNDS = 100
GAP = 0.05
"""Of the time of a hash, between the medians."""
AUC = 0.6
"""How often the slower of two kinds of address may be guessed right, where 0.5 is a coin's."""
TRIES = 3
"""Other programs run on the machine: what was measured in a bad minute is measured again."""

Call = Callable[[], object]


pytestmark = pytest.mark.timing


@pytest.fixture
def people(project: Project, provider: SupabaseProvider) -> Project:
    """One user of each kind, in a project that hashes in earnest."""
    project.hash_cost = HASH_COST
    for name in ("known", "banned", "pending"):
        user = project.add(f"{name}@example.com", PASSWORD, {})
        user.confirmed_at = None if name == "pending" else user.created_at
        user.banned = name == "banned"
    return project


def test_checking_a_password_takes_its_time(people: Project, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a sixth of the real floor, five times the hash."""
    began = perf_counter()
    people.hash(PASSWORD)
    hash_seconds = perf_counter() - began
    bare = SupabaseProvider(people.url, SECRET_KEY, clock, pause=lambda _: None)
    told = measured({name: checking(bare, name) for name in ("known", "unknown")}, 5)
    assert gap(told) > hash_seconds / 2, "the stand-in gives nothing away, so that nothing would be shown"

    monkeypatch.setattr(supabase, "PASSWORD_SECONDS", 0.1)
    real = SupabaseProvider(people.url, SECRET_KEY, clock)
    for _ in range(TRIES):
        times = measured({name: checking(real, name) for name in ("known", "unknown", "banned", "pending")}, ROUNDS)
        guessed = max(auc(times["unknown"], seen) for name, seen in times.items() if name != "unknown")
        report = f"hash {hash_seconds * 1e3:.1f} ms, gap {gap(times) * 1e3:.2f} ms, AUC {guessed:.2f}"
        print(report)  # noqa: T201 - the figures
        if gap(times) < GAP * hash_seconds and guessed < AUC:
            return
    pytest.fail(report)


@pytest.mark.parametrize("way", ["sign_up", "send_link", "send_reset"])
def test_asking_for_a_mail_takes_its_time(
    people: Project, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """At a tenth of the real floor; the mail itself takes a third of that."""
    monkeypatch.setattr(supabase, "MAIL_SECONDS", 0.2)
    people.mail_seconds, people.mail_every = 0.06, timedelta(0)
    provider = SupabaseProvider(people.url, SECRET_KEY, clock)

    def ask(name: str) -> Call:
        return lambda: getattr(provider, way)(f"{name or uuid4()}@example.com")

    gaps = list[float]()
    while len(gaps) < TRIES and min(gaps, default=1.0) >= 0.005:
        gaps.append(gap(measured({name: ask(name) for name in ("known", "", "banned", "pending")}, 10)))
        print(f"{way}: gap {gaps[-1] * 1e3:.2f} ms")  # noqa: T201 - the figure
    assert min(gaps) < 0.005


def test_what_takes_longer_is_stretched_to_a_multiple(
    people: Project, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supabase, "MAIL_SECONDS", 0.2)
    people.mail_seconds = 0.25
    provider = SupabaseProvider(people.url, SECRET_KEY, clock)

    times = measured({"known": lambda: provider.send_reset("known@example.com")}, 1)

    assert times["known"][0] == pytest.approx(0.4, abs=0.05)


def checking(provider: SupabaseProvider, name: str) -> Call:
    return lambda: provider.check_password(f"{name}@example.com", OTHER)


def measured(calls: Mapping[str, Call], rounds: int) -> dict[str, list[float]]:
    """Time each call so often, in seconds, in an order that no tide of the machine can follow."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name in random.sample(sorted(calls), len(calls)):
            began = perf_counter()
            calls[name]()
            times[name].append(perf_counter() - began)
    return times


def gap(times: Mapping[str, Sequence[float]]) -> float:
    medians = [statistics.median(seen) for seen in times.values()]
    return max(medians) - min(medians)


def auc(some: Sequence[float], others: Sequence[float]) -> float:
    """How often a time of one kind is above one of the other, whichever way round is more telling."""
    above = sum((one > other) + (one == other) / 2 for one in some for other in others) / (len(some) * len(others))
    return max(above, 1 - above)
