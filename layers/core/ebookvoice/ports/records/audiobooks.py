"""Finished audiobooks."""

from typing import Protocol
from uuid import UUID

from ebookvoice.domain.job import Audiobook


class Audiobooks(Protocol):
    def find(self, job_id: UUID) -> tuple[Audiobook, str] | None:
        """Find a finished audiobook and its object's key, as far as the transaction's role may see it."""
        ...
