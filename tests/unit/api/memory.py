"""The part of the database that the API's use cases need, in dictionaries; owners see only what is theirs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from ebookvoice.adapters.tokens import JwtIssuer
from ebookvoice.domain.account import User
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Audiobook, Conversion, Job
from ebookvoice.domain.states import FileState, JobState
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.ports.store import Records, Store
from ebookvoice.settings import Settings
from tests.fakes import FakeClock, FakeIds, FakeObjects, FakeQueues

SECRET = "the secret of the tests, 32 bytes long"


class MemoryHasher:
    """A hash that is quick and no hash at all."""

    def hash(self, password: str) -> str:
        return f"hashed {password}"

    def verify(self, hashed: str | None, password: str) -> bool:
        return hashed == self.hash(password)


@dataclass
class Tables:
    """What lies in the database."""

    users: dict[str, tuple[User, str]] = field(default_factory=dict)
    balances: dict[UUID, int] = field(default_factory=dict)
    files: dict[UUID, File] = field(default_factory=dict)
    jobs: dict[UUID, tuple[UUID, Job]] = field(default_factory=dict)
    audiobooks: dict[UUID, tuple[UUID, Audiobook, str]] = field(default_factory=dict)
    owed: list[OutboxMessage] = field(default_factory=list)


class MemoryRecords:
    """One transaction; `user` is None for the service. Each repository's methods live here under the port's names."""

    def __init__(self, tables: Tables, user: UUID | None) -> None:
        self.accounts = _Accounts(tables)
        self.credits = _Credits(tables)
        self.files = _Files(tables, user)
        self.jobs = _Jobs(tables, user)
        self.outbox = _Outbox(tables)
        self.audiobooks = _Audiobooks(tables, user)


class MemoryStore:
    """Opens transactions on the tables; `error` is what every one of them raises, `up` whether it is reachable."""

    def __init__(self) -> None:
        self.tables = Tables()
        self.error: Exception | None = None
        self.up = True

    @contextmanager
    def as_user(self, user_id: UUID) -> Iterator[Records]:
        yield self._open(user_id)

    @contextmanager
    def as_service(self) -> Iterator[Records]:
        yield self._open(None)

    def reachable(self) -> bool:
        return self.up

    def _open(self, user: UUID | None) -> Records:
        if self.error:
            raise self.error
        return cast(Records, MemoryRecords(self.tables, user))


class MemoryWorld:
    """A deployment in memory; only its tokens are real."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.memory = MemoryStore()
        self.store = cast(Store, self.memory)
        self.objects = FakeObjects()
        self.queues = FakeQueues()
        self.clock = FakeClock()
        self.ids = FakeIds()
        self.hasher = MemoryHasher()
        self.tokens = JwtIssuer(SECRET, self.clock, settings.access_token_seconds)


class _Accounts:
    def __init__(self, tables: Tables) -> None:
        self._users = tables.users

    def add(self, user: User, password_hash: str) -> bool:
        return self._users.setdefault(user.email, (user, password_hash))[0] is user

    def by_email(self, email: str) -> tuple[User, str] | None:
        return self._users.get(email)


class _Credits:
    def __init__(self, tables: Tables) -> None:
        self._balances = tables.balances

    def grant(self, user_id: UUID, amount: int) -> None:
        self._balances[user_id] = self._balances.get(user_id, 0) + amount

    def hold(self, user_id: UUID, job_id: UUID, amount: int) -> bool:
        enough = self._balances[user_id] >= amount
        self._balances[user_id] -= amount * enough
        return enough


class _Files:
    def __init__(self, tables: Tables, user: UUID | None) -> None:
        self._files, self._user = tables.files, user

    def add(self, file: File) -> None:
        self._files[file.id] = file

    def find(self, file_id: UUID) -> File | None:
        file = self._files.get(file_id)
        return file if file and self._user in (None, file.user_id) else None

    def pin(self, file_id: UUID, etag: str) -> bool:
        file = self._files[file_id]
        if file.state is not FileState.AWAITING:
            return False
        self._files[file_id] = replace(file, state=FileState.UPLOADED, etag=etag)
        return True


class _Jobs:
    def __init__(self, tables: Tables, user: UUID | None) -> None:
        self._jobs, self._files, self._user = tables.jobs, tables.files, user

    def add(self, job_id: UUID, user_id: UUID, file_id: UUID, conversion: Conversion, now: datetime) -> bool:
        states = {FileState.AWAITING: JobState.AWAITING_UPLOAD, FileState.UPLOADED: JobState.QUEUED}
        state = states.get(self._files[file_id].state)
        if state:
            voice = cast(str, conversion.voice)
            job = Job(job_id, file_id, state, voice, conversion.title, None, 0, 0, (), None, None, now, None)
            self._jobs[job_id] = (user_id, job)
        return state is not None

    def find(self, job_id: UUID, now: datetime) -> Job | None:
        owner, job = self._jobs.get(job_id, (None, None))
        return job if self._user in (None, owner) else None

    def queue_all_of(self, file_id: UUID, now: datetime) -> list[tuple[UUID, UUID]]:
        waiting = [(job.id, owner) for owner, job in self._jobs.values() if job.file_id == file_id]
        for job_id, owner in waiting:
            self._jobs[job_id] = (owner, replace(self._jobs[job_id][1], state=JobState.QUEUED))
        return waiting


class _Outbox:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, messages: Sequence[OutboxMessage]) -> None:
        self._tables.owed += messages

    def sent(self, ids: Sequence[UUID]) -> None:
        self._tables.owed = [message for message in self._tables.owed if message.id not in ids]


class _Audiobooks:
    def __init__(self, tables: Tables, user: UUID | None) -> None:
        self._audiobooks, self._user = tables.audiobooks, user

    def find(self, job_id: UUID) -> tuple[Audiobook, str] | None:
        owner, audiobook, key = self._audiobooks.get(job_id, (None, None, ""))
        return (audiobook, key) if audiobook and self._user == owner else None
