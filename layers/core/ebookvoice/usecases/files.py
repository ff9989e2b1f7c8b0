"""Uploads: announced, then fixed to the bytes that came, by whichever notice is first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.errors import (
    InvalidStateError,
    TooLargeError,
    UploadExpiredError,
    UploadMissingError,
)
from ebookvoice.domain.file import File, UploadRequest
from ebookvoice.domain.idempotency import Once
from ebookvoice.domain.job import Conversion, Job
from ebookvoice.domain.states import FileState, Queue
from ebookvoice.domain.storage import ChecksumMissingError, FileKind
from ebookvoice.ports.objects import PresignedUpload
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.ports.store import Records
from ebookvoice.settings import Settings
from ebookvoice.usecases import lifetimes, parts, quotas, relay, telling
from ebookvoice.usecases.credits import price
from ebookvoice.usecases.jobs import add_job, check_conversion, find_job
from ebookvoice.usecases.library import find_file
from ebookvoice.usecases.messages import job_message, picture_message
from ebookvoice.usecases.once import claim
from ebookvoice.usecases.parts import PresignedParts
from ebookvoice.usecases.voices import check_voice
from ebookvoice.usecases.world import World

GONE = frozenset({FileState.REJECTED, FileState.EXPIRED, FileState.REMOVED, FileState.DELETED})
"""Whose bytes are not wanted any more."""

_LIMITS: Mapping[FileKind, Callable[[Settings], tuple[int, str]]] = {
    FileKind.BOOK: lambda settings: (
        settings.max_upload_bytes,
        "Upload a smaller edition, for example one without pictures.",
    ),
    FileKind.PICTURE: lambda settings: (settings.max_picture_bytes, "Upload a smaller picture."),
}
"""Bytes that may be uploaded, and what to do about more."""


@dataclass(frozen=True, slots=True)
class RequestedUpload:
    """Where to put the bytes, and the job that will start when they arrive, if one was asked for."""

    file: File
    upload: PresignedUpload | PresignedParts
    job: Job | None


def request_upload(
    world: World, user_id: UUID, upload: UploadRequest, conversion: Conversion | None, once: Once | None = None
) -> RequestedUpload:
    """Reserve room for an upload, hold the credits of the conversion that it carries, if any, and sign its addresses.

    They are write-once; a large file gets one for each of its parts. `once` makes `file_id` and `job_id`.
    Raises TooLargeError, ChecksumMissingError, QuotaExceededError, UnknownVoiceError, InsufficientCreditsError;
    NotFoundError, InvalidStateError for a cover that can't be used; RepeatedError, KeyReusedError.
    """
    check_upload(world, upload, conversion)
    file = parts.begin(world, awaited(world, user_id, upload))
    try:
        job = announce(world, file, conversion, once)
    except BaseException:
        parts.abort(world, file)
        raise
    return RequestedUpload(file, _signed(world, file), job)


def find_requested(world: World, user_id: UUID, file_id: UUID, job_id: UUID | None) -> RequestedUpload:
    """Find an upload that was announced before, and sign its addresses again.

    Raises NotFoundError, UploadExpiredError for one that was given up.
    """
    file = find_file(world, user_id, file_id)
    over = file.state is FileState.AWAITING and parts.ends_at(world, file) <= world.clock.now()
    if over or file.state in GONE:
        raise UploadExpiredError
    return RequestedUpload(file, _signed(world, file), find_job(world, user_id, job_id) if job_id else None)


def confirm_upload(world: World, user_id: UUID, file_id: UUID) -> File:
    """Take the owner's word that the bytes are there; the same transition as the store's own event.

    Parts are put together first. Raises NotFoundError, UploadMissingError, UploadExpiredError, and InvalidStateError
    for an upload that was given up.
    """
    file = find_file(world, user_id, file_id)
    if file.state is FileState.AWAITING:
        if file.upload_id:
            parts.complete(world, file)
        if not record_upload(world, file):
            raise UploadExpiredError if file.upload_id else UploadMissingError
        file = find_file(world, user_id, file_id)
    if not file.stored:
        raise InvalidStateError("The upload was given up. Ask for a new upload address and try again.")
    return file


def record_upload(world: World, file: File) -> bool:
    """Pin an awaited upload to the bytes that lie there now and queue its jobs; False if there are none yet.

    Whoever comes second finds nothing left to do. Bytes of a file that is gone meanwhile are removed.
    """
    head = world.objects.head(file.key)
    if head is None:
        return False
    now = world.clock.now()
    messages: list[OutboxMessage] = []
    with world.store.as_service() as records:
        pinned = records.files.pin(file.id, head.etag, now, lifetimes.of_upload(world, file.kind, now))
        if pinned:
            queued = records.jobs.queue_all_of(file.id, now)
            messages = [job_message(world, Queue.UPLOADS, *job) for job in queued]
            if file.kind is FileKind.PICTURE:
                messages.append(picture_message(world, file.id, file.user_id))
            records.outbox.add(messages)
        elif _is_gone(records, file.key):
            records.trash.add(file.key, now)
    if pinned and file.kind is FileKind.BOOK:
        telling.book_received(world)
    relay.send(world, messages)
    return True


def _is_gone(records: Records, key: str) -> bool:
    """Tell whether nobody wants the bytes: what was known of the file may be old, and its row may have another key."""
    found = records.files.by_key(key)
    return found is None or found.state in GONE


def check_upload(world: World, upload: UploadRequest, conversion: Conversion | None) -> None:
    """Turn down what could not be stored, before anything is. Raises TooLargeError, ChecksumMissingError,
    VoiceRefusedError."""
    limit, advice = _LIMITS[upload.kind](world.settings)
    if upload.size > limit:
        raise TooLargeError(f"The file has {upload.size:,} bytes; the limit is {limit:,}. {advice}")
    if upload.md5 is None and world.objects.checks_md5:
        raise ChecksumMissingError
    if conversion:
        check_conversion(conversion)
        with world.store.as_service() as records:
            check_voice(world, records, conversion.voice, conversion.direction.language)


def announce(world: World, file: File, conversion: Conversion | None, once: Once | None) -> Job | None:
    """Put a file on record with room for it, and its job, all at once. Raises what request_upload raises."""
    job_id = world.ids.new() if conversion else None
    with world.store.as_service() as records:
        claim(world, records, once, {"file_id": str(file.id), "job_id": str(job_id) if job_id else None})
        if conversion and conversion.cover_file_id:
            # Rows are locked before counters, as deleting the picture does.
            records.files.hold_on(conversion.cover_file_id)
        quotas.reserve(world, records, file.user_id, file.size)
        records.files.add(file)
        job = add_job(world, records, file.user_id, file.id, conversion, job_id) if conversion else None
    if job:
        telling.job_started(world, job.id, price(world))
    return job


def _signed(world: World, file: File) -> PresignedUpload | PresignedParts:
    if file.upload_id:
        return parts.presign(world, file)
    return world.objects.presign_put(
        file.key,
        size=file.size,
        content_type=file.content_type,
        sha256=file.sha256,
        md5=file.md5,
        expires=max(1, int((parts.ends_at(world, file) - world.clock.now()).total_seconds())),
    )


def awaited(world: World, user_id: UUID, upload: UploadRequest) -> File:
    """Make the record of a file whose bytes are to come."""
    file_id = world.ids.new()
    key = keys.picture_source if upload.kind is FileKind.PICTURE else keys.upload
    return File(
        id=file_id,
        user_id=user_id,
        key=key(user_id, file_id),
        filename=upload.filename,
        content_type=upload.content_type,
        size=upload.size,
        sha256=upload.sha256,
        state=FileState.AWAITING,
        etag=None,
        created_at=world.clock.now(),
        kind=upload.kind,
        md5=upload.md5,
    )
