"""A night's run: what is kept gets a copy that is shown to be the same, once."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

import pytest

from ebookvoice.domain import keys
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.storage import Location
from ebookvoice.usecases.copies import BATCH, TRIES
from ebookvoice.usecases.replicate import Orders, Replicated, replicate
from tests.integration.backup.conftest import OwnEtags, Vault
from tests.integration.pipeline.conftest import Pipeline


def test_everything_is_copied_once(vault: Vault, user: UUID) -> None:
    files = vault.keep_many(user, 2 * BATCH + 3)
    picture = vault.keep(user, b"a picture", "picture", width=1, height=1)
    vault.keep(user, b"a thumbnail", "thumbnail", parent_id=picture.id, width=1, height=1)
    vault.keep_audiobook(user, b"an audiobook")
    size = sum(len(body) for body in vault.objects.objects.values())

    done = vault.night()

    assert asdict(done) == asdict(Replicated(copied=2 * BATCH + 7, bytes=size))
    assert vault.backup.objects == vault.objects.objects
    vault.check_backup()
    file = vault.file(files[0].id)
    assert (file.location, file.synced_at) == (Location.BOTH, vault.clock.now())
    assert vault.rows("select from backup_removals") == []
    assert asdict(vault.night()) == asdict(Replicated())


def test_what_is_new_is_copied_the_next_night(vault: Vault, user: UUID) -> None:
    vault.keep(user, b"old")
    vault.night()
    vault.keep(user, b"new")

    assert (vault.night().copied, vault.night().copied) == (1, 0)
    assert sorted(vault.backup.objects.values()) == [b"new", b"old"]


def test_what_is_not_there_yet_waits(vault: Vault, user: UUID) -> None:
    """An upload whose bytes have not come, and a picture that something else is about to take the place of."""
    vault.upload(user)
    source = vault.keep(user, b"a picture", "picture", state="uploaded")

    assert asdict(vault.night()) == asdict(Replicated())
    assert vault.file(source.id).location is Location.PRIMARY


def test_without_a_backup_store_nothing_happens(database_url: str) -> None:
    assert asdict(replicate(Pipeline(database_url), Orders())) == asdict(Replicated(disabled=True))


@pytest.mark.parametrize("body", [b"b-tes", b"byte", b"bytes and more"])
@pytest.mark.parametrize("replaced", [True, False], ids=["replaced", "rotten"])
def test_other_bytes_never_become_a_backup(vault: Vault, user: UUID, body: bytes, replaced: bool) -> None:
    """Rotten ones have the right ETag."""
    bad, *_ = vault.keep(user, b"bytes"), vault.keep(user, b"one"), vault.keep(user, b"two")
    if replaced:
        vault.objects.put(bad.key, body, "")
    else:
        vault.objects.objects[bad.key] = body

    done = vault.night()

    assert (done.copied, done.corrupt, done.failed, done.left) == (2, 1, 0, 1)
    assert sorted(vault.backup.objects.values()) == [b"one", b"two"]
    assert vault.file(bad.id).location is Location.PRIMARY
    vault.clock.advance(1)
    assert (vault.night().copied, vault.night().left) == (0, 1)
    vault.pin(bad, vault.objects.put(bad.key, b"bytes", "").etag)
    vault.clock.advance(1)
    assert (vault.night().copied, vault.night().left) == (1, 0)
    vault.check_backup()


def test_corrupt_files_are_tried_last(vault: Vault, user: UUID) -> None:
    for file in vault.keep_many(user, BATCH):
        vault.objects.objects[file.key] = b"rotten"
    assert vault.night().corrupt == BATCH
    vault.clock.advance(1)
    good = vault.keep_many(user, BATCH, of="later")

    vault.night(seconds_left=lambda: BATCH - vault.locations().get("both", 0))

    assert {vault.file(file.id).location for file in good} == {Location.BOTH}


class Bursts(OwnEtags):
    """A store whose answers fail as often as it is told, and change bytes on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.failures = 0
        self.flips = 0

    def stream(self, key: str, offset: int = 0, *, etag: str | None = None) -> Iterator[bytes]:
        body = self.read(key, offset=offset, etag=etag)
        yield body[:1]
        if self.failures:
            self.failures -= 1
            raise UnavailableError
        if self.flips:
            self.flips -= 1
            body = body[:-1] + bytes([body[-1] ^ 1])
        yield body[1:]


