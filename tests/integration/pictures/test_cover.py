"""A picture as an audiobook's cover."""

import logging
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from ebookvoice.domain.book import Cover
from ebookvoice.domain.job import Conversion
from ebookvoice.domain.states import Queue
from ebookvoice.usecases.files import confirm_upload
from tests.fakes import FakeReader
from tests.integration.pictures.conftest import Gallery
from tests.integration.pipeline.conftest import book

OWN = b"the book's own cover"


@pytest.fixture
def reader(gallery: Gallery) -> UUID:
    gallery.reader = FakeReader(replace(book(chapters=1), cover=Cover(OWN, "image/png")))
    return gallery.user()


def planned(gallery: Gallery, user: UUID, directory: Path) -> tuple[bytes, str]:
    """Convert a book with that cover as far as its plan; return the cover that was planned, and its type."""
    [message] = gallery.queues.take(Queue.UPLOADS)
    assert gallery.ingest(UUID(message.body["job_id"]), directory)
    row = gallery.rows("select cover_key, cover_type from jobs where user_id = %(user)s", user=user)[0]
    return gallery.objects.read(row["cover_key"]), row["cover_type"]


def ask(gallery: Gallery, user: UUID, cover: UUID | None) -> None:
    file, _ = gallery.upload(user, Conversion(cover_file_id=cover))
    confirm_upload(gallery, user, file.id)


def test_the_picture_is_the_cover(gallery: Gallery, reader: UUID, tmp_path: Path) -> None:
    picture = gallery.ready(reader, tmp_path)
    ask(gallery, reader, picture)
    assert planned(gallery, reader, tmp_path) == (
        gallery.objects.read(gallery.find(reader, picture).key),
        "image/jpeg",
    )


def test_a_picture_in_use_is_not_deleted(gallery: Gallery, reader: UUID, tmp_path: Path) -> None:
    picture = gallery.ready(reader, tmp_path)
    ask(gallery, reader, picture)
    with gallery.store.as_service() as records:
        assert records.files.delete(picture, gallery.clock.now()) is None


@pytest.mark.parametrize("loss", ["row", "object", "bytes"])
def test_without_the_picture_the_books_own_cover_will_do(
    gallery: Gallery, reader: UUID, tmp_path: Path, loss: str, caplog: pytest.LogCaptureFixture
) -> None:
    picture = gallery.ready(reader, tmp_path)
    ask(gallery, reader, picture)
    key = gallery.find(reader, picture).key
    match loss:
        case "row":
            with gallery.store.as_service() as records:
                records.pictures._rows.run(  # type: ignore[attr-defined]
                    "update files set state = 'removed', removed_at = created_at where kind = 'picture'", {}
                )
        case "object":
            gallery.objects.delete([key])
        case _:
            gallery.objects.objects[key] = b"other bytes"
    with caplog.at_level(logging.WARNING):
        assert planned(gallery, reader, tmp_path) == (OWN, "image/png")
    assert [record.message for record in caplog.records] == ["chosen cover is gone"]
