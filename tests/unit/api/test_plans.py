"""The plan before the price, and what is chosen of it."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

import pytest

from ebookvoice.domain.book import Book, Paragraph, Part
from ebookvoice.domain.choice import Choice, NotesPolicy, Pronunciation
from ebookvoice.domain.job import Failure
from ebookvoice.domain.plan import make_plan
from ebookvoice.domain.speech import Voice
from ebookvoice.domain.states import FileState, Queue
from ebookvoice.domain.storage import FileKind
from ebookvoice.ports.records.plans import KeptPlan, PlanState
from tests.unit.api.caller import Api
from tests.unit.api.conftest import Reader
from tests.unit.api.memory import MemoryWorld
from tests.unit.api.test_files import BOOK

READ = Book(
    "A Book",
    ("Ada",),
    "en",
    (Part("Imprint", (Paragraph("All rights."),), "imprint"), Part("One", (Paragraph("It was."),))),
)


@pytest.fixture
def file_id(reader: Reader, world: MemoryWorld) -> str:
    """A book that has arrived."""
    file_id = str(reader.api.post("/api/files", BOOK).json["id"])
    _change(world, file_id, state=FileState.UPLOADED, etag="e")
    return file_id


@pytest.fixture
def keep(world: MemoryWorld, file_id: str) -> Callable[..., None]:
    """Keep a plan of the book, or why there is none."""

    def kept(failure: Failure | None = None, etag: str = "e") -> None:
        body = None if failure else asdict(make_plan(READ, Choice(), Voice("espeak", "en-gb")))
        state = PlanState.REFUSED if failure else PlanState.READY
        world.memory.tables.plans[UUID(file_id)] = KeptPlan(etag, state, body, failure)

    return kept


def _change(world: MemoryWorld, file_id: str, **changes: Any) -> None:
    files = world.memory.tables.files
    files[UUID(file_id)] = replace(files[UUID(file_id)], **changes)


def test_the_first_who_asks_has_the_book_read(reader: Reader, world: MemoryWorld, file_id: str) -> None:
    replies = [reader.api.get(f"/api/files/{file_id}/plan") for _ in range(2)]
    for reply in replies:
        assert (reply.status, reply.json) == (202, {"state": "reading"})
        assert int(reply.headers["retry-after"]) > 0
    first = replies[0].headers["x-request-id"]
    bodies = [message.body for message in world.queues.take(Queue.UPLOADS)]
    assert bodies == [{"plan_file_id": file_id, "correlation_id": first}]


def test_a_plan_tells_what_will_be_narrated_and_what_not(
    reader: Reader, file_id: str, keep: Callable[..., None], world: MemoryWorld
) -> None:
    keep()
    reply = reader.api.get(f"/api/files/{file_id}/plan")
    assert reply.status == 200
    assert reply.json == {
        "state": "ready", "title": "A Book", "authors": ["Ada"], "language": "en", "voice": "espeak:en-gb",
        "parts": [
            {"id": "s1", "title": "Imprint", "words": 2, "characters": 11, "minutes": 0.0, "narrated": False,
             "reason": "imprint"},
            {"id": "1", "title": "One", "words": 2, "characters": 7, "minutes": 0.0, "narrated": True, "reason": None},
        ],
        "words": 2, "characters": 7, "minutes": 0.0,
        "notes": {"policy": "omit", "count": 0, "words": 0, "minutes": 0.0},
        "credits": world.settings.job_credits,
    }  # fmt: skip


def test_the_price_is_the_one_of_today(
    reader: Reader, file_id: str, keep: Callable[..., None], world: MemoryWorld
) -> None:
    keep()
    world.settings = replace(world.settings, job_credits=7)
    assert reader.api.get(f"/api/files/{file_id}/plan").json["credits"] == 7


def test_other_bytes_need_another_plan(reader: Reader, file_id: str, keep: Callable[..., None]) -> None:
    keep(etag="of before")
    assert reader.api.get(f"/api/files/{file_id}/plan").status == 202


@pytest.mark.parametrize("code", ["encrypted", "no_text_layer", "too_large"])
def test_a_refusal_has_its_own_code(reader: Reader, file_id: str, keep: Callable[..., None], code: str) -> None:
    keep(Failure(code, "That is why."))
    reply = reader.api.get(f"/api/files/{file_id}/plan")
    assert (reply.status, reply.error, reply.json["error"]["message"]) == (422, code, "That is why.")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"state": FileState.AWAITING}, 409, "upload_missing"),
        ({"state": FileState.EXPIRED}, 409, "upload_expired"),
        ({"state": FileState.REMOVED}, 410, "gone"),
        ({"state": FileState.REJECTED, "failure": Failure("corrupt", "It is damaged.")}, 422, "corrupt"),
        ({"kind": FileKind.PICTURE, "state": FileState.READY}, 422, "not_a_book"),
    ],
)
def test_files_that_have_no_plan(
    reader: Reader, world: MemoryWorld, file_id: str, changes: dict[str, Any], status: int, code: str
) -> None:
    _change(world, file_id, **changes)
    reply = reader.api.get(f"/api/files/{file_id}/plan")
    assert (reply.status, reply.error) == (status, code)
    assert world.queues.take(Queue.UPLOADS) == []


def test_other_people_s_plans_are_not_found(stranger: Api, file_id: str, keep: Callable[..., None]) -> None:
    keep()
    assert stranger.get(f"/api/files/{file_id}/plan").status == 404


CHOICE: dict[str, Any] = {
    "parts": ["1", "s1"],
    "titles": {"1": "The First"},
    "notes": "chapter-end",
    "pronunciations": [{"word": "Yclept", "spoken": "ee clept"}],
}


def test_a_job_takes_a_choice_and_shows_it(reader: Reader, world: MemoryWorld, file_id: str) -> None:
    reply = reader.api.post("/api/jobs", {"file_id": file_id, **CHOICE})
    assert (reply.status, reply.json["choice"]) == (202, CHOICE)
    _, job = world.memory.tables.jobs[UUID(reply.json["id"])]
    pronounced = (Pronunciation("Yclept", "ee clept"),)
    assert job.choice == Choice(("1", "s1"), {"1": "The First"}, NotesPolicy.CHAPTER_END, pronounced)


def test_without_a_choice_the_plan_s_suggestion_holds(reader: Reader, file_id: str) -> None:
    shown = reader.api.post("/api/jobs", {"file_id": file_id}).json["choice"]
    assert shown == {"parts": None, "titles": {}, "notes": "omit", "pronunciations": []}


def test_an_upload_may_bring_its_choice(reader: Reader) -> None:
    reply = reader.api.post("/api/files", {**BOOK, "convert": CHOICE})
    assert (reply.status, reply.json["job"]["choice"]) == (201, CHOICE)


@pytest.mark.parametrize("choice", [{"parts": ["2"]}, {"parts": ["s1", "s2"]}, {"titles": {"3": "Three"}}])
def test_a_part_that_the_plan_has_not_is_refused_at_once(
    reader: Reader, world: MemoryWorld, file_id: str, keep: Callable[..., None], choice: dict[str, Any]
) -> None:
    keep()
    reply = reader.api.post("/api/jobs", {"file_id": file_id, **choice})
    assert (reply.status, reply.error) == (422, "unknown_part")
    assert not world.memory.tables.jobs


@pytest.mark.parametrize(
    "choice",
    [
        {"parts": ["0"]},
        {"parts": ["one"]},
        {"parts": [str(number) for number in range(1, 5_002)]},
        {"titles": {"1": ""}},
        {"titles": {"1": "x" * 501}},
        {"titles": {"1": "two\nlines"}},
        {"notes": "aloud"},
        {"pronunciations": [{"word": "x" * 101, "spoken": "y"}]},
        {"pronunciations": [{"word": "x", "spoken": ""}]},
        {"pronunciations": [{"word": "x", "spoken": "y"}] * 501},
    ],
)
def test_choices_have_bounds(reader: Reader, file_id: str, choice: dict[str, Any]) -> None:
    reply = reader.api.post("/api/jobs", {"file_id": file_id, **choice})
    assert (reply.status, reply.error) == (422, "invalid_request")


def test_a_list_of_pronunciations_is_replaced_as_a_whole(reader: Reader, stranger: Api) -> None:
    path = "/api/user/pronunciations"
    assert reader.api.get(path).json == {"pronunciations": []}
    listed = [{"word": "Hermione", "spoken": "her my oh nee"}, {"word": "GIF", "spoken": "jif"}]
    assert reader.api.put(path, {"pronunciations": listed}).json == {"pronunciations": listed}
    assert reader.api.put(path, {"pronunciations": listed[1:]}).status == 200
    assert reader.api.get(path).json == {"pronunciations": listed[1:]}
    assert stranger.get(path).json == {"pronunciations": []}


def test_of_two_entries_for_a_word_the_later_one_stays(reader: Reader) -> None:
    listed = [{"word": "GIF", "spoken": "gif"}, {"word": "GIF", "spoken": "jif"}]
    assert reader.api.put("/api/user/pronunciations", {"pronunciations": listed}).json == {"pronunciations": listed[1:]}
