"""Conversions."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response, status

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.errors import (
    EngineNotConfiguredError,
    InsufficientCreditsError,
    InvalidStateError,
    NotFoundError,
    RateLimitedError,
    UnknownPartError,
    UnknownVoiceError,
    VoiceLanguageError,
)
from ebookvoice.domain.idempotency import KeyReusedError, Once
from ebookvoice.domain.job import Job
from ebookvoice.usecases import jobs
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.errors import BodyTooLargeError, documented
from functions.api.repeats import CurrentRepeats
from functions.api.schemas.ids import JobId
from functions.api.schemas.jobs import JobCreate, JobPublic
from functions.api.throttle import CurrentThrottle

router = APIRouter(prefix="/api/jobs", tags=["jobs"])


@router.post(
    "",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=JobPublic,
    responses=documented(
        BodyTooLargeError,
        NotAuthenticatedError,
        NotFoundError,
        InvalidStateError,
        UnknownVoiceError,
        EngineNotConfiguredError,
        VoiceLanguageError,
        UnknownPartError,
        InsufficientCreditsError,
        RateLimitedError,
        KeyReusedError,
    ),
)
def start_job(
    world: CurrentWorld, user_id: CurrentUser, throttle: CurrentThrottle, repeats: CurrentRepeats, wanted: JobCreate
) -> Response:
    """Convert an upload; the Location header says where to look for the progress."""

    def start(once: Once | None) -> Job:
        throttle.jobs(user_id)
        return jobs.start_job(world, user_id, wanted.file_id, wanted.conversion(), once)

    def find(made: dict[str, Any]) -> Job:
        return jobs.find_job(world, user_id, UUID(made["job_id"]))

    return repeats.answer(wanted, start, find, JobPublic.of, lambda job: f"{router.prefix}/{job.id}")


@router.get("/{job_id}", responses=documented(NotAuthenticatedError, NotFoundError))
def find_job(world: CurrentWorld, user_id: CurrentUser, job_id: JobId) -> JobPublic:
    """Look how far a conversion is."""
    return JobPublic.of(jobs.find_job(world, user_id, job_id))


@router.post("/{job_id}/cancel", responses=documented(NotAuthenticatedError, NotFoundError))
def cancel_job(world: CurrentWorld, user_id: CurrentUser, job_id: JobId) -> JobPublic:
    """End a conversion and get its credits back; one that has ended stays as it is."""
    return JobPublic.of(jobs.cancel_job(world, user_id, job_id))
