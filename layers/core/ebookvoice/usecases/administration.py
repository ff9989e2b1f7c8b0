"""What administrators may do to other people's accounts."""

from dataclasses import dataclass
from uuid import UUID

from ebookvoice.domain.access import ForbiddenError
from ebookvoice.domain.account import Role, User, normalise_email
from ebookvoice.domain.errors import InvalidStateError, NotFoundError
from ebookvoice.domain.session import Ended, Principal
from ebookvoice.domain.storage import Plan
from ebookvoice.ports.identity import Mail
from ebookvoice.ports.store import Records
from ebookvoice.usecases import second_factor
from ebookvoice.usecases.sessions import check_reauthenticated
from ebookvoice.usecases.world import World

REMOVED = """\
An administrator of eBookVoice is taking the second factor off your account, authenticator app and recovery codes, and \
ends all of its sessions. From now on your password, a magic link or Google alone lets you in.

Sign in and set a second factor up anew.

If you did not ask for this, sign in, change your password, and tell whoever runs the service.
"""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's account, and the credits that it has to spend."""

    user: User
    credits: int


def find_users(world: World, email: str) -> list[Account]:
    """Find the account of an address, if there is one."""
    with world.store.as_service() as records:
        user = records.accounts.by_email(normalise_email(email))
        return [Account(user, records.payments.balance(user.id))] if user else []


def change_user(
    world: World,
    admin: Principal,
    user_id: UUID,
    disabled: bool | None,
    role: Role | None,
    plan: Plan | None = None,
) -> Account:
    """Shut an account out or let it in again, set its role and its plan; None leaves things as they are.

    An account that is shut out is so at once, everywhere: its sessions end. Raises NotFoundError, ForbiddenError for
    one's own account (somebody has to be left who can undo it), InvalidStateError for a role that settings give.
    """
    if user_id == admin.user.id and (disabled or role is Role.USER):
        raise ForbiddenError("You can't shut out or demote yourself. Ask another administrator to do it.")
    ended: list[UUID] = []
    with world.store.as_service() as records:
        user = _found(records, user_id)
        if role is Role.USER and user.email in world.settings.admins:
            raise InvalidStateError("The setting ADMIN_EMAILS names this account. Take its address out of there first.")
        if role is not None:
            user = records.accounts.set_role(user_id, role) or user
        if plan is not None:
            user = records.accounts.set_plan(user_id, plan) or user
        if disabled is not None:
            # Either way: a sign-in that was under way at a shut-out must not come to life later.
            ended = records.sessions.end_all(user_id, Ended.DISABLED, world.clock.now())
            user = _set_disabled(world, records, user, disabled)
        going_on = [session.id for session in records.sessions.of(user_id, world.clock.now())]
        account = Account(user, records.payments.balance(user_id))
    world.cache.forget(ended)
    world.cache.drop(going_on)
    if disabled:
        world.cache.forget_user(user_id)
    return account


def remove_second_factor(world: World, admin: Principal, user_id: UUID) -> bool:
    """Let somebody in again who has lost phone and recovery codes; False if there is no second factor to remove.

    All sessions of the account end, and its owner is told before anything happens. Raises NotFoundError, ForbiddenError
    for one's own account (that takes a code of it), ReauthenticationRequiredError, UnavailableError.
    """
    if user_id == admin.user.id:
        raise ForbiddenError("This is your own account: DELETE /api/auth/totp switches its second factor off.")
    check_reauthenticated(world, admin)
    with world.store.as_service() as records:
        user = _found(records, user_id)
    if not second_factor.is_on(world, user_id):
        return False
    world.mailer.send(Mail(user.email, "The second factor of your eBookVoice account is removed", REMOVED))
    with world.store.as_service() as records:
        ended = records.sessions.end_all(user_id, Ended.SECOND_FACTOR_REMOVED, world.clock.now())
        records.second_factors.delete(user_id)
    world.cache.forget(ended)
    return True


def _found(records: Records, user_id: UUID) -> User:
    user = records.accounts.find(user_id)
    if user is None:
        raise NotFoundError
    return user


def _set_disabled(world: World, records: Records, user: User, disabled: bool) -> User:
    at = (user.disabled_at or world.clock.now()) if disabled else None
    return records.accounts.set_disabled(user.id, at) or user
