"""Requests that count once."""

from datetime import datetime
from typing import Any, Protocol

from ebookvoice.domain.idempotency import Made, Once


class Idempotency(Protocol):
    def claim(self, once: Once, made: dict[str, Any], now: datetime, until: datetime) -> bool:
        """Note, in the transaction of the effect, what the request makes; False if it was made before.

        Waits for another transaction that is at it with the same key.
        """
        ...

    def find(self, once: Once, now: datetime) -> Made | None:
        """Find what the first request with the key made, unless its time is over."""
        ...

    def answered(self, once: Once, answer: dict[str, Any]) -> dict[str, Any]:
        """Keep the first answer; return the one that counts."""
        ...
