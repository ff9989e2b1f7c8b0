"""In-memory stand-ins for the ports; a contract test holds the object store to what the real one does."""

import hashlib
import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from ebookvoice.domain import keys
from ebookvoice.domain.book import Book
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.speech import Voice
from ebookvoice.domain.states import Queue
from ebookvoice.ports.narrating import Narration
from ebookvoice.ports.objects import (
    ObjectChangedError,
    ObjectHead,
    ObjectMissingError,
    Part,
    PresignedUpload,
    StoredObject,
)
from ebookvoice.ports.queues import OutboxMessage


class FakeClock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.time = datetime.now(UTC)

    def now(self) -> datetime:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class FakeIds:
    def new(self) -> UUID:
        return uuid4()


class FakeObjects:
    """An object store in a dictionary; what the service puts there for itself is kept apart."""

    def __init__(self) -> None:
        self.marks: dict[str, bytes] = {}
        self.objects: dict[str, bytes] = {}
        self.modified: dict[str, datetime] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}

    checks_md5 = False

    def presign_put(
        self, key: str, *, size: int, content_type: str, sha256: str, md5: str | None, expires: int
    ) -> PresignedUpload:
        headers = {"Content-Length": str(size), "Content-Type": content_type, "x-amz-checksum-sha256": sha256}
        return PresignedUpload(f"memory:{key}", headers, datetime.now(UTC) + timedelta(seconds=expires))

    def presign_get(self, key: str, *, filename: str, content_type: str, expires: int) -> str:
        return f"memory:{key}?{filename}"

    def head(self, key: str) -> ObjectHead | None:
        return _head(self.objects[key]) if key in self.objects else None

    def download(self, key: str, etag: str, path: Path) -> None:
        path.write_bytes(self.read(key, etag=etag))

    def read(self, key: str, *, etag: str | None = None, offset: int = 0, length: int | None = None) -> bytes:
        if key in self.marks:
            return self.marks[key]
        if key not in self.objects:
            raise ObjectMissingError
        body = self.objects[key]
        if etag is not None and etag != _head(body).etag:
            raise ObjectChangedError
        return body[offset:] if length is None else body[offset : offset + length]

    def stream(self, key: str, offset: int = 0, *, etag: str | None = None) -> Iterator[bytes]:
        yield self.read(key, offset=offset, etag=etag)

    def put(self, key: str, body: bytes | Path, content_type: str) -> ObjectHead:
        content = body if isinstance(body, bytes) else body.read_bytes()
        (self.marks if key.startswith(keys.MARK_PREFIX) else self.objects)[key] = content
        return _head(content)

    def put_stream(self, key: str, blocks: Iterable[bytes], content_type: str) -> ObjectHead:
        return self.put(key, b"".join(blocks), content_type)

    def copy(self, source: str, target: str) -> None:
        self.objects[target] = self.read(source)

    def delete(self, keys: Iterable[str]) -> None:
        for key in list(keys):
            self.objects.pop(key, None)
            self.modified.pop(key, None)

    def list(self, prefix: str) -> Iterator[str]:
        yield from sorted(key for key in self.objects if key.startswith(prefix))

    def browse(self, prefix: str, after: str = "") -> Iterator[StoredObject]:
        for key in self.list(prefix):
            if key > after:
                head = _head(self.objects[key])
                yield StoredObject(key, head.etag, head.size, self.modified.get(key, datetime.now(UTC)))

    def begin_parts(self, key: str, content_type: str) -> str:
        upload = str(uuid4())
        self.uploads[upload] = {}
        return upload

    def presign_part(self, key: str, upload: str, number: int, *, size: int, expires: int) -> PresignedUpload:
        address = f"memory:{key}?uploadId={upload}&partNumber={number}"
        return PresignedUpload(address, {"Content-Length": str(size)}, datetime.now(UTC) + timedelta(seconds=expires))

    def parts(self, key: str, upload: str) -> Sequence[Part]:
        if upload not in self.uploads:
            raise ObjectMissingError
        arrived = sorted(self.uploads[upload].items())
        return [Part(number, _head(body).etag, len(body)) for number, body in arrived]

    def complete_parts(self, key: str, upload: str, arrived: Sequence[Part]) -> ObjectHead:
        if upload not in self.uploads:
            raise ObjectMissingError
        if key in self.objects:
            raise ObjectChangedError
        bodies = self.uploads.pop(upload)
        return self.put(key, b"".join(bodies[part.number] for part in arrived), "")

    def abort_parts(self, key: str, upload: str) -> None:
        self.uploads.pop(upload, None)


class FakeQueues:
    """Queues that keep what they took; `down` makes them take nothing."""

    def __init__(self) -> None:
        self.messages: list[OutboxMessage] = []
        self.down = False
        self._lock = threading.Lock()

    def send(self, messages: Sequence[OutboxMessage]) -> list[UUID]:
        if self.down:
            return []
        with self._lock:
            self.messages += messages
        return [message.id for message in messages]

    def hide(self, queue: Queue, receipt: str, seconds: int) -> None:
        """Messages in memory are never hidden."""

    def take(self, queue: Queue) -> list[OutboxMessage]:
        """Take all messages of a queue."""
        with self._lock:
            taken = [message for message in self.messages if message.queue is queue]
            self.messages = [message for message in self.messages if message.queue is not queue]
        return taken


class FakeReader:
    """Reads whatever lies there as the book it was made with; an error instead of a book is raised."""

    def __init__(self, book: Book | Exception) -> None:
        self.book = book

    def read(self, path: Path, filename: str) -> Book:
        if isinstance(self.book, Exception):
            raise self.book
        return self.book


class FakeNarrator:
    """Speaks a sample a character; remembers every segment that it really spoke."""

    def __init__(self) -> None:
        self.spoken: list[int] = []
        self.error: Exception | None = None

    def digest(self, segment: Segment, voice: Voice) -> str:
        return hashlib.sha256(f"{voice}{segment.paragraphs}".encode()).hexdigest()

    def narrate(self, segment: Segment, voice: Voice, directory: Path) -> Narration:
        if self.error:
            raise self.error
        self.spoken.append(segment.number)
        audio, timings = directory / "segment.m4a", directory / "segment.json"
        audio.write_bytes(b"".join(p.text.encode() for p in segment.paragraphs))
        timings.write_text(json.dumps({"samples": segment.characters, "sample_rate": 1000}))
        return Narration(audio, timings, segment.characters, 1000)


class FakeBinder:
    """Binds by concatenation."""

    def bind(self, tags: object, cover: object, chapters: object, segments: Iterable[object]) -> Iterator[bytes]:
        yield b"M4B:"
        for segment in segments:
            yield from segment.audio(0)  # type: ignore[attr-defined]


def _head(body: bytes) -> ObjectHead:
    return ObjectHead(hashlib.md5(body, usedforsecurity=False).hexdigest(), len(body))
