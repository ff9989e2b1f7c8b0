"""What a job is in the database, and what it is to its owner."""

from datetime import datetime
from typing import Any

from ebookvoice.adapters.postgres.audiobook_rows import milliseconds, skipped_of
from ebookvoice.adapters.postgres.choices import choice_of
from ebookvoice.adapters.postgres.directions import direction_of
from ebookvoice.domain.formats import Format
from ebookvoice.domain.job import ChapterProgress, Failure, Job, Waiting
from ebookvoice.domain.states import ChapterState, JobState
from ebookvoice.domain.storage import Location
from ebookvoice.ports.records.assemblies import AssemblyTask, PinnedUpload


def job_of(row: dict[str, Any], chapters: tuple[ChapterProgress, ...], now: datetime) -> Job:
    """Map a row of `jobs` to the owner's view."""
    return Job(
        id=row["id"],
        file_id=row["file_id"],
        state=JobState(row["state"]),
        voice=row["voice"],
        title=row["title"] or row["requested_title"],
        author=", ".join(row["authors"]) or None,
        characters=row["characters"],
        characters_done=row["characters_done"],
        chapters=chapters,
        eta_s=_eta(row, now),
        failure=Failure(row["failure_code"], row["failure_message"]) if row["failure_code"] else None,
        created_at=row["created_at"],
        finished_at=row["finished_at"],
        choice=choice_of(row["choice"]),
        direction=direction_of(row["direction"]),
        formats=formats_of(row["formats"]),
        waiting=_waiting(row),
    )


def chapter_of(row: dict[str, Any], sample_rate: int | None) -> ChapterProgress:
    """Map a row of `chapters`; chapters count from 1 for people."""
    playable = row["state"] == ChapterState.DONE
    return ChapterProgress(
        number=row["number"] + 1,
        title=row["title"],
        characters=row["characters"],
        characters_done=row["characters_done"],
        duration_ms=milliseconds(row["samples"], sample_rate) if playable and sample_rate else None,
    )


def assembly_of(row: dict[str, Any]) -> AssemblyTask:
    """Map what a claim for assembly returns."""
    typed = {
        "authors": tuple(row["authors"]),
        "upload": PinnedUpload(**{**row["upload"], "location": Location(row["upload"]["location"])}),
        "direction": direction_of(row["direction"]),
        "formats": formats_of(row["formats"]),
        "skipped": skipped_of(row),
    }
    return AssemblyTask(**{**row, **typed})


def formats_of(names: list[str]) -> tuple[Format, ...]:
    """Map `formats`."""
    return tuple(Format(name) for name in names)


def _waiting(row: dict[str, Any]) -> Waiting | None:
    if row["state"] != JobState.SYNTHESIZING or row["waiting_for"] is None:
        return None
    return Waiting(row["waiting_for"], row["waiting_since"], row["waiting_until"])


def _eta(row: dict[str, Any], now: datetime) -> int | None:
    """Estimate the seconds left from the pace so far."""
    if row["state"] != JobState.SYNTHESIZING or not row["characters_done"]:
        return None
    elapsed: float = (now - row["started_at"]).total_seconds()
    left: int = row["characters"] - row["characters_done"]
    return round(elapsed * left / int(row["characters_done"]))
