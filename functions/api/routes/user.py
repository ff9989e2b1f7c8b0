"""An account's own pages: profile, export, erasure."""

from aws_lambda_powertools import Logger
from fastapi import APIRouter, Response, status

from ebookvoice.domain.access import NotAuthenticatedError, ReauthenticationRequiredError
from ebookvoice.domain.errors import RateLimitedError
from ebookvoice.domain.session import Mode
from ebookvoice.usecases import erasure, export, profile, quotas
from functions.api import cookies
from functions.api.deps import CurrentPrincipal, CurrentUser, CurrentWorld
from functions.api.errors import BodyTooLargeError, documented
from functions.api.schemas.downloads import DownloadPublic
from functions.api.schemas.user import ProfilePublic, ProfileUpdate, UsagePublic

router = APIRouter(prefix="/api/user", tags=["account"])

logger = Logger(child=True)


@router.get("/profile", responses=documented(NotAuthenticatedError))
def find_profile(world: CurrentWorld, principal: CurrentPrincipal) -> ProfilePublic:
    """Look at your account and at what was done with it; the figures may be up to 30 minutes old."""
    return ProfilePublic.of(profile.find_profile(world, principal.user))


@router.get("/usage", responses=documented(NotAuthenticatedError))
def find_usage(world: CurrentWorld, user_id: CurrentUser) -> UsagePublic:
    """Look at how much you store and how much you may; audiobooks that are not pinned don't count."""
    return UsagePublic.of(*quotas.find_usage(world, user_id))


@router.patch("/profile", responses=documented(BodyTooLargeError, NotAuthenticatedError))
def change_profile(world: CurrentWorld, principal: CurrentPrincipal, update: ProfileUpdate) -> ProfilePublic:
    """Change name and picture: null takes away, what is absent stays."""
    user, changed = principal.user, update.model_fields_set
    name = update.name if "name" in changed else user.name
    picture = update.picture if "picture" in changed else user.picture
    return ProfilePublic.of(profile.describe(world, principal, name, picture))


@router.post("/export", responses=documented(NotAuthenticatedError, ReauthenticationRequiredError, RateLimitedError))
def export_everything(world: CurrentWorld, principal: CurrentPrincipal) -> DownloadPublic:
    """Get the address of a ZIP archive of everything that we hold about you: rows as JSON, books and audiobooks.

    The archive packs up to 128 MB of files; of those that don't fit, `files.json` has addresses that are good for an
    hour. Needs a fresh proof: POST /api/auth/reauthenticate.
    """
    download = export.export(world, principal)
    logger.info("account exported", user_id=str(principal.user.id), size=download.size)
    return DownloadPublic.model_validate(download)


@router.delete(
    "",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(NotAuthenticatedError, ReauthenticationRequiredError),
)
def erase(world: CurrentWorld, response: Response, principal: CurrentPrincipal) -> None:
    """Erase your account with everything in it, at once and for good.

    Needs a fresh proof: POST /api/auth/reauthenticate. Safe to repeat.
    """
    erasure.erase(world, principal)
    logger.info("account erased", user_id=str(principal.user.id))
    if principal.session.mode is Mode.COOKIE:
        cookies.clear_cookie(response, cookies.SESSION)
        cookies.clear_cookie(response, cookies.DEVICE)
