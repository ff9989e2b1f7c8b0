"""The keys of objects, made here and nowhere else; ownership is read from rows, never from a key."""

from uuid import UUID


def user_prefix(user: UUID) -> str:
    return f"users/{user}/"


def export(user: UUID, export: UUID) -> str:
    return f"{user_prefix(user)}exports/{export}.zip"


def upload(user: UUID, file: UUID) -> str:
    return f"users/{user}/uploads/{file}/source"


def job_prefix(user: UUID, job: UUID) -> str:
    return f"users/{user}/jobs/{job}/"


def book(user: UUID, job: UUID, attempt: UUID) -> str:
    return f"{job_prefix(user, job)}{attempt}/book.json"


def cover(user: UUID, job: UUID, attempt: UUID) -> str:
    return f"{job_prefix(user, job)}{attempt}/cover"


def segment_audio(user: UUID, job: UUID, number: int, attempt: UUID) -> str:
    return f"{job_prefix(user, job)}segments/{number}/{attempt}.m4a"


def segment_timings(user: UUID, job: UUID, number: int, attempt: UUID) -> str:
    return f"{job_prefix(user, job)}segments/{number}/{attempt}.json"


def speech_seal(user: UUID, digest: str) -> str:
    return f"users/{user}/speech/{digest}.json"


def speech_audio(user: UUID, digest: str, attempt: UUID) -> str:
    return f"users/{user}/speech/{digest}/{attempt}.m4a"


def speech_timings(user: UUID, digest: str, attempt: UUID) -> str:
    return f"users/{user}/speech/{digest}/{attempt}.json"


def artifact_prefix(user: UUID, job: UUID) -> str:
    return f"users/{user}/audiobooks/{job}/"


def artifact(user: UUID, job: UUID, attempt: UUID, extension: str) -> str:
    return f"{artifact_prefix(user, job)}{attempt}.{extension}"
