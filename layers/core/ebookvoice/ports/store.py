"""The state machine in Postgres: every method is one statement, every transition guarded."""

from contextlib import AbstractContextManager
from typing import Protocol
from uuid import UUID

from ebookvoice.ports.records.audiobooks import Audiobooks
from ebookvoice.ports.records.backups import Backups
from ebookvoice.ports.records.challenges import Challenges, Credentials
from ebookvoice.ports.records.chapters import Chapters
from ebookvoice.ports.records.debts import Outbox, Trash
from ebookvoice.ports.records.factors import SecondFactors
from ebookvoice.ports.records.feeds import Feeds
from ebookvoice.ports.records.files import Files
from ebookvoice.ports.records.idempotency import Idempotency
from ebookvoice.ports.records.jobs import Jobs
from ebookvoice.ports.records.limits import Flags, RateLimits
from ebookvoice.ports.records.marks import StoreMarks
from ebookvoice.ports.records.payments import Payments
from ebookvoice.ports.records.people import Accounts, Credits
from ebookvoice.ports.records.pictures import Pictures
from ebookvoice.ports.records.plans import Plans, Pronunciations
from ebookvoice.ports.records.profiles import Profiles
from ebookvoice.ports.records.providers import Providers
from ebookvoice.ports.records.reconciliation import Reconciliation
from ebookvoice.ports.records.retention import Retention
from ebookvoice.ports.records.samples import Samples
from ebookvoice.ports.records.segments import Segments
from ebookvoice.ports.records.sessions import Sessions
from ebookvoice.ports.records.storage import Storage
from ebookvoice.ports.records.voices import Voices
from ebookvoice.ports.records.waits import Waits


class Records(Protocol):
    """The repositories, bound to one open transaction."""

    accounts: Accounts
    credentials: Credentials
    challenges: Challenges
    sessions: Sessions
    second_factors: SecondFactors
    limits: RateLimits
    flags: Flags
    profiles: Profiles
    credits: Credits
    payments: Payments
    idempotency: Idempotency
    files: Files
    storage: Storage
    pictures: Pictures
    retention: Retention
    reconciliation: Reconciliation
    marks: StoreMarks
    backups: Backups
    jobs: Jobs
    segments: Segments
    chapters: Chapters
    waits: Waits
    providers: Providers
    plans: Plans
    pronunciations: Pronunciations
    voices: Voices
    samples: Samples
    outbox: Outbox
    trash: Trash
    audiobooks: Audiobooks
    feeds: Feeds


class Store(Protocol):
    """Opens short transactions: committed when the block ends, rolled back when it raises."""

    def as_user(self, user_id: UUID) -> AbstractContextManager[Records]:
        """Act as the user, under row-level security."""
        ...

    def as_anyone(self) -> AbstractContextManager[Records]:
        """Act as somebody who is not signed in, under row-level security."""
        ...

    def as_service(self) -> AbstractContextManager[Records]:
        """Act as the service."""
        ...
