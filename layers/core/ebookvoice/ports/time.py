"""Time and ids, so that tests own them."""

from datetime import datetime
from typing import Protocol
from uuid import UUID


class Clock(Protocol):
    def now(self) -> datetime:
        """Tell the time, aware, in UTC."""
        ...


class Ids(Protocol):
    def new(self) -> UUID:
        """Make an id."""
        ...
