"""How much an account may store."""

from uuid import UUID

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.storage import Plan, QuotaExceededError, Usage, UsageClass
from ebookvoice.ports.store import Records
from ebookvoice.usecases.world import World


def usage(world: World, records: Records, user_id: UUID) -> Usage:
    """Read what an account stores and may store. Raises NotAuthenticatedError for an account that is gone."""
    user = records.accounts.find(user_id)
    if user is None:
        raise NotAuthenticatedError
    used, lent = records.storage.counted(user_id)
    return Usage(user.plan, _quota(world, user.plan), used, lent)


def find_usage(world: World, user_id: UUID) -> tuple[Usage, list[UsageClass]]:
    """Look at what an account stores, in all and by class. Raises NotAuthenticatedError for one that is gone."""
    with world.store.as_user(user_id) as records:
        return usage(world, records, user_id), records.storage.classes(user_id)


def reserve(world: World, records: Records, user_id: UUID, size: int) -> None:
    """Take room for `size` more bytes, in the transaction that adds their row. Raises QuotaExceededError."""
    found = usage(world, records, user_id)
    if not records.storage.reserve(user_id, size, found.quota):
        raise QuotaExceededError(size, usage(world, records, user_id))


def _quota(world: World, plan: Plan) -> int:
    settings = world.settings
    return settings.premium_quota_bytes if plan is Plan.PREMIUM else settings.free_quota_bytes
