"""Plans: what an uploaded book would become, before anybody pays for it."""

from fastapi import APIRouter, Response, status

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.errors import (
    CorruptBookError,
    EncryptedBookError,
    InvalidStateError,
    NotABookError,
    NoTextError,
    NoTextLayerError,
    NotFoundError,
    PasswordProtectedError,
    TooComplexError,
    UnsupportedFormatError,
    UploadChangedError,
    UploadExpiredError,
    UploadMissingError,
)
from ebookvoice.domain.storage import GoneError
from ebookvoice.usecases import plans
from ebookvoice.usecases.credits import price
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.errors import documented
from functions.api.schemas.ids import FileId
from functions.api.schemas.plans import PlanPublic, ReadingPublic

router = APIRouter(prefix="/api/files", tags=["files"])

REFUSALS = (
    NotABookError,
    CorruptBookError,
    EncryptedBookError,
    PasswordProtectedError,
    NoTextError,
    NoTextLayerError,
    TooComplexError,
    UnsupportedFormatError,
    UploadChangedError,
)
"""What a book may be refused for; `too_large` and `conversion_failed`, told otherwise elsewhere, come on top."""

RETRY_SECONDS = 2
"""A novel is read in less; the first one after a while has to wait for a function to start."""


@router.get(
    "/{file_id}/plan",
    response_model=PlanPublic,
    responses={
        status.HTTP_202_ACCEPTED: {"model": ReadingPublic, "description": "The book is being read. Ask again."},
        **documented(
            NotAuthenticatedError,
            NotFoundError,
            UploadMissingError,
            UploadExpiredError,
            InvalidStateError,
            GoneError,
            *REFUSALS,
        ),
    },
)
def find_plan(world: CurrentWorld, user_id: CurrentUser, file_id: FileId) -> Response:
    """See what would be narrated of a book, with words, minutes and price, and what would be left out, and why.

    The first request has the book read, which takes some seconds: 202 until then. A book that can't be read is refused
    with the code that its conversion would fail with, always as 422: `too_large` and `conversion_failed`, too.
    """
    found = plans.find_plan(world, user_id, file_id)
    if found is None:
        reading = ReadingPublic().model_dump_json()
        wait = {"Retry-After": str(RETRY_SECONDS)}
        return Response(reading, status.HTTP_202_ACCEPTED, wait, "application/json")
    return Response(PlanPublic.of(found, price(world)).model_dump_json(), media_type="application/json")
