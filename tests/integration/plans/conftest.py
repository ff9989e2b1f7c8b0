"""Plans on a real Postgres, with the rest of the world in memory."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from ebookvoice.domain.speech import Voice
from ebookvoice.domain.states import Queue
from ebookvoice.ports.reading import BookReader
from ebookvoice.usecases.files import confirm_upload
from ebookvoice.usecases.plans import find_plan
from ebookvoice.usecases.reading_plans import read_plan
from tests.integration.pipeline.conftest import Pipeline


class Desk(Pipeline):
    """A world to ask for plans in."""

    def uploaded(self, user: UUID) -> UUID:
        """Upload a book that nobody has asked to convert."""
        file, _ = self.upload(user)
        confirm_upload(self, user, file.id)
        return file.id

    def plan(self, user: UUID, file_id: UUID) -> dict[str, Any] | None:
        return find_plan(self, user, file_id)

    def calls(self) -> list[UUID]:
        """Take the messages that call for plans."""
        bodies = [message.body for message in self.queues.take(Queue.UPLOADS)]
        return [UUID(body["plan_file_id"]) for body in bodies if "plan_file_id" in body]

    def read(self, file_id: UUID, directory: Path, reader: BookReader | None = None) -> bool:
        return read_plan(
            self,
            file_id,
            reader or self.reader,
            lambda tag: Voice("espeak", tag or "en"),
            directory,
            self.hidden.append,
        )

    def row(self, file_id: UUID) -> dict[str, Any]:
        [row] = self.rows("select * from plans where file_id = %(id)s", id=file_id)
        return row


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    desk = Desk(database_url)
    yield desk
    desk.store.close()
