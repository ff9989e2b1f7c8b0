"""Voices and samples on a real Postgres, with the rest of the world in memory."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from ebookvoice.domain.direction import Direction
from ebookvoice.domain.errors import UnknownVoiceError, VoiceLanguageError
from ebookvoice.domain.speech import Voice, VoiceInfo
from ebookvoice.domain.states import Queue
from ebookvoice.ports.narrating import Narrator
from ebookvoice.ports.reading import BookReader
from ebookvoice.usecases import samples, speaking_samples, voices
from ebookvoice.usecases.files import confirm_upload
from ebookvoice.usecases.speaking_samples import Studio
from tests.integration.pipeline.conftest import Pipeline

USUAL = Direction()


class NoDrafts:
    """Keeps nothing."""

    def find(self, _: str) -> bytes | None:
        return None

    def keep(self, _: str, __: bytes) -> None: ...


class Parlour(Pipeline):
    """A world to hear voices in; `fake:anna` speaks all languages but Klingon."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        super().__init__(database_url, **{"default_engine": "fake", **settings})

    def calls(self, kind: str) -> list[str]:
        """Take the messages of a kind; the others are lost."""
        bodies = [message.body for message in self.queues.take(Queue.UPLOADS)]
        return [str(body[kind]) for body in bodies if kind in body]

    def refresh(self, engine: str, listed: list[VoiceInfo] | Exception) -> int:
        def list_of(name: str) -> list[VoiceInfo]:
            assert name == engine
            if isinstance(listed, Exception):
                raise listed
            return listed

        return voices.refresh(self, engine, list_of)

    def known(self) -> list[str]:
        with self.store.as_service() as records:
            return [voice.id for voice in records.voices.known()]

    def uploaded(self, user: UUID) -> UUID:
        """Upload a book that nobody has asked to convert."""
        file, _ = self.upload(user)
        confirm_upload(self, user, file.id)
        self.queues.take(Queue.UPLOADS)
        return file.id

    def preview(self, user: UUID, voice: str = "fake:anna", direction: Direction = USUAL) -> samples.Sample | None:
        return samples.find_preview(self, user, voice, direction)

    def sample(
        self, user: UUID, file_id: UUID, voice: str | None = "fake:anna", direction: Direction = USUAL
    ) -> samples.Sample | None:
        return samples.find_sample(self, user, file_id, voice, direction)

    def say(
        self,
        sample_id: str,
        directory: Path,
        narrator: Narrator | None = None,
        reader: BookReader | None = None,
    ) -> bool:
        def check(voice: Voice, language: str | None) -> None:
            if voice.name != "anna":
                raise UnknownVoiceError(voices=["fake:anna"])
            if language == "tlh":
                raise VoiceLanguageError

        studio = Studio(
            reader or self.reader,
            narrator or self.narrator,
            NoDrafts(),
            self.mastering,
            check,
            lambda _: Voice("fake", "anna"),
            lambda voice: f"I am {voice}.",
        )
        return speaking_samples.speak_sample(self, UUID(sample_id), studio, directory, self.hidden.append)

    def row(self, sample_id: str) -> dict[str, Any]:
        [row] = self.rows("select * from samples where id = %(id)s", id=sample_id)
        return row

    def below(self, prefix: str = "previews/") -> list[str]:
        return list(self.objects.list(prefix))


@pytest.fixture(scope="module")
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def parlour(database_url: str) -> Iterator[Parlour]:
    """A world in which nothing has happened yet."""
    with psycopg.connect(database_url) as connection:
        connection.execute("truncate users, engines, samples, outbox, trash, rate_limits, store_marks cascade")
    parlour = Parlour(database_url)
    yield parlour
    parlour.store.close()
