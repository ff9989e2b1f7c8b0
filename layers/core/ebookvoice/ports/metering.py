"""The figures that operators watch. Each is counted once, where a guarded statement has changed a state."""

from enum import StrEnum
from typing import Protocol


class Metric(StrEnum):
    """What is counted; docs/operations.md tells what each one says."""

    BOOKS_RECEIVED = "BooksReceived"
    BOOKS_REFUSED = "BooksRefused"
    JOBS_STARTED = "JobsStarted"
    JOBS_COMPLETED = "JobsCompleted"
    JOBS_FAILED = "JobsFailed"
    JOBS_REFUSED = "JobsRefused"
    JOBS_CANCELLED = "JobsCancelled"
    CHARACTERS_SPOKEN = "CharactersSpoken"
    SEGMENTS_SPOKEN = "SegmentsSpoken"
    SEGMENTS_CACHED = "SegmentsCached"
    SEGMENTS_RETRIED = "SegmentsRetried"
    SEGMENTS_POSTPONED = "SegmentsPostponed"
    CHAPTERS_MASTERED = "ChaptersMastered"
    AUDIO_SECONDS = "AudioSeconds"
    TIME_TO_FIRST_CHAPTER = "TimeToFirstChapter"
    TIME_TO_COMPLETION = "TimeToCompletion"
    CREDITS_HELD = "CreditsHeld"
    CREDITS_POSTED = "CreditsPosted"
    CREDITS_VOIDED = "CreditsVoided"
    PROVIDER_HALVINGS = "ProviderHalvings"
    PROVIDER_COOL_OFFS = "ProviderCoolOffs"
    PROVIDER_RECOVERIES = "ProviderRecoveries"
    FILES_EXPIRED = "FilesExpired"
    FILES_ASTRAY = "FilesAstray"
    FILES_REPLICATED = "FilesReplicated"
    BYTES_REPLICATED = "BytesReplicated"

    @property
    def unit(self) -> str:
        """Name its unit as CloudWatch does (PutMetricData, MetricDatum, Unit)."""
        match self:
            case Metric.AUDIO_SECONDS | Metric.TIME_TO_FIRST_CHAPTER | Metric.TIME_TO_COMPLETION:
                return "Seconds"
            case Metric.BYTES_REPLICATED:
                return "Bytes"
            case _:
                return "Count"


class Meter(Protocol):
    """Keeps figures until the function's invocation ends."""

    def add(self, metric: Metric, value: float = 1, **by: str) -> None:
        """Add a figure, in its metric's unit; with `by` also one for that code, engine or provider alone.

        0 need not be told. What `by` says comes from a short list of the service's own: each value is a metric that is
        paid for.
        """
        ...

    def publish(self) -> None:
        """Hand over what was added, and forget it."""
        ...
