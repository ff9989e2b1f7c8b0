"""What an account has done, and everything that is held about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from ebookvoice.domain.storage import Location


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of an account: jobs by their ends, milliseconds of audio made, bytes stored, credits to spend."""

    jobs: int
    completed: int
    failed: int
    audio_ms: int
    stored_bytes: int
    credits: int


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A book, a picture or an audiobook that is stored; `size` in bytes."""

    id: UUID
    key: str
    filename: str
    content_type: str
    size: int
    created_at: datetime
    etag: str | None
    location: Location
    backup_etag: str | None


class Profiles(Protocol):
    def statistics(self, user_id: UUID) -> Statistics:
        """Count."""
        ...

    def everything(self, user_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """Collect every row that is about the user, by table, without secrets."""
        ...

    def stored_files(self, user_id: UUID) -> list[StoredFile]:
        """List the user's books, pictures and audiobooks, the oldest first."""
        ...
