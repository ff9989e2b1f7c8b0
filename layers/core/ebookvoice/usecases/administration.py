"""What administrators may do to other people's accounts."""

from uuid import UUID

from ebookvoice.domain.account import Role, User, normalise_email
from ebookvoice.domain.errors import ForbiddenError, InvalidStateError, NotFoundError
from ebookvoice.domain.session import Ended, Principal
from ebookvoice.ports.store import Records
from ebookvoice.usecases.world import World


def find_users(world: World, email: str) -> list[User]:
    """Find the account of an address, if there is one."""
    with world.store.as_service() as records:
        user = records.accounts.by_email(normalise_email(email))
    return [user] if user else []


def change_user(world: World, admin: Principal, user_id: UUID, disabled: bool | None, role: Role | None) -> User:
    """Shut an account out or let it in again, and set its role; None leaves things as they are.

    An account that is shut out is so at once, everywhere: its sessions end. Raises NotFoundError, ForbiddenError for
    one's own account (somebody has to be left who can undo it), InvalidStateError for a role that settings give.
    """
    if user_id == admin.user.id and (disabled or role is Role.USER):
        raise ForbiddenError("You can't shut out or demote yourself. Ask another administrator to do it.")
    with world.store.as_service() as records:
        user = records.accounts.find(user_id)
        if user is None:
            raise NotFoundError
        if role is Role.USER and user.email in world.settings.admins:
            raise InvalidStateError("The setting ADMIN_EMAILS names this account. Take its address out of there first.")
        if role is not None:
            user = records.accounts.set_role(user_id, role) or user
        stale = [session.id for session in records.sessions.of(user_id, world.clock.now())]
        if disabled is not None:
            # Either way: a sign-in that was under way at a shut-out must not come to life later.
            stale += records.sessions.end_all(user_id, Ended.DISABLED, world.clock.now())
            user = _set_disabled(world, records, user, disabled)
    world.cache.forget(stale)
    if disabled:
        world.cache.forget_user(user_id)
    return user


def _set_disabled(world: World, records: Records, user: User, disabled: bool) -> User:
    at = (user.disabled_at or world.clock.now()) if disabled else None
    return records.accounts.set_disabled(user.id, at) or user
