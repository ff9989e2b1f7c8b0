"""What Stripe tells: each message counts once, in any order, and only if Stripe signed it."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.api.harness import ApiWorld, Member
from tests.integration.credits.shop import Shop
from tests.standins.stripe_server import Sender, Stripe

PARALLEL = 16


def hold(world: ApiWorld, member: Member, amount: int) -> None:
    with world.store.as_service() as records:
        assert records.credits.hold(member.id, uuid4(), amount, world.clock.now())


def test_what_was_paid_is_there(shop: Shop, ada: Member) -> None:
    shop.bought(ada)

    assert shop.balance(ada) == 13
    first, last = (ada.client.get("/api/credits").json["events"][place] for place in (0, -1))
    assert (first["kind"], first["amount"]) == ("purchase", 10)
    assert (last["kind"], last["amount"]) == ("grant", 3)


def test_a_message_counts_once_however_often_it_comes(world: ApiWorld, shop: Shop, ada: Member) -> None:
    body = shop.sender.paid(shop.begun(ada))
    siblings = [world.sibling() for _ in range(PARALLEL)]

    try:
        with ThreadPoolExecutor(PARALLEL) as pool:
            replies = list(pool.map(lambda sibling: Shop(sibling, shop.stripe).tell(body), siblings))
    finally:
        for sibling in siblings:
            sibling.store.close()
    world.clock.advance(3600)
    replies.append(shop.tell(body))

    assert [(reply.status, reply.json) for reply in replies] == [(200, {"received": True})] * (PARALLEL + 1)
    assert shop.balance(ada) == 13


def test_another_message_about_the_same_checkout_adds_nothing(shop: Shop, ada: Member) -> None:
    session = shop.bought(ada)

    shop.tell(shop.sender.paid(session, "checkout.session.async_payment_succeeded"))

    assert shop.balance(ada) == 13


def test_what_is_paid_later_counts_when_it_is_paid(shop: Shop, ada: Member) -> None:
    session = shop.begun(ada)
    assert shop.tell(shop.sender.event("checkout.session.completed", session)).status == 200
    assert shop.balance(ada) == 3

    shop.tell(shop.sender.paid(session, "checkout.session.async_payment_succeeded"))

    assert shop.balance(ada) == 13


@pytest.mark.parametrize(
    ("amounts", "balances"),
    [
        ([900], [3]),
        ([90, 450, 900], [12, 8, 3]),
        ([450, 90], [8, 8]),
        ([900, 900], [3, 3]),
        ([89], [13]),
        ([10_000], [3]),
    ],
)
def test_what_is_paid_back_is_taken_back_in_proportion(
    shop: Shop, ada: Member, amounts: list[int], balances: list[int]
) -> None:
    """Amounts are those of all refunds so far; they come late and twice. Fractions stay with the buyer."""
    session, seen = shop.bought(ada), []
    for amount in amounts:
        assert shop.tell(shop.sender.refunded(session, amount)).status == 200
        seen.append(shop.balance(ada))

    assert seen == balances


def test_credits_that_were_spent_are_not_owed_but_a_later_refund_gets_what_is_due(
    world: ApiWorld, shop: Shop, ada: Member
) -> None:
    session = shop.bought(ada)
    hold(world, ada, 12)
    shop.tell(shop.sender.refunded(session, 450))
    assert shop.balance(ada) == 0

    shop.bought(ada)
    assert shop.balance(ada) == 10
    shop.tell(shop.sender.refunded(session, 900))

    assert shop.balance(ada) == 1
    (row,) = world.rows("select refunded from purchases where id = %(id)s", id=session["id"])
    assert row["refunded"] == 10


@pytest.mark.parametrize("lost", [True, False])
def test_credits_on_hold_are_taken_when_they_come_back(world: ApiWorld, shop: Shop, ada: Member, lost: bool) -> None:
    """Nobody keeps credits by having them set aside while the money goes back."""
    session, jobs = shop.bought(ada), [uuid4() for _ in range(4)]
    with world.store.as_service() as records:
        for job in jobs:
            assert records.credits.hold(ada.id, job, 3, world.clock.now())
    shop.tell(shop.sender.disputed(session, 900) if lost else shop.sender.refunded(session, 900))
    assert shop.balance(ada) == 0

    with world.store.as_service() as records:
        for job in jobs:
            records.credits.void(job, world.clock.now())

    assert shop.balance(ada) == 3
    (row,) = world.rows("select refunded from purchases where id = %(id)s", id=session["id"])
    assert row["refunded"] == 10


def test_a_lost_dispute_that_overtakes_its_purchase_is_remembered(shop: Shop, ada: Member) -> None:
    session = shop.begun(ada)
    paid = shop.sender.paid(session)
    assert shop.tell(shop.sender.disputed(session, 900)).status == 200

    shop.tell(paid)

    assert shop.balance(ada) == 3


def test_a_dispute_that_is_lost_is_money_paid_back(shop: Shop, ada: Member) -> None:
    session = shop.bought(ada)
    for status in ("won", "warning_closed"):
        shop.tell(shop.sender.disputed(session, 900, status))
    assert shop.balance(ada) == 13
    shop.tell(shop.sender.refunded(session, 450))

    shop.tell(shop.sender.disputed(session, 450))

    assert shop.balance(ada) == 3


def test_a_refund_that_overtakes_its_purchase_comes_again(world: ApiWorld, shop: Shop, ada: Member) -> None:
    session = shop.begun(ada)
    paid = shop.sender.paid(session)
    refunded = shop.sender.refunded(session, 900)

    early = shop.tell(refunded)
    assert (early.status, early.error) == (409, "payment_unknown")
    shop.tell(paid)
    assert shop.balance(ada) == 13
    assert shop.tell(refunded).status == 200

    assert shop.balance(ada) == 3


def test_other_money_is_no_concern_of_ours(world: ApiWorld, shop: Shop, ada: Member) -> None:
    """A Stripe account may sell other things, and has other kinds of messages."""
    foreign: dict[str, Any] = {**shop.begun(ada), "id": "cs_other", "metadata": {}, "payment_intent": "pi_other"}

    for body in (
        shop.sender.paid(foreign),
        shop.sender.refunded(foreign, 900),
        shop.sender.disputed(foreign, 900),
        shop.sender.event("customer.created", {"id": "cus_1"}),
        shop.sender.event("some.kind.of.tomorrow", {}),
    ):
        assert shop.tell(body).status == 200

    assert shop.balance(ada) == 3
    assert world.rows("select * from webhook_events where id like 'cs_%%'") == []


@pytest.mark.parametrize(
    "change",
    [
        {"metadata": {"ebookvoice_user": "nobody", "ebookvoice_credits": "10"}},
        {"metadata": {"ebookvoice_user": str(uuid4()), "ebookvoice_credits": "-10"}},
        {"metadata": {"ebookvoice_user": str(uuid4()), "ebookvoice_credits": "0"}},
        {"metadata": {"ebookvoice_user": str(uuid4()), "ebookvoice_credits": "1000001"}},
        {"metadata": {"ebookvoice_user": str(uuid4())}},
        {"amount_total": 0},
        {"amount_total": -900},
        {"amount_total": 100_000_001},
        {"currency": "EURO"},
        {"id": None},
    ],
)
def test_what_can_not_be_is_told_to_the_operator(
    world: ApiWorld, shop: Shop, ada: Member, change: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """It is signed: sending it again would not make it better."""
    session = {**shop.begun(ada), **change}

    assert shop.tell(shop.sender.paid(session)).status == 200

    assert shop.balance(ada) == 3
    assert world.rows("select * from purchases") == []
    assert [line.levelname for line in caplog.records if line.name == "ebookvoice.adapters.payments"] == ["ERROR"]


def test_what_is_paid_for_an_erased_account_is_taken_note_of(
    world: ApiWorld, shop: Shop, ada: Member, caplog: pytest.LogCaptureFixture
) -> None:
    session, bought = shop.begun(ada), shop.bought(ada)
    with world.store.as_service() as records:
        records.accounts.delete(ada.id)

    assert shop.tell(shop.sender.paid(session)).status == 200
    assert shop.tell(shop.sender.refunded(bought, 900)).status == 200

    assert world.rows("select * from purchases") == []
    assert world.rows("select * from credit_events") == []
    assert "paid for an account that is gone" in caplog.messages


@pytest.mark.parametrize(
    "forge",
    [
        lambda *_: "",
        lambda *_: "t=,v1=",
        lambda *_: "nonsense",
        lambda *_: "t=1,v1=é".encode().decode("latin-1"),
        lambda sender, body: sender.signature(body + b" "),
        lambda sender, body: sender.signature(body).replace("v1=", "v2="),
        lambda sender, body: Sender(sender.now, "whsec_another").signature(body),
        lambda sender, body: sender.signature(body).replace("t=", "t=1"),
    ],
)
def test_only_what_stripe_signed_counts(shop: Shop, ada: Member, forge: Callable[[Sender, bytes], str]) -> None:
    body = shop.sender.paid(shop.begun(ada))

    reply = shop.tell(body, forge(shop.sender, body))

    assert (reply.status, reply.error) == (403, "invalid_signature")
    assert shop.balance(ada) == 3


@pytest.mark.parametrize(("seconds", "status"), [(300, 200), (301, 403), (-300, 200), (-302, 403)])
def test_a_signature_is_good_for_five_minutes(
    world: ApiWorld, shop: Shop, ada: Member, seconds: int, status: int
) -> None:
    world.clock.time = world.clock.time.replace(microsecond=0)
    body = shop.sender.paid(shop.begun(ada))
    signature = shop.sender.signature(body)
    world.clock.advance(seconds)

    assert shop.tell(body, signature).status == status
    assert shop.balance(ada) == (13 if status == 200 else 3)


def test_bytes_that_are_no_text_are_refused(shop: Shop) -> None:
    assert shop.tell(b"\xff\xfe").error == "invalid_signature"


def test_a_message_of_more_than_a_megabyte_is_refused(shop: Shop) -> None:
    assert shop.tell(b" " * (1024 * 1024 + 1)).error == "body_too_large"


def test_a_message_needs_no_origin_and_a_page_of_another_site_sends_none(shop: Shop, ada: Member) -> None:
    body = shop.sender.paid(shop.begun(ada))
    headers = {"Stripe-Signature": shop.sender.signature(body), "Origin": "https://evil.example.com"}

    reply = shop.world.api().send("POST", "/api/webhooks/stripe", body, headers)

    assert reply.error == "cross_site_request"
    assert shop.tell(body).status == 200


def test_what_fails_in_between_is_as_if_it_had_not_come(
    shop: Shop, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = shop.sender.paid(shop.begun(ada))
    with monkeypatch.context() as patched:
        patched.setattr("ebookvoice.adapters.postgres.payments.PostgresPayments.purchase", _die)
        assert shop.tell(body).status == 500
    assert shop.world.rows("select * from webhook_events") == []

    assert shop.tell(body).status == 200
    assert shop.balance(ada) == 13


def _die(*_: object) -> bool:
    raise RuntimeError("the process ended here")


def test_a_payload_is_read_by_what_was_signed(shop: Shop, stripe: Stripe, ada: Member) -> None:
    """Not by what our own records say, and not by what the client may say."""
    session = shop.begun(ada, 50)
    event = json.loads(shop.sender.paid(session))
    event["data"]["object"]["metadata"]["ebookvoice_credits"] = "200"

    shop.tell(json.dumps(event).encode())

    assert shop.balance(ada) == 203


@pytest.mark.parametrize(
    "disguise", ["t= {old},t={new},{rest}", "t={new},t={old},{rest}", "t=+{old},{rest}", "t=0{old},t={new},{rest}"]
)
def test_a_signature_has_one_time(world: ApiWorld, shop: Shop, ada: Member, disguise: str) -> None:
    """Of two times the package could check one and we the other."""
    body = shop.sender.paid(shop.begun(ada))
    old, rest = shop.sender.signature(body).removeprefix("t=").split(",", 1)
    world.clock.advance(40 * 86400)
    new = int(world.clock.now().timestamp())

    reply = shop.tell(body, disguise.format(old=old, new=new, rest=rest))

    assert (reply.status, reply.error) == (403, "invalid_signature")
    assert shop.balance(ada) == 3
