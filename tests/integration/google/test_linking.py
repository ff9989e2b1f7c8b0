"""Which account an identity of Google's leads to."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from ebookvoice.domain.account import User
from ebookvoice.domain.identity import Identity
from functions.api import cookies
from tests.integration.api.harness import PASSWORD, ApiWorld
from tests.integration.google.journey import (
    APP,
    accounts_in,
    come_back,
    in_vain,
    owner_of,
    person_at,
    sessions_in,
    set_out,
    sign_in,
    wait_until_somebody_waits,
)
from tests.standins.google import Google
from tests.unit.api.caller import Reply


def test_an_account_with_a_password_is_linked_by_its_verified_address(world: ApiWorld, google: Google) -> None:
    google.person.hosted_domain = "example.com"
    google.person.email = google.person.email.title()  # Google keeps the case in which somebody typed it
    member = world.sign_up(google.person.email.lower())

    browser = sign_in(world)

    assert owner_of(world, browser) == str(member.id)
    assert accounts_in(world) == [google.person.email.lower()]
    assert world.log_in(google.person.email, PASSWORD).id == member.id


def test_an_account_with_a_password_is_not_linked_by_an_unverified_address(world: ApiWorld, google: Google) -> None:
    member = world.sign_up(google.person.email)
    google.person.email_verified, google.person.hosted_domain = False, "example.com"

    assert in_vain(world) == "sign_in_refused"
    assert world.rows("select user_id from identities where issuer = %(issuer)s", issuer=google.url) == []
    assert [row["user_id"] for row in world.rows("select user_id from sessions")] == [member.id]


def test_a_new_address_at_google_keeps_the_account(world: ApiWorld, google: Google) -> None:
    first = owner_of(world, sign_in(world))
    address = google.person.email
    google.person = replace(google.person, email=f"new-{address}", email_verified=False)

    assert owner_of(world, sign_in(world)) == first
    assert accounts_in(world) == [address]


def test_another_google_account_with_the_same_address_does_not_get_in(world: ApiWorld, google: Google) -> None:
    owner_of(world, sign_in(world))
    person_at(google, google.person.email, "example.com")

    assert in_vain(world) == "sign_in_refused"
    assert (sessions_in(world), len(world.rows("select 1 from identities"))) == (1, 1)


def test_of_two_google_accounts_with_one_address_at_once_one_gets_the_account(world: ApiWorld, google: Google) -> None:
    member = world.member(google.person.email)  # so that not even the creation of the account makes one of them wait
    email, addresses, clients = google.person.email, [], []
    processes = [world.sibling() for _ in range(8)]
    for process in processes:
        person_at(google, email, "example.com")
        browser = world.browser()
        addresses.append(set_out(browser))
        clients.append(replace(browser, transport=process.transport, jar=dict(browser.jar)))
    together = threading.Barrier(len(clients))

    def arrive(number: int) -> Reply:
        together.wait()
        return come_back(clients[number], addresses[number])

    with ThreadPoolExecutor(len(clients)) as pool:
        locations = [reply.headers["location"] for reply in pool.map(arrive, range(len(clients)))]
    for process in processes:
        process.store.close()

    assert sorted(locations) == sorted([APP] + [f"{APP}#error=sign_in_refused"] * 7)
    assert world.rows("select user_id from identities where issuer = %(issuer)s", issuer=google.url) == [
        {"user_id": member.id}
    ]


def test_two_first_sign_ins_at_once_end_at_one_account(world: ApiWorld, google: Google) -> None:
    """The second one waits for the first, and then finds the account there and its own identity in it."""
    elsewhere, browser, person = world.sibling(), world.browser(), google.person
    identity = Identity(google.url, person.subject, person.email, email_verified=True, authoritative=False)
    address = set_out(browser)
    with ThreadPoolExecutor(1) as threads:
        with elsewhere.store.as_service() as records:
            user = User(world.ids.new(), person.email, world.clock.now())
            assert records.accounts.add(user)
            assert records.accounts.link(user.id, identity, world.clock.now())
            arrival = threads.submit(come_back, browser, address)
            wait_until_somebody_waits(world)
        location = arrival.result().headers["location"]
    elsewhere.store.close()

    assert location == APP
    assert owner_of(world, browser) == str(user.id)


def test_a_disabled_account_stays_out(world: ApiWorld, google: Google) -> None:
    sign_in(world)
    user = world.user(google.person.email)
    with world.store.as_service() as records:
        records.accounts.set_disabled(user.id, world.clock.now())
    browser = world.browser()

    reply = come_back(browser, set_out(browser))

    assert reply.headers["location"] == f"{APP}#error=sign_in_refused"
    assert cookies.SESSION not in browser.cookies
