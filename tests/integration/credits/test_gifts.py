"""What administrators do about credits and plans."""

import json
from typing import Any
from uuid import uuid4

import pytest

from ebookvoice.domain.account import Role
from tests.integration.api.harness import ApiWorld, Member
from tests.unit.api.caller import Reply


@pytest.fixture
def admin(world: ApiWorld) -> Member:
    member = world.member("root@example.com")
    with world.store.as_service() as records:
        records.accounts.set_role(member.id, Role.ADMIN)
    return member


def give(admin: Member, user_id: object, key: str | None = None, **gift: Any) -> Reply:
    headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
    body = json.dumps({"amount": 5, "reason": "For the trouble", **gift}).encode()
    return admin.client.send("POST", f"/api/admin/users/{user_id}/credits", body, headers)


def test_a_gift_is_there_at_once_with_who_gave_it_and_why(world: ApiWorld, admin: Member, ada: Member) -> None:
    reply = give(admin, ada.id)

    assert (reply.status, reply.json) == (201, {"amount": 5, "reason": "For the trouble", "balance": 8})
    line = ada.client.get("/api/credits").json["events"][0]
    assert (line["kind"], line["amount"], line["reason"]) == ("grant", 5, "For the trouble")
    (row,) = world.rows("select granted_by from credit_events where amount = 5")
    assert row["granted_by"] == admin.id


def test_a_gift_with_a_key_is_given_once(admin: Member, ada: Member) -> None:
    first, again = (give(admin, ada.id, "k") for _ in range(2))

    assert (again.status, again.body, again.headers["idempotency-replayed"]) == (201, first.body, "true")
    assert give(admin, ada.id, "k", amount=6).error == "idempotency_key_reused"
    assert give(admin, uuid4(), "k").error == "idempotency_key_reused"
    assert ada.client.get("/api/credits").json["balance"] == 8


@pytest.mark.parametrize(
    "gift",
    [
        {"amount": 0}, {"amount": -5}, {"amount": 10_001}, {"amount": 1.5}, {"amount": "5"}, {"amount": True},
        {"reason": ""}, {"reason": " "}, {"reason": "two\nlines"}, {"reason": "x" * 256}, {"reason": None},
    ],
)  # fmt: skip
def test_a_gift_has_bounds_and_a_reason(admin: Member, ada: Member, gift: dict[str, Any]) -> None:
    assert give(admin, ada.id, **gift).error == "invalid_request"
    assert ada.client.get("/api/credits").json["balance"] == 3


def test_nobody_else_gives_anything(world: ApiWorld, ada: Member) -> None:
    assert give(ada, ada.id).error == "forbidden"
    assert give(Member(ada.id, ada.email, world.api(), None), ada.id).error == "not_authenticated"
    assert ada.client.get("/api/credits").json["balance"] == 3


def test_who_is_not_there_gets_nothing(world: ApiWorld, admin: Member) -> None:
    assert give(admin, uuid4(), "k").error == "not_found"
    assert world.rows("select * from idempotency_keys") == []


def test_an_account_shows_its_plan_and_its_credits(admin: Member, ada: Member) -> None:
    changed = admin.client.patch(f"/api/admin/users/{ada.id}", {"plan": "premium"})
    (found,) = admin.client.get("/api/admin/users?email=ada@example.com").json["users"]

    assert changed.json == found
    assert (found["plan"], found["credits"], found["role"], found["disabled"]) == ("premium", 3, "user", False)
    assert admin.client.patch(f"/api/admin/users/{ada.id}", {"role": "user"}).json["plan"] == "premium"
    assert admin.client.patch(f"/api/admin/users/{ada.id}", {"plan": "free"}).json["plan"] == "free"
    assert admin.client.patch(f"/api/admin/users/{ada.id}", {"plan": "gold"}).error == "invalid_request"


def test_a_gift_outlives_the_account_of_who_gave_it(world: ApiWorld, admin: Member, ada: Member) -> None:
    give(admin, ada.id)
    with world.store.as_service() as records:
        records.accounts.delete(admin.id)

    assert ada.client.get("/api/credits").json["balance"] == 8
    assert world.rows("select granted_by from credit_events where amount = 5") == [{"granted_by": None}]
