"""Ways in with an e-mail address. None of them tells whether there is an account; only its owner's mail does."""

from ebookvoice.domain.account import WeakPasswordError, check_password, normalise_email
from ebookvoice.domain.errors import InvalidCodeError, InvalidCredentialsError
from ebookvoice.domain.identity import Proof
from ebookvoice.domain.session import Client, Ended, Principal
from ebookvoice.usecases.sessions import SignedIn, check_reauthenticated, end_sessions, open_session
from ebookvoice.usecases.sign_in import SecondFactorNeeded, enter
from ebookvoice.usecases.world import World


def sign_up(world: World, email: str, password: str) -> None:
    """Ask for an account; what comes by mail opens it. Raises WeakPasswordError."""
    _check_password(world, password)
    world.provider.sign_up(normalise_email(email), password)


def confirm_sign_up(world: World, proof: Proof, client: Client) -> SignedIn | SecondFactorNeeded:
    """Open the account that was asked for, or let its owner in. Raises InvalidCodeError."""
    return enter(world, world.provider.confirm_sign_up(_normalised(proof)), client, InvalidCodeError())


def log_in(world: World, email: str, password: str, client: Client) -> SignedIn | SecondFactorNeeded:
    """Check e-mail and password. Raises InvalidCredentialsError, for whatever reason and in the same time."""
    address = normalise_email(email)
    with world.store.as_service() as records:
        account = records.accounts.by_email(address)
    identity = world.provider.check_password(address, password)
    if identity is None or (account is not None and account.disabled_at is not None):
        raise InvalidCredentialsError
    return enter(world, identity, client, InvalidCredentialsError(), account.epoch if account else None)


def send_link(world: World, email: str) -> None:
    """Mail a magic link and a code to whoever owns the address."""
    world.provider.send_link(normalise_email(email))


def redeem_link(world: World, proof: Proof, client: Client) -> SignedIn | SecondFactorNeeded:
    """Let in whoever brings back what was mailed. Raises InvalidCodeError."""
    return enter(world, world.provider.redeem_link(_normalised(proof)), client, InvalidCodeError())


def send_reset(world: World, email: str) -> None:
    """Mail a link and a code that set a new password."""
    world.provider.send_reset(normalise_email(email))


def reset_password(world: World, proof: Proof, password: str) -> None:
    """Set a new password and end every session of the account. Raises WeakPasswordError, InvalidCodeError."""
    _check_password(world, password)
    identity = world.provider.reset_password(_normalised(proof), password)
    email = normalise_email(identity.email)
    with world.store.as_service() as records:
        account = records.accounts.by_identity(identity.issuer, identity.subject) or records.accounts.by_email(email)
        records.challenges.forget([email] if account is None else [email, account.email, str(account.id)])
    if account is not None:
        end_sessions(world, account.id, Ended.PASSWORD_CHANGED)


def change_password(world: World, principal: Principal, password: str, client: Client) -> SignedIn:
    """Set a password, end every session, and open a new one for whoever did it.

    Raises ReauthenticationRequiredError, WeakPasswordError.
    """
    check_reauthenticated(world, principal)
    _check_password(world, password)
    user = principal.user
    world.provider.set_password(user.email, subject_of(world, principal), password)
    end_sessions(world, user.id, Ended.PASSWORD_CHANGED)
    with world.store.as_service() as records:
        records.challenges.forget([user.email, str(user.id)])
        now = records.accounts.find(user.id)
    return open_session(world, now or user, client)


def subject_of(world: World, principal: Principal) -> str | None:
    """Find under which subject the deployment's provider knows the user, if it does."""
    with world.store.as_user(principal.user.id) as records:
        identities = dict(records.accounts.identities(principal.user.id))
    return identities.get(world.provider.issuer)


def _check_password(world: World, password: str) -> None:
    check_password(password)
    if world.hasher.common(password):
        raise WeakPasswordError("This password is one that everybody tries first. Choose a less common one.")


def _normalised(proof: Proof) -> Proof:
    return Proof(proof.token, normalise_email(proof.email) if proof.email else None, proof.code)
