"""Jobs: asked for, looked at, and ended when they can't go on."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.choice import UNFIT
from ebookvoice.domain.errors import (
    BookRefusedError,
    EbookVoiceError,
    InsufficientCreditsError,
    InvalidStateError,
    NotFoundError,
)
from ebookvoice.domain.idempotency import Once
from ebookvoice.domain.job import Conversion, Failure, Job
from ebookvoice.domain.speech import Voice
from ebookvoice.domain.states import FileState, JobState, Queue
from ebookvoice.domain.storage import FileKind
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.ports.store import Records
from ebookvoice.usecases import relay, telling
from ebookvoice.usecases.credits import price
from ebookvoice.usecases.messages import job_message
from ebookvoice.usecases.once import claim
from ebookvoice.usecases.plans import check_choice, planned_language
from ebookvoice.usecases.voices import check_voice
from ebookvoice.usecases.world import World


def start_job(world: World, user_id: UUID, file_id: UUID, conversion: Conversion, once: Once | None = None) -> Job:
    """Ask for a conversion of an upload, whether its bytes are there already or not; `once` makes `job_id`.

    Raises NotFoundError, VoiceRefusedError, InsufficientCreditsError, and InvalidStateError for a given-up upload, or
    for a cover that is not ready; UnknownPartError if the book's plan is there and has other parts; RepeatedError,
    KeyReusedError.
    """
    check_conversion(conversion)
    with world.store.as_user(user_id) as records:
        file = records.files.find(file_id)
        if file is None:
            raise NotFoundError
        check_choice(records, file, conversion.choice)
        language = conversion.direction.language or planned_language(records, file)
    with world.store.as_service() as records:
        check_voice(world, records, conversion.voice, language)
    job_id = world.ids.new()
    messages: list[OutboxMessage] = []
    with world.store.as_service() as records:
        claim(world, records, once, {"job_id": str(job_id)})
        job = add_job(world, records, user_id, file_id, conversion, job_id)
        if job.state is JobState.QUEUED:
            messages = [job_message(world, Queue.UPLOADS, job.id, user_id)]
            records.outbox.add(messages)
    telling.job_started(world, job.id, price(world))
    relay.send(world, messages)
    return job


def find_job(world: World, user_id: UUID, job_id: UUID) -> Job:
    """Look at a job and its progress. Raises NotFoundError."""
    with world.store.as_user(user_id) as records:
        job = records.jobs.find(job_id, world.clock.now())
    if job is None:
        raise NotFoundError
    return job


def cancel_job(world: World, user_id: UUID, job_id: UUID) -> Job:
    """End a job at its owner's wish, void its hold and remove what it made; one that has ended stays as it is.

    Raises NotFoundError.
    """
    find_job(world, user_id, job_id)
    with world.store.as_service() as records:
        cancelled = records.jobs.cancel(job_id, world.clock.now())
        if cancelled:
            records.files.abandon(job_id, world.clock.now())
            voided = records.credits.void(job_id, world.clock.now())
            trash = _give_up(world, records, _made_by(user_id, job_id))
    if cancelled:
        telling.job_cancelled(world, job_id, voided)
        relay.empty_trash(world, trash)
    return find_job(world, user_id, job_id)


def check_conversion(conversion: Conversion) -> None:
    """Raise UnknownVoiceError for a voice that is not of the form `engine:name`."""
    if conversion.voice is not None:
        Voice.parse(conversion.voice)


def add_job(
    world: World, records: Records, user_id: UUID, file_id: UUID, conversion: Conversion, job_id: UUID | None = None
) -> Job:
    """Insert a job and hold its credits, in the caller's transaction, which may have named it before.

    Raises what start_job raises.
    """
    if conversion.cover_file_id is not None:
        _check_cover(records, user_id, conversion.cover_file_id)
    job_id, now = job_id or world.ids.new(), world.clock.now()
    if not records.jobs.add(job_id, user_id, file_id, conversion, now):
        raise InvalidStateError("The upload was given up. Ask for a new upload address and try again.")
    if not records.credits.hold(user_id, job_id, price(world), now):
        raise InsufficientCreditsError
    job = records.jobs.find(job_id, now)
    if job is None:
        raise NotFoundError
    return job


def _check_cover(records: Records, user_id: UUID, cover_id: UUID) -> None:
    cover = records.files.find(cover_id)
    if cover is None or cover.user_id != user_id or cover.kind is not FileKind.PICTURE:
        raise NotFoundError("There is no picture under this cover_id. Look at GET /api/pictures for yours.")
    if cover.state is not FileState.READY:
        raise InvalidStateError("The picture for the cover is not ready. Wait until it is, then ask again.")


def fail_job(world: World, job_id: UUID, error: EbookVoiceError, unheld_in: Sequence[JobState] = ()) -> bool:
    """End a job with a reason, void its hold, and leave nothing behind; False if it had ended already.

    A book that was refused goes as well, unless another job uses it. With `unheld_in`, only a job in one of those
    states that no worker holds is ended.
    """
    with world.store.as_service() as records:
        ended = end_job(world, records, job_id, error, unheld_in)
    if ended:
        see_off(world, ended)
    return ended is not None


class Ended(NamedTuple):
    """A job that was failed: why, the credits that its owner has back, and the prefixes to empty."""

    job_id: UUID
    error: EbookVoiceError
    credits: int
    prefixes: list[str]


def see_off(world: World, ended: Ended) -> None:
    """Do what is left to do for a failed job after its transaction."""
    telling.job_failed(world, ended.job_id, ended.error, ended.credits)
    relay.empty_trash(world, ended.prefixes)


def end_job(
    world: World, records: Records, job_id: UUID, error: EbookVoiceError, unheld_in: Sequence[JobState] = ()
) -> Ended | None:
    """Do the work of fail_job in the caller's transaction, but for what see_off does; None if nothing was ended.

    Locks are taken in the order job, files, credits, as by those who start jobs.
    """
    failure = Failure(error.code, str(error))
    failed = records.jobs.fail(job_id, failure, world.clock.now(), unheld_in)
    if failed is None:
        return None
    user_id, file_id = failed
    refused = isinstance(error, BookRefusedError) and not isinstance(error, UNFIT)
    rejected = records.files.reject(file_id, failure) if refused else None
    records.files.abandon(job_id, world.clock.now())
    voided = records.credits.void(job_id, world.clock.now())
    trash = _give_up(world, records, [*_made_by(user_id, job_id), *filter(None, [rejected])])
    return Ended(job_id, error, voided, trash)


def _made_by(user_id: UUID, job_id: UUID) -> list[str]:
    return [keys.job_prefix(user_id, job_id), keys.artifact_prefix(user_id, job_id)]


def _give_up(world: World, records: Records, prefixes: list[str]) -> list[str]:
    for prefix in prefixes:
        records.trash.add(prefix, world.clock.now())
    return prefixes
