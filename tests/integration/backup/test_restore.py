"""The way back from the backup, and the sampled check that it could be gone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from ebookvoice.domain.file import File
from ebookvoice.domain.storage import Location
from ebookvoice.usecases import places
from ebookvoice.usecases.rehearsal import Checked, check
from ebookvoice.usecases.replicate import DOWNLOAD_TIME
from ebookvoice.usecases.restore import Restored, restore
from tests.integration.backup.conftest import OwnEtags, Vault
from tests.integration.backup.test_leases import MortalVault
from tests.integration.pipeline.test_kill_anywhere import KilledError, Life


@pytest.fixture
def files(vault: Vault, user: UUID) -> list[File]:
    files = [vault.keep(user, body) for body in (b"one", b"three", b"fifteen bytes..")]
    assert vault.night().copied == 3
    return [vault.file(file.id) for file in files]


def whole(vault: Vault) -> bool:
    """Tell whether every file can be read from the primary, by its ETag."""
    rows = vault.rows("select key, etag from files where state = 'uploaded'")
    return all(vault.objects.read(row["key"], etag=row["etag"]) == vault.backup.read(row["key"]) for row in rows)


def missing(vault: Vault, file: File) -> None:
    vault.objects.delete([file.key])


def shorter(vault: Vault, file: File) -> None:
    vault.objects.put(file.key, b"on", "")


def other(vault: Vault, file: File) -> None:
    vault.objects.put(file.key, b"eno", "")


def truncated(vault: Vault, file: File) -> None:
    """Below the store, which does not notice."""
    vault.objects.objects[file.key] = b"on"


@pytest.mark.parametrize("damage", [missing, shorter, other, truncated])
def test_what_the_primary_has_lost_comes_back(
    vault: Vault, files: list[File], damage: Callable[[Vault, File], None]
) -> None:
    damage(vault, files[0])
    before = dict(vault.objects.objects)

    dry = restore(vault, vault.backup, dry_run=True)
    assert (dry, vault.objects.objects) == (Restored(checked=3, intact=2, restored=1, bytes=3), before)
    assert restore(vault, vault.backup) == dry

    assert whole(vault)
    assert restore(vault, vault.backup) == Restored(checked=3, intact=3)
    assert vault.night().copied == 0


def test_a_whole_store_comes_back(vault: Vault, user: UUID) -> None:
    vault.keep_many(user, 250)
    vault.night()
    vault.objects.objects.clear()

    done = restore(vault, vault.backup)

    assert (done.checked, done.restored, done.failed) == (250, 250, 0)
    assert whole(vault)


def test_a_store_that_was_moved_only_gets_its_etags_on_record(vault: Vault, files: list[File]) -> None:
    moved = OwnEtags()
    for key, body in vault.objects.objects.items():
        moved.put(key, body, "")
    vault.__dict__["objects"] = moved
    etags = dict(moved.etags)

    assert restore(vault, vault.backup) == Restored(checked=3, restored=3, bytes=0)

    assert moved.etags == etags
    assert whole(vault)


def test_rot_below_the_store_shows_when_everything_is_read(vault: Vault, files: list[File]) -> None:
    vault.objects.objects[files[0].key] = b"eno"

    assert restore(vault, vault.backup).restored == 0
    assert restore(vault, vault.backup, deep=True) == Restored(checked=3, intact=2, restored=1, bytes=3)

    assert whole(vault)


def test_a_copy_that_is_no_good_restores_nothing(vault: Vault, files: list[File]) -> None:
    vault.objects.delete([files[0].key, files[1].key])
    vault.backup.objects[files[0].key] = b"eno"
    vault.backup.delete([files[1].key])

    done = restore(vault, vault.backup)

    assert (done.intact, done.restored, done.failed) == (1, 0, 2)
    assert list(vault.objects.objects) == [files[2].key]


def test_what_lives_in_the_backup_alone_stays_there(vault: Vault, files: list[File]) -> None:
    vault.settings = replace(vault.settings, delete_from_primary_after_sync=1)
    assert vault.night().moved == 3
    vault.objects.objects.clear()

    assert restore(vault, vault.backup) == Restored(checked=3, moved=3)

    assert vault.objects.objects == {}


@pytest.mark.parametrize("emptied", [True, False])
def test_what_was_moved_comes_home_when_that_is_switched_off(vault: Vault, files: list[File], emptied: bool) -> None:
    """Whether or not the primary's bytes were already removed; nobody removes them afterwards."""
    vault.settings = replace(vault.settings, delete_from_primary_after_sync=1)
    vault.night()
    if emptied:
        vault.objects.objects.clear()
    vault.settings = replace(vault.settings, delete_from_primary_after_sync=0)

    assert restore(vault, vault.backup).restored == 3

    assert vault.locations() == {"both": 3}
    assert whole(vault)
    vault.clock.time += DOWNLOAD_TIME + timedelta(days=1)
    with vault.store.as_service() as records:
        assert records.trash.oldest_exact(vault.clock.now(), 10) == []


def test_what_is_deleted_while_it_comes_back_goes_again(vault: Vault, files: list[File]) -> None:
    class Late(OwnEtags):
        def put(self, *arguments: object) -> object:  # type: ignore[override]
            vault.delete(files[0])
            return super().put(*arguments)  # type: ignore[arg-type]

    vault.objects.delete([files[0].key])
    vault.objects.__class__ = Late

    assert restore(vault, vault.backup) == Restored(checked=3, intact=2)

    with vault.store.as_service() as records:
        assert records.trash.oldest_exact(vault.clock.now(), 10) == [files[0].key]


def test_killed_at_any_step(vault: Vault, files: list[File]) -> None:
    for steps in range(1, 100):
        vault.objects.delete([files[0].key])
        try:
            mortal = MortalVault(vault, Life(steps))
            assert mortal.backup
            restore(mortal, mortal.backup)
            lived = True
        except KilledError:
            lived = False
        assert places.read(vault, vault.file(files[0].id)) == b"one", "readers never notice"
        restore(vault, vault.backup)
        assert whole(vault), f"killed at step {steps}"
        if lived:
            break
    assert lived
    assert steps > 10


def test_a_check_reads_copies_in_full(vault: Vault, files: list[File]) -> None:
    assert check(vault, vault.backup, 2).copies == 2
    assert check(vault, vault.backup, 100) == Checked(copies=3, bytes=23)


@pytest.mark.parametrize("body", [b"eno", None], ids=["rotten", "missing"])
def test_a_bad_copy_is_told_and_made_again(vault: Vault, files: list[File], body: bytes | None) -> None:
    if body:
        vault.backup.objects[files[0].key] = body
    else:
        vault.backup.delete([files[0].key])

    assert check(vault, vault.backup, 3) == Checked(copies=3, bytes=23, different=1)

    assert vault.file(files[0].id).location is Location.PRIMARY
    assert vault.night().copied == 1
    assert check(vault, vault.backup, 3).different == 0
    vault.check_backup()


def test_a_bad_copy_of_what_the_primary_has_not_got_stays_on_record(vault: Vault, files: list[File]) -> None:
    """Nothing could be copied again, and somebody may still repair the backup."""
    vault.objects.delete([files[0].key])
    vault.backup.objects[files[0].key] = b"eno"

    assert check(vault, vault.backup, 3).different == 1
    assert check(vault, vault.backup, 3).different == 1
    assert vault.file(files[0].id).location is Location.BOTH
