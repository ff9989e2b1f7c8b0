"""The client of the API."""

import io
import itertools
from pathlib import Path

import pytest

from local.calls import RETRY_SECONDS
from local.client import Client
from local.credentials import Credentials
from local.ending import ServiceError
from tests.unit.cli.service import URL, InMemoryService

READER = "reader@ebookvoice.invalid"


@pytest.fixture
def service() -> InMemoryService:
    return InMemoryService()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.txt"
    path.write_bytes(b"Once upon a time. " * 1000)
    return path


def client_of(service: InMemoryService, pauses: list[float] | None = None) -> Client:
    pauses = [] if pauses is None else pauses
    account = Credentials(READER, "long enough")
    return Client(URL, account, service.inbox, service, pauses.append)


def test_a_book_goes_up_with_its_conversion_and_its_audiobook_comes_down(service: InMemoryService, book: Path) -> None:
    client, target = client_of(service), io.BytesIO()
    job = client.upload(book, {"voice": "espeak:en-gb"})
    states = [seen["state"] for seen in client.follow(job["id"])]
    client.download(job["id"], target)
    assert list(service.uploads.values()) == [book.read_bytes()]
    assert service.announced[0]["convert"] == {"voice": "espeak:en-gb"}
    assert (service.announced[0]["filename"], service.announced[0]["size"]) == ("book.txt", book.stat().st_size)
    assert states == ["queued", "reading", "synthesizing", "assembling", "completed"]
    assert target.getvalue() == b"an audiobook"


def test_the_account_is_made_once_by_what_was_mailed_and_used_again(service: InMemoryService) -> None:
    client_of(service).audiobook("job")
    assert (list(service.accounts), service.ways) == ([READER], ["login", "signup", "signup/confirm"])
    client_of(service).audiobook("job")
    assert service.ways[3:] == ["login"]


def test_an_account_that_exists_already_is_not_made_again(service: InMemoryService) -> None:
    service.accounts[READER] = "long enough"
    client_of(service).audiobook("job")
    assert service.ways == ["login"]


def test_an_expired_token_is_renewed_in_mid_course(service: InMemoryService) -> None:
    states = []
    for number, job in enumerate(client_of(service).follow("job")):
        states.append(job["state"])
        if number == 1:
            service.expire_tokens()
    assert states[-1] == "completed"
    assert service.ways[3:] == ["refresh"]


def test_a_session_that_was_ended_is_opened_anew(service: InMemoryService) -> None:
    client = client_of(service)
    client.audiobook("job")
    service.end_sessions()
    client.audiobook("job")
    assert service.ways[3:] == ["refresh", "login"]


def test_an_account_with_another_password_gets_that_of_whoever_reads_its_mail(service: InMemoryService) -> None:
    service.accounts[READER] = "another one"
    client_of(service).audiobook("job")
    assert service.accounts == {READER: "long enough"}


def test_a_wrong_code_is_reported_and_not_tried_again(service: InMemoryService) -> None:
    service.misread = True
    with pytest.raises(ServiceError) as refused:
        client_of(service).audiobook("job")
    assert (refused.value.code, service.ways.count("signup/confirm")) == ("invalid_code", 1)


def test_an_account_with_a_second_factor_is_not_for_a_program(service: InMemoryService) -> None:
    service.second_factor = True
    with pytest.raises(ServiceError) as refused:
        client_of(service).audiobook("job")
    assert refused.value.code == "second_factor"


@pytest.mark.parametrize("trouble", ["silent_answers", "failing_answers"])
def test_a_look_at_the_job_outlives_a_passing_outage(service: InMemoryService, trouble: str) -> None:
    pauses: list[float] = []
    jobs = client_of(service, pauses).follow("job")
    next(jobs)
    setattr(service, trouble, 3)
    assert next(jobs)["state"] == "reading"
    assert pauses[-3:] == list(RETRY_SECONDS[:3])


@pytest.mark.parametrize("trouble", ["silent_answers", "failing_answers"])
def test_an_outage_that_stays_is_reported(service: InMemoryService, trouble: str) -> None:
    jobs = client_of(service).follow("job")
    next(jobs)
    setattr(service, trouble, 100)
    with pytest.raises(ServiceError) as failed:
        next(jobs)
    assert failed.value.code == "unavailable"


def test_a_post_is_never_sent_twice(service: InMemoryService, book: Path) -> None:
    client = client_of(service)
    client.audiobook("job")
    service.silent_answers = 1
    with pytest.raises(ServiceError):
        client.upload(book, {})
    assert service.announced == []


def test_the_services_own_code_and_sentence_are_passed_on(service: InMemoryService) -> None:
    with pytest.raises(ServiceError, match=r"This is not_found\.") as refused:
        client_of(service).audiobook("somebody else's")
    assert refused.value.code == "not_found"


def test_a_truncated_download_is_not_taken_for_an_audiobook(service: InMemoryService) -> None:
    service.audiobook = b"an audio"
    with pytest.raises(ServiceError) as failed:
        client_of(service).download("job", io.BytesIO())
    assert failed.value.code == "download_failed"


def test_a_book_that_changes_while_it_goes_up_is_not_accepted(service: InMemoryService, book: Path) -> None:
    accept = service.request

    def rewriting(*request: object) -> object:
        if len(service.announced) == 1:
            book.write_bytes(b"Something else. " * 1000)
        return accept(*request)  # type: ignore[arg-type]

    service.request = rewriting  # type: ignore[method-assign, assignment]
    with pytest.raises(ServiceError) as failed:
        client_of(service).upload(book, {})
    assert failed.value.code == "upload_failed"


def test_a_name_that_is_not_text_still_goes_up(service: InMemoryService, tmp_path: Path) -> None:
    book = tmp_path / "caf\udce9\n.txt"
    book.write_bytes(b"text")
    client_of(service).upload(book, {})
    assert service.announced[0]["filename"] == "caf?_.txt"


def test_the_job_is_looked_at_until_it_ends(service: InMemoryService) -> None:
    service.states = (*itertools.repeat("synthesizing", 50), "failed")
    service.error = {"code": "no_text", "message": "No text."}
    *_, last = client_of(service).follow("job")
    assert last["error"] == service.error


def test_each_format_can_be_fetched(service: InMemoryService) -> None:
    client, target = client_of(service), io.BytesIO()
    client.download("job", target, "m4b")
    assert target.getvalue() == b"an audiobook"
    with pytest.raises(ServiceError):
        client.download("job", io.BytesIO(), "opus")
