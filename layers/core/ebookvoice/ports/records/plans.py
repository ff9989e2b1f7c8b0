"""Plans of books and lists of pronunciations, as the use cases keep them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from ebookvoice.domain.choice import Pronunciation
from ebookvoice.domain.job import Failure
from ebookvoice.domain.plan import Plan
from ebookvoice.domain.storage import Location


class PlanState(StrEnum):
    REQUESTED = "requested"
    READY = "ready"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan on record; `body` has the fields of a Plan once it is ready, `failure` tells why it never will be."""

    etag: str
    state: PlanState
    body: dict[str, Any] | None
    failure: Failure | None


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A book that this worker may read for its plan."""

    file_id: UUID
    user_id: UUID
    key: str
    etag: str
    sha256: str
    filename: str
    attempts: int
    location: Location = Location.PRIMARY
    backup_etag: str | None = None


@dataclass(frozen=True, slots=True)
class SilentPlan:
    """A plan that should have been heard of."""

    file_id: UUID
    user_id: UUID
    attempts: int


class Plans(Protocol):
    def find(self, file_id: UUID) -> KeptPlan | None:
        """Find a file's plan, as far as the transaction's role may see it."""
        ...

    def request(self, file_id: UUID, now: datetime, given_up_before: datetime) -> UUID | None:
        """Ask for the plan of an uploaded book: → requested; return its owner, None if there is nothing to do.

        There is if nobody has asked, if the bytes are others than those that were read, or if reading them was given up
        before that time.
        """
        ...

    def claim(self, file_id: UUID, attempt: UUID, now: datetime, until: datetime) -> PlanTask | None:
        """Lease a requested plan, unless another worker holds it."""
        ...

    def extend(self, file_id: UUID, attempt: UUID, until: datetime) -> bool:
        """Extend the lease; False if it is lost."""
        ...

    def release(self, file_id: UUID, attempt: UUID) -> None:
        """Let the lease end, so that a retry need not wait for it."""
        ...

    def store(self, file_id: UUID, attempt: UUID, plan: Plan, now: datetime) -> bool:
        """Record the plan: requested → ready; False if the attempt is stale."""
        ...

    def refuse(self, file_id: UUID, failure: Failure, now: datetime, attempt: UUID | None = None) -> bool:
        """Record why there will be none: requested → refused; False if the attempt is stale.

        Without an attempt, only if no worker holds the plan.
        """
        ...

    def silent(self, now: datetime, before: datetime, limit: int) -> list[SilentPlan]:
        """Take back plans whose lease has run out, and take up those unheard of since before that time."""
        ...


class Pronunciations(Protocol):
    def find(self, user_id: UUID) -> tuple[Pronunciation, ...]:
        """Read an account's list, as far as the transaction's role may see it."""
        ...

    def replace(self, user_id: UUID, entries: Sequence[Pronunciation], now: datetime) -> None:
        """Set an account's list."""
        ...
