"""Who is connected, and who was when."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Crowd:
    """`connections` now, `peak` at most; `spans` tells when each that is over began and ended (POSIX, in seconds)."""

    connections: int = 0
    peak: int = 0
    spans: list[tuple[float, float]] = field(default_factory=list)

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Count a connection as long as it lasts."""
        began = time.time()
        self.connections += 1
        self.peak = max(self.peak, self.connections)
        try:
            yield
        finally:
            self.connections -= 1
            self.spans.append((began, time.time()))
