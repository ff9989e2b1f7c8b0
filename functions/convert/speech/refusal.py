"""What a status of HTTP says about a service that did not take a request."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from functions.convert.speech.service import RefusedError

_OVERLOADED = frozenset((429, 503))
_LONGEST_S = 3600.0


def refused(status: int, headers: Mapping[str, str] | None = None) -> RefusedError:
    """Make the error of a refusal, with what its Retry-After asks for (RFC 9110, 10.2.3), an hour at most."""
    wish = (headers or {}).get("Retry-After", "")
    return RefusedError(overloaded=status in _OVERLOADED, retry_after_s=min(_seconds(wish), _LONGEST_S))


def _seconds(wish: str) -> float:
    if wish.isascii() and wish.isdigit():
        return float(wish[:9])
    try:
        return max(0.0, (parsedate_to_datetime(wish) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):  # No date, or one without a zone.
        return 0.0
