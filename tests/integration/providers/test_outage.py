"""Two minutes without the service, played by the clock: every job waits, none fails, and hardly any request is vain."""

import heapq
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain.errors import ProviderBusyError
from ebookvoice.domain.provider import ProviderState, Verdict
from ebookvoice.domain.states import JobState, Queue
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.ports.records.segments import SegmentTask, SpokenSegment
from ebookvoice.usecases import lease
from ebookvoice.usecases.gates import gate_of
from ebookvoice.usecases.messages import segment_message
from ebookvoice.usecases.postponing import postpone
from ebookvoice.usecases.sweep import sweep
from tests.integration.providers.conftest import Worker
from tests.integration.providers.jobs import Owner

JOBS, SEGMENTS = 3, 30
OUTAGE = timedelta(minutes=2)
REQUEST_S, TRIES = 1.0, 3


class Play:
    """Workers take messages when they are due; each makes one request, which takes a second, and tries it thrice."""

    def __init__(self, worker: Worker, verdict: Verdict) -> None:
        self.worker = worker
        self.verdict = verdict
        self.owners = [Owner(worker, SEGMENTS) for _ in range(JOBS)]
        self.begins = worker.clock.now() + timedelta(seconds=20)
        self.in_vain = 0
        self.put_off = 0
        self.messages = 0
        self.waited: set[UUID] = set()
        self.spoken: list[tuple[datetime, UUID]] = []
        self.received: Counter[UUID] = Counter()

    def run(self) -> None:
        """Play until no message is left, with a sweep every minute."""
        for owner in self.owners:
            calls = [segment_message(self.worker, owner.job_id, each, owner.user.id) for each in owner.segments()]
            self.worker.queues.send(calls)
        swept = self.worker.clock.now()
        for message in self._in_order():
            while swept + timedelta(minutes=1) <= self.worker.clock.now():
                swept += timedelta(minutes=1)
                sweep(self.worker)
            self.received[message.id] += 1
            self._handle(UUID(message.body["segment_id"]))
            self.waited |= {owner.job_id for owner in self.owners if owner.job().waiting}

    def _in_order(self) -> Iterator[OutboxMessage]:
        """Yield messages as they become due, those that are sent meanwhile too."""
        start, waiting, number = self.worker.clock.now(), list[tuple[datetime, int, OutboxMessage]](), 0
        while True:
            for message in self.worker.queues.take(Queue.SEGMENTS):
                number += 1
                heapq.heappush(waiting, (message.due_at or start, number, message))
            self.messages = max(self.messages, len(waiting))
            if not waiting:
                return
            due_at, _, message = heapq.heappop(waiting)
            self.worker.clock.advance(max(0.0, (due_at - self.worker.clock.now()).total_seconds()))
            yield message

    def _handle(self, segment: UUID) -> None:
        attempt, now = self.worker.ids.new(), self.worker.clock.now()
        with self.worker.store.as_service() as records:
            task = records.segments.claim(segment, attempt, now, lease.lease_end(self.worker))
        if task is None:
            return
        try:
            self._speak()
            self._complete(task, attempt)
        except ProviderBusyError as busy:
            self.put_off += postpone(self.worker, task, attempt, busy)

    def _speak(self) -> None:
        gate = gate_of(self.worker, "edge")
        assert gate is not None
        for _ in range(TRIES):
            with gate.turn() as turn:
                self.worker.clock.advance(REQUEST_S)
                if not self.begins <= self.worker.clock.now() < self.begins + OUTAGE:
                    turn.report(Verdict.FINE)
                    return
                turn.report(self.verdict)
                self.in_vain += 1
        raise ProviderBusyError("edge", 30)

    def _complete(self, task: SegmentTask, attempt: UUID) -> None:
        spoken = SpokenSegment("audio", "timings", 1, 1)
        with self.worker.store.as_service() as records:
            now = self.worker.clock.now()
            assert records.segments.complete(task.segment_id, attempt, spoken, uuid4(), now) is not None
        self.spoken.append((now, task.segment_id))


@pytest.mark.parametrize("verdict", [Verdict.FAILED, Verdict.OVERLOADED])
def test_an_outage_makes_jobs_wait_and_fails_none(worker: Worker, verdict: Verdict) -> None:
    play = Play(worker, verdict)
    play.run()

    ends = play.begins + OUTAGE
    assert {owner.job().state for owner in play.owners} == {JobState.SYNTHESIZING}
    assert all(owner.job().characters_done == owner.job().characters for owner in play.owners)
    assert len({segment for _, segment in play.spoken}) == len(play.spoken) == JOBS * SEGMENTS
    assert play.waited == {owner.job_id for owner in play.owners}
    assert [owner.job().waiting for owner in play.owners] == [None] * JOBS
    assert not [at for at, _ in play.spoken if play.begins <= at < ends]
    # No message was received twice, so none came near a dead-letter queue; none too many was sent.
    assert set(play.received.values()) == {1}
    assert len(play.received) == JOBS * SEGMENTS + play.put_off
    assert play.messages <= JOBS * SEGMENTS
    assert worker.rows("select id from outbox where queue = 'segments'") == []
    # What opens the breaker, and a probe after each cool-off.
    assert play.in_vain <= worker.settings.provider_faults + 3
    assert worker.service().state is ProviderState.CLOSED
    assert max(at for at, _ in play.spoken) < ends + timedelta(minutes=6)
