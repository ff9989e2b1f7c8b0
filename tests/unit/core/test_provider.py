"""How much a speech service is asked at once, whatever it answers and in whatever order its answers come."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebookvoice.domain.provider import Provider, ProviderState, Rules, Verdict

START = datetime(2026, 11, 24, tzinfo=UTC)
RULES = Rules(burst=2, faults=5, fault_window=timedelta(minutes=1))
CEILING = 16


@dataclass
class Service:
    """A provider and the requests on their way, each known by the epoch that it began in."""

    provider: Provider = field(default_factory=lambda: Provider("edge", CEILING, CEILING, START))
    now: datetime = START
    begun: list[int] = field(default_factory=list)

    def begin(self) -> bool:
        """Begin a request if one may."""
        provider = replace(self.provider, held=len(self.begun))
        if provider.may_probe(self.now):
            self.provider = provider.probed()
        elif provider.state is not ProviderState.CLOSED or provider.held >= provider.allowed:
            return False
        self.begun.append(self.provider.epoch)
        return True

    def end(self, verdict: Verdict, index: int = 0, dice: float = 0.5, wish_s: float = 0.0) -> None:
        """End one of the requests."""
        epoch, wish = self.begun.pop(index), timedelta(seconds=wish_s)
        self.provider = self.provider.after(verdict, epoch, self.now, RULES, dice, wish)

    def ask(self, verdict: Verdict, times: int = 1, seconds: float = 0) -> None:
        """Make requests one after the other."""
        for _ in range(times):
            assert self.begin()
            self.now += timedelta(seconds=seconds)
            self.end(verdict)


def cool_off(service: Service) -> timedelta:
    """Tell for how long the service is left alone from now."""
    assert service.provider.opened_until is not None
    return service.provider.opened_until - service.now


def opened() -> Service:
    service = Service()
    service.ask(Verdict.FAILED, RULES.faults)
    return service


def test_a_burst_halves_once() -> None:
    service = Service()
    while service.begin():
        pass
    for _ in range(CEILING):
        service.end(Verdict.OVERLOADED)
    assert (service.provider.allowed, service.provider.state) == (8, ProviderState.CLOSED)


def test_the_next_burst_halves_again_and_one_turn_is_always_left() -> None:
    service = Service(Provider("edge", 4, 4, START))
    seen = []
    for _ in range(RULES.faults - 1):
        service.ask(Verdict.OVERLOADED)
        seen.append(service.provider.allowed)
    assert seen == [4, 2, 1, 1]


def test_a_single_overload_among_answers_is_no_burst() -> None:
    service = Service()
    for _ in range(50):
        service.ask(Verdict.OVERLOADED)
        service.ask(Verdict.FINE)
    assert service.provider.allowed == CEILING


def test_faults_of_another_kind_slow_nothing_down() -> None:
    service = Service()
    service.ask(Verdict.FAILED, RULES.faults - 1)
    assert service.provider.allowed == CEILING


def test_it_rises_by_one_after_as_many_answers_as_there_are_turns() -> None:
    service = Service(Provider("edge", CEILING, 3, START))
    service.now += RULES.raise_after
    service.ask(Verdict.FINE, 2)
    assert service.provider.allowed == 3
    service.ask(Verdict.FINE)
    assert service.provider.allowed == 4


def test_it_rises_slowly_however_fast_the_answers_come() -> None:
    service = Service(Provider("edge", CEILING, 1, START))
    service.ask(Verdict.FINE, 900, seconds=0.01)
    assert service.provider.allowed == 2


def test_it_never_rises_above_the_ceiling() -> None:
    service = Service()
    service.ask(Verdict.FINE, 1_000, seconds=1)
    assert service.provider.allowed == CEILING


def test_an_answer_among_faults_keeps_the_breaker_closed() -> None:
    service = Service()
    for _ in range(20):
        service.ask(Verdict.FAILED, RULES.faults - 1)
        service.ask(Verdict.FINE)
    assert service.provider.state is ProviderState.CLOSED


def test_faults_that_are_far_between_do_not_add_up() -> None:
    service = Service()
    service.ask(Verdict.FAILED, 50, seconds=RULES.fault_window.total_seconds() / 3)
    assert service.provider.state is ProviderState.CLOSED


def test_faults_in_a_row_open_the_breaker() -> None:
    service = opened()
    assert service.provider.state is ProviderState.OPEN
    assert not service.begin()
    assert timedelta(seconds=27) <= cool_off(service) <= timedelta(seconds=33)


def test_one_probe_goes_through_after_the_cool_off() -> None:
    service = opened()
    service.now += cool_off(service)
    assert [service.begin(), service.begin()] == [True, False]
    service.end(Verdict.FINE)
    assert (service.provider.state, service.provider.allowed) == (ProviderState.CLOSED, CEILING // 2)


def test_no_probe_goes_through_while_a_request_from_before_is_on_its_way() -> None:
    service = Service()
    assert service.begin()
    for _ in range(RULES.faults):
        assert service.begin()
        service.end(Verdict.FAILED, index=1)
    service.now += cool_off(service)
    assert not service.begin()
    service.end(Verdict.FINE)
    assert service.provider.state is ProviderState.OPEN
    assert service.begin()


def test_a_probe_whose_worker_died_has_no_say() -> None:
    service = opened()
    service.now += cool_off(service)
    assert service.begin()
    lost = service.begun.pop()
    assert service.begin()
    service.begun.append(lost)
    service.end(Verdict.FINE, index=1)
    assert service.provider.state is ProviderState.HALF_OPEN


@pytest.mark.parametrize("verdict", [Verdict.FAILED, Verdict.OVERLOADED])
def test_cool_offs_in_a_row_double_up_to_ten_minutes(verdict: Verdict) -> None:
    service, lengths = opened(), []
    for _ in range(7):
        lengths.append(round(cool_off(service).total_seconds()))
        service.now += cool_off(service)
        service.ask(verdict)
    assert lengths == [30, 60, 120, 240, 480, 600, 600]


def test_cool_offs_are_short_again_once_the_service_was_asked_more() -> None:
    service = opened()
    service.now += cool_off(service)
    service.ask(Verdict.FINE)
    service.ask(Verdict.FAILED, RULES.faults)
    assert round(cool_off(service).total_seconds()) == 60
    service.now += cool_off(service)
    service.ask(Verdict.FINE)
    service.ask(Verdict.FINE, 20, seconds=1)
    service.ask(Verdict.FAILED, RULES.faults)
    assert round(cool_off(service).total_seconds()) == 30


STEPS = st.lists(
    st.one_of(
        st.just("begin"),
        st.tuples(st.sampled_from(Verdict), st.integers(0, 30), st.floats(0, 1)),
        st.floats(0, 700),
    ),
    max_size=150,
)


def states(steps: list[object]) -> Iterator[tuple[Service, Provider, object]]:
    """Play steps; yield the service after each, and what it was before."""
    service = Service(Provider("edge", 5, 5, START))
    for step in steps:
        before = service.provider
        match step:
            case "begin":
                service.begin()
            case (Verdict() as verdict, int(index), float(dice)) if service.begun:
                service.end(verdict, index % len(service.begun), dice)
            case float(seconds):
                service.now += timedelta(seconds=seconds)
        yield service, before, step


@given(STEPS)
def test_whatever_happens(steps: list[object]) -> None:
    for service, before, step in states(steps):
        after = service.provider
        assert 1 <= after.allowed <= after.ceiling
        assert after.allowed in (before.allowed, before.allowed + 1, max(1, before.allowed // 2))
        assert (after.state is ProviderState.OPEN) == (after.opened_until is not None)
        assert (after.faults > 0) == (after.faults_since is not None)
        assert after.epoch - before.epoch in (0, 1, 2)
        if step == "begin" and service.begun and after.state is ProviderState.HALF_OPEN:
            assert len(service.begun) == 1
        if after.allowed > before.allowed:
            assert service.now - before.changed_at >= RULES.raise_after
            assert before.state is ProviderState.CLOSED
        if after.opened_until is not None and after.opened_until != before.opened_until:
            assert timedelta(seconds=27) <= after.opened_until - service.now <= timedelta(seconds=660)


@given(STEPS)
def test_it_comes_back_whatever_has_happened(steps: list[object]) -> None:
    """Nothing leaves a service that answers again without requests for longer than a cool-off."""
    *_, service = Service(), *(service for service, _, _ in states(steps))
    while service.begun:
        service.end(Verdict.FINE)
    service.now += timedelta(seconds=660)
    service.ask(Verdict.FINE, 200, seconds=1)
    assert (service.provider.state, service.provider.allowed) == (ProviderState.CLOSED, service.provider.ceiling)


def test_a_service_that_wants_to_be_left_alone_gets_its_wish() -> None:
    service = Service()
    assert service.begin()
    service.end(Verdict.OVERLOADED, wish_s=120)
    assert service.provider.state is ProviderState.OPEN
    assert cool_off(service) == timedelta(seconds=120)
    service.now += cool_off(service)
    assert service.begin()
    service.end(Verdict.OVERLOADED, wish_s=300)
    assert cool_off(service) == timedelta(seconds=300)


def test_a_short_wish_is_none_of_the_others_business() -> None:
    service = Service()
    assert service.begin()
    service.end(Verdict.OVERLOADED, wish_s=5)
    assert service.provider.state is ProviderState.CLOSED


def test_a_wish_never_shortens_a_cool_off() -> None:
    service = opened()
    service.now += cool_off(service)
    assert service.begin()
    service.end(Verdict.FAILED, wish_s=20)
    assert cool_off(service) == 2 * RULES.cool_off
