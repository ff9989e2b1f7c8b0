"""A deployment with a bridge, and an upload in it that waits for its bytes."""

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from ebookvoice.domain import keys
from ebookvoice.domain.states import Queue
from tests.integration.api.conftest import new_world
from tests.integration.api.harness import ApiWorld, Member
from tests.integration.api.unsafe import announce
from tests.unit.api.caller import Reply
from tests.unit.api.test_files import BYTES

__all__ = ["new_world"]

SECRET = "the bridge's secret, which is 40 bytes long"


def signed(body: bytes, seconds: int, secret: str = SECRET) -> str:
    """Sign as the bridge does."""
    return f"t={seconds},v1={hmac.digest(secret.encode(), b'%d.' % seconds + body, 'sha256').hex()}"


def event(key: str, action: str = "PutObject") -> dict[str, Any]:
    return {"key": key, "action": action, "etag": "0123", "size": 6, "time": "2026-11-21T10:00:00.123Z"}


@dataclass
class Shore:
    """A deployment with a bridge, seen from R2's side."""

    world: ApiWorld
    member: Member

    def announce(self, *, arrived: bool = True) -> str:
        """Announce a book with its conversion, put its bytes there, and return the key."""
        key = keys.upload(self.member.id, UUID(announce(self.member)["id"]))
        if arrived:
            self.world.objects.put(key, BYTES, "application/epub+zip")
        return key

    def state(self, key: str) -> str:
        return str(self.world.rows("select state from files where key = %(k)s", k=key)[0]["state"])

    def starts(self) -> int:
        """Count the conversions that were called for since the last look."""
        return len(self.world.queues.take(Queue.UPLOADS))

    def seconds(self) -> int:
        return int(self.world.clock.now().timestamp())

    def tell(self, events: list[Any], **options: Any) -> Reply:
        """Send a message as the bridge does."""
        return self.send(json.dumps({"events": events}).encode(), **options)

    def send(self, body: bytes, signature: str | None = None, ago: int = 0) -> Reply:
        sign = signed(body, self.seconds() - ago) if signature is None else signature
        return self.world.api().send("POST", "/api/webhooks/r2", body, {"X-Ebookvoice-Signature": sign} if sign else {})


@pytest.fixture
def shore(new_world: Callable[..., ApiWorld]) -> Shore:
    world = new_world(r2_webhook_secret=SECRET, signup_credits=9)
    return Shore(world, world.member("ada@example.com"))
