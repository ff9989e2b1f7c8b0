"""What a conversion needs of the database, in dictionaries; owners see only what is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from ebookvoice.domain.choice import Pronunciation
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Audiobook, Conversion, Job
from ebookvoice.domain.payments import Hold
from ebookvoice.domain.provider import Provider
from ebookvoice.domain.states import FileState, JobState
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.ports.records.files import Selection
from ebookvoice.ports.records.plans import KeptPlan
from tests.unit.api.hearing import Hearing
from tests.unit.api.people import People


@dataclass
class Tables:
    """What lies in the database."""

    people: People = field(default_factory=People)
    balances: dict[UUID, int] = field(default_factory=dict)
    holds: dict[UUID, list[Hold]] = field(default_factory=dict)
    files: dict[UUID, File] = field(default_factory=dict)
    jobs: dict[UUID, tuple[UUID, Job]] = field(default_factory=dict)
    audiobooks: dict[UUID, tuple[UUID, Audiobook, File]] = field(default_factory=dict)
    owed: list[OutboxMessage] = field(default_factory=list)
    providers: list[Provider] = field(default_factory=list)
    plans: dict[UUID, KeptPlan] = field(default_factory=dict)
    hearing: Hearing = field(default_factory=Hearing)
    pronunciations: dict[UUID, tuple[Pronunciation, ...]] = field(default_factory=dict)


class MemoryCredits:
    def __init__(self, tables: Tables) -> None:
        self._balances = tables.balances

    def grant(self, user_id: UUID, amount: int, now: datetime) -> None:
        self._balances[user_id] = self._balances.get(user_id, 0) + amount

    def hold(self, user_id: UUID, job_id: UUID, amount: int, now: datetime) -> bool:
        enough = self._balances[user_id] >= amount
        self._balances[user_id] -= amount * enough
        return enough


class MemoryPayments:
    def __init__(self, tables: Tables) -> None:
        self._balances, self._holds = tables.balances, tables.holds

    def balance(self, user_id: UUID) -> int:
        return self._balances.get(user_id, 0)

    def holds(self, user_id: UUID) -> list[Hold]:
        return self._holds.get(user_id, [])


class MemoryFiles:
    def __init__(self, tables: Tables, user: UUID | None) -> None:
        self._files, self._user = tables.files, user

    def add(self, file: File) -> None:
        self._files[file.id] = file

    def find(self, file_id: UUID) -> File | None:
        file = self._files.get(file_id)
        return file if file and self._user in (None, file.user_id) else None

    def by_key(self, key: str) -> File | None:
        return next((file for file in self._files.values() if file.key == key), None)

    def page(self, selection: Selection, before: tuple[datetime, UUID] | None, limit: int) -> list[File]:
        files = sorted(self._files.values(), key=_place, reverse=True)
        wanted = [(selection.kind, "kind"), (selection.state, "state"), (selection.location, "location")]
        return [
            file
            for file in files
            if file.user_id == self._user
            and all(value in (None, getattr(file, name)) for value, name in wanted)
            and (before is None or _place(file) < before)
        ][:limit]

    def pin(self, file_id: UUID, etag: str, now: datetime, expires_at: datetime | None) -> bool:
        file = self._files[file_id]
        if file.state is not FileState.AWAITING:
            return False
        self._files[file_id] = replace(
            file, state=FileState.UPLOADED, etag=etag, uploaded_at=now, expires_at=expires_at
        )
        return True


class MemoryStorage:
    """Counts uploads; nothing goes."""

    def __init__(self, tables: Tables) -> None:
        self._files = tables.files

    def reserve(self, user_id: UUID, size: int, quota: int) -> bool:
        return self.counted(user_id)[0] + size <= quota

    def counted(self, user_id: UUID) -> tuple[int, int]:
        return sum(file.size for file in self._files.values() if file.user_id == user_id), 0


class MemoryJobs:
    def __init__(self, tables: Tables, user: UUID | None) -> None:
        self._jobs, self._files, self._user = tables.jobs, tables.files, user

    def add(self, job_id: UUID, user_id: UUID, file_id: UUID, conversion: Conversion, now: datetime) -> bool:
        states = {FileState.AWAITING: JobState.AWAITING_UPLOAD, FileState.UPLOADED: JobState.QUEUED}
        state = states.get(self._files[file_id].state)
        if state:
            voice = cast(str, conversion.voice)
            job = Job(job_id, file_id, state, voice, conversion.title, None, 0, 0, (), None, None, now, None)
            self._jobs[job_id] = (
                user_id,
                replace(job, **{n: getattr(conversion, n) for n in ("choice", "direction", "formats")}),
            )
        return state is not None

    def find(self, job_id: UUID, now: datetime) -> Job | None:
        owner, job = self._jobs.get(job_id, (None, None))
        return job if self._user in (None, owner) else None

    def queue_all_of(self, file_id: UUID, now: datetime) -> list[tuple[UUID, UUID]]:
        waiting = [(job.id, owner) for owner, job in self._jobs.values() if job.file_id == file_id]
        for job_id, owner in waiting:
            self._jobs[job_id] = (owner, replace(self._jobs[job_id][1], state=JobState.QUEUED))
        return waiting


class MemoryOutbox:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, messages: Sequence[OutboxMessage]) -> None:
        self._tables.owed += messages

    def owes(self, since: datetime) -> bool:
        return any(message.due_at is None or message.due_at <= since for message in self._tables.owed)

    def sent(self, ids: Sequence[UUID]) -> None:
        self._tables.owed = [message for message in self._tables.owed if message.id not in ids]


class MemoryProviders:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def all(self, now: datetime) -> list[Provider]:
        return self._tables.providers


class MemoryAudiobooks:
    def __init__(self, tables: Tables, user: UUID | None) -> None:
        self._audiobooks, self._files, self._user = tables.audiobooks, tables.files, user

    def find(self, job_id: UUID) -> tuple[Audiobook, File] | None:
        owner, audiobook, file = self._audiobooks.get(job_id, (None, None, None))
        return (audiobook, file) if audiobook and file and self._user == owner else None

    def file(self, job_id: UUID, format_: str, chapter: int | None) -> File | None:
        wanted = (job_id, format_, chapter, self._user)
        files = self._files.values()
        return next((file for file in files if (file.job_id, file.format, file.chapter, file.user_id) == wanted), None)


def _place(file: File) -> tuple[datetime, UUID]:
    return file.created_at, file.id
