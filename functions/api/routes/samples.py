"""Samples: how a voice reads somebody's own book, before anybody pays for it."""

from fastapi import APIRouter, Response

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.errors import (
    EngineNotConfiguredError,
    InvalidStateError,
    NotFoundError,
    RateLimitedError,
    UnknownVoiceError,
    UploadExpiredError,
    UploadMissingError,
    VoiceLanguageError,
)
from ebookvoice.domain.storage import GoneError
from ebookvoice.usecases import samples
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.errors import BodyTooLargeError, documented
from functions.api.routes.plans import REFUSALS
from functions.api.samples import SPEAKING, answer
from functions.api.schemas.ids import FileId
from functions.api.schemas.voices import SampleCreate, SamplePublic

router = APIRouter(prefix="/api/files", tags=["files"])


@router.post(
    "/{file_id}/sample",
    response_model=SamplePublic,
    responses={
        **SPEAKING,
        **documented(
            BodyTooLargeError,
            NotAuthenticatedError,
            NotFoundError,
            UploadMissingError,
            UploadExpiredError,
            InvalidStateError,
            GoneError,
            *REFUSALS,
            UnknownVoiceError,
            EngineNotConfiguredError,
            VoiceLanguageError,
            RateLimitedError,
        ),
    },
)
def sample_book(world: CurrentWorld, user_id: CurrentUser, file_id: FileId, wanted: SampleCreate) -> Response:
    """Hear how a voice reads the beginning of your book. It costs no credits; asking again is safe.

    The first request has the book read and spoken, which takes some seconds: 202 until then. What can't be spoken is
    refused with the code that its conversion would fail with, always as 422.
    """
    return answer(samples.find_sample(world, user_id, file_id, wanted.voice, wanted.direction()))
