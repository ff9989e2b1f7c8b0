"""A file that a user uploads, or that is made for one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ebookvoice.domain.job import Failure
from ebookvoice.domain.states import FileState
from ebookvoice.domain.storage import FileKind, Location


@dataclass(frozen=True, slots=True)
class UploadRequest:
    """What the owner declares before the bytes come: size in bytes, SHA-256 and MD5 in base64."""

    filename: str
    size: int
    content_type: str
    sha256: str
    md5: str | None = None
    kind: FileKind = FileKind.BOOK


@dataclass(frozen=True, slots=True)
class File:
    """One object of the store. `etag` is set once its bytes are pinned, `backup_etag` once they are backed up.

    `upload_id` and `part_size` (bytes) are those of an upload in parts. `expires_at` is when it goes by itself; None
    for what stays. `width` and `height` in pixels, for pictures; `format` and `chapter` (from 0), for
    what a job has made.
    """

    id: UUID
    user_id: UUID
    key: str
    filename: str
    content_type: str
    size: int
    sha256: str
    state: FileState
    etag: str | None
    created_at: datetime
    kind: FileKind = FileKind.BOOK
    md5: str | None = None
    upload_id: str | None = None
    part_size: int | None = None
    uploaded_at: datetime | None = None
    expires_at: datetime | None = None
    pinned_at: datetime | None = None
    width: int | None = None
    height: int | None = None
    failure: Failure | None = None
    location: Location = Location.PRIMARY
    synced_at: datetime | None = None
    backup_etag: str | None = None
    job_id: UUID | None = None
    parent_id: UUID | None = None
    format: str | None = None
    chapter: int | None = None

    @property
    def stored(self) -> bool:
        """Tell whether its bytes are there."""
        return self.state in (FileState.UPLOADED, FileState.READY)
