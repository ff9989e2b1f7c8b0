"""Bind the segments into the audiobook: assembling → completed."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.book import Cover
from ebookvoice.domain.errors import ConversionFailedError
from ebookvoice.domain.speech import Voice
from ebookvoice.ports.binding import Binder, ChapterMark, Tags
from ebookvoice.ports.objects import ObjectStore
from ebookvoice.ports.records.jobs import Artifact, AssemblyTask
from ebookvoice.ports.records.segments import SpokenSegment
from ebookvoice.usecases import lease, lifetimes
from ebookvoice.usecases.audiobooks import M4B_TYPE
from ebookvoice.usecases.jobs import fail_job
from ebookvoice.usecases.world import World


def assemble(world: World, job_id: UUID, binder: Binder, hide: Callable[[int], None]) -> bool:
    """Bind the job's audiobook and settle its credits; False if somebody else does or did."""
    attempt = world.ids.new()
    with world.store.as_service() as records:
        task = records.jobs.claim_assembling(job_id, attempt, world.clock.now(), lease.lease_end(world))
    if task is None:
        return False
    if task.attempts > world.settings.max_attempts:
        return fail_job(world, job_id, ConversionFailedError())
    with lease.held(world, lambda records: records.jobs, job_id, attempt, hide):
        return _complete(world, task, attempt, _bind(world, task, attempt, binder))


def _bind(world: World, task: AssemblyTask, attempt: UUID, binder: Binder) -> Artifact:
    with world.store.as_service() as records:
        spoken = records.segments.of_job(task.job_id)
        chapters = records.segments.chapters_of(task.job_id)
    marks = [ChapterMark(chapter.title, chapter.samples) for chapter in chapters]
    segments = [_Stored(world.objects, segment) for segment in spoken]
    digest = _Digest(binder.bind(_tags(task), _cover(world, task), marks, segments))
    key = keys.artifact(task.user_id, task.job_id, attempt, "m4b")
    head = world.objects.put_stream(key, digest, M4B_TYPE)
    return Artifact(
        world.ids.new(),
        key,
        _filename(task.title),
        M4B_TYPE,
        head.size,
        digest.base64(),
        head.etag,
        lifetimes.of_artifact(world, world.clock.now()),
    )


def _complete(world: World, task: AssemblyTask, attempt: UUID, artifact: Artifact) -> bool:
    """Record the audiobook and post the hold together; remove what attempts that died or came too late have made."""
    with world.store.as_service() as records:
        completed = records.jobs.complete(task, attempt, artifact, world.clock.now())
        if completed:
            records.credits.post(task.job_id, world.clock.now())
    made = world.objects.list(keys.artifact_prefix(task.user_id, task.job_id)) if completed else [artifact.key]
    world.objects.delete(key for key in made if not completed or key != artifact.key)
    return completed


def _tags(task: AssemblyTask) -> Tags:
    return Tags(
        title=task.title,
        authors=task.authors,
        narrator=Voice.parse(task.voice).name,
        language=task.language,
        publisher=task.metadata.get("publisher"),
        published=task.metadata.get("published"),
        description=task.metadata.get("description"),
    )


def _cover(world: World, task: AssemblyTask) -> Cover | None:
    if task.cover_key is None or task.cover_type is None:
        return None
    return Cover(world.objects.read(task.cover_key), task.cover_type)


def _filename(title: str) -> str:
    """Make a file name of a title: no separators, no control characters, at most 120 characters."""
    name = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]+", " ", title).strip(" .")
    return f"{re.sub(r' +', ' ', name)[:120].strip() or 'Audiobook'}.m4b"


class _Stored:
    """A segment in the object store, opened lazily."""

    def __init__(self, objects: ObjectStore, segment: SpokenSegment) -> None:
        self._objects = objects
        self._segment = segment

    def timings(self) -> bytes:
        return self._objects.read(self._segment.timings_key)

    def audio(self, offset: int) -> Iterator[bytes]:
        return self._objects.stream(self._segment.audio_key, offset)


class _Digest:
    """Passes blocks on and hashes them on the way."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._hash = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for block in self._blocks:
            self._hash.update(block)
            yield block

    def base64(self) -> str:
        return base64.b64encode(self._hash.digest()).decode()
