"""Sessions on the wire."""

from datetime import datetime
from typing import Self
from uuid import UUID

from ebookvoice.domain.session import Mode, Session
from functions.api.schemas.wire import Public


class SessionPublic(Public):
    """Where an account is signed in."""

    id: UUID
    mode: Mode
    device: str
    place: str
    current: bool
    created_at: datetime
    seen_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, session: Session, current: UUID) -> Self:
        """Show a session to its user."""
        return cls(
            id=session.id,
            mode=session.mode,
            device=session.device.agent,
            place=session.place,
            current=session.id == current,
            created_at=session.created_at,
            seen_at=session.seen_at,
            expires_at=session.expires_at,
        )


class SessionsPublic(Public):
    """All of them, the one seen last first."""

    sessions: list[SessionPublic]
