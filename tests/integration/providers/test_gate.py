"""What a worker meets at a service's gate: a turn, a wait, or the word to come back later."""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import pairwise
from uuid import uuid4

import psycopg
import pytest

from ebookvoice.domain.errors import ProviderBusyError
from ebookvoice.domain.provider import ProviderState, Verdict
from ebookvoice.usecases.gates import LONGEST_WAIT_S, StoreGate, gate_of
from tests.integration.providers.conftest import SERVICE, Worker


def ask(gate: StoreGate, verdict: Verdict, times: int = 1) -> None:
    """Make requests one after the other."""
    for _ in range(times):
        with gate.turn() as turn:
            turn.report(verdict)


def break_down(worker: Worker) -> None:
    """Fail until the service is left alone."""
    ask(worker.gate(), Verdict.FAILED, worker.settings.provider_faults)


def test_a_gate_lets_through_as_many_as_its_ceiling(worker: Worker, other: Worker) -> None:
    with ExitStack() as turns:
        for _ in range(2):
            turns.enter_context(worker.gate().turn())
            turns.enter_context(other.gate().turn())
        with pytest.raises(ProviderBusyError) as busy, worker.gate().turn():
            pass
    assert busy.value.provider == SERVICE
    assert busy.value.retry_after_s > 0
    assert LONGEST_WAIT_S <= sum(worker.slept) < LONGEST_WAIT_S + 2
    with other.gate().turn():
        assert worker.service().held == 1


def test_a_turn_that_comes_free_is_taken(worker: Worker, other: Worker) -> None:
    held = other.gate(1).turn()
    held.__enter__()

    def leave(seconds: float) -> None:
        worker.sleep(seconds)
        if len(worker.slept) == 3:
            held.__exit__(None, None, None)

    with StoreGate(worker, SERVICE, 1, leave, lambda: 0.5).turn():
        assert len(worker.slept) == 3
    assert worker.service().held == 0


def test_one_of_those_who_wait_in_a_worker_looks_for_a_turn(worker: Worker, other: Worker) -> None:
    looking: set[int] = set()

    def nap(seconds: float) -> None:  # noqa: ARG001
        looking.add(threading.get_ident())
        time.sleep(0.01)

    gate = StoreGate(worker, SERVICE, 1, nap, lambda: 0.5)
    with ThreadPoolExecutor(5) as waiting:
        with other.gate(1).turn():
            asked = [waiting.submit(ask, gate, Verdict.FINE) for _ in range(5)]
            time.sleep(0.3)
            seen = len(looking)
        for request in asked:
            request.result()
    assert seen == 1
    assert worker.service().held == 0


def test_the_turn_of_a_dead_worker_is_free_after_its_lease(worker: Worker) -> None:
    with worker.store.as_service() as records:
        now = worker.clock.now()
        records.providers.take(SERVICE, 1, uuid4(), now, now)
    worker.clock.advance(1)
    with worker.gate(1).turn():
        assert worker.slept == []


def test_a_long_request_keeps_its_turn(worker: Worker) -> None:
    holder = uuid4()
    with worker.store.as_service() as records:
        now = worker.clock.now()
        records.providers.take(SERVICE, 1, holder, now, now)
        worker.clock.advance(1)
        assert records.providers.extend(SERVICE, holder, worker.clock.now())
        assert records.providers.take(SERVICE, 1, uuid4(), now, now) is None
        assert not records.providers.extend(SERVICE, uuid4(), worker.clock.now())


def test_nobody_comes_through_after_a_halving_until_enough_have_left(worker: Worker, other: Worker) -> None:
    with ExitStack() as turns:
        for _ in range(4):
            turns.enter_context(other.gate(8).turn())
        with ExitStack() as burst:
            for _ in range(4):
                burst.enter_context(worker.gate(8).turn()).report(Verdict.OVERLOADED)
        assert (worker.service().allowed, worker.service().held) == (4, 4)
        with pytest.raises(ProviderBusyError), worker.gate(8).turn():
            pass
    with worker.gate(8).turn():
        assert worker.service().held == 1


def test_a_service_that_fails_is_left_alone_by_everybody(worker: Worker, other: Worker) -> None:
    break_down(worker)
    with pytest.raises(ProviderBusyError) as busy, other.gate().turn():
        pass
    assert 27 <= busy.value.retry_after_s <= 33
    assert other.slept == []


