"""Dead letters: a message that failed too often fails its job, so that the reader always sees an end."""

from uuid import UUID

from ebookvoice.domain.errors import ConversionFailedError, EbookVoiceError
from ebookvoice.usecases.jobs import fail_job
from ebookvoice.usecases.world import World


def settle_job(world: World, job_id: UUID) -> bool:
    """Fail the job of a dead message; False if it had ended."""
    return fail_job(world, job_id, ConversionFailedError())


def settle_segment(world: World, job_id: UUID, segment_id: UUID) -> bool:
    """Fail the job of a dead segment message, unless another message got the segment done."""
    with world.store.as_service() as records:
        if records.segments.is_done(segment_id):
            return False
    return fail_job(world, job_id, ConversionFailedError())


def settle_upload(world: World, key: str, error: EbookVoiceError | None = None) -> list[UUID]:
    """Fail the jobs that still wait for an upload whose event could not be handled; return those that ended."""
    with world.store.as_service() as records:
        file = records.files.by_key(key)
        waiting = records.jobs.waiting_for(file.id) if file else []
    return [job_id for job_id in waiting if fail_job(world, job_id, error or ConversionFailedError())]
