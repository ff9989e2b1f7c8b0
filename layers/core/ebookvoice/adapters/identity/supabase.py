"""The Supabase provider: GoTrue keeps the passwords and sends the mails; sessions are ours.

GoTrue answers differently for known and unknown addresses, and faster for some. Here all of them get the same answer,
after the same time.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ebookvoice.adapters.identity.gotrue.mailing import Mailing
from ebookvoice.adapters.identity.gotrue.passwords import as_sent, random_password
from ebookvoice.adapters.identity.gotrue.project import Project
from ebookvoice.adapters.identity.gotrue.sessions import Kind, Sessions
from ebookvoice.adapters.identity.gotrue.users import Users
from ebookvoice.domain.access import InvalidCodeError
from ebookvoice.domain.account import normalise_email
from ebookvoice.domain.identity import Identity, Proof
from ebookvoice.ports.time import Clock

if TYPE_CHECKING:
    from supabase_auth import Session, User

PASSWORD_SECONDS = 0.6
"""What checking a password takes, whatever comes of it: GoTrue's bcrypt of cost 10 takes 0.1 to 0.2 s, and there are
two requests to make.
"""

MAIL_SECONDS = 2.0
"""What asking for a mail takes: GoTrue waits for the SMTP server, if there is anything to send."""


class SupabaseProvider:
    """Vouches for the users of a Supabase project, known by their id there."""

    def __init__(self, url: str, key: str, clock: Clock, pause: Callable[[float], None] = time.sleep) -> None:
        self._project = Project(url, key, clock)
        self._users = Users(self._project)
        self._mailing = Mailing(self._project)
        self._sessions = Sessions(self._project, clock)
        self._pause = pause

    @property
    def issuer(self) -> str:
        """Say under which name the provider vouches for its identities."""
        return self._project.issuer

    def sign_up(self, email: str) -> None:
        """Mail what opens an account; to who has one already, what signs in. Until then nobody knows its password."""
        with self._lasting(MAIL_SECONDS):
            self._mailing.open_door(email)

    def confirm_sign_up(self, proof: Proof, password: str) -> Identity:
        """Take the proof of a sign-up, or of the link that known addresses get instead, and set the password.

        Raises as `reset_password` does, and leaves behind what it does.
        """
        return self._set_by("email", proof, password)

    def check_password(self, email: str, password: str) -> Identity | None:
        """Check a password; None for every reason why not, in the same time."""
        with self._lasting(PASSWORD_SECONDS):
            if not password:
                return None
            session = self._sessions.by_password(email, password)
            return self._ended(session) if session else None

    def send_link(self, email: str) -> None:
        """Mail a link and a code that sign in, or open an account without a password."""
        with self._lasting(MAIL_SECONDS):
            self._mailing.open_door(email)

    def redeem_link(self, proof: Proof) -> Identity:
        """Take the proof of a magic link, once, or that of a sign-up. Raises InvalidCodeError.

        The first proof of an address replaces the password: others who reach the project may have made the user, with
        one that they know. If that fails, nobody is let in.
        """
        try:
            session = self._sessions.by_proof("magiclink", proof)
        except InvalidCodeError:
            return self._set_by("signup", proof, random_password())
        return self._ended(session)

    def send_reset(self, email: str) -> None:
        """Mail a link and a code that set a new password, if there is an account that could have one."""
        with self._lasting(MAIL_SECONDS):
            self._mailing.send_reset(email)

    def reset_password(self, proof: Proof, password: str) -> Identity:
        """Set a password by a proof that came by mail, once. Raises InvalidCodeError, WeakPasswordError.

        The proof is used up before Supabase is told the password. If it does not take that, the password is as it was,
        and that of somebody new is known to nobody and leads to no account. Another mail like this one helps both.
        """
        return self._set_by("recovery", proof, password)

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

    def _set_by(self, kind: Kind, proof: Proof, password: str) -> Identity:
        """Use a proof up and set the password, which ends all sessions at Supabase, the one just opened among them."""
        user = self._sessions.by_proof(kind, proof).user
        if self._users.update(user.id, {"password": as_sent(password)}) is None:
            raise InvalidCodeError
        return self._described(user)

    def _ended(self, session: "Session") -> Identity:
        self._sessions.end(session)
        return self._described(session.user)

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
