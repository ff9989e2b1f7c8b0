"""A year of daily use: what is stored, counted, kept, removed, backed up and paid for still adds up at its end."""

import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import pytest

from local.cloud import Cloud
from local.home import UNLIMITED
from tests.e2e.auditor import Auditor
from tests.e2e.reader import until
from tests.e2e.subscriber import Subscriber

PEOPLE = 50
DAYS = int(os.environ.get("EBOOKVOICE_YEAR_DAYS", "100"))
"""As many as it takes for every class to end; `make year` lives a whole year."""
DAY = 86_400
CREDITS = 1_000
BUSY = 0.2
"""The chance that somebody uses the service on a given day: ten people a day."""


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """A cloud of one's own: its clock runs ahead."""
    overrides = {"SIGNUP_CREDITS": str(CREDITS), **UNLIMITED}
    with Cloud(tmp_path_factory.mktemp("year"), sweep_seconds=1, overrides=overrides) as cloud:
        yield cloud


@pytest.mark.timeout(1800)
def test_a_year_adds_up(cloud: Cloud) -> None:
    dice = random.Random(20261121)  # noqa: S311 - a year that can be lived again
    auditor = Auditor(cloud)
    with ThreadPoolExecutor(4) as people:
        subscribers = list(people.map(lambda seed: Subscriber(cloud, seed), range(PEOPLE)))
        for today in range(1, DAYS + 1):
            up = [subscriber for subscriber in subscribers if dice.random() < BUSY]
            list(people.map(Subscriber.live, up, repeat(today)))
            until(auditor.quiet, f"the end of day {today}", every=0.02)
            list(people.map(Subscriber.settle, up))
            cloud.advance(DAY)
            removed = cloud.invoke("ExpireFunction", {})
            copied = cloud.invoke("ReplicateFunction", {})
            assert (copied["failed"], copied["corrupt"]) == (0, 0), copied
            if today % 20 == 0 or today == DAYS:
                print(f"day {today}: {removed} {copied}")  # noqa: T201 - the figures
                list(people.map(Subscriber.check, subscribers, repeat(today + 1)))
                auditor.balances()
                auditor.counters()
                auditor.lifetimes(cloud.clock.now())
        fetched = sum(people.map(Subscriber.fetch_all, subscribers))
    assert cloud.invoke("ReplicateFunction", {})["copied"] == 0
    assert all(s.reader.get("/api/credits")["balance"] == CREDITS - s.spent for s in subscribers)
    print(f"{fetched} books fetched, {auditor.backup(7, cloud.clock.now())} objects in both stores")  # noqa: T201
    assert set(cloud.restart_counts.values()) == {0}, "no function crashed in a year"
    auditor.leave()
