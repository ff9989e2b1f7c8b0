"""What an account has stored."""

from typing import Annotated

from fastapi import APIRouter, Query, status

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.errors import (
    InvalidStateError,
    NotFoundError,
    NotReadyError,
    UploadExpiredError,
    UploadMissingError,
)
from ebookvoice.domain.states import FileState
from ebookvoice.domain.storage import FileInUseError, FileKind, GoneError, Location
from ebookvoice.ports.records.files import Selection
from ebookvoice.usecases import library
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.errors import documented
from functions.api.schemas.downloads import DownloadPublic
from functions.api.schemas.files import FilePublic, FilesPublic, ListedKind, ListedState
from functions.api.schemas.ids import FileId
from functions.api.schemas.paging import Cursor, Limit, place_of

router = APIRouter(prefix="/api/files", tags=["files"])


@router.get("", responses=documented(NotAuthenticatedError))
def list_files(
    world: CurrentWorld,
    user_id: CurrentUser,
    kind: Annotated[ListedKind | None, Query(description="Only files of this kind.")] = None,
    state: Annotated[ListedState | None, Query(description="Only files in this state.")] = None,
    location: Annotated[Location | None, Query(description="Only files whose bytes are in these stores.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> FilesPublic:
    """List your books, pictures and audiobooks, the newest first."""
    selection = Selection(FileKind(kind) if kind else None, FileState(state) if state else None, location)
    return FilesPublic.of(library.list_files(world, user_id, selection, place_of(cursor), limit + 1), limit)


@router.get("/{file_id}", responses=documented(NotAuthenticatedError, NotFoundError))
def find_file(world: CurrentWorld, user_id: CurrentUser, file_id: FileId) -> FilePublic:
    """Look at a file: its state, where it is, and when it goes."""
    return FilePublic.of(library.find_file(world, user_id, file_id))


@router.get(
    "/{file_id}/download",
    responses=documented(
        NotAuthenticatedError,
        NotFoundError,
        UploadMissingError,
        UploadExpiredError,
        NotReadyError,
        InvalidStateError,
        GoneError,
    ),
)
def download_file(world: CurrentWorld, user_id: CurrentUser, file_id: FileId) -> DownloadPublic:
    """Get a short-lived address of a file's bytes."""
    return DownloadPublic.model_validate(library.download_file(world, user_id, file_id))


@router.delete(
    "/{file_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(NotAuthenticatedError, NotFoundError, FileInUseError),
)
def delete_file(world: CurrentWorld, user_id: CurrentUser, file_id: FileId) -> None:
    """Delete a file with all that belongs to it: of a picture, also what is published."""
    library.delete_file(world, user_id, file_id)
