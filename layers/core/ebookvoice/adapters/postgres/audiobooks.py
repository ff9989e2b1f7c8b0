"""Finished audiobooks: a completed job, its chapters and its artifact."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from ebookvoice.adapters.postgres.file_rows import file_of
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Audiobook, AudiobookChapter, AudiobookSummary, SkippedPart


class PostgresAudiobooks:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def find(self, job_id: UUID) -> tuple[Audiobook, File] | None:
        """Find a finished audiobook and its file, as far as the transaction's role may see it."""
        row = self._rows.first(
            """
            select j.title, j.authors, j.voice, j.samples, j.sample_rate, j.skipped, f.*
            from jobs j join files f on f.job_id = j.id and f.kind = 'artifact'
            where j.id = %(id)s and j.state = 'completed' and f.state <> 'deleted'
            """,
            {"id": job_id},
        )
        if row is None:
            return None
        audiobook = Audiobook(
            **_summary(row),
            chapters=self._chapters(job_id, row["sample_rate"]),
            skipped=tuple(SkippedPart(**part) for part in row["skipped"]),
        )
        return audiobook, file_of(row)

    def summaries(self, job_ids: Sequence[UUID]) -> dict[UUID, AudiobookSummary]:
        """Describe finished audiobooks by id, as far as the transaction's role may see them."""
        rows = self._rows.all(
            """
            select j.title, j.authors, j.voice, j.samples, j.sample_rate, f.*
            from jobs j join files f on f.job_id = j.id and f.kind = 'artifact'
            where j.id = any(%(ids)s::uuid[]) and j.state = 'completed' and f.state <> 'deleted'
            """,
            {"ids": list(job_ids)},
        )
        return {row["job_id"]: AudiobookSummary(**_summary(row)) for row in rows}

    def _chapters(self, job_id: UUID, sample_rate: int) -> tuple[AudiobookChapter, ...]:
        """Read the chapters; starts and ends are rounded from samples, so lengths add up to the book's."""
        rows = self._rows.all(
            """
            select number, title, characters, sum(samples) over (order by number) as ends, samples
            from chapters where job_id = %(job)s order by number
            """,
            {"job": job_id},
        )
        chapters = []
        for row in rows:
            end = milliseconds(int(row["ends"]), sample_rate)
            start = milliseconds(int(row["ends"]) - row["samples"], sample_rate)
            chapters.append(AudiobookChapter(row["number"] + 1, row["title"], start, end - start, row["characters"]))
        return tuple(chapters)


def _summary(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["job_id"],
        "title": row["title"],
        "author": ", ".join(row["authors"]) or None,
        "voice": row["voice"],
        "duration_ms": milliseconds(row["samples"], row["sample_rate"]),
        "size": row["size"],
        "filename": row["filename"],
        "created_at": row["created_at"],
        "expires_at": row["expires_at"],
        "pinned": row["pinned_at"] is not None,
    }


def milliseconds(samples: int, sample_rate: int) -> int:
    """Convert samples to whole milliseconds, rounded."""
    return round(samples * 1000 / sample_rate)
