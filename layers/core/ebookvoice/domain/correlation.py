"""Which request something goes back to: one id, from the request through every message into every line of the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LONGEST = 200
"""Characters; what the database takes."""

_current: ContextVar[str | None] = ContextVar("correlation_id", default=None)


def current() -> str | None:
    """Return the id of what is being done now; None if nobody said."""
    return _current.get()


@contextmanager
def following(correlation_id: str | None) -> Iterator[None]:
    """Do what follows on behalf of a request; threads that are started on the way do not know of it."""
    token = _current.set(correlation_id[:LONGEST] if correlation_id else None)
    try:
        yield
    finally:
        _current.reset(token)
