"""Files on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from ebookvoice.domain.file import File, UploadRequest
from ebookvoice.domain.states import FileState
from ebookvoice.domain.storage import FileKind, Location
from functions.api.schemas.jobs import ConversionCreate, FailurePublic
from functions.api.schemas.paging import cursor_of
from functions.api.schemas.wire import Create, Form, Line, Public

_TOKEN = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"  # noqa: S105 - a token of RFC 6838, 4.2
_PARAMETER = rf"(?:; ?{_TOKEN}={_TOKEN})"

MediaType = Annotated[
    str,
    StringConstraints(max_length=255),
    Form(rf"{_TOKEN}/{_TOKEN}{_PARAMETER}{{0,3}}", "a media type such as application/epub+zip"),
]
Sha256 = Annotated[
    str,
    # 32 bytes are 42 whole characters, one of which only 4 bits are used, and the padding.
    Form(r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=", "the Base64 of the file's SHA-256 (32 bytes)"),
]
Md5 = Annotated[str, Form(r"[A-Za-z0-9+/]{21}[AQgw]==", "the Base64 of the file's MD5 (16 bytes)")]
UploadKind = Literal["book", "picture"]
ListedKind = Literal["book", "picture", "artifact"]
ListedState = Literal["awaiting", "uploaded", "ready", "rejected", "expired", "removed"]


class FileCreate(Create):
    """What will be uploaded: its name, its exact size in bytes, its type and its checksum; all of them are signed.

    `md5` is wanted, too, where the store verifies that (Cloudflare R2).
    """

    kind: UploadKind = "book"
    filename: Line
    size: Annotated[int, Field(strict=True, ge=1, description="bytes")]
    content_type: MediaType = "application/octet-stream"
    sha256: Sha256
    md5: Md5 | None = None
    convert: Annotated[ConversionCreate | None, Field(description="Start this conversion when the file arrives.")] = (
        None
    )

    @field_validator("convert")
    @classmethod
    def _of_a_book(cls, convert: ConversionCreate | None, info: ValidationInfo) -> ConversionCreate | None:
        if convert and info.data.get("kind") == "picture":
            raise PydanticCustomError("kind", "only a book can be converted")
        return convert

    def upload(self) -> UploadRequest:
        """Make the domain's record of it."""
        return UploadRequest(
            self.filename, self.size, self.content_type, self.sha256, md5=self.md5, kind=FileKind(self.kind)
        )


class FilePublic(Public):
    """A book, a picture or an audiobook (`artifact`) as its owner sees it; `size` in bytes, `sha256` in Base64.

    `expires_at` is when it goes by itself, null for what stays; `storage_location` which stores have its bytes, and
    `synced_at` since when the backup does. `width` and `height` in pixels, for pictures.
    """

    id: UUID
    kind: ListedKind
    filename: str
    content_type: str
    size: int
    sha256: str
    state: FileState
    failure: FailurePublic | None
    created_at: datetime
    uploaded_at: datetime | None
    expires_at: datetime | None
    pinned: bool
    storage_location: Location
    synced_at: datetime | None
    width: int | None
    height: int | None
    audiobook_id: Annotated[UUID | None, Field(description="The audiobook that an artifact is.")]

    @classmethod
    def of(cls, file: File) -> Self:
        """Show a file."""
        return cls(**fields_of(file))


class FilesPublic(Public):
    """A page of files, the newest first; `next_cursor` leads to the next page, null on the last."""

    items: list[FilePublic]
    next_cursor: str | None

    @classmethod
    def of(cls, files: list[File], limit: int) -> Self:
        """Show a page; one file more than `limit` says that there is another."""
        page, more = files[:limit], len(files) > limit
        cursor = cursor_of((page[-1].created_at, page[-1].id)) if more else None
        return cls(items=[FilePublic.of(file) for file in page], next_cursor=cursor)


def fields_of(file: File) -> dict[str, Any]:
    """List what is shown of a file."""
    return {
        "id": file.id,
        "kind": file.kind,
        "filename": file.filename,
        "content_type": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
        "state": file.state,
        "failure": FailurePublic.model_validate(file.failure) if file.failure else None,
        "created_at": file.created_at,
        "uploaded_at": file.uploaded_at,
        "expires_at": file.expires_at,
        "pinned": file.pinned_at is not None,
        "storage_location": file.location,
        "synced_at": file.synced_at,
        "width": file.width,
        "height": file.height,
        "audiobook_id": file.job_id,
    }
