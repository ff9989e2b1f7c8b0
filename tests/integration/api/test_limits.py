"""Limits on a real Postgres: exact under concurrency, by the right sender, told to every client, and no lock-out."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from ebookvoice.domain.session import Mode
from tests.integration.api.crowd import THREADS, rush
from tests.integration.api.harness import PASSWORD, ApiWorld
from tests.unit.api.caller import Api, Reply
from tests.unit.api.test_files import BOOK

NewWorld = Callable[..., ApiWorld]
VICTIM = "victim@example.com"
TRIES = 1000


def guess(api: Api, email: str = VICTIM) -> Reply:
    """Try a wrong password."""
    return api.post("/api/auth/login", {"email": email, "password": f"guess {uuid4()}"})


@pytest.fixture
def limited(new_world: NewWorld) -> ApiWorld:
    """A deployment with the limits that the service has by default."""
    return new_world(auth_limit=5, upload_limit=10, job_limit=5, signup_credits=100)


def test_a_thousand_tries_from_one_address_are_five(limited: ApiWorld) -> None:
    statuses = rush(limited, TRIES, lambda api, number: guess(api, f"reader{number}@example.com"))

    print(f"{TRIES} tries from one address in {THREADS} threads: {dict(statuses)}")  # noqa: T201
    assert statuses == {401: 5, 429: TRIES - 5}


def test_a_thousand_tries_at_one_account_from_200_addresses_are_five_and_its_owner_stays_in(limited: ApiWorld) -> None:
    owner, browser = limited.member(VICTIM, password=PASSWORD), limited.member(VICTIM, Mode.COOKIE)

    def attack(api: Api, number: int) -> Reply:
        api.address = f"198.51.100.{number % 200}"
        return guess(api)

    statuses = rush(limited, TRIES, attack)

    print(f"{TRIES} tries at one account from 200 addresses in {THREADS} threads: {dict(statuses)}")  # noqa: T201
    assert statuses == {401: 5, 429: TRIES - 5}
    assert guess(limited.api()).status == 429
    assert owner.client.get("/api/auth/sessions").status == 200
    assert owner.refresh().status == 200
    assert owner.client.get("/api/user/profile").status == 200
    assert browser.client.get("/api/auth/sessions").status == 200
    assert browser.client.post("/api/auth/logout").status == 204


def test_the_right_password_counts_as_a_try_while_the_limit_is_used_up(limited: ApiWorld) -> None:
    limited.member(VICTIM, password=PASSWORD)
    api = limited.api()
    assert [guess(api).status for _ in range(6)] == [401] * 5 + [429]

    assert api.post("/api/auth/login", {"email": VICTIM, "password": PASSWORD}).status == 429

    limited.clock.advance(900)
    assert api.post("/api/auth/login", {"email": VICTIM, "password": PASSWORD}).status == 200


def test_the_window_slides_and_retry_after_is_the_truth(limited: ApiWorld) -> None:
    api = limited.api()
    for _ in range(5):
        assert guess(api).status == 401
        limited.clock.advance(60)
    refused = guess(api)
    assert (refused.status, refused.error) == (429, "rate_limited")
    assert refused.headers["retry-after"] == "600"

    limited.clock.advance(599)
    assert guess(api).headers["retry-after"] == "1"
    limited.clock.advance(1)

    assert [guess(api).status for _ in range(2)] == [401, 429]


def test_what_is_refused_takes_nothing(limited: ApiWorld) -> None:
    """Neither of the sender, once the account is full, nor of the account, once the sender is."""
    attacker, other = limited.api(), limited.api()
    other.address = "203.0.113.7"
    assert [guess(attacker).status for _ in range(20)] == [401] * 5 + [429] * 15

    assert [guess(other).status for _ in range(20)] == [429] * 20
    assert [guess(other, f"{number}@example.com").status for number in range(6)] == [401] * 5 + [429]
    assert [guess(attacker, "untouched@example.com").status for _ in range(5)] == [429] * 5
    fresh = limited.api()
    fresh.address = "203.0.113.8"
    assert [guess(fresh, "untouched@example.com").status for _ in range(6)] == [401] * 5 + [429]


def test_an_office_behind_one_address_gets_in(limited: ApiWorld) -> None:
    people = [f"reader{number}@example.com" for number in range(20)]
    for email in people:
        limited.member(email, password=PASSWORD)
    api = limited.api()

    replies = [api.post("/api/auth/login", {"email": email, "password": PASSWORD}) for email in people]

    assert {int(reply.status) for reply in replies} == {200}
    assert {reply.headers["ratelimit"].split(";")[1] for reply in replies} == {"r=5"}
    assert limited.rows("select 1 from rate_limits where cardinality(hits) > 0") == []


def test_coming_in_forgives_nobody_elses_tries(limited: ApiWorld) -> None:
    """An attacker with an account of their own can't wash away their guesses by logging in between."""
    limited.member("attacker@example.com", password=PASSWORD)
    api, statuses = limited.api(), []
    for _ in range(10):
        api.post("/api/auth/login", {"email": "attacker@example.com", "password": PASSWORD})
        statuses.append(int(guess(api).status))

    assert statuses == [401] * 5 + [429] * 5


