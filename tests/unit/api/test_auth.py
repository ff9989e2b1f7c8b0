"""Ways in on the wire; what a provider does behind them is tested with the providers."""

from uuid import UUID

import pytest

from tests.unit.api.caller import Api
from tests.unit.api.memory import MemoryWorld
from tests.unit.api.provider import CODE, TOKEN

EMAIL, PASSWORD = "reader@example.com", "a long password"
CREDENTIALS = {"email": "Reader@Example.com", "password": PASSWORD}


def _sign_up(api: Api) -> str:
    """Open the account; return its id."""
    assert api.post("/api/auth/signup", {"email": EMAIL}).status == 202
    return str(api.post("/api/auth/signup/confirm", {**CREDENTIALS, "code": CODE}).json["user"]["id"])


def test_signing_up_takes_a_mail_to_open_an_account(api: Api, world: MemoryWorld) -> None:
    asked = api.post("/api/auth/signup", {"email": " Reader@Example.com"})
    assert (asked.status, set(asked.json)) == (202, {"message"})
    assert world.provider.asked == [("sign_up", EMAIL)]
    assert world.memory.tables.people.users == {}

    reply = api.post("/api/auth/signup/confirm", {"token": TOKEN, "password": PASSWORD})

    assert reply.status == 200
    assert set(reply.json) == {"access_token", "token_type", "expires_in", "refresh_token", "user"}
    assert set(reply.json["user"]) == {"id", "email", "name", "picture", "role", "created_at"}
    assert (reply.json["token_type"], reply.json["user"]["email"]) == ("bearer", EMAIL)
    assert 898 <= reply.json["expires_in"] <= 900
    user = UUID(reply.json["user"]["id"])
    assert world.tokens.verify(reply.json["access_token"]).user_id == user
    assert world.memory.tables.balances == {user: 1}
    assert reply.cookies == ()


def test_logging_in_gives_a_token_of_the_same_account(api: Api, world: MemoryWorld) -> None:
    user = _sign_up(api)

    reply = api.post("/api/auth/login", {**CREDENTIALS, "email": " READER@example.com "})

    assert (reply.status, reply.json["user"]["id"]) == (200, user)
    assert str(world.tokens.verify(reply.json["access_token"]).user_id) == user


def test_a_browser_gets_a_cookie_and_nothing_else_that_shows_its_session(api: Api) -> None:
    _sign_up(api)
    api.headers = {"Sec-Fetch-Site": "same-origin"}

    reply = api.post("/api/auth/login", {**CREDENTIALS, "session": "cookie"})

    assert (reply.status, set(reply.json)) == (200, {"user", "expires_at"})
    values = [line.partition("=")[2].partition(";")[0] for line in reply.cookies]
    assert len(values) == 2
    assert not any(value.encode() in reply.body for value in values)


def test_asking_again_says_the_same_and_changes_nothing(api: Api) -> None:
    _sign_up(api)

    again = api.post("/api/auth/signup", {"email": EMAIL})

    new = api.post("/api/auth/signup", {"email": "new@example.com"})
    assert (again.status, again.body) == (new.status, new.body)
    assert again.headers.keys() == new.headers.keys()
    assert api.post("/api/auth/login", CREDENTIALS).status == 200


@pytest.mark.parametrize("password", ["", "1234567", "x" * 257, "password"])
@pytest.mark.parametrize("proof", [{"token": TOKEN}, {"email": EMAIL, "code": CODE}])
def test_a_weak_password_is_turned_down_and_the_proof_still_counts(
    api: Api, password: str, proof: dict[str, str]
) -> None:
    api.post("/api/auth/signup", {"email": EMAIL})

    reply = api.post("/api/auth/signup/confirm", {**proof, "password": password})

    assert (reply.status, reply.error) == (422, "weak_password")
    assert api.post("/api/auth/signup/confirm", {**proof, "password": PASSWORD}).status == 200


def test_a_password_comes_with_the_proof_and_at_no_other_time(api: Api, world: MemoryWorld) -> None:
    """Who asks for an account need not be who reads the mail."""
    early = api.post("/api/auth/signup", CREDENTIALS)
    assert (early.status, early.error) == (422, "invalid_request")
    assert "`password`" in early.json["error"]["message"]
    assert world.provider.asked == []

    api.post("/api/auth/signup", {"email": EMAIL})
    without = api.post("/api/auth/signup/confirm", {"token": TOKEN})
    assert (without.status, without.error) == (422, "invalid_request")
    assert api.post("/api/auth/signup/confirm", {"token": TOKEN, "password": PASSWORD}).status == 200


def test_confirming_an_account_that_is_there_sets_its_password_and_ends_its_sessions(
    api: Api, world: MemoryWorld
) -> None:
    user = _sign_up(api)
    before = set(world.memory.tables.people.sessions)
    api.post("/api/auth/signup", {"email": EMAIL})

    reply = api.post("/api/auth/signup/confirm", {"token": TOKEN, "password": "another password"})

    assert (reply.status, reply.json["user"]["id"]) == (200, user)
    assert before.isdisjoint(world.memory.tables.people.sessions)
    assert api.post("/api/auth/login", CREDENTIALS).status == 401
    assert api.post("/api/auth/login", {**CREDENTIALS, "password": "another password"}).status == 200
    assert world.memory.tables.balances == {UUID(user): 1}


