"""Rows, objects, counters and ledgers are held against each other, and told the truth."""

import logging
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain import keys
from ebookvoice.usecases import rounds
from tests.integration.retention.conftest import DAY, HOUR, Archive


def stray(archive: Archive, key: str) -> str:
    archive.objects.put(key, b"whose?", "text/plain")
    archive.objects.modified[key] = archive.clock.now()
    return key


def test_an_object_without_a_row_goes_after_a_day(archive: Archive, user: UUID) -> None:
    strays = [
        stray(archive, keys.upload(user, uuid4())),
        stray(archive, keys.artifact(user, uuid4(), uuid4(), "m4b")),
        stray(archive, keys.publication(user, uuid4(), "png")),
    ]
    kept = archive.keep(user, b"kept")
    archive.clock.advance(2 * HOUR)
    assert archive.hour().astray == 0
    archive.clock.advance(DAY - 60)
    assert archive.hour().astray == 0

    archive.clock.advance(120)

    assert archive.hour().astray == 3
    assert list(archive.objects.objects) == [kept.key]
    assert set(strays).isdisjoint(archive.objects.objects)


def test_an_announced_upload_is_nobodys_orphan(archive: Archive, user: UUID) -> None:
    file, _ = archive.upload(user)
    archive.objects.modified[file.key] = archive.clock.now()
    archive.clock.advance(10 * DAY)

    assert archive.hour().astray == 0
    assert file.key in archive.objects.objects


def test_the_round_goes_on_where_it_stopped(archive: Archive, user: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "SLICE", 3)
    monkeypatch.setattr(rounds, "SLICES", 2)
    kept = [archive.keep(user, bytes([number])) for number in range(20)]
    for _ in range(5):
        stray(archive, keys.upload(user, uuid4()))
    archive.clock.advance(2 * HOUR)
    noted = [archive.hour().astray for _ in range(5)]
    archive.clock.advance(DAY)

    found = [archive.hour().astray for _ in range(5)]

    assert (sum(noted), sum(found)) == (0, 5)
    assert max(found) < 5
    assert set(archive.objects.objects) == {file.key for file in kept}


def test_a_store_of_somebody_else_is_left_alone(archive: Archive, user: UUID, caplog: pytest.LogCaptureFixture) -> None:
    kept = [archive.keep(user, bytes([number])) for number in range(30)]
    theirs = dict.fromkeys(stray(archive, keys.upload(uuid4(), uuid4())) for _ in range(30))
    for file in kept:
        archive.objects.delete([file.key])
    for _ in range(3):
        caplog.clear()
        archive.clock.advance(2 * DAY)
        with caplog.at_level(logging.ERROR):
            assert archive.hour().astray == 0

    assert archive.objects.objects.keys() == theirs.keys()
    assert {archive.file(file.id).state for file in kept} == {"uploaded"}
    said = [record.message for record in caplog.records if record.message != "object of a file is gone"]
    assert said == ["store and database don't belong together"] * 2


def test_rows_are_taken_as_they_come_when_the_store_has_few(
    archive: Archive, user: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "SLICE", 3)
    kept = [archive.keep(user, bytes([number])) for number in range(10)]
    stray(archive, max(file.key for file in kept) + "z")
    for file in kept[::2]:
        archive.objects.delete([file.key])
    archive.clock.advance(2 * HOUR)
    assert archive.hour().astray == 0
    archive.clock.advance(DAY)

    assert archive.hour().astray == 6

    assert {archive.file(file.id).state for file in kept[::2]} == {"removed"}
    assert archive.objects.objects.keys() == {file.key for file in kept[1::2]}


def test_a_file_whose_object_is_gone_is_known_to_be_gone(
    archive: Archive, user: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    lost, kept, copied = (archive.keep(user, name) for name in (b"lost", b"kept", b"copied"))
    archive.night()
    archive.execute("update files set storage_location = 'primary', synced_at = null where id = %s", lost.id)
    for file in (lost, copied):
        archive.objects.delete([file.key])
    archive.clock.advance(HOUR + 1)

    with caplog.at_level(logging.ERROR):
        assert archive.hour().astray == 0
    assert archive.file(lost.id).state == "uploaded", "it may come back"
    archive.clock.advance(DAY)
    with caplog.at_level(logging.ERROR):
        assert archive.hour().astray == 1

    assert (archive.file(lost.id).state, archive.file(kept.id).state) == ("removed", "uploaded")
    assert archive.file(copied.id).state == "uploaded", "the backup has it"
    assert [record.message for record in caplog.records].count("object of a file is gone") == 4
    assert [record.message for record in caplog.records].count("object of a file is lost") == 1
    assert archive.miscounted() == []


def test_sizes_counters_and_ledgers(archive: Archive, user: UUID, caplog: pytest.LogCaptureFixture) -> None:
    file, other = archive.keep(user, b"as it is"), archive.user()
    archive.execute("update files set size = 3 where id = %s", file.id)
    archive.execute("update storage set kept_bytes = kept_bytes + 7, lent_bytes = 9 where user_id = %s", user)
    archive.execute("update credits set balance = balance + 1 where user_id = %s", other)
    archive.clock.advance(HOUR + 1)

    with caplog.at_level(logging.ERROR):
        run = archive.hour()

    assert (run.astray, run.corrected, run.unbalanced) == (1, 1, 1)
    assert archive.rows("select kept_bytes, lent_bytes from storage where user_id = %(u)s", u=user) == [
        {"kept_bytes": 8, "lent_bytes": 0}
    ]
    assert archive.file(file.id).size == 8
    balance = archive.rows("select balance from credits where user_id = %(u)s", u=other)
    assert balance == [{"balance": 4}], "nobody but a person decides which is right"
    assert "storage counter corrected" in caplog.text
    assert str(other) in str([vars(record).get("user_id") for record in caplog.records])
    run = archive.hour()
    assert (run.astray, run.corrected, run.unbalanced) == (0, 0, 1)
