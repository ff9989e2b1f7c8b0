"""Samples of voices, as the use cases keep them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.direction import Direction
from ebookvoice.domain.job import Failure
from ebookvoice.domain.storage import Location


class SampleState(StrEnum):
    REQUESTED = "requested"
    READY = "ready"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class WantedSample:
    """What is to be spoken: a book's beginning, for its owner, or (without both) a text of the voice's language.

    `digest` names it with all that it depends on; `voice` None is the default of the book's language.
    """

    digest: str
    voice: str | None
    direction: Direction
    user_id: UUID | None = None
    file_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SpokenSample:
    """A sample's audio: the voice that speaks, as `engine:name`, and how large (bytes) and long the file is."""

    spoken_by: str
    key: str
    size: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class KeptSample:
    """A sample on record; `spoken` once it is ready, `failure` tells why it is not."""

    state: SampleState
    spoken: SpokenSample | None
    failure: Failure | None


@dataclass(frozen=True, slots=True)
class SampledBook:
    """The upload that a sample is of."""

    key: str
    etag: str
    sha256: str
    filename: str
    location: Location = Location.PRIMARY
    backup_etag: str | None = None


@dataclass(frozen=True, slots=True)
class SampleTask:
    """A sample that this worker may speak; without a book, a text of the voice's language."""

    id: UUID
    user_id: UUID | None
    voice: str | None
    direction: Direction
    attempts: int
    book: SampledBook | None


@dataclass(frozen=True, slots=True)
class SilentSample:
    """A sample that should have been heard of."""

    id: UUID
    user_id: UUID | None
    attempts: int


class Samples(Protocol):
    def find(self, digest: str, now: datetime) -> KeptSample | None:
        """Find a sample whose time is not over."""
        ...

    def request(
        self,
        sample_id: UUID,
        wanted: WantedSample,
        now: datetime,
        expires_at: datetime | None,
        refused_before: datetime,
    ) -> bool:
        """Ask for a sample: → requested, under a new id; False if there is nothing to do.

        There is if nobody has asked, if the time of what was asked for is over, or if it was refused before that time.
        """
        ...

    def claim(self, sample_id: UUID, attempt: UUID, now: datetime, until: datetime) -> SampleTask | None:
        """Lease a requested sample, unless another worker holds it or its book is gone."""
        ...

    def extend(self, sample_id: UUID, attempt: UUID, until: datetime) -> bool:
        """Extend the lease; False if it is lost."""
        ...

    def release(self, sample_id: UUID, attempt: UUID) -> None:
        """Let the lease end, so that a retry need not wait for it."""
        ...

    def complete(self, sample_id: UUID, attempt: UUID, spoken: SpokenSample, now: datetime) -> bool:
        """Make the audio official: requested → ready; False if the attempt is stale."""
        ...

    def refuse(self, sample_id: UUID, failure: Failure, now: datetime, attempt: UUID | None = None) -> bool:
        """Record why there will be none: requested → refused; False if the attempt is stale.

        Without an attempt, only if no worker holds the sample.
        """
        ...

    def silent(self, now: datetime, before: datetime, limit: int) -> list[SilentSample]:
        """Take back samples whose lease has run out, and take up those unheard of since before that time."""
        ...

    def remove_due(self, now: datetime, limit: int) -> list[tuple[UUID | None, UUID]]:
        """Forget samples whose time is over or whose book is gone; return whose they were and their ids."""
        ...
