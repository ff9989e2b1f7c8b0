"""How a book is to be narrated, and what is made of it, as a job takes it."""

from typing import Any
from uuid import UUID

import pytest

from ebookvoice.domain.direction import Direction, Loudness, Pauses, Prosody
from ebookvoice.domain.formats import Format
from tests.unit.api.conftest import Reader
from tests.unit.api.memory import MemoryWorld
from tests.unit.api.test_files import BOOK

WANTED: dict[str, Any] = {
    "rate": 25,
    "pitch": -10,
    "volume": 5,
    "loudness": "as-spoken",
    "pauses": {"heading_ms": 1200, "paragraph_ms": 0, "chapter_ms": 10_000},
    "siblings": True,
    "switch_languages": False,
    "language": "pt-BR",
}
USUAL: dict[str, Any] = {
    "rate": 0,
    "pitch": 0,
    "volume": 0,
    "loudness": "audiobook",
    "pauses": {"heading_ms": 900, "paragraph_ms": 450, "chapter_ms": 1500},
    "siblings": False,
    "switch_languages": True,
    "language": None,
}


def test_a_job_takes_a_direction_and_formats_and_shows_them(reader: Reader, world: MemoryWorld) -> None:
    formats = ["mp3", "m4b", "captions"]
    reply = reader.api.post("/api/files", {**BOOK, "convert": {**WANTED, "formats": formats}})

    assert reply.status == 201
    shown = reply.json["job"]
    assert (shown["direction"], shown["formats"]) == (WANTED, formats)
    _, job = world.memory.tables.jobs[UUID(shown["id"])]
    assert job.formats == (Format.MP3, Format.M4B, Format.CAPTIONS)
    assert job.direction == Direction(
        Prosody(25, -10), Pauses(1200, 0, 10_000), 5, Loudness.AS_SPOKEN, siblings=True, switch=False, language="pt-BR"
    )


def test_without_a_word_a_book_is_narrated_as_usual(reader: Reader) -> None:
    file_id = reader.api.post("/api/files", BOOK).json["id"]

    shown = reader.api.post("/api/jobs", {"file_id": file_id}).json

    assert (shown["direction"], shown["formats"]) == (USUAL, ["m4b"])


def test_pauses_that_are_not_named_are_the_usual_ones(reader: Reader) -> None:
    file_id = reader.api.post("/api/files", BOOK).json["id"]

    shown = reader.api.post("/api/jobs", {"file_id": file_id, "pauses": {"heading_ms": 0}}).json

    assert shown["direction"]["pauses"] == {"heading_ms": 0, "paragraph_ms": 450, "chapter_ms": 1500}


@pytest.mark.parametrize(
    ("wrong", "field", "range_"),
    [
        ({"rate": -51}, "rate", "-50 to 100"),
        ({"rate": 101}, "rate", "-50 to 100"),
        ({"pitch": 51}, "pitch", "-50 to 50"),
        ({"volume": -51}, "volume", "-50 to 50"),
        ({"pauses": {"heading_ms": -1}}, "pauses.heading_ms", "0 to 10000"),
        ({"pauses": {"paragraph_ms": 10_001}}, "pauses.paragraph_ms", "0 to 10000"),
        ({"pauses": {"chapter_ms": 10**30}}, "pauses.chapter_ms", "0 to 10000"),
    ],
)
def test_what_is_out_of_range_is_refused_with_its_range(
    reader: Reader, wrong: dict[str, Any], field: str, range_: str
) -> None:
    file_id = reader.api.post("/api/files", BOOK).json["id"]

    reply = reader.api.post("/api/jobs", {"file_id": file_id, **wrong})

    assert (reply.status, reply.error) == (422, "invalid_request")
    assert f"`{field}`" in reply.json["error"]["message"]
    assert range_ in reply.json["error"]["message"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rate": 1.5}, "rate"),
        ({"rate": "fast"}, "rate"),
        ({"loudness": "loud"}, "loudness"),
        ({"pauses": {"sentence_ms": 1}}, "pauses.sentence_ms"),
        ({"language": "English, please"}, "language"),
        ({"language": "en\n"}, "language"),
        ({"formats": []}, "formats"),
        ({"formats": ["m4b", "m4b"]}, "formats"),
        ({"formats": ["flac"]}, "formats.0"),
        ({"siblings": "perhaps"}, "siblings"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(reader: Reader, wrong: dict[str, Any], field: str) -> None:
    file_id = reader.api.post("/api/files", BOOK).json["id"]

    reply = reader.api.post("/api/jobs", {"file_id": file_id, **wrong})

    assert (reply.status, reply.error) == (422, "invalid_request")
    assert f"`{field}`" in reply.json["error"]["message"]
