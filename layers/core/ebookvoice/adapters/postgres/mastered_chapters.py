"""chapters: what they have become."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.formats import ChapterCodec
from ebookvoice.ports.records.chapters import FinishedChapter, StoredAudio


class PostgresMasteredChapters:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of_job(self, job_id: UUID) -> list[FinishedChapter]:
        """List the mastered chapters of a job in order."""
        rows = self._rows.all(
            """
            select c.number, c.title, c.samples, c.audio, c.timings_key, min(s.text_offset) as text_offset,
                max(s.text_offset + s.text_length) - min(s.text_offset) as text_length
            from chapters c join segments s on s.job_id = c.job_id and s.chapter = c.number
            where c.job_id = %(job)s and c.state = 'done'
            group by c.job_id, c.number order by c.number
            """,
            {"job": job_id},
        )
        return [FinishedChapter(**{**row, "audio": _audio_of(row["audio"])}) for row in rows]

    def audio_of(self, job_id: UUID, number: int) -> Mapping[ChapterCodec, StoredAudio]:
        """Find the encodings of a chapter that are there, as far as the transaction's role may see them."""
        statement = "select audio from chapters where job_id = %(job)s and number = %(number)s"
        row = self._rows.first(statement, {"job": job_id, "number": number})
        return _audio_of(row["audio"]) if row else {}


def _audio_of(row: dict[str, dict[str, Any]]) -> dict[ChapterCodec, StoredAudio]:
    return {ChapterCodec(codec): StoredAudio(**stored) for codec, stored in row.items()}
