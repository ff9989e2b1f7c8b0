"""Speak one segment: pending → speaking → done, and the last one of a chapter calls for its mastering."""

import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.errors import ConversionFailedError, ProviderBusyError, SpeechError, UnknownVoiceError
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.speech import Voice
from ebookvoice.ports.narrating import Narrator
from ebookvoice.ports.objects import ObjectMissingError
from ebookvoice.ports.records.segments import SegmentTask, SpokenSegment
from ebookvoice.usecases import lease, relay, telling
from ebookvoice.usecases.drafts import StoredDrafts
from ebookvoice.usecases.jobs import fail_job
from ebookvoice.usecases.messages import chapter_message
from ebookvoice.usecases.postponing import postpone
from ebookvoice.usecases.world import World


class Outcome(StrEnum):
    """What became of a segment message."""

    SPOKEN = "spoken"
    CACHED = "cached"
    STALE = "stale"
    FAILED = "failed"
    POSTPONED = "postponed"


def synthesize(
    world: World, segment_id: UUID, narrator: Narrator, directory: Path, hide: Callable[[int], None]
) -> Outcome:
    """Speak a segment and make its audio official; STALE if somebody else does or did.

    Raises SpeechError and whatever else is worth another try, after giving the segment back. An engine that fails once
    too often fails the job, with its own reason; one whose service is busy puts the segment off, which counts for
    nothing.
    """
    attempt = world.ids.new()
    with world.store.as_service() as records:
        task = records.segments.claim(segment_id, attempt, world.clock.now(), lease.lease_end(world))
    if task is None:
        return Outcome.STALE
    telling.segment_claimed(world, task.attempts)
    if task.attempts > world.settings.max_attempts:
        fail_job(world, task.job_id, ConversionFailedError())
        return Outcome.FAILED
    try:
        with lease.held(world, lambda records: records.segments, segment_id, attempt, hide):
            return _speak_and_complete(world, task, attempt, narrator, directory)
    except (UnknownVoiceError, SpeechError) as error:
        if isinstance(error, SpeechError) and task.attempts < world.settings.max_attempts:
            raise
        fail_job(world, task.job_id, error)
        return Outcome.FAILED


def _speak_and_complete(world: World, task: SegmentTask, attempt: UUID, narrator: Narrator, directory: Path) -> Outcome:
    """Do the work while the lease is held: what is put off is still this attempt's to put off."""
    try:
        spoken, outcome = _speak(world, task, attempt, narrator, directory)
    except ProviderBusyError as busy:
        return Outcome.POSTPONED if postpone(world, task, attempt, busy) else Outcome.STALE
    if not _complete(world, task, attempt, spoken):
        return Outcome.STALE
    if outcome is Outcome.CACHED:
        telling.segment_cached(world)
    else:
        telling.segment_spoken(world, task)
    return outcome


def _speak(
    world: World, task: SegmentTask, attempt: UUID, narrator: Narrator, directory: Path
) -> tuple[SpokenSegment, Outcome]:
    """Put the segment's audio and timings under this attempt's keys, from the cache if it has them."""
    line = world.objects.read(task.book_key, etag=task.book_etag, offset=task.offset, length=task.length)
    segment, voice = Segment.from_json(line), Voice.parse(task.voice)
    digest = narrator.digest(segment, voice, task.direction)
    audio = keys.segment_audio(task.user_id, task.job_id, task.number, attempt)
    timings = keys.segment_timings(task.user_id, task.job_id, task.number, attempt)
    seal = keys.speech_seal(task.user_id, digest)
    try:
        cached = json.loads(world.objects.read(seal))
        world.objects.copy(cached["audio"], audio)
        world.objects.copy(cached["timings"], timings)
        return SpokenSegment(audio, timings, cached["samples"], cached["sample_rate"]), Outcome.CACHED
    except ObjectMissingError:
        narration = narrator.narrate(segment, voice, task.direction, directory, StoredDrafts(world, task))
    world.objects.put(audio, narration.audio, "audio/flac")
    world.objects.put(timings, narration.timings, "application/json")
    spoken = SpokenSegment(audio, timings, narration.samples, narration.sample_rate)
    _keep(world, task, attempt, digest, spoken)
    return spoken, Outcome.SPOKEN


def _keep(world: World, task: SegmentTask, attempt: UUID, digest: str, spoken: SpokenSegment) -> None:
    """Copy speech to the cache under this attempt's keys, then seal it: a pair of files is never torn."""
    audio = keys.speech_audio(task.user_id, digest, attempt)
    timings = keys.speech_timings(task.user_id, digest, attempt)
    world.objects.copy(spoken.audio_key, audio)
    world.objects.copy(spoken.timings_key, timings)
    seal = {"audio": audio, "timings": timings, "samples": spoken.samples, "sample_rate": spoken.sample_rate}
    world.objects.put(keys.speech_seal(task.user_id, digest), json.dumps(seal).encode(), "application/json")


def _complete(world: World, task: SegmentTask, attempt: UUID, spoken: SpokenSegment) -> bool:
    """Make the audio official, or remove it if another attempt was faster or the job has ended."""
    message = chapter_message(world, task.job_id, task.chapter, task.user_id)
    with world.store.as_service() as records:
        remaining = records.segments.complete(task.segment_id, attempt, spoken, message.id, world.clock.now())
    if remaining is None:
        world.objects.delete([spoken.audio_key, spoken.timings_key])
        return False
    if remaining == 0:
        relay.send(world, [message])
    return True
