"""Finished audiobooks: a completed job, its chapters and its artifact."""

from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.job import Audiobook, AudiobookChapter, SkippedPart


class PostgresAudiobooks:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def find(self, job_id: UUID) -> tuple[Audiobook, str] | None:
        """Find a finished audiobook and its object's key, as far as the transaction's role may see it."""
        row = self._rows.first(
            """
            select j.id, j.title, j.authors, j.voice, j.samples, j.sample_rate, j.skipped, j.finished_at,
                f.size, f.filename, f.key
            from jobs j join files f on f.job_id = j.id and f.kind = 'artifact'
            where j.id = %(id)s and j.state = 'completed'
            """,
            {"id": job_id},
        )
        if row is None:
            return None
        audiobook = Audiobook(
            id=row["id"],
            title=row["title"],
            author=", ".join(row["authors"]) or None,
            voice=row["voice"],
            duration_ms=milliseconds(row["samples"], row["sample_rate"]),
            size=row["size"],
            filename=row["filename"],
            chapters=self._chapters(job_id, row["sample_rate"]),
            skipped=tuple(SkippedPart(**part) for part in row["skipped"]),
            created_at=row["finished_at"],
        )
        return audiobook, row["key"]

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


def milliseconds(samples: int, sample_rate: int) -> int:
    """Convert samples to whole milliseconds, rounded."""
    return round(samples * 1000 / sample_rate)
