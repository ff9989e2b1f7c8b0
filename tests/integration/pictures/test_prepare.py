"""An uploaded picture becomes what is shown of it, or is turned down; either way nothing else is left."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from ebookvoice.domain.errors import EbookVoiceError, TooLargeError
from ebookvoice.domain.states import FileState, Queue
from ebookvoice.domain.storage import FileKind, NotAPictureError
from ebookvoice.ports.picturing import Encoded
from ebookvoice.usecases import pictures
from ebookvoice.usecases.calling import PATIENCE
from ebookvoice.usecases.files import confirm_upload
from ebookvoice.usecases.settle import settle_picture
from ebookvoice.usecases.sweep import sweep
from functions.convert.pictures.encoder import ProcessEncoder
from tests.integration.pictures.conftest import SOURCE, FakeEncoder, Gallery, colleague
from tests.unit.pictures.samples import SECRET, burdened


def test_the_encoded_picture_takes_the_uploads_place(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    content = burdened("JPEG")
    file_id = gallery.uploaded(user, content)
    assert gallery.prepare_called(tmp_path, ProcessEncoder()) == [True]

    picture = gallery.find(user, file_id)
    with gallery.store.as_user(user) as records:
        [thumbnail] = records.pictures.below([file_id])
    assert (picture.state, picture.content_type, picture.width, picture.height) == ("ready", "image/jpeg", 96, 64)
    assert (thumbnail.kind, thumbnail.content_type, thumbnail.width) == (FileKind.THUMBNAIL, "image/webp", 96)
    assert gallery.objects.objects.keys() == {picture.key, thumbnail.key}
    for file in (picture, thumbnail):
        body = gallery.objects.read(file.key, etag=file.etag)
        assert len(body) == file.size
        assert SECRET not in body
    assert gallery.kept(user) == picture.size + thumbnail.size
    assert not gallery.rows("select prefix from trash where created_at > %(now)s", now=gallery.clock.now())


def test_confirming_what_is_ready_does_no_harm(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    file_id = gallery.ready(user, tmp_path)
    assert confirm_upload(gallery, user, file_id).state is FileState.READY
    assert gallery.queues.messages == []


@pytest.mark.parametrize("error", [NotAPictureError(), TooLargeError("too many pixels")], ids=lambda e: e.code)
def test_a_refused_picture_tells_why_and_leaves_nothing(
    gallery: Gallery, tmp_path: Path, error: EbookVoiceError
) -> None:
    user = gallery.user()
    file_id = gallery.uploaded(user)
    assert gallery.prepare_called(tmp_path, FakeEncoder(error)) == [True]
    picture = gallery.find(user, file_id)
    assert picture.state is FileState.REJECTED
    assert picture.failure is not None
    assert (picture.failure.code, picture.failure.message) == (error.code, str(error))
    assert (gallery.objects.objects, gallery.kept(user)) == ({}, 0)


def test_bytes_that_changed_are_refused(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    file_id = gallery.uploaded(user)
    gallery.objects.objects[gallery.find(user, file_id).key] = b"something else"
    gallery.prepare_called(tmp_path)
    failure = gallery.find(user, file_id).failure
    assert failure is not None
    assert failure.code == "upload_changed"
    assert gallery.objects.objects == {}


def test_bytes_other_than_declared_are_refused(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    file = gallery.announced(user)
    gallery.objects.objects[file.key] = SOURCE[::-1]
    pictures_before = gallery.kept(user)
    assert pictures.prepare(gallery, file.id, FakeEncoder(), tmp_path) is False
    sweep(gallery)
    gallery.clock.advance(180)
    sweep(gallery)
    assert gallery.kept(user) == pictures_before
    gallery.prepare_called(tmp_path)
    failure = gallery.find(user, file.id).failure
    assert failure is not None
    assert failure.code == "upload_changed"


@pytest.mark.parametrize(("size", "state"), [(90, "ready"), (91, "rejected")])
def test_a_picture_that_grew_has_to_fit(gallery: Gallery, tmp_path: Path, size: int, state: str) -> None:
    gallery.settings = replace(gallery.settings, free_quota_bytes=100)
    user = gallery.user()
    file_id = gallery.uploaded(user)
    gallery.prepare_called(tmp_path, FakeEncoder(size))
    picture = gallery.find(user, file_id)
    assert picture.state == state
    if state == "ready":
        assert gallery.kept(user) == 100
    else:
        assert picture.failure is not None
        assert picture.failure.code == "quota_exceeded"
        assert "43 bytes; 58 of your 100 bytes" in picture.failure.message
        assert (gallery.objects.objects, gallery.kept(user)) == ({}, 0)


def test_a_picture_that_shrank_fits_whatever_the_quota(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    file_id = gallery.uploaded(user)
    gallery.settings = replace(gallery.settings, free_quota_bytes=10)
    gallery.prepare_called(tmp_path, FakeEncoder(40))
    assert gallery.find(user, file_id).state is FileState.READY


class Meeting:
    """Two workers that are both done with encoding before one of them goes on."""

    def __init__(self) -> None:
        self.barrier = Barrier(2)

    def encode(self, source: Path, directory: Path) -> Encoded:
        encoded = FakeEncoder().encode(source, directory)
        self.barrier.wait(20)
        return encoded


def test_of_two_workers_one_makes_the_picture(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    workers = [colleague(gallery) for _ in range(2)]
    directories = [tmp_path / name for name in ("one", "other")]
    for directory in directories:
        directory.mkdir()
    with ThreadPoolExecutor(2) as threads:
        for _ in range(20):
            file_id, meeting = gallery.uploaded(user), Meeting()
            moved = [
                threads.submit(pictures.prepare, worker, file_id, meeting, directory)
                for worker, directory in zip(workers, directories, strict=True)
            ]
            assert sorted(future.result(30) for future in moved) == [False, True]
            assert gallery.objects.objects.keys() == gallery.official()
    for worker in workers:
        worker.store.close()
    assert gallery.kept(user) == 20 * 50


def test_a_picture_that_was_deleted_meanwhile_stays_so(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    file_id = gallery.uploaded(user)

    class Slow(FakeEncoder):
        def encode(self, source: Path, directory: Path) -> Encoded:
            with gallery.store.as_service() as records:
                gallery.objects.delete(records.files.delete(file_id, gallery.clock.now()) or [])
            return super().encode(source, directory)

    assert gallery.prepare_called(tmp_path, Slow()) == [False]
    assert (gallery.objects.objects, gallery.kept(user)) == ({}, 0)


def test_a_dead_letter_turns_the_picture_down(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    waiting, ready = gallery.uploaded(user), gallery.ready(user, tmp_path)
    assert settle_picture(gallery, waiting)
    assert not settle_picture(gallery, ready)
    assert not settle_picture(gallery, gallery.ids.new())
    failure = gallery.find(user, waiting).failure
    assert failure is not None
    assert failure.code == "conversion_failed"
    assert gallery.find(user, ready).state is FileState.READY
    assert gallery.objects.objects.keys() == gallery.official()
    assert gallery.kept(user) == 50


def test_the_sweep_calls_again_but_not_all_the_time(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    file_id = gallery.uploaded(user)
    gallery.queues.take(Queue.UPLOADS)
    found = []
    for _ in range(40):
        gallery.clock.advance(60)
        found.append(sweep(gallery).pictures)
    assert sum(found) == timedelta(minutes=40) // PATIENCE
    assert gallery.prepare_called(tmp_path) == [True, False]
    assert gallery.find(user, file_id).state is FileState.READY
    gallery.clock.advance(3600)
    assert sweep(gallery).pictures == 0


def test_a_backup_of_the_upload_is_none_of_the_picture(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    refused, prepared = gallery.uploaded(user), gallery.uploaded(user)
    sources = {gallery.find(user, file_id).key for file_id in (refused, prepared)}
    with gallery.store.as_service() as records:
        records.pictures._rows.run(  # type: ignore[attr-defined]
            "update files set storage_location = 'both', synced_at = created_at, backup_etag = etag", {}
        )
    pictures.prepare(gallery, refused, FakeEncoder(NotAPictureError()), tmp_path)
    pictures.prepare(gallery, prepared, FakeEncoder(), tmp_path)
    assert gallery.find(user, prepared).location == "primary"
    assert {row["key"] for row in gallery.rows("select key from backup_removals")} == sources