def test_a_service_that_wants_to_be_left_alone_is_left_alone_by_everybody(worker: Worker, other: Worker) -> None:
    with worker.gate().turn() as turn:
        turn.report(Verdict.OVERLOADED, 120.0)
    with pytest.raises(ProviderBusyError) as busy, other.gate().turn():
        raise AssertionError
    assert busy.value.retry_after_s == 120
    assert other.slept == []


def test_a_request_without_a_word_counts_as_failed(worker: Worker) -> None:
    for _ in range(worker.settings.provider_faults):
        with pytest.raises(ConnectionError), worker.gate().turn():
            raise ConnectionError
    assert worker.service().state is ProviderState.OPEN


def test_one_request_shows_whether_it_works_again(worker: Worker, other: Worker) -> None:
    break_down(worker)
    worker.clock.advance(60)
    with worker.gate().turn() as probe:
        with pytest.raises(ProviderBusyError), other.gate().turn():
            pass
        probe.report(Verdict.FINE)
    assert (worker.service().state, worker.service().allowed) == (ProviderState.CLOSED, 2)
    ask(other.gate(), Verdict.FINE)


def test_a_probe_that_fails_leaves_it_alone_for_longer(worker: Worker) -> None:
    break_down(worker)
    worker.clock.advance(60)
    ask(worker.gate(), Verdict.FAILED)
    with pytest.raises(ProviderBusyError) as busy, worker.gate().turn():
        pass
    assert 54 <= busy.value.retry_after_s <= 66


def test_a_probe_of_a_dead_worker_is_followed_by_another(worker: Worker) -> None:
    break_down(worker)
    worker.clock.advance(60)
    lost = worker.gate().turn()
    lost.__enter__()
    assert worker.service().state is ProviderState.HALF_OPEN
    worker.clock.advance(worker.settings.lease_seconds + 1)
    ask(worker.gate(), Verdict.FINE)
    assert worker.service().state is ProviderState.CLOSED


def test_fine_answers_raise_it_step_by_step(worker: Worker) -> None:
    break_down(worker)
    worker.clock.advance(60)
    seen = []
    for _ in range(40):
        ask(worker.gate(16), Verdict.FINE)
        worker.clock.advance(1)
        seen.append(worker.service().allowed)
    assert {after - before for before, after in pairwise(seen)} == {0, 1}
    assert (seen[0], seen[-1]) == (2, 8)


def test_a_ceiling_that_was_changed_counts_at_once(worker: Worker) -> None:
    ask(worker.gate(8), Verdict.FINE)
    ask(worker.gate(2), Verdict.FINE)
    assert (worker.service().ceiling, worker.service().allowed) == (2, 2)
    ask(worker.gate(8), Verdict.FINE)
    assert (worker.service().ceiling, worker.service().allowed) == (8, 2)


def test_an_answer_counts_although_the_database_went_away(
    worker: Worker, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), worker.gate().turn() as turn:
        worker.store.close()
        worker.database_url = database_url.replace("/test_", "/gone_")
        turn.report(Verdict.FINE)
    worker.database_url = database_url
    assert worker.service().held == 1
    assert "left to its lease" in caplog.text


def test_an_operator_reads_of_a_service_that_cools_off(worker: Worker, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        break_down(worker)
        worker.clock.advance(60)
        ask(worker.gate(), Verdict.FINE, 2)
    told = [(record.message, getattr(record, "provider", None)) for record in caplog.records]
    assert told == [
        ("provider cools off", SERVICE),
        ("provider is probed", SERVICE),
        ("provider works again", SERVICE),
    ]


def test_an_operator_counts_what_becomes_of_a_service(worker: Worker) -> None:
    ask(worker.gate(), Verdict.OVERLOADED, 3)
    ask(worker.gate(), Verdict.FAILED, worker.settings.provider_faults - 3)
    worker.clock.advance(60)
    ask(worker.gate(), Verdict.FINE, 2)
    told = {name: worker.meter.total(f"Provider{name}:{SERVICE}") for name in ("Halvings", "CoolOffs", "Recoveries")}
    assert told == {"Halvings": 1, "CoolOffs": 1, "Recoveries": 1}


def test_only_services_have_gates(worker: Worker) -> None:
    assert gate_of(worker, "espeak") is None
    assert gate_of(worker, "edge") is not None


def test_only_the_service_role_sees_services(worker: Worker) -> None:
    ask(worker.gate(), Verdict.FINE)
    with worker.store.as_user(uuid4()) as records, pytest.raises(psycopg.errors.InsufficientPrivilege):
        records.providers.all(worker.clock.now())
