"""The use cases on a real Postgres, with the rest of the world in memory."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from ebookvoice.domain.account import User
from ebookvoice.domain.book import Book, Paragraph, Part
from ebookvoice.domain.errors import UnknownVoiceError
from ebookvoice.domain.file import File, UploadRequest
from ebookvoice.domain.job import Conversion, Job
from ebookvoice.domain.speech import Voice
from ebookvoice.domain.states import Queue
from ebookvoice.usecases import assemble, ingest, master, synthesize
from ebookvoice.usecases.files import confirm_upload, request_upload
from tests.fakes import FakeMaster, FakeNarrator, FakeReader, fake_workshop
from tests.world import FakeWorld

SOURCE = b"the book's own bytes"


def book(chapters: int = 3, paragraphs: int = 4, length: int = 2000) -> Book:
    """Make a book whose chapters take several segments each."""
    text = tuple(Paragraph(f"{number} ".ljust(length, "x")) for number in range(paragraphs))
    return Book("A Book", ("An Author",), "en", tuple(Part(f"Chapter {n}", text) for n in range(chapters)))


class Pipeline(FakeWorld):
    """A world to play a conversion in, message by message."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        super().__init__(database_url, **{"job_credits": 1, "signup_credits": 3, **settings})
        self.reader, self.narrator, self.mastering = FakeReader(book()), FakeNarrator(), FakeMaster()
        self.source = SOURCE
        self.hidden: list[int] = []

    def user(self, name: str = "reader") -> UUID:
        """Open an account with its first credits."""
        user = User(self.ids.new(), f"{name}-{self.ids.new()}@example.com", self.clock.now())
        with self.store.as_service() as records:
            records.accounts.add(user)
            records.credits.grant(user.id, self.settings.signup_credits, self.clock.now())
        return user.id

    def upload(self, user: UUID, conversion: Conversion | None = None, arrive: bool = True) -> tuple[File, Job | None]:
        sha256 = base64.b64encode(hashlib.sha256(self.source).digest()).decode()
        request = UploadRequest("book.epub", len(self.source), "application/epub+zip", sha256)
        requested = request_upload(self, user, request, conversion)
        if arrive:
            self.objects.objects[requested.file.key] = self.source
        return requested.file, requested.job

    def queued(self, user: UUID, conversion: Conversion | None = None) -> UUID:
        """Upload a book with the wish to have it converted, and confirm it; return the job."""
        file, job = self.upload(user, conversion or Conversion())
        confirm_upload(self, user, file.id)
        assert job is not None
        return job.id

    def arrived(self, key: str) -> None:
        """Have the store tell of an upload."""
        assert ingest.upload_arrived(self, key)

    def ingest(self, job_id: UUID, directory: Path) -> bool:
        def check(voice: Voice, _: str | None) -> None:
            if voice.name == "nobody":
                raise UnknownVoiceError

        def voice_for(language: str | None) -> Voice:
            return Voice("fake", language or "en")

        reading = ingest.Reading(self.reader, lambda cover: cover, check, voice_for, lambda *_: None)
        return ingest.ingest(self, job_id, reading, directory, self.hidden.append)

    def synthesize(self, segment_id: UUID, directory: Path, narrator: FakeNarrator | None = None) -> str:
        return synthesize.synthesize(self, segment_id, narrator or self.narrator, directory, self.hidden.append)

    def master(self, job_id: UUID, number: int, directory: Path) -> bool:
        mastering = self.mastering
        return master.master(self, job_id, number, mastering, mastering.account, directory, self.hidden.append)

    def assemble(self, job_id: UUID) -> bool:
        return assemble.assemble(self, job_id, fake_workshop(), self.hidden.append)

    def balance(self, user: UUID) -> int:
        """Read the balance, as long as it is the sum of the events."""
        query = """
            select balance from credits
            where user_id = %(user)s and balance = (select sum(amount) from credit_events where user_id = %(user)s)
        """
        return int(self.rows(query, user=user)[0]["balance"])

    def events(self, user: UUID) -> list[tuple[str, int]]:
        rows = self.rows("select kind, amount from credit_events where user_id = %(user)s order by id", user=user)
        return [(row["kind"], row["amount"]) for row in rows]

    def segments(self) -> list[UUID]:
        return [UUID(message.body["segment_id"]) for message in self.queues.take(Queue.SEGMENTS)]

    def waiting(self) -> list[UUID]:
        """Take the jobs whose books are to be read; what else the sweep asks of that queue is not the pipeline's."""
        bodies = [message.body for message in self.queues.take(Queue.UPLOADS)]
        return [UUID(body["job_id"]) for body in bodies if "job_id" in body]

    def chapters(self) -> list[tuple[UUID, int]]:
        return [(UUID(m.body["job_id"]), m.body["chapter"]) for m in self.queues.take(Queue.CHAPTERS)]

    def speak(self, job_id: UUID, directory: Path) -> None:
        """Read a job's book and speak all of it."""
        self.ingest(job_id, directory)
        for segment in self.segments():
            self.synthesize(segment, directory)

    def run(self, directory: Path) -> None:
        """Handle messages until there are none."""
        while self.queues.messages:
            for job_id in self.waiting():
                self.ingest(job_id, directory)
            for segment in self.segments():
                self.synthesize(segment, directory)
            for job_id, number in self.chapters():
                self.master(job_id, number, directory)
            for message in self.queues.take(Queue.ASSEMBLY):
                self.assemble(UUID(message.body["job_id"]))


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def pipeline(database_url: str) -> Iterator[Pipeline]:
    pipeline = Pipeline(database_url)
    yield pipeline
    pipeline.store.close()
