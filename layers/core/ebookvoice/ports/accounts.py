"""Passwords, and the tokens that stand for sessions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A signed bearer token and when it ends."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a valid access token says: which session of which user, and after how many refreshes."""

    user_id: UUID
    session_id: UUID
    generation: int


class PasswordHasher(Protocol):
    def hash(self, password: str) -> str:
        """Hash with argon2id."""
        ...

    def verify(self, hashed: str | None, password: str) -> bool:
        """Check a password; with `hashed=None` (no such account) spend the same time and say no."""
        ...

    def common(self, password: str) -> bool:
        """Tell whether the password is among those that everybody tries first."""
        ...


class TokenIssuer(Protocol):
    def issue(self, claims: AccessClaims) -> AccessToken:
        """Sign an access token."""
        ...

    def verify(self, token: str) -> AccessClaims:
        """Read a valid token. Raises NotAuthenticatedError for every other."""
        ...


class SessionSigner(Protocol):
    """Makes and reads the opaque tokens that refer to a session; nothing has to be stored to check one.

    Each raises NotAuthenticatedError for what it did not sign.
    """

    def cookie(self, session_id: UUID) -> str:
        """Sign the value of a session's cookie."""
        ...

    def read_cookie(self, value: str) -> UUID:
        """Return the session of a cookie's value."""
        ...

    def refresh_token(self, session_id: UUID, generation: int) -> str:
        """Sign the refresh token of a generation."""
        ...

    def read_refresh_token(self, token: str) -> tuple[UUID, int]:
        """Return session and generation of a refresh token."""
        ...
