"""What a store has lost, or has in another shape: noted first, believed later, and never for a whole store at once."""

import logging
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain import keys
from ebookvoice.domain.file import File
from ebookvoice.domain.states import FileState
from ebookvoice.usecases import places, rounds
from ebookvoice.usecases.astray import FEW
from ebookvoice.usecases.expire import expire
from tests.integration.backup.conftest import OwnEtags
from tests.integration.retention.conftest import DAY, HOUR, Archive


def days(archive: Archive, count: int) -> int:
    """Let so many days pass; return how much was astray."""
    found = 0
    for _ in range(count):
        archive.clock.advance(DAY + HOUR)
        found += archive.hour().astray
    return found


def settled(archive: Archive, user: UUID, count: int) -> list[File]:
    """Store files that are old enough to be missed."""
    files = [archive.keep(user, uuid4().bytes) for _ in range(count)]
    for file in files:
        archive.objects.modified[file.key] = archive.clock.now()
    archive.clock.advance(2 * HOUR)
    return files


@pytest.mark.parametrize("count", [1, FEW, FEW + 1, 18])
def test_an_hour_with_an_empty_store_costs_nothing(archive: Archive, user: UUID, count: int) -> None:
    """Even if it has the right mark."""
    files = settled(archive, user, count)
    right = dict(archive.objects.objects)
    archive.objects.objects.clear()
    archive.hour()

    archive.objects.objects.update(right)
    days(archive, 3)

    assert archive.objects.objects == right
    assert all(archive.alive(file) for file in files)
    assert archive.rows("select from files where missing_since is not null") == []


