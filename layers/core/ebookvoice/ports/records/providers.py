"""Speech services and the turns at them, as the use cases keep them."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.provider import Provider


class Providers(Protocol):
    def take(self, name: str, ceiling: int, holder: UUID, now: datetime, until: datetime) -> int | None:
        """Take a turn at a service if one is free and its breaker is closed; return its epoch, None if not.

        The service is locked in either case. One that nobody has asked yet allows as many turns as its ceiling.
        """
        ...

    def extend(self, name: str, holder: UUID, until: datetime) -> bool:
        """Extend the lease of a turn; False if it is lost."""
        ...

    def praise(self, name: str, holder: UUID, epoch: int) -> bool:
        """Give a turn back after a fine answer that changes nothing but a count; False, and nothing done, if not so."""
        ...

    def find(self, name: str, now: datetime) -> Provider | None:
        """Look at a service."""
        ...

    def lock(self, name: str, now: datetime) -> Provider | None:
        """Lock a service and look at it."""
        ...

    def record(self, provider: Provider, holder: UUID, now: datetime, until: datetime | None) -> None:
        """Record what has become of a locked service, and a turn that is taken until some time or (None) given back."""
        ...

    def all(self, now: datetime) -> list[Provider]:
        """List the services that were ever asked, by name."""
        ...
