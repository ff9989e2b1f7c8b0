"""Samples of voices, spoken: requested → ready, or refused with a reason."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.book import Book, Paragraph
from ebookvoice.domain.choice import Choice
from ebookvoice.domain.errors import (
    BookRefusedError,
    ConversionFailedError,
    EbookVoiceError,
    ProviderBusyError,
    SpeechError,
    VoiceRefusedError,
)
from ebookvoice.domain.excerpt import beginning
from ebookvoice.domain.formats import ChapterCodec
from ebookvoice.domain.job import Failure
from ebookvoice.domain.narration import choose
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.speech import Voice
from ebookvoice.ports.binding import Tags
from ebookvoice.ports.mastering import ChapterMaster, Label, MasteredChapter
from ebookvoice.ports.narrating import Drafts, Narration, Narrator
from ebookvoice.ports.reading import BookReader
from ebookvoice.ports.records.samples import SampledBook, SampleTask, SpokenSample
from ebookvoice.usecases import lease, sources
from ebookvoice.usecases.samples import AUDIO_TYPE
from ebookvoice.usecases.world import World


class Studio(NamedTuple):
    """What a sample takes: a reader of books, a narrator with its drafts, a master; a check whether a voice speaks a
    language, the voice of a language if nobody chose one, and the text that shows a voice."""

    reader: BookReader
    narrator: Narrator
    drafts: Drafts
    master: ChapterMaster
    check_voice: Callable[[Voice, str | None], None]
    default_voice: Callable[[str | None], Voice]
    text_for: Callable[[Voice], str]


class Script(NamedTuple):
    """What is to be spoken, by whom."""

    title: str
    voice: Voice
    paragraphs: tuple[Paragraph, ...]


def speak_sample(world: World, sample_id: UUID, studio: Studio, directory: Path, hide: Callable[[int], None]) -> bool:
    """Speak a sample; False if somebody else does or did.

    A book or a voice that is refused makes a refused sample, and so does an engine that fails once too often; whatever
    else goes wrong is raised, for another try.
    """
    attempt = world.ids.new()
    with world.store.as_service() as records:
        task = records.samples.claim(sample_id, attempt, world.clock.now(), lease.lease_end(world))
    if task is None:
        return False
    if task.attempts > world.settings.max_attempts:
        return _refuse(world, task, attempt, ConversionFailedError())
    try:
        with lease.held(world, lambda records: records.samples, sample_id, attempt, hide):
            return _complete(world, task, attempt, _spoken(world, task, attempt, studio, directory))
    except (BookRefusedError, VoiceRefusedError) as refusal:
        return _refuse(world, task, attempt, refusal)
    except (SpeechError, ProviderBusyError) as error:
        if task.attempts < world.settings.max_attempts:
            raise
        return _refuse(world, task, attempt, error)


def _spoken(world: World, task: SampleTask, attempt: UUID, studio: Studio, directory: Path) -> SpokenSample:
    """Speak as the book would be spoken, and put the audio under this attempt's key."""
    script = _script(world, task, task.book, studio, directory) if task.book else _shown(task, studio)
    segment = Segment(0, 0, first=True, last=True, paragraphs=script.paragraphs)
    narration = studio.narrator.narrate(segment, script.voice, task.direction, directory, studio.drafts)
    mastered = _mastered(task, script, studio, narration, directory)
    key = keys.sample(task.user_id, task.id, attempt)
    head = world.objects.put(key, mastered.files[ChapterCodec.AAC], AUDIO_TYPE)
    duration_ms = mastered.samples * 1000 // mastered.sample_rate
    return SpokenSample(str(script.voice), key, head.size, max(1, duration_ms))


def _script(world: World, task: SampleTask, source: SampledBook, studio: Studio, directory: Path) -> Script:
    """Read the beginning of a book as its conversion would."""
    book = _book(world, task, source, studio, directory)
    if task.voice:
        voice = Voice.parse(task.voice)
        studio.check_voice(voice, book.language)
    else:
        voice = studio.default_voice(book.language)
    return Script(book.title, voice, beginning(book))


def _book(world: World, task: SampleTask, source: SampledBook, studio: Studio, directory: Path) -> Book:
    book = studio.reader.read(sources.fetch(world, source, directory), source.filename)
    with world.store.as_service() as records:
        listed = records.pronunciations.find(task.user_id) if task.user_id else ()
    return choose(replace(book, language=task.direction.language or book.language), Choice(pronunciations=listed))


def _shown(task: SampleTask, studio: Studio) -> Script:
    """Let a voice speak a text of its own language."""
    voice = Voice.parse(task.voice or "")
    studio.check_voice(voice, None)
    return Script(str(voice), voice, (Paragraph(studio.text_for(voice)),))


def _mastered(
    task: SampleTask, script: Script, studio: Studio, narration: Narration, directory: Path
) -> MasteredChapter:
    label = Label(Tags(script.title, (), str(script.voice)), script.title, 1, 1)
    return studio.master.master([_OnDisk(narration)], label, task.direction, (ChapterCodec.AAC,), directory)


def _complete(world: World, task: SampleTask, attempt: UUID, spoken: SpokenSample) -> bool:
    """Make the audio official, or remove it if another attempt was faster."""
    with world.store.as_service() as records:
        completed = records.samples.complete(task.id, attempt, spoken, world.clock.now())
    if not completed:
        world.objects.delete([spoken.key])
    return completed


def _refuse(world: World, task: SampleTask, attempt: UUID, error: EbookVoiceError) -> bool:
    with world.store.as_service() as records:
        return records.samples.refuse(task.id, Failure(error.code, str(error)), world.clock.now(), attempt)


class _OnDisk:
    """Implements StoredSegment for a narration that was just made."""

    def __init__(self, narration: Narration) -> None:
        self._narration = narration

    def timings(self) -> bytes:
        return self._narration.timings.read_bytes()

    def audio(self, offset: int) -> Iterator[bytes]:
        yield self._narration.audio.read_bytes()[offset:]
