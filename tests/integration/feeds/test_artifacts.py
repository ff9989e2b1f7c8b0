"""What is told of an audiobook, and handed out of it, while it is made and afterwards."""

import json
from pathlib import Path
from uuid import UUID

from ebookvoice.domain.formats import Format
from ebookvoice.domain.job import Conversion
from tests.integration.api.harness import Member
from tests.integration.feeds.conftest import MP3, Station


def body_of(station: Station, member: Member, path: str) -> bytes:
    """Get an address and fetch what is there, as many bytes as were told."""
    reply = member.client.get(path)
    assert reply.status == 200, reply.body
    body = station.objects.read(reply.json["url"].removeprefix("memory:").partition("?")[0])
    assert len(body) == reply.json["size"]
    return body


def test_everything_that_is_shown_can_be_downloaded(station: Station, ada: Member, tmp_path: Path) -> None:
    job_id = station.finished(ada.id, tmp_path, Conversion(formats=tuple(Format)))
    path = f"/api/audiobooks/{job_id}"

    artifacts = ada.client.get(path).json["artifacts"]

    shown = [(artifact["format"], artifact["chapter"]) for artifact in artifacts]
    whole = ["m4b", "captions", "metadata", "mp3", "opus", "readalong", "transcript"]
    assert sorted(shown, key=str) == sorted(
        [*((name, None) for name in whole), *(("mp3", n) for n in (1, 2, 3))], key=str
    )
    for artifact in artifacts:
        chapter = f"&chapter={artifact['chapter']}" if artifact["chapter"] else ""
        assert len(body_of(station, ada, f"{path}/download?format={artifact['format']}{chapter}")) == artifact["size"]
    assert body_of(station, ada, f"{path}/download") == body_of(station, ada, f"{path}/download?format=m4b")


def test_the_certificate_is_that_of_the_metadata(station: Station, ada: Member, tmp_path: Path) -> None:
    job_id = station.finished(ada.id, tmp_path)

    shown = ada.client.get(f"/api/audiobooks/{job_id}").json["certificate"]

    told = json.loads(body_of(station, ada, f"/api/audiobooks/{job_id}/download?format=metadata"))["certificate"]
    assert shown == told
    assert shown["characters"] == shown["characters_spoken"] > 0
    assert [chapter["loudness"] for chapter in shown["chapters"]] == [-19.0] * 3


def test_a_chapter_is_heard_while_the_next_one_is_made(station: Station, ada: Member, tmp_path: Path) -> None:
    job_id = station.spoken(ada.id, tmp_path, Conversion())

    def chapter(number: int) -> str:
        return f"/api/jobs/{job_id}/chapters/{number}/audio"

    assert ada.client.get(chapter(2)).error == "not_ready"
    station.master(job_id, 1, tmp_path)

    assert body_of(station, ada, chapter(2)).startswith(b"<aac>")
    assert [ada.client.get(chapter(number)).status for number in (1, 4, 0)] == [409, 404, 422]
    stranger = station.web.member("bob@example.com").client
    assert stranger.get(chapter(2)).error == "not_found"


def test_a_chapter_of_a_finished_book_is_the_best_there_is(station: Station, ada: Member, tmp_path: Path) -> None:
    kept, passing = (station.finished(ada.id, tmp_path, wanted) for wanted in (MP3, Conversion()))

    def chapter(job_id: UUID) -> bytes:
        return body_of(station, ada, f"/api/audiobooks/{job_id}/download?chapter=2")[:5]

    assert (chapter(kept), chapter(passing)) == (b"<mp3>", b"<aac>")
