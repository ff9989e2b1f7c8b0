"""Files, as the use cases keep them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.file import File
from ebookvoice.domain.job import Failure
from ebookvoice.domain.states import FileState
from ebookvoice.domain.storage import FileKind, Location


@dataclass(frozen=True, slots=True)
class Selection:
    """Which files to list; None selects all of a kind."""

    kind: FileKind | None = None
    state: FileState | None = None
    location: Location | None = None


class Files(Protocol):
    def add(self, file: File) -> None:
        """Insert an upload that is awaited."""
        ...

    def find(self, file_id: UUID) -> File | None:
        """Find a book, picture or audiobook by id, as far as the transaction's role may see it."""
        ...

    def page(self, selection: Selection, before: tuple[datetime, UUID] | None, limit: int) -> list[File]:
        """List books, pictures and audiobooks that the transaction's role may see, the newest first."""
        ...

    def by_key(self, key: str) -> File | None:
        """Find an upload by its object's key."""
        ...

    def pin(self, file_id: UUID, etag: str, now: datetime, expires_at: datetime | None) -> bool:
        """Fix an awaited upload to the bytes that arrived: awaiting → uploaded."""
        ...

    def reject(self, file_id: UUID, failure: Failure | None = None) -> str | None:
        """Turn an upload down for good unless another job still uses it; return its key if so."""
        ...

    def expire(self, file_id: UUID, failure: Failure | None = None) -> bool:
        """Give up on bytes that never came: awaiting → expired."""
        ...

    def delete(self, file_id: UUID, now: datetime) -> list[str] | None:
        """Delete a file that no running job uses, with what lies below it; return the keys of objects to remove.

        None if a running job uses it or it is gone.
        """
        ...

    def keep(self, file_id: UUID, now: datetime) -> int:
        """Pin an audiobook with what is below it: it does not go by itself any more, and counts against the quota.

        Return its bytes; none if it is pinned already, or gone.
        """
        ...

    def let_go(self, file_id: UUID, expires_at: datetime | None) -> bool:
        """Unpin an audiobook with what is below it: it goes at that time, if audiobooks go at all."""
        ...

    def abandon(self, job_id: UUID, now: datetime) -> None:
        """Let the chapters go that a job has made which ends without an audiobook; their objects are the caller's."""
        ...

    def hold_on(self, file_id: UUID) -> None:
        """Keep a file from being deleted before the transaction ends."""
        ...

    def overdue(self, before: datetime, now: datetime, limit: int) -> list[File]:
        """Take up uploads that are awaited since before that time, those that nobody looked at longest first."""
        ...
