"""Books and audiobooks that live in the backup alone, and everything that reads them all the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Conversion
from ebookvoice.domain.states import JobState
from ebookvoice.domain.storage import Location
from ebookvoice.ports.objects import ObjectMissingError
from ebookvoice.usecases import places
from ebookvoice.usecases.files import confirm_upload
from ebookvoice.usecases.jobs import find_job, start_job
from ebookvoice.usecases.replicate import DOWNLOAD_TIME
from tests.integration.backup.conftest import OwnEtags, Vault
from tests.integration.pipeline.conftest import SOURCE


@pytest.fixture
def mover(vault: Vault) -> Vault:
    vault.settings = replace(vault.settings, delete_from_primary_after_sync=1)
    return vault


def empty_trash(vault: Vault) -> list[str]:
    """Remove what is owed by now, as the hourly cleanup does."""
    with vault.store.as_service() as records:
        owed = records.trash.oldest_exact(vault.clock.now(), 1000)
        vault.objects.delete(owed)
        records.trash.forget_exact(owed)
    return owed


def test_books_and_audiobooks_move_pictures_stay(mover: Vault, user: UUID) -> None:
    audiobook = mover.keep_audiobook(user, b"an audiobook")
    picture = mover.keep(user, b"a picture", "picture", width=1, height=1)

    done = mover.night()

    assert (done.copied, done.moved) == (3, 2)
    assert mover.locations() == {"backup": 2, "both": 1}
    mover.check_backup()
    assert mover.night().moved == 0
    mover.clock.time += DOWNLOAD_TIME - timedelta(seconds=1)
    assert empty_trash(mover) == [], "an address that was signed before the move is still good"
    mover.clock.advance(1)
    empty_trash(mover)
    assert list(mover.objects.objects) == [picture.key]
    assert places.read(mover, mover.file(audiobook.id)) == b"an audiobook"


def test_without_the_setting_nothing_moves(vault: Vault, user: UUID) -> None:
    vault.keep(user, b"bytes")
    assert (vault.night().moved, vault.locations()) == (0, {"both": 1})


@pytest.mark.parametrize("state", ["queued", "reading", "synthesizing", "assembling"])
def test_what_a_running_job_needs_stays(mover: Vault, user: UUID, state: str) -> None:
    book = mover.keep(user, b"bytes")
    mover.add_job(book, "completed")
    mover.add_job(book, state)

    assert (mover.night().moved, mover.locations()) == (0, {"both": 1})


def test_a_conversion_that_begins_in_between_keeps_its_book(vault: Vault, user: UUID) -> None:
    book = vault.keep(user, b"bytes")
    vault.night()
    with vault.store.as_service() as records:
        assert [file.id for file in records.backups.movable(None, 10)] == [book.id]
    vault.add_job(book, "queued")

    with vault.store.as_service() as records:
        assert not records.backups.moved(book.id)


def test_nothing_moves_whose_copy_is_gone(mover: Vault, user: UUID) -> None:
    """The operator has switched the setting on long after the copy was made."""
    lost, kept = mover.keep(user, b"lost"), mover.keep(user, b"kept")
    mover.settings = replace(mover.settings, delete_from_primary_after_sync=0)
    mover.night()
    mover.backup.delete([lost.key])
    mover.settings = replace(mover.settings, delete_from_primary_after_sync=1)

    done = mover.night()

    assert (done.moved, done.failed) == (1, 1)
    assert mover.file(lost.id).location is Location.BOTH
    assert mover.file(kept.id).location is Location.BACKUP


def test_a_book_that_lies_only_in_the_backup_is_converted(mover: Vault, user: UUID, tmp_path: Path) -> None:
    file, _ = mover.upload(user)
    confirm_upload(mover, user, file.id)
    mover.night()
    mover.clock.time += DOWNLOAD_TIME
    assert empty_trash(mover) == [file.key]
    job = start_job(mover, user, file.id, Conversion())

    mover.run(tmp_path)

    assert find_job(mover, user, job.id).state is JobState.COMPLETED
    assert (tmp_path / "source").read_bytes() == SOURCE


@pytest.mark.parametrize("state", ["missing", "replaced", "rotten"])
def test_what_the_primary_has_lost_is_converted_from_the_backup(
    vault: Vault, user: UUID, tmp_path: Path, state: str
) -> None:
    job_id = vault.queued(user)
    [file] = [file_id["id"] for file_id in vault.rows("select id from files")]
    vault.night()
    damage(vault, vault.file(file), state)

    vault.run(tmp_path)

    assert find_job(vault, user, job_id).state is JobState.COMPLETED
    assert (tmp_path / "source").read_bytes() == SOURCE


def test_what_both_stores_have_lost_fails_the_job(vault: Vault, user: UUID, tmp_path: Path) -> None:
    job_id = vault.queued(user)
    vault.night()
    vault.objects.objects.clear()
    for key in vault.backup.objects:
        vault.backup.objects[key] = b"rotten"

    vault.run(tmp_path)

    failure = find_job(vault, user, job_id).failure
    assert failure
    assert failure.code == "upload_changed"


def damage(vault: Vault, file: File, state: str) -> None:
    match state:
        case "missing":
            vault.objects.delete([file.key])
        case "replaced":
            vault.objects.put(file.key, b"other bytes", "")
        case _:
            vault.objects.objects[file.key] = b"rotten"


@pytest.mark.parametrize("state", ["missing", "replaced"])
def test_downloads_come_from_the_store_that_has_the_bytes(vault: Vault, user: UUID, state: str) -> None:
    vault.keep(user, b"bytes")
    before = places.place_of(vault, vault.file(vault.rows("select id from files")[0]["id"]))
    vault.night()
    [row] = vault.rows("select id from files")
    file = vault.file(row["id"])
    assert places.place_of(vault, file)[0] is vault.objects is before[0]

    damage(vault, file, state)

    assert places.place_of(vault, file) == (vault.backup, file.backup_etag)
    assert places.presign(vault, file, filename="n", content_type="t", expires=1) == f"memory:{file.key}?n"
    assert places.read(vault, file) == b"bytes"


def test_a_download_to_a_file(vault: Vault, user: UUID, tmp_path: Path) -> None:
    file = vault.keep(user, b"bytes")
    vault.night()
    vault.objects.objects.clear()
    places.download(vault, vault.file(file.id), tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"bytes"


def test_what_no_store_has_is_missing(vault: Vault, user: UUID) -> None:
    file = vault.keep(user, b"bytes")
    vault.night()
    vault.objects.objects.clear()
    vault.backup.objects.clear()

    with pytest.raises(ObjectMissingError):
        places.read(vault, vault.file(file.id))


def test_a_backup_that_is_switched_off_cannot_be_read(mover: Vault, user: UUID) -> None:
    file = mover.keep(user, b"bytes")
    mover.night()
    mover.__dict__["backup"] = None

    with pytest.raises(UnavailableError):
        places.read(mover, mover.file(file.id))


def test_a_stream_that_has_begun_is_not_begun_again(vault: Vault, user: UUID) -> None:
    """Bytes that were passed on can't be taken back."""

    class Breaking(OwnEtags):
        def stream(self, key: str, offset: int = 0, *, etag: str | None = None) -> Iterator[bytes]:
            yield self.read(key, etag=etag)[:2]
            raise ObjectMissingError

    file = vault.keep(user, b"bytes")
    vault.night()
    vault.objects.__class__ = Breaking

    with pytest.raises(ObjectMissingError):
        places.read(vault, vault.file(file.id))
