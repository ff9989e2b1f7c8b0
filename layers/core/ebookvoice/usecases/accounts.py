"""Sign up and log in with e-mail and password."""

from ebookvoice.domain.account import User, check_password, normalise_email
from ebookvoice.domain.errors import EmailTakenError, InvalidCredentialsError
from ebookvoice.usecases.world import World


def sign_up(world: World, email: str, password: str) -> User:
    """Open an account with its first credits. Raises WeakPasswordError, EmailTakenError."""
    check_password(password)
    user = User(world.ids.new(), normalise_email(email), world.clock.now())
    hashed = world.hasher.hash(password)
    with world.store.as_service() as records:
        if not records.accounts.add(user, hashed):
            raise EmailTakenError
        records.credits.grant(user.id, world.settings.signup_credits)
    return user


def log_in(world: World, email: str, password: str) -> User:
    """Check e-mail and password. Raises InvalidCredentialsError, in the same time for known and unknown accounts."""
    with world.store.as_service() as records:
        found = records.accounts.by_email(normalise_email(email))
    if not world.hasher.verify(found[1] if found else None, password) or found is None:
        raise InvalidCredentialsError
    return found[0]
