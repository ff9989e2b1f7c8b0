"""The clock and the ids of the machine."""

from datetime import UTC, datetime
from uuid import UUID, uuid4


class SystemClock:
    def now(self) -> datetime:
        """Tell the time, aware, in UTC."""
        return datetime.now(UTC)


class RandomIds:
    def new(self) -> UUID:
        """Make a random id (UUID version 4)."""
        return uuid4()
