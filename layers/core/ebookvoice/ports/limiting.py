"""A speech service's limit, which all workers keep together."""

from contextlib import AbstractContextManager
from typing import Protocol

from ebookvoice.domain.provider import Verdict

__all__ = ["Gate", "Turn", "Verdict"]


class Turn(Protocol):
    """The right to one request, and to keep its answer."""

    def report(self, verdict: Verdict, wish_s: float = 0.0) -> None:
        """Say how the request went, and for how long the service wants to be left alone, in seconds.

        Without a word it counts as failed.
        """
        ...


class Gate(Protocol):
    """Lets at most as many requests through at once, over all processes, as a service allows."""

    def turn(self) -> AbstractContextManager[Turn]:
        """Wait for a turn and hold it for one request. Raises ProviderBusyError if it is better to come back later."""
        ...
