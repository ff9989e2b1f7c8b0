"""A book in all of its formats, spoken, mastered and made by those who do so in a deployment."""

import io
import json
import zipfile
from pathlib import Path
from uuid import UUID

import av
import pytest

from ebookvoice.domain.book import Book, Paragraph, ParagraphKind, Part
from ebookvoice.domain.formats import COVER, METADATA, Format
from ebookvoice.domain.job import Audiobook, Conversion
from ebookvoice.domain.speech import Voice
from ebookvoice.domain.states import Queue
from ebookvoice.usecases import assemble, audiobooks, ingest, master, synthesize
from functions.convert.audio.drawn_cover import draw_cover
from functions.convert.audio.master import Mastering
from functions.convert.audio.narrator import SegmentNarrator
from functions.convert.master import account
from functions.convert.speech import catalogue
from functions.convert.workshop import WORKSHOP
from tests.fakes import FakeReader
from tests.integration.pipeline.conftest import Pipeline
from tests.unit.audio.tones import SAMPLE_RATE, decode_file

CHAPTERS = {"The Tower": "It was a high tower. Nobody had ever been up there.", "Down Again": "The stairs were gone!"}


def book() -> Book:
    parts = (
        Part(title, (Paragraph(title, ParagraphKind.HEADING), Paragraph(text))) for title, text in CHAPTERS.items()
    )
    return Book("A Book", ("An Author",), "en", tuple(parts), series="Towers", series_part="2")


class Deployment(Pipeline):
    """The pipeline with eSpeak and everything behind it."""

    def convert(self, user: UUID, conversion: Conversion, directory: Path) -> UUID:
        job_id = self.mastered(user, conversion, directory, book())
        self.bind()
        return job_id

    def mastered(self, user: UUID, conversion: Conversion, directory: Path, told: Book) -> UUID:
        """Bring a job so far that only its files are left to be made."""
        self.reader = FakeReader(told)
        job_id = self.queued(user, conversion)
        self.reading(job_id, directory)
        narrator, mastering = SegmentNarrator(catalogue.engine), Mastering()
        for segment in self.segments():
            assert synthesize.synthesize(self, segment, narrator, directory, self.hidden.append) == "spoken"
        for chapter in self.chapters():
            assert master.master(self, *chapter, mastering, account, directory, self.hidden.append)
        return job_id

    def bind(self) -> None:
        [message] = self.queues.take(Queue.ASSEMBLY)
        assert assemble.assemble(self, UUID(message.body["job_id"]), WORKSHOP, self.hidden.append)

    def reading(self, job_id: UUID, directory: Path) -> None:
        voice = Voice("espeak", "en-us")
        reading = ingest.Reading(self.reader, lambda cover: cover, lambda *_: None, lambda _: voice, draw_cover)
        ingest.ingest(self, job_id, reading, directory, self.hidden.append)


@pytest.fixture
def deployment(database_url: str) -> Deployment:
    return Deployment(database_url)


def test_all_formats_tell_the_same_book(deployment: Deployment, tmp_path: Path) -> None:
    user = deployment.user()
    job_id = deployment.convert(user, Conversion(formats=tuple(Format)), tmp_path)
    audiobook = audiobooks.find_audiobook(deployment, user, job_id)
    files = {file.format: deployment.objects.read(file.key) for file in audiobook.files if file.chapter is None}
    seconds = audiobook.duration_ms / 1000

    with av.open(io.BytesIO(files["m4b"])) as m4b:
        assert [chapter["metadata"]["title"] for chapter in m4b.chapters()] == list(CHAPTERS)
    assert len(decode_file(files["m4b"])) / SAMPLE_RATE == pytest.approx(seconds, abs=1e-3)
    assert len(decode_file(files["opus"])) / 48_000 == pytest.approx(seconds, abs=0.03)
    with zipfile.ZipFile(io.BytesIO(files["mp3"])) as shelf:
        assert shelf.testzip() is None
        chapters = [deployment.objects.read(file.key) for file in audiobook.files if file.chapter is not None]
        assert [shelf.read(name) for name in shelf.namelist() if name.endswith(".mp3")] == chapters
        assert len(chapters) == len(CHAPTERS)
    with zipfile.ZipFile(io.BytesIO(files["captions"])) as captions:
        assert any(b"Nobody had ever been up there." in captions.read(name) for name in captions.namelist())
    with zipfile.ZipFile(io.BytesIO(files["readalong"])) as epub:
        assert epub.namelist()[0] == "mimetype"
        assert epub.testzip() is None
    assert all(
        sentence in files["transcript"].decode() for sentence in ("It was a high tower.", "The stairs were gone!")
    )
    assert files["transcript-a4"].startswith(b"%PDF-")
    check_certificate(audiobook, json.loads(files[METADATA]))


def check_certificate(audiobook: Audiobook, metadata: dict[str, object]) -> None:
    """Assert that nothing got lost, and that both places say so."""
    certificate = audiobook.certificate
    assert certificate is not None
    characters = sum(len(title) + len(text) for title, text in CHAPTERS.items())
    assert certificate.characters == certificate.characters_spoken == characters
    assert all(chapter.loudness is not None for chapter in certificate.chapters)
    assert metadata["certificate"] == json.loads(json.dumps(certificate.to_fields()))
    assert (metadata["series"], metadata["series_part"]) == ("Towers", "2")


def test_the_same_book_twice_is_the_same_to_the_byte(deployment: Deployment, tmp_path: Path) -> None:
    """But for what names the conversion: the read-along and the transcript are editions of their own."""
    made = []
    for name in ("one", "other"):
        user = deployment.user(name)
        job_id = deployment.convert(user, Conversion(formats=(Format.M4B, Format.MP3, Format.OPUS)), tmp_path)
        files = audiobooks.find_audiobook(deployment, user, job_id).files
        made.append([(file.format, deployment.objects.read(file.key)) for file in files if file.format != METADATA])
    assert made[0] == made[1]
    assert [format_ for format_, _ in made[0]] == ["m4b", COVER, "mp3", "opus", *["mp3"] * len(CHAPTERS)]
