"""A file that a user uploads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ebookvoice.domain.states import FileState


@dataclass(frozen=True, slots=True)
class UploadRequest:
    """What the owner declares before the bytes come: size in bytes, SHA-256 in base64."""

    filename: str
    size: int
    content_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class File:
    """An upload; `etag` is set once its bytes are pinned."""

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