@pytest.mark.parametrize(("count", "size"), [(18, 1000), (115, 100)])
def test_a_store_that_stays_empty_is_left_to_a_person(
    archive: Archive, user: UUID, count: int, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slices count together: one that is small is no less suspicious."""
    monkeypatch.setattr(rounds, "SLICE", size)
    files = settled(archive, user, count)
    archive.objects.objects.clear()

    assert days(archive, 3) == 0

    assert {archive.file(file.id).state for file in files} == {"uploaded"}


def test_another_bucket_is_told_from_the_own_one(archive: Archive, user: UUID) -> None:
    """Nothing is removed there, nothing noted, and the run says so."""
    settled(archive, user, 3)
    right, other = archive.objects, OwnEtags()
    stray, work = keys.upload(uuid4(), uuid4()), f"work/{user}/speech/digest.json"
    archive.__dict__["objects"] = other
    for key in (stray, work):
        other.put(key, b"somebody else's", "")
        other.modified[key] = archive.clock.now()

    for _ in range(3):
        archive.clock.advance(DAY)
        with pytest.raises(ExceptionGroup) as failed:
            archive.hour()

    assert [type(error).__name__ for error in failed.value.exceptions] == ["WrongStoreError"] * 2
    assert other.objects.keys() == {stray, work}
    assert archive.rows("select from strays") == archive.rows("select from files where missing_since is not null") == []
    archive.__dict__["objects"] = right
    assert archive.hour().astray == 0


@pytest.mark.parametrize("damage", ["zero", "shorter"])
def test_what_is_damaged_is_not_believed(
    archive: Archive, user: UUID, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    [file] = settled(archive, user, 1)
    archive.objects.put(file.key, b"" if damage == "zero" else b"other", "")

    with caplog.at_level(logging.ERROR):
        assert archive.hour().astray == 0
    assert (archive.file(file.id).state, archive.file(file.id).size) == (FileState.UPLOADED, file.size)
    assert "object of a file is another" in caplog.text

    assert days(archive, 1) == 1
    assert archive.file(file.id).state is FileState.REMOVED


def test_an_object_without_bytes_keeps_no_other_from_its_turn(archive: Archive, user: UUID) -> None:
    """Whatever ETag it has; a size of zero is none that a row may have."""
    [file] = settled(archive, user, 1)
    archive.objects.objects[file.key] = b""
    stray = keys.publication(user, uuid4(), "png")
    archive.objects.put(stray, b"whose?", "")

    days(archive, 3)

    assert stray not in archive.objects.objects
    assert archive.file(file.id).state is FileState.REMOVED


def test_what_has_a_copy_is_told_of_and_read_from_there(
    archive: Archive, user: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    [file] = settled(archive, user, 1)
    body = archive.objects.objects[file.key]
    archive.night()
    archive.objects.put(file.key, b"other", "")

    with caplog.at_level(logging.ERROR):
        assert days(archive, 3) == 0

    kept = archive.file(file.id)
    assert (kept.state, kept.size, places.read(archive, kept)) == (FileState.UPLOADED, file.size, body)
    assert "object of a file is another" in caplog.text


def test_a_lost_picture_takes_along_what_lies_below_it(archive: Archive, user: UUID) -> None:
    """Its copies, too."""
    for _ in range(3 * FEW):
        settled(archive, user, 1)
    picture = archive.keep(user, b"picture", "picture")
    thumbnail, publication = archive.below(picture, "thumbnail"), archive.below(picture, "publication")
    archive.night()
    archive.execute(
        "update files set storage_location = 'primary', synced_at = null, backup_etag = null where id = %s", picture.id
    )
    archive.backup.delete([picture.key])
    archive.objects.delete([picture.key])

    assert days(archive, 2) == 1

    assert {archive.file(file.id).state for file in (picture, thumbnail, publication)} == {"removed"}
    archive.tidy()
    assert {thumbnail.key, publication.key}.isdisjoint(archive.objects.objects)
    archive.clock.advance(archive.settings.backup_keep_days * DAY)
    archive.night()
    assert {thumbnail.key, publication.key}.isdisjoint(archive.backup.objects)


def test_a_row_that_is_forgotten_leaves_nothing_below_it_behind(archive: Archive, user: UUID) -> None:
    """However it came that the picture ended alone."""
    archive.keep(user, b"another")
    picture = archive.keep(user, b"picture", "picture")
    thumbnail = archive.below(picture, "thumbnail")
    archive.night()
    archive.execute(
        "update files set state = 'removed', removed_at = %s where id = %s", archive.clock.now(), picture.id
    )
    archive.objects.delete([picture.key])
    archive.clock.advance(archive.settings.history_days * DAY + 1)

    assert archive.hour().history == 1

    archive.tidy()
    archive.check()
    archive.clock.advance(archive.settings.backup_keep_days * DAY)
    archive.night()
    assert {picture.key, thumbnail.key}.isdisjoint(archive.backup.objects)


def test_a_key_that_only_looks_like_a_jobs_is_none(archive: Archive, user: UUID) -> None:
    archive.write(f"work/{user}/jobs/{'a' * 36}/x")
    archive.write(f"work/{user}/jobs/{'-' * 36}/x")
    archive.clock.advance(3 * DAY)

    assert archive.hour().leftovers == 2


def test_a_run_that_is_short_of_time_ends_and_the_next_goes_on(
    archive: Archive, user: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counters and ledgers, which take little, have their turn before what takes long."""
    monkeypatch.setattr(rounds, "SLICE", 10)
    for number in range(90):
        archive.keep(user, uuid4().bytes)
        archive.write(f"work/{user}/speech/{number}.json")
    archive.execute("update storage set kept_bytes = kept_bytes + 7 where user_id = %s", user)
    start = archive.clock.now()

    class Slow(OwnEtags):
        def browse(self, prefix: str, after: str = "") -> object:  # type: ignore[override]
            archive.clock.advance(15)
            return super().browse(prefix, after)

    archive.objects.__class__ = Slow

    run = expire(archive, lambda: (archive.clock.now() - start).total_seconds() > 100)

    assert (archive.clock.now() - start).total_seconds() < 150
    assert run.corrected == 1
