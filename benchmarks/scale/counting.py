"""What each simulated invocation asks of the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from benchmarks.statements import CountingStore


@dataclass(slots=True)
class Invocation:
    """What one invocation asked of the database: statements, transactions; `useful` unless others had done its work."""

    function: str
    statements: int = 0
    transactions: int = 0
    useful: bool = True


_own: ContextVar[Invocation | None] = ContextVar("own", default=None)


class AttributingStore(CountingStore):
    """Counts for each invocation on its own, the lanes that it speaks on among it."""

    def __init__(self, dsn: Callable[[], str]) -> None:
        super().__init__(dsn)
        self.invocations: list[Invocation] = []

    @contextmanager
    def invocation(self, function: str) -> Iterator[Invocation]:
        """Count what the block asks for."""
        own = Invocation(function)
        token = _own.set(own)
        try:
            yield own
        finally:
            _own.reset(token)
            self.invocations.append(own)

    def noted(self, query: object, seconds: float) -> None:
        before = self.statements, self.transactions
        super().noted(query, seconds)
        if (own := _own.get()) is not None:
            own.statements += self.statements - before[0]
            own.transactions += self.transactions - before[1]
