"""The repositories of a transaction, each loaded when it is first asked for: a request uses two or three of them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from ebookvoice.adapters.postgres.rows import Rows

if TYPE_CHECKING:
    from ebookvoice.ports.store import Records

_REPOSITORIES = {
    "accounts": ("accounts", "PostgresAccounts"),
    "credentials": ("challenges", "PostgresCredentials"),
    "challenges": ("challenges", "PostgresChallenges"),
    "sessions": ("sessions", "PostgresSessions"),
    "second_factors": ("factors", "PostgresSecondFactors"),
    "limits": ("limits", "PostgresRateLimits"),
    "flags": ("limits", "PostgresFlags"),
    "profiles": ("profiles", "PostgresProfiles"),
    "credits": ("credits", "PostgresCredits"),
    "payments": ("payments", "PostgresPayments"),
    "idempotency": ("idempotency", "PostgresIdempotency"),
    "files": ("files", "PostgresFiles"),
    "storage": ("storage", "PostgresStorage"),
    "pictures": ("pictures", "PostgresPictures"),
    "retention": ("retention", "PostgresRetention"),
    "reconciliation": ("reconciliation", "PostgresReconciliation"),
    "marks": ("store_marks", "PostgresStoreMarks"),
    "backups": ("backups", "PostgresBackups"),
    "jobs": ("jobs", "PostgresJobs"),
    "segments": ("segments", "PostgresSegments"),
    "chapters": ("chapters", "PostgresChapters"),
    "waits": ("waits", "PostgresWaits"),
    "providers": ("providers", "PostgresProviders"),
    "plans": ("reading_plans", "PostgresPlans"),
    "pronunciations": ("pronunciations", "PostgresPronunciations"),
    "voices": ("voices", "PostgresVoices"),
    "samples": ("samples", "PostgresSamples"),
    "outbox": ("outbox", "PostgresOutbox"),
    "trash": ("outbox", "PostgresTrash"),
    "audiobooks": ("audiobooks", "PostgresAudiobooks"),
    "feeds": ("feeds", "PostgresFeeds"),
}
"""By their names in Records: module and class."""


def open_records(rows: Rows) -> "Records":
    """Bind the repositories to one open transaction."""
    return cast("Records", _PostgresRecords(rows))


class _PostgresRecords:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __getattr__(self, name: str) -> Any:
        """Make a repository; Python asks only for what is not there yet."""
        if name not in _REPOSITORIES:
            raise AttributeError(name)
        module, repository = _REPOSITORIES[name]
        made = getattr(import_module(f"ebookvoice.adapters.postgres.{module}"), repository)(self._rows)
        setattr(self, name, made)
        return made
