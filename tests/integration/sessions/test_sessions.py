"""Sessions as Postgres keeps them: shown, listed, ended at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from ebookvoice.domain.access import NotAuthenticatedError, SignInRefusedError
from ebookvoice.domain.account import User
from ebookvoice.domain.errors import NotFoundError
from ebookvoice.domain.session import Client, Ended
from ebookvoice.usecases import sessions
from ebookvoice.usecases.sessions import SignedIn
from ebookvoice.wiring import Wiring
from tests.fakes import FakeClock
from tests.integration.sessions.conftest import NewWorld


def alive(world: Wiring, signed_in: SignedIn) -> bool:
    try:
        if signed_in.cookie:
            return sessions.by_cookie(world, signed_in.cookie).user.id == signed_in.user.id
        assert signed_in.access
        return sessions.by_access_token(world, signed_in.access.token).user.id == signed_in.user.id
    except NotAuthenticatedError:
        return False


def test_a_session_is_shown_one_way_only(world: Wiring, user: User, browser: Client, program: Client) -> None:
    by_cookie = sessions.open_session(world, user, browser)
    by_tokens = sessions.open_session(world, user, program)

    assert by_cookie.cookie
    assert (by_cookie.access, by_cookie.refresh_token) == (None, None)
    assert by_tokens.access
    assert by_tokens.cookie is None
    for forged in (
        lambda: sessions.by_cookie(world, world.signer.cookie(by_tokens.session.id)),
        lambda: sessions.refresh(world, world.signer.refresh_token(by_cookie.session.id, 0)),
        lambda: sessions.by_cookie(world, by_tokens.refresh_token or ""),
        lambda: sessions.refresh(world, by_cookie.cookie or ""),
    ):
        with pytest.raises(NotAuthenticatedError):
            forged()


def test_a_cookie_slides_up_to_the_absolute_limit(world: Wiring, clock: FakeClock, user: User, browser: Client) -> None:
    signed_in = sessions.open_session(world, user, browser)
    settings = world.settings
    steps = settings.cookie_seconds // (settings.cookie_idle_seconds - 1)
    for _ in range(steps):
        clock.advance(settings.cookie_idle_seconds - 1)
        assert alive(world, signed_in)
    clock.advance(settings.cookie_seconds - steps * (settings.cookie_idle_seconds - 1))

    assert not alive(world, signed_in)


def test_a_cookie_that_idles_too_long_is_over(world: Wiring, clock: FakeClock, user: User, browser: Client) -> None:
    signed_in = sessions.open_session(world, user, browser)
    clock.advance(world.settings.cookie_idle_seconds)

    assert not alive(world, signed_in)
    assert sessions.sessions_of(world, user.id) == []


def test_the_end_of_a_session_is_seen_by_every_process_at_once(
    new_world: NewWorld, user: User, browser: Client
) -> None:
    here, there = new_world(), new_world()
    signed_in = sessions.open_session(here, user, browser)
    assert alive(there, signed_in)

    sessions.end_session(here, user.id, signed_in.session.id, Ended.SIGN_OUT)

    assert not alive(there, signed_in)
    with pytest.raises(NotFoundError):
        sessions.end_session(there, user.id, signed_in.session.id, Ended.SIGN_OUT)


def test_nobody_ends_the_session_of_somebody_else(world: Wiring, user: User, browser: Client) -> None:
    signed_in = sessions.open_session(world, user, browser)

    with pytest.raises(NotFoundError):
        sessions.end_session(world, uuid4(), signed_in.session.id, Ended.ENDED_BY_USER)

    assert alive(world, signed_in)


def test_all_others_end_and_this_one_stays(world: Wiring, user: User, browser: Client, program: Client) -> None:
    this, *others = (sessions.open_session(world, user, client) for client in (browser, program, browser))

    assert sessions.end_sessions(world, user.id, Ended.ENDED_BY_USER, but=this.session.id) == 2

    assert [alive(world, signed_in) for signed_in in (this, *others)] == [True, False, False]


def test_who_is_disabled_is_out_at_once(world: Wiring, user: User, browser: Client) -> None:
    signed_in = sessions.open_session(world, user, browser)
    with world.store.as_service() as records:
        records.accounts.set_disabled(user.id, world.clock.now())

    assert not alive(world, signed_in)


def test_who_is_erased_is_out_at_once(world: Wiring, user: User, program: Client) -> None:
    signed_in = sessions.open_session(world, user, program)
    with world.store.as_service() as records:
        assert records.accounts.delete(user.id)

    assert not alive(world, signed_in)


def test_being_seen_is_noted_once_a_minute(world: Wiring, clock: FakeClock, user: User, browser: Client) -> None:
    signed_in = sessions.open_session(world, user, browser)
    opened_at = clock.now()
    clock.advance(59)
    assert alive(world, signed_in)
    assert sessions.sessions_of(world, user.id)[0].seen_at == opened_at
    clock.advance(1)
    assert alive(world, signed_in)

    assert sessions.sessions_of(world, user.id)[0].seen_at == clock.now()


@pytest.mark.parametrize("why", [Ended.PASSWORD_CHANGED, Ended.ENDED_BY_USER, Ended.DISABLED])
def test_a_sign_in_that_began_before_all_sessions_ended_opens_none_after(
    world: Wiring, user: User, browser: Client, why: Ended
) -> None:
    sessions.end_sessions(world, user.id, why)

    with pytest.raises(SignInRefusedError):
        sessions.open_session(world, user, browser)

    with world.store.as_service() as records:
        again = records.accounts.find(user.id)
    assert again
    assert alive(world, sessions.open_session(world, again, browser))


def test_a_sign_in_racing_the_end_of_all_sessions_leaves_none(new_world: NewWorld, user: User, program: Client) -> None:
    """Whichever is first: either the session is among those that end, or it is never opened."""
    here, there = new_world(), new_world()
    for _ in range(40):
        with here.store.as_service() as records:
            known = records.accounts.find(user.id)
        assert known
        gate = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            opened = pool.submit(_opened, here, known, program, gate)
            ended = pool.submit(_ended, there, known, gate)
            signed_in, _ = opened.result(), ended.result()
        assert signed_in is None or not alive(here, signed_in)
        assert sessions.sessions_of(here, user.id) == []


def _opened(world: Wiring, user: User, client: Client, gate: Barrier) -> SignedIn | None:
    gate.wait()
    try:
        return sessions.open_session(world, user, client)
    except SignInRefusedError:
        return None


def _ended(world: Wiring, user: User, gate: Barrier) -> int:
    gate.wait()
    return sessions.end_sessions(world, user.id, Ended.PASSWORD_CHANGED)
