"""What a finished audiobook is in the database, and what it is to its owner."""

from collections.abc import Sequence
from typing import Any

from ebookvoice.domain.certificate import Certificate, ChapterAccount, SkippedPart, SubstitutedPassage
from ebookvoice.domain.job import AudiobookChapter, AudiobookFile
from ebookvoice.domain.speech import Why

Row = dict[str, Any]


def summary_of(row: Row) -> dict[str, Any]:
    """Map a row of `jobs` and its first file to the fields of a summary."""
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


def chapters_of(rows: Sequence[Row], sample_rate: int) -> tuple[AudiobookChapter, ...]:
    """Map rows of `chapters`; starts and ends are rounded from samples, so lengths add up to the book's."""
    chapters, start = [], 0
    for row in rows:
        begins, ends = milliseconds(start, sample_rate), milliseconds(start + row["samples"], sample_rate)
        chapters.append(AudiobookChapter(row["number"] + 1, row["title"], begins, ends - begins, row["characters"]))
        start += row["samples"]
    return tuple(chapters)


def skipped_of(job: Row) -> tuple[SkippedPart, ...]:
    """Map what a job has left out."""
    return tuple(SkippedPart(**part) for part in job["skipped"])


def certificate_of(job: Row, rows: Sequence[Row]) -> Certificate:
    """Account for a job by its rows of `chapters`."""
    accounts = tuple(
        ChapterAccount(
            number=row["number"] + 1,
            title=row["title"],
            characters=row["characters"],
            characters_spoken=row["characters_spoken"],
            loudness=row["loudness"],
            peak=row["peak"],
            gain=row["gain"],
            substitutions=tuple(_passage(passage) for passage in row["substitutions"]),
            more=row["substituted"] - len(row["substitutions"]),
        )
        for row in rows
    )
    return Certificate(job["voice"], accounts, skipped_of(job))


def file_of_audiobook(row: Row) -> AudiobookFile:
    """Map a row of `files`; chapters count from 1 for people."""
    return AudiobookFile(
        format=row["format"],
        chapter=None if row["chapter"] is None else row["chapter"] + 1,
        filename=row["filename"],
        content_type=row["content_type"],
        size=row["size"],
        key=row["key"],
    )


def milliseconds(samples: int, sample_rate: int) -> int:
    """Convert samples to whole milliseconds, rounded."""
    return round(samples * 1000 / sample_rate)


def _passage(passage: dict[str, Any]) -> SubstitutedPassage:
    return SubstitutedPassage(**{**passage, "why": Why(passage["why"])})
