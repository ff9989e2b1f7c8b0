"""In-memory stand-ins for the ports; a contract test holds the object store to what the real one does."""

import hashlib
import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from ebookvoice.domain import keys
from ebookvoice.domain.book import Book, Cover
from ebookvoice.domain.direction import Direction
from ebookvoice.domain.documents import DOCUMENT_TYPES
from ebookvoice.domain.formats import ChapterCodec, Format
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.speech import Substitution, Voice
from ebookvoice.domain.states import Queue
from ebookvoice.ports.assembling import ChapterFile, Workshop
from ebookvoice.ports.binding import ChapterMark, StoredSegment, Tags
from ebookvoice.ports.mastering import Label, MasteredChapter, Sound, SpokenText
from ebookvoice.ports.metering import Metric
from ebookvoice.ports.narrating import Drafts, Narration
from ebookvoice.ports.objects import (
    ObjectChangedError,
    ObjectHead,
    ObjectMissingError,
    Part,
    PresignedUpload,
    StoredObject,
)
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.ports.rendering import Document, Edition


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


class FakeMeter:
    """Keeps every figure, under its metric's name and, if it says so, its code, engine or provider."""

    def __init__(self) -> None:
        self.figures: dict[str, list[float]] = {}

    def add(self, metric: Metric, value: float = 1, **by: str) -> None:
        for name in (metric.value, *(f"{metric}:{part}" for part in by.values())):
            self.figures.setdefault(name, []).append(value)

    def publish(self) -> None:
        """Figures in memory are never handed over."""

    def total(self, name: str) -> float:
        return sum(self.figures.get(name, []))


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

    def presign_head(self, key: str, *, expires: int) -> str:
        return f"memory-head:{key}"

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
    """Speaks a sample a character; remembers every segment that it really spoke, and keeps a draft of each."""

    def __init__(self) -> None:
        self.spoken: list[int] = []
        self.drafted: list[int] = []
        self.error: Exception | None = None

    def digest(self, segment: Segment, voice: Voice, direction: Direction) -> str:
        return hashlib.sha256(f"{voice}{direction}{segment.paragraphs}".encode()).hexdigest()

    def narrate(
        self, segment: Segment, voice: Voice, direction: Direction, directory: Path, drafts: Drafts
    ) -> Narration:
        digest = self.digest(segment, voice, direction)
        spoken = drafts.find(digest)
        if spoken is None:
            self.spoken.append(segment.number)
            spoken = b"".join(p.text.encode() for p in segment.paragraphs)
            drafts.keep(digest, spoken)
        else:
            self.drafted.append(segment.number)
        if self.error:
            raise self.error
        audio, timings = directory / "segment.flac", directory / "segment.json"
        audio.write_bytes(spoken)
        timings.write_text(json.dumps({"characters": segment.characters, "paragraphs": len(segment.paragraphs)}))
        return Narration(audio, timings, segment.characters, 1000)


class FakeMaster:
    """Masters by concatenation; every encoding begins with its name. `strangers` are told of every chapter."""

    def __init__(self) -> None:
        self.labels: list[Label] = []
        self.strangers: tuple[tuple[int, Substitution], ...] = ()
        self.lost = 0
        self.error: Exception | None = None

    def master(
        self,
        segments: Sequence[StoredSegment],
        label: Label,
        direction: Direction,
        codecs: Sequence[ChapterCodec],
        directory: Path,
    ) -> MasteredChapter:
        if self.error:
            raise self.error
        self.labels.append(label)
        pcm = b"".join(block for segment in segments for block in segment.audio(0))
        files = {codec: directory / f"chapter.{codec}" for codec in codecs}
        for codec, path in files.items():
            path.write_bytes(f"<{codec}>".encode() + pcm)
        characters = sum(json.loads(segment.timings())["characters"] for segment in segments) - self.lost
        timings = directory / "chapter.json"
        timings.write_text(json.dumps({"characters": characters}))
        return MasteredChapter(files, timings, len(pcm), 1000, Sound(-19.0, -3.5, 2.5))

    def account(self, timings: bytes) -> SpokenText:
        return SpokenText(json.loads(timings)["characters"], self.strangers)


class FakeBinder:
    """Binds by concatenation; so do the others of the workshop, by their own names."""

    def bind(
        self, tags: Tags, cover: Cover | None, chapters: Iterable[ChapterMark], parts: Iterable[StoredSegment]
    ) -> Iterator[bytes]:
        yield b"M4B:"
        for part in parts:
            yield from part.audio(0)


class FakePacker:
    def pack(self, tags: Tags, cover: Cover | None, chapters: Sequence[ChapterFile]) -> Iterator[bytes]:
        for chapter in chapters:
            yield f"{chapter.title}:{chapter.size}:".encode()
            yield from chapter.blocks()


class FakeJoiner:
    def join(
        self,
        tags: Tags,
        cover: Cover | None,
        chapters: Sequence[ChapterMark],
        sample_rate: int,
        files: Iterable[Iterable[bytes]],
    ) -> Iterator[bytes]:
        for file in files:
            yield from file


class FakeScribe:
    """Writes the titles and the first words of the chapters; a transcript also as PDF."""

    def __init__(self, format_: Format) -> None:
        self._kinds = [kind for kind, told in DOCUMENT_TYPES.items() if told.format is format_]

    def write(self, edition: Edition) -> Iterator[Document]:
        for kind in self._kinds:
            lines = (f"{kind} {chapter.title} {chapter.paragraphs()[0].text[:3]}" for chapter in edition.chapters)
            yield Document(kind, (line.encode() for line in lines))


def fake_workshop() -> Workshop:
    return Workshop(FakeBinder(), FakePacker, FakeJoiner, FakeScribe)


def _head(body: bytes) -> ObjectHead:
    return ObjectHead(hashlib.md5(body, usedforsecurity=False).hexdigest(), len(body))
