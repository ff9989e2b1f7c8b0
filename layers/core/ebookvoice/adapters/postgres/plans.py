"""A book's plan: one transition and the rows that come with it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.ports.records.readings import PlannedBook, ReadingTask


def record_plan(rows: Rows, task: ReadingTask, attempt: UUID, plan: PlannedBook, now: datetime) -> bool:
    """Record the plan: reading → synthesizing, with chapters and segments; False if the attempt is stale."""
    parameters = _parameters(task, attempt, plan, now)
    moved = rows.run(
        """
        update jobs
        set state = 'synthesizing', title = %(title)s, authors = %(authors)s::text[], language = %(language)s,
            metadata = %(metadata)s, skipped = %(skipped)s, voice = %(voice)s, book_key = %(book_key)s,
            book_etag = %(book_etag)s, cover_key = %(cover_key)s, cover_type = %(cover_type)s,
            characters = %(characters)s, remaining = %(remaining)s, chapters_remaining = %(chapters)s,
            started_at = %(now)s,
            attempt = null, attempts = 0, lease_until = null, heard_at = %(now)s
        where id = %(job)s and attempt = %(attempt)s and state = 'reading'
        """,
        parameters,
    )
    if moved == 0:
        return False
    rows.run(
        """
        insert into chapters (job_id, user_id, number, title, characters, remaining)
        select %(job)s, %(user)s, c.* from unnest(
            %(chapter_numbers)s::int[], %(chapter_titles)s::text[], %(chapter_characters)s::bigint[],
            %(chapter_segments)s::int[]
        ) c
        """,
        parameters,
    )
    rows.run(
        """
        insert into segments (job_id, user_id, id, number, chapter, characters, text_offset, text_length)
        select %(job)s, %(user)s, s.* from unnest(
            %(segment_ids)s::uuid[], %(segment_numbers)s::int[], %(segment_chapters)s::int[],
            %(segment_characters)s::int[], %(segment_offsets)s::bigint[], %(segment_lengths)s::int[]
        ) s
        """,
        parameters,
    )
    return True


def _parameters(task: ReadingTask, attempt: UUID, plan: PlannedBook, now: datetime) -> dict[str, Any]:
    """Lay a plan out as the parameters of its statements."""
    return {
        "job": task.job_id,
        "user": task.user_id,
        "attempt": attempt,
        "now": now,
        "title": plan.title,
        "authors": list(plan.authors),
        "language": plan.language,
        "metadata": Jsonb(plan.metadata),
        "skipped": Jsonb(plan.skipped),
        "voice": plan.voice,
        "book_key": plan.book_key,
        "book_etag": plan.book_etag,
        "cover_key": plan.cover_key,
        "cover_type": plan.cover_type,
        "characters": sum(chapter.characters for chapter in plan.chapters),
        "remaining": len(plan.segments),
        "chapters": len(plan.chapters),
        "chapter_numbers": list(range(len(plan.chapters))),
        "chapter_titles": [chapter.title for chapter in plan.chapters],
        "chapter_characters": [chapter.characters for chapter in plan.chapters],
        "chapter_segments": [chapter.segments for chapter in plan.chapters],
        "segment_ids": [segment.id for segment in plan.segments],
        "segment_numbers": [segment.number for segment in plan.segments],
        "segment_chapters": [segment.chapter for segment in plan.segments],
        "segment_characters": [segment.characters for segment in plan.segments],
        "segment_offsets": [segment.offset for segment in plan.segments],
        "segment_lengths": [segment.length for segment in plan.segments],
    }
