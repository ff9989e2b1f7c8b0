"""Each class of things is there a second before its time, and gone a second after it."""

from datetime import timedelta
from typing import LiteralString
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain import keys
from ebookvoice.ports.identity import Mail
from ebookvoice.ports.records.retention import Passing
from ebookvoice.usecases import lifetimes
from ebookvoice.usecases.expire import Expired
from tests.integration.retention.conftest import DAY, HOUR, Archive

ROWS: dict[Passing, LiteralString] = {
    Passing.SESSIONS: """
        insert into sessions (id, user_id, mode, rotated_at, created_at, seen_at, expires_at, agent, language, place)
        values (gen_random_uuid(), %(user)s, 'bearer', %(old)s, %(old)s, %(old)s, %(end)s, 'a', 'en', 'p')
    """,
    Passing.CHALLENGES: """
        insert into challenges (purpose, subject, token_hash, created_at, expires_at)
        values ('magic_link', %(key)s, sha256(%(key)s::text::bytea), %(old)s, %(end)s)
    """,
    Passing.RATE_LIMITS: "insert into rate_limits (key, hits, expires_at) values (%(key)s, '{}', %(end)s)",
    Passing.IDEMPOTENCY_KEYS: """
        insert into idempotency_keys (user_id, endpoint, key, digest, made, created_at, expires_at)
        values (%(user)s, 'e', %(key)s, sha256('x'), '{}', %(old)s, %(end)s)
    """,
    Passing.WEBHOOK_EVENTS: """
        insert into webhook_events (id, received_at) values (%(key)s, %(end)s::timestamptz - interval '30 days')
    """,
}


@pytest.mark.parametrize("kind", ["book", "artifact", "picture"])
def test_files(archive: Archive, user: UUID, kind: str) -> None:
    file = archive.store_for(user, DAY, kind) if kind != "artifact" else archive.keep_audiobook(user, b"audio")
    if kind == "artifact":
        archive.execute("update files set expires_at = %s where id = %s", archive.clock.now() + timedelta(1), file.id)
    archive.clock.advance(DAY - 1)
    assert archive.hour() == Expired()
    assert archive.alive(file)

    archive.clock.advance(2)

    assert archive.hour().files == 1
    assert not archive.alive(file)
    assert archive.file(file.id).state == "removed"
    archive.check()


def test_what_lies_below_a_picture_goes_with_it(archive: Archive, user: UUID) -> None:
    picture, other = archive.store_for(user, DAY, "picture"), archive.keep(user, b"another", "picture")
    family = [picture, *(archive.below(picture, kind) for kind in ("thumbnail", "publication"))]
    stays = [other, archive.below(other, "thumbnail")]

    archive.clock.advance(DAY + 1)

    assert archive.hour().files == 3
    assert [archive.alive(file) for file in family + stays] == [False] * 3 + [True] * 2
    archive.check()


def test_what_is_pinned_stays_for_ever(archive: Archive, user: UUID) -> None:
    audiobook = archive.keep_audiobook(user, b"audio")
    archive.execute("update files set pinned_at = %s where id = %s", archive.clock.now(), audiobook.id)

    for _ in range(12):
        archive.clock.advance(365 * DAY)
        archive.hour()

    assert archive.alive(audiobook)


@pytest.mark.parametrize("column", ["file_id", "cover_file_id"])
def test_what_a_running_job_needs_stays_until_it_has_ended(archive: Archive, user: UUID, column: str) -> None:
    needed = archive.store_for(user, HOUR, "book" if column == "file_id" else "picture")
    book = needed if column == "file_id" else archive.keep(user, b"the book")
    archive.add_job(book, "synthesizing", **{} if column == "file_id" else {column: needed.id})
    archive.clock.advance(2 * HOUR)

    assert archive.hour().files == 0
    assert archive.alive(needed)

    archive.execute("update jobs set state = 'cancelled', finished_at = %s", archive.clock.now())
    assert archive.hour().files == 1
    assert not archive.alive(needed)


