"""From an identity to a session: which account it leads to, and what else is asked before the door opens."""

from dataclasses import dataclass, replace
from datetime import datetime

from ebookvoice.domain.account import Role, User, normalise_email
from ebookvoice.domain.errors import EbookVoiceError, SignInRefusedError
from ebookvoice.domain.identity import Identity, Purpose
from ebookvoice.domain.session import Client
from ebookvoice.ports.store import Records
from ebookvoice.usecases import challenges
from ebookvoice.usecases.sessions import SignedIn, open_session
from ebookvoice.usecases.world import World

SECOND_FACTOR_SECONDS = 300


@dataclass(frozen=True, slots=True)
class SecondFactorNeeded:
    """The first factor was right; the token and a code of the second one open the session."""

    token: str
    expires_at: datetime


def enter(
    world: World, identity: Identity, client: Client, refusal: EbookVoiceError, epoch: int | None = None
) -> SignedIn | SecondFactorNeeded:
    """Let in whom a provider vouches for, opening their account if they are new.

    `epoch` is the account's before a lasting proof, a password, was checked; what counts once needs none. Raises
    `refusal` for a disabled account, SignInRefusedError for a new identity whose address nobody verified, or when all
    sessions were ended meanwhile.
    """
    with world.store.as_service() as records:
        user = _account(world, records, identity)
        factor = records.second_factors.find(user.id)
    if user.disabled_at is not None:
        raise refusal
    if epoch is not None:
        user = replace(user, epoch=epoch)
    if factor is not None and factor.confirmed:
        payload = {"epoch": user.epoch}
        issued = challenges.issue(
            world, Purpose.SECOND_FACTOR, str(user.id), payload=payload, seconds=SECOND_FACTOR_SECONDS
        )
        return SecondFactorNeeded(issued.token, issued.expires_at)
    return open_session(world, user, client)


def _account(world: World, records: Records, identity: Identity) -> User:
    """Find the account that the identity leads to, link it by a verified address, or open one with its first credits.

    Two first sign-ins at once end at the same account: the address and the identity are unique. An account that this
    issuer vouches for already, under another subject, stays with that one: an address may have got a new owner.
    """
    known = records.accounts.by_identity(identity.issuer, identity.subject)
    if known is None:
        if not identity.email_verified:
            raise SignInRefusedError
        email = normalise_email(identity.email)
        new = User(world.ids.new(), email, world.clock.now(), identity.name, identity.picture)
        if records.accounts.add(new):
            records.credits.grant(new.id, world.settings.signup_credits)
        owner = records.accounts.by_email(email)
        if owner is None:
            raise SignInRefusedError
        records.accounts.link(owner.id, identity, world.clock.now())
        known = records.accounts.by_identity(identity.issuer, identity.subject)
        if known is None:
            raise SignInRefusedError
    if known.email in world.settings.admins and known.role is not Role.ADMIN:
        known = records.accounts.set_role(known.id, Role.ADMIN) or known
    return known