@pytest.mark.parametrize("where", ["objects", "backup"])
@pytest.mark.parametrize("what", ["failures", "flips"])
def test_a_short_disturbance_is_waited_out(vault: Vault, user: UUID, where: str, what: str) -> None:
    vault.__dict__[where] = disturbed = Bursts()
    vault.keep(user, b"bytes")
    setattr(disturbed, what, TRIES - 1)
    pauses: list[float] = []

    done = vault.night(pause=pauses.append)

    assert (done.copied, done.failed, done.corrupt) == (1, 0, 0)
    assert pauses == [1, 2]
    vault.check_backup()


def test_a_long_disturbance_is_left_to_the_next_run(vault: Vault, user: UUID) -> None:
    vault.__dict__["objects"] = disturbed = Bursts()
    vault.keep_many(user, 3 * BATCH)
    disturbed.failures = 1000

    done = vault.night()

    assert (done.copied, done.failed, done.left) == (0, BATCH, 3 * BATCH)
    assert vault.backup.objects == {}
    disturbed.failures = 0
    vault.clock.advance(900)
    assert vault.night().copied == 3 * BATCH


def test_a_copy_that_cannot_be_read_again_does_not_count(vault: Vault, user: UUID) -> None:
    vault.__dict__["backup"] = disturbed = Bursts()
    file = vault.keep(user, b"bytes")
    disturbed.flips = TRIES

    done = vault.night()

    assert (done.copied, done.failed, done.corrupt) == (0, 1, 0)
    assert vault.file(file.id).location is Location.PRIMARY


def test_a_run_ends_in_time_and_the_next_goes_on(vault: Vault, user: UUID) -> None:
    vault.keep_many(user, 3 * BATCH)
    times = iter([1.0] * 60)

    first = vault.night(seconds_left=lambda: next(times, 0.0))

    assert 0 < first.copied < 3 * BATCH
    assert (first.failed, first.left) == (0, 3 * BATCH - first.copied)
    vault.check_backup()
    vault.clock.advance(900)
    second = vault.night()
    assert first.copied + second.copied == 3 * BATCH


def test_what_is_deleted_meanwhile_is_not_on_record_and_its_copy_goes(vault: Vault, user: UUID) -> None:
    file = vault.keep(user, b"bytes")

    class Late(OwnEtags):
        def stream(self, key: str, offset: int = 0, *, etag: str | None = None) -> Iterator[bytes]:
            yield self.read(key, offset=offset, etag=etag)
            vault.delete(file)  # while the copy is read again

    vault.backup.__class__ = Late
    done = vault.night()

    assert asdict(done) == asdict(Replicated())
    assert file.key in vault.backup.objects
    vault.check_backup()
    vault.clock.advance(timedelta(days=vault.settings.backup_keep_days).total_seconds())
    assert vault.night().removed == 1
    assert vault.backup.objects == {}


def test_what_is_gone_before_it_is_read_is_nobodys_fault(vault: Vault, user: UUID) -> None:
    file = vault.keep(user, b"bytes")

    class Gone(OwnEtags):
        def stream(self, key: str, offset: int = 0, *, etag: str | None = None) -> Iterator[bytes]:
            vault.delete(file)
            yield from super().stream(key, offset, etag=etag)

    vault.objects.__class__ = Gone

    assert asdict(vault.night()) == asdict(Replicated())


def test_a_live_file_without_bytes_is_told(vault: Vault, user: UUID) -> None:
    file = vault.keep(user, b"bytes")
    vault.objects.delete([file.key])

    done = vault.night()

    assert (done.failed, done.left) == (1, 1)


def test_an_erased_account_leaves_no_copies_for_long(vault: Vault, user: UUID) -> None:
    vault.keep_many(user, 3)
    vault.keep(vault.user(), b"somebody else's")
    vault.night()
    with vault.store.as_service() as records:
        records.backups.erase(user, keys.user_prefixes(user), vault.clock.now())
        assert records.accounts.delete(user)

    vault.check_backup()
    vault.clock.advance(timedelta(days=vault.settings.backup_keep_days).total_seconds())
    assert vault.night().removed == 3
    assert list(vault.backup.objects.values()) == [b"somebody else's"]
