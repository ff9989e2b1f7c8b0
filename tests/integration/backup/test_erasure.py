"""Copies of what nobody may keep, and of what nobody knows of, go as well."""

from contextlib import suppress
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from ebookvoice.adapters.postgres.outbox import PostgresTrash
from ebookvoice.domain import keys
from ebookvoice.ports.objects import ObjectsLeftError
from ebookvoice.usecases import erasure, rounds
from ebookvoice.usecases.removals import FEW
from tests.integration.backup.conftest import DAY, OwnEtags, Vault
from tests.integration.backup.test_leases import twins


def erase(vault: Vault, user: UUID) -> None:
    """Erase an account's rows."""
    [row] = vault.rows("select email from users where id = %(id)s", id=user)
    principal: Any = SimpleNamespace(user=SimpleNamespace(id=user, email=row["email"]))
    erasure._erase_rows(vault, principal)


def of(vault: Vault, user: UUID) -> list[str]:
    return [key for key in vault.backup.objects if str(user) in key]


def test_a_copy_that_is_recorded_meanwhile_goes_too(
    vault: Vault, user: UUID, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.keep_many(vault.user(), 30)
    vault.night()
    vault.keep(user, b"private")
    add = PostgresTrash.add
    copied: list[int] = []

    with twins(vault, database_url, 1) as [twin]:

        def meet(self: PostgresTrash, *arguments: Any) -> None:
            if not copied:
                copied.append(0)
                copied[0] = twin.night().copied
            add(self, *arguments)

        monkeypatch.setattr(PostgresTrash, "add", meet)
        erase(vault, user)

    vault.check_backup()
    vault.clock.advance(vault.settings.backup_keep_days * DAY)
    vault.night()
    assert of(vault, user) == []


def test_an_erased_account_does_not_wait_for_an_operator(vault: Vault, user: UUID) -> None:
    """However many copies it has, and however many others are due; those still wait."""
    others = vault.keep_many(vault.user(), FEW + 1)
    vault.keep_many(user, 3 * FEW, "private")
    deleted = vault.keep(user, b"deleted before")
    vault.night()
    vault.delete(*others, deleted)
    erase(vault, user)
    vault.clock.advance(vault.settings.backup_keep_days * DAY - 1)
    assert vault.night().removed == 0
    vault.clock.advance(1)

    done = vault.night()

    assert (done.removed, done.mass_delete) == (3 * FEW + 1, True)
    assert of(vault, user) == []
    assert vault.night(force_deletes=True).removed == FEW + 1
    assert vault.backup.objects == {}


def test_a_copy_that_no_file_has_goes_in_the_end(vault: Vault, user: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a database came back in an older state."""
    monkeypatch.setattr(rounds, "SLICE", 3)
    files = vault.keep_many(user, 10)
    vault.night()
    unknown = [keys.upload(user, UUID(int=number)) for number in range(4)]
    for key in (*unknown, *(file.key for file in files)):
        vault.backup.objects.setdefault(key, b"whose?")
        vault.backup.modified[key] = vault.clock.now()
    keep = vault.settings.backup_keep_days * DAY

    vault.clock.advance(keep - 1)
    vault.night()
    vault.clock.advance(2)
    vault.night()
    assert set(unknown) <= vault.backup.objects.keys()
    vault.clock.advance(keep)
    vault.night()

    assert vault.backup.objects.keys() == {file.key for file in files}
    vault.check_backup()


def test_many_copies_without_a_file_wait_for_an_operator(vault: Vault, user: UUID) -> None:
    vault.night()
    for number in range(FEW + 1):
        vault.backup.objects[keys.upload(user, UUID(int=number))] = b"whose?"
    for _ in range(2):
        vault.clock.advance(vault.settings.backup_keep_days * DAY + 1)
        done = vault.night()

    assert (done.mass_delete, len(vault.backup.objects)) == (True, FEW + 1)


def test_a_copy_that_cannot_be_removed_keeps_no_other(
    vault: Vault, user: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ebookvoice.usecases.removals.REMOVALS", 2)
    files = sorted(vault.keep_many(user, 6), key=lambda file: file.key)
    vault.night()

    class Locked(OwnEtags):
        def delete(self, wanted: Any) -> None:
            wanted = set(wanted)
            super().delete(wanted - {files[0].key})
            if files[0].key in wanted:
                raise ObjectsLeftError([files[0].key])

    vault.backup.__class__ = Locked
    erase(vault, user)
    vault.clock.advance(vault.settings.backup_keep_days * DAY)
    with suppress(ExceptionGroup):
        assert vault.night().removed == 5

    assert of(vault, user) == [files[0].key]
    assert [row["key"] for row in vault.rows("select key from backup_removals")] == [files[0].key]
    vault.backup.__class__ = OwnEtags
    assert vault.night().removed == 1
