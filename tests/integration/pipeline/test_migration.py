"""A deployment that is brought to chapters that are mastered: what was finished stays, what was under way goes on."""

import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from ebookvoice.domain import keys
from ebookvoice.domain.book import Paragraph
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.states import JobState
from ebookvoice.usecases.audiobooks import find_audiobook
from ebookvoice.usecases.jobs import find_job
from ebookvoice.usecases.sweep import sweep
from local.migrations import MIGRATIONS, migrate
from tests.integration.pipeline.conftest import Pipeline

BEFORE = "20261124"
LINE = Segment(0, 0, True, True, (Paragraph("Hello there"),)).to_json().encode()

OWNER = """
    insert into users (id, email) values (%(user)s, 'reader@example.com');
    insert into credits (user_id, balance) values (%(user)s, 2);
    insert into credit_events (user_id, kind, amount) values (%(user)s, 'grant', 3);
    insert into storage (user_id) values (%(user)s);
    insert into files (id, user_id, kind, key, filename, content_type, size, sha256, state, etag)
    values (%(file)s, %(user)s, 'book', %(source)s, 'b.epub', 'application/epub+zip', 1, 's', 'uploaded', 'e');
"""
JOB = """
    insert into jobs (id, user_id, file_id, state, voice, title, book_key, book_etag, characters, characters_done,
        samples, sample_rate, started_at, heard_at, finished_at)
    values (%(job)s, %(user)s, %(file)s, %(state)s, 'fake:en', 'A Book', %(book)s, %(etag)s, 11, 11, 1024, 22050,
        now(), now(), case %(state)s when 'completed' then now() end);
    insert into chapters (job_id, user_id, number, title, characters, characters_done, remaining, samples)
    values (%(job)s, %(user)s, 0, 'One', 11, 11, 0, 1024);
    insert into segments (id, job_id, user_id, chapter, number, text_offset, text_length, characters, state, attempt,
        audio_key, timings_key, samples, sample_rate)
    values (gen_random_uuid(), %(job)s, %(user)s, 0, 0, 0, %(length)s, 11, 'done', gen_random_uuid(), 'old.m4a',
        'old.json', 1024, 22050);
"""
AUDIOBOOK = """
    insert into files (id, user_id, job_id, kind, key, filename, content_type, size, sha256, state, etag)
    values (gen_random_uuid(), %(user)s, %(job)s, 'artifact', 'users/x.m4b', 'A Book.m4b', 'audio/mp4', 9, 's',
        'uploaded', 'e')
"""


@pytest.fixture
def old_database(postgres: str, tmp_path: Path, new_database: Callable[[], str]) -> str:
    """Make a database as it was before."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
    url = postgres.replace("/postgres?", f"/{name}?")
    older = tmp_path / "older"
    older.mkdir()
    for migration in MIGRATIONS.glob("*.sql"):
        if migration.name < BEFORE:
            shutil.copy(migration, older)
    migrate(url, older)
    return url


def test_books_under_way_are_spoken_once_more_and_finished_ones_stay(old_database: str, tmp_path: Path) -> None:
    user, file = uuid4(), uuid4()
    jobs: dict[str, UUID] = {state: uuid4() for state in ("synthesizing", "assembling", "completed")}
    pipeline = Pipeline(old_database)
    with psycopg.connect(old_database, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute(OWNER, {"user": user, "file": file, "source": keys.upload(user, file)})
        for state, job_id in jobs.items():
            key = keys.book(user, job_id, uuid4())
            etag = pipeline.objects.put(key, LINE, "application/json").etag
            named = {"user": user, "file": file, "job": job_id, "state": state, "book": key, "etag": etag}
            connection.execute(JOB, {**named, "length": len(LINE)})
        connection.execute(AUDIOBOOK, {"user": user, "job": jobs["completed"]})

    migrate(old_database)

    audiobook = find_audiobook(pipeline, user, jobs["completed"])
    assert [(file.format, file.filename) for file in audiobook.files] == [("m4b", "A Book.m4b")]
    assert audiobook.certificate is not None
    assert audiobook.certificate.characters_spoken == 11
    for state in ("synthesizing", "assembling"):
        job = find_job(pipeline, user, jobs[state])
        assert (job.state, job.characters_done, job.chapters_done) == (JobState.SYNTHESIZING, 0, 0)
    pipeline.clock.advance(901)
    sweep(pipeline)
    pipeline.run(tmp_path)
    for state in ("synthesizing", "assembling"):
        assert find_job(pipeline, user, jobs[state]).state is JobState.COMPLETED
        assert find_audiobook(pipeline, user, jobs[state]).duration_ms == 11
    pipeline.store.close()
