"""Finished audiobooks."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.certificate import Certificate
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Audiobook, AudiobookSummary


class Audiobooks(Protocol):
    def find(self, job_id: UUID) -> tuple[Audiobook, File] | None:
        """Find a finished audiobook and its first file, as far as the transaction's role may see it."""
        ...

    def file(self, job_id: UUID, format_: str, chapter: int | None) -> File | None:
        """Find one file of an audiobook, or of a chapter (from 0) that is mastered while its job still runs."""
        ...

    def certificate(self, job_id: UUID) -> Certificate | None:
        """Account for what was spoken of a job whose chapters are all mastered, by its chapters' own records."""
        ...

    def summaries(self, job_ids: Sequence[UUID]) -> dict[UUID, AudiobookSummary]:
        """Describe finished audiobooks by id, as far as the transaction's role may see them."""
        ...
