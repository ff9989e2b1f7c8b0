"""Master one chapter: waiting → mastering → done, and the last one calls for assembly."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.certificate import MAX_PASSAGES, SubstitutedPassage
from ebookvoice.domain.errors import ConversionFailedError, SpeechIncompleteError
from ebookvoice.domain.filenames import chapter_filename
from ebookvoice.domain.formats import ChapterCodec, Format, codecs_for
from ebookvoice.domain.states import Queue
from ebookvoice.ports.mastering import ChapterMaster, Label, MasteredChapter, SpokenText
from ebookvoice.ports.records.assemblies import Artifact
from ebookvoice.ports.records.chapters import ChapterTask, OfficialChapter, StoredAudio
from ebookvoice.usecases import digests, labels, lease, relay, telling
from ebookvoice.usecases.jobs import fail_job
from ebookvoice.usecases.messages import job_message
from ebookvoice.usecases.stored import StoredSpeech, read_paragraphs
from ebookvoice.usecases.world import World

CODEC_TYPES = {ChapterCodec.AAC: "audio/mp4", ChapterCodec.MP3: "audio/mpeg", ChapterCodec.OPUS: "audio/ogg"}
CODEC_SUFFIXES = {ChapterCodec.AAC: ".m4a", ChapterCodec.MP3: ".mp3", ChapterCodec.OPUS: ".opus"}

KEPT = ChapterCodec.MP3
"""The encoding whose chapters their owner keeps; the others go when the book is bound."""

Account = Callable[[bytes], SpokenText]
"""Reads a chapter's timings document for what it tells of the text."""


def master(
    world: World,
    job_id: UUID,
    number: int,
    chapter_master: ChapterMaster,
    account: Account,
    directory: Path,
    hide: Callable[[int], None],
) -> bool:
    """Master a chapter (from 0) and make its audio official; False if somebody else does or did.

    A chapter of which not every character was spoken fails its job; whatever else goes wrong is raised, for another
    try.
    """
    attempt = world.ids.new()
    with world.store.as_service() as records:
        task = records.chapters.claim(job_id, number, attempt, world.clock.now(), lease.lease_end(world))
    if task is None:
        return False
    if task.attempts > world.settings.max_attempts:
        return fail_job(world, job_id, ConversionFailedError())
    try:
        with lease.held(world, lambda records: records.chapters, job_id, attempt, hide):
            mastered = _master(world, task, chapter_master, directory)
            spoken = account(mastered.timings.read_bytes())
            if spoken.characters != task.characters:
                raise SpeechIncompleteError
            return _complete(world, task, attempt, _store(world, task, attempt, mastered, spoken))
    except SpeechIncompleteError as error:
        return fail_job(world, job_id, error)


def _master(world: World, task: ChapterTask, chapter_master: ChapterMaster, directory: Path) -> MasteredChapter:
    with world.store.as_service() as records:
        spoken = records.segments.of_chapter(task.job_id, task.number)
    codecs = codecs_for(task.formats)
    cover = labels.cover_of(world, task) if len(codecs) > 1 else None
    label = Label(labels.tags_of(task), task.chapter_title, task.number + 1, task.chapters, cover)
    segments = [StoredSpeech(world.objects, segment) for segment in spoken]
    return chapter_master.master(segments, label, task.direction, codecs, directory)


def _store(
    world: World, task: ChapterTask, attempt: UUID, mastered: MasteredChapter, spoken: SpokenText
) -> OfficialChapter:
    """Put the chapter's files under this attempt's keys."""
    audio = {codec: _put(world, task, attempt, codec, path) for codec, path in mastered.files.items()}
    timings = keys.chapter_timings(task.user_id, task.job_id, task.number, attempt)
    world.objects.put(timings, mastered.timings, "application/json")
    return OfficialChapter(
        audio=audio,
        timings_key=timings,
        samples=mastered.samples,
        sample_rate=mastered.sample_rate,
        loudness=mastered.sound.loudness,
        peak=mastered.sound.peak,
        gain=mastered.sound.gain,
        characters_spoken=spoken.characters,
        substituted=len(spoken.substitutions),
        substitutions=_passages(world, task, spoken),
        artifact=_artifact(world, task, audio[KEPT]) if Format.MP3 in task.formats else None,
    )


def _put(world: World, task: ChapterTask, attempt: UUID, codec: ChapterCodec, path: Path) -> StoredAudio:
    key_of = keys.chapter_artifact if codec is KEPT else keys.chapter_audio
    key = key_of(task.user_id, task.job_id, task.number, attempt, CODEC_SUFFIXES[codec])
    head = world.objects.put(key, path, CODEC_TYPES[codec])
    return StoredAudio(key, head.size, digests.of_file(path), head.etag)


def _artifact(world: World, task: ChapterTask, stored: StoredAudio) -> Artifact:
    """Describe the file that the chapter's owner keeps; it has no end of its own, but that of its audiobook."""
    filename = chapter_filename(task.number + 1, task.chapters, task.chapter_title, CODEC_SUFFIXES[KEPT])
    return Artifact(
        world.ids.new(),
        Format.MP3,
        stored.key,
        filename,
        CODEC_TYPES[KEPT],
        stored.size,
        stored.sha256,
        stored.etag,
    )


def _passages(world: World, task: ChapterTask, spoken: SpokenText) -> list[SubstitutedPassage]:
    """Quote as many passages as a certificate has room for."""
    if not spoken.substitutions:
        return []
    texts = read_paragraphs(world.objects, task.book_key, task.book_etag, task.text_offset, task.text_length)
    return [
        SubstitutedPassage.of(paragraph, texts[paragraph].text, substitution)
        for paragraph, substitution in spoken.substitutions[:MAX_PASSAGES]
    ]


def _complete(world: World, task: ChapterTask, attempt: UUID, mastered: OfficialChapter) -> bool:
    """Make the audio official, or remove it if another attempt was faster or the job has ended."""
    message = job_message(world, Queue.ASSEMBLY, task.job_id, task.user_id)
    with world.store.as_service() as records:
        remaining = records.chapters.complete(task, attempt, mastered, message.id, world.clock.now())
    if remaining is None:
        world.objects.delete([mastered.timings_key, *(stored.key for stored in mastered.audio.values())])
        return False
    telling.chapter_mastered(world, task, mastered, remaining)
    if remaining == 0:
        relay.send(world, [message])
    return True
