"""Callbacks that are not what they should be: none is accepted."""

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from ebookvoice.usecases.google import FLOW_SECONDS
from functions.api import cookies
from tests.integration.api.browser import Browser
from tests.integration.api.harness import ApiWorld
from tests.integration.google.journey import APP, check_refused, come_back, part, sessions_in, set_out, tampered
from tests.unit.api.caller import Reply


def without_state(_: ApiWorld, browser: Browser) -> str:
    return tampered(set_out(browser), state=None)


def with_an_empty_state(_: ApiWorld, browser: Browser) -> str:
    return tampered(set_out(browser), state="")


def with_a_state_that_was_never_given(_: ApiWorld, browser: Browser) -> str:
    return tampered(set_out(browser), state=secrets.token_urlsafe(32))


def with_the_state_in_another_case(_: ApiWorld, browser: Browser) -> str:
    address = set_out(browser)
    return tampered(address, state=part(address, "state").swapcase())


def with_the_state_of_somebody_elses_sign_in(world: ApiWorld, browser: Browser) -> str:
    return tampered(set_out(browser), state=part(set_out(world.browser()), "state"))


def of_a_sign_in_that_another_browser_began(world: ApiWorld, browser: Browser) -> str:
    set_out(browser)
    return set_out(world.browser())


def in_a_browser_that_began_nothing(world: ApiWorld, _: Browser) -> str:
    return set_out(world.browser())


def with_the_cookie_of_a_later_sign_in(_: ApiWorld, browser: Browser) -> str:
    address = set_out(browser)
    set_out(browser)
    return address


def with_the_code_of_somebody_elses_sign_in(world: ApiWorld, browser: Browser) -> str:
    return tampered(set_out(browser), code=part(set_out(world.browser()), "code"))


def with_a_made_up_code(_: ApiWorld, browser: Browser) -> str:
    return tampered(set_out(browser), code="4/0made-up")


def without_a_code(_: ApiWorld, browser: Browser) -> str:
    return tampered(set_out(browser), code=None)


def with_an_error_beside_the_code(_: ApiWorld, browser: Browser) -> str:
    return tampered(set_out(browser), error="access_denied")


def after_five_minutes(world: ApiWorld, browser: Browser) -> str:
    """Come back too late, in a browser that never forgets a cookie."""
    address = set_out(browser)
    browser.jar = {name: (cookie, None) for name, (cookie, _) in browser.jar.items()}
    world.clock.advance(FLOW_SECONDS)
    return address


FORGED: list[Callable[[ApiWorld, Browser], str]] = [
    without_state,
    with_an_empty_state,
    with_a_state_that_was_never_given,
    with_the_state_in_another_case,
    with_the_state_of_somebody_elses_sign_in,
    of_a_sign_in_that_another_browser_began,
    in_a_browser_that_began_nothing,
    with_the_cookie_of_a_later_sign_in,
    with_the_code_of_somebody_elses_sign_in,
    with_a_made_up_code,
    without_a_code,
    with_an_error_beside_the_code,
    after_five_minutes,
]


@pytest.mark.parametrize("forge", FORGED)
def test_a_callback_that_is_not_its_own_is_refused(world: ApiWorld, forge: Callable[[ApiWorld, Browser], str]) -> None:
    browser = world.browser()
    address = forge(world, browser)

    check_refused(world, browser, come_back(browser, address))


@pytest.mark.parametrize("forge", FORGED)
def test_what_was_refused_once_stays_refused(world: ApiWorld, forge: Callable[[ApiWorld, Browser], str]) -> None:
    browser = world.browser()
    address = forge(world, browser)
    jar = dict(browser.jar)
    come_back(browser, address)
    browser.jar = jar

    check_refused(world, browser, come_back(browser, address))


def test_a_callback_counts_once(world: ApiWorld) -> None:
    browser = world.browser()
    address = set_out(browser)
    login = browser.jar[cookies.LOGIN]
    assert come_back(browser, address).headers["location"] == APP
    browser.jar = {cookies.LOGIN: login}

    again = come_back(browser, address)

    assert again.status == 401
    assert cookies.SESSION not in browser.cookies
    assert sessions_in(world) == 1


def test_of_many_callbacks_at_once_one_comes_in(world: ApiWorld) -> None:
    browser = world.browser()
    address = set_out(browser)
    processes = [world.sibling() for _ in range(8)]
    clients = [replace(browser, transport=process.transport, jar=dict(browser.jar)) for process in processes]
    together = threading.Barrier(len(clients))

    def arrive(client: Browser) -> Reply:
        together.wait()
        return come_back(client, address)

    with ThreadPoolExecutor(len(clients)) as pool:
        replies = list(pool.map(arrive, clients))
    for process in processes:
        process.store.close()

    assert sorted(reply.status for reply in replies) == [303] + [401] * 7
    assert sum(cookies.SESSION in client.cookies for client in clients) == 1
    assert sessions_in(world) == 1


def test_googles_code_counts_once_even_in_a_sign_in_of_its_own(world: ApiWorld) -> None:
    first, second = world.browser(), world.browser()
    address = set_out(first)
    come_back(first, address)

    reply = come_back(second, tampered(set_out(second), code=part(address, "code")))

    assert reply.headers["location"] == f"{APP}#error=sign_in_refused"
    assert cookies.SESSION not in second.cookies
    assert sessions_in(world) == 1
