"""Chapters: mastered as soon as their last segment is spoken, playable from then on, and official once only."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain.certificate import MAX_PASSAGES, SubstitutedPassage
from ebookvoice.domain.direction import Direction, Pauses, Prosody
from ebookvoice.domain.errors import NotFoundError, NotReadyError
from ebookvoice.domain.formats import METADATA, ChapterCodec, Format
from ebookvoice.domain.job import Conversion
from ebookvoice.domain.speech import Substitution, Why
from ebookvoice.domain.states import JobState, Queue
from ebookvoice.domain.storage import GoneError
from ebookvoice.ports.records.chapters import OfficialChapter, StoredAudio
from ebookvoice.usecases import audiobooks, lease
from ebookvoice.usecases.jobs import cancel_job, find_job
from ebookvoice.usecases.listening import chapter_download
from ebookvoice.usecases.settle import settle_chapter
from ebookvoice.usecases.sweep import sweep
from tests.integration.pipeline.conftest import Pipeline

ALL = Conversion(formats=tuple(Format))


def spoken(pipeline: Pipeline, directory: Path, conversion: Conversion = ALL) -> tuple[UUID, UUID]:
    """Bring a job so far that all of its chapters wait to be mastered."""
    user = pipeline.user()
    job_id = pipeline.queued(user, conversion)
    pipeline.speak(job_id, directory)
    return user, job_id


def rows_of(pipeline: Pipeline, job_id: UUID) -> list[tuple[str, int | None, str]]:
    query = "select format, chapter, state from files where job_id = %(job)s order by chapter nulls first, format"
    return [(row["format"], row["chapter"], row["state"]) for row in pipeline.rows(query, job=job_id)]


def lent(pipeline: Pipeline, user: UUID) -> tuple[int, int]:
    """Read the account's counters, as long as they are the sums of its rows."""
    query = """
        select s.kept_bytes, s.lent_bytes from storage s where user_id = %(user)s
            and (s.kept_bytes, s.lent_bytes) = (
                select sum(f.kept_bytes), sum(f.lent_bytes) from files f where f.user_id = %(user)s
            )
    """
    [row] = pipeline.rows(query, user=user)
    return row["kept_bytes"], row["lent_bytes"]


def test_a_chapter_is_called_for_when_its_last_segment_is_spoken(pipeline: Pipeline, tmp_path: Path) -> None:
    job_id = pipeline.queued(pipeline.user())
    pipeline.ingest(job_id, tmp_path)
    first, second, *_ = pipeline.segments()
    pipeline.synthesize(second, tmp_path)
    assert pipeline.chapters() == []
    pipeline.synthesize(first, tmp_path)
    [message] = pipeline.queues.take(Queue.CHAPTERS)
    assert message.body == {"job_id": str(job_id), "chapter": 0, "queue": "chapters"}


def test_a_chapter_is_not_mastered_before_it_is_spoken(pipeline: Pipeline, tmp_path: Path) -> None:
    job_id = pipeline.queued(pipeline.user())
    pipeline.ingest(job_id, tmp_path)
    first, *_ = pipeline.segments()
    pipeline.synthesize(first, tmp_path)
    assert not pipeline.master(job_id, 0, tmp_path)


def test_a_chapter_is_playable_before_the_book_is_done(pipeline: Pipeline, tmp_path: Path) -> None:
    user, job_id = spoken(pipeline, tmp_path)
    with pytest.raises(NotReadyError):
        chapter_download(pipeline, user, job_id, 2)
    assert pipeline.master(job_id, 1, tmp_path)

    job = find_job(pipeline, user, job_id)
    assert (job.state, [chapter.duration_ms for chapter in job.chapters]) == (
        JobState.SYNTHESIZING,
        [None, 8_000, None],
    )
    download = chapter_download(pipeline, user, job_id, 2)
    assert download.filename == "02 - Chapter 1.mp3"
    key = download.url.removeprefix("memory:").partition("?")[0]
    assert pipeline.objects.read(key).startswith(b"<mp3>")
    assert len(pipeline.objects.read(key)) == download.size
    with pytest.raises(NotFoundError):
        chapter_download(pipeline, user, job_id, 4)
    with pytest.raises(NotFoundError):
        chapter_download(pipeline, pipeline.user(), job_id, 2)


