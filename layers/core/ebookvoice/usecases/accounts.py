"""Ways in with an e-mail address. None of them tells whether there is an account; only its owner's mail does."""

from ebookvoice.domain.access import InvalidCodeError, InvalidCredentialsError, NotAuthenticatedError
from ebookvoice.domain.account import WeakPasswordError, check_password, normalise_email
from ebookvoice.domain.identity import Identity, Proof
from ebookvoice.domain.session import Client, Ended, Principal
from ebookvoice.usecases.sessions import SignedIn, check_reauthenticated, end_sessions, open_session
from ebookvoice.usecases.sign_in import SecondFactorNeeded, account_of, enter
from ebookvoice.usecases.world import World


def sign_up(world: World, email: str) -> None:
    """Ask for an account; what comes by mail opens it."""
    world.provider.sign_up(normalise_email(email))


def confirm_sign_up(world: World, proof: Proof, password: str, client: Client) -> SignedIn | SecondFactorNeeded:
    """Open the account that was asked for, with this password; one that is there gets it as by a reset.

    Raises WeakPasswordError, which leaves the proof as it is, and InvalidCodeError.
    """
    _check_password(world, password)
    identity = world.provider.confirm_sign_up(_normalised(proof), password)
    _begin_anew(world, identity, opens=True)
    return enter(world, identity, client, InvalidCodeError())


def log_in(world: World, email: str, password: str, client: Client) -> SignedIn | SecondFactorNeeded:
    """Check e-mail and password. Raises InvalidCredentialsError, for whatever reason and in the same time.

    A password opens no account and leads to none that its identity was not linked to by a proof: somebody else may have
    chosen it.
    """
    address = normalise_email(email)
    with world.store.as_service() as records:
        account = records.accounts.by_email(address)
    identity = world.provider.check_password(address, password)
    if identity is None or (account is not None and account.disabled_at is not None):
        raise InvalidCredentialsError
    with world.store.as_service() as records:
        if records.accounts.by_identity(identity.issuer, identity.subject) is None:
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
    """Set a new password and end every session of the account. Raises WeakPasswordError, InvalidCodeError.

    A user whom the provider knows without an account gets one, as by a sign-up; an account that is erased meanwhile
    stays so.
    """
    _check_password(world, password)
    proof = _normalised(proof)
    with world.store.as_service() as records:
        unknown = proof.email is not None and records.accounts.by_email(proof.email) is None
    _begin_anew(world, world.provider.reset_password(proof, password), opens=unknown)


def change_password(world: World, principal: Principal, password: str, client: Client) -> SignedIn:
    """Set a password, end every session, and open a new one for whoever did it.

    Raises ReauthenticationRequiredError, WeakPasswordError, NotAuthenticatedError for an account that is gone.
    """
    check_reauthenticated(world, principal)
    _check_password(world, password)
    user = principal.user
    identity = world.provider.set_password(user.email, subject_of(world, principal), password)
    end_sessions(world, user.id, Ended.PASSWORD_CHANGED)
    with world.store.as_service() as records:
        records.challenges.forget([user.email, str(user.id)])
        now = records.accounts.find(user.id)
        if now is not None and records.accounts.by_identity(identity.issuer, identity.subject) is None:
            records.accounts.link(user.id, identity, world.clock.now())
    if now is None:
        # It was erased meanwhile; what the provider has just been told is nobody's.
        world.provider.delete(user.email, identity.subject)
        raise NotAuthenticatedError
    return open_session(world, now, client)


def subject_of(world: World, principal: Principal) -> str | None:
    """Find under which subject the deployment's provider knows the user, if it does."""
    with world.store.as_user(principal.user.id) as records:
        identities = dict(records.accounts.identities(principal.user.id))
    return identities.get(world.provider.issuer)


def _begin_anew(world: World, identity: Identity, *, opens: bool) -> None:
    """Lead the identity to its account, and end what was possible there before its owner set the password.

    `opens` says whether the proof opens an account that is not there.
    """
    email = normalise_email(identity.email)
    with world.store.as_service() as records:
        account = records.accounts.by_identity(identity.issuer, identity.subject)
        if account is None and (opens or records.accounts.by_email(email) is not None):
            account = account_of(world, records, identity)
        records.challenges.forget([email, account.email, str(account.id)] if account else [email])
    if account is not None:
        end_sessions(world, account.id, Ended.PASSWORD_CHANGED)


def _check_password(world: World, password: str) -> None:
    check_password(password)
    if world.hasher.common(password):
        raise WeakPasswordError("This password is one that everybody tries first. Choose a less common one.")


def _normalised(proof: Proof) -> Proof:
    return Proof(proof.token, normalise_email(proof.email) if proof.email else None, proof.code)
