"""Small files that come in through the API itself: announced, stored and pinned as if their owner had sent them."""

import base64
import hashlib
from dataclasses import dataclass, replace
from uuid import UUID

from ebookvoice.domain.errors import UploadExpiredError
from ebookvoice.domain.file import File, UploadRequest
from ebookvoice.domain.idempotency import Once
from ebookvoice.domain.job import Conversion, Job
from ebookvoice.domain.states import FileState
from ebookvoice.usecases.files import GONE, announce, awaited, check_upload, record_upload
from ebookvoice.usecases.jobs import find_job
from ebookvoice.usecases.library import find_file
from ebookvoice.usecases.world import World


@dataclass(frozen=True, slots=True)
class ReceivedUpload:
    """A file whose bytes are stored, and the job that they have started, if one was asked for."""

    file: File
    job: Job | None


def receive_upload(
    world: World,
    user_id: UUID,
    upload: UploadRequest,
    content: bytes,
    conversion: Conversion | None,
    once: Once | None = None,
) -> ReceivedUpload:
    """Take a small file in; `once` makes `file_id` and `job_id`.

    Whoever dies on the way leaves an upload that the sweep finds, or gives up. Raises what request_upload raises.
    """
    check_upload(world, upload, conversion)
    file = awaited(world, user_id, upload)
    job = announce(world, file, conversion, once)
    return finish_upload(world, user_id, file.id, job.id if job else None, content)


def finish_upload(world: World, user_id: UUID, file_id: UUID, job_id: UUID | None, content: bytes) -> ReceivedUpload:
    """Store and pin the bytes of an announced file, unless that was done. Raises NotFoundError, UnavailableError, and
    UploadExpiredError for one that was given up."""
    file = find_file(world, user_id, file_id)
    if file.state in GONE:
        raise UploadExpiredError
    if file.state is FileState.AWAITING:
        # Once only: nobody has an address to write to this key.
        world.objects.put(file.key, content, file.content_type)
        record_upload(world, file)
        file = find_file(world, user_id, file_id)
    return ReceivedUpload(file, find_job(world, user_id, job_id) if job_id else None)


def declare(upload: UploadRequest, content: bytes) -> UploadRequest:
    """Fill in the checksums of bytes that are there."""
    sha256 = base64.b64encode(hashlib.sha256(content).digest()).decode()
    md5 = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
    return replace(upload, size=len(content), sha256=sha256, md5=md5)
