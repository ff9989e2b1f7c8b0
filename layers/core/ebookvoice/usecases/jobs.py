"""Jobs: asked for, looked at, and ended when they can't go on."""

from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.errors import (
    BookRefusedError,
    EbookVoiceError,
    InsufficientCreditsError,
    InvalidStateError,
    NotFoundError,
)
from ebookvoice.domain.job import Conversion, Failure, Job
from ebookvoice.domain.speech import Voice
from ebookvoice.domain.states import JobState, Queue
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.ports.store import Records
from ebookvoice.usecases import relay
from ebookvoice.usecases.messages import job_message
from ebookvoice.usecases.world import World


def start_job(world: World, user_id: UUID, file_id: UUID, conversion: Conversion) -> Job:
    """Ask for a conversion of an upload, whether its bytes are there already or not.

    Raises NotFoundError, UnknownVoiceError, InsufficientCreditsError, and InvalidStateError for a given-up upload.
    """
    check_conversion(conversion)
    with world.store.as_user(user_id) as records:
        if records.files.find(file_id) is None:
            raise NotFoundError
    messages: list[OutboxMessage] = []
    with world.store.as_service() as records:
        job = add_job(world, records, user_id, file_id, conversion)
        if job.state is JobState.QUEUED:
            messages = [job_message(world, Queue.UPLOADS, job.id, user_id)]
            records.outbox.add(messages)
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
    prefix = keys.job_prefix(user_id, job_id)
    with world.store.as_service() as records:
        cancelled = records.jobs.cancel(job_id, world.clock.now())
        if cancelled:
            records.credits.void(job_id)
            records.trash.add(prefix)
    if cancelled:
        relay.empty_trash(world, [prefix])
    return find_job(world, user_id, job_id)


def check_conversion(conversion: Conversion) -> None:
    """Raise UnknownVoiceError for a voice that is not of the form `engine:name`."""
    if conversion.voice is not None:
        Voice.parse(conversion.voice)


def add_job(world: World, records: Records, user_id: UUID, file_id: UUID, conversion: Conversion) -> Job:
    """Insert a job and hold its credits, in the caller's transaction. Raises what start_job raises."""
    job_id, now = world.ids.new(), world.clock.now()
    if records.jobs.add(job_id, user_id, file_id, conversion, now) is None:
        raise InvalidStateError("The upload was given up. Ask for a new upload address and try again.")
    if not records.credits.hold(user_id, job_id, world.settings.job_credits):
        raise InsufficientCreditsError
    job = records.jobs.find(job_id, now)
    if job is None:
        raise NotFoundError
    return job


def fail_job(world: World, job_id: UUID, error: EbookVoiceError) -> bool:
    """End a job with a reason, void its hold, and leave nothing behind; False if it had ended already.

    A book that was refused goes as well, unless another job uses it.
    """
    trash: list[str] = []
    with world.store.as_service() as records:
        failed = records.jobs.fail(job_id, Failure(error.code, str(error)), world.clock.now())
        if failed is None:
            return False
        user_id, file_id = failed
        records.credits.void(job_id)
        trash.append(keys.job_prefix(user_id, job_id))
        if isinstance(error, BookRefusedError) and (key := records.files.reject(file_id)):
            trash.append(key)
        for prefix in trash:
            records.trash.add(prefix)
    relay.empty_trash(world, trash)
    return True
