"""The episodes of a feed, in an order that every player keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ebookvoice.domain.feed import MAX_EPISODES, WHOLE, FeedBook, Recording

_STEP = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Episode:
    """A chapter of a book, or all of it (`number` is None)."""

    book: FeedBook
    number: int | None
    title: str
    published: datetime
    duration_ms: int
    recording: Recording

    @property
    def guid(self) -> str:
        """Name the episode for good, whichever file it comes as."""
        return str(self.book.id) if self.number is None else f"{self.book.id}-{self.number}"

    @property
    def filename(self) -> str:
        """Name the file."""
        return f"{self.number or WHOLE}{self.recording.type.suffix}"


def episodes(books: Sequence[FeedBook]) -> list[Episode]:
    """List the episodes of books, in the order in which they were begun; every one is dated later than the one before.

    Players sort by these dates, so they don't depend on when a chapter was finished: a book's are a second apart and
    end when it was begun, or come after those of the book before.
    """
    listed: list[Episode] = []
    ended: datetime | None = None
    for book in books:
        began = book.created_at - _STEP * book.planned
        began = max(began, ended or began)
        listed += _episodes_of(book, began)
        ended = began + _STEP * book.planned
    return listed


def _episodes_of(book: FeedBook, began: datetime) -> list[Episode]:
    """Make an episode of each chapter; of the whole book if it is finished and not every chapter is there any more."""
    playable = [(chapter, chapter.recording) for chapter in book.chapters if chapter.recording]
    if book.whole and (len(playable) < book.planned or book.planned > MAX_EPISODES):
        duration = sum(chapter.duration_ms for chapter in book.chapters)
        return [Episode(book, None, book.title, began + _STEP * book.planned, duration, book.whole)]
    return [
        Episode(book, chapter.number, chapter.title, began + _STEP * chapter.number, chapter.duration_ms, recording)
        for chapter, recording in playable
    ]
