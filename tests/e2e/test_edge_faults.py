"""A speech service that fails at every turn: whole books all the same, or the passages that it could not speak."""

from collections.abc import Iterator

import pytest

from local.cloud import Cloud
from tests.e2e.neural import VOICE, check_complete, edge_cloud, lines, send, tale
from tests.e2e.reader import Reader
from tests.e2e.turnstile import Turnstile, taken_against_the_rules, without_a_turn
from tests.standins.edge import EdgeService, Fault, Plan, edge_service, mixed, never, proper

PLACES = 5
HARD = "Xyzzyplughplover!"
UNSPEAKABLE = {"A Hard Word": ["Before it comes an easy sentence.", HARD, "And one comes after it."]}
SIBLING = "edge:en-US-AvaMultilingualNeural"


def with_hard_word(plan: Plan) -> Plan:
    """Plan what else goes wrong in a service whose voice can't say one word."""
    mute = never("Xyzzy", Fault.NO_AUDIO, [VOICE])
    return lambda asked, attempt: mute(asked, attempt) or plan(asked, attempt)


@pytest.fixture(scope="module")
def service() -> Iterator[EdgeService]:
    with edge_service(with_hard_word(proper), first_byte=0.2) as service:
        yield service


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory, service: EdgeService) -> Iterator[Cloud]:
    """A cloud in which every segment has one attempt: what goes wrong is mended within it."""
    one_attempt = {"MAX_ATTEMPTS": "1", "EDGE_CONCURRENCY": str(PLACES)}
    with edge_cloud(tmp_path_factory.mktemp("faults"), service.base, one_attempt) as cloud:
        yield cloud


@pytest.fixture(scope="module")
def turnstile(cloud: Cloud) -> Turnstile:
    return Turnstile(cloud)


@pytest.fixture(scope="module")
def unspeakable(cloud: Cloud, turnstile: Turnstile) -> tuple[Reader, str]:
    """Somebody whose book can't be spoken, and the job: it takes its time, and the others don't wait for it."""
    somebody = Reader(cloud)
    return somebody, send(somebody, UNSPEAKABLE)


@pytest.mark.usefixtures("unspeakable")
@pytest.mark.parametrize(("fault", "share", "seed"), [(Fault.CUT_SHORT, 0.1, 1), (Fault.NO_AUDIO, 0.45, 2)])
def test_a_book_is_whole_whatever_the_service_does(
    cloud: Cloud, service: EdgeService, fault: Fault, share: float, seed: int
) -> None:
    told, reader = tale(seed, chapters=4, paragraphs=6), Reader(cloud)
    service.plan = with_hard_word(mixed({fault: share}, seed))
    certificate = check_complete(reader, send(reader, told), told, service)
    assert [chapter["substitutions"] for chapter in certificate["chapters"]] == [[]] * 4
    assert sum(service.tries[text] for text in lines(told)) > len(lines(told)), "nothing went wrong"


def test_a_sibling_speaks_what_the_voice_cannot_and_the_certificate_says_so(
    cloud: Cloud, service: EdgeService, turnstile: Turnstile
) -> None:
    reader = Reader(cloud)
    job_id = send(reader, UNSPEAKABLE, siblings=True)
    certificate = check_complete(reader, job_id, UNSPEAKABLE, service)
    [passage] = certificate["chapters"][0]["substitutions"]
    assert (passage["text"], passage["voice"], passage["why"]) == (HARD, SIBLING, "fallback")


def test_a_book_that_can_t_be_spoken_fails_with_the_passage(unspeakable: tuple[Reader, str]) -> None:
    reader, job_id = unspeakable
    job = reader.ended(job_id)
    assert (job["state"], job["error"]["code"]) == ("failed", "passage_failed")
    assert f"“{HARD}”" in job["error"]["message"]


def test_nobody_ever_asked_more_at_once_than_was_allowed(service: EdgeService, turnstile: Turnstile) -> None:
    """By the accounts of both sides, over all the books above and all processes."""
    log = turnstile.log()
    assert service.crowd.peak <= PLACES
    assert max(passing.held for passing in log) == PLACES, "the limit was never reached"
    assert min(passing.allowed for passing in log) < PLACES, "nothing ever lowered the limit"
    assert taken_against_the_rules(log) == []
    assert without_a_turn(log, service.crowd.spans) == []
