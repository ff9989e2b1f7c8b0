"""How an account wants words to be spoken, in every book."""

from fastapi import APIRouter

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.usecases.pronunciations import find_pronunciations, set_pronunciations
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.errors import BodyTooLargeError, documented
from functions.api.schemas.choices import PronunciationsPublic, PronunciationsUpdate

router = APIRouter(prefix="/api/user/pronunciations", tags=["account"])


@router.get("", responses=documented(NotAuthenticatedError))
def list_pronunciations(world: CurrentWorld, user_id: CurrentUser) -> PronunciationsPublic:
    """Look at your list."""
    return PronunciationsPublic.of(find_pronunciations(world, user_id))


@router.put("", responses=documented(BodyTooLargeError, NotAuthenticatedError))
def replace_pronunciations(
    world: CurrentWorld, user_id: CurrentUser, update: PronunciationsUpdate
) -> PronunciationsPublic:
    """Put a list in the place of yours. It holds for every book; what a job brings along holds for that one, first."""
    entries = [entry.pronunciation() for entry in update.pronunciations]
    return PronunciationsPublic.of(set_pronunciations(world, user_id, entries))
