"""Which files are backed up, and which copies are owed their removal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.file import File


@dataclass(frozen=True, slots=True)
class Due:
    """Copies that are to be removed: of accounts that were erased, and others; those that went lately, and all."""

    erased: int
    due: int
    lately: int
    copies: int


class Backups(Protocol):
    def waiting(self, began: datetime, now: datetime, until: datetime, limit: int) -> list[File]:
        """Lease files that are not backed up yet and that nobody has tried since `began`; the last tried come last.

        The removal of the copies that are about to be made is owed from now on, until they are on record.
        """
        ...

    def count_waiting(self) -> tuple[int, int]:
        """Count files that are not backed up yet, and their bytes."""
        ...

    def extend(self, file_id: UUID, held: datetime, until: datetime) -> bool:
        """Extend a lease that was good until `held`; False if it is lost, or the file gone."""
        ...

    def tried(self, file_id: UUID, held: datetime, now: datetime) -> bool:
        """Give a lease back without a copy; False if it was lost, or the file is gone."""
        ...

    def copied(self, file: File, held: datetime, backup_etag: str, now: datetime) -> bool:
        """Record a verified copy: primary → both; False if the lease was lost, or the file changed or went."""
        ...

    def on_record(self, file_id: UUID) -> File | None:
        """Find a live file that has a copy on record."""
        ...

    def overwritten(self, file: File, backup_etag: str) -> bool:
        """Record that another copy, which was verified as well, has taken the place of the one on record."""
        ...

    def emptied(self, keys: Sequence[str]) -> None:
        """Record that only the backup has these objects (any more): both → backup."""
        ...

    def movable(self, after: UUID | None, limit: int) -> list[File]:
        """List books and audiobooks that lie in both stores and that no running job needs, in the order of their ids.

        Pictures stay where they are: they are shown time and again.
        """
        ...

    def count_movable(self) -> tuple[int, int]:
        """Count what `movable` lists, and its bytes."""
        ...

    def moved(self, file_id: UUID) -> bool:
        """Record that only the backup has the bytes: both → backup; False if a running job needs the file."""
        ...

    def restored(self, file_id: UUID, etag: str) -> bool:
        """Record that the primary has the bytes again, under a new ETag: → both; False if the file is gone."""
        ...

    def backed_up(self, after: UUID | None, limit: int) -> list[File]:
        """List files that have a backup, in the order of their ids."""
        ...

    def sample(self, limit: int) -> list[File]:
        """Pick files that have a backup at random."""
        ...

    def lost(self, file: File, now: datetime) -> bool:
        """Take a copy that is no good off the record: both → primary; False if the primary has no bytes to copy."""
        ...

    def erase(self, user_id: UUID, prefixes: Sequence[str], now: datetime) -> None:
        """Delete an account's files for good, and owe the removal of all copies below its prefixes."""
        ...

    def owe_left_behind(self, now: datetime) -> int:
        """Owe the removal of copies whose files ended in whatever way and owe none yet; return how many."""
        ...

    def owe_unclaimed(self, keys: Sequence[str], now: datetime) -> list[str]:
        """Owe the removal of those copies that no living file has, and that are not owed yet; return them."""
        ...

    def removals(self, before: datetime, after: str, limit: int, *, erased: bool) -> list[str]:
        """List copies whose originals went before that time, in the order of their keys, behind `after`.

        Those of erased accounts, or the others.
        """
        ...

    def count_removals(self, before: datetime, lately: datetime) -> Due:
        """Count the copies that are to be removed, those that were removed lately, and all copies."""
        ...

    def removed(self, keys: Sequence[str]) -> int:
        """Forget copies that were removed; return how many were still owed."""
        ...

    def remember_removed(self, copies: int, now: datetime) -> None:
        """Remember for some days that so many copies went."""
        ...
