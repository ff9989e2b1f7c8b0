"""Pictures on a real Postgres, with the rest of the world in memory."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from ebookvoice.domain import keys
from ebookvoice.domain.file import File
from ebookvoice.domain.states import FileState, Queue
from ebookvoice.domain.storage import FileKind
from ebookvoice.ports.picturing import Encoded, EncodedPicture, PictureEncoder
from ebookvoice.usecases.files import confirm_upload
from ebookvoice.usecases.pictures import prepare
from tests.integration.pipeline.conftest import Pipeline

SOURCE = b"what a camera writes: a picture, and where its owner lives"


class FakeEncoder:
    """Makes a picture of a given size out of anything; an error instead of a size is raised."""

    def __init__(self, size: int | Exception = 40) -> None:
        self.size = size

    def encode(self, source: Path, directory: Path) -> Encoded:
        if isinstance(self.size, Exception):
            raise self.size
        picture, thumbnail = directory / "picture.jpg", directory / "thumbnail.webp"
        picture.write_bytes(source.read_bytes()[:1] * self.size)
        thumbnail.write_bytes(b"t" * 10)
        return Encoded(
            EncodedPicture(picture, "image/jpeg", "jpg", 600, 400),
            EncodedPicture(thumbnail, "image/webp", "webp", 320, 213),
        )


class Gallery(Pipeline):
    """A world to upload pictures in."""

    def announced(self, user: UUID, content: bytes = SOURCE) -> File:
        """Announce a picture; its bytes are under way."""
        file_id = self.ids.new()
        file = File(
            id=file_id,
            user_id=user,
            key=keys.picture_source(user, file_id),
            filename="holiday.jpg",
            content_type="application/octet-stream",
            size=len(content),
            sha256=base64.b64encode(hashlib.sha256(content).digest()).decode(),
            state=FileState.AWAITING,
            etag=None,
            created_at=self.clock.now(),
            kind=FileKind.PICTURE,
        )
        with self.store.as_service() as records:
            records.files.add(file)
        return file

    def uploaded(self, user: UUID, content: bytes = SOURCE) -> UUID:
        """Upload a picture that waits to be prepared."""
        file = self.announced(user, content)
        self.objects.objects[file.key] = content
        confirm_upload(self, user, file.id)
        return file.id

    def ready(self, user: UUID, directory: Path, size: int = 40) -> UUID:
        """Upload a picture and prepare it."""
        file_id = self.uploaded(user)
        self.queues.take(Queue.UPLOADS)
        assert prepare(self, file_id, FakeEncoder(size), directory)
        return file_id

    def prepare_called(self, directory: Path, encoder: PictureEncoder | None = None) -> list[bool]:
        """Handle the messages that call for pictures."""
        messages = self.queues.take(Queue.UPLOADS)
        return [
            prepare(self, UUID(message.body["picture_id"]), encoder or FakeEncoder(), directory) for message in messages
        ]

    def find(self, user: UUID, file_id: UUID) -> File:
        with self.store.as_user(user) as records:
            found = records.files.find(file_id)
        assert found is not None
        return found

    def kept(self, user: UUID) -> int:
        """Read how many bytes count against the quota, as long as that is what is stored and awaited."""
        row = self.rows(
            """
            select s.kept_bytes, coalesce((
                select sum(size) from files f where f.user_id = s.user_id and state in ('awaiting', 'uploaded', 'ready')
            ), 0) as sum from storage s where user_id = %(user)s
            """,
            user=user,
        )[0]
        assert row["kept_bytes"] == row["sum"]
        return int(row["sum"])

    def official(self) -> set[str]:
        """List the keys that rows vouch for."""
        rows = self.rows("select key from files where state in ('uploaded', 'ready')")
        return {row["key"] for row in rows}


def colleague(gallery: Gallery) -> Gallery:
    """Make another process of the same deployment, with a connection of its own."""
    other = Gallery(gallery.database_url)
    other.__dict__.update({name: getattr(gallery, name) for name in ("settings", "clock", "ids", "objects", "queues")})
    return other


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def gallery(database_url: str) -> Iterator[Gallery]:
    gallery = Gallery(database_url, public_base_url="https://pictures.example.com/")
    yield gallery
    gallery.store.close()
