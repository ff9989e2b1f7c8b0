"""A store that is not the one that it should be is left alone, whatever the settings say."""

from dataclasses import replace
from uuid import UUID

import pytest

from ebookvoice.domain import keys
from ebookvoice.usecases.marks import BACKUP, PRIMARY, WrongStoreError, check_backup, check_primary
from ebookvoice.usecases.rehearsal import check
from tests.integration.backup.conftest import OwnEtags, Vault


def forget(vault: Vault) -> None:
    """Make the stores what they were before anybody used them."""
    with vault.store.as_service():
        vault.store._connected().execute("delete from store_marks")
    vault.objects.marks.clear()
    vault.backup.marks.clear()


def test_each_store_says_whose_it_is(vault: Vault) -> None:
    vault.night()

    marks = {row["store"]: str(row["id"]).encode() for row in vault.rows("select * from store_marks")}
    assert vault.objects.marks == {keys.mark(PRIMARY): marks[PRIMARY]}
    assert vault.backup.marks == {keys.mark(BACKUP): marks[BACKUP]}


@pytest.mark.parametrize("move", [0, 1])
def test_a_backup_in_the_primarys_place_is_refused_by_its_name(vault: Vault, user: UUID, move: int) -> None:
    file = vault.keep(user, b"bytes")
    settings = {"bucket": "books", "backup_bucket": "books", "delete_from_primary_after_sync": move}
    vault.settings = replace(vault.settings, **settings)  # type: ignore[arg-type]

    with pytest.raises(WrongStoreError, match="is the primary store"):
        vault.night()

    assert vault.objects.read(file.key, etag=file.etag) == b"bytes"
    vault.settings = replace(vault.settings, backup_endpoint="https://elsewhere.example.com")
    assert vault.night().copied == 1


@pytest.mark.parametrize("files", [0, 3])
def test_a_backup_in_the_primarys_place_is_found_out_under_any_name(vault: Vault, user: UUID, files: int) -> None:
    kept = vault.keep_many(user, files)
    vault.__dict__["backup"] = vault.objects

    with pytest.raises(WrongStoreError):
        vault.night()

    assert vault.locations() == ({"primary": files} if files else {})
    assert all(vault.objects.read(file.key, etag=file.etag) for file in kept)


def test_the_same_bucket_later_on_is_found_out_by_its_mark(vault: Vault, user: UUID) -> None:
    vault.keep(user, b"bytes")
    vault.night()
    vault.__dict__["backup"] = vault.objects

    with pytest.raises(WrongStoreError, match="lost its mark"):
        vault.night()


def test_another_backup_is_not_taken_for_the_own_one(vault: Vault, user: UUID) -> None:
    vault.keep(user, b"bytes")
    vault.night()
    right, empty, other = vault.backup, OwnEtags(), OwnEtags()
    other.marks[keys.mark(BACKUP)] = b"somebody else's"

    for wrong in (empty, other):
        vault.__dict__["backup"] = wrong
        with pytest.raises(WrongStoreError):
            vault.night()
        with pytest.raises(WrongStoreError):
            check(vault, wrong, 1)
        assert vault.locations() == {"both": 1}

    vault.__dict__["backup"] = right
    assert vault.night().copied == 0


def test_a_store_that_is_in_use_does_not_become_a_backup(vault: Vault, user: UUID) -> None:
    vault.backup.put(keys.upload(user, user), b"somebody else's", "")

    with pytest.raises(WrongStoreError, match="not empty"):
        vault.night()


def test_swapped_stores_are_found_out_from_either_side(vault: Vault, user: UUID) -> None:
    vault.keep(user, b"bytes")
    vault.night()
    vault.__dict__.update(objects=vault.backup, backup=vault.objects)

    with pytest.raises(WrongStoreError, match="mark of a backup"):
        check_primary(vault)
    with pytest.raises(WrongStoreError):
        vault.night()


def test_a_mark_that_was_cut_off_is_written_by_the_next_one(vault: Vault) -> None:
    forget(vault)
    with vault.store.as_service() as records:
        chosen = {name: records.marks.choose(name) for name in (PRIMARY, BACKUP)}

    check_primary(vault)
    check_backup(vault, vault.backup)

    assert vault.objects.marks[keys.mark(PRIMARY)] == str(chosen[PRIMARY].id).encode()
    assert vault.backup.marks[keys.mark(BACKUP)] == str(chosen[BACKUP].id).encode()
    vault.backup.marks.clear()
    with pytest.raises(WrongStoreError):
        check_backup(vault, vault.backup)


def test_a_primary_is_known_by_what_it_has(vault: Vault, user: UUID) -> None:
    """Files may well come before the first run that looks."""
    forget(vault)
    vault.keep_many(user, 3)

    check_primary(vault)

    assert keys.mark(PRIMARY) in vault.objects.marks


def test_a_primary_that_has_nothing_of_what_the_rows_say_is_another_one(vault: Vault, user: UUID) -> None:
    forget(vault)
    vault.keep_many(user, 3)
    vault.objects.objects.clear()

    with pytest.raises(WrongStoreError):
        check_primary(vault)


def test_a_store_with_objects_of_somebody_else_is_not_taken_over(vault: Vault, user: UUID) -> None:
    forget(vault)
    vault.objects.put(keys.upload(user, user), b"somebody else's", "")

    with pytest.raises(WrongStoreError):
        check_primary(vault)
