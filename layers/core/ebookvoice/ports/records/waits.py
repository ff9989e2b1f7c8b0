"""Work that waits for a speech service."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.job import Waiting


class Waits(Protocol):
    def put_off(self, segment_id: UUID, attempt: UUID, waiting: Waiting, until: datetime) -> bool:
        """Give a segment back as if the attempt had not been, not to be claimed before that time; its job waits.

        False if somebody else has the segment, or the job has ended.
        """
        ...

    def longest(self, before: datetime) -> UUID | None:
        """Lock the job that has waited longest, since before that time."""
        ...
