"""The service with simulated functions: planner, state machine, outbox, sweep and database are the real ones."""

import base64
import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from uuid import UUID

from benchmarks.scale.queueing import FairQueue, Message, Pollers
from benchmarks.scale.simulation import SimulatedClock, Simulation
from benchmarks.scale.speakers import SlowMaster, SlowNarrator, SlowReader, slow_workshop
from benchmarks.statements import CountingStore
from ebookvoice.domain.account import User
from ebookvoice.domain.book import Book, Paragraph, Part
from ebookvoice.domain.file import UploadRequest
from ebookvoice.domain.job import Conversion
from ebookvoice.domain.speech import Voice
from ebookvoice.domain.states import Queue
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.usecases import assemble, ingest, master, synthesize
from ebookvoice.usecases.files import confirm_upload, request_upload
from ebookvoice.usecases.gates import StoreGate
from ebookvoice.usecases.sweep import sweep
from tests.fakes import FakeObjects, FakeQueues
from tests.world import FakeWorld

SERVICE = "edge"
NOBODY_DIES_S = 3_000_000
"""A lease that outlasts every run: what heartbeats cost is a statement in ten seconds of work."""

SOURCE = b"a book"
SHA256 = base64.b64encode(hashlib.sha256(SOURCE).digest()).decode()
UPLOAD = UploadRequest("book.epub", len(SOURCE), "application/epub+zip", SHA256)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is simulated: books (chapters × segments of 6,000 characters), caps, seconds, and whether queues are fair.

    `ceiling` is the speech service's limit; without it the engine is in the function itself.
    """

    caps: dict[Queue, int]
    read_s: float
    speak_s_per_character: float
    master_s_per_character: float
    bind_s: float
    init_s: float
    chapters: int = 4
    segments: int = 3
    fair: bool = True
    ceiling: int | None = None

    @property
    def segments_a_book(self) -> int:
        return self.chapters * self.segments


@dataclass(slots=True)
class Invocation:
    """What one invocation asked of the database: statements, transactions, and seconds spent there."""

    function: str
    statements: int
    transactions: int
    seconds: float


class AttributingStore(CountingStore):
    """Counts for each thread on its own; a simulated function is one."""

    def __init__(self, dsn: Callable[[], str]) -> None:
        super().__init__(dsn)
        self.own = threading.local()

    def noted(self, query: object, seconds: float) -> None:
        before = self.statements, self.transactions
        super().noted(query, seconds)
        own = self.own.__dict__
        own["statements"] = own.get("statements", 0) + self.statements - before[0]
        own["transactions"] = own.get("transactions", 0) + self.transactions - before[1]
        own["seconds"] = own.get("seconds", 0.0) + seconds


class SimulatedQueues(FakeQueues):
    """Implements Queues: hands messages to the pollers, when they are due."""

    def __init__(self, simulation: Simulation, pollers: dict[Queue, Pollers]) -> None:
        super().__init__()
        self._simulation = simulation
        self._pollers = pollers
        self._order = count()
        self.sent = 0

    def send(self, messages: Sequence[OutboxMessage]) -> list[UUID]:
        clock = SimulatedClock(self._simulation)
        for message in messages:
            delay = max(0.0, (message.due_at - clock.now()).total_seconds()) if message.due_at else 0.0
            self._later(delay, message)
        self.sent += len(messages)
        return [message.id for message in messages]

    def _later(self, delay: float, message: OutboxMessage) -> None:
        queued = Message(message.body, message.group, next(self._order))
        self._simulation.call(delay, lambda: self._pollers[message.queue].put(queued))


@dataclass(slots=True)
class Journey:
    """A job's way: when it was asked for, its first chapter could be played, and it was complete (seconds)."""

    owner: str
    asked: float
    first_chapter: float | None = None
    complete: float | None = None


