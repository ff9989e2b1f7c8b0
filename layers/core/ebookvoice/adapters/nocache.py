"""No cache: every question goes to Postgres."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ebookvoice.domain.session import Principal
from ebookvoice.ports.cache import Remembered


class NoCache:
    """Forgets what it is given."""

    def session(self, session_id: UUID) -> Remembered | None:  # noqa: ARG002
        """Recall nothing."""
        return None

    def remember(self, principal: Principal, checked_at: datetime) -> None:
        """Keep nothing."""

    def forget(self, session_ids: list[UUID]) -> None:
        """Have nothing to forget."""

    def drop(self, session_ids: list[UUID]) -> None:
        """Have nothing to forget."""

    def devices(self, user_id: UUID) -> frozenset[bytes]:  # noqa: ARG002
        """Recall nothing."""
        return frozenset()

    def remember_device(self, user_id: UUID, device_id: bytes) -> None:
        """Keep nothing."""

    def profile(self, user_id: UUID) -> dict[str, Any] | None:  # noqa: ARG002
        """Recall nothing."""
        return None

    def remember_profile(self, user_id: UUID, profile: dict[str, Any]) -> None:
        """Keep nothing."""

    def forget_user(self, user_id: UUID) -> None:
        """Have nothing to forget."""
