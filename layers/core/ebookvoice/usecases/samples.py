"""Samples of voices, as people ask for them: of a voice alone, or of a voice that reads the beginning of their book."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.direction import Direction
from ebookvoice.domain.errors import ConversionFailedError
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Failure
from ebookvoice.domain.refusals import SampleRefusedError
from ebookvoice.ports.records.samples import SampleState, SpokenSample, WantedSample
from ebookvoice.ports.store import Records
from ebookvoice.usecases import limits, rates, relay
from ebookvoice.usecases.calling import BATCH, SILENCE
from ebookvoice.usecases.library import find_file
from ebookvoice.usecases.messages import sample_message
from ebookvoice.usecases.plans import check_readable, planned_language
from ebookvoice.usecases.voices import check_voice
from ebookvoice.usecases.world import World

GIVEN_UP = timedelta(hours=1)
"""How long a sample stays refused; then it may be asked for again."""

AUDIO_TYPE = "audio/mp4"

_FORM = 1
"""Changes when the same request would sound different."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample that can be listened to at a short-lived address; `size` in bytes."""

    voice: str
    url: str
    content_type: str
    size: int
    duration_ms: int
    expires_at: datetime


def find_preview(world: World, user_id: UUID, voice: str, direction: Direction) -> Sample | None:
    """Find how a voice sounds, having it spoken first; None while it is. What one has asked for, all can hear.

    Raises UnknownVoiceError, EngineNotConfiguredError, SampleRefusedError, RateLimitedError.
    """
    with world.store.as_service() as records:
        check_voice(world, records, voice)
    wanted = WantedSample(_digest({"voice": voice, "direction": asdict(direction)}), voice, direction)
    return _find(world, user_id, wanted)


def find_sample(world: World, user_id: UUID, file_id: UUID, voice: str | None, direction: Direction) -> Sample | None:
    """Find how a voice reads the beginning of a book, having it spoken first; None while it is. It costs no credits.

    Raises what find_preview raises, VoiceLanguageError if the book's language is known; NotFoundError, NotABookError,
    and by the file's state UploadMissingError, UploadExpiredError, GoneError, InvalidStateError.
    """
    file = find_file(world, user_id, file_id)
    check_readable(file)
    with world.store.as_service() as records:
        check_voice(world, records, voice, direction.language or planned_language(records, file))
        wanted = WantedSample(_of_book(records, file, voice, direction), voice, direction, user_id, file_id)
    return _find(world, user_id, wanted)


def give_up_sample(world: World, sample_id: UUID) -> bool:
    """Refuse a sample that could not be spoken, after several tries; False if it is settled or a worker is at it."""
    error = ConversionFailedError("The sample could not be spoken, after several tries. Ask for it again in an hour.")
    with world.store.as_service() as records:
        return records.samples.refuse(sample_id, Failure(error.code, str(error)), world.clock.now())


def call_for_samples(world: World) -> int:
    """Call again for samples that nobody has spoken; one that has worn out too many workers is refused."""
    now = world.clock.now()
    with world.store.as_service() as records:
        silent = records.samples.silent(now, now - SILENCE, BATCH)
        given_up = [sample for sample in silent if sample.attempts >= world.settings.max_attempts]
        messages = [sample_message(world, row.id, row.user_id) for row in silent if row not in given_up]
        records.outbox.add(messages)
    relay.send(world, messages)
    for sample in given_up:
        give_up_sample(world, sample.id)
    return len(silent)


def remove_samples(world: World) -> int:
    """Forget samples whose time is over, or whose book is gone, and owe their objects."""
    now = world.clock.now()
    with world.store.as_service() as records:
        gone = records.samples.remove_due(now, BATCH)
        for user_id, sample_id in gone:
            records.trash.add(keys.sample_prefix(user_id, sample_id), now)
    return len(gone)


def _find(world: World, user_id: UUID, wanted: WantedSample) -> Sample | None:
    with world.store.as_service() as records:
        kept = records.samples.find(wanted.digest, world.clock.now())
    if kept and kept.spoken:
        return _signed(world, kept.spoken)
    if kept and kept.state is SampleState.REQUESTED:
        return None
    asked = _request(world, user_id, wanted)
    if kept and kept.failure and not asked:
        raise SampleRefusedError(kept.failure)
    return None


def _request(world: World, user_id: UUID, wanted: WantedSample) -> bool:
    """Have a sample spoken, once for all who ask; False if that was done before. Raises RateLimitedError."""
    now, sample_id = world.clock.now(), world.ids.new()
    days = world.settings.sample_days
    expires_at = now + timedelta(days=days) if days else None
    messages = [sample_message(world, sample_id, wanted.user_id)]
    hits = limits.count(world, [(f"samples:user:{user_id}", rates.samples(world.settings))])
    with world.store.as_service() as records:
        asked = records.samples.request(sample_id, wanted, now, expires_at, now - GIVEN_UP)
        if asked:
            records.outbox.add(messages)
        if asked and expires_at:
            # Owed before anything is written, so that nothing can be left behind.
            records.trash.add(keys.sample_prefix(wanted.user_id, sample_id), expires_at)
    if asked:
        relay.send(world, messages)
    else:
        limits.give_back(world, hits)
    return asked


def _signed(world: World, spoken: SpokenSample) -> Sample:
    seconds = world.settings.download_seconds
    url = world.objects.presign_get(spoken.key, filename="sample.m4a", content_type=AUDIO_TYPE, expires=seconds)
    expires_at = world.clock.now() + timedelta(seconds=seconds)
    return Sample(spoken.spoken_by, url, AUDIO_TYPE, spoken.size, spoken.duration_ms, expires_at)


def _of_book(records: Records, file: File, voice: str | None, direction: Direction) -> str:
    """Name the sample of a book: its owner's pronunciations are heard in it, too."""
    listed = [asdict(entry) for entry in records.pronunciations.find(file.user_id)]
    asked = {"file": str(file.id), "etag": file.etag, "voice": voice, "direction": asdict(direction)}
    return _digest({**asked, "pronunciations": listed})


def _digest(asked: dict[str, Any]) -> str:
    canonical = json.dumps({"form": _FORM, **asked}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
