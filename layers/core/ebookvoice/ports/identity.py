"""Who checks the credentials, and what is sent to whom."""

from dataclasses import dataclass
from typing import Protocol

from ebookvoice.domain.identity import Identity, Proof


class CredentialProvider(Protocol):
    """Checks addresses and passwords; sessions are none of its business.

    What it answers and how long it takes tell nobody whether there is an account: everything that is asked for by
    address alone returns None, for known and unknown ones alike, and the rest reaches its owner by mail.
    Every method raises UnavailableError when the provider can't be reached. Addresses come normalised. `subject` is
    that of the identity which the provider gave before; None if it never gave one for this account. A proof by token
    may bring its address along, which must be the right one; a provider whose tokens can be guessed demands it.
    """

    @property
    def issuer(self) -> str:
        """Say under which name the provider vouches for its identities."""
        ...

    def sign_up(self, email: str) -> None:
        """Mail a link and a code that open an account, or that lead to the one that is there.

        No password is chosen yet: whoever asks need not be who reads the mail.
        """
        ...

    def confirm_sign_up(self, proof: Proof, password: str) -> Identity:
        """Take the proof of a sign-up, once, and make this the password of the address, in place of any other.

        Raises InvalidCodeError.
        """
        ...

    def check_password(self, email: str, password: str) -> Identity | None:
        """Check a password; None for every reason why not, in the same time."""
        ...

    def send_link(self, email: str) -> None:
        """Mail a link and a code that sign in, or open an account."""
        ...

    def redeem_link(self, proof: Proof) -> Identity:
        """Take the proof of a magic link, once. Raises InvalidCodeError.

        If it is the first proof of the address, a password that is there is nobody's, and works no more.
        """
        ...

    def send_reset(self, email: str) -> None:
        """Mail a link and a code that set a new password, if there is an account that could have one."""
        ...

    def reset_password(self, proof: Proof, password: str) -> Identity:
        """Set a password by a proof that came by mail, once. Raises InvalidCodeError."""
        ...

    def set_password(self, email: str, subject: str | None, password: str) -> Identity:
        """Set the password of an account whose owner was authenticated anew."""
        ...

    def delete(self, email: str, subject: str | None) -> None:
        """Forget everything about an address; nothing if there is nothing."""
        ...


class OpenIdProvider(Protocol):
    """Signs in through somebody else's pages: OpenID Connect, authorization code with PKCE."""

    def authorization_url(self, *, state: str, nonce: str, challenge: str, redirect_uri: str) -> str:
        """Say where to send the browser; `challenge` is the S256 one (RFC 7636).

        Raises ProviderDisabledError, UnavailableError.
        """
        ...

    def redeem(self, *, code: str, verifier: str, nonce: str, redirect_uri: str) -> Identity:
        """Exchange the code and check the ID token: signature, issuer, audience, times, nonce, verified e-mail.

        Raises SignInRefusedError, UnavailableError.
        """
        ...


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in plain text to one address."""

    to: str
    subject: str
    text: str


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Hand a mail over for delivery. Raises UnavailableError."""
        ...


class UnsealableError(ValueError):
    """It was sealed by somebody else, for something else, or with a key that is not known any more."""


class Sealer(Protocol):
    def seal(self, secret: bytes, context: str) -> bytes:
        """Encrypt, bound to a context: what is sealed for one does not open for another."""
        ...

    def open(self, sealed: bytes, context: str) -> bytes:
        """Decrypt. Raises UnsealableError for what was not sealed here for this context, UnavailableError."""
        ...

    def current(self, sealed: bytes) -> bool:
        """Tell whether it was sealed with the secret of now; what was not should be sealed anew."""
        ...

    def fingerprint(self, text: str, context: str) -> bytes:
        """Hash with a key (32 bytes), for what is too short to be hashed without one."""
        ...
