"""Finished audiobooks."""

from uuid import UUID

from fastapi import APIRouter

from ebookvoice.domain.errors import NotAuthenticatedError, NotFoundError, NotReadyError
from ebookvoice.usecases import audiobooks
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.errors import documented
from functions.api.schemas.audiobooks import AudiobookPublic, DownloadPublic

router = APIRouter(
    prefix="/api/audiobooks",
    tags=["audiobooks"],
    responses=documented(NotAuthenticatedError, NotFoundError, NotReadyError),
)


@router.get("/{audiobook_id}")
def find_audiobook(world: CurrentWorld, user_id: CurrentUser, audiobook_id: UUID) -> AudiobookPublic:
    """Look at an audiobook: its chapters, its length, and what was left out on purpose."""
    return AudiobookPublic.model_validate(audiobooks.find_audiobook(world, user_id, audiobook_id))


@router.get("/{audiobook_id}/download")
def download_audiobook(world: CurrentWorld, user_id: CurrentUser, audiobook_id: UUID) -> DownloadPublic:
    """Get a short-lived address of the M4B."""
    return DownloadPublic.model_validate(audiobooks.download_audiobook(world, user_id, audiobook_id))