def test_copies_in_the_backup_are_owed_their_removal(archive: Archive, user: UUID) -> None:
    file = archive.store_for(user, DAY)
    archive.night()
    archive.clock.advance(DAY + 1)

    archive.hour()

    assert [row["key"] for row in archive.rows("select key from backup_removals")] == [file.key]


@pytest.mark.parametrize("state", ["completed", "failed", "cancelled"])
def test_intermediates_go_two_days_after_the_end(archive: Archive, user: UUID, state: str) -> None:
    running, ended = uuid4(), uuid4()
    for job, its in ((running, "synthesizing"), (ended, state)):
        archive.add_job(archive.keep(user, str(job).encode()), its, id=job)
        archive.add_segments(job, user, 3)
        archive.write(keys.segment_audio(user, job, 0, uuid4()))
    archive.clock.advance(48 * HOUR - 1)
    assert archive.hour().jobs == 0

    archive.clock.advance(2)

    assert archive.hour().jobs == 1
    archive.tidy()
    assert {row["job_id"] for row in archive.rows("select job_id from segments")} == {running}
    assert [keys.job_of(key) for key in archive.objects.objects if key.startswith("work/")] == [running]


def test_speech_that_nobody_asked_for_again_goes(archive: Archive, user: UUID) -> None:
    key = keys.speech_seal(user, "digest")
    archive.write(key)
    archive.clock.advance(48 * HOUR - 60)
    assert archive.hour().leftovers == 0
    assert key in archive.objects.objects

    archive.clock.advance(120)

    assert archive.hour().leftovers == 1
    assert key not in archive.objects.objects


@pytest.mark.parametrize("table", Passing)
def test_rows_that_pass(archive: Archive, user: UUID, table: Passing) -> None:
    now = archive.clock.now()
    for number, seconds in enumerate((0, HOUR)):
        end = now + timedelta(seconds=HOUR + seconds)
        archive.execute_named(ROWS[table], user=user, key=str(number), old=now - timedelta(seconds=1), end=end)
    archive.clock.advance(HOUR - 1)
    assert archive.hour().passed == 0

    archive.clock.advance(2)

    assert archive.hour().passed == 1
    assert archive.count(table) == 1


def test_rows_of_what_went_are_forgotten_unless_a_job_refers_to_them(archive: Archive, user: UUID) -> None:
    plain, used = archive.store_for(user, DAY), archive.store_for(user, DAY)
    archive.add_job(used, "failed")
    archive.clock.advance(DAY + 1)
    archive.hour()
    archive.clock.advance(archive.settings.history_days * DAY - 10)
    assert archive.hour().history == 0

    archive.clock.advance(20)

    assert archive.hour().history == 1
    assert {row["id"] for row in archive.rows("select id from files")} == {used.id}
    assert plain.id != used.id


def test_owners_are_warned_once_if_that_is_switched_on(archive: Archive, user: UUID) -> None:
    mails: list[Mail] = []
    archive.mails_to(mails)
    audiobook = archive.keep_audiobook(user, b"audio")
    archive.execute(
        "update files set expires_at = %s where id = %s", archive.clock.now() + timedelta(days=10), audiobook.id
    )
    assert archive.hour().warned == 0

    archive.change_settings(warning_days=7)
    archive.clock.advance(3 * DAY - 1)
    assert archive.hour().warned == 0
    archive.clock.advance(2)
    assert (archive.hour().warned, archive.hour().warned) == (1, 0)

    [mail] = mails
    assert "reader" in mail.to
    assert f"{archive.clock.now() + timedelta(days=7):%d %B %Y}" in mail.text


@pytest.mark.parametrize(("age", "left"), [(0, 90), (50, 40), (83, 7), (89, 7), (400, 7)])
def test_unpinning_gives_back_what_is_left_and_a_week_at_least(archive: Archive, age: int, left: int) -> None:
    """Who pins and unpins again and again keeps nothing for ever."""
    made = archive.clock.now()
    archive.clock.advance(age * DAY)

    assert lifetimes.of_unpinned(archive, made) == archive.clock.now() + timedelta(days=left)
