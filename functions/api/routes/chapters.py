"""Single chapters, to listen to before the book is done."""

from typing import Annotated

from fastapi import APIRouter, Path

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.errors import NotFoundError, NotReadyError
from ebookvoice.domain.storage import GoneError
from ebookvoice.usecases.listening import chapter_download
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.errors import documented
from functions.api.schemas.downloads import DownloadPublic
from functions.api.schemas.ids import JobId

router = APIRouter(prefix="/api/jobs", tags=["jobs"])

Number = Annotated[int, Path(ge=1, le=1_000_000, description="The chapter's number, from 1.")]


@router.get(
    "/{job_id}/chapters/{number}/audio",
    responses=documented(NotAuthenticatedError, NotFoundError, NotReadyError, GoneError),
)
def download_chapter(world: CurrentWorld, user_id: CurrentUser, job_id: JobId, number: Number) -> DownloadPublic:
    """Get a short-lived address of a chapter's audio, as soon as the chapter is done."""
    return DownloadPublic.model_validate(chapter_download(world, user_id, job_id, number))
