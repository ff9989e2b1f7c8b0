"""A clock that can be put forward, so that a year of the service passes in minutes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

VARIABLE = "EBOOKVOICE_CLOCK"
"""Where the processes of the functions find the file's path."""


class AdjustableClock:
    """The machine's clock and as many seconds as the file says; without the file it is the machine's.

    All processes of an embedded cloud look at one file. What they sign, and when they work, goes by the real time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """Tell the time, aware, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.ahead())

    def ahead(self) -> float:
        """Say how many seconds the clock is ahead of the machine's."""
        try:
            return float(self._path.read_text())
        except FileNotFoundError:
            return 0.0

    def advance(self, seconds: float) -> None:
        """Put the clock forward, for good: what was stamped with its time lies in its home. Raises ValueError."""
        if seconds < 0:
            raise ValueError("A clock that goes backwards would make what was stamped with it lie in the future.")
        draft = self._path.with_suffix(".draft")
        draft.write_text(repr(self.ahead() + seconds))
        draft.replace(self._path)
