"""A row of files as the domain's record."""

from typing import Any

from ebookvoice.domain.file import File
from ebookvoice.domain.job import Failure
from ebookvoice.domain.states import FileState
from ebookvoice.domain.storage import FileKind, Location


def file_of(row: dict[str, Any]) -> File:
    """Make the record of a row."""
    code, message = row["failure_code"], row["failure_message"]
    return File(
        id=row["id"],
        user_id=row["user_id"],
        key=row["key"],
        filename=row["filename"],
        content_type=row["content_type"],
        size=row["size"],
        sha256=row["sha256"],
        state=FileState(row["state"]),
        etag=row["etag"],
        created_at=row["created_at"],
        kind=FileKind(row["kind"]),
        md5=row["md5"],
        upload_id=row["upload_id"],
        part_size=row["part_size"],
        uploaded_at=row["uploaded_at"],
        expires_at=row["expires_at"],
        pinned_at=row["pinned_at"],
        width=row["width"],
        height=row["height"],
        failure=Failure(code, message or "") if code else None,
        location=Location(row["storage_location"]),
        synced_at=row["synced_at"],
        backup_etag=row["backup_etag"],
        job_id=row["job_id"],
        parent_id=row["parent_id"],
        format=row["format"],
        chapter=row["chapter"],
    )
