"""What somebody has: a book, a conversion that runs, a finished audiobook, and the objects that belong to them."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg.rows import dict_row

from ebookvoice.domain import keys
from ebookvoice.domain.book import Paragraph
from ebookvoice.domain.segment import Segment
from tests.integration.api.harness import ApiWorld

BOOK = b"the book's own bytes"
AUDIO = b"the audiobook's own bytes"

_ROWS = (
    """
    insert into files (id, user_id, kind, key, filename, content_type, size, sha256, state, etag) values (
        %(file)s, %(user)s, 'book', %(book_key)s, 'a book.epub', 'application/epub+zip', %(book_size)s, 's',
        'uploaded', 'e'
    )
    """,
    """
    insert into jobs (id, user_id, file_id, state, voice, title, characters, characters_done, samples, sample_rate,
        finished_at)
    values (%(audiobook)s, %(user)s, %(file)s, 'completed', 'fake:en', 'A Book', 100, 100, 2646000, 22050, now())
    """,
    """
    insert into chapters (job_id, user_id, number, title, characters, characters_done, remaining, samples)
    values (%(audiobook)s, %(user)s, 0, 'Chapter 1', 100, 100, 0, 2646000)
    """,
    """
    insert into files (id, user_id, job_id, kind, key, filename, content_type, size, sha256, state, etag) values (
        %(artifact)s, %(user)s, %(audiobook)s, 'artifact', %(audio_key)s, 'A Book.m4b', 'audio/mp4', %(audio_size)s,
        's', 'uploaded', 'e'
    )
    """,
    """
    insert into jobs (id, user_id, file_id, state, voice, title, characters, remaining, book_key, book_etag)
    values (%(job)s, %(user)s, %(file)s, 'synthesizing', 'fake:en', 'A Book', 5, 1, %(json_key)s, %(json_etag)s)
    """,
    """
    insert into chapters (job_id, user_id, number, title, characters, remaining)
    values (%(job)s, %(user)s, 0, 'Chapter 1', 5, 1)
    """,
    """
    insert into segments (id, job_id, user_id, chapter, number, text_offset, text_length, characters)
    values (%(segment)s, %(job)s, %(user)s, 0, 0, 0, %(json_size)s, 5)
    """,
    "insert into credit_events (user_id, kind, amount, job_id) values (%(user)s, 'hold', -1, %(job)s)",
    "update credits set balance = balance - 1 where user_id = %(user)s",
)


@dataclass(frozen=True)
class Belongings:
    """Ids of what somebody has."""

    file: UUID
    job: UUID
    segment: UUID
    audiobook: UUID
    artifact: UUID


def give(world: ApiWorld, user: UUID) -> Belongings:
    """Give an account one of each."""
    has = Belongings(uuid4(), uuid4(), uuid4(), uuid4(), uuid4())
    line = Segment(0, 0, True, True, (Paragraph("Hello"),)).to_json().encode()
    book = keys.upload(user, has.file)
    audio = keys.artifact(user, has.audiobook, uuid4(), "m4b")
    plan = keys.book(user, has.job, uuid4())
    heads = {key: world.objects.put(key, body, "") for key, body in ((book, BOOK), (audio, AUDIO), (plan, line))}
    values: dict[str, Any] = {
        "user": user,
        "file": has.file,
        "job": has.job,
        "segment": has.segment,
        "audiobook": has.audiobook,
        "artifact": has.artifact,
        "book_key": book,
        "book_size": len(BOOK),
        "audio_key": audio,
        "audio_size": len(AUDIO),
        "json_key": plan,
        "json_etag": heads[plan].etag,
        "json_size": len(line),
    }
    with psycopg.connect(world.database_url) as connection:
        for statement in _ROWS:
            connection.execute(statement, values)
    return has


def rows_about(world: ApiWorld, user: UUID) -> dict[str, list[dict[str, Any]]]:
    """Read every row of every table that names a user anywhere, whatever its columns are called."""
    found: dict[str, list[dict[str, Any]]] = {}
    with psycopg.connect(world.database_url, row_factory=dict_row) as connection:
        for table in connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall():
            name = psycopg.sql.Identifier(table["tablename"])
            query = psycopg.sql.SQL("select to_jsonb(t) as row from {} t where t::text like %s").format(name)
            rows = [row["row"] for row in connection.execute(query, (f"%{user}%",)).fetchall()]
            if rows:
                found[table["tablename"]] = rows
    return found


def text_of(rows: dict[str, list[dict[str, Any]]]) -> str:
    """Write rows down to look for something in them."""
    return json.dumps(rows)
