"""Speak one segment: pending → speaking → done, and the last one calls for assembly."""

import json
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.errors import ConversionFailedError, UnknownVoiceError
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.speech import Voice
from ebookvoice.domain.states import Queue
from ebookvoice.ports.narrating import Narrator
from ebookvoice.ports.objects import ObjectMissingError
from ebookvoice.ports.records.segments import SegmentTask, SpokenSegment
from ebookvoice.usecases import lease, relay
from ebookvoice.usecases.jobs import fail_job
from ebookvoice.usecases.messages import job_message
from ebookvoice.usecases.world import World


class Outcome(StrEnum):
    """What became of a segment message."""

    SPOKEN = "spoken"
    CACHED = "cached"
    STALE = "stale"
    FAILED = "failed"


def synthesize(
    world: World, segment_id: UUID, narrator: Narrator, directory: Path, hide: Callable[[int], None]
) -> Outcome:
    """Speak a segment and make its audio official; STALE if somebody else does or did.

    Raises SpeechError and whatever else is worth another try, after giving the segment back.
    """
    attempt = world.ids.new()
    with world.store.as_service() as records:
        task = records.segments.claim(segment_id, attempt, world.clock.now(), lease.lease_end(world))
    if task is None:
        return Outcome.STALE
    if task.attempts > world.settings.max_attempts:
        fail_job(world, task.job_id, ConversionFailedError())
        return Outcome.FAILED

    def extend(until: datetime) -> bool:
        with world.store.as_service() as records:
            return records.segments.extend(segment_id, attempt, until)

    try:
        with lease.kept(world, extend, hide):
            spoken, outcome = _speak(world, task, attempt, narrator, directory)
        return outcome if _complete(world, task, attempt, spoken) else Outcome.STALE
    except UnknownVoiceError as error:
        fail_job(world, task.job_id, error)
        return Outcome.FAILED
    except BaseException:
        with world.store.as_service() as records:
            records.segments.release(segment_id, attempt)
        raise


def _speak(
    world: World, task: SegmentTask, attempt: UUID, narrator: Narrator, directory: Path
) -> tuple[SpokenSegment, Outcome]:
    """Put the segment's audio and timings under this attempt's keys, from the cache if it has them."""
    line = world.objects.read(task.book_key, etag=task.book_etag, offset=task.offset, length=task.length)
    segment, voice = Segment.from_json(line), Voice.parse(task.voice)
    digest = narrator.digest(segment, voice)
    audio = keys.segment_audio(task.user_id, task.job_id, task.number, attempt)
    timings = keys.segment_timings(task.user_id, task.job_id, task.number, attempt)
    cached_audio, cached_timings = keys.speech_audio(task.user_id, digest), keys.speech_timings(task.user_id, digest)
    try:
        facts = json.loads(world.objects.read(cached_timings))
        world.objects.copy(cached_audio, audio)
        world.objects.copy(cached_timings, timings)
        return SpokenSegment(audio, timings, facts["samples"], facts["sample_rate"]), Outcome.CACHED
    except ObjectMissingError:
        narration = narrator.narrate(segment, voice, directory)
    world.objects.put(audio, narration.audio, "audio/mp4")
    world.objects.put(timings, narration.timings, "application/json")
    # The timings are the cache entry's seal, so they are copied last.
    world.objects.copy(audio, cached_audio)
    world.objects.copy(timings, cached_timings)
    return SpokenSegment(audio, timings, narration.samples, narration.sample_rate), Outcome.SPOKEN


def _complete(world: World, task: SegmentTask, attempt: UUID, spoken: SpokenSegment) -> bool:
    """Make the audio official, or remove it if another attempt was faster or the job has ended."""
    message = job_message(world, Queue.ASSEMBLY, task.job_id, task.user_id)
    with world.store.as_service() as records:
        completed = records.segments.complete(task.segment_id, attempt, spoken, message.id, world.clock.now())
    if completed is None:
        world.objects.delete([spoken.audio_key, spoken.timings_key])
        return False
    if completed.remaining == 0:
        relay.send(world, [message])
    return True
