"""The states of what lives in Postgres, and the kinds of queue that carry its ids."""

from enum import StrEnum


class FileState(StrEnum):
    AWAITING = "awaiting"
    UPLOADED = "uploaded"
    READY = "ready"
    REJECTED = "rejected"
    EXPIRED = "expired"
    REMOVED = "removed"
    DELETED = "deleted"


class ChapterState(StrEnum):
    WAITING = "waiting"
    MASTERING = "mastering"
    DONE = "done"


class JobState(StrEnum):
    AWAITING_UPLOAD = "awaiting_upload"
    QUEUED = "queued"
    READING = "reading"
    SYNTHESIZING = "synthesizing"
    ASSEMBLING = "assembling"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def terminal(self) -> bool:
        """Tell whether no guarded UPDATE may change the job any more."""
        return self in (JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED)


class Queue(StrEnum):
    UPLOADS = "uploads"
    SEGMENTS = "segments"
    CHAPTERS = "chapters"
    ASSEMBLY = "assembly"
