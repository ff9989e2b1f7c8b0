"""What an account sees of its credits."""

from collections.abc import Callable
from uuid import UUID

import pytest

from tests.integration.api.harness import ApiWorld, Member
from tests.integration.credits.shop import Shop
from tests.unit.api.test_files import BOOK


def convert(member: Member) -> str:
    """Announce a book with its conversion; return the job's id."""
    return str(member.client.post("/api/files", {**BOOK, "convert": {}}).json["job"]["id"])


def test_a_new_account_has_what_it_was_given(world: ApiWorld, ada: Member) -> None:
    found = ada.client.get("/api/credits").json

    assert (found["balance"], found["held"], found["price"], found["holds"], found["next"]) == (3, 0, 1, [], None)
    (line,) = found["events"]
    assert (line["kind"], line["amount"], line["job_id"], line["reason"]) == ("grant", 3, None, None)
    assert line["created_at"].startswith(f"{world.clock.now():%Y-%m-%dT%H:%M:%S}")
    assert found["packs"] == [
        {"credits": 10, "price": 900, "currency": "eur"},
        {"credits": 50, "price": 3900, "currency": "eur"},
        {"credits": 200, "price": 12900, "currency": "eur"},
    ]


def test_what_is_held_is_shown_until_its_job_has_ended(world: ApiWorld, ada: Member) -> None:
    first = convert(ada)
    world.clock.advance(1)
    second = convert(ada)

    found = ada.client.get("/api/credits").json
    assert (found["balance"], found["held"]) == (1, 2)
    assert [(hold["job_id"], hold["amount"]) for hold in found["holds"]] == [(second, 1), (first, 1)]

    ada.client.post(f"/api/jobs/{first}/cancel")
    with world.store.as_service() as records:
        records.credits.post(UUID(second), world.clock.now())

    found = ada.client.get("/api/credits").json
    assert (found["balance"], found["held"], found["holds"]) == (2, 0, [])
    assert [(line["kind"], line["amount"]) for line in found["events"]] == [
        ("post", 0), ("void", 1), ("hold", -1), ("hold", -1), ("grant", 3),
    ]  # fmt: skip


def test_the_price_is_what_is_held(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(job_credits=2)
    ada = world.member("ada@example.com")
    convert(ada)

    found = ada.client.get("/api/credits").json

    assert (found["price"], found["held"], found["balance"]) == (2, 2, 1)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_show_every_line_once_the_newest_first(shop: Shop, ada: Member, limit: int) -> None:
    for _ in range(5):
        shop.bought(ada)
    shop.bought(shop.world.member("bob@example.com"))
    whole = ada.client.get("/api/credits").json["events"]

    seen, cursor = [], ""
    while True:
        page = ada.client.get(f"/api/credits?limit={limit}{cursor}").json
        assert len(page["events"]) <= limit
        seen += page["events"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"

    assert seen == whole
    assert len(seen) == 6


@pytest.mark.parametrize("query", ["cursor=%20", "cursor=-1", "cursor=zzzzzzzzzzzzzz", "limit=0", "limit=101"])
def test_a_page_that_can_not_be_is_refused(ada: Member, query: str) -> None:
    assert ada.client.get(f"/api/credits?{query}").error == "invalid_request"


def test_a_cursor_of_ones_own_invention_does_no_harm(ada: Member) -> None:
    assert ada.client.get("/api/credits?cursor=zzzzzzzzzzzzz").json["events"] != []
    assert ada.client.get("/api/credits?cursor=0").json["events"] == []


def test_nobody_sees_anybody_elses_credits(shop: Shop, ada: Member) -> None:
    convert(ada)
    shop.bought(ada)

    found = shop.world.member("bob@example.com").client.get("/api/credits").json

    assert (found["balance"], found["held"], len(found["events"])) == (3, 0, 1)