class Service(FakeWorld):
    """A deployment in simulated time; people come and ask, and everything else follows."""

    def __init__(self, database_url: str, setting: Setting, directory: Path) -> None:
        super().__init__(database_url, job_credits=0, lease_seconds=NOBODY_DIES_S, free_quota_bytes=1 << 40)
        self.simulation, self.setting = Simulation(), setting
        self.journeys: dict[UUID, Journey] = {}
        self.invocations: list[Invocation] = []
        self.outcomes: dict[str, int] = {}
        self.swept = 0
        self._directory = directory
        sleep, speak = self.simulation.sleep, setting.speak_s_per_character
        gate = StoreGate(self, SERVICE, setting.ceiling, sleep, lambda: 0.5) if setting.ceiling else None
        self.narrator = SlowNarrator(speak, sleep, gate)
        self._master = SlowMaster(setting.master_s_per_character, sleep)
        self._workshop = slow_workshop(setting.bind_s, sleep)
        reader = SlowReader(_book(setting), setting.read_s, sleep)
        voice = Voice(SERVICE, "x")
        self._reading = ingest.Reading(reader, lambda c: c, lambda *_: None, lambda _: voice, lambda *_: None)
        self.pollers = {queue: self._pollers(queue, work) for queue, work in self._works().items()}

    @cached_property
    def store(self) -> AttributingStore:
        return AttributingStore(lambda: self.database_url)

    @cached_property
    def clock(self) -> SimulatedClock:  # type: ignore[override]
        return SimulatedClock(self.simulation)

    @cached_property
    def queues(self) -> SimulatedQueues:
        return SimulatedQueues(self.simulation, self.pollers)

    def join(self, name: str) -> UUID:
        """Open an account."""
        user = User(self.ids.new(), f"{name}@example.com", self.clock.now())
        with self.store.as_service() as records:
            records.accounts.add(user)
            records.credits.grant(user.id, 0, self.clock.now())
        return user.id

    def ask(self, owner: str, user: UUID, after: float) -> None:
        """Have somebody upload a book, and ask for its conversion, at a later time."""
        self.simulation.spawn(
            after, "ApiFunction", lambda: self._measured("ApiFunction", lambda: self._ask(owner, user))
        )

    def sweep_every_minute(self) -> None:
        """Sweep now and from now on, until every journey is over."""
        self._measured("SweepFunction", self._sweep)
        if any(journey.complete is None for journey in self.journeys.values()):
            self.simulation.spawn(60, "SweepFunction", self.sweep_every_minute)

    def _ask(self, owner: str, user: UUID) -> None:
        requested = request_upload(self, user, UPLOAD, Conversion())
        assert requested.job is not None
        self.objects.objects[requested.file.key] = SOURCE
        self.journeys[requested.job.id] = Journey(owner, self.simulation.now)
        confirm_upload(self, user, requested.file.id)

    def _sweep(self) -> None:
        self.swept += sum(1 for _ in [sweep(self)])

    def _works(self) -> dict[Queue, Callable[[dict[str, str]], object]]:
        return {
            Queue.UPLOADS: self._ingest,
            Queue.SEGMENTS: self._synthesize,
            Queue.CHAPTERS: self._master_chapter,
            Queue.ASSEMBLY: self._assemble,
        }

    def _pollers(self, queue: Queue, work: Callable[[dict[str, str]], object]) -> Pollers:
        name = str(queue)
        waiting = FairQueue(self.setting.fair)
        init, cap = self.setting.init_s, self.setting.caps[queue]
        return Pollers(self.simulation, name, waiting, cap, init, lambda body: self._measured(name, lambda: work(body)))

    def _measured(self, name: str, work: Callable[[], object]) -> None:
        self.store.own.__dict__.clear()
        work()
        own = self.store.own.__dict__
        counts = (own.get("statements", 0), own.get("transactions", 0), own.get("seconds", 0.0))
        self.invocations.append(Invocation(name, *counts))

    def _ingest(self, body: dict[str, str]) -> None:
        ingest.ingest(self, UUID(body["job_id"]), self._reading, self._directory, _hide)

    def _synthesize(self, body: dict[str, str]) -> None:
        segment = UUID(body["segment_id"])
        outcome = synthesize.synthesize(self, segment, self.narrator, self._directory, _hide)
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1

    def _master_chapter(self, body: dict[str, str]) -> None:
        job, number, master_of = UUID(body["job_id"]), int(body["chapter"]), self._master
        if master.master(self, job, number, master_of, master_of.account, self._directory, _hide):
            journey = self.journeys[job]
            journey.first_chapter = journey.first_chapter or self.simulation.now

    def _assemble(self, body: dict[str, str]) -> None:
        job = UUID(body["job_id"])
        if assemble.assemble(self, job, self._workshop, _hide):
            self.journeys[job].complete = self.simulation.now
            _tidy(self.objects, job)


def _hide(_: int) -> None:
    """Nobody else gets a message that is in flight: nobody dies."""


def _tidy(objects: FakeObjects, job: UUID) -> None:
    """Let go of a finished job's objects, so that memory does not grow with the run."""
    for key in [key for key in objects.objects if str(job) in key]:
        del objects.objects[key]


def _book(setting: Setting) -> Book:
    text = Paragraph("x" * 2_000)
    parts = tuple(Part(f"Chapter {n}", (text,) * (3 * setting.segments)) for n in range(1, setting.chapters + 1))
    return Book("A Book", ("An Author",), "en", parts)
