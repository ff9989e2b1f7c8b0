"""The service with simulated functions: planner, state machine, outbox, sweep and database are the real ones."""

import base64
import hashlib
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from uuid import UUID

from benchmarks.scale.counting import AttributingStore
from benchmarks.scale.journeys import Journey, Journeys
from benchmarks.scale.queueing import FairQueue, Pollers, SimulatedQueues
from benchmarks.scale.setting import Setting
from benchmarks.scale.simulation import SimulatedClock, Simulation
from benchmarks.scale.speakers import SlowMaster, SlowNarrator, SlowReader, slow_workshop
from ebookvoice.domain.account import User
from ebookvoice.domain.file import UploadRequest
from ebookvoice.domain.job import Conversion
from ebookvoice.domain.speech import Voice
from ebookvoice.domain.states import Queue
from ebookvoice.usecases import assemble, ingest, master, synthesize
from ebookvoice.usecases.files import confirm_upload, request_upload
from ebookvoice.usecases.gates import StoreGate
from ebookvoice.usecases.sweep import sweep
from tests.world import FakeWorld

SERVICE = "edge"
NOBODY_DIES_S = 3_000_000
"""A lease that outlasts every run: what heartbeats cost is a statement in ten seconds of work."""

SWEEP_S = 60.0
SOURCE = b"a book"
SHA256 = base64.b64encode(hashlib.sha256(SOURCE).digest()).decode()
UPLOAD = UploadRequest("book.epub", len(SOURCE), "application/epub+zip", SHA256)

Work = Callable[[dict[str, str]], bool]
"""Handles a message; False if somebody else had done the work."""


class Service(FakeWorld):
    """A deployment in simulated time; people come and ask, and everything else follows."""

    def __init__(self, database_url: str, setting: Setting, directory: Path) -> None:
        super().__init__(database_url, lease_seconds=NOBODY_DIES_S, free_quota_bytes=1 << 40)
        self.simulation, self.setting = Simulation(), setting
        self.journeys = Journeys(self)
        self._directory = directory
        sleep, speak = self.simulation.sleep, setting.speak_s_per_character
        gates = partial(StoreGate, self, SERVICE, setting.ceiling, sleep, lambda: 0.5) if setting.ceiling else None
        self.narrator = SlowNarrator(speak, self.simulation, gates)
        self._master = SlowMaster(setting.master_s_per_character, sleep)
        self._workshop = slow_workshop(setting.bind_s, sleep)
        reader = SlowReader(setting.book(), setting.read_s, sleep)
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

    def join(self, name: str, credits: int) -> UUID:
        """Open an account with some credits."""
        user = User(self.ids.new(), f"{name}@example.com", self.clock.now())
        with self.store.as_service() as records:
            records.accounts.add(user)
            records.credits.grant(user.id, credits, self.clock.now())
        return user.id

    def ask(self, owner: str, user: UUID, after: float) -> None:
        """Have somebody upload a book, and ask for its conversion, at a later time."""
        self.journeys.expected += 1
        self.simulation.spawn(after, "ApiFunction", lambda: self._ask(owner, user))

    def run(self, until: float) -> None:
        """Let time go by until every journey has ended, or until a time (seconds)."""
        self.simulation.spawn(SWEEP_S, "SweepFunction", self._sweep)
        self.simulation.run(until)

    def _ask(self, owner: str, user: UUID) -> None:
        with self.store.invocation("ApiFunction"):
            requested = request_upload(self, user, UPLOAD, Conversion())
            assert requested.job is not None
            self.objects.objects[requested.file.key] = SOURCE
            self.journeys.by_job[requested.job.id] = Journey(owner, self.simulation.now)
            confirm_upload(self, user, requested.file.id)

    def _sweep(self) -> None:
        with self.store.invocation("SweepFunction"):
            sweep(self)
        if not self.journeys.over():
            self.simulation.spawn(SWEEP_S, "SweepFunction", self._sweep)

    def _works(self) -> dict[Queue, Work]:
        return {
            Queue.UPLOADS: self._ingest,
            Queue.SEGMENTS: self._synthesize,
            Queue.CHAPTERS: self._master_chapter,
            Queue.ASSEMBLY: self._assemble,
        }

    def _pollers(self, queue: Queue, work: Work) -> Pollers:
        def handle(body: dict[str, str]) -> None:
            with self.store.invocation(queue) as invocation:
                invocation.useful = work(body)

        init, cap = self.setting.init_s, self.setting.caps[queue]
        return Pollers(self.simulation, queue, FairQueue(self.setting.fair), cap, init, handle)

    def _ingest(self, body: dict[str, str]) -> bool:
        return ingest.ingest(self, UUID(body["job_id"]), self._reading, self._directory, _hide)

    def _synthesize(self, body: dict[str, str]) -> bool:
        segment = UUID(body["segment_id"])
        outcome = synthesize.synthesize(self, segment, self.narrator, self._directory, _hide)
        return outcome is not synthesize.Outcome.STALE

    def _master_chapter(self, body: dict[str, str]) -> bool:
        job, number, master_of = UUID(body["job_id"]), int(body["chapter"]), self._master
        mastered = master.master(self, job, number, master_of, master_of.account, self._directory, _hide)
        if mastered:
            journey = self.journeys.by_job[job]
            journey.first_chapter = journey.first_chapter or self.simulation.now
        return mastered

    def _assemble(self, body: dict[str, str]) -> bool:
        job = UUID(body["job_id"])
        completed = assemble.assemble(self, job, self._workshop, _hide)
        if completed:
            self.journeys.by_job[job].complete = self.simulation.now
            # So that memory does not grow with the run.
            self.objects.delete([key for key in self.objects.objects if str(job) in key])
        return completed


def _hide(_: int) -> None:
    """Nobody else gets a message that is in flight: nobody dies."""