def test_without_mp3_a_chapter_is_played_from_what_the_book_is_bound_of(pipeline: Pipeline, tmp_path: Path) -> None:
    user, job_id = spoken(pipeline, tmp_path, Conversion())
    pipeline.run(tmp_path)
    assert chapter_download(pipeline, user, job_id, 1).filename == "01 - Chapter 0.m4a"
    with pipeline.store.as_service() as records:
        records.retention.clear_jobs(pipeline.clock.now(), pipeline.clock.now(), 10)
    with pytest.raises(GoneError):
        chapter_download(pipeline, user, job_id, 1)


def test_every_format_is_made_of_one_synthesis(pipeline: Pipeline, tmp_path: Path) -> None:
    user, job_id = spoken(pipeline, tmp_path)
    times = len(pipeline.narrator.spoken)
    pipeline.run(tmp_path)
    book = audiobooks.find_audiobook(pipeline, user, job_id)
    printed = [f"transcript-{paper}" for paper in ("a4", "a4-marked", "letter", "letter-marked")]
    whole = ["m4b", "captions", METADATA, "mp3", "opus", "readalong", "transcript", *printed]
    assert [(file.format, file.chapter) for file in book.files] == [
        *((format_, None) for format_ in whole),
        *(("mp3", number) for number in (1, 2, 3)),
    ]
    assert len(pipeline.narrator.spoken) == times
    assert {file.key for file in book.files} == set(pipeline.objects.list(f"users/{user}/audiobooks/"))
    for file in book.files:
        download = audiobooks.download(pipeline, user, job_id, file.format, file.chapter)
        assert (download.filename, download.size) == (file.filename, file.size)
    assert book.filename == "A Book.m4b"
    with pytest.raises(NotFoundError):
        audiobooks.download(pipeline, user, job_id, "mp3", 4)


def test_only_what_was_asked_for_is_made(pipeline: Pipeline, tmp_path: Path) -> None:
    user, job_id = spoken(pipeline, tmp_path, Conversion(formats=(Format.CAPTIONS, Format.OPUS)))
    pipeline.run(tmp_path)
    book = audiobooks.find_audiobook(pipeline, user, job_id)
    assert [file.format for file in book.files] == ["opus", "captions", METADATA]
    assert audiobooks.download_audiobook(pipeline, user, job_id).filename == "A Book.opus"
    with pytest.raises(NotFoundError):
        audiobooks.download(pipeline, user, job_id, "m4b")


def test_an_audiobook_is_one_file_in_the_list_and_goes_as_one(pipeline: Pipeline, tmp_path: Path) -> None:
    user, job_id = spoken(pipeline, tmp_path)
    pipeline.run(tmp_path)
    [(listed, _)] = audiobooks.list_audiobooks(pipeline, user, None, 10)
    assert listed.filename == "A Book.m4b"
    source, everything = lent(pipeline, user)
    assert everything == sum(file.size for file in audiobooks.find_audiobook(pipeline, user, job_id).files)

    assert audiobooks.pin_audiobook(pipeline, user, job_id).pinned
    assert lent(pipeline, user) == (source + everything, 0)
    audiobooks.unpin_audiobook(pipeline, user, job_id)
    assert lent(pipeline, user) == (source, everything)

    audiobooks.delete_audiobook(pipeline, user, job_id)
    assert list(pipeline.objects.list(f"users/{user}/audiobooks/")) == []
    assert lent(pipeline, user) == (source, 0)


def test_an_audiobook_goes_in_its_time_with_all_its_files(pipeline: Pipeline, tmp_path: Path) -> None:
    user, job_id = spoken(pipeline, tmp_path)
    pipeline.run(tmp_path)
    pipeline.clock.advance(timedelta(days=pipeline.settings.artifact_days, seconds=1).total_seconds())
    with pipeline.store.as_service() as records:
        records.retention.remove_due(pipeline.clock.now(), 100)
    assert {state for _, _, state in rows_of(pipeline, job_id)} == {"removed"}
    assert lent(pipeline, user) == (0, 0)