def test_a_password_opens_no_account(api: Api, world: MemoryWorld) -> None:
    """Whoever has put it there has not shown that the address is theirs."""
    world.provider.passwords[EMAIL] = PASSWORD

    reply = api.post("/api/auth/login", CREDENTIALS)

    assert (reply.status, reply.error) == (401, "invalid_credentials")
    assert world.memory.tables.people.users == {}


def test_a_password_is_taken_as_it_is(api: Api) -> None:
    api.post("/api/auth/signup", {"email": EMAIL})
    api.post("/api/auth/signup/confirm", {"token": TOKEN, "password": " pass\u0000wörd 🔑 "})

    assert api.post("/api/auth/login", {**CREDENTIALS, "password": " pass\u0000wörd 🔑 "}).status == 200
    assert api.post("/api/auth/login", {**CREDENTIALS, "password": "pass\u0000wörd 🔑"}).status == 401


def test_a_wrong_password_and_an_unknown_address_look_the_same(api: Api) -> None:
    _sign_up(api)

    wrong = api.post("/api/auth/login", {**CREDENTIALS, "password": "another password"})
    unknown = api.post("/api/auth/login", {**CREDENTIALS, "email": "nobody@example.com"})

    assert (wrong.status, wrong.error) == (unknown.status, unknown.error) == (401, "invalid_credentials")
    assert wrong.json["error"]["message"] == unknown.json["error"]["message"]
    assert wrong.headers["www-authenticate"] == unknown.headers["www-authenticate"] == "Bearer"


def test_a_magic_link_lets_in_once(api: Api, world: MemoryWorld) -> None:
    assert api.post("/api/auth/magic-link", {"email": EMAIL}).status == 202

    first = api.post("/api/auth/magic-link/confirm", {"token": TOKEN})
    second = api.post("/api/auth/magic-link/confirm", {"token": TOKEN})

    assert (first.status, first.json["user"]["email"]) == (200, EMAIL)
    assert (second.status, second.error) == (401, "invalid_code")
    assert len(world.memory.tables.people.sessions) == 1


def test_a_forgotten_password_is_replaced_and_ends_every_session(api: Api, world: MemoryWorld) -> None:
    _sign_up(api)
    assert api.post("/api/auth/password/forgot", {"email": EMAIL}).status == 202

    reply = api.post("/api/auth/password/reset", {"email": EMAIL, "code": CODE, "password": "another password"})

    assert (reply.status, reply.body) == (204, b"")
    assert world.memory.tables.people.sessions == {}
    assert api.post("/api/auth/login", CREDENTIALS).status == 401
    assert api.post("/api/auth/login", {**CREDENTIALS, "password": "another password"}).status == 200


@pytest.mark.parametrize("proof", [{}, {"email": EMAIL}, {"code": CODE}, {"email": EMAIL, "code": "654321"}])
@pytest.mark.parametrize("path", ["/api/auth/signup/confirm", "/api/auth/magic-link/confirm"])
def test_a_proof_that_is_none_is_refused(api: Api, path: str, proof: dict[str, str]) -> None:
    api.post("/api/auth/signup", {"email": EMAIL})
    api.post("/api/auth/magic-link", {"email": EMAIL})

    reply = api.post(path, proof | ({"password": PASSWORD} if "signup" in path else {}))

    assert (reply.status, reply.error) == (401, "invalid_code")


@pytest.mark.parametrize(
    "email",
    ["", "reader", "@example.com", "reader@", "reader@example", "a b@example.com", "a@b@example.com", "a@.com",
     "a@example..com", "a\u0000@example.com", "a@exam\nple.com", "<a@example.com>", f"a@{'b' * 250}.com", 7, None],
)  # fmt: skip
def test_what_is_no_address_is_turned_down(api: Api, world: MemoryWorld, email: object) -> None:
    reply = api.post("/api/auth/signup", {"email": email})

    assert (reply.status, reply.error) == (422, "invalid_request")
    assert "`email`" in reply.json["error"]["message"]
    assert world.provider.asked == []


@pytest.mark.parametrize(
    "email", ["a@b.co", "first.last+tag@sub.example.co.uk", "o'neil@example.org", "jörg@bücher.de"]
)
def test_addresses_of_real_people_are_accepted(api: Api, email: str) -> None:
    assert api.post("/api/auth/signup", {"email": email}).status == 202


def test_a_password_is_never_told_back(api: Api) -> None:
    for body in ({"email": "no address", "password": "hunter2hunter2"}, {"password": "hunter2hunter2", "more": 1}):
        assert b"hunter2" not in api.post("/api/auth/signup", body).body
