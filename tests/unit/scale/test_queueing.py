"""Simulated queues: who comes first, how much runs at once, and that time only goes by when somebody sleeps."""

import threading
from typing import Any

import pytest

from benchmarks.scale.queueing import FairQueue, Message, Pollers
from benchmarks.scale.quotas import POOLER_CLIENTS, Demand
from benchmarks.scale.simulation import Simulation


def _filled(fair: bool) -> FairQueue:
    """Make a queue in which the whale has been at work for long, and the small user's message is the youngest."""
    queue = FairQueue(fair)
    for order in range(50):
        queue.put(Message({}, "whale", order))
    first = queue.take(0)
    assert first is not None
    queue.done(first, 10, 10)
    queue.put(Message({}, "small", 50))
    return queue


def test_a_quiet_group_comes_before_a_noisy_one() -> None:
    message = _filled(fair=True).take(10)

    assert message is not None
    assert message.group == "small"


def test_without_fairness_the_oldest_message_comes_first() -> None:
    message = _filled(fair=False).take(10)

    assert message is not None
    assert message.group == "whale"


def test_a_noisy_group_is_quiet_again_after_a_while() -> None:
    queue = _filled(fair=True)

    message = queue.take(1_000)

    assert message is not None
    assert message.group == "whale"


def test_of_two_noisy_groups_the_one_with_less_in_flight_comes_first() -> None:
    queue = _filled(fair=True)
    small = queue.take(10)
    assert small is not None
    queue.done(small, 15, 5)
    for order in (51, 52):
        queue.put(Message({}, "small", order))
    taken = [queue.take(15) for _ in range(3)]

    assert [message.group for message in taken if message] == ["whale", "small", "whale"]


def test_no_more_run_at_once_than_the_cap_allows_and_all_are_handled() -> None:
    simulation, running, most, handled = Simulation(), 0, 0, 0

    def work(_: Any) -> None:
        nonlocal running, most, handled
        running += 1
        most = max(most, running)
        simulation.sleep(10)
        running, handled = running - 1, handled + 1

    pollers = Pollers(simulation, "segments", FairQueue(), 3, 1.0, work)
    for order in range(7):
        pollers.put(Message({}, "somebody", order))
    simulation.run()

    assert (most, handled, pollers.environments) == (3, 7, 3)
    assert 30 < simulation.now < 33


def test_what_a_process_raises_ends_the_run() -> None:
    def broken() -> None:
        raise ZeroDivisionError

    simulation = Simulation()
    simulation.spawn(1, "broken", broken)

    with pytest.raises(ZeroDivisionError):
        simulation.run()


def test_processes_that_run_side_by_side_take_as_long_as_the_longest() -> None:
    simulation, over = Simulation(), list[float]()

    def parent() -> None:
        simulation.together("lane", [lambda: simulation.sleep(3), lambda: simulation.sleep(7)])
        over.append(simulation.now)

    simulation.spawn(1, "parent", parent)
    simulation.run()

    assert over == [8]


def test_what_one_of_several_raises_reaches_whoever_waits_for_them() -> None:
    def broken() -> None:
        raise ZeroDivisionError

    simulation = Simulation()
    simulation.spawn(1, "parent", lambda: simulation.together("lane", [broken, lambda: simulation.sleep(5)]))

    with pytest.raises(ZeroDivisionError) as raised:
        simulation.run()
    assert simulation.now == 6
    assert any("parent" in note for note in raised.value.__notes__)


def test_a_process_that_waits_for_what_never_comes_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.scale.simulation.STUCK_S", 0.1)
    simulation, never = Simulation(), threading.Event()

    def stuck() -> None:
        never.wait()

    simulation.spawn(1, "stuck", stuck)

    with pytest.raises(TimeoutError, match="stuck"):
        simulation.run()
    never.set()


def test_a_demand_names_the_limits_that_it_is_beyond() -> None:
    demand = Demand(functions=40, connections=40, speaking=20, transactions=10)

    assert not list(demand.broken(rate=100))
    assert any("pooler" in limit for limit in demand.times(1 + POOLER_CLIENTS // 40).broken(rate=1_000))
    assert any("transactions" in limit for limit in demand.times(11).broken(rate=100))
