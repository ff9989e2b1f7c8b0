"""Before anything that can't be undone: the same person once more, in the same session."""

from ebookvoice.domain.access import InvalidCodeError, InvalidCredentialsError
from ebookvoice.domain.identity import Purpose, minutes
from ebookvoice.domain.session import Principal
from ebookvoice.ports.identity import Mail
from ebookvoice.usecases import challenges, second_factor
from ebookvoice.usecases.world import World

TEXT = """\
Somebody who is signed in to your account wants to change something important, and we want to be sure that it is you.

Your code: {code}

It is good for {minutes} and for that one session only.

If this was not you, sign in, end all other sessions and change your password.
"""


def send_code(world: World, principal: Principal) -> None:
    """Mail six digits to the account's own address, for those who have no password. Raises UnavailableError."""
    issued = challenges.issue(world, Purpose.REAUTHENTICATION, str(principal.session.id))
    text = TEXT.format(code=issued.code, minutes=minutes(world.settings.code_seconds))
    world.mailer.send(Mail(principal.user.email, f"{issued.code} is your eBookVoice code", text))


def by_password(world: World, principal: Principal, password: str, code: str | None) -> None:
    """Note a fresh proof by password, and by a code of the second factor where one is on.

    Raises InvalidCredentialsError, InvalidCodeError, RateLimitedError, UnavailableError.
    """
    _check_second_factor_given(world, principal, code)
    identity = world.provider.check_password(principal.user.email, password)
    if identity is None or not identity.email_verified:
        raise InvalidCredentialsError("This is not the password of your account. Check it and try again.")
    _note(world, principal, code)


def by_mailed_code(world: World, principal: Principal, mailed: str, code: str | None) -> None:
    """Note a fresh proof by what was mailed, once, and by a code of the second factor where one is on.

    Raises InvalidCodeError, RateLimitedError.
    """
    _check_second_factor_given(world, principal, code)
    challenges.redeem_code(world, Purpose.REAUTHENTICATION, str(principal.session.id), mailed)
    _note(world, principal, code)


def _check_second_factor_given(world: World, principal: Principal, code: str | None) -> None:
    """Ask for the second factor before the first one is used up."""
    if code is None and second_factor.is_on(world, principal.user.id):
        raise InvalidCodeError("Your account has a second factor. Send a code of it as `second_factor`, too.")


def _note(world: World, principal: Principal, code: str | None) -> None:
    if second_factor.is_on(world, principal.user.id):
        second_factor.use_code(world, principal.user.id, code or "")
    with world.store.as_service() as records:
        records.sessions.reauthenticate(principal.session.id, world.clock.now())