def test_who_makes_up_addresses_counts_as_one(limited: ApiWorld, new_world: NewWorld) -> None:
    behind = new_world(auth_limit=5, trusted_proxies="198.51.100.1")
    for world, peer, real in ((limited, "", ""), (behind, "198.51.100.1", ", 203.0.113.7"), (behind, "192.0.2.9", "")):
        api = world.api()
        api.address = peer or api.address
        statuses = []
        for number in range(20):
            api.headers = {"X-Forwarded-For": f"198.51.100.{number}{real}", "CF-Connecting-IP": f"198.51.100.{number}"}
            statuses.append(int(guess(api, f"{number}@example.com").status))
        assert statuses == [401] * 5 + [429] * 15


def test_a_network_of_ipv6_is_one_sender(limited: ApiWorld) -> None:
    api, statuses = limited.api(), []
    for number in range(20):
        api.address = f"2001:db8:0:1::{number:x}"
        statuses.append(int(guess(api, f"{number}@example.com").status))
    assert statuses == [401] * 5 + [429] * 15

    api.address = "2001:db8:0:2::1"
    assert guess(api, "another@example.com").status == 401


EMAIL = {"email": VICTIM}
LIMITED: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/api/auth/signup", EMAIL),
    ("POST", "/api/auth/signup/confirm", {**EMAIL, "code": "000000", "password": PASSWORD}),
    ("POST", "/api/auth/login", {**EMAIL, "password": PASSWORD}),
    ("POST", "/api/auth/magic-link", EMAIL),
    ("POST", "/api/auth/magic-link/confirm", {**EMAIL, "code": "000000"}),
    ("POST", "/api/auth/password/forgot", EMAIL),
    ("POST", "/api/auth/password/reset", {**EMAIL, "code": "000000", "password": PASSWORD}),
    ("POST", "/api/auth/second-factor", {"second_factor_token": "x" * 43, "code": "000000"}),
    ("POST", "/api/auth/google/token", {"code": "x" * 43, "code_verifier": "x" * 43}),
    ("POST", "/api/auth/reauthenticate", {"password": "a wrong password"}),
    ("POST", "/api/auth/reauthenticate/code", {}),
    ("POST", "/api/files", BOOK),
    ("POST", "/api/jobs", {"file_id": str(uuid4())}),
]


@pytest.mark.parametrize(("method", "path", "body"), LIMITED)
def test_every_answer_of_a_limited_route_tells_the_limit(
    new_world: NewWorld, method: str, path: str, body: dict[str, Any]
) -> None:
    world = new_world(auth_limit=1, upload_limit=1, job_limit=1)
    api = world.member(VICTIM).client

    first, second = api.call(method, path, body), api.call(method, path, body)

    name = path.split("/")[2].replace("files", "uploads")
    window = 900 if name == "auth" else 3600
    assert int(first.status) in {200, 201, 202, 204, 401, 404}
    assert first.headers["ratelimit-policy"] == f'"{name}";q=1;w={window}'
    assert first.headers["ratelimit"] == f'"{name}";r=0;t={window}'
    assert "retry-after" not in first.headers
    assert (second.status, second.error) == (429, "rate_limited")
    assert (second.headers["ratelimit"], second.headers["retry-after"]) == (f'"{name}";r=0;t={window}', str(window))


