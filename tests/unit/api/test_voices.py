"""The catalogue of voices, what is refused by it, and samples."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest

from ebookvoice.domain.direction import Direction, Prosody
from ebookvoice.domain.job import Failure
from ebookvoice.domain.states import FileState, Queue
from ebookvoice.ports.records.plans import KeptPlan, PlanState
from ebookvoice.ports.records.samples import KeptSample, SampleState, SpokenSample
from tests.unit.api.caller import Api
from tests.unit.api.conftest import Reader
from tests.unit.api.hearing import VOICES, Hearing
from tests.unit.api.memory import MemoryWorld
from tests.unit.api.test_files import BOOK

KATJA = "edge:de-DE-KatjaNeural"
SPOKEN = SpokenSample(KATJA, "previews/all/1/2.m4a", 9, 1500)


@pytest.fixture
def hearing(world: MemoryWorld) -> Hearing:
    """A catalogue of two engines."""
    world.memory.tables.hearing.voices = list(VOICES)
    return world.memory.tables.hearing


@pytest.fixture
def file_id(reader: Reader, world: MemoryWorld) -> str:
    """A book that has arrived."""
    file_id = str(reader.api.post("/api/files", BOOK).json["id"])
    files = world.memory.tables.files
    files[UUID(file_id)] = replace(files[UUID(file_id)], state=FileState.UPLOADED, etag="e")
    return file_id


def planned(world: MemoryWorld, file_id: str, language: str | None) -> None:
    """Keep a plan that knows the book's language."""
    body: dict[str, Any] = {"language": language, "parts": []}
    world.memory.tables.plans[UUID(file_id)] = KeptPlan("e", PlanState.READY, body, None)


def ids(reply: Any) -> list[str]:
    assert reply.status == 200
    return [voice["id"] for voice in reply.json["items"]]


@pytest.mark.usefixtures("hearing")
def test_voices_are_listed_with_what_tells_them_apart(reader: Reader) -> None:
    reply = reader.api.get("/api/voices")

    assert ids(reply) == [voice.id for voice in VOICES]
    assert reply.json["items"][1] == {
        "id": "edge:de-DE-FlorianMultilingualNeural",
        "name": "Florian",
        "engine": "edge",
        "language": "de-DE",
        "gender": "male",
        "quality": "neural",
        "multilingual": True,
    }


@pytest.mark.usefixtures("hearing")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("language=de", [0, 1, 2]),
        ("language=DE-de", [0, 1]),
        ("language=d", None),
        ("language=fr", []),
        ("engine=espeak", [2, 3]),
        ("gender=female", [0]),
        ("language=de&engine=edge&gender=male", [1]),
    ],
)
def test_voices_are_selected(reader: Reader, query: str, found: list[int] | None) -> None:
    reply = reader.api.get(f"/api/voices?{query}")

    if found is None:
        assert (reply.status, reply.error) == (422, "invalid_request")
    else:
        assert ids(reply) == [VOICES[index].id for index in found]


def test_a_list_that_is_the_same_is_not_sent_again(reader: Reader, hearing: Hearing) -> None:
    first = reader.api.get("/api/voices")
    etag = first.headers["etag"]
    assert "max-age" in first.headers["cache-control"]

    same = reader.api.send("GET", "/api/voices", headers={"If-None-Match": f'"x", W/{etag}'})
    assert (same.status, same.body, same.headers["etag"]) == (304, b"", etag)

    hearing.voices = hearing.voices[1:]
    changed = reader.api.send("GET", "/api/voices", headers={"If-None-Match": etag})
    assert (changed.status, len(changed.json["items"])) == (200, 3)


def test_an_empty_catalogue_is_asked_for_and_not_kept(reader: Reader, world: MemoryWorld) -> None:
    replies = [reader.api.get("/api/voices") for _ in range(2)]

    assert [(ids(reply), reply.headers["cache-control"]) for reply in replies] == [([], "no-store")] * 2
    [message] = world.queues.take(Queue.UPLOADS)
    assert message.body == {"voices_of": "espeak", "correlation_id": replies[0].headers["x-request-id"]}


def test_the_catalogue_is_for_people_with_an_account(api: Api) -> None:
    assert api.get("/api/voices").error == "not_authenticated"


