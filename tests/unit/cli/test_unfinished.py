"""A conversion that was killed is gone on with when the command is called again."""

from pathlib import Path
from typing import cast

import pytest

from local.client import Client
from local.ending import ServiceError
from local.unfinished import Unfinished, digest_of
from local.wire import Job


class Service:
    """Knows the states of jobs."""

    def __init__(self, **states: str) -> None:
        self.states = states

    def job(self, job_id: str) -> Job:
        if job_id not in self.states:
            raise ServiceError("not_found", "There is no such thing.")
        return cast(Job, {"id": job_id, "state": self.states[job_id]})

    def cancel(self, job_id: str) -> None:
        if self.states[job_id] == "completed":
            raise ServiceError("invalid_state", "It has ended.")
        self.states[job_id] = "cancelled"


def taken_up(home: Path, service: Service, order: str = "this") -> str | None:
    job = Unfinished(home / "unfinished.json").taken_up(cast(Client, service), order)
    return None if job is None else job["id"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    Unfinished(tmp_path / "unfinished.json").begin("this", Service(one="queued").job("one"))
    return tmp_path


@pytest.mark.parametrize("state", ["queued", "synthesizing", "completed"])
def test_what_was_begun_is_gone_on_with(home: Path, state: str) -> None:
    assert taken_up(home, Service(one=state)) == "one"


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_what_came_to_nothing_is_begun_anew(home: Path, state: str) -> None:
    assert taken_up(home, Service(one=state)) is None


def test_a_job_that_is_not_there_any_more_is_begun_anew(home: Path) -> None:
    assert taken_up(home, Service()) is None


def test_another_order_ends_the_job_that_nobody_waits_for(home: Path) -> None:
    service = Service(one="synthesizing")
    assert taken_up(home, service, "another") is None
    assert service.states == {"one": "cancelled"}


def test_another_order_lets_a_finished_book_be(home: Path) -> None:
    service = Service(one="completed")
    assert taken_up(home, service, "another") is None
    assert service.states == {"one": "completed"}


def test_an_end_is_an_end(home: Path) -> None:
    Unfinished(home / "unfinished.json").end()
    assert taken_up(home, Service(one="queued")) is None


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"order": "this"}', b"\xff\xfe"])
def test_a_spoiled_note_is_none(home: Path, note: bytes) -> None:
    (home / "unfinished.json").write_bytes(note)
    assert taken_up(home, Service(one="queued")) is None


def test_a_service_that_is_down_is_told_of(home: Path) -> None:
    class Down(Service):
        def job(self, job_id: str) -> Job:
            raise ServiceError("unavailable", f"Nobody knows of {job_id}.")

    with pytest.raises(ServiceError, match="Nobody knows"):
        taken_up(home, Down())


def test_an_order_is_its_bytes_and_its_wishes(tmp_path: Path) -> None:
    book, other = tmp_path / "a.txt", tmp_path / "b.txt"
    book.write_bytes(b"one")
    other.write_bytes(b"two")
    names = [
        digest_of({"voice": "espeak:en"}, book),
        digest_of({"voice": "espeak:de"}, book),
        digest_of({"voice": "espeak:en"}, other),
        digest_of({"voice": "espeak:en"}, book, other),
    ]
    assert len(set(names)) == len(names)
    assert digest_of({"voice": "espeak:en"}, book) == names[0]
