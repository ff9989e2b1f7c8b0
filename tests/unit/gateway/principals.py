"""People who are signed in."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from ebookvoice.domain.account import User
from ebookvoice.domain.session import Device, Mode, Principal, Session

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def principal_of(email: str) -> Principal:
    """Make somebody with that address."""
    user = User(uuid4(), email, NOW)
    session = Session(
        id=uuid4(),
        user_id=user.id,
        mode=Mode.COOKIE,
        generation=0,
        confirmed=False,
        rotated_at=NOW,
        created_at=NOW,
        seen_at=NOW,
        expires_at=NOW + timedelta(days=1),
        authenticated_at=None,
        device=Device(None, "curl", "en"),
        place="192.0.2.0/24",
    )
    return Principal(user, session)
