"""The answers of the API, as a client sees them."""

from typing import Any, TypedDict


class Failure(TypedDict):
    code: str
    message: str


class Progress(TypedDict):
    characters: int
    characters_done: int
    chapters: int
    chapters_done: int
    eta_s: int | None


class ChapterProgress(TypedDict):
    number: int
    title: str
    characters: int
    characters_done: int
    duration_ms: int | None


class Job(TypedDict):
    """A conversion; its audiobook has the same id."""

    id: str
    file_id: str
    state: str
    voice: str | None
    title: str | None
    author: str | None
    progress: Progress
    chapters: list[ChapterProgress]
    error: Failure | None
    created_at: str
    finished_at: str | None
    audiobook_id: str | None


class Upload(TypedDict):
    """Where the bytes go: one PUT with exactly these headers."""

    method: str
    url: str
    headers: dict[str, str]
    expires_at: str


class Part(TypedDict):
    """Where one part goes; `size` in bytes."""

    number: int
    size: int
    url: str
    headers: dict[str, str]


class UploadInParts(TypedDict):
    """Where the missing parts of a large file go; `arrived` are the numbers of the others."""

    method: str
    part_size: int
    parts: list[Part]
    arrived: list[int]
    expires_at: str


class StoredFile(TypedDict):
    id: str
    kind: str
    filename: str
    content_type: str
    size: int
    sha256: str
    state: str
    created_at: str


class UploadedFile(StoredFile):
    upload: Upload | UploadInParts
    job: Job


class AudiobookChapter(TypedDict):
    title: str
    start_ms: int
    duration_ms: int
    characters: int


class SkippedPart(TypedDict):
    title: str
    reason: str
    characters: int


class Artifact(TypedDict):
    """A file of an audiobook; `chapter` is null for one of the whole book."""

    format: str
    chapter: int | None
    filename: str
    size: int


class Audiobook(TypedDict):
    id: str
    title: str
    author: str | None
    voice: str
    duration_ms: int
    size: int
    filename: str
    chapters: list[AudiobookChapter]
    skipped: list[SkippedPart]
    artifacts: list[Artifact]
    created_at: str


class Download(TypedDict):
    url: str
    filename: str
    size: int
    expires_at: str


Fields = dict[str, Any]
"""A request's JSON object."""
