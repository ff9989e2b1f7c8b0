"""Uploads, as the use cases keep them."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.file import File


class Files(Protocol):
    def add(self, file: File) -> None:
        """Insert an upload that is awaited."""
        ...

    def find(self, file_id: UUID) -> File | None:
        """Find an upload by id, as far as the transaction's role may see it."""
        ...

    def by_key(self, key: str) -> File | None:
        """Find an upload by its object's key."""
        ...

    def pin(self, file_id: UUID, etag: str) -> bool:
        """Fix an awaited upload to the bytes that arrived: awaiting → uploaded."""
        ...

    def reject(self, file_id: UUID) -> str | None:
        """Turn an upload down for good unless another job still uses it; return its key if so."""
        ...

    def expire(self, file_id: UUID) -> bool:
        """Give up on bytes that never came: awaiting → expired."""
        ...

    def overdue(self, before: datetime, now: datetime, limit: int) -> list[File]:
        """Take up uploads that are awaited since before that time, those that nobody looked at longest first."""
        ...
