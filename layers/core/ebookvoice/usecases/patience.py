"""Another try for what a store was too busy for."""

from collections.abc import Callable

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.usecases.copies import PAUSE_SECONDS, TRIES


def patiently(attempt: Callable[[], bool], pause: Callable[[float], None]) -> bool:
    """Try something a few times. Raises UnavailableError when a store can't be reached every time."""
    for tries in range(1, TRIES):
        try:
            return attempt()
        except UnavailableError:
            pause(PAUSE_SECONDS * 2 ** (tries - 1))
    return attempt()
