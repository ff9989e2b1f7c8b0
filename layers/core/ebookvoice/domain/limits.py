"""How often is too often."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` requests within any `seconds`; `name` is what the RateLimit headers call it."""

    name: str
    count: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a limit left: whether this request is let through, how many more would be, and when the next frees up."""

    limit: Limit
    allowed: bool
    remaining: int
    resets_at: datetime
