"""The journey: a book goes up, an audiobook comes down."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import pytest

from local.sample.build import build
from tests.e2e.books import RED, epub
from tests.e2e.reader import Fields, Reader

TALE = (
    "Chapter I\n\nThe lamp was lit,\nand the night began.\n\nNobody came.\n\n"
    "Chapter II\n\nIn the morning there was a boat.\n\nIt was blue.\n"
)


@dataclass(frozen=True)
class Heard:
    """What a player finds in a file: lengths in samples."""

    samples: int
    sample_rate: int
    chapters: Sequence[tuple[str, int, int]]
    tags: dict[str, str]
    covers: int


def play(content: bytes) -> Heard:
    """Decode a whole M4B."""
    with av.open(io.BytesIO(content), "r") as container:
        audio = container.streams.audio[0]
        attached = av.stream.Disposition.attached_pic
        covers = len([stream for stream in container.streams.video if stream.disposition & attached])
        chapters = [_chapter(chapter, audio.rate) for chapter in container.chapters()]
        samples = sum(frame.samples for frame in container.decode(audio))
        return Heard(samples, audio.rate, chapters, dict(container.metadata), covers)


def _chapter(chapter: Any, rate: int) -> tuple[str, int, int]:
    start, end = chapter["start"] * chapter["time_base"] * rate, chapter["end"] * chapter["time_base"] * rate
    assert start.denominator == end.denominator == 1, "a chapter does not begin and end on a sample"
    return chapter["metadata"]["title"], int(start), int(end)


def check_against_api(heard: Heard, audiobook: Fields) -> None:
    """Assert that the file's chapters are contiguous, add up to its sound, and are those that the API tells."""
    assert [title for title, _, _ in heard.chapters] == [chapter["title"] for chapter in audiobook["chapters"]]
    starts, ends = [start for _, start, _ in heard.chapters], [end for _, _, end in heard.chapters]
    assert starts == [0, *ends[:-1]]
    assert ends[-1] == heard.samples
    told = [chapter["start_ms"] * heard.sample_rate / 1000 for chapter in audiobook["chapters"]]
    assert starts == pytest.approx(told, abs=heard.sample_rate / 1000)
    assert audiobook["duration_ms"] == pytest.approx(heard.samples * 1000 / heard.sample_rate, abs=1)


def test_the_sample_book_from_sign_up_to_playing(reader: Reader, tmp_path: Path) -> None:
    book = build(tmp_path / "sample.epub").read_bytes()
    job_id = reader.send(book, "sample.epub")
    audiobook = reader.audiobook(job_id)
    heard = play(reader.download(job_id))
    check_against_api(heard, audiobook)
    assert [title for title, _, _ in heard.chapters] == [
        "A Lighthouse with Nothing to Do",
        "One Page for Every Wave",
        "What the Sea Sent Back",
    ]
    assert {part["title"] for part in audiobook["skipped"]} == {"Title page", "Imprint"}
    assert (audiobook["title"], audiobook["author"]) == ("The Foghorn Library", "The eBookVoice authors")
    assert heard.tags["title"] == heard.tags["album"] == "The Foghorn Library"
    assert heard.tags["artist"] == "The eBookVoice authors"
    assert heard.covers == 1
    # Four to seven minutes: eSpeak NG reads 800 words at about 175 a minute.
    assert 240_000 < audiobook["duration_ms"] < 420_000


def test_a_finished_job_tells_how_much_was_done(reader: Reader) -> None:
    job_id = reader.send(epub({"One": ["First things first."], "Two": ["Then the rest.", "And no more."]}))
    job = reader.ended(job_id)
    progress = job["progress"]
    assert job["error"] is None
    assert job["finished_at"] is not None
    assert job["audiobook_id"] == job_id
    assert progress["characters_done"] == progress["characters"] == sum(c["characters"] for c in job["chapters"])
    assert progress["chapters_done"] == progress["chapters"] == 2
    assert all(chapter["characters_done"] == chapter["characters"] for chapter in job["chapters"])
    assert sum(c["duration_ms"] for c in job["chapters"]) == pytest.approx(
        reader.get(f"/api/audiobooks/{job_id}")["duration_ms"], abs=2
    )


