"""A book that was read, laid out for those who will speak it: book.json, and the rows that point into it."""

import json
from collections import Counter
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.book import Book
from ebookvoice.domain.segment import Segment, plan_segments
from ebookvoice.domain.speech import Voice
from ebookvoice.ports.records.readings import PlannedBook, PlannedChapter, PlannedSegment, ReadingTask
from ebookvoice.usecases.world import World


def lay_out(world: World, task: ReadingTask, attempt: UUID, book: Book, voice: Voice) -> PlannedBook:
    """Write book.json and the cover under this attempt's keys, and lay out the rows that point into them."""
    segments = list(plan_segments(book))
    document, lines = _book_document(book, segments)
    book_key = keys.book(task.user_id, task.job_id, attempt)
    head = world.objects.put(book_key, document, "application/json")
    cover_key = keys.cover(task.user_id, task.job_id, attempt) if book.cover else None
    if book.cover and cover_key:
        world.objects.put(cover_key, book.cover.content, book.cover.media_type)
    counts = Counter(segment.chapter for segment in segments)
    characters: Counter[int] = Counter()
    for segment in segments:
        characters[segment.chapter] += segment.characters
    return PlannedBook(
        title=task.title or book.title,
        authors=book.authors,
        language=book.language,
        metadata={
            "publisher": book.publisher,
            "published": book.published,
            "description": book.description,
            "series": book.series,
            "series_part": book.series_part,
            "isbn": book.isbn,
        },
        skipped=[{"title": p.title, "reason": p.reason, "characters": p.characters} for p in book.skipped],
        voice=str(voice),
        book_key=book_key,
        book_etag=head.etag,
        cover_key=cover_key,
        cover_type=book.cover.media_type if book.cover else None,
        chapters=tuple(
            PlannedChapter(chapter.title, characters[number], counts[number])
            for number, chapter in enumerate(book.chapters)
        ),
        segments=tuple(
            PlannedSegment(world.ids.new(), segment.number, segment.chapter, segment.characters, offset, length)
            for segment, (offset, length) in zip(segments, lines, strict=True)
        ),
    )


def _book_document(book: Book, segments: list[Segment]) -> tuple[bytes, list[tuple[int, int]]]:
    """Write book.json with a segment per line, so that a worker fetches no more than its own bytes."""
    opening = {"title": book.title, "authors": book.authors, "language": book.language}
    chapters = [chapter.title for chapter in book.chapters]
    head = json.dumps({**opening, "chapters": chapters, "segments": []}, ensure_ascii=False)
    document = bytearray(head.removesuffix("]}").encode() + b"\n")
    places = []
    for position, segment in enumerate(segments):
        if position:
            document += b",\n"
        line = segment.to_json().encode()
        places.append((len(document), len(line)))
        document += line
    document += b"\n]}\n"
    return bytes(document), places
