from uuid import UUID

import pytest

from tests.unit.api.caller import Api
from tests.unit.api.memory import MemoryWorld

CREDENTIALS = {"email": "Reader@Example.com", "password": "a long password"}


def test_signing_up_opens_an_account_and_gives_its_token(api: Api, world: MemoryWorld) -> None:
    reply = api.post("/api/auth/signup", CREDENTIALS)

    assert reply.status == 201
    assert set(reply.json) == {"access_token", "token_type", "expires_in", "user"}
    assert (reply.json["token_type"], reply.json["user"]["email"]) == ("bearer", "reader@example.com")
    assert 898 <= reply.json["expires_in"] <= 900
    user = UUID(reply.json["user"]["id"])
    assert world.tokens.verify(reply.json["access_token"]) == user
    assert world.memory.tables.balances == {user: 1}


def test_logging_in_gives_a_token_of_the_same_account(api: Api, world: MemoryWorld) -> None:
    user = api.post("/api/auth/signup", CREDENTIALS).json["user"]

    reply = api.post("/api/auth/login", {**CREDENTIALS, "email": " READER@example.com "})

    assert reply.status == 200
    assert reply.json["user"] == user
    assert str(world.tokens.verify(reply.json["access_token"])) == user["id"]


def test_an_address_is_taken_once(api: Api) -> None:
    api.post("/api/auth/signup", CREDENTIALS)

    reply = api.post("/api/auth/signup", {**CREDENTIALS, "email": "reader@example.COM"})

    assert (reply.status, reply.error) == (409, "email_taken")


@pytest.mark.parametrize("password", ["", "1234567", "x" * 257])
def test_a_weak_password_is_turned_down(api: Api, password: str) -> None:
    reply = api.post("/api/auth/signup", {**CREDENTIALS, "password": password})

    assert (reply.status, reply.error) == (422, "weak_password")


def test_a_password_is_taken_as_it_is(api: Api) -> None:
    api.post("/api/auth/signup", {**CREDENTIALS, "password": " pass\u0000wörd 🔑 "})

    assert api.post("/api/auth/login", {**CREDENTIALS, "password": " pass\u0000wörd 🔑 "}).status == 200
    assert api.post("/api/auth/login", {**CREDENTIALS, "password": "pass\u0000wörd 🔑"}).status == 401


def test_a_wrong_password_and_an_unknown_address_look_the_same(api: Api) -> None:
    api.post("/api/auth/signup", CREDENTIALS)

    wrong = api.post("/api/auth/login", {**CREDENTIALS, "password": "another password"})
    unknown = api.post("/api/auth/login", {**CREDENTIALS, "email": "nobody@example.com"})

    assert (wrong.status, wrong.error) == (unknown.status, unknown.error) == (401, "invalid_credentials")
    assert wrong.json["error"]["message"] == unknown.json["error"]["message"]
    assert wrong.headers["www-authenticate"] == unknown.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "email",
    ["", "reader", "@example.com", "reader@", "reader@example", "a b@example.com", "a@b@example.com", "a@.com",
     "a@example..com", "a\u0000@example.com", "a@exam\nple.com", "<a@example.com>", f"a@{'b' * 250}.com", 7, None],
)  # fmt: skip
def test_what_is_no_address_is_turned_down(api: Api, world: MemoryWorld, email: object) -> None:
    reply = api.post("/api/auth/signup", {**CREDENTIALS, "email": email})

    assert (reply.status, reply.error) == (422, "invalid_request")
    assert "`email`" in reply.json["error"]["message"]
    assert world.memory.tables.users == {}


@pytest.mark.parametrize(
    "email", ["a@b.co", "first.last+tag@sub.example.co.uk", "o'neil@example.org", "jörg@bücher.de"]
)
def test_addresses_of_real_people_are_accepted(api: Api, email: str) -> None:
    assert api.post("/api/auth/signup", {**CREDENTIALS, "email": email}).status == 201


def test_a_password_is_never_told_back(api: Api) -> None:
    for body in ({"email": "no address", "password": "hunter2hunter2"}, {"password": "hunter2hunter2", "more": 1}):
        assert b"hunter2" not in api.post("/api/auth/signup", body).body
