"""Finished audiobooks on the wire."""

from datetime import datetime
from typing import Self
from uuid import UUID

from ebookvoice.domain.job import AudiobookSummary
from functions.api.schemas.paging import Place, cursor_of
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


class AudiobookSummaryPublic(Public):
    """A finished audiobook in a list; `size` in bytes.

    `expires_at` is when it goes by itself, null for one that is pinned.
    """

    id: UUID
    title: str
    author: str | None
    voice: str
    duration_ms: int
    size: int
    filename: str
    created_at: datetime
    expires_at: datetime | None
    pinned: bool


class AudiobookPublic(AudiobookSummaryPublic):
    """A finished audiobook."""

    chapters: list[AudiobookChapterPublic]
    skipped: list[SkippedPartPublic]


class AudiobooksPublic(Public):
    """A page of audiobooks, the newest first; `next_cursor` leads to the next page, null on the last."""

    items: list[AudiobookSummaryPublic]
    next_cursor: str | None

    @classmethod
    def of(cls, listed: list[tuple[AudiobookSummary, Place]], limit: int) -> Self:
        """Show a page; one audiobook more than `limit` says that there is another."""
        page, more = listed[:limit], len(listed) > limit
        return cls(
            items=[AudiobookSummaryPublic.model_validate(audiobook) for audiobook, _ in page],
            next_cursor=cursor_of(page[-1][1]) if more else None,
        )
