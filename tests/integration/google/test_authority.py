"""Whose account Google's word opens: its own mailboxes and those of its Workspace domains, and what else it takes."""

import secrets
from collections.abc import Callable
from typing import cast

import pytest

from ebookvoice.adapters.domain_names import in_ascii
from ebookvoice.domain.account import Role
from ebookvoice.domain.session import Ended, Mode
from ebookvoice.usecases import sessions
from functions.api import cookies
from tests.integration.api.browser import Browser
from tests.integration.api.harness import PASSWORD, ApiWorld
from tests.integration.google.journey import (
    come_back,
    handed_over,
    in_vain,
    owner_of,
    person_at,
    sessions_in,
    set_out,
    sign_in,
)
from tests.standins.google import Google


@pytest.mark.parametrize(
    ("email", "hosted_domain"),
    [
        ("ada@gmail.com", None),
        ("Ada@GMail.com", None),
        ("ada@googlemail.com", None),
        ("ada@example.com", "example.com"),
        ("ada@Example.com", "EXAMPLE.com"),
        ("ada@bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_google_knows_whose_its_own_mailboxes_are(
    world: ApiWorld, google: Google, email: str, hosted_domain: str | None
) -> None:
    member = world.member(in_ascii(email), password=PASSWORD)
    person_at(google, email, hosted_domain)

    assert owner_of(world, sign_in(world)) == str(member.id)


NOT_GOOGLES = [
    ("ada@example.com", None),
    ("ada@example.com", ""),
    ("ada@example.com", "other.example"),
    ("ada@example.com", "gmail.com"),
    ("ada@mail.example.com", "example.com"),
    ("ada@example.com", "mail.example.com"),
    ("ada@gmail.com.example", None),
    ("ada@notgmail.com", None),
    ("gmail.com@example.com", None),
]


@pytest.mark.parametrize(("email", "hosted_domain"), NOT_GOOGLES)
def test_of_other_mailboxes_google_only_knows_who_read_them_once(
    world: ApiWorld, google: Google, email: str, hosted_domain: str | None
) -> None:
    """An address that changed hands must not open its new owner's account to the one before."""
    member = world.member(email, password=PASSWORD)
    person_at(google, email, hosted_domain)

    assert in_vain(world) == "account_exists"
    assert world.rows("select 1 from identities where issuer = %(issuer)s", issuer=google.url) == []
    assert [row["user_id"] for row in world.rows("select user_id from sessions")] == [member.id]


def test_a_program_is_told_so_too(world: ApiWorld, google: Google) -> None:
    world.member(google.person.email, password=PASSWORD)
    verifier = secrets.token_urlsafe(32)
    proof = {"code": handed_over(world, verifier), "code_verifier": verifier}

    reply = world.api().post("/api/auth/google/token", proof)

    assert (reply.status, reply.error) == (409, "account_exists")
    assert sessions_in(world) == 1


def test_without_an_app_a_page_says_what_to_do(new_world: Callable[..., ApiWorld], google: Google) -> None:
    world = new_world(app_url=None)
    world.member(google.person.email, password=PASSWORD)
    browser = world.browser()

    page = come_back(browser, set_out(browser))

    assert (page.status, cookies.SESSION in browser.cookies) == (409, False)
    assert b"Sign in as you did before" in page.body


def test_who_has_just_signed_in_otherwise_links_the_two(world: ApiWorld, google: Google) -> None:
    member = world.member(google.person.email, Mode.COOKIE, PASSWORD)
    browser = cast(Browser, member.client)

    assert owner_of(world, sign_in(world, browser)) == str(member.id)
    assert owner_of(world, sign_in(world)) == str(member.id), "and from then on Google alone suffices"


def test_an_open_session_alone_links_nothing(world: ApiWorld, google: Google) -> None:
    """Somebody may have left the browser open; a fresh proof is what they alone can give."""
    browser = cast(Browser, world.member(google.person.email, Mode.COOKIE, PASSWORD).client)
    world.clock.advance(world.settings.reauthentication_seconds)
    assert in_vain(world, browser) == "account_exists"

    assert browser.post("/api/auth/reauthenticate", {"password": PASSWORD}).status == 204
    sign_in(world, browser)


def test_a_session_of_another_account_links_nothing(world: ApiWorld, google: Google) -> None:
    world.member(google.person.email, password=PASSWORD)
    somebody = cast(Browser, world.member("eve@example.com", Mode.COOKIE, PASSWORD).client)

    assert in_vain(world, somebody) == "account_exists"


def test_a_session_that_ended_links_nothing(world: ApiWorld, google: Google) -> None:
    member = world.member(google.person.email, Mode.COOKIE, PASSWORD)
    sessions.end_sessions(world, member.id, Ended.ENDED_BY_USER)

    assert in_vain(world, cast(Browser, member.client)) == "account_exists"


def test_an_address_that_google_does_not_run_makes_no_administrator(
    new_world: Callable[..., ApiWorld], google: Google
) -> None:
    world = new_world(admin_emails=google.person.email)
    sign_in(world)
    assert world.user(google.person.email).role is Role.USER

    google.person.hosted_domain = "example.com"
    sign_in(world)

    assert world.user(google.person.email).role is Role.ADMIN
