"""Programs that come in with Google, by way of their user's browser."""

import secrets

import pytest

from ebookvoice.usecases.google import HAND_OVER_SECONDS
from tests.integration.api.harness import ApiWorld
from tests.integration.google.journey import handed_over, sessions_in, with_second_factor
from tests.standins.google import Google


def test_a_program_gets_tokens_and_its_users_browser_nothing(world: ApiWorld, google: Google) -> None:
    verifier = secrets.token_urlsafe(32)
    code = handed_over(world, verifier)
    assert sessions_in(world) == 0

    program = world.api()
    reply = program.post("/api/auth/google/token", {"code": code, "code_verifier": verifier})

    assert reply.status == 200, reply.body
    assert reply.cookies == ()
    assert reply.json["user"]["email"] == google.person.email
    program.token = reply.json["access_token"]
    assert program.get("/api/auth/sessions").json["sessions"][0]["mode"] == "bearer"


def test_a_return_address_keeps_its_query(world: ApiWorld) -> None:
    verifier = secrets.token_urlsafe(32)
    code = handed_over(world, verifier, "http://[::1]:49152/done?run=7&x=%2F")

    assert world.api().post("/api/auth/google/token", {"code": code, "code_verifier": verifier}).status == 200


@pytest.mark.parametrize("spoil", ["verifier", "code", "late", "twice"])
def test_a_hand_over_is_for_one_program_once_within_a_minute(world: ApiWorld, spoil: str) -> None:
    verifier = secrets.token_urlsafe(32)
    body = {"code": handed_over(world, verifier), "code_verifier": verifier}
    api, taken = world.api(), 0
    match spoil:
        case "verifier":
            body["code_verifier"] = secrets.token_urlsafe(32)
        case "code":
            body["code"] = secrets.token_urlsafe(32)
        case "late":
            world.clock.advance(HAND_OVER_SECONDS)
        case "twice":
            assert api.post("/api/auth/google/token", body).status == 200
            taken = 1

    reply = api.post("/api/auth/google/token", body)

    assert (reply.status, reply.error) == (401, "invalid_code")
    assert sessions_in(world) == taken


def test_a_guess_at_the_verifier_uses_the_hand_over_up(world: ApiWorld) -> None:
    verifier = secrets.token_urlsafe(32)
    body = {"code": handed_over(world, verifier), "code_verifier": verifier}
    api = world.api()
    api.post("/api/auth/google/token", body | {"code_verifier": secrets.token_urlsafe(32)})

    assert api.post("/api/auth/google/token", body).status == 401


def test_a_second_factor_is_asked_for_by_the_program(world: ApiWorld) -> None:
    app = with_second_factor(world)
    verifier = secrets.token_urlsafe(32)
    program = world.api()
    reply = program.post("/api/auth/google/token", {"code": handed_over(world, verifier), "code_verifier": verifier})
    assert set(reply.json) == {"second_factor_token", "expires_in"}

    proof = {"second_factor_token": reply.json["second_factor_token"], "code": app.at(world.clock.now())}

    assert "access_token" in program.post("/api/auth/second-factor", proof).json
