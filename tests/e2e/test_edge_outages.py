"""A speech service that is gone for a while: jobs wait, say so, and go on by themselves.

EBOOKVOICE_OUTAGE_SECONDS=120 lets one last two minutes of real time, and nothing is put forward.
"""

import os
import time
from collections.abc import Iterator

import pytest

from local.cloud import Cloud
from tests.e2e.neural import check_complete, edge_cloud, send, tale
from tests.e2e.operator import Operator
from tests.e2e.reader import Fields, Reader, until
from tests.e2e.turnstile import Turnstile, taken_against_the_rules, without_a_turn
from tests.standins.edge import EdgeService, edge_service

SECONDS = float(os.environ.get("EBOOKVOICE_OUTAGE_SECONDS", "0"))
PLACES = 6
COOL_OFF_S = 300
"""Longer than the service is left alone for, and than a job may be silent."""
NO_AUDIO = 0


@pytest.fixture(scope="module")
def service() -> Iterator[EdgeService]:
    with edge_service(first_byte=0.1) as service:
        yield service


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory, service: EdgeService) -> Iterator[Cloud]:
    """A cloud in which every segment has one attempt: to wait for a service is none."""
    one_attempt = {"MAX_ATTEMPTS": "1", "EDGE_CONCURRENCY": str(PLACES)}
    with edge_cloud(tmp_path_factory.mktemp("outages"), service.base, one_attempt) as cloud:
        yield cloud


@pytest.fixture(scope="module")
def turnstile(cloud: Cloud) -> Turnstile:
    return Turnstile(cloud)


@pytest.fixture(scope="module")
def operator(cloud: Cloud) -> Iterator[Operator]:
    operator = Operator(cloud)
    yield operator
    operator.leave()


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("status", "seed"), [(503, 3), (NO_AUDIO, 4)])
def test_an_outage_in_the_middle_of_a_book(
    cloud: Cloud, operator: Operator, turnstile: Turnstile, service: EdgeService, status: int, seed: int
) -> None:
    told, reader = tale(seed, chapters=4, paragraphs=6), Reader(cloud)
    job_id = send(reader, told)
    until(lambda: operator.segments(job_id, "done") > 0, "the first chapter", every=0.01)
    service.break_down(SECONDS or 3_600, status)
    began = time.monotonic()
    until(lambda: provider(reader)["state"] == "cooling", "a cool-off")
    waiting = until(lambda: reader.job(job_id)["waiting"], "the job's word of it")
    assert (waiting["provider"], provider(reader)["name"]) == ("edge", "edge")
    assert provider(reader)["until"] is not None
    if not SECONDS:
        until(lambda: not at_work(operator, job_id), "the end of what began before")
        service.recover()
        cloud.advance(COOL_OFF_S)
    certificate = check_complete(reader, job_id, told, service, seconds=240 + 5 * SECONDS)
    assert all(chapter["substitutions"] == [] for chapter in certificate["chapters"])
    assert provider(reader)["state"] == "ok"
    print(f"{status}: {time.monotonic() - began:.0f} s from the outage's beginning to the book")  # noqa: T201


def test_nobody_asked_a_service_that_was_to_be_left_alone(service: EdgeService, turnstile: Turnstile) -> None:
    log = turnstile.log()
    assert {passing.state for passing in log} == {"closed", "open", "half_open"}
    assert min(passing.allowed for passing in log) < PLACES
    assert taken_against_the_rules(log) == []
    assert without_a_turn(log, service.crowd.spans) == []


def at_work(operator: Operator, job_id: str) -> bool:
    """Tell whether a worker holds anything of the job: a clock that jumps would end its lease."""
    return operator.segments(job_id, "speaking") + operator.chapters(job_id, "mastering") > 0


def provider(reader: Reader) -> Fields:
    """Read of the only speech service in the cloud's health."""
    [told] = reader.get("/api/health")["providers"]
    return dict(told)
