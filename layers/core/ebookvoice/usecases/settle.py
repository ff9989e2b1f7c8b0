"""Dead letters: a message that failed too often fails its job, so that the reader always sees an end.

Unless the job got on without it: another message, or a worker that is at it right now, may have done the work.
"""

from uuid import UUID

from ebookvoice.domain.errors import ConversionFailedError, EbookVoiceError
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Failure
from ebookvoice.domain.states import JobState, Queue
from ebookvoice.usecases import parts, pictures
from ebookvoice.usecases.jobs import end_job, fail_job, see_off
from ebookvoice.usecases.world import World

_STATES = {
    Queue.UPLOADS: (JobState.AWAITING_UPLOAD, JobState.QUEUED, JobState.READING),
    Queue.ASSEMBLY: (JobState.ASSEMBLING,),
}
"""What a job may be doing when the message of that queue was its last hope."""


def settle_job(world: World, job_id: UUID, queue: Queue) -> bool:
    """Fail the job of a dead message of a queue; False if it had ended or got on."""
    return fail_job(world, job_id, ConversionFailedError(), _STATES[queue])


def settle_segment(world: World, job_id: UUID, segment_id: UUID) -> bool:
    """Fail the job of a dead segment message; False if it had ended, or another message saw to the segment."""
    with world.store.as_service() as records:
        if records.segments.in_good_hands(segment_id, world.clock.now()):
            return False
    return fail_job(world, job_id, ConversionFailedError())


def settle_chapter(world: World, job_id: UUID, number: int) -> bool:
    """Fail the job of a dead chapter message; False if it had ended, or another message saw to the chapter."""
    with world.store.as_service() as records:
        if records.chapters.in_good_hands(job_id, number, world.clock.now()):
            return False
    return fail_job(world, job_id, ConversionFailedError())


def settle_upload(world: World, key: str) -> list[UUID]:
    """Fail the jobs that still wait for an upload whose event could not be handled; return those that ended."""
    with world.store.as_service() as records:
        file = records.files.by_key(key)
        waiting = records.jobs.waiting_for(file.id) if file else []
    return [job_id for job_id in waiting if fail_job(world, job_id, ConversionFailedError(), _STATES[Queue.UPLOADS])]


def settle_picture(world: World, file_id: UUID) -> bool:
    """Turn down the picture of a dead message; False if it is ready, or gone."""
    with world.store.as_service() as records:
        file = records.files.find(file_id)
    message = "The picture could not be prepared, after several tries. Upload it again."
    return file is not None and pictures.refuse(world, file, ConversionFailedError(message))


def give_up_upload(world: World, file: File, error: EbookVoiceError) -> bool:
    """Give up on bytes that never came, and fail the jobs that wait for them, all at once; False if they came.

    Parts are given up first: a run that ends in between is followed by another one, and nothing is left behind.
    """
    parts.abort(world, file)
    with world.store.as_service() as records:
        expired = records.files.expire(file.id, Failure(error.code, str(error)))
        waiting = records.jobs.waiting_for(file.id) if expired else []
        ended = [end_job(world, records, job_id, error) for job_id in waiting]
    for failed in filter(None, ended):
        see_off(world, failed)
    return expired
