"""Objects that a store refuses to remove, mails that can't be sent, and whoever brings back what is about to go."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain import keys
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.storage import Location
from ebookvoice.ports.identity import Mail
from ebookvoice.ports.objects import ObjectsLeftError
from ebookvoice.usecases import expire as expiry
from ebookvoice.usecases import places, rounds
from ebookvoice.usecases.replicate import DOWNLOAD_TIME
from ebookvoice.usecases.restore import restore
from tests.integration.backup.conftest import OwnEtags
from tests.integration.backup.test_leases import twins
from tests.integration.retention.conftest import DAY, HOUR, Archive
from tests.world import connect


class Stubborn(OwnEtags):
    """Refuses to remove some objects."""

    locked: frozenset[str]

    def delete(self, keys: Iterable[str]) -> None:
        wanted = set(keys)
        super().delete(wanted - self.locked)
        if left := wanted & self.locked:
            raise ObjectsLeftError(left)


def lock(archive: Archive, *locked: str) -> None:
    archive.objects.__class__ = Stubborn
    archive.objects.__dict__["locked"] = frozenset(locked)


def test_an_object_that_stays_keeps_no_other(archive: Archive, user: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "BATCH", 3)
    files = [archive.store_for(user, DAY + number) for number in range(8)]
    lock(archive, files[0].key)
    archive.clock.advance(2 * DAY)

    assert archive.hour().files == 8
    for _ in range(3):
        archive.clock.advance(HOUR)
        archive.hour()

    assert archive.objects.objects.keys() == {files[0].key}
    assert [row["prefix"] for row in archive.rows("select prefix from trash")] == [files[0].key]
    lock(archive)
    archive.clock.advance(HOUR)
    archive.hour()
    archive.check()


def test_a_stray_that_stays_keeps_no_other(archive: Archive, user: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "SLICE", 2)
    monkeypatch.setattr(rounds, "SLICES", 1)
    strays = sorted(keys.upload(user, uuid4()) for _ in range(5))
    archive.clock.advance(-3 * HOUR)
    for key in strays:
        archive.objects.put(key, b"whose?", "")
        archive.objects.modified[key] = archive.clock.now()
    lock(archive, strays[0])
    archive.clock.advance(3 * HOUR)

    for _ in range(2 * 24):
        archive.hour()
        archive.clock.advance(HOUR)

    assert archive.objects.objects.keys() == {strays[0]}


def _due_soon(archive: Archive, count: int) -> list[str]:
    """Give several owners an audiobook each that goes in five days; return the owners' addresses."""
    for _ in range(count):
        book = archive.keep_audiobook(archive.user(), uuid4().bytes)
        soon = archive.clock.now() + timedelta(days=5)
        archive.execute("update files set expires_at = %s where id = %s", soon, book.id)
    return [row["email"] for row in archive.rows("select email from users order by id")]


@pytest.mark.parametrize("error", [UnavailableError, ValueError])
def test_a_mail_that_is_refused_keeps_no_other_and_repeats_none(archive: Archive, error: type[Exception]) -> None:
    archive.change_settings(warning_days=7)
    addresses = _due_soon(archive, 3)
    sent: Counter[str] = Counter()
    tried: Counter[str] = Counter()

    def send(mail: Mail) -> None:
        tried[mail.to] += 1
        if mail.to == addresses[1]:
            raise error
        sent[mail.to] += 1

    archive.__dict__["mailer"] = SimpleNamespace(send=send)
    for _ in range(24):
        archive.hour()
        archive.clock.advance(HOUR)

    assert sent == {addresses[0]: 1, addresses[2]: 1}
    assert tried[addresses[1]] == 1
    archive.hour()
    assert tried[addresses[1]] == 2, "the next day"


def test_mails_are_sent_outside_of_transactions(archive: Archive) -> None:
    archive.change_settings(warning_days=7)
    _due_soon(archive, 2)
    sent: list[Mail] = []

    def send(mail: Mail) -> None:
        connect(archive)
        sent.append(mail)

    archive.__dict__["mailer"] = SimpleNamespace(send=send)

    assert archive.hour().warned == 2
    assert len(sent) == 2


def test_what_is_brought_back_while_it_goes_is_read_from_the_backup(archive: Archive, user: UUID) -> None:
    """Until it is brought back once more."""
    file = archive.keep(user, b"book")
    archive.change_settings(delete_from_primary_after_sync=1)
    archive.night()
    archive.clock.time += DOWNLOAD_TIME + timedelta(hours=1)

    with twins(archive, archive.database_url, 1) as [twin]:

        class Meeting(OwnEtags):
            def delete(self, keys: Iterable[str]) -> None:
                gone = list(keys)
                if file.key in gone:
                    assert restore(twin, archive.backup).restored == 1
                super().delete(gone)

        archive.objects.__class__ = Meeting
        archive.hour()
        archive.objects.__class__ = OwnEtags

    assert archive.file(file.id).location is Location.BACKUP
    assert places.read(archive, archive.file(file.id)) == b"book"
    archive.change_settings(delete_from_primary_after_sync=0)
    assert restore(archive, archive.backup).restored == 1
    archive.clock.advance(DAY)
    archive.hour()
    assert file.key in archive.objects.objects


def test_a_cover_in_use_keeps_its_thumbnail(archive: Archive, user: UUID) -> None:
    picture = archive.store_for(user, DAY, "picture")
    thumbnail = archive.below(picture, "thumbnail")
    archive.execute("update files set expires_at = %s where id = %s", picture.expires_at, thumbnail.id)
    archive.add_job(archive.keep(user, b"book"), "synthesizing", cover_file_id=picture.id)
    archive.clock.advance(2 * DAY)

    assert archive.hour().files == 0

    assert archive.alive(picture)
    assert archive.alive(thumbnail)
    archive.execute("update jobs set state = 'cancelled', finished_at = %s", archive.clock.now())
    assert archive.hour().files == 2
