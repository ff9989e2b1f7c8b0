"""Uploads."""

from uuid import UUID

from fastapi import APIRouter, status

from ebookvoice.domain.errors import (
    InsufficientCreditsError,
    InvalidStateError,
    NotAuthenticatedError,
    NotFoundError,
    RateLimitedError,
    TooLargeError,
    UnknownVoiceError,
    UploadMissingError,
)
from ebookvoice.usecases import files
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.errors import BodyTooLargeError, documented
from functions.api.schemas.files import FileCreate, FilePublic, RequestedUploadPublic
from functions.api.throttle import CurrentThrottle

router = APIRouter(prefix="/api/files", tags=["files"])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=documented(
        BodyTooLargeError,
        NotAuthenticatedError,
        TooLargeError,
        UnknownVoiceError,
        InsufficientCreditsError,
        RateLimitedError,
    ),
)
def request_upload(
    world: CurrentWorld, user_id: CurrentUser, throttle: CurrentThrottle, file: FileCreate
) -> RequestedUploadPublic:
    """Announce a book and get the address to PUT its bytes to; with `convert` its arrival starts the conversion."""
    throttle.uploads(user_id, converted=file.convert is not None)
    conversion = file.convert.conversion() if file.convert else None
    return RequestedUploadPublic.of(files.request_upload(world, user_id, file.upload(), conversion))


@router.post(
    "/{file_id}/confirm",
    responses=documented(NotAuthenticatedError, NotFoundError, UploadMissingError, InvalidStateError),
)
def confirm_upload(world: CurrentWorld, user_id: CurrentUser, file_id: UUID) -> FilePublic:
    """Say that the bytes are there, for stores that do not say so themselves; safe to repeat."""
    return FilePublic.model_validate(files.confirm_upload(world, user_id, file_id))
