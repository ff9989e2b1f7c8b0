"""What is kept near at hand. Nothing in here is the truth, and everything in here may vanish or be old."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from ebookvoice.domain.session import Principal


@dataclass(frozen=True, slots=True)
class Remembered:
    """A principal as Postgres told it at a time."""

    principal: Principal
    checked_at: datetime


class SessionCache(Protocol):
    """A cache that can't be reached behaves like an empty one that forgets what it is given; no method raises."""

    def session(self, session_id: UUID) -> Remembered | None:
        """Recall a session; whoever asks decides whether it is recent enough."""
        ...

    def remember(self, principal: Principal, checked_at: datetime) -> None:
        """Keep a session, for 1 hour at most."""
        ...

    def forget(self, session_ids: list[UUID]) -> None:
        """Forget sessions for good, after Postgres has ended them: nobody can put them back."""
        ...

    def drop(self, session_ids: list[UUID]) -> None:
        """Forget what was kept of sessions that go on, after something in it has changed."""
        ...

    def devices(self, user_id: UUID) -> frozenset[bytes]:
        """Recall the devices that a user has been seen on."""
        ...

    def remember_device(self, user_id: UUID, device_id: bytes) -> None:
        """Keep a device for 24 hours."""
        ...

    def profile(self, user_id: UUID) -> dict[str, Any] | None:
        """Recall a profile's figures."""
        ...

    def remember_profile(self, user_id: UUID, profile: dict[str, Any]) -> None:
        """Keep a profile's figures for 30 minutes."""
        ...

    def forget_user(self, user_id: UUID) -> None:
        """Forget what is kept under the user's own id: devices, profile."""
        ...
