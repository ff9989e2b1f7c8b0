"""The way to Stripe: what is asked for there, by the real package over HTTP, and how often."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from ebookvoice.domain.session import Mode
from tests.integration.api.harness import ApiWorld, Member
from tests.integration.credits.shop import APP, Shop
from tests.standins.stripe_server import Stripe, nested

PARALLEL = 20


def test_a_checkout_asks_for_what_the_pack_costs(shop: Shop, stripe: Stripe, ada: Member) -> None:
    reply = shop.checkout(ada, credits=50, return_to=None)

    assert reply.status == 201
    session = stripe.sessions[reply.json["id"]]
    assert reply.json == {"id": session["id"], "url": session["url"]}
    assert (session["amount_total"], session["currency"]) == (3900, "eur")
    assert (session["client_reference_id"], session["customer_email"]) == (str(ada.id), "ada@example.com")
    assert session["metadata"] == {"ebookvoice_user": str(ada.id), "ebookvoice_credits": "50"}
    (asked,) = stripe.requests
    assert nested(asked)["payment_intent_data"]["metadata"] == session["metadata"]
    assert session["success_url"] == f"{APP}?checkout=paid"
    assert session["cancel_url"] == f"{APP}?checkout=cancelled"


@pytest.mark.parametrize("credits", [0, -10, 11, 1_000_001, 10.0, "10", True, None])
def test_only_packs_are_sold(shop: Shop, stripe: Stripe, ada: Member, credits: object) -> None:
    reply = shop.checkout(ada, credits=credits)

    assert (reply.status, reply.error) in [(422, "unknown_pack"), (422, "invalid_request")]
    assert stripe.requests == []


@pytest.mark.parametrize(
    ("mode", "return_to", "address"),
    [
        (Mode.COOKIE, "/credits?tab=1", f"{APP}/credits?tab=1&checkout=paid"),
        (Mode.COOKIE, f"{APP}/credits", f"{APP}/credits?checkout=paid"),
        (Mode.COOKIE, "https://evil.example.com/", None),
        (Mode.COOKIE, "http://127.0.0.1:4000/", None),
        (Mode.BEARER, "http://127.0.0.1:4000/paid", "http://127.0.0.1:4000/paid?checkout=paid"),
        (Mode.BEARER, "https://evil.example.com/", None),
    ],
)
def test_buyers_come_back_only_to_where_they_may(
    world: ApiWorld, shop: Shop, stripe: Stripe, mode: Mode, return_to: str, address: str | None
) -> None:
    reply = shop.checkout(world.member("ada@example.com", mode), return_to=return_to)

    if address is None:
        assert (reply.status, reply.error) == (422, "return_refused")
        assert stripe.requests == []
    else:
        assert stripe.sessions[reply.json["id"]]["success_url"] == address


def test_without_an_app_buyers_have_to_say_where_they_come_back(
    new_world: Callable[..., ApiWorld], stripe: Stripe
) -> None:
    world = new_world(app_url=None)

    assert Shop(world, stripe).checkout(world.member("ada@example.com")).error == "return_refused"


@pytest.mark.parametrize("missing", ["stripe_key", "stripe_webhook_secret"])
def test_without_its_keys_nothing_is_sold(new_world: Callable[..., ApiWorld], stripe: Stripe, missing: str) -> None:
    world = new_world(**{missing: None})
    shop, ada = Shop(world, stripe), world.member("ada@example.com")
    body = shop.sender.event("checkout.session.completed", {})

    for reply in (shop.checkout(ada), shop.tell(body), shop.tell(b"", "")):
        assert (reply.status, reply.error) == (501, "payments_disabled")
    assert ada.client.get("/api/credits").json["packs"] == []
    assert stripe.requests == []


def test_the_same_key_begins_the_same_checkout(shop: Shop, stripe: Stripe, ada: Member) -> None:
    first, again = shop.checkout(ada, "k"), shop.checkout(ada, "k")
    other = shop.checkout(ada, "k", credits=50)

    assert (again.status, again.body, again.headers["idempotency-replayed"]) == (201, first.body, "true")
    assert other.error == "idempotency_key_reused"
    assert len(stripe.sessions.keys() & {first.json["id"]}) == len(stripe.requests) == 1


def test_twenty_at_once_begin_one_checkout(world: ApiWorld, shop: Shop, stripe: Stripe, ada: Member) -> None:
    before, siblings = len(stripe.sessions), [world.sibling() for _ in range(PARALLEL)]

    def post(sibling: ApiWorld) -> bytes:
        client = sibling.api()
        client.token = ada.client.token
        return shop.checkout(Member(ada.id, ada.email, client, None), "k").body

    try:
        with ThreadPoolExecutor(PARALLEL) as pool:
            bodies = set(pool.map(post, siblings))
    finally:
        for sibling in siblings:
            sibling.store.close()

    assert len(bodies) == 1
    assert len(stripe.sessions) == before + 1


def test_an_answer_that_gets_lost_is_asked_for_again(shop: Shop, stripe: Stripe, ada: Member) -> None:
    """The package repeats by the same key, so nobody gets two checkouts."""
    before = len(stripe.sessions)
    stripe.misdeeds.lost_after = 1

    assert shop.checkout(ada).status == 201

    assert len(stripe.sessions) == before + 1
    assert len(stripe.requests) == 2
    assert len(set(stripe.keys)) == 1


def test_keys_at_stripe_are_nobodys_own_invention(world: ApiWorld, shop: Shop, stripe: Stripe, ada: Member) -> None:
    """Two users may choose the same key; at Stripe all of them are one customer."""
    bob = world.member("bob@example.com")
    shop.checkout(ada, "k")
    shop.checkout(bob, "k")
    shop.checkout(ada)

    assert len({*stripe.keys}) == 3
    assert "k" not in stripe.keys


@pytest.mark.parametrize("status", [400, 402, 500, 503])
def test_what_goes_wrong_at_stripe_is_told_without_its_words(
    shop: Shop, stripe: Stripe, ada: Member, status: int
) -> None:
    stripe.misdeeds.status = status

    reply = shop.checkout(ada, "k")

    assert (reply.status, reply.error) == (503, "unavailable")
    assert b"unknown error" not in reply.body


def test_what_failed_at_stripe_keeps_no_key(shop: Shop, stripe: Stripe, ada: Member) -> None:
    """Stripe itself remembers the failure, and what was asked for: another request needs another key there."""
    stripe.misdeeds.status = 400
    assert shop.checkout(ada, "k").error == "unavailable"
    stripe.misdeeds.status = 0

    reply = shop.checkout(ada, "k", credits=50)

    assert reply.status == 201
    assert stripe.sessions[reply.json["id"]]["amount_total"] == 3900


def test_a_wrong_key_is_the_operators_mistake(new_world: Callable[..., ApiWorld], stripe: Stripe) -> None:
    world = new_world(stripe_key="sk_test_another")

    assert Shop(world, stripe).checkout(world.member("ada@example.com")).error == "unavailable"
