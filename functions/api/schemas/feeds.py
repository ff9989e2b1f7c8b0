"""Private podcast feeds on the wire."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from ebookvoice.domain.feed import Feed
from ebookvoice.domain.job import AudiobookChapter
from ebookvoice.usecases.feeds import OpenedFeed
from functions.api.lines import one_line
from functions.api.schemas.wire import Create, Public

MAX_MARK = 80
"""Characters of a chapter's title: those of 10,000 chapters fit into the 6 MB that a function may answer with."""


class FeedCreate(Create):
    """What the feed shall have."""

    audiobook_id: Annotated[
        UUID | None, Field(description="An audiobook, finished or not; null for all that you have and will have.")
    ] = None


class FeedPublic(Public):
    """A feed without its token. `read_at` is when a player came last, null if none did yet."""

    id: UUID
    audiobook_id: UUID | None
    created_at: datetime
    read_at: datetime | None


class OpenedFeedPublic(FeedPublic):
    """A new feed. `url` goes into a podcast player; it has the token, which is told only now."""

    token: str
    url: str

    @classmethod
    def of(cls, opened: OpenedFeed, url: str) -> Self:
        """Show a feed that was just opened."""
        shown = FeedPublic.model_validate(opened.feed)
        return cls(**shown.model_dump(), token=opened.token, url=url)


class FeedsPublic(Public):
    """Your feeds, the oldest first."""

    items: list[FeedPublic]

    @classmethod
    def of(cls, feeds: list[Feed]) -> Self:
        """Show feeds."""
        return cls(items=[FeedPublic.model_validate(feed) for feed in feeds])


class ChapterMarkPublic(Public):
    """Where a chapter begins, in seconds."""

    startTime: float  # noqa: N815 – the format's own name
    title: str


class ChapterMarksPublic(Public):
    """The chapters of a whole book, in the JSON of Podcasting 2.0."""

    version: str
    title: str
    chapters: list[ChapterMarkPublic]

    @classmethod
    def of(cls, title: str, chapters: tuple[AudiobookChapter, ...]) -> Self:
        """Show chapters."""
        marks = [
            ChapterMarkPublic(startTime=chapter.start_ms / 1000, title=one_line(chapter.title, MAX_MARK))
            for chapter in chapters
        ]
        return cls(version="1.2.0", title=title, chapters=marks)
