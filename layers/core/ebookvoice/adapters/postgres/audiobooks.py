"""Finished audiobooks: a completed job, its chapters and its files."""

from collections.abc import Sequence
from uuid import UUID

from ebookvoice.adapters.postgres.audiobook_rows import (
    Row,
    certificate_of,
    chapters_of,
    file_of_audiobook,
    skipped_of,
    summary_of,
)
from ebookvoice.adapters.postgres.file_rows import file_of
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.certificate import MAX_PASSAGES, Certificate
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Audiobook, AudiobookFile, AudiobookSummary


class PostgresAudiobooks:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def find(self, job_id: UUID) -> tuple[Audiobook, File] | None:
        """Find a finished audiobook and its first file, as far as the transaction's role may see it."""
        row = self._rows.first(
            """
            select j.title, j.authors, j.voice, j.samples, j.sample_rate, j.skipped, f.*
            from jobs j join files f on f.job_id = j.id and f.parent_id is null and f.chapter is null
            where j.id = %(id)s and j.state = 'completed' and f.state <> 'deleted'
            """,
            {"id": job_id},
        )
        if row is None:
            return None
        chapters = self._chapters(job_id)
        audiobook = Audiobook(
            **summary_of(row),
            chapters=chapters_of(chapters, row["sample_rate"]),
            skipped=skipped_of(row),
            files=self._files(job_id),
            certificate=certificate_of(row, chapters),
        )
        return audiobook, file_of(row)

    def summaries(self, job_ids: Sequence[UUID]) -> dict[UUID, AudiobookSummary]:
        """Describe finished audiobooks by id, as far as the transaction's role may see them."""
        rows = self._rows.all(
            """
            select j.title, j.authors, j.voice, j.samples, j.sample_rate, f.*
            from jobs j join files f on f.job_id = j.id and f.parent_id is null and f.chapter is null
            where j.id = any(%(ids)s::uuid[]) and j.state = 'completed' and f.state <> 'deleted'
            """,
            {"ids": list(job_ids)},
        )
        return {row["job_id"]: AudiobookSummary(**summary_of(row)) for row in rows}

    def file(self, job_id: UUID, format_: str, chapter: int | None) -> File | None:
        """Find one file of an audiobook, or of a chapter (from 0) that is mastered while its job still runs."""
        row = self._rows.first(
            """
            select * from files
            where job_id = %(job)s and format = %(format)s and chapter is not distinct from %(chapter)s::int
                and state <> 'deleted'
            """,
            {"job": job_id, "format": format_, "chapter": chapter},
        )
        return file_of(row) if row else None

    def certificate(self, job_id: UUID) -> Certificate | None:
        """Account for what was spoken of a job whose chapters are all mastered, by its chapters' own records."""
        job = self._rows.first(
            "select voice, skipped from jobs where id = %(id)s and started_at is not null and chapters_remaining = 0",
            {"id": job_id},
        )
        return certificate_of(job, self._chapters(job_id)) if job else None

    def _chapters(self, job_id: UUID) -> list[Row]:
        return self._rows.all(
            """
            select number, title, characters, characters_spoken, samples, loudness, peak, gain,
                substituted, jsonb_path_query_array(substitutions, '$[0 to $last]', jsonb_build_object('last',
                    %(most)s - 1 - coalesce(sum(substituted) over before, 0)
                )) as substitutions
            from chapters where job_id = %(job)s
            window before as (order by number rows between unbounded preceding and 1 preceding)
            order by number
            """,
            {"job": job_id, "most": MAX_PASSAGES},
        )

    def _files(self, job_id: UUID) -> tuple[AudiobookFile, ...]:
        rows = self._rows.all(
            """
            select format, chapter, filename, content_type, size, key from files
            where job_id = %(job)s and state = 'uploaded'
            order by chapter nulls first, parent_id nulls first, format
            """,
            {"job": job_id},
        )
        return tuple(file_of_audiobook(row) for row in rows)
