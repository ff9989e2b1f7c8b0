"""The Supabase project that the GoTrue stand-in serves."""

import asyncio
import hashlib
import secrets
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from ebookvoice.ports.time import Clock
from tests.standins.gotrue_keys import SigningKeys
from tests.standins.gotrue_users import GoTrueUser, Mailed

PREFIX = "/auth/v1"
TOKEN_SECONDS = 3600
MAX_PASSWORD_BYTES = 72

Answer = dict[str, Any]


class Refusal(Exception):  # noqa: N818 - an answer, not a failure
    """An answer with an error code."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Project:
    """Its switches are those of a real one, but for `mint` (how tokens are made) and, by path, for `trouble` (what is
    wrong) and `meanwhile` (what happens just before the next request).

    `outbox` holds what was mailed; `asked` counts the requests by path, `asked_as_user` those that show a user's token.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.keys = SigningKeys()
        self.mint: Callable[[Answer], str] = self.keys.sign
        self.trouble: dict[str, int] = {}
        self.meanwhile: dict[str, Callable[[], object]] = {}
        self.autoconfirm = False
        self.min_password = 6
        self.otp_seconds = 600
        self.mail_every = timedelta(seconds=60)
        self.mails_left: int | None = None
        self.mail_seconds = 0.0
        self.hash_cost = 2
        self.url = ""
        self.users: dict[str, GoTrueUser] = {}
        self.outbox: list[Mailed] = []
        self.asked: Counter[str] = Counter()
        self.asked_as_user: Counter[str] = Counter()

    @property
    def issuer(self) -> str:
        """Say what the tokens name as their issuer."""
        return self.url + PREFIX

    def user(self, email: str) -> GoTrueUser:
        """Find the user of an address, who must be there."""
        user = self.find(email)
        assert user is not None
        return user

    def find(self, email: str) -> GoTrueUser | None:
        """Find the user of an address."""
        return next((user for user in self.users.values() if user.email == email.lower()), None)

    def add(self, email: str, password: str, metadata: Answer, user_id: str | None = None) -> GoTrueUser:
        """Add a user who is not confirmed."""
        user = GoTrueUser(email.lower(), self.hash(password), self.clock.now(), metadata)
        user.id = user_id or user.id
        self.users[user.id] = user
        return user

    def hash(self, password: str) -> bytes:
        """Hash a password, at a cost that can be set."""
        return hashlib.scrypt(password.encode(), salt=b"", n=self.hash_cost, r=8, p=1)

    def check_strength(self, password: str) -> None:
        """Refuse what bcrypt can't take and what the project does not want."""
        if len(password.encode()) > MAX_PASSWORD_BYTES:
            raise Refusal(400, "validation_failed", "Password cannot be longer than 72 characters")
        if len(password) < self.min_password:
            raise Refusal(422, "weak_password", f"Password should be at least {self.min_password} characters.")

    async def send(self, user: GoTrueUser, slot: str, kind: str) -> None:
        """Mail a new token, unless there was one for this slot a moment ago."""
        now = self.clock.now()
        last = user.sent_at.get(slot)
        if last is not None and last + self.mail_every > now:
            raise Refusal(429, "over_email_send_rate_limit", "For security purposes, you can only request this later.")
        if self.mails_left == 0:
            raise Refusal(429, "over_email_send_rate_limit", "email rate limit exceeded")
        if self.mails_left is not None:
            self.mails_left -= 1
        await asyncio.sleep(self.mail_seconds)
        self.outbox.append(Mailed(user.email, kind, *user.issue(slot, now)))

    def session(self, user: GoTrueUser) -> Answer:
        """Sign a user in."""
        user.signed_in_at = self.clock.now()
        issued_at = int(user.signed_in_at.timestamp())
        claims = {
            "iss": self.issuer,
            "aud": "authenticated",
            "sub": user.id,
            "iat": issued_at,
            "exp": issued_at + TOKEN_SECONDS,
            "email": user.email,
            "phone": "",
            "role": "authenticated",
            "aal": "aal1",
            "session_id": str(uuid4()),
            "is_anonymous": False,
        }
        token = self.mint(claims)
        user.sessions.add(token)
        times = {"expires_in": TOKEN_SECONDS, "expires_at": issued_at + TOKEN_SECONDS}
        tokens = {"access_token": token, "token_type": "bearer", "refresh_token": secrets.token_urlsafe(9)}
        return {**tokens, **times, "user": user.shown()}
