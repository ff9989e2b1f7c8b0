"""A fresh proof before what can't be undone."""

from collections.abc import Callable
from typing import Any

import pytest

from ebookvoice.domain.session import Mode
from tests.integration.api.authenticator import switch_on
from tests.integration.api.harness import PASSWORD, ApiWorld, Member
from tests.unit.api.caller import Reply

EMAIL = "ada@example.com"

SENSITIVE: tuple[tuple[str, str, Any], ...] = (
    ("PUT", "/api/auth/password", {"password": "another long password"}),
    ("DELETE", "/api/auth/totp", None),
    ("POST", "/api/user/export", None),
    ("DELETE", "/api/user", None),
)


@pytest.fixture(params=Mode)
def ada(request: pytest.FixtureRequest, world: ApiWorld) -> Member:
    return world.member(EMAIL, request.param, PASSWORD)


def prove(member: Member, **proof: str) -> Reply:
    return member.client.post("/api/auth/reauthenticate", proof)


def mailed_code(world: ApiWorld, member: Member) -> str:
    assert member.client.post("/api/auth/reauthenticate/code").status == 202
    return world.mailer.code(member.email)


def proven(member: Member) -> bool:
    """Tell whether the session may do what can't be undone."""
    return member.client.delete("/api/auth/totp").status == 204


@pytest.mark.parametrize(("method", "path", "body"), SENSITIVE, ids=lambda value: str(value))
def test_what_can_not_be_undone_takes_a_fresh_proof(
    world: ApiWorld, ada: Member, method: str, path: str, body: object
) -> None:
    reply = ada.client.call(method, path, body)
    assert (reply.status, reply.error) == (403, "reauthentication_required")
    assert prove(ada, password=PASSWORD).status == 204

    assert ada.client.call(method, path, body).status in (200, 204)


def test_a_proof_is_fresh_for_five_minutes(world: ApiWorld, ada: Member) -> None:
    prove(ada, password=PASSWORD)
    world.clock.advance(299)
    assert proven(ada)

    world.clock.advance(1)

    assert not proven(ada)


def test_a_proof_counts_for_its_own_session_only(world: ApiWorld, ada: Member) -> None:
    other = world.log_in(EMAIL)

    prove(ada, password=PASSWORD)

    assert proven(ada)
    assert not proven(other)


def test_a_wrong_password_proves_nothing(ada: Member) -> None:
    reply = prove(ada, password="not the password")

    assert (reply.status, reply.error) == (401, "invalid_credentials")
    assert not proven(ada)


def test_somebody_elses_password_proves_nothing(world: ApiWorld, ada: Member) -> None:
    world.member("bob@example.com", password="the password of bob")

    assert prove(ada, password="the password of bob").error == "invalid_credentials"


def test_who_has_no_password_gets_a_code_by_mail(world: ApiWorld) -> None:
    member = world.member("grace@example.com")
    code = mailed_code(world, member)
    assert [mail.to for mail in world.mailer.sent] == ["grace@example.com"]

    assert prove(member, code=code).status == 204

    assert proven(member)


def test_a_mailed_code_counts_once(world: ApiWorld, ada: Member) -> None:
    code = mailed_code(world, ada)
    assert prove(ada, code=code).status == 204

    assert prove(ada, code=code).error == "invalid_code"


def test_a_mailed_code_is_good_for_its_own_session_only(world: ApiWorld, ada: Member) -> None:
    """Whoever holds another session, and reads along, can't use it there."""
    code, other = mailed_code(world, ada), world.log_in(EMAIL)

    assert prove(other, code=code).error == "invalid_code"
    assert prove(ada, code=code).status == 204


def test_a_mailed_code_ends(world: ApiWorld, ada: Member) -> None:
    code = mailed_code(world, ada)
    world.clock.advance(world.settings.code_seconds)

    assert prove(ada, code=code).error == "invalid_code"


def test_wrong_codes_wear_the_right_one_out(world: ApiWorld, ada: Member) -> None:
    code = mailed_code(world, ada)
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(world.settings.code_attempts):
        assert prove(ada, code=wrong).error == "invalid_code"

    assert prove(ada, code=code).error == "invalid_code"


def test_where_a_second_factor_is_on_it_is_asked_for(world: ApiWorld, ada: Member) -> None:
    app, recovery_codes = switch_on(world, ada)
    code = mailed_code(world, ada)
    for proof in ({"password": PASSWORD}, {"code": code}):
        reply = prove(ada, **proof)
        assert (reply.status, reply.error) == (401, "invalid_code")
        assert "second_factor" in reply.json["error"]["message"]
    assert prove(ada, password=PASSWORD, second_factor=app.wrong_code()).error == "invalid_code"

    assert prove(ada, code=code, second_factor=app.next_code()).status == 204

    assert prove(ada, password=PASSWORD, second_factor=app.code()).error == "invalid_code", "each code counts once"
    assert prove(ada, password=PASSWORD, second_factor=recovery_codes[0]).status == 204


def test_a_right_second_factor_alone_is_no_proof(world: ApiWorld, ada: Member) -> None:
    app, _ = switch_on(world, ada)

    assert prove(ada, password="not the password", second_factor=app.next_code()).error == "invalid_credentials"
    assert prove(ada, second_factor=app.code()).error == "invalid_request"
    assert not proven(ada)


def test_a_second_factor_that_nobody_asked_for_does_no_harm(ada: Member) -> None:
    assert prove(ada, password=PASSWORD, second_factor="123456").status == 204


@pytest.mark.parametrize("proof", [{}, {"password": PASSWORD, "code": "123456"}, {"code": "12345"}, {"pin": "1"}])
def test_it_takes_one_proof(ada: Member, proof: dict[str, str]) -> None:
    assert prove(ada, **proof).error == "invalid_request"


def test_tries_are_counted_and_the_session_stays(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(auth_limit=5)
    ada = world.member(EMAIL, Mode.COOKIE, PASSWORD)

    tried = [prove(ada, password=f"not the password {number}").status for number in range(8)]

    assert tried == [401] * 5 + [429] * 3
    assert prove(ada, password=PASSWORD).status == 429
    assert ada.client.get("/api/user/profile").status == 200
    world.clock.advance(900)
    assert [prove(ada, password=PASSWORD).status for _ in range(7)] == [204] * 7


def test_mails_are_counted(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(auth_limit=5)
    ada = world.member(EMAIL)

    asked = [ada.client.post("/api/auth/reauthenticate/code").status for _ in range(7)]

    assert asked == [202] * 5 + [429] * 2
    assert len(world.mailer.sent) == 5


def test_nobody_else_can_use_up_the_tries(new_world: Callable[..., ApiWorld]) -> None:
    """Wrong log-ins from outside keep the owner from signing in anew, but not from what an open session is for."""
    world = new_world(auth_limit=5)
    ada = world.member(EMAIL, Mode.BEARER, PASSWORD)
    stranger = world.browser()
    for _ in range(6):
        last = stranger.post("/api/auth/login", {"email": EMAIL, "password": "a wrong password"})
    assert last.status == 429

    assert [prove(ada, password="wrong").status for _ in range(4)] == [401] * 4
    assert prove(ada, password=PASSWORD).status == 204
    assert proven(ada)
    assert [prove(ada, password="wrong").status for _ in range(5)][-1] == 429
