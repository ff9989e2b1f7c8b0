"""The built-in provider: passwords in Postgres, everything else by mail.

Known and unknown addresses cost the same: the same hashes, statements and mails, in the same order.
"""

from aws_lambda_powertools import Logger

from ebookvoice.adapters.identity.mails import Mails
from ebookvoice.domain.access import InvalidCodeError
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.identity import Identity, Proof, Purpose
from ebookvoice.ports.accounts import PasswordHasher
from ebookvoice.ports.identity import Mailer, Sealer
from ebookvoice.ports.store import Store
from ebookvoice.ports.time import Clock
from ebookvoice.settings import Settings
from ebookvoice.usecases import challenges

ISSUER = "builtin"

_logger = Logger(child=True)


class BuiltinProvider:
    """Knows addresses and their passwords. An address is its own subject, for it was proved to be its owner's."""

    def __init__(
        self, settings: Settings, store: Store, hasher: PasswordHasher, mailer: Mailer, sealer: Sealer, clock: Clock
    ) -> None:
        self.settings = settings
        self.store = store
        self.sealer = sealer
        self.clock = clock
        self._hasher = hasher
        self._mailer = mailer

    @property
    def issuer(self) -> str:
        """Say under which name the provider vouches for its identities."""
        return ISSUER

    def sign_up(self, email: str) -> None:
        """Mail what opens an account, or, to who has one, what lets them in with a new password."""
        mails = self._mails()
        with self.store.as_service() as records:
            known = records.accounts.by_email(email) is not None
        issued = challenges.issue(self, Purpose.SIGN_UP, email)
        self._mailer.send(mails.account_exists(email, issued) if known else mails.sign_up(email, issued))

    def confirm_sign_up(self, proof: Proof, password: str) -> Identity:
        """Take the proof of a sign-up, once, and make this the password of the address. Raises InvalidCodeError."""
        hashed = self._hasher.hash(password)
        email = self._redeemed(Purpose.SIGN_UP, proof)
        with self.store.as_service() as records:
            records.credentials.set(email, hashed, self.clock.now())
        return _identity(email)

    def check_password(self, email: str, password: str) -> Identity | None:
        """Check a password; None for every reason why not, in the same time."""
        with self.store.as_service() as records:
            hashed = records.credentials.password_hash(email)
        return _identity(email) if self._hasher.verify(hashed, password) else None

    def send_link(self, email: str) -> None:
        """Mail a link and a code that sign in, or open an account."""
        mails = self._mails()
        self._mailer.send(mails.magic_link(email, challenges.issue(self, Purpose.MAGIC_LINK, email)))

    def redeem_link(self, proof: Proof) -> Identity:
        """Take the proof of a magic link, once; drop a password that leads to no account yet. Raises InvalidCodeError.

        Nobody has proved that one, and the account that the proof is about to open would make it count.
        """
        email = self._redeemed(Purpose.MAGIC_LINK, proof)
        with self.store.as_service() as records:
            if records.accounts.by_identity(ISSUER, email) is None:
                records.credentials.delete(email)
        return _identity(email)

    def send_reset(self, email: str) -> None:
        """Mail what sets a new password, with whatever the account was opened; to who has none, that there is none."""
        mails = self._mails()
        with self.store.as_service() as records:
            known = records.accounts.by_email(email) is not None
        issued = challenges.issue(self, Purpose.RESET_PASSWORD, email)
        self._mailer.send(mails.reset(email, issued) if known else mails.no_account(email))

    def reset_password(self, proof: Proof, password: str) -> Identity:
        """Set a password by a proof that came by mail, once. Raises InvalidCodeError."""
        hashed = self._hasher.hash(password)
        email = self._redeemed(Purpose.RESET_PASSWORD, proof)
        with self.store.as_service() as records:
            if not records.credentials.replace(email, hashed, self.clock.now()):
                raise InvalidCodeError
        return _identity(email)

    def set_password(self, email: str, subject: str | None, password: str) -> Identity:  # noqa: ARG002 - it is the address
        """Set the password of an account whose owner was authenticated anew."""
        hashed = self._hasher.hash(password)
        with self.store.as_service() as records:
            records.credentials.set(email, hashed, self.clock.now())
        return _identity(email)

    def delete(self, email: str, subject: str | None) -> None:  # noqa: ARG002 - it is the address
        """Forget the password of an address and whatever was mailed to it; nothing if there is nothing."""
        with self.store.as_service() as records:
            records.credentials.delete(email)
            records.challenges.forget([email])

    def _redeemed(self, purpose: Purpose, proof: Proof) -> str:
        """Use a proof up and return whose address it proves; an address that comes with a link's token must be it."""
        email = challenges.redeem(self, purpose, proof).subject
        if proof.email not in (None, email):
            raise InvalidCodeError
        return email

    def _mails(self) -> Mails:
        """Find out where the links of the mails lead. Raises UnavailableError where nobody has set that."""
        if self.settings.public_url is None:
            _logger.warning("no mail can be sent: set PUBLIC_URL to the address at which this API answers")
            raise UnavailableError("This service can't send mails yet. Its operator finds the reason in the log.")
        return Mails(self.settings.public_url, self.settings.code_seconds)


def _identity(email: str) -> Identity:
    return Identity(ISSUER, email, email, email_verified=True)
