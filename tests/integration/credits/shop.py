"""Buying and paying back, as buyers and Stripe do it."""

import json
from dataclasses import dataclass
from typing import Any

from tests.integration.api.harness import ApiWorld, Member
from tests.standins.stripe_server import Sender, Stripe
from tests.unit.api.caller import Reply

APP = "https://app.example.com"


@dataclass(frozen=True)
class Shop:
    """A deployment that sells, and Stripe."""

    world: ApiWorld
    stripe: Stripe

    @property
    def sender(self) -> Sender:
        """Who writes and signs messages, by the deployment's clock."""
        return Sender(self.world.clock.now)

    def checkout(self, member: Member, key: str | None = None, **wanted: Any) -> Reply:
        """Begin to buy; ten credits unless others are wanted."""
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
        return member.client.send(
            "POST", "/api/credits/checkout", json.dumps({"credits": 10, **wanted}).encode(), headers
        )

    def begun(self, member: Member, credits: int = 10) -> dict[str, Any]:
        """Begin to buy; return Stripe's session."""
        return self.stripe.sessions[self.checkout(member, credits=credits).json["id"]]

    def bought(self, member: Member, credits: int = 10) -> dict[str, Any]:
        """Buy and pay; return Stripe's session."""
        session = self.begun(member, credits)
        assert self.tell(self.sender.paid(session)).status == 200
        return session

    def tell(self, body: bytes, signature: str | None = None) -> Reply:
        """Send a message as Stripe does."""
        signed = self.sender.signature(body) if signature is None else signature
        headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signed}
        return self.world.api().send("POST", "/api/webhooks/stripe", body, headers)

    def balance(self, member: Member) -> int:
        """Read a balance, having checked that the lines add up to it."""
        (row,) = self.world.rows(
            """
            select balance, (select sum(amount) from credit_events e where e.user_id = c.user_id) as lines
            from credits c where user_id = %(user)s
            """,
            user=member.id,
        )
        assert row["balance"] == row["lines"]
        return int(row["balance"])
