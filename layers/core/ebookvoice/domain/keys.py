"""The keys of objects, made here and nowhere else; ownership is read from rows, never from a key.

`users/` holds what is kept for its owner, each object with a row in files; `work/` what comes and goes, so that a rule
of the bucket itself can sweep up what ours should ever miss; `public/` what its owner publishes; `previews/` samples of
voices, whose removal is owed from the beginning.
"""

import re
from uuid import UUID

KEPT = ("users/", "public/")
"""Below these every object has a row."""

WORK = "work/"

MARK_PREFIX = ".ebookvoice/"
"""Where a store says whose it is; nobody's files lie here."""

_JOB = re.compile(r"work/[^/]+/jobs/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")


def mark(store: str) -> str:
    return f"{MARK_PREFIX}{store}"


def user_prefixes(user: UUID) -> tuple[str, ...]:
    return (f"users/{user}/", f"work/{user}/", f"previews/{user}/", public_prefix(user))


def public_prefix(user: UUID) -> str:
    return f"public/{user}/"


def is_public(key: str) -> bool:
    """Tell whether everybody can read the object."""
    return key.startswith("public/")


def upload(user: UUID, file: UUID) -> str:
    return f"users/{user}/uploads/{file}/source"


def picture_prefix(user: UUID, file: UUID) -> str:
    return f"users/{user}/pictures/{file}/"


def picture_source(user: UUID, file: UUID) -> str:
    return f"{picture_prefix(user, file)}source"


def picture_attempt(user: UUID, file: UUID, attempt: UUID) -> str:
    return f"{picture_prefix(user, file)}{attempt}/"


def picture(user: UUID, file: UUID, attempt: UUID, name: str) -> str:
    return f"{picture_attempt(user, file, attempt)}{name}"


def publication(user: UUID, publication: UUID, extension: str) -> str:
    return f"{public_prefix(user)}{publication}.{extension}"


def artifact_prefix(user: UUID, job: UUID) -> str:
    return f"users/{user}/audiobooks/{job}/"


def artifact(user: UUID, job: UUID, attempt: UUID, format_: str) -> str:
    return f"{artifact_prefix(user, job)}{attempt}.{format_}"


def chapter_artifact(user: UUID, job: UUID, number: int, attempt: UUID, suffix: str) -> str:
    return f"{artifact_prefix(user, job)}chapters/{number}/{attempt}{suffix}"


def job_prefix(user: UUID, job: UUID) -> str:
    return f"work/{user}/jobs/{job}/"


def book(user: UUID, job: UUID, attempt: UUID) -> str:
    return f"{job_prefix(user, job)}{attempt}/book.json"


def cover(user: UUID, job: UUID, attempt: UUID) -> str:
    return f"{job_prefix(user, job)}{attempt}/cover"


def segment_audio(user: UUID, job: UUID, number: int, attempt: UUID) -> str:
    return f"{job_prefix(user, job)}segments/{number}/{attempt}.flac"


def segment_timings(user: UUID, job: UUID, number: int, attempt: UUID) -> str:
    return f"{job_prefix(user, job)}segments/{number}/{attempt}.json"


def draft(user: UUID, job: UUID, number: int, digest: str) -> str:
    return f"{job_prefix(user, job)}segments/{number}/drafts/{digest}"


def chapter_audio(user: UUID, job: UUID, number: int, attempt: UUID, suffix: str) -> str:
    return f"{job_prefix(user, job)}chapters/{number}/{attempt}{suffix}"


def chapter_timings(user: UUID, job: UUID, number: int, attempt: UUID) -> str:
    return f"{job_prefix(user, job)}chapters/{number}/{attempt}.json"


def speech_seal(user: UUID, digest: str) -> str:
    return f"work/{user}/speech/{digest}.json"


def speech_audio(user: UUID, digest: str, attempt: UUID) -> str:
    return f"work/{user}/speech/{digest}/{attempt}.flac"


def speech_timings(user: UUID, digest: str, attempt: UUID) -> str:
    return f"work/{user}/speech/{digest}/{attempt}.json"


def sample_prefix(user: UUID | None, sample: UUID) -> str:
    """Name the place of a sample; one without an owner is everybody's."""
    return f"previews/{user or 'all'}/{sample}/"


def sample(user: UUID | None, sample: UUID, attempt: UUID) -> str:
    return f"{sample_prefix(user, sample)}{attempt}.m4a"


def export(user: UUID, export: UUID) -> str:
    return f"work/{user}/exports/{export}.zip"


def job_of(key: str) -> UUID | None:
    """Tell which job a working copy was made for, so that those of running jobs are spared."""
    found = _JOB.match(key)
    return UUID(found[1]) if found else None
