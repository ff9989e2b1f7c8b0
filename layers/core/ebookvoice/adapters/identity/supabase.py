"""The Supabase provider: GoTrue keeps the passwords and sends the mails; sessions are ours.

GoTrue answers differently for known and unknown addresses, and faster for some. Here all of them get the same answer,
after the same time.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from aws_lambda_powertools import Logger

from ebookvoice.adapters.identity.gotrue.mailing import Mailing
from ebookvoice.adapters.identity.gotrue.passwords import as_sent, random_password
from ebookvoice.adapters.identity.gotrue.project import Project
from ebookvoice.adapters.identity.gotrue.refusals import NO_PASSWORD, NO_PROOF, RefusedError, expecting
from ebookvoice.adapters.identity.gotrue.tokens import TokenRefusedError, read_token
from ebookvoice.adapters.identity.gotrue.users import Users
from ebookvoice.adapters.identity.keyset import KeySet
from ebookvoice.domain.account import normalise_email
from ebookvoice.domain.errors import InvalidCodeError, UnavailableError
from ebookvoice.domain.identity import Identity, Proof
from ebookvoice.ports.time import Clock

if TYPE_CHECKING:
    from supabase_auth import AuthResponse, Session, User, VerifyOtpParams

PASSWORD_SECONDS = 0.6
"""What checking a password takes, whatever comes of it: GoTrue's bcrypt of cost 10 takes 0.1 to 0.2 s, and there are
two requests to make.
"""

MAIL_SECONDS = 2.0
"""What asking for a mail takes: GoTrue waits for the SMTP server, if there is anything to send."""

_logger = Logger(child=True)


class SupabaseProvider:
    """Vouches for the users of a Supabase project, known by their id there."""

    def __init__(self, url: str, key: str, clock: Clock, pause: Callable[[float], None] = time.sleep) -> None:
        self._project = Project(url, key, clock)
        self._users = Users(self._project)
        self._mailing = Mailing(self._project, self._users)
        self._keys = KeySet(self._project.key_set, clock)
        self._clock = clock
        self._pause = pause

    @property
    def issuer(self) -> str:
        """Say under which name the provider vouches for its identities."""
        return self._project.issuer

    def sign_up(self, email: str, password: str) -> None:
        """Mail what opens an account with this password; to who has one already, what signs in and changes nothing."""
        with self._lasting(MAIL_SECONDS):
            self._mailing.open_door(email, as_sent(password))

    def confirm_sign_up(self, proof: Proof) -> Identity:
        """Take the proof of a sign-up, or of the link that known addresses get instead. Raises InvalidCodeError."""
        return self.redeem_link(proof)

    def check_password(self, email: str, password: str) -> Identity | None:
        """Check a password; None for every reason why not, in the same time."""
        with self._lasting(PASSWORD_SECONDS):
            if not password:
                return None
            client = self._project.client()
            try:
                with expecting(*NO_PASSWORD):
                    answer = client.sign_in_with_password({"email": email, "password": as_sent(password)})
            except RefusedError:
                return None
            return self._admitted(answer)

    def send_link(self, email: str) -> None:
        """Mail a link and a code that sign in, or open an account without a password."""
        with self._lasting(MAIL_SECONDS):
            self._mailing.open_door(email, random_password())

    def redeem_link(self, proof: Proof) -> Identity:
        """Take the proof of a magic link, once. Raises InvalidCodeError."""
        return self._admitted(self._redeemed("email", proof))

    def send_reset(self, email: str) -> None:
        """Mail a link and a code that set a new password, if there is an account that could have one."""
        with self._lasting(MAIL_SECONDS):
            self._mailing.send_reset(email)

    def reset_password(self, proof: Proof, password: str) -> Identity:
        """Set a password by a proof that came by mail, once. Raises InvalidCodeError, WeakPasswordError."""
        session = self._signed(self._redeemed("recovery", proof))
        # It ends what sessions the user has at Supabase, the one just opened among them.
        if self._users.update(session.user.id, {"password": as_sent(password)}) is None:
            raise InvalidCodeError
        return self._described(session.user)

    def set_password(self, email: str, subject: str | None, password: str) -> Identity:
        """Set the password of an account whose owner was authenticated anew. Raises WeakPasswordError."""
        sent = as_sent(password)
        user = self._users.update(subject, {"password": sent}) if subject else None
        if user is None and (found := self._users.find(email)):
            user = self._users.update(found, {"password": sent, "email_confirm": True})
        return self._described(user or self._users.create(email, sent, subject))

    def delete(self, email: str, subject: str | None) -> None:
        """Forget everything about an address; nothing if there is nothing."""
        if subject:
            self._users.delete(subject)
        if found := self._users.find(email):
            self._users.delete(found)

    def _redeemed(self, kind: Literal["email", "recovery"], proof: Proof) -> "AuthResponse":
        """Use a proof up. GoTrue takes those of sign-ups and magic links for `email`, whichever it has sent."""
        params: VerifyOtpParams
        if proof.token is not None:
            params = {"type": kind, "token_hash": proof.token}
        elif proof.email is not None and proof.code is not None:
            params = {"type": kind, "email": proof.email, "token": proof.code}
        else:
            raise InvalidCodeError
        client = self._project.client()
        try:
            with expecting(*NO_PROOF):
                return client.verify_otp(params)
        except RefusedError:
            raise InvalidCodeError from None

    def _admitted(self, answer: "AuthResponse") -> Identity:
        """Read who has come in, and end the session at Supabase, which nobody will use."""
        session = self._signed(answer)
        try:
            with expecting("session_not_found", "user_not_found"):
                self._project.client().admin.sign_out(session.access_token, "local")
        except (RefusedError, UnavailableError):
            _logger.warning("session at supabase not ended; it expires unused")
        return self._described(session.user)

    def _signed(self, answer: "AuthResponse") -> "Session":
        """Take only an answer that GoTrue has signed. Raises UnavailableError for one that anybody else could give."""
        session = answer.session
        if session is None:
            raise UnavailableError
        try:
            claims = read_token(session.access_token, self._keys, self.issuer, self._clock.now())
        except TokenRefusedError as error:
            _logger.error("supabase token refused; does the project sign with asymmetric keys?", reason=str(error))
            raise UnavailableError from error
        if (claims["sub"], claims["email"]) != (session.user.id, session.user.email):
            _logger.error("supabase token is somebody else's")
            raise UnavailableError
        return session

    def _described(self, user: "User") -> Identity:
        email = normalise_email(user.email or "")
        return Identity(self.issuer, user.id, email, bool(email) and user.email_confirmed_at is not None)

    @contextmanager
    def _lasting(self, seconds: float) -> Iterator[None]:
        """Stretch what happens within to a whole multiple of a time, so that the time tells nothing."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._pause(seconds - (time.monotonic() - began) % seconds)
