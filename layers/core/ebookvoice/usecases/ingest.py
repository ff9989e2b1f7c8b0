"""Read a book and plan its segments: queued → reading → synthesizing."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from ebookvoice.domain.book import Book, Cover
from ebookvoice.domain.choice import Choice
from ebookvoice.domain.errors import (
    BookRefusedError,
    ConversionFailedError,
    VoiceRefusedError,
)
from ebookvoice.domain.narration import choose
from ebookvoice.domain.speech import Voice
from ebookvoice.domain.states import FileState
from ebookvoice.ports.objects import ObjectChangedError, ObjectMissingError
from ebookvoice.ports.reading import BookReader
from ebookvoice.ports.records.readings import ReadingTask
from ebookvoice.usecases import lease, places, relay, sources
from ebookvoice.usecases.files import record_upload
from ebookvoice.usecases.jobs import fail_job
from ebookvoice.usecases.laying_out import lay_out
from ebookvoice.usecases.messages import segment_message
from ebookvoice.usecases.world import World

logger = logging.getLogger(__name__)


class Reading(NamedTuple):
    """What reading takes: the reader, the maker of covers, the check whether a voice speaks a language, the voice for a
    language, and who draws a cover from title and authors for a book without one."""

    reader: BookReader
    prepare_cover: Callable[[Cover], Cover | None]
    check_voice: Callable[[Voice, str | None], None]
    default_voice: Callable[[str | None], Voice]
    draw_cover: Callable[[str, Sequence[str]], Cover | None]


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
    except (BookRefusedError, VoiceRefusedError) as refusal:
        return fail_job(world, job_id, refusal)


def _read_and_plan(world: World, task: ReadingTask, attempt: UUID, reading: Reading, directory: Path) -> bool:
    source = sources.fetch(world, task, directory)
    read = reading.reader.read(source, task.filename)
    book = choose(replace(read, language=task.direction.language or read.language), _choice(world, task))
    voice = _voice(task, book, reading)
    cover = _cover(world, task, book, reading)
    plan = lay_out(world, task, attempt, replace(book, cover=cover), voice)
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


def _voice(task: ReadingTask, book: Book, reading: Reading) -> Voice:
    """Find the voice of a book; what nobody chose may be less than perfect for its language."""
    if task.voice is None:
        voice = reading.default_voice(book.language)
        reading.check_voice(voice, None)
        return voice
    voice = Voice.parse(task.voice)
    reading.check_voice(voice, book.language)
    return voice


def _choice(world: World, task: ReadingTask) -> Choice:
    """Put the account's list of pronunciations before the job's own, which holds where both have a word."""
    with world.store.as_service() as records:
        listed = records.pronunciations.find(task.user_id)
    return replace(task.choice, pronunciations=(*listed, *task.choice.pronunciations))


def _cover(world: World, task: ReadingTask, book: Book, reading: Reading) -> Cover | None:
    """Prepare the cover that was asked for, or the book's own, or have one drawn."""
    chosen = _chosen_cover(world, task)
    prepared = reading.prepare_cover(chosen) if chosen else None
    if prepared is None and book.cover:
        prepared = reading.prepare_cover(book.cover)
    return prepared or reading.draw_cover(task.title or book.title, book.authors)


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