@pytest.mark.usefixtures("hearing")
def test_an_unknown_voice_is_refused_with_what_would_work(reader: Reader, file_id: str) -> None:
    reply = reader.api.post("/api/jobs", {"file_id": file_id, "voice": "edge:de-DE-KatyaNeural"})

    assert (reply.status, reply.error) == (422, "unknown_voice")
    assert reply.json["error"]["details"]["voices"][0] == KATJA


@pytest.mark.usefixtures("hearing")
def test_an_engine_that_is_not_set_up_is_refused_with_voices_of_others(reader: Reader, file_id: str) -> None:
    reply = reader.api.post("/api/jobs", {"file_id": file_id, "voice": "openai:alloy", "language": "en"})

    assert (reply.status, reply.error) == (422, "engine_not_configured")
    assert reply.json["error"]["details"]["voices"][:2] == ["espeak:en-gb", "edge:de-DE-FlorianMultilingualNeural"]


@pytest.mark.usefixtures("hearing")
def test_an_engine_that_was_never_heard_of_is_believed(reader: Reader, world: MemoryWorld, file_id: str) -> None:
    world.settings = replace(world.settings, speech_engines="espeak,openai")

    assert reader.api.post("/api/jobs", {"file_id": file_id, "voice": "openai:alloy"}).status == 202


@pytest.mark.usefixtures("hearing")
def test_a_voice_must_speak_the_language_of_the_plan(reader: Reader, world: MemoryWorld, file_id: str) -> None:
    planned(world, file_id, "de-AT")

    refused = reader.api.post("/api/jobs", {"file_id": file_id, "voice": "espeak:en-gb"})

    assert (refused.status, refused.error) == (422, "voice_language")
    assert refused.json["error"]["details"]["voices"] == [
        "espeak:de", KATJA, "edge:de-DE-FlorianMultilingualNeural",
    ]  # fmt: skip
    assert not world.memory.tables.jobs
    corrected = {"file_id": file_id, "voice": "espeak:en-gb", "language": "en"}
    assert reader.api.post("/api/jobs", corrected).status == 202


@pytest.mark.usefixtures("hearing")
@pytest.mark.parametrize(
    ("voice", "language"),
    [("edge:de-DE-FlorianMultilingualNeural", "ja"), (KATJA, None), ("espeak:de", "DEU"), ("espeak:en", "en-US")],
)
def test_a_voice_that_may_speak_it_is_taken(
    reader: Reader, world: MemoryWorld, file_id: str, voice: str, language: str | None
) -> None:
    planned(world, file_id, language)

    assert reader.api.post("/api/jobs", {"file_id": file_id, "voice": voice}).status == 202


@pytest.mark.usefixtures("hearing")
def test_an_upload_with_a_voice_that_there_is_not_is_refused(reader: Reader, world: MemoryWorld) -> None:
    reply = reader.api.post("/api/files", {**BOOK, "convert": {"voice": "espeak:xx"}})

    assert (reply.status, reply.error) == (422, "unknown_voice")
    assert not world.memory.tables.files


def test_a_preview_is_spoken_once_for_all(reader: Reader, stranger: Api, world: MemoryWorld, hearing: Hearing) -> None:
    path = f"/api/voices/{quote(KATJA, safe='')}/preview?rate=20&pitch=-5&volume=10"

    for asking in (reader.api, stranger):
        reply = asking.get(path)
        assert (reply.status, reply.json) == (202, {"state": "speaking"})
        assert int(reply.headers["retry-after"]) > 0

    [wanted] = hearing.wanted
    assert (wanted.voice, wanted.user_id, wanted.file_id) == (KATJA, None, None)
    assert wanted.direction == Direction(Prosody(20, -5), volume=10)
    [message] = world.queues.take(Queue.UPLOADS)
    assert set(message.body) == {"sample_id", "correlation_id"}
    hearing.samples[wanted.digest] = KeptSample(SampleState.READY, SPOKEN, None)
    ready = stranger.get(path)
    assert (ready.status, ready.json["state"], ready.json["voice"]) == (200, "ready", KATJA)
    assert (ready.json["size"], ready.json["duration_ms"], ready.json["content_type"]) == (9, 1500, "audio/mp4")
    assert SPOKEN.key in ready.json["url"]