def test_a_plain_text_book(reader: Reader) -> None:
    job_id = reader.send(TALE.encode(), "The Blue Boat.txt")
    audiobook = reader.audiobook(job_id)
    check_against_api(play(reader.download(job_id)), audiobook)
    assert [chapter["title"] for chapter in audiobook["chapters"]] == ["Chapter I", "Chapter II"]
    assert audiobook["title"] == "The Blue Boat"


def test_the_reader_chooses_voice_and_title(reader: Reader) -> None:
    book = epub({"Eins": ["Es war einmal."]}, title="Ein Buch", language="de")
    job_id = reader.send(book, voice="espeak:de", title="Mein Buch")
    audiobook = reader.audiobook(job_id)
    assert (audiobook["title"], audiobook["voice"]) == ("Mein Buch", "espeak:de")
    assert play(reader.download(job_id)).tags["title"] == "Mein Buch"


def test_a_second_conversion_of_a_file_that_is_there(reader: Reader) -> None:
    file = reader.announce(book := epub({"One": ["Twice told."]}), "book.epub")
    assert file["job"] is None
    reader.put(file, book)
    status, confirmed = reader.call("POST", f"/api/files/{file['id']}/confirm")
    assert (status, confirmed["state"]) == (200, "uploaded")
    status, job = reader.call("POST", "/api/jobs", {"file_id": file["id"], "voice": "espeak:en-us"})
    assert status == 202
    assert reader.audiobook(job["id"])["voice"] == "espeak:en-us"


def test_the_cover_of_the_book_is_the_cover_of_the_audiobook(reader: Reader) -> None:
    job_id = reader.send(epub({"One": ["A picture says more."]}))
    reader.audiobook(job_id)
    with av.open(io.BytesIO(reader.download(job_id)), "r") as container:
        picture = next(container.decode(container.streams.video[0])).reformat(format="rgb24")
    middle = picture.height // 2 * picture.planes[0].line_size + picture.width // 2 * 3
    assert tuple(bytes(picture.planes[0])[middle : middle + 3]) == pytest.approx(RED, abs=12)


@pytest.mark.parametrize("what", ["jobs/{}", "audiobooks/{}", "audiobooks/{}/download"])
def test_what_belongs_to_somebody_else_is_not_there(owner: Reader, stranger: Reader, finished: str, what: str) -> None:
    assert owner.call("GET", f"/api/{what.format(finished)}")[0] == 200
    status, answer = stranger.call("GET", f"/api/{what.format(finished)}")
    assert (status, answer["error"]["code"]) == (404, "not_found")


def test_somebody_elses_file_can_neither_be_confirmed_nor_converted(reader: Reader, stranger: Reader) -> None:
    file = reader.announce(b"text", "book.txt")
    for path, body in ((f"/api/files/{file['id']}/confirm", None), ("/api/jobs", {"file_id": file["id"]})):
        status, answer = stranger.call("POST", path, body)
        assert (status, answer["error"]["code"]) == (404, "not_found")


def test_an_audiobook_is_not_there_before_it_is_finished(reader: Reader) -> None:
    job_id = reader.announce(b"never sent", "book.txt", {})["job"]["id"]
    status, answer = reader.call("GET", f"/api/audiobooks/{job_id}/download")
    assert (status, answer["error"]["code"]) == (409, "not_ready")


def test_a_confirmation_of_bytes_that_never_came(reader: Reader) -> None:
    file = reader.announce(b"never sent", "book.txt")
    status, answer = reader.call("POST", f"/api/files/{file['id']}/confirm")
    assert (status, answer["error"]["code"]) == (409, "upload_missing")


def test_health(reader: Reader) -> None:
    health = reader.get("/api/health")
    assert (health["status"], health["database"]) == ("ok", "ok")
