"""Finished audiobooks on the wire."""

from datetime import datetime
from uuid import UUID

from functions.api.schemas.wire import Public


class AudiobookChapterPublic(Public):
    """A chapter and where it starts; times in milliseconds."""

    number: int
    title: str
    start_ms: int
    duration_ms: int
    characters: int


class SkippedPartPublic(Public):
    """What was left out on purpose, and why."""

    title: str
    reason: str
    characters: int


class AudiobookPublic(Public):
    """A finished audiobook; `size` in bytes."""

    id: UUID
    title: str
    author: str | None
    voice: str
    duration_ms: int
    size: int
    filename: str
    chapters: list[AudiobookChapterPublic]
    skipped: list[SkippedPartPublic]
    created_at: datetime


class DownloadPublic(Public):
    """A short-lived address of the M4B; `size` in bytes."""

    url: str
    filename: str
    size: int
    expires_at: datetime
