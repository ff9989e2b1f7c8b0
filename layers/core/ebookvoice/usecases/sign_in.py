"""From an identity to a session: which account it leads to, and what else is asked before the door opens."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ebookvoice.domain.access import AccountExistsError, SignInRefusedError
from ebookvoice.domain.account import Role, User, normalise_email
from ebookvoice.domain.errors import EbookVoiceError
from ebookvoice.domain.identity import Identity, Purpose
from ebookvoice.domain.session import Client
from ebookvoice.ports.store import Records
from ebookvoice.usecases import challenges
from ebookvoice.usecases.sessions import SignedIn, open_session
from ebookvoice.usecases.world import World

SECOND_FACTOR_SECONDS = 300
SECOND_FACTORS_WAITING = 10
"""How many sign-ins of one account may wait for their second factor at once."""


@dataclass(frozen=True, slots=True)
class SecondFactorNeeded:
    """The first factor was right; the token and a code of the second one open the session."""

    token: str
    expires_at: datetime


def enter(
    world: World,
    identity: Identity,
    client: Client,
    refusal: EbookVoiceError,
    epoch: int | None = None,
    *,
    signed_in: UUID | None = None,
) -> SignedIn | SecondFactorNeeded:
    """Let in whom a provider vouches for, opening their account if they are new.

    `epoch` is the account's before a lasting proof, a password, was checked; what counts once needs none. `signed_in`
    is the account that the same person has just come into by other means. Raises `refusal` for a disabled account,
    SignInRefusedError for a new identity whose address nobody verified, or when all sessions were ended meanwhile,
    AccountExistsError for one that does not suffice to be let into an account that is there.
    """
    with world.store.as_service() as records:
        user = account_of(world, records, identity, signed_in)
        factor = records.second_factors.find(user.id)
    if user.disabled_at is not None:
        raise refusal
    if epoch is not None:
        user = replace(user, epoch=epoch)
    if factor is not None and factor.confirmed:
        payload = {"epoch": user.epoch}
        issued = challenges.issue(
            world,
            Purpose.SECOND_FACTOR,
            str(user.id),
            payload=payload,
            seconds=SECOND_FACTOR_SECONDS,
            room=SECOND_FACTORS_WAITING,
        )
        return SecondFactorNeeded(issued.token, issued.expires_at)
    return open_session(world, user, client)


def account_of(world: World, records: Records, identity: Identity, signed_in: UUID | None = None) -> User:
    """Find the account that the identity leads to, or lead it to one. Administrators are known by their address.

    Raises SignInRefusedError, AccountExistsError as `enter` does.
    """
    known = records.accounts.by_identity(identity.issuer, identity.subject)
    if known is None:
        known = _new_way_in(world, records, identity, signed_in)
    named = identity.authoritative and known.email in world.settings.admins
    if named and known.role is not Role.ADMIN:
        known = records.accounts.set_role(known.id, Role.ADMIN) or known
    return known


def _new_way_in(world: World, records: Records, identity: Identity, signed_in: UUID | None) -> User:
    """Link a new identity by its verified address, or open an account with its first credits.

    Two first sign-ins at once end at the same account: the address and the identity are unique. An account that this
    issuer vouches for already, under another subject, stays with that one: an address may have got a new owner. For the
    same reason somebody else's account takes more than that the address was verified once.
    """
    if not identity.email_verified:
        raise SignInRefusedError
    email = normalise_email(identity.email)
    new = User(world.ids.new(), email, world.clock.now(), identity.name, identity.picture)
    opened = records.accounts.add(new)
    if opened:
        records.credits.grant(new.id, world.settings.signup_credits, world.clock.now())
    owner = records.accounts.by_email(email)
    if owner is None:
        raise SignInRefusedError
    suffices = opened or identity.authoritative or owner.id == signed_in
    if suffices:
        records.accounts.link(owner.id, identity, world.clock.now())
    known = records.accounts.by_identity(identity.issuer, identity.subject)
    if known is None:
        raise SignInRefusedError if suffices else AccountExistsError
    return known
