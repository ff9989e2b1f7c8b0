"""Addresses whose domains are beyond ASCII: mail goes where it was meant to go, and every spelling is one account's."""

from collections.abc import Callable

import pytest

from tests.integration.api.harness import ApiWorld

MEANT, NEIGHBOUR = "ada@xn--strae-oqa.example", "ada@strasse.example"
SPELLINGS = ("ada@straße.example", "Ada@Straße.EXAMPLE", "ada@stra\u00adße.example", "ada@ｓｔｒａße.example", MEANT)


def ask(world: ApiWorld, email: str) -> int:
    return int(world.api().post("/api/auth/magic-link", {"email": email}).status)


def test_no_mail_goes_to_a_neighbour(world: ApiWorld) -> None:
    """Who gets the mail gets the account."""
    for spelling in SPELLINGS:
        assert ask(world, spelling) == 202

    assert {mail.to for mail in world.mailer.sent} == {MEANT}


def test_every_spelling_leads_to_one_account(world: ApiWorld) -> None:
    ids = set()
    for spelling in SPELLINGS:
        ask(world, spelling)
        proof = {"email": spelling, "code": world.mailer.code(MEANT)}
        reply = world.api().post("/api/auth/magic-link/confirm", proof)
        assert (reply.status, reply.json["user"]["email"]) == (200, MEANT)
        ids.add(reply.json["user"]["id"])
    ask(world, NEIGHBOUR)
    other = {"email": NEIGHBOUR, "code": world.mailer.code(NEIGHBOUR)}

    assert len(ids) == 1
    assert world.api().post("/api/auth/magic-link/confirm", other).json["user"]["id"] not in ids


def test_spellings_win_no_new_attempts(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(auth_limit=5)
    statuses = []
    for number in range(20):
        api = world.api()
        api.address = f"198.51.100.{number}"
        reply = api.post("/api/auth/magic-link", {"email": SPELLINGS[number % len(SPELLINGS)]})
        statuses.append(int(reply.status))

    assert statuses == [202] * 5 + [429] * 15


@pytest.mark.parametrize("domain", ["☃.example", "\u00ad.example", "x＠y.example", "ü" * 60 + ".example"])
def test_what_can_not_be_a_domain_is_a_mistake_to_be_told(world: ApiWorld, domain: str) -> None:
    reply = world.api().post("/api/auth/magic-link", {"email": f"ada@{domain}"})

    assert (reply.status, reply.error) == (422, "invalid_request")
    assert "domain" in reply.json["error"]["message"]
    assert world.mailer.sent == []
