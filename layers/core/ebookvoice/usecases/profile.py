"""What an account's owner is shown of it, and may change."""

from dataclasses import asdict, dataclass, fields
from uuid import UUID

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.account import User
from ebookvoice.domain.session import Principal
from ebookvoice.ports.records.profiles import Statistics
from ebookvoice.usecases import second_factor
from ebookvoice.usecases.world import World

_FIGURES = frozenset(field.name for field in fields(Statistics))


@dataclass(frozen=True, slots=True)
class Profile:
    """An account, the issuers that vouch for it, whether a second factor is on, and what was done with it."""

    user: User
    ways_in: tuple[str, ...]
    second_factor: bool
    statistics: Statistics


def find_profile(world: World, user: User) -> Profile:
    """Look at an account. Its figures may be as old as the cache keeps them, 30 minutes; all else is as of now."""
    with world.store.as_user(user.id) as records:
        ways_in = tuple(issuer for issuer, _ in records.accounts.identities(user.id))
    return Profile(user, ways_in, second_factor.is_on(world, user.id), _statistics(world, user.id))


def describe(world: World, principal: Principal, name: str | None, picture: str | None) -> Profile:
    """Set name and picture; None takes them away. Raises NotAuthenticatedError for an account that is gone."""
    with world.store.as_service() as records:
        user = records.accounts.describe(principal.user.id, name, picture)
    if user is None:
        raise NotAuthenticatedError
    return find_profile(world, user)


def _statistics(world: World, user_id: UUID) -> Statistics:
    cached = world.cache.profile(user_id)
    # An older version of the service may have left other figures there.
    if cached is not None and cached.keys() == _FIGURES:
        return Statistics(**cached)
    with world.store.as_user(user_id) as records:
        statistics = records.profiles.statistics(user_id)
    world.cache.remember_profile(user_id, asdict(statistics))
    return statistics
