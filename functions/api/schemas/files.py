"""Uploads on the wire."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from ebookvoice.domain.file import UploadRequest
from ebookvoice.domain.states import FileState
from ebookvoice.usecases.files import RequestedUpload
from functions.api.schemas.jobs import ConversionCreate, JobPublic
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


class FileCreate(Create):
    """What will be uploaded: its name, its exact size in bytes, its type and its checksum; all of them are signed."""

    filename: Line
    size: Annotated[int, Field(strict=True, ge=1, description="bytes")]
    content_type: MediaType = "application/octet-stream"
    sha256: Sha256
    convert: Annotated[ConversionCreate | None, Field(description="Start this conversion when the file arrives.")] = (
        None
    )

    def upload(self) -> UploadRequest:
        """Make the domain's record of it."""
        return UploadRequest(self.filename, self.size, self.content_type, self.sha256)


class FilePublic(Public):
    """An upload as its owner sees it; `size` in bytes."""

    id: UUID
    filename: str
    size: int
    state: FileState
    created_at: datetime


class UploadPublic(Public):
    """Where to send the bytes, once, with exactly these headers."""

    method: Literal["PUT"] = "PUT"
    url: str
    headers: dict[str, str]
    expires_at: datetime


class RequestedUploadPublic(FilePublic):
    """An upload that is awaited, and the job that it will start, if one was asked for."""

    upload: UploadPublic
    job: JobPublic | None

    @classmethod
    def of(cls, requested: RequestedUpload) -> Self:
        """Show a requested upload."""
        return cls(
            **FilePublic.model_validate(requested.file).model_dump(),
            upload=UploadPublic.model_validate(requested.upload),
            job=JobPublic.of(requested.job) if requested.job else None,
        )
