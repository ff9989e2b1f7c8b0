"""Sessions, as the use cases keep them. A session is alive while it has not ended, expired or idled too long, and its
user is not disabled; every method but `add` looks at live sessions only.
"""

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.session import Ended, Principal, Session


class Sessions(Protocol):
    def add(self, session: Session, epoch: int) -> bool:
        """Open a session for a sign-in that began in this epoch of the account; False if it is over, or the account
        disabled or gone.
        """
        ...

    def find(self, session_id: UUID, now: datetime, idle: timedelta) -> Principal | None:
        """Find a live session and its user."""
        ...

    def touch(self, session_id: UUID, now: datetime, *, generation: int | None) -> None:
        """Note that the session was seen, and that the client has what that generation gave it (if it is the last)."""
        ...

    def rotate(self, session_id: UUID, generation: int, now: datetime, idle: timedelta) -> bool:
        """Begin the next generation, if this is the last one: of many at once, one does."""
        ...

    def reauthenticate(self, session_id: UUID, now: datetime) -> None:
        """Note that the user has proved anew who they are."""
        ...

    def of(self, user_id: UUID, now: datetime) -> list[Session]:
        """List a user's sessions, the one seen last first."""
        ...

    def end(self, session_id: UUID, user_id: UUID, why: Ended, now: datetime) -> bool:
        """End a session of the user's; False if there is none."""
        ...

    def end_all(self, user_id: UUID, why: Ended, now: datetime, *, but: UUID | None = None) -> list[UUID]:
        """End a user's sessions, all but that one, and their sign-ins under way; return the sessions that it ended."""
        ...

    def knows_device(self, user_id: UUID, device_id: bytes) -> bool:
        """Tell whether the user has had a session on that device, ended or not."""
        ...
