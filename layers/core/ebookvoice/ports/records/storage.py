"""What an account stores, counted."""

from typing import Protocol
from uuid import UUID

from ebookvoice.domain.storage import UsageClass


class Storage(Protocol):
    def reserve(self, user_id: UUID, size: int, quota: int) -> bool:
        """Lock the account's counter if `size` more bytes fit into its quota; False if they don't.

        The rows of files that follow in the same transaction count themselves; the lock keeps others from counting on
        the same room meanwhile.
        """
        ...

    def counted(self, user_id: UUID) -> tuple[int, int]:
        """Read the account's counters: bytes that count against the quota, and bytes on loan."""
        ...

    def classes(self, user_id: UUID) -> list[UsageClass]:
        """Add up the account's files by class: uploads, pictures, audiobooks, pinned."""
        ...