def test_uploads_and_jobs_are_counted_exactly_and_by_user(limited: ApiWorld) -> None:
    reader, other = limited.member("reader@example.com"), limited.member("other@example.com")

    def announce(api: Api, number: int) -> Reply:
        api.token, api.address = reader.client.token, f"198.51.100.{number % 200}"
        return api.post("/api/files", BOOK)

    assert rush(limited, 200, announce) == {201: 10, 429: 190}
    assert other.client.post("/api/files", BOOK).status == 201


def test_an_upload_that_brings_its_conversion_counts_as_both_or_as_neither(limited: ApiWorld) -> None:
    reader = limited.member("reader@example.com").client
    both = {**BOOK, "convert": {}}

    replies = [reader.post("/api/files", both) for _ in range(6)]

    assert [int(reply.status) for reply in replies] == [201] * 5 + [429]
    assert replies[0].headers["ratelimit-policy"] == '"jobs";q=5;w=3600, "uploads";q=10;w=3600'
    assert replies[0].headers["ratelimit"] == '"jobs";r=4;t=3600, "uploads";r=9;t=3600'
    assert replies[5].headers["ratelimit"].startswith('"jobs";r=0;')
    assert reader.post("/api/jobs", {"file_id": replies[0].json["id"]}).status == 429
    assert [int(reader.post("/api/files", BOOK).status) for _ in range(6)] == [201] * 5 + [429]


def test_what_keeps_a_session_going_is_not_limited(new_world: NewWorld) -> None:
    world = new_world(auth_limit=1)
    reader = world.member(VICTIM)
    assert [guess(reader.client).status for _ in range(2)] == [401, 429]

    paths = ["/api/auth/sessions", "/api/auth/verify", "/api/user/profile"]
    replies = [reader.refresh() for _ in range(5)] + [reader.client.get(path) for path in paths * 5]

    assert {int(reply.status) for reply in replies} == {200}
    assert not any("ratelimit" in reply.headers for reply in replies)
    assert reader.client.post("/api/auth/logout").status == 204


def test_a_limit_of_zero_is_none(world: ApiWorld) -> None:
    api = world.api()

    replies = [guess(api) for _ in range(50)]

    assert {int(reply.status) for reply in replies} == {401}
    assert not any("ratelimit" in reply.headers for reply in replies)
    assert world.rows("select 1 from rate_limits") == []


def test_no_address_is_written_down(limited: ApiWorld) -> None:
    guess(limited.api(), "Somebody@Example.com")
    guess(limited.api(), "somebody@example.com")

    keys = [(row["key"], row["hits"]) for row in limited.rows("select key, cardinality(hits) hits from rate_limits")]
    assert len(keys) == 2
    assert {hits for _, hits in keys} == {2}
    assert not any("somebody" in key for key, _ in keys)


def test_publishing_and_buying_are_limited_for_each_person(new_world: NewWorld) -> None:
    """Each makes work: a copy and its removal, a session with the payment provider."""
    world = new_world(publication_limit=2, checkout_limit=1, public_base_url="https://pictures.example.com")
    ada, bob = world.member("ada@example.com"), world.member("bob@example.com")
    address = f"/api/files/{uuid4()}/publication"

    assert [ada.client.send("PUT", address, b"", {}).status for _ in range(3)] == [404, 404, 429]
    assert [ada.client.post("/api/credits/checkout", {"credits": 10}).status for _ in range(2)] == [501, 429]
    assert bob.client.send("PUT", address, b"", {}).status == 404
    assert bob.client.post("/api/credits/checkout", {"credits": 10}).status == 501
    assert ada.client.send("DELETE", address, b"", {}).status == 404, "to withdraw is always possible"
