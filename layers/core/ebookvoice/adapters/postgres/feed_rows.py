"""What a book is in the database, and what it is to a feed."""

from collections.abc import Sequence
from typing import Any

from ebookvoice.adapters.postgres.audiobook_rows import milliseconds
from ebookvoice.domain.feed import COVER_TYPES, FeedBook, FeedChapter, Recording
from ebookvoice.domain.formats import ChapterCodec

Row = dict[str, Any]


def book_of(row: Row, chapters: Sequence[FeedChapter]) -> FeedBook:
    """Map a row of `jobs` with what is told of its chapters and files."""
    return FeedBook(
        id=row["id"],
        title=row["title"],
        authors=tuple(row["authors"]),
        language=row["language"],
        created_at=row["created_at"],
        season=row["season"],
        planned=row["planned"],
        chapters=tuple(chapters),
        whole=Recording(**row["whole"]) if row["whole"] else None,
        cover=COVER_TYPES.get(row["cover_type"]),
        cover_key=row["cover_key"],
    )


def chapter_of(row: Row) -> FeedChapter:
    """Map a row of `chapters`, which count from 1 for people; the file that is kept comes before the one that goes."""
    sizes = [(codec, row[codec]) for codec in (ChapterCodec.MP3, ChapterCodec.AAC)]
    recordings = [Recording(codec, size) for codec, size in sizes if size is not None]
    return FeedChapter(
        number=row["number"] + 1,
        title=row["title"],
        duration_ms=milliseconds(row["samples"], row["sample_rate"]),
        recording=recordings[0] if recordings else None,
    )
