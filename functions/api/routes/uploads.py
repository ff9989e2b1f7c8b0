"""Uploads: announced here and sent to the store, or, if they are small, sent here."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response, status

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.errors import (
    EngineNotConfiguredError,
    InsufficientCreditsError,
    InvalidStateError,
    NotFoundError,
    RateLimitedError,
    TooLargeError,
    UnknownVoiceError,
    UploadExpiredError,
    UploadMissingError,
    VoiceLanguageError,
)
from ebookvoice.domain.idempotency import KeyReusedError, Once
from ebookvoice.domain.storage import ChecksumMissingError, QuotaExceededError
from ebookvoice.usecases import files, parts, receiving
from ebookvoice.usecases.files import RequestedUpload
from ebookvoice.usecases.receiving import ReceivedUpload
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.errors import BodyTooLargeError, documented
from functions.api.repeats import CurrentRepeats
from functions.api.schemas.files import FileCreate, FilePublic
from functions.api.schemas.ids import FileId
from functions.api.schemas.uploads import PartsPublic, ReceivedUploadPublic, RequestedUploadPublic, UploadForm
from functions.api.throttle import CurrentThrottle

router = APIRouter(prefix="/api/files", tags=["files"])

REFUSALS = (
    BodyTooLargeError,
    NotAuthenticatedError,
    NotFoundError,
    TooLargeError,
    QuotaExceededError,
    UnknownVoiceError,
    EngineNotConfiguredError,
    VoiceLanguageError,
    InvalidStateError,
    InsufficientCreditsError,
    RateLimitedError,
    KeyReusedError,
)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=RequestedUploadPublic,
    responses=documented(*REFUSALS, ChecksumMissingError),
)
def request_upload(
    world: CurrentWorld, user_id: CurrentUser, throttle: CurrentThrottle, repeats: CurrentRepeats, file: FileCreate
) -> Response:
    """Announce a file and get the address to PUT its bytes to, or of a large one the addresses of its parts; with
    `convert` its arrival starts the conversion."""
    conversion = file.convert.conversion() if file.convert else None

    def request(once: Once | None) -> RequestedUpload:
        throttle.uploads(user_id, converted=conversion is not None)
        return files.request_upload(world, user_id, file.upload(), conversion, once)

    def find(made: dict[str, Any]) -> RequestedUpload:
        return files.find_requested(world, user_id, *_ids(made))

    return repeats.answer(file, request, find, RequestedUploadPublic.of_request)


@router.post(
    "/upload",
    status_code=status.HTTP_201_CREATED,
    response_model=ReceivedUploadPublic,
    responses=documented(*REFUSALS),
)
def receive_upload(
    world: CurrentWorld,
    user_id: CurrentUser,
    throttle: CurrentThrottle,
    repeats: CurrentRepeats,
    form: Annotated[UploadForm, Form(media_type="multipart/form-data")],
) -> Response:
    """Send a small file right here, up to 4 MiB; larger ones are announced with POST /api/files."""
    content = form.read(world.settings.form_bytes)
    file = form.declaration(content)
    conversion = file.convert.conversion() if file.convert else None

    def receive(once: Once | None) -> ReceivedUpload:
        throttle.uploads(user_id, converted=conversion is not None)
        return receiving.receive_upload(world, user_id, file.upload(), content, conversion, once)

    def finish(made: dict[str, Any]) -> ReceivedUpload:
        return receiving.finish_upload(world, user_id, *_ids(made), content)

    return repeats.answer(file, receive, finish, ReceivedUploadPublic.of_received)


@router.get(
    "/{file_id}/parts",
    responses=documented(NotAuthenticatedError, NotFoundError, InvalidStateError, UploadExpiredError),
)
def find_parts(world: CurrentWorld, user_id: CurrentUser, file_id: FileId) -> PartsPublic:
    """Ask which parts of a large file have arrived, and get new addresses for the others."""
    return PartsPublic.model_validate(parts.missing(world, user_id, file_id))


@router.post(
    "/{file_id}/confirm",
    responses=documented(
        NotAuthenticatedError, NotFoundError, UploadMissingError, UploadExpiredError, InvalidStateError
    ),
)
def confirm_upload(world: CurrentWorld, user_id: CurrentUser, file_id: FileId) -> FilePublic:
    """Say that the bytes are there: for an upload in parts, and for stores that do not say so themselves; safe to
    repeat."""
    return FilePublic.of(files.confirm_upload(world, user_id, file_id))


def _ids(made: dict[str, Any]) -> tuple[UUID, UUID | None]:
    return UUID(made["file_id"]), UUID(made["job_id"]) if made["job_id"] else None
