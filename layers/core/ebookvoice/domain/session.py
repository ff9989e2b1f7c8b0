"""Sessions: who is signed in, where, and how they show it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ebookvoice.domain.account import User


class Mode(StrEnum):
    """How a client shows its session: browsers by a cookie, programs by tokens; never both."""

    COOKIE = "cookie"
    BEARER = "bearer"


class Ended(StrEnum):
    """Why a session ended before its time."""

    SIGN_OUT = "sign_out"
    ENDED_BY_USER = "ended_by_user"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason
    DISABLED = "disabled"
    TOKEN_REUSED = "token_reused"  # noqa: S105 - a reason
    SECOND_FACTOR_REMOVED = "second_factor_removed"


@dataclass(frozen=True, slots=True)
class Device:
    """What a client lets us see of its device. A signal, no proof: all of it can be made up.

    `id` is the SHA-256 of the random device cookie (None without one), `agent` the family of the user agent without its
    version, `language` the first that it accepts.
    """

    id: bytes | None
    agent: str
    language: str

    def resembles(self, other: "Device") -> bool:
        """Tell whether the two may be one device; addresses don't count, and versions come and go."""
        return not self.differences(other)

    def differences(self, other: "Device") -> tuple[str, ...]:
        """Name what the two don't have in common."""
        return tuple(name for name in ("id", "agent", "language") if getattr(self, name) != getattr(other, name))


@dataclass(frozen=True, slots=True)
class Client:
    """Who is at the other end: the address that our own proxy saw, the device, and the mode that it asks for.

    `place` is what the user is shown of where that was.
    """

    ip: str
    place: str
    device: Device
    mode: Mode


@dataclass(frozen=True, slots=True)
class Session:
    """A row of `sessions` that has not ended."""

    id: UUID
    user_id: UUID
    mode: Mode
    generation: int
    confirmed: bool
    rotated_at: datetime
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    authenticated_at: datetime | None
    device: Device
    place: str


@dataclass(frozen=True, slots=True)
class Principal:
    """Who makes a request, and by which session."""

    user: User
    session: Session
