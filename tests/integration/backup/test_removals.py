"""Copies follow their originals, days later, and never many at once without an operator's word."""

from dataclasses import asdict, replace
from uuid import UUID

import pytest

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.usecases.backup_plan import Plan, plan
from ebookvoice.usecases.removals import FEW
from ebookvoice.usecases.replicate import Replicated
from tests.integration.backup.conftest import DAY, OwnEtags, Vault


def test_a_copy_outlives_its_original_by_days(vault: Vault, user: UUID) -> None:
    """Somebody who deletes by mistake, or in anger, has a week to say so."""
    gone, kept = vault.keep(user, b"gone"), vault.keep(user, b"kept")
    vault.night()
    vault.delete(gone)

    vault.clock.advance(vault.settings.backup_keep_days * DAY - 1)
    assert vault.night().removed == 0
    assert gone.key in vault.backup.objects

    vault.clock.advance(1)
    assert asdict(vault.night()) == asdict(Replicated(removed=1))
    assert list(vault.backup.objects) == [kept.key]
    assert asdict(vault.night()) == asdict(Replicated())
    assert vault.rows("select from backup_removals") == []


def test_a_copy_of_what_was_turned_down_goes_too(vault: Vault, user: UUID) -> None:
    """However a file ends: who ended it may not have known of the copy."""
    refused = vault.keep(user, b"not a book")
    vault.night()
    with vault.store.as_service() as records:
        assert records.files.reject(refused.id)
    vault.night()
    vault.check_backup()

    vault.clock.advance(vault.settings.backup_keep_days * DAY)

    assert vault.night().removed == 1
    assert vault.backup.objects == {}
    vault.clock.advance(vault.settings.backup_keep_days * DAY)
    assert vault.night().removed == 0


def test_nothing_alive_is_removed(vault: Vault, user: UUID) -> None:
    """Even if its removal is owed by mistake."""
    file = vault.keep(user, b"bytes")
    vault.night()
    vault.insert("backup_removals", {"key": file.key, "owed_since": vault.clock.now()})
    vault.clock.advance(vault.settings.backup_keep_days * DAY)

    assert vault.night().removed == 0
    vault.check_backup()


@pytest.mark.parametrize(
    ("deleted", "percent", "stops"),
    [(FEW, 0, False), (FEW + 1, 10, True), (FEW + 1, 60, True), (FEW + 1, 70, False)],
)
def test_a_mass_delete_stops(vault: Vault, user: UUID, deleted: int, percent: int, stops: bool) -> None:
    files = vault.keep_many(user, 30)
    vault.settings = replace(vault.settings, backup_delete_percent=percent)
    vault.night()
    vault.delete(*files[:deleted])
    vault.clock.advance(vault.settings.backup_keep_days * DAY)
    late = vault.keep(user, b"what is new is copied all the same")

    done = vault.night()

    assert (done.copied, done.mass_delete, done.removed) == (1, stops, 0 if stops else deleted)
    assert (files[0].key in vault.backup.objects) == stops
    assert vault.night().mass_delete == stops
    forced = vault.night(force_deletes=True)
    assert (forced.mass_delete, forced.removed) == (False, deleted if stops else 0)
    assert set(vault.backup.objects) == {file.key for file in (*files[deleted:], late)}
    assert vault.night().mass_delete is False


def test_many_small_runs_are_one_large_one(vault: Vault, user: UUID) -> None:
    """Copies that come due one quarter of an hour after the other are counted together."""
    files = vault.keep_many(user, 100)
    vault.night()
    for number in range(5):
        vault.delete(*files[number * 10 : number * 10 + 10])
        vault.clock.advance(900)
    vault.clock.advance(vault.settings.backup_keep_days * DAY - 5 * 900)

    runs = []
    for _ in range(5):
        runs.append(vault.night())
        vault.clock.advance(900)

    assert [run.removed for run in runs] == [10, 10, 0, 0, 0]
    assert [run.mass_delete for run in runs] == [False, False, True, True, True]
    assert vault.night(force_deletes=True).removed == 30
    assert vault.night().mass_delete is False


def test_no_transaction_is_open_while_the_store_removes(vault: Vault, user: UUID) -> None:
    """A store that is slow must not cost the connection."""

    class Asking(OwnEtags):
        def delete(self, keys: object) -> None:
            with vault.store.as_service() as records:  # would wait for ever for its turn
                assert records.backups.count_waiting() == (0, 0)
            super().delete(keys)  # type: ignore[arg-type]

    file = vault.keep(user, b"bytes")
    vault.night()
    vault.delete(file)
    vault.clock.advance(vault.settings.backup_keep_days * DAY)
    vault.backup.__class__ = Asking

    assert vault.night().removed == 1


def test_a_plan_tells_and_changes_nothing(vault: Vault, user: UUID) -> None:
    vault.settings = replace(vault.settings, delete_from_primary_after_sync=1)
    gone, kept = vault.keep(user, b"gone"), vault.keep(user, b"kept for longer")
    vault.night()
    vault.delete(gone)
    vault.keep(user, b"new")
    vault.clock.advance(vault.settings.backup_keep_days * DAY)
    with vault.store.as_service() as records:
        assert records.backups.restored(kept.id, kept.etag or "")
    before = (dict(vault.objects.objects), dict(vault.backup.objects), vault.rows("select * from files order by id"))

    assert plan(vault, vault.backup) == Plan(1, 3, 1, 4, 1, 15, mass_delete=False)

    after = (dict(vault.objects.objects), dict(vault.backup.objects), vault.rows("select * from files order by id"))
    assert after == before
    done = vault.night()
    assert (done.copied, done.bytes, done.removed, done.moved) == (1, 3, 1, 2)


def test_what_could_not_be_removed_stays_owed(vault: Vault, user: UUID) -> None:
    class Down(OwnEtags):
        def delete(self, keys: object) -> None:
            raise UnavailableError

    files = vault.keep_many(user, 3)
    vault.night()
    vault.delete(*files)
    vault.clock.advance(vault.settings.backup_keep_days * DAY)
    vault.backup.__class__ = Down
    new = vault.keep(user, b"new")

    with pytest.raises(ExceptionGroup) as failed:
        vault.night()

    assert [type(error) for error in failed.value.exceptions] == [UnavailableError]
    assert new.key in vault.backup.objects
    vault.backup.__class__ = OwnEtags
    assert vault.night().removed == 3
    vault.check_backup()
