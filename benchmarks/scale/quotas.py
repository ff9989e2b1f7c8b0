"""What the services allow by default, and what the service would want of it at a multiple of its load."""

from collections.abc import Iterator
from dataclasses import dataclass

LAMBDA_AT_ONCE = 1_000
"""Concurrent executions of an account and region; more on request (Lambda developer guide, "Lambda quotas")."""

MAPPING_AT_ONCE = 1_000
"""MaximumConcurrency of an SQS mapping (Lambda developer guide, "Using Lambda with Amazon SQS")."""

IN_FLIGHT = 120_000
"""Messages of a standard queue that are received and not deleted (SQS developer guide, "Amazon SQS quotas")."""

POOLER_CLIENTS = 200
"""Connections to Supabase's pooler on the smallest paid machine (Supabase, "Compute and disk")."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a load takes at once: functions, connections through the pooler, segments spoken, transactions a second."""

    functions: int
    connections: int
    speaking: int
    transactions: float

    def times(self, factor: int) -> "Demand":
        """Return the demand of so many times the load, finished in the same time."""
        return Demand(
            factor * self.functions, factor * self.connections, factor * self.speaking, factor * self.transactions
        )

    def broken(self, rate: float) -> Iterator[str]:
        """Name the limits that this is beyond; `rate` is how many transactions a second the database was seen to do."""
        limits = (
            (self.connections, POOLER_CLIENTS, "clients of the pooler"),
            (self.functions, LAMBDA_AT_ONCE, "functions at once"),
            (self.speaking, MAPPING_AT_ONCE, "MaximumConcurrency of the segments' mapping"),
            (self.speaking, IN_FLIGHT, "messages in flight"),
            (self.transactions, rate, "transactions a second, as measured here"),
        )
        for wanted, allowed, name in limits:
            if wanted > allowed:
                yield f"{name}: {wanted:,.0f} of {allowed:,.0f}"
