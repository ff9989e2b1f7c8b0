"""When to stop asking something that does not answer."""

import threading
from datetime import datetime, timedelta


class Breaker:
    """Closed while answers come; after `failures` in a row it is open, and lets one caller per `pause` try again.

    Safe to share between threads. It holds nothing that a new process would miss.
    """

    def __init__(self, failures: int, pause: timedelta) -> None:
        self._limit = failures
        self._pause = pause
        self._failed = 0
        self._since: datetime | None = None
        self._lock = threading.Lock()

    def allows(self, now: datetime) -> bool:
        """Tell whether to ask now. While the breaker is open, a yes is the only one for a pause."""
        with self._lock:
            if self._since is None:
                return True
            # A clock that was set back must not keep it open for longer than a pause.
            if self._since <= now < self._since + self._pause:
                return False
            self._since = now
            return True

    def succeeded(self) -> None:
        """Note an answer: it closes the breaker."""
        with self._lock:
            self._failed = 0
            self._since = None

    def failed(self, now: datetime) -> bool:
        """Note that none came; True if this opened the breaker."""
        with self._lock:
            self._failed += 1
            opened = self._since is None and self._failed >= self._limit
            if self._failed >= self._limit:
                self._since = now
            return opened
