"""Uploads on the wire: where to send the bytes, or the bytes themselves."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from fastapi import UploadFile
from fastapi.exceptions import RequestValidationError
from pydantic import Field, Json, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from ebookvoice.domain.file import UploadRequest
from ebookvoice.domain.storage import FileKind
from ebookvoice.usecases.files import RequestedUpload
from ebookvoice.usecases.library import UNKNOWN_TYPE
from ebookvoice.usecases.parts import PresignedParts
from ebookvoice.usecases.receiving import ReceivedUpload, declare
from functions.api.body import FileTooLargeError
from functions.api.schemas.choices import ChoiceCreate
from functions.api.schemas.files import FileCreate, FilePublic, UploadKind, fields_of
from functions.api.schemas.jobs import JobPublic
from functions.api.schemas.wire import Create, Line, Public


class UploadPublic(Public):
    """Where to send the bytes, once, with exactly these headers."""

    method: Literal["PUT"] = "PUT"
    url: str
    headers: dict[str, str]
    expires_at: datetime


class PartPublic(Public):
    """Where to send one part, with exactly these headers; numbers begin at 1, `size` in bytes."""

    number: int
    size: int
    url: str
    headers: dict[str, str]


class PartsPublic(Public):
    """Where to send the parts of a large file that are missing: `part_size` bytes each, the last one may have less.

    The addresses are good until `expires_at`; GET the file's parts for new ones, for a day. Confirm the upload when
    all parts are there.
    """

    method: Literal["PUT"] = "PUT"
    part_size: int
    parts: tuple[PartPublic, ...]
    arrived: Annotated[tuple[int, ...], Field(description="The numbers of the other parts.")]
    expires_at: datetime


class RequestedUploadPublic(FilePublic):
    """An upload that is awaited, and the job that it will start, if one was asked for."""

    upload: UploadPublic | PartsPublic
    job: JobPublic | None

    @classmethod
    def of_request(cls, requested: RequestedUpload) -> Self:
        """Show a requested upload."""
        in_parts = isinstance(requested.upload, PresignedParts)
        return cls(
            **fields_of(requested.file),
            upload=(PartsPublic if in_parts else UploadPublic).model_validate(requested.upload),
            job=JobPublic.of(requested.job) if requested.job else None,
        )


class ReceivedUploadPublic(FilePublic):
    """A file that has come in, and the job that it has started, if one was asked for."""

    job: JobPublic | None

    @classmethod
    def of_received(cls, received: ReceivedUpload) -> Self:
        """Show a received upload."""
        return cls(**fields_of(received.file), job=JobPublic.of(received.job) if received.job else None)


def _named(text: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """Read a field of JSON; what is none is a mistake in that field, not in the whole request."""
    try:
        return read(text)
    except ValidationError as error:
        if any(mistake["type"] == "json_invalid" for mistake in error.errors()):
            raise ValueError("not JSON") from error
        raise


class UploadForm(Create):
    """A form with a small file; `voice`, `title`, `cover_id` or `choice` start a conversion as `convert=true` does."""

    file: UploadFile
    kind: UploadKind = "book"
    convert: bool = False
    voice: Line | None = None
    title: Line | None = None
    cover_id: UUID | None = None
    choice: Annotated[
        Json[ChoiceCreate] | None,
        WrapValidator(_named),
        Field(description="What a job's choice holds, as JSON."),
    ] = None

    def read(self, limit: int) -> bytes:
        """Read the file's bytes. Raises FileTooLargeError over the limit (bytes)."""
        if (self.file.size or 0) > limit:
            raise FileTooLargeError(limit)
        return self.file.file.read()

    def declaration(self, content: bytes) -> FileCreate:
        """Declare the file as its announcement would. Raises RequestValidationError."""
        name, media_type = self.file.filename or "", self.file.content_type or UNKNOWN_TYPE
        measured = declare(UploadRequest(name, len(content), media_type, "", kind=FileKind(self.kind)), content)
        chosen = self.choice.model_dump(exclude_unset=True) if self.choice else {}
        wanted = {"voice": self.voice, "title": self.title, "cover_id": self.cover_id, **chosen}
        declared = {
            "kind": self.kind,
            "filename": name,
            "size": measured.size,
            "content_type": media_type,
            "sha256": measured.sha256,
            "md5": measured.md5,
            "convert": wanted if self.convert or self.choice or any(wanted.values()) else None,
        }
        try:
            return FileCreate.model_validate(declared)
        except ValidationError as error:
            raise RequestValidationError(
                [{**mistake, "loc": ("body", *mistake["loc"])} for mistake in error.errors()]
            ) from error
