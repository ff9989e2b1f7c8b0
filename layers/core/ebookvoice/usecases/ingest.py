"""Read a book and plan its segments: queued → reading → synthesizing."""

import json
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.book import Book, Cover
from ebookvoice.domain.errors import (
    BookRefusedError,
    ConversionFailedError,
    NoTextError,
    UnknownVoiceError,
    UploadChangedError,
)
from ebookvoice.domain.segment import Segment, plan_segments
from ebookvoice.domain.speech import Voice
from ebookvoice.domain.states import FileState
from ebookvoice.ports.objects import ObjectChangedError, ObjectMissingError
from ebookvoice.ports.reading import BookReader
from ebookvoice.ports.records.jobs import PlannedBook, PlannedChapter, PlannedSegment, ReadingTask
from ebookvoice.usecases import lease, places, relay
from ebookvoice.usecases.copying import BytesDifferError, verified
from ebookvoice.usecases.files import record_upload
from ebookvoice.usecases.jobs import fail_job
from ebookvoice.usecases.messages import segment_message
from ebookvoice.usecases.world import World

logger = logging.getLogger(__name__)


class Reading(NamedTuple):
    """What reading takes: the reader, the maker of covers, the check of a voice, and the voice for a language."""

    reader: BookReader
    prepare_cover: Callable[[Cover], Cover | None]
    check_voice: Callable[[Voice], None]
    default_voice: Callable[[str | None], Voice]


def upload_arrived(world: World, key: str) -> bool:
    """Take the store's word that an object was created; False if no upload has that key or its bytes are gone."""
    with world.store.as_service() as records:
        file = records.files.by_key(key)
    return file is not None and record_upload(world, file)


def ingest(world: World, job_id: UUID, reading: Reading, directory: Path, hide: Callable[[int], None]) -> bool:
    """Read the job's book and plan it; False if somebody else does or did.

    A book that is refused fails its job, for good; whatever else goes wrong is raised, for another try.
    """
    attempt = world.ids.new()
    with world.store.as_service() as records:
        task = records.jobs.claim_reading(job_id, attempt, world.clock.now(), lease.lease_end(world))
    if task is None:
        return False
    if task.attempts > world.settings.max_attempts:
        return fail_job(world, job_id, ConversionFailedError())
    try:
        with lease.held(world, lambda records: records.jobs, job_id, attempt, hide):
            return _read_and_plan(world, task, attempt, reading, directory)
    except (BookRefusedError, UnknownVoiceError) as refusal:
        return fail_job(world, job_id, refusal)


def _read_and_plan(world: World, task: ReadingTask, attempt: UUID, reading: Reading, directory: Path) -> bool:
    source = _fetch(world, task, directory)
    book = reading.reader.read(source, task.filename)
    if not book.characters:
        raise NoTextError
    voice = Voice.parse(task.voice) if task.voice else reading.default_voice(book.language)
    reading.check_voice(voice)
    cover = _cover(world, task, book, reading)
    plan = _store_plan(world, task, attempt, replace(book, cover=cover), voice)
    messages = [segment_message(world, task.job_id, segment.id, task.user_id) for segment in plan.segments]
    with world.store.as_service() as records:
        planned = records.jobs.plan(task, attempt, plan, world.clock.now())
        if planned:
            records.outbox.add(messages)
    if planned:
        relay.send(world, messages)
    else:
        world.objects.delete([plan.book_key, *filter(None, [plan.cover_key])])
    return planned


def _fetch(world: World, task: ReadingTask, directory: Path) -> Path:
    """Fetch the pinned upload from a store that has it, and hash it: what is read is what its owner declared."""
    source = directory / "source"
    for store, etag in places.places_of(world, task):
        try:
            with source.open("wb") as file:
                file.writelines(verified(store.stream(task.key, etag=etag), task.sha256))
        except (BytesDifferError, ObjectChangedError, ObjectMissingError):
            continue
        return source
    raise UploadChangedError


def _cover(world: World, task: ReadingTask, book: Book, reading: Reading) -> Cover | None:
    """Prepare the cover that was asked for, or the book's own."""
    chosen = _chosen_cover(world, task)
    prepared = reading.prepare_cover(chosen) if chosen else None
    if prepared is None and book.cover:
        prepared = reading.prepare_cover(book.cover)
    return prepared


def _chosen_cover(world: World, task: ReadingTask) -> Cover | None:
    """Read the picture that was asked for as the cover; a book is not refused because it went meanwhile."""
    if task.cover_file_id is None:
        return None
    with world.store.as_service() as records:
        picture = records.files.find(task.cover_file_id)
    if picture is not None and picture.state is FileState.READY:
        try:
            return Cover(places.read(world, picture), picture.content_type)
        except (ObjectChangedError, ObjectMissingError):
            pass  # deleted since; told below
    logger.warning("chosen cover is gone", extra={"job_id": task.job_id, "file_id": task.cover_file_id})
    return None


def _store_plan(world: World, task: ReadingTask, attempt: UUID, book: Book, voice: Voice) -> PlannedBook:
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
        metadata={"publisher": book.publisher, "published": book.published, "description": book.description},
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
