"""What somebody has: a book, a picture that is published, a conversion that runs, a finished audiobook, and the objects
that belong to them."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg.rows import dict_row

from ebookvoice.domain import keys
from ebookvoice.domain.book import Book, Paragraph, Part
from ebookvoice.domain.choice import Choice
from ebookvoice.domain.plan import make_plan
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.speech import Voice
from tests.integration.api.harness import ApiWorld

BOOK = b"the book's own bytes"
AUDIO = b"the audiobook's own bytes"
PICTURE = b"the picture's own bytes"
READ = Book("A Book", (), "en", (Part("Chapter 1", (Paragraph("Hello"),)),))

_ROWS = (
    """
    insert into files (id, user_id, kind, key, filename, content_type, size, sha256, state, etag) values (
        %(file)s, %(user)s, 'book', %(book_key)s, 'a book.epub', 'application/epub+zip', %(book_size)s, 's',
        'uploaded', %(book_etag)s
    )
    """,
    """
    insert into plans (file_id, user_id, etag, state, body, heard_at, requested_at) values (
        %(file)s, %(user)s, %(book_etag)s, 'ready', %(plan)s, now(), now()
    )
    """,
    """
    insert into pronunciations (user_id, entries, updated_at) values (%(user)s, %(entries)s, now())
    on conflict (user_id) do nothing
    """,
    """
    insert into jobs (id, user_id, file_id, state, voice, title, characters, characters_done, samples, sample_rate,
        finished_at)
    values (%(audiobook)s, %(user)s, %(file)s, 'completed', 'fake:en', 'A Book', 100, 100, 2646000, 22050, now())
    """,
    """
    insert into chapters (job_id, user_id, number, title, characters, characters_done, remaining, samples, state,
        characters_spoken)
    values (%(audiobook)s, %(user)s, 0, 'Chapter 1', 100, 100, 0, 2646000, 'done', 100)
    """,
    """
    insert into files (id, user_id, job_id, kind, format, key, filename, content_type, size, sha256, state, etag)
    values (
        %(artifact)s, %(user)s, %(audiobook)s, 'artifact', 'm4b', %(audio_key)s, 'A Book.m4b', 'audio/mp4',
        %(audio_size)s, 's', 'uploaded', %(audio_etag)s
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
    """
    insert into files (id, user_id, parent_id, kind, key, filename, content_type, size, sha256, state, etag, width,
        height)
    values
        (%(picture)s, %(user)s, null, 'picture', %(picture_key)s, 'a.png', 'image/png', %(picture_size)s, 's', 'ready',
            %(picture_etag)s, 60, 40),
        (gen_random_uuid(), %(user)s, %(picture)s, 'thumbnail', %(thumbnail_key)s, 'a.png', 'image/webp',
            %(picture_size)s, 's', 'ready', %(picture_etag)s, 60, 40),
        (gen_random_uuid(), %(user)s, %(picture)s, 'publication', %(public_key)s, 'a.png', 'image/png',
            %(picture_size)s, 's', 'ready', %(picture_etag)s, 60, 40)
    """,
    "insert into feeds (id, user_id, audiobook_id, token_hash) values (%(feed)s, %(user)s, %(audiobook)s, %(token)s)",
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
    picture: UUID
    feed: UUID


def give(world: ApiWorld, user: UUID) -> Belongings:
    """Give an account one of each."""
    has = Belongings(*(uuid4() for _ in fields(Belongings)))
    line = Segment(0, 0, True, True, (Paragraph("Hello"),)).to_json().encode()
    book = keys.upload(user, has.file)
    audio = keys.artifact(user, has.audiobook, uuid4(), "m4b")
    plan = keys.book(user, has.job, uuid4())
    picture, thumbnail = (keys.picture(user, has.picture, uuid4(), name) for name in ("picture.png", "thumbnail.webp"))
    public = keys.publication(user, uuid4(), "png")
    bodies = {book: BOOK, audio: AUDIO, plan: line, picture: PICTURE, thumbnail: PICTURE, public: PICTURE}
    heads = {key: world.objects.put(key, body, "") for key, body in bodies.items()}
    values: dict[str, Any] = {
        "user": user,
        "file": has.file,
        "job": has.job,
        "segment": has.segment,
        "audiobook": has.audiobook,
        "artifact": has.artifact,
        "book_key": book,
        "book_size": len(BOOK),
        "book_etag": heads[book].etag,
        "plan": json.dumps(asdict(make_plan(READ, Choice(), Voice("fake", "en")))),
        "entries": json.dumps([{"word": "Ada", "spoken": "ay da"}]),
        "audio_key": audio,
        "audio_size": len(AUDIO),
        "audio_etag": heads[audio].etag,
        "feed": has.feed,
        "token": has.feed.bytes * 2,
        "picture": has.picture,
        "picture_key": picture,
        "picture_size": len(PICTURE),
        "picture_etag": heads[picture].etag,
        "thumbnail_key": thumbnail,
        "public_key": public,
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