def test_another_pace_is_another_preview(reader: Reader, hearing: Hearing) -> None:
    for query in ("", "?rate=0", "?rate=1", "?pitch=1", "?volume=1"):
        assert reader.api.get(f"/api/voices/{KATJA}/preview{query}").status == 202

    assert len(hearing.wanted) == 4


@pytest.mark.usefixtures("hearing")
def test_what_can_not_be_previewed(reader: Reader) -> None:
    assert reader.api.get(f"/api/voices/{KATJA}/preview?rate=101").error == "invalid_request"
    unknown = reader.api.get("/api/voices/edge:nobody/preview")
    assert (unknown.status, unknown.error) == (422, "unknown_voice")
    assert KATJA in unknown.json["error"]["details"]["voices"]


def test_samples_are_limited_but_not_what_is_there(reader: Reader, world: MemoryWorld, hearing: Hearing) -> None:
    world.settings = replace(world.settings, sample_limit=2)
    paths = [f"/api/voices/{KATJA}/preview?rate={rate}" for rate in range(3)]

    assert [reader.api.get(path).status for path in paths] == [202, 202, 429]
    limited = reader.api.get(paths[2])
    assert (limited.error, int(limited.headers["retry-after"]) > 0) == ("rate_limited", True)
    hearing.samples[hearing.wanted[0].digest] = KeptSample(SampleState.READY, SPOKEN, None)
    assert [reader.api.get(path).status for path in paths[:2]] == [200, 202]


def test_a_sample_that_failed_says_why(reader: Reader, hearing: Hearing) -> None:
    path = f"/api/voices/{KATJA}/preview"
    reader.api.get(path)
    failure = Failure("speech_failed", "It did not answer.")
    hearing.samples[hearing.wanted[0].digest] = KeptSample(SampleState.REFUSED, None, failure)

    reply = reader.api.get(path)

    assert (reply.status, reply.error, reply.json["error"]["message"]) == (
        422,
        *("speech_failed", "It did not answer."),
    )


def test_a_sample_of_a_book_costs_nothing_and_is_its_owner_s(
    reader: Reader, stranger: Api, world: MemoryWorld, hearing: Hearing, file_id: str
) -> None:
    before = dict(world.memory.tables.balances)
    asked = {"voice": KATJA, "rate": 10, "language": "de", "pauses": {"heading_ms": 5}}

    replies = [reader.api.post(f"/api/files/{file_id}/sample", asked) for _ in range(2)]

    assert [(reply.status, reply.json) for reply in replies] == [(202, {"state": "speaking"})] * 2
    [wanted] = hearing.wanted
    assert (wanted.voice, wanted.user_id, str(wanted.file_id)) == (KATJA, reader.id, file_id)
    assert (wanted.direction.prosody.rate, wanted.direction.pauses.heading_ms) == (10, 5)
    assert world.memory.tables.balances == before
    assert not world.memory.tables.jobs
    assert stranger.post(f"/api/files/{file_id}/sample", asked).status == 404


def test_a_sample_without_a_voice_is_of_the_default_one(reader: Reader, hearing: Hearing, file_id: str) -> None:
    assert reader.api.post(f"/api/files/{file_id}/sample", {}).status == 202
    assert hearing.wanted[0].voice is None


@pytest.mark.usefixtures("hearing")
def test_a_sample_is_refused_as_its_conversion_would_be(reader: Reader, world: MemoryWorld, file_id: str) -> None:
    planned(world, file_id, "de")
    reply = reader.api.post(f"/api/files/{file_id}/sample", {"voice": "espeak:en-gb"})
    assert (reply.status, reply.error) == (422, "voice_language")

    awaiting = reader.api.post("/api/files", BOOK).json["id"]
    assert reader.api.post(f"/api/files/{awaiting}/sample", {}).error == "upload_missing"


def test_an_engine_that_is_not_wanted_here_is_refused_before_anything_is_known(reader: Reader, file_id: str) -> None:
    reply = reader.api.post("/api/jobs", {"file_id": file_id, "voice": KATJA})

    assert (reply.status, reply.error) == (422, "engine_not_configured")
    assert "details" not in reply.json["error"]
    assert reader.api.post("/api/jobs", {"file_id": file_id, "voice": "espeak:de"}).status == 202
