"""Segments whose service is busy: they come back by themselves, their job says so, and its patience has an end."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain.errors import ProviderBusyError
from ebookvoice.domain.job import Waiting
from ebookvoice.domain.states import JobState, Queue
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.ports.records.segments import SpokenSegment
from ebookvoice.usecases.jobs import cancel_job
from ebookvoice.usecases.postponing import give_up_waiting, postpone
from ebookvoice.usecases.settle import settle_segment
from ebookvoice.usecases.sweep import sweep
from tests.integration.providers.conftest import SERVICE, Worker
from tests.integration.providers.jobs import Owner


def put_off(worker: Worker, owner: Owner, segment: UUID, seconds: float = 40, dice: float = 0.5) -> bool:
    """Be a worker who claims a segment and finds its service busy."""
    task, attempt = owner.claim(segment)
    return task is not None and postpone(worker, task, attempt, ProviderBusyError(SERVICE, seconds), lambda: dice)


def messages(worker: Worker) -> list[OutboxMessage]:
    return worker.queues.take(Queue.SEGMENTS)


def due(message: OutboxMessage) -> float:
    assert message.due_at is not None
    return message.due_at.timestamp()


def complete(worker: Worker, segment: UUID, attempt: UUID) -> int | None:
    spoken = SpokenSegment("audio", "timings", 1, 1)
    with worker.store.as_service() as records:
        return records.segments.complete(segment, attempt, spoken, uuid4(), worker.clock.now())


def test_a_segment_that_is_put_off_comes_back_when_it_is_time(worker: Worker) -> None:
    owner = Owner(worker, 1)
    (segment,) = owner.segments()
    assert put_off(worker, owner, segment, seconds=40, dice=0.5)
    (message,) = messages(worker)
    assert due(message) - worker.clock.now().timestamp() == 60
    assert message.body == {"job_id": str(owner.job_id), "segment_id": str(segment)}
    worker.clock.advance(60)
    task, _ = owner.claim(segment)
    assert task is not None
    assert task.attempts == 1


def test_being_put_off_never_wears_a_segment_out(worker: Worker) -> None:
    owner = Owner(worker, 1)
    (segment,) = owner.segments()
    for _ in range(3 * worker.settings.max_attempts):
        assert put_off(worker, owner, segment)
        worker.clock.advance(120)
    task, _ = owner.claim(segment)
    assert task is not None
    assert (task.attempts, task.resumed) == (1, True)


def test_other_messages_that_come_before_are_stale(worker: Worker) -> None:
    """Else every message too many would be put off as well, and there would never be fewer of them."""
    owner = Owner(worker, 1)
    (segment,) = owner.segments()
    put_off(worker, owner, segment)
    worker.clock.advance(30)
    assert owner.claim(segment)[0] is None
    worker.clock.advance(30)
    assert put_off(worker, owner, segment)
    assert not put_off(worker, owner, segment)
    assert len(messages(worker)) == 2


def test_a_dead_letter_of_a_segment_that_comes_back_ends_nothing(worker: Worker) -> None:
    owner = Owner(worker, 1)
    (segment,) = owner.segments()
    put_off(worker, owner, segment)
    assert not settle_segment(worker, owner.job_id, segment)
    assert owner.job().state is JobState.SYNTHESIZING


def test_work_comes_back_spread_out(worker: Worker) -> None:
    owner = Owner(worker, 20)
    for number, segment in enumerate(owner.segments()):
        put_off(worker, owner, segment, seconds=120, dice=number / 19)
    times = [due(message) - worker.clock.now().timestamp() for message in messages(worker)]
    assert (min(times), max(times)) == (120, 180)
    assert len(set(times)) == 20


def test_no_wait_is_longer_than_a_message_can_be_delayed(worker: Worker) -> None:
    owner = Owner(worker, 1)
    put_off(worker, owner, owner.segments()[0], seconds=5_000, dice=1)
    (message,) = messages(worker)
    assert due(message) - worker.clock.now().timestamp() == 900


def test_a_job_says_what_it_waits_for(worker: Worker) -> None:
    owner = Owner(worker, 3)
    assert owner.job().waiting is None
    first, second, third = owner.segments()
    since = worker.clock.now()
    put_off(worker, owner, first, seconds=40)
    worker.clock.advance(10)
    put_off(worker, owner, second, seconds=60)
    assert owner.job().waiting == Waiting(SERVICE, since, since + timedelta(seconds=70))
    _, attempt = owner.claim(third)
    assert complete(worker, third, attempt) == 2
    assert owner.job().waiting is None


def test_a_job_that_has_ended_waits_for_nothing(worker: Worker) -> None:
    owner = Owner(worker, 2)
    first, second = owner.segments()
    put_off(worker, owner, first)
    task, attempt = owner.claim(second)
    assert task is not None
    cancel_job(worker, owner.user.id, owner.job_id)
    assert not postpone(worker, task, attempt, ProviderBusyError(SERVICE, 40))
    assert owner.job().waiting is None
    assert len(messages(worker)) == 1


def test_a_segment_of_somebody_else_is_not_put_off(worker: Worker) -> None:
    owner = Owner(worker, 1)
    (segment,) = owner.segments()
    task, attempt = owner.claim(segment)
    assert task is not None
    worker.clock.advance(worker.settings.lease_seconds + 1)
    _, successor = owner.claim(segment)
    assert not postpone(worker, task, attempt, ProviderBusyError(SERVICE, 40))
    assert messages(worker) == []
    assert complete(worker, segment, successor) == 0


def test_a_message_that_the_queue_did_not_take_is_sent_when_it_is_due(worker: Worker) -> None:
    owner = Owner(worker, 1)
    worker.queues.down = True
    put_off(worker, owner, owner.segments()[0], seconds=100, dice=0)
    worker.queues.down = False
    worker.clock.advance(60)
    assert sweep(worker).messages == 0
    worker.clock.advance(60)
    assert sweep(worker).messages == 1
    assert len(messages(worker)) == 1


def test_a_job_that_waits_is_left_in_peace(worker: Worker) -> None:
    """Its messages are on their way; more of them would hammer a service that cools off."""
    owner = Owner(worker, 3)
    first, *others = owner.segments()
    _, attempt = owner.claim(first)
    complete(worker, first, attempt)
    for segment in others:
        put_off(worker, owner, segment, seconds=600, dice=0)
    assert len(messages(worker)) == 2
    for _ in range(11):
        worker.clock.advance(60)
        assert sweep(worker).jobs == 0
    worker.clock.advance(120)
    assert sweep(worker).jobs == 1
    assert [UUID(message.body["segment_id"]) for message in messages(worker)] == others


def test_patience_has_an_end(worker: Worker) -> None:
    owner, other = Owner(worker, 1), Owner(worker, 1)
    assert owner.balance() == 2
    put_off(worker, owner, owner.segments()[0])
    worker.clock.advance(worker.settings.provider_patience)
    assert sweep(worker).waiting == 0
    worker.clock.advance(1)
    assert sweep(worker).waiting == 1
    failure = owner.job().failure
    assert failure is not None
    assert failure.code == "provider_unavailable"
    assert owner.balance() == 3
    assert owner.job().waiting is None
    assert other.job().state is JobState.SYNTHESIZING
    assert give_up_waiting(worker) == 0


def test_a_job_that_gets_on_is_never_given_up(worker: Worker) -> None:
    owner = Owner(worker, 4)
    for segment in owner.segments():
        put_off(worker, owner, segment)
        worker.clock.advance(worker.settings.provider_patience - 1)
        assert give_up_waiting(worker) == 0
        _, attempt = owner.claim(segment)
        complete(worker, segment, attempt)
    assert owner.job().characters_done == owner.job().characters


@pytest.mark.parametrize("patience", [60, 3_600])
def test_an_operator_sets_the_patience(worker: Worker, patience: int) -> None:
    worker.settings = replace(worker.settings, provider_patience=patience)
    owner = Owner(worker, 1)
    put_off(worker, owner, owner.segments()[0])
    worker.clock.advance(patience + 1)
    assert give_up_waiting(worker) == 1
