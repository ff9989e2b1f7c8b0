"""Finished audiobooks on the wire."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import Query

from ebookvoice.domain.formats import COVER, METADATA, Format
from ebookvoice.domain.job import Audiobook, AudiobookSummary
from functions.api.schemas.certificates import CertificatePublic, SkippedPartPublic
from functions.api.schemas.paging import Place, cursor_of
from functions.api.schemas.wire import Public

Wanted = Annotated[
    Format | Literal["metadata", "cover"] | None,
    Query(alias="format", description="One of `artifacts`; without it the first format, or the chapter's best."),
]
WantedChapter = Annotated[int | None, Query(alias="chapter", ge=1, le=1_000_000, description="A chapter, from 1.")]

SHOWN = frozenset({*Format, METADATA, COVER})
"""Formats that are downloaded as they are; POST /api/pdf/export chooses among the transcripts on paper."""


class AudiobookChapterPublic(Public):
    """A chapter and where it starts; times in milliseconds."""

    number: int
    title: str
    start_ms: int
    duration_ms: int
    characters: int


class ArtifactPublic(Public):
    """A file of an audiobook; `chapter` counts from 1, null for a file of the whole book; `size` in bytes."""

    format: str
    chapter: int | None
    filename: str
    content_type: str
    size: int


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
    """A finished audiobook: its chapters, its files, and the certificate of what was spoken."""

    chapters: list[AudiobookChapterPublic]
    skipped: list[SkippedPartPublic]
    artifacts: list[ArtifactPublic]
    certificate: CertificatePublic | None

    @classmethod
    def of(cls, audiobook: Audiobook) -> Self:
        """Show an audiobook."""
        summary = AudiobookSummaryPublic.model_validate(audiobook)
        certificate = audiobook.certificate
        return cls(
            **summary.model_dump(),
            chapters=[AudiobookChapterPublic.model_validate(chapter) for chapter in audiobook.chapters],
            skipped=[SkippedPartPublic.model_validate(part) for part in audiobook.skipped],
            artifacts=[ArtifactPublic.model_validate(file) for file in audiobook.files if file.format in SHOWN],
            certificate=CertificatePublic.model_validate(certificate) if certificate else None,
        )


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
