"""Passwords of the built-in provider, and what counts only once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from ebookvoice.domain.identity import Purpose


@dataclass(frozen=True, slots=True)
class Challenge:
    """A row of `challenges`; the hashes have 32 bytes, the payload is JSON.

    `subject` is what the challenge is about: an address, a session, or whatever its purpose takes.
    """

    purpose: Purpose
    subject: str
    token_hash: bytes
    code_hash: bytes | None
    created_at: datetime
    expires_at: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)


class Credentials(Protocol):
    def password_hash(self, email: str) -> str | None:
        """Find the hash of an address's password."""
        ...

    def set(self, email: str, password_hash: str, now: datetime) -> None:
        """Set or replace it."""
        ...

    def replace(self, email: str, password_hash: str, now: datetime) -> bool:
        """Set it for an address that has an account or a password; False if it has neither, or not any more."""
        ...

    def delete(self, email: str) -> None:
        """Remove it."""
        ...


class Challenges(Protocol):
    def put(self, challenge: Challenge) -> None:
        """Keep a challenge in place of the one of the same purpose and subject."""
        ...

    def add(self, challenge: Challenge, room: int) -> None:
        """Keep a challenge beside those of the same purpose and subject; there is room for so many, the oldest go."""
        ...

    def take(self, purpose: Purpose, token_hash: bytes, now: datetime) -> Challenge | None:
        """Use a live challenge up by its token; None if there is none, or not any more."""
        ...

    def forget(self, subjects: Sequence[str]) -> None:
        """Remove whatever is out for these subjects, of every purpose."""
        ...

    def attempt_token(self, purpose: Purpose, token_hash: bytes, now: datetime, limit: int) -> Challenge | None:
        """Count an attempt at a challenge by its token; None if there is none alive or it was attempted too often."""
        ...

    def attempt(self, purpose: Purpose, subject: str, now: datetime, limit: int) -> Challenge | None:
        """Count an attempt at a challenge by its code; None if there is none alive or it was attempted too often."""
        ...