def test_what_was_spoken_is_accounted_for(pipeline: Pipeline, tmp_path: Path) -> None:
    pipeline.mastering.strangers = ((1, Substitution(0, 4, "fake:sibling", Why.FALLBACK)),)
    user, job_id = spoken(pipeline, tmp_path)
    pipeline.run(tmp_path)
    certificate = audiobooks.find_audiobook(pipeline, user, job_id).certificate
    assert certificate is not None
    assert certificate.characters == certificate.characters_spoken == 24_000
    assert certificate.chapters[2].substitutions == (SubstitutedPassage(1, 0, 4, "1 xx", "fake:sibling", Why.FALLBACK),)
    assert (certificate.chapters[0].loudness, certificate.chapters[0].gain) == (-19.0, 2.5)
    download = audiobooks.download(pipeline, user, job_id, METADATA)
    document = json.loads(pipeline.objects.read(download.url.removeprefix("memory:").partition("?")[0]))
    assert document["certificate"] == json.loads(json.dumps(certificate.to_fields()))
    assert [chapter["end_ms"] for chapter in document["chapters"]] == [8_000, 16_000, 24_000]


def test_a_certificate_quotes_no_more_passages_than_it_has_room_for(pipeline: Pipeline, tmp_path: Path) -> None:
    passage = (1, Substitution(0, 4, "fake:sibling", Why.LANGUAGE))
    pipeline.mastering.strangers = (passage,) * (MAX_PASSAGES // 2 - 1)
    user, job_id = spoken(pipeline, tmp_path)
    for number in range(2):
        pipeline.master(job_id, number, tmp_path)
    pipeline.mastering.strangers = (passage,) * MAX_PASSAGES
    pipeline.run(tmp_path)
    certificate = audiobooks.find_audiobook(pipeline, user, job_id).certificate
    assert certificate is not None
    told = [(len(chapter.substitutions), chapter.more) for chapter in certificate.chapters]
    half = MAX_PASSAGES // 2 - 1
    assert told == [(half, 0), (half, 0), (2, MAX_PASSAGES - 2)]
    assert certificate.more == MAX_PASSAGES - 2


def test_chapters_beyond_the_last_quotation_only_count(pipeline: Pipeline, tmp_path: Path) -> None:
    pipeline.mastering.strangers = ((1, Substitution(0, 4, "fake:sibling", Why.LANGUAGE)),) * (MAX_PASSAGES + 1)
    user, job_id = spoken(pipeline, tmp_path)
    pipeline.run(tmp_path)
    certificate = audiobooks.find_audiobook(pipeline, user, job_id).certificate
    assert certificate is not None
    told = [(len(chapter.substitutions), chapter.more) for chapter in certificate.chapters]
    assert told == [(MAX_PASSAGES, 1), (0, MAX_PASSAGES + 1), (0, MAX_PASSAGES + 1)]
    query = "select jsonb_array_length(substitutions) as kept from chapters where job_id = %(job)s"
    assert {row["kept"] for row in pipeline.rows(query, job=job_id)} == {MAX_PASSAGES}


def test_a_chapter_that_lost_a_word_fails_the_job(pipeline: Pipeline, tmp_path: Path) -> None:
    user, job_id = spoken(pipeline, tmp_path)
    pipeline.mastering.lost = 1
    assert pipeline.master(job_id, 0, tmp_path)
    failure = find_job(pipeline, user, job_id).failure
    assert failure is not None
    assert failure.code == "speech_incomplete"
    assert pipeline.balance(user) == 3


def test_a_direction_reaches_whoever_works_by_it(pipeline: Pipeline, tmp_path: Path) -> None:
    direction = Direction(Prosody(rate=20), Pauses(chapter_ms=3_000), volume=-10, siblings=True)
    user, job_id = spoken(pipeline, tmp_path, Conversion(direction=direction, formats=(Format.MP3,)))
    assert find_job(pipeline, user, job_id).direction == direction
    with pipeline.store.as_service() as records:
        task = records.chapters.claim(job_id, 0, uuid4(), pipeline.clock.now(), lease.lease_end(pipeline))
    assert task is not None
    assert (task.direction, task.formats) == (direction, (Format.MP3,))


def test_a_chapter_knows_its_book(pipeline: Pipeline, tmp_path: Path) -> None:
    _, job_id = spoken(pipeline, tmp_path)
    pipeline.master(job_id, 2, tmp_path)
    [label] = pipeline.mastering.labels
    assert (label.title, label.number, label.chapters) == ("Chapter 2", 3, 3)
    assert (label.book.title, label.book.authors, label.book.narrator) == ("A Book", ("An Author",), "en")


def test_a_cancelled_job_leaves_none_of_its_chapters(pipeline: Pipeline, tmp_path: Path) -> None:
    user, job_id = spoken(pipeline, tmp_path)
    pipeline.master(job_id, 0, tmp_path)
    assert rows_of(pipeline, job_id) == [("mp3", 0, "uploaded")]
    assert lent(pipeline, user)[1] > 0
    cancel_job(pipeline, user, job_id)
    assert not pipeline.master(job_id, 1, tmp_path)
    assert rows_of(pipeline, job_id) == [("mp3", 0, "deleted")]
    assert lent(pipeline, user)[1] == 0
    assert list(pipeline.objects.list(f"users/{user}/audiobooks/")) == []
    assert list(pipeline.objects.list(f"work/{user}/jobs/")) == []
    with pytest.raises(NotFoundError):
        chapter_download(pipeline, user, job_id, 1)


def test_a_job_cancelled_while_a_chapter_is_mastered_leaves_nothing(pipeline: Pipeline, tmp_path: Path) -> None:
    user, job_id = spoken(pipeline, tmp_path)
    whole = pipeline.mastering.account

    def cancelled(timings: bytes) -> object:
        cancel_job(pipeline, user, job_id)
        return whole(timings)

    pipeline.mastering.account = cancelled  # type: ignore[method-assign, assignment]
    assert not pipeline.master(job_id, 0, tmp_path)
    assert rows_of(pipeline, job_id) == []
    assert list(pipeline.objects.list(f"users/{user}/audiobooks/")) == []
    assert list(pipeline.objects.list(f"work/{user}/jobs/")) == []


def test_a_zombie_never_overwrites_a_good_chapter(pipeline: Pipeline, tmp_path: Path) -> None:
    user, job_id = spoken(pipeline, tmp_path)
    zombie = uuid4()
    with pipeline.store.as_service() as records:
        task = records.chapters.claim(job_id, 0, zombie, pipeline.clock.now(), lease.lease_end(pipeline))
    assert task is not None
    assert not pipeline.master(job_id, 0, tmp_path)
    pipeline.clock.advance(pipeline.settings.lease_seconds + 1)
    assert sweep(pipeline).chapters == 1
    assert (job_id, 0) in pipeline.chapters()
    assert pipeline.master(job_id, 0, tmp_path)
    late = OfficialChapter(
        {ChapterCodec.AAC: StoredAudio("late", 1, "", "")}, "late", 1, 1000, None, None, 0.0, task.characters
    )
    with pipeline.store.as_service() as records:
        assert not records.chapters.extend(job_id, zombie, pipeline.clock.now())
        assert records.chapters.complete(task, zombie, late, uuid4(), pipeline.clock.now()) is None
    pipeline.run(tmp_path)
    pipeline.master(job_id, 1, tmp_path)
    pipeline.master(job_id, 2, tmp_path)
    pipeline.run(tmp_path)
    assert find_job(pipeline, user, job_id).state is JobState.COMPLETED


def test_a_worker_that_dies_at_a_chapter_each_time_fails_the_job(pipeline: Pipeline, tmp_path: Path) -> None:
    user, job_id = spoken(pipeline, tmp_path)
    for _ in range(pipeline.settings.max_attempts):
        with pipeline.store.as_service() as records:
            assert records.chapters.claim(job_id, 1, uuid4(), pipeline.clock.now(), lease.lease_end(pipeline))
        pipeline.clock.advance(pipeline.settings.lease_seconds + 1)
        sweep(pipeline)
    failure = find_job(pipeline, user, job_id).failure
    assert failure is not None
    assert failure.code == "conversion_failed"
    assert pipeline.balance(user) == 3


def test_chapters_whose_messages_were_lost_are_called_for_again(pipeline: Pipeline, tmp_path: Path) -> None:
    _, job_id = spoken(pipeline, tmp_path)
    lost = pipeline.chapters()
    pipeline.clock.advance(121)
    sweep(pipeline)
    assert pipeline.chapters() == []  # they may well wait in a long queue
    pipeline.clock.advance(780)
    assert sweep(pipeline).chapters == len(lost)
    assert sorted(pipeline.chapters()) == sorted(lost)


def test_a_chapter_is_called_for_again_though_others_get_on(pipeline: Pipeline, tmp_path: Path) -> None:
    """Whoever works at another chapter keeps the job from being silent, not the chapter from being called for."""
    _, job_id = spoken(pipeline, tmp_path)
    pipeline.chapters()
    with pipeline.store.as_service() as records:
        now = pipeline.clock.now()
        records.chapters.claim(job_id, 0, uuid4(), now, now + timedelta(hours=1))
    pipeline.clock.advance(901)
    swept = sweep(pipeline)
    assert (swept.jobs, swept.chapters) == (0, 2)
    assert sorted(pipeline.chapters()) == [(job_id, 1), (job_id, 2)]


@pytest.mark.parametrize("times", [1, 3])
def test_a_dead_letter_of_a_chapter_ends_its_job_once(pipeline: Pipeline, tmp_path: Path, times: int) -> None:
    user, job_id = spoken(pipeline, tmp_path)
    assert pipeline.master(job_id, 0, tmp_path)
    assert not settle_chapter(pipeline, job_id, 0)
    ended = [settle_chapter(pipeline, job_id, 1) for _ in range(times)]
    assert ended == [True] + [False] * (times - 1)
    assert pipeline.balance(user) == 3
    assert list(pipeline.objects.list(f"users/{user}/audiobooks/")) == []


def test_transient_errors_give_the_chapter_back(pipeline: Pipeline, tmp_path: Path) -> None:
    _, job_id = spoken(pipeline, tmp_path)
    pipeline.mastering.error = ConnectionError("store unreachable")
    with pytest.raises(ConnectionError):
        pipeline.master(job_id, 0, tmp_path)
    pipeline.mastering.error = None
    assert pipeline.master(job_id, 0, tmp_path)


def test_an_attempt_that_follows_another_finds_its_drafts(pipeline: Pipeline, tmp_path: Path) -> None:
    job_id = pipeline.queued(pipeline.user())
    pipeline.ingest(job_id, tmp_path)
    segment, *_ = pipeline.segments()
    pipeline.narrator.error = ConnectionError("killed behind the answer")
    with pytest.raises(ConnectionError):
        pipeline.synthesize(segment, tmp_path)
    pipeline.narrator.error = None
    assert pipeline.synthesize(segment, tmp_path) == "spoken"
    assert (pipeline.narrator.spoken, pipeline.narrator.drafted) == ([0], [0])


def test_chapters_of_a_job_that_has_ended_are_left_in_peace(pipeline: Pipeline, tmp_path: Path) -> None:
    user, job_id = spoken(pipeline, tmp_path)
    cancel_job(pipeline, user, job_id)
    pipeline.chapters()
    pipeline.clock.advance(901)
    assert sweep(pipeline).chapters == 0
    assert pipeline.chapters() == []


def test_a_chapter_of_a_running_job_is_not_moved_to_the_backup_alone(pipeline: Pipeline, tmp_path: Path) -> None:
    _, job_id = spoken(pipeline, tmp_path)
    pipeline.master(job_id, 0, tmp_path)
    copied = """
        update files set storage_location = 'both', backup_etag = 'e', synced_at = now() where kind = 'artifact'
        returning id
    """
    [row] = pipeline.rows(copied)
    with pipeline.store.as_service() as records:
        assert records.backups.movable(None, 10) == []
        assert not records.backups.moved(row["id"])
    pipeline.run(tmp_path)
    pipeline.rows(copied)
    with pipeline.store.as_service() as records:
        assert row["id"] in {file.id for file in records.backups.movable(None, 100)}
        assert records.backups.moved(row["id"])


def test_an_owner_takes_along_every_format_once(pipeline: Pipeline, tmp_path: Path) -> None:
    user, job_id = spoken(pipeline, tmp_path, Conversion(formats=(Format.M4B, Format.MP3)))
    pipeline.run(tmp_path)
    with pipeline.store.as_service() as records:
        names = [file.filename for file in records.profiles.stored_files(user)]
    assert sorted(names) == ["A Book.m4b", "A Book.metadata.json", "A Book.mp3.zip", "book.epub"]


def test_its_owner_is_warned_of_an_audiobook_once(pipeline: Pipeline, tmp_path: Path) -> None:
    _, job_id = spoken(pipeline, tmp_path)
    pipeline.run(tmp_path)
    now = pipeline.clock.now()
    with pipeline.store.as_service() as records:
        departing = records.retention.departing(now + timedelta(days=100), now)
    assert [told.title for told in departing] == ["A Book"]
