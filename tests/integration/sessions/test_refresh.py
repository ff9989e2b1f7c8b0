"""Refresh tokens rotate: many at once are one rotation, a lost answer costs nothing, a stolen token ends it all."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.account import User
from ebookvoice.domain.session import Client, Ended
from ebookvoice.usecases import sessions
from ebookvoice.usecases.sessions import SignedIn
from ebookvoice.wiring import Wiring
from tests.fakes import FakeClock
from tests.integration.sessions.conftest import NewWorld
from tests.world import connect

AT_ONCE = 20


@pytest.fixture
def opened(world: Wiring, user: User, program: Client) -> SignedIn:
    return sessions.open_session(world, user, program)


def generation(world: Wiring, signed_in: SignedIn) -> int:
    [session] = sessions.sessions_of(world, signed_in.user.id)
    return session.generation


def accepted(act: Callable[[], Any]) -> bool:
    try:
        act()
    except NotAuthenticatedError:
        return False
    return True


def shows(world: Wiring, signed_in: SignedIn) -> bool:
    """Show the access token, as any request does."""
    assert signed_in.access
    token = signed_in.access.token
    return accepted(lambda: sessions.by_access_token(world, token))


def refreshed(world: Wiring, signed_in: SignedIn) -> SignedIn:
    assert signed_in.refresh_token
    return sessions.refresh(world, signed_in.refresh_token)


def test_a_refresh_gives_the_next_pair_of_the_same_session(world: Wiring, opened: SignedIn) -> None:
    following = refreshed(world, opened)

    assert following.session.id == opened.session.id
    assert following.refresh_token != opened.refresh_token
    assert (generation(world, opened), shows(world, following), shows(world, opened)) == (1, True, True)


@pytest.mark.parametrize("attempt", range(5))
def test_twenty_at_once_are_one_rotation(new_world: NewWorld, opened: SignedIn, attempt: int) -> None:
    worlds = [new_world() for _ in range(AT_ONCE)]
    for world in worlds:
        connect(world)
    gate = Barrier(AT_ONCE)

    def refresh(world: Wiring) -> str | None:
        gate.wait()
        return refreshed(world, opened).refresh_token

    with ThreadPoolExecutor(AT_ONCE) as pool:
        tokens = list(pool.map(refresh, worlds))

    assert len(tokens) == AT_ONCE
    assert len(set(tokens)) == 1
    assert generation(worlds[0], opened) == 1


def test_an_answer_that_was_lost_can_be_asked_for_again_however_late(
    world: Wiring, clock: FakeClock, opened: SignedIn
) -> None:
    lost = refreshed(world, opened)
    clock.advance(24 * 3600)

    again = refreshed(world, opened)

    assert again.refresh_token == lost.refresh_token
    assert generation(world, opened) == 1
    assert shows(world, again)


def test_a_token_that_comes_back_after_its_successor_was_shown_ends_the_session(
    world: Wiring, clock: FakeClock, opened: SignedIn
) -> None:
    following = refreshed(world, opened)
    assert shows(world, following)
    clock.advance(31)

    assert not accepted(lambda: refreshed(world, opened))

    assert not shows(world, following)
    assert not accepted(lambda: refreshed(world, following))
    assert sessions.sessions_of(world, opened.user.id) == []


def test_requests_that_were_under_way_at_the_same_time_do_not_end_it(
    world: Wiring, clock: FakeClock, opened: SignedIn
) -> None:
    following = refreshed(world, opened)
    assert shows(world, following)
    clock.advance(29)

    assert refreshed(world, opened).refresh_token == following.refresh_token
    assert shows(world, following)


@pytest.mark.parametrize("shown", [True, False])
def test_every_token_but_the_last_two_ends_the_session(world: Wiring, opened: SignedIn, shown: bool) -> None:
    last = opened
    for _ in range(5):
        last = refreshed(world, last)
        if shown:
            assert shows(world, last)

    assert not accepted(lambda: refreshed(world, opened))
    assert not shows(world, last)
    assert not accepted(lambda: refreshed(world, last))


def test_a_thief_and_the_owner_cannot_both_go_on(world: Wiring, clock: FakeClock, opened: SignedIn) -> None:
    """Whoever refreshes second, with the token that the first one used up, ends it for both."""
    thief = refreshed(world, opened)
    assert shows(world, thief)
    clock.advance(600)

    assert not accepted(lambda: refreshed(world, opened))
    assert not shows(world, thief)


def test_idle_and_absolute_limits(world: Wiring, clock: FakeClock, opened: SignedIn) -> None:
    last = opened
    settings = world.settings
    for _ in range(settings.bearer_seconds // settings.bearer_idle_seconds - 1):
        clock.advance(settings.bearer_idle_seconds - 1)
        last = refreshed(world, last)
        assert shows(world, last)
    clock.advance(settings.bearer_idle_seconds + 10)

    assert not accepted(lambda: refreshed(world, last))


def test_the_absolute_limit_holds_for_those_who_never_rest(world: Wiring, clock: FakeClock, opened: SignedIn) -> None:
    last = opened
    for _ in range(world.settings.bearer_seconds // (24 * 3600) - 1):
        clock.advance(24 * 3600)
        last = refreshed(world, last)
        assert shows(world, last)
    clock.advance(24 * 3600)

    assert not accepted(lambda: refreshed(world, last))
    assert not shows(world, last)


def test_an_ended_session_is_not_refreshed(world: Wiring, opened: SignedIn) -> None:
    sessions.end_session(world, opened.user.id, opened.session.id, Ended.SIGN_OUT)

    assert not accepted(lambda: refreshed(world, opened))


def test_a_refresh_racing_the_end_of_the_session_does_not_outlive_it(new_world: NewWorld, opened: SignedIn) -> None:
    worlds = [new_world() for _ in range(8)]
    for world in worlds:
        connect(world)
    gate = Barrier(len(worlds))

    def act(number: int) -> None:
        world = worlds[number]
        gate.wait()
        if number == 0:
            sessions.end_session(world, opened.user.id, opened.session.id, Ended.SIGN_OUT)
        else:
            accepted(lambda: refreshed(world, opened))

    with ThreadPoolExecutor(len(worlds)) as pool:
        list(pool.map(act, range(len(worlds))))

    assert not accepted(lambda: refreshed(worlds[0], opened))
    assert not shows(worlds[0], opened)
