"""Uploads: presigned, then fixed to the bytes that came, by whichever notice is first."""

from dataclasses import dataclass
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.errors import (
    InvalidStateError,
    NotFoundError,
    TooLargeError,
    UploadMissingError,
)
from ebookvoice.domain.file import File, UploadRequest
from ebookvoice.domain.job import Conversion, Job
from ebookvoice.domain.states import FileState, Queue
from ebookvoice.ports.objects import PresignedUpload
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.usecases import relay
from ebookvoice.usecases.jobs import add_job, check_conversion
from ebookvoice.usecases.messages import job_message
from ebookvoice.usecases.world import World


@dataclass(frozen=True, slots=True)
class RequestedUpload:
    """Where to put the bytes, and the job that will start when they arrive, if one was asked for."""

    file: File
    upload: PresignedUpload
    job: Job | None


def request_upload(
    world: World, user_id: UUID, upload: UploadRequest, conversion: Conversion | None
) -> RequestedUpload:
    """Sign a write-once upload, and hold the credits of the conversion that it carries, if any.

    Raises TooLargeError, UnknownVoiceError, InsufficientCreditsError.
    """
    if upload.size > world.settings.max_upload_bytes:
        raise TooLargeError(
            f"The file has {upload.size:,} bytes; the limit is {world.settings.max_upload_bytes:,}. "
            "Upload a smaller edition, for example one without pictures."
        )
    if conversion:
        check_conversion(conversion)
    file = _awaited(world, user_id, upload)
    with world.store.as_service() as records:
        records.files.add(file)
        job = add_job(world, records, user_id, file.id, conversion) if conversion else None
    signed = world.objects.presign_put(
        file.key,
        size=file.size,
        content_type=file.content_type,
        sha256=file.sha256,
        expires=world.settings.upload_seconds,
    )
    return RequestedUpload(file, signed, job)


def confirm_upload(world: World, user_id: UUID, file_id: UUID) -> File:
    """Take the owner's word that the bytes are there; the same transition as the store's own event.

    Raises NotFoundError, UploadMissingError, InvalidStateError for an upload that was given up.
    """
    with world.store.as_user(user_id) as records:
        file = records.files.find(file_id)
    if file is None:
        raise NotFoundError
    if file.state is FileState.AWAITING and not record_upload(world, file):
        raise UploadMissingError
    with world.store.as_user(user_id) as records:
        file = records.files.find(file_id)
    if file is None:
        raise NotFoundError
    if file.state is not FileState.UPLOADED:
        raise InvalidStateError("The upload was given up. Ask for a new upload address and try again.")
    return file


def record_upload(world: World, file: File) -> bool:
    """Pin an awaited upload to the bytes that lie there now and queue its jobs; False if there are none yet.

    Whoever comes second finds nothing left to do. Bytes that come after the upload was given up are removed.
    """
    head = world.objects.head(file.key)
    if head is None:
        return False
    messages: list[OutboxMessage] = []
    with world.store.as_service() as records:
        if records.files.pin(file.id, head.etag):
            queued = records.jobs.queue_all_of(file.id, world.clock.now())
            messages = [job_message(world, Queue.UPLOADS, job_id, owner) for job_id, owner in queued]
            records.outbox.add(messages)
        elif file.state in (FileState.REJECTED, FileState.EXPIRED):
            records.trash.add(file.key, world.clock.now())
    relay.send(world, messages)
    return True


def _awaited(world: World, user_id: UUID, upload: UploadRequest) -> File:
    file_id = world.ids.new()
    return File(
        id=file_id,
        user_id=user_id,
        key=keys.upload(user_id, file_id),
        filename=upload.filename,
        content_type=upload.content_type,
        size=upload.size,
        sha256=upload.sha256,
        state=FileState.AWAITING,
        etag=None,
        created_at=world.clock.now(),
    )
