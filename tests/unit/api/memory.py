"""The part of the database that the API's use cases need, in dictionaries, and a deployment over it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast
from uuid import UUID

from ebookvoice.adapters.nocache import NoCache
from ebookvoice.adapters.references import HmacSigner
from ebookvoice.adapters.sealing import AesSealer
from ebookvoice.adapters.tokens import JwtIssuer
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.store import Records, Store
from ebookvoice.settings import Settings
from tests.fakes import FakeClock, FakeIds, FakeMeter, FakeObjects, FakeQueues
from tests.unit.api.hearing import MemorySamples, MemoryVoices
from tests.unit.api.people import (
    MemoryAccounts,
    MemoryFlags,
    MemoryLimits,
    MemorySessions,
    NoChallenges,
    NoSecondFactors,
)
from tests.unit.api.provider import MemoryHasher, MemoryProvider
from tests.unit.api.readings import MemoryPlans, MemoryPronunciations
from tests.unit.api.works import (
    MemoryAudiobooks,
    MemoryCredits,
    MemoryFiles,
    MemoryJobs,
    MemoryOutbox,
    MemoryPayments,
    MemoryProviders,
    MemoryStorage,
    Tables,
)

SECRET = "the secret of the tests, 32 bytes long"


class MemoryRecords:
    """One transaction; `user` is None for the service. Each repository's methods live here under the port's names."""

    def __init__(self, tables: Tables, user: UUID | None) -> None:
        self.accounts = MemoryAccounts(tables.people)
        self.sessions = MemorySessions(tables.people)
        self.challenges = NoChallenges()
        self.second_factors = NoSecondFactors()
        self.limits = MemoryLimits(tables.people)
        self.flags = MemoryFlags(tables.people)
        self.credits = MemoryCredits(tables)
        self.payments = MemoryPayments(tables)
        self.files = MemoryFiles(tables, user)
        self.storage = MemoryStorage(tables)
        self.jobs = MemoryJobs(tables, user)
        self.outbox = MemoryOutbox(tables)
        self.audiobooks = MemoryAudiobooks(tables, user)
        self.providers = MemoryProviders(tables)
        self.plans = MemoryPlans(tables, user)
        self.pronunciations = MemoryPronunciations(tables)
        self.voices = MemoryVoices(tables.hearing)
        self.samples = MemorySamples(tables.hearing)
        self.trash = NoTrash()


class NoTrash:
    """Nothing is ever thrown away."""

    def add(self, prefix: str, since: datetime) -> None: ...


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
    def as_anyone(self) -> Iterator[Records]:
        yield self._open(None)

    @contextmanager
    def as_service(self) -> Iterator[Records]:
        yield self._open(None)

    def _open(self, user: UUID | None) -> Records:
        if self.error or not self.up:
            raise self.error or UnavailableError
        return cast(Records, MemoryRecords(self.tables, user))


class MemoryWorld:
    """A deployment in memory; only its tokens and seals are real."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.memory = MemoryStore()
        self.store = cast(Store, self.memory)
        self.objects = FakeObjects()
        self.queues = FakeQueues()
        self.clock = FakeClock()
        self.meter = FakeMeter()
        self.ids = FakeIds()
        self.hasher = MemoryHasher()
        self.provider = MemoryProvider()
        self.tokens = JwtIssuer(SECRET, self.clock, settings.access_token_seconds)
        self.signer = HmacSigner(SECRET)
        self.sealer = AesSealer(SECRET)
        self.cache = NoCache()
        self.bridge_secret: str | None = None
