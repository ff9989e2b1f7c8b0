"""The second factor: an authenticator app, and recovery codes for the day on which it is lost."""

import logging
import re
import secrets
from dataclasses import dataclass, replace
from uuid import UUID

from ebookvoice.domain import recovery, totp
from ebookvoice.domain.access import InvalidCodeError
from ebookvoice.domain.errors import InvalidStateError
from ebookvoice.domain.identity import Purpose
from ebookvoice.domain.limits import Limit
from ebookvoice.domain.session import Client, Principal
from ebookvoice.ports.identity import UnsealableError
from ebookvoice.ports.store import Records
from ebookvoice.usecases import challenges, limits
from ebookvoice.usecases.sessions import SignedIn, check_just_proved, check_reauthenticated, open_session
from ebookvoice.usecases.world import World

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A secret for an authenticator app: in Base32 to type, as an address for a QR code."""

    secret: str
    otpauth_uri: str


def propose(world: World, principal: Principal) -> Proposal:
    """Make a secret that counts once a code of it has come back; it takes the place of one that never did.

    Raises ReauthenticationRequiredError unless the sign-in or a new proof is fresh, InvalidStateError if a second
    factor is on.
    """
    check_just_proved(world, principal)
    now, secret, user = world.clock.now(), secrets.token_bytes(totp.SECRET_BYTES), principal.user
    with world.store.as_service() as records:
        if not records.second_factors.propose(user.id, world.sealer.seal(secret, str(user.id)), now):
            raise InvalidStateError("A second factor is on already. Switch it off before you set up another.")
    return Proposal(totp.base32(secret), totp.provisioning_uri(secret, user.email))


def confirm(world: World, principal: Principal, code: str) -> list[str]:
    """Switch the second factor on and return its recovery codes, which are never shown again.

    Raises InvalidCodeError, InvalidStateError without a secret to confirm.
    """
    user_id, now = principal.user.id, world.clock.now()
    with world.store.as_service() as records:
        factor = records.second_factors.find(user_id)
        if factor is None or factor.confirmed:
            raise InvalidStateError("There is no second factor to confirm. POST /api/auth/totp makes one.")
        secret = _open(world, user_id, factor.sealed_secret)
        step = totp.matching_step(secret, code, now)
        if step is None:
            raise InvalidCodeError(
                "This is not the code that the app shows now. Check the phone's clock and try again."
            )
        codes = [recovery.spell(secrets.token_bytes(recovery.CODE_BYTES)) for _ in range(recovery.CODES)]
        hashes = [recovery.hash_code(secret, recovery_code) for recovery_code in codes]
        if not records.second_factors.confirm(user_id, factor.sealed_secret, step, hashes, now):
            raise InvalidStateError(
                "The second factor was set up anew meanwhile. Read the profile and go on from there."
            )
    return codes


def switch_off(world: World, principal: Principal) -> None:
    """Switch the second factor off, recovery codes and all. Raises ReauthenticationRequiredError."""
    check_reauthenticated(world, principal)
    with world.store.as_service() as records:
        records.second_factors.delete(principal.user.id)


def is_on(world: World, user_id: UUID) -> bool:
    """Tell whether a sign-in takes a second factor."""
    with world.store.as_service() as records:
        factor = records.second_factors.find(user_id)
    return factor is not None and factor.confirmed


def finish(world: World, token: str, code: str, client: Client) -> SignedIn:
    """Finish a sign-in with a code of the app or a recovery code. Raises InvalidCodeError, RateLimitedError.

    Each attempt counts, against the sign-in's own limit and against the account's: who knows the password must not win
    new attempts by starting anew, from wherever.
    """
    token_hash, now = challenges.hash_token(token), world.clock.now()
    with world.store.as_service() as records:
        limit = world.settings.code_attempts
        attempted = records.challenges.attempt_token(Purpose.SECOND_FACTOR, token_hash, now, limit)
    if attempted is None:
        raise InvalidCodeError
    use_code(world, UUID(attempted.subject), code)
    with world.store.as_service() as records:
        taken = records.challenges.take(Purpose.SECOND_FACTOR, token_hash, now)
        user = records.accounts.find(UUID(attempted.subject))
    if taken is None or user is None or user.disabled_at is not None:
        raise InvalidCodeError
    return open_session(world, replace(user, epoch=taken.payload["epoch"]), client)


def use_code(world: World, user_id: UUID, code: str) -> None:
    """Use up a code of the user's second factor. Raises InvalidCodeError, RateLimitedError."""
    limit = Limit("second-factor", world.settings.auth_limit, world.settings.auth_window)
    hits = limits.count(world, [(f"{limit.name}:user:{user_id}", limit)])
    with world.store.as_service() as records:
        if not _used(world, records, user_id, code):
            raise InvalidCodeError
    limits.give_back(world, hits)


def _used(world: World, records: Records, user_id: UUID, code: str) -> bool:
    factor = records.second_factors.find(user_id)
    if factor is None or not factor.confirmed or not code.isascii():
        return False
    secret = _open(world, user_id, factor.sealed_secret)
    if re.fullmatch(r"\s*[0-9]{6}\s*", code):
        step = totp.matching_step(secret, code.strip(), world.clock.now())
        used = step is not None and records.second_factors.use_step(user_id, step)
    else:
        used = records.second_factors.use_recovery_code(user_id, recovery.hash_code(secret, code))
    if used and not world.sealer.current(factor.sealed_secret):
        records.second_factors.reseal(user_id, factor.sealed_secret, world.sealer.seal(secret, str(user_id)))
    return used


def _open(world: World, user_id: UUID, sealed_secret: bytes) -> bytes:
    """Open a secret. Raises InvalidCodeError for one whose key is gone: no code fits it any more."""
    try:
        return world.sealer.open(sealed_secret, str(user_id))
    except UnsealableError:
        logger.warning("second factor can't be opened; is its sealing secret gone?", extra={"user_id": str(user_id)})
        raise InvalidCodeError from None
