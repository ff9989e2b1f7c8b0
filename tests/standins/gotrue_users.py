"""What the GoTrue stand-in remembers: users, their one-time tokens and sessions, and what it would have mailed."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4


@dataclass(frozen=True)
class Mailed:
    """What a mail held: the template's TokenHash and Token, for signup, magiclink or recovery."""

    to: str
    kind: str
    token_hash: str
    code: str


@dataclass
class GoTrueUser:
    """A row of auth.users. Magic links and resets share the recovery token."""

    email: str
    password: bytes
    created_at: datetime
    metadata: dict[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=lambda: str(uuid4()))
    confirmed_at: datetime | None = None
    signed_in_at: datetime | None = None
    banned: bool = False
    tokens: dict[str, str] = field(default_factory=dict)
    sent_at: dict[str, datetime] = field(default_factory=dict)
    sessions: set[str] = field(default_factory=set)

    def issue(self, slot: str, now: datetime) -> tuple[str, str]:
        """Make the one token of a slot, `confirmation` or `recovery`; the hash is of address and code, as GoTrue's."""
        code = f"{secrets.randbelow(10**6):06d}"
        self.tokens[slot], self.sent_at[slot] = token_hash(self.email, code), now
        return self.tokens[slot], code

    def set_password(self, password: bytes) -> None:
        """Change the password, which ends all sessions and forgets all tokens."""
        self.password = password
        self.tokens.clear()
        self.sent_at.clear()
        self.sessions.clear()

    def shown(self) -> dict[str, Any]:
        """Show the user as JSON does."""
        identity = {
            "identity_id": str(uuid4()),
            "id": self.id,
            "user_id": self.id,
            "identity_data": {"email": self.email, "sub": self.id, "email_verified": self.confirmed_at is not None},
            "provider": "email",
            "created_at": self.created_at.isoformat(),
            "updated_at": self.created_at.isoformat(),
        }
        times = {
            "email_confirmed_at": self.confirmed_at,
            "confirmed_at": self.confirmed_at,
            "last_sign_in_at": self.signed_in_at,
            "confirmation_sent_at": self.sent_at.get("confirmation"),
            "recovery_sent_at": self.sent_at.get("recovery"),
        }
        return {
            **described(self.id, self.email, self.created_at),
            "user_metadata": self.metadata,
            "identities": [identity],
            **{name: time.isoformat() for name, time in times.items() if time is not None},
        }


def described(user_id: str, email: str, created_at: datetime) -> dict[str, Any]:
    """Show what users have in common with those that are made up."""
    return {
        "id": user_id,
        "aud": "authenticated",
        "role": "authenticated",
        "email": email,
        "phone": "",
        "app_metadata": {"provider": "email", "providers": ["email"]},
        "user_metadata": {},
        "identities": [],
        "created_at": created_at.isoformat(),
        "updated_at": created_at.isoformat(),
        "is_anonymous": False,
    }


def token_hash(email: str, code: str) -> str:
    """Hash a code as GoTrue does: SHA-224 of address and code, in hexadecimal."""
    return hashlib.sha224(f"{email}{code}".encode()).hexdigest()
