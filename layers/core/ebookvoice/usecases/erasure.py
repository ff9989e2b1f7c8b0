"""The right to be forgotten: everything that is held about an account goes, for good."""

from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.session import Ended, Principal
from ebookvoice.usecases import relay
from ebookvoice.usecases.accounts import subject_of
from ebookvoice.usecases.sessions import check_reauthenticated
from ebookvoice.usecases.world import World

TRIES = 3
"""A worker that completes something of the account at the same moment may make Postgres choose between the two."""


def erase(world: World, principal: Principal) -> None:
    """Erase an account: what its provider knows, every row, and, by the sweep within minutes, every object.

    Running conversions find nothing left to complete, and what they still write goes with the rest. Whatever fails
    half-way leaves the account to sign in to, so that its owner can ask again.
    Raises ReauthenticationRequiredError, UnavailableError.
    """
    check_reauthenticated(world, principal)
    world.provider.delete(principal.user.email, subject_of(world, principal))
    for attempt in range(1, TRIES + 1):
        try:
            ended = _erase_rows(world, principal)
            break
        except UnavailableError:
            if attempt == TRIES:
                raise
    world.cache.forget(ended)
    world.cache.forget_user(principal.user.id)
    # What everybody can see goes at once.
    relay.empty_trash(world, [keys.public_prefix(principal.user.id)])


def _erase_rows(world: World, principal: Principal) -> list[UUID]:
    """Erase in one transaction; return the sessions that ended with it.

    The end of the sessions locks the account, so whoever sets a password for it does so before, and that goes, too, or
    after, and finds no account.
    """
    user, now = principal.user, world.clock.now()
    with world.store.as_service() as records:
        sessions = records.sessions.end_all(user.id, Ended.ENDED_BY_USER, now)
        records.credentials.delete(user.email)
        records.challenges.forget([user.email, str(user.id), *map(str, sessions)])
        records.backups.erase(user.id, keys.user_prefixes(user.id), now)
        for prefix in keys.user_prefixes(user.id):
            records.trash.add(prefix, now)
        records.accounts.delete(user.id)
    return sessions
