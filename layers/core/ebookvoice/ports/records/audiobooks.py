"""Finished audiobooks."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.file import File
from ebookvoice.domain.job import Audiobook, AudiobookSummary


class Audiobooks(Protocol):
    def find(self, job_id: UUID) -> tuple[Audiobook, File] | None:
        """Find a finished audiobook and its file, as far as the transaction's role may see it."""
        ...

    def summaries(self, job_ids: Sequence[UUID]) -> dict[UUID, AudiobookSummary]:
        """Describe finished audiobooks by id, as far as the transaction's role may see them."""
        ...
