"""Sign up and log in."""

from fastapi import APIRouter, status

from ebookvoice.domain.account import User, WeakPasswordError
from ebookvoice.domain.errors import EmailTakenError, InvalidCredentialsError
from ebookvoice.usecases import accounts
from ebookvoice.usecases.world import World
from functions.api.deps import CurrentWorld
from functions.api.errors import BodyTooLargeError, documented
from functions.api.schemas.auth import CredentialsCreate, TokenPublic, UserPublic

router = APIRouter(prefix="/api/auth", tags=["accounts"])


@router.post(
    "/signup",
    status_code=status.HTTP_201_CREATED,
    responses=documented(BodyTooLargeError, EmailTakenError, WeakPasswordError),
)
def sign_up(world: CurrentWorld, credentials: CredentialsCreate) -> TokenPublic:
    """Open an account and get its first access token."""
    user = accounts.sign_up(world, credentials.email, credentials.password.get_secret_value())
    return _token(world, user)


@router.post("/login", responses=documented(BodyTooLargeError, InvalidCredentialsError))
def log_in(world: CurrentWorld, credentials: CredentialsCreate) -> TokenPublic:
    """Get an access token for e-mail and password."""
    user = accounts.log_in(world, credentials.email, credentials.password.get_secret_value())
    return _token(world, user)


def _token(world: World, user: User) -> TokenPublic:
    issued = world.tokens.issue(user.id)
    return TokenPublic(
        access_token=issued.token,
        expires_in=int((issued.expires_at - world.clock.now()).total_seconds()),
        user=UserPublic.model_validate(user),
    )
