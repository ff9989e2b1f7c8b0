"""Finished audiobooks."""

from fastapi import APIRouter, status

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.errors import NotFoundError, NotReadyError
from ebookvoice.domain.storage import GoneError, QuotaExceededError
from ebookvoice.usecases import audiobooks
from ebookvoice.usecases.listening import chapter_download
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.errors import documented
from functions.api.schemas.audiobooks import AudiobookPublic, AudiobooksPublic, Wanted, WantedChapter
from functions.api.schemas.downloads import DownloadPublic
from functions.api.schemas.ids import AudiobookId
from functions.api.schemas.paging import Cursor, Limit, place_of

router = APIRouter(prefix="/api/audiobooks", tags=["audiobooks"])

REFUSALS = (NotAuthenticatedError, NotFoundError, NotReadyError, GoneError)


@router.get("", responses=documented(NotAuthenticatedError))
def list_audiobooks(
    world: CurrentWorld, user_id: CurrentUser, limit: Limit = 50, cursor: Cursor = None
) -> AudiobooksPublic:
    """List your audiobooks, the newest first."""
    return AudiobooksPublic.of(audiobooks.list_audiobooks(world, user_id, place_of(cursor), limit + 1), limit)


@router.get("/{audiobook_id}", responses=documented(*REFUSALS))
def find_audiobook(world: CurrentWorld, user_id: CurrentUser, audiobook_id: AudiobookId) -> AudiobookPublic:
    """Look at an audiobook: its chapters, its files, and the certificate of what was spoken and what was left out."""
    return AudiobookPublic.of(audiobooks.find_audiobook(world, user_id, audiobook_id))


@router.delete("/{audiobook_id}", status_code=status.HTTP_204_NO_CONTENT, responses=documented(*REFUSALS))
def delete_audiobook(world: CurrentWorld, user_id: CurrentUser, audiobook_id: AudiobookId) -> None:
    """Delete an audiobook; its job stays on record."""
    audiobooks.delete_audiobook(world, user_id, audiobook_id)


@router.get("/{audiobook_id}/download", responses=documented(*REFUSALS))
def download_audiobook(
    world: CurrentWorld,
    user_id: CurrentUser,
    audiobook_id: AudiobookId,
    format_: Wanted = None,
    chapter: WantedChapter = None,
) -> DownloadPublic:
    """Get a short-lived address of one of an audiobook's files."""
    if format_ is not None:
        download = audiobooks.download(world, user_id, audiobook_id, format_, chapter)
    elif chapter is not None:
        download = chapter_download(world, user_id, audiobook_id, chapter)
    else:
        download = audiobooks.download_audiobook(world, user_id, audiobook_id)
    return DownloadPublic.model_validate(download)


@router.put("/{audiobook_id}/pin", responses=documented(*REFUSALS, QuotaExceededError))
def pin_audiobook(world: CurrentWorld, user_id: CurrentUser, audiobook_id: AudiobookId) -> AudiobookPublic:
    """Keep an audiobook for good; it counts against your storage then. Safe to repeat."""
    return AudiobookPublic.of(audiobooks.pin_audiobook(world, user_id, audiobook_id))


@router.delete("/{audiobook_id}/pin", responses=documented(*REFUSALS))
def unpin_audiobook(world: CurrentWorld, user_id: CurrentUser, audiobook_id: AudiobookId) -> AudiobookPublic:
    """Let an audiobook go after a while; `expires_at` says when. Safe to repeat."""
    return AudiobookPublic.of(audiobooks.unpin_audiobook(world, user_id, audiobook_id))
