"""Feature flags."""

from fastapi import APIRouter, status

from ebookvoice.domain.access import ForbiddenError, NotAuthenticatedError
from ebookvoice.domain.errors import NotFoundError
from ebookvoice.ports.records.limits import Flag
from ebookvoice.usecases import flags
from functions.api.deps import CurrentAdmin, CurrentWorld
from functions.api.errors import BodyTooLargeError, documented
from functions.api.schemas.flags import FlagName, FlagPublic, FlagsPublic, FlagUpdate

router = APIRouter(prefix="/api/flags", tags=["flags"])


@router.get("", responses=documented())
def list_flags(world: CurrentWorld) -> FlagsPublic:
    """List which features are on; open to everybody."""
    return FlagsPublic(flags=[FlagPublic.model_validate(flag) for flag in flags.visible_flags(world)])


@router.put("/{name}", responses=documented(BodyTooLargeError, NotAuthenticatedError, ForbiddenError))
def set_flag(world: CurrentWorld, admin: CurrentAdmin, name: FlagName, update: FlagUpdate) -> FlagPublic:  # noqa: ARG001
    """Set a flag, new or old; for administrators."""
    flag = Flag(name, update.enabled, update.description, update.visible)
    flags.set_flag(world, flag)
    return FlagPublic.model_validate(flag)


@router.delete(
    "/{name}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(NotAuthenticatedError, ForbiddenError, NotFoundError),
)
def remove_flag(world: CurrentWorld, admin: CurrentAdmin, name: FlagName) -> None:  # noqa: ARG001
    """Remove a flag; for administrators."""
    flags.remove_flag(world, name)
