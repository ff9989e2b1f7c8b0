"""Passwords and access tokens."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A signed bearer token and when it ends."""

    token: str
    expires_at: datetime


class PasswordHasher(Protocol):
    def hash(self, password: str) -> str:
        """Hash with argon2id."""
        ...

    def verify(self, hashed: str | None, password: str) -> bool:
        """Check a password; with `hashed=None` (no such account) spend the same time and say no."""
        ...


class TokenIssuer(Protocol):
    def issue(self, user: UUID) -> AccessToken:
        """Sign an access token for the user."""
        ...

    def verify(self, token: str) -> UUID:
        """Return the user of a valid token. Raises NotAuthenticatedError for every other."""
        ...
