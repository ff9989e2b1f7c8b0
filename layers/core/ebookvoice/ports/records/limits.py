"""Rate limits and feature flags, as the use cases keep them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ebookvoice.domain.limits import Allowance, Limit


@dataclass(frozen=True, slots=True)
class Flag:
    """A feature that can be switched; only `visible` ones are shown to everybody."""

    name: str
    enabled: bool
    description: str
    visible: bool


class RateLimits(Protocol):
    def hit(self, key: str, limit: Limit, now: datetime) -> Allowance:
        """Count a request against a limit, unless it is not let through. Exact, however many come at once."""
        ...

    def release(self, key: str, at: datetime) -> None:
        """Take back the hit of that time."""
        ...


class Flags(Protocol):
    def all(self) -> list[Flag]:
        """List the flags that the transaction's role may see, by name."""
        ...

    def put(self, flag: Flag, now: datetime) -> None:
        """Set a flag."""
        ...

    def delete(self, name: str) -> bool:
        """Remove a flag; False if there is none."""
        ...
