"""Pictures: the gallery, and what is published of it."""

from fastapi import APIRouter, status

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.errors import InvalidStateError, NotFoundError, RateLimitedError
from ebookvoice.domain.storage import NotPublicError, QuotaExceededError
from ebookvoice.usecases import publishing
from ebookvoice.usecases.gallery import list_pictures
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.errors import documented
from functions.api.schemas.ids import FileId
from functions.api.schemas.paging import Cursor, Limit, place_of
from functions.api.schemas.pictures import GalleryPublic, PublicationPublic
from functions.api.throttle import CurrentThrottle

router = APIRouter(tags=["pictures"])


@router.get("/api/pictures", responses=documented(NotAuthenticatedError))
def show_gallery(world: CurrentWorld, user_id: CurrentUser, limit: Limit = 50, cursor: Cursor = None) -> GalleryPublic:
    """List your pictures, the newest first, with addresses to look at them."""
    return GalleryPublic.of(list_pictures(world, user_id, place_of(cursor), limit + 1), limit)


@router.put(
    "/api/files/{file_id}/publication",
    responses=documented(
        NotAuthenticatedError, NotFoundError, InvalidStateError, QuotaExceededError, NotPublicError, RateLimitedError
    ),
)
def publish(world: CurrentWorld, user_id: CurrentUser, throttle: CurrentThrottle, file_id: FileId) -> PublicationPublic:
    """Let everybody see a picture, at an address that needs no sign-in; safe to repeat."""
    throttle.publications(user_id)
    return PublicationPublic(public_url=publishing.publish(world, user_id, file_id))


@router.delete(
    "/api/files/{file_id}/publication",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(NotAuthenticatedError, NotFoundError),
)
def withdraw(world: CurrentWorld, user_id: CurrentUser, file_id: FileId) -> None:
    """Take a picture back from the public; safe to repeat."""
    publishing.withdraw(world, user_id, file_id)
