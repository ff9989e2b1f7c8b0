"""What an account has done, and everything that is held about it."""

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of an account: jobs by their ends, milliseconds of audio made, bytes stored, credits to spend."""

    jobs: int
    completed: int
    failed: int
    audio_ms: int
    stored_bytes: int
    credits: int


class Profiles(Protocol):
    def statistics(self, user_id: UUID) -> Statistics:
        """Count."""
        ...

    def everything(self, user_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """Collect every row that is about the user, by table, without secrets."""
        ...
