"""One connection per process, short transactions, and the roles that row-level security needs."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from ebookvoice.adapters.postgres.accounts import PostgresAccounts
from ebookvoice.adapters.postgres.audiobooks import PostgresAudiobooks
from ebookvoice.adapters.postgres.backups import PostgresBackups
from ebookvoice.adapters.postgres.challenges import PostgresChallenges, PostgresCredentials
from ebookvoice.adapters.postgres.chapters import PostgresChapters
from ebookvoice.adapters.postgres.credits import PostgresCredits
from ebookvoice.adapters.postgres.factors import PostgresSecondFactors
from ebookvoice.adapters.postgres.feeds import PostgresFeeds
from ebookvoice.adapters.postgres.files import PostgresFiles
from ebookvoice.adapters.postgres.idempotency import PostgresIdempotency
from ebookvoice.adapters.postgres.jobs import PostgresJobs
from ebookvoice.adapters.postgres.limits import PostgresFlags, PostgresRateLimits
from ebookvoice.adapters.postgres.outbox import PostgresOutbox, PostgresTrash
from ebookvoice.adapters.postgres.payments import PostgresPayments
from ebookvoice.adapters.postgres.pictures import PostgresPictures
from ebookvoice.adapters.postgres.profiles import PostgresProfiles
from ebookvoice.adapters.postgres.pronunciations import PostgresPronunciations
from ebookvoice.adapters.postgres.providers import PostgresProviders
from ebookvoice.adapters.postgres.reading_plans import PostgresPlans
from ebookvoice.adapters.postgres.reconciliation import PostgresReconciliation
from ebookvoice.adapters.postgres.retention import PostgresRetention
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.adapters.postgres.samples import PostgresSamples
from ebookvoice.adapters.postgres.segments import PostgresSegments
from ebookvoice.adapters.postgres.sessions import PostgresSessions
from ebookvoice.adapters.postgres.storage import PostgresStorage
from ebookvoice.adapters.postgres.store_marks import PostgresStoreMarks
from ebookvoice.adapters.postgres.voices import PostgresVoices
from ebookvoice.adapters.postgres.waits import PostgresWaits
from ebookvoice.domain.errors import UnavailableError
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
from ebookvoice.ports.store import Records

_BECOME: LiteralString = """
    select set_config('role', %s, true), set_config('request.jwt.claims', %s, true),
        set_config('statement_timeout', '20s', true), set_config('idle_in_transaction_session_timeout', '15s', true)
"""
"""A sandbox that vanishes inside a transaction must not keep its locks."""

_TCP_TIMEOUT_MS = 10_000

_GONE = (psycopg.OperationalError, psycopg.errors.IdleInTransactionSessionTimeout)
"""The connection, or the server, is not there any more; psycopg calls the second one an internal error."""


class PostgresRecords:
    """The repositories, bound to one open transaction."""

    def __init__(self, rows: Rows) -> None:
        self.accounts: Accounts = PostgresAccounts(rows)
        self.credentials: Credentials = PostgresCredentials(rows)
        self.challenges: Challenges = PostgresChallenges(rows)
        self.sessions: Sessions = PostgresSessions(rows)
        self.second_factors: SecondFactors = PostgresSecondFactors(rows)
        self.limits: RateLimits = PostgresRateLimits(rows)
        self.flags: Flags = PostgresFlags(rows)
        self.profiles: Profiles = PostgresProfiles(rows)
        self.credits: Credits = PostgresCredits(rows)
        self.payments: Payments = PostgresPayments(rows)
        self.idempotency: Idempotency = PostgresIdempotency(rows)
        self.files: Files = PostgresFiles(rows)
        self.storage: Storage = PostgresStorage(rows)
        self.pictures: Pictures = PostgresPictures(rows)
        self.retention: Retention = PostgresRetention(rows)
        self.reconciliation: Reconciliation = PostgresReconciliation(rows)
        self.marks: StoreMarks = PostgresStoreMarks(rows)
        self.backups: Backups = PostgresBackups(rows)
        self.jobs: Jobs = PostgresJobs(rows)
        self.segments: Segments = PostgresSegments(rows)
        self.chapters: Chapters = PostgresChapters(rows)
        self.waits: Waits = PostgresWaits(rows)
        self.providers: Providers = PostgresProviders(rows)
        self.plans: Plans = PostgresPlans(rows)
        self.pronunciations: Pronunciations = PostgresPronunciations(rows)
        self.voices: Voices = PostgresVoices(rows)
        self.samples: Samples = PostgresSamples(rows)
        self.outbox: Outbox = PostgresOutbox(rows)
        self.trash: Trash = PostgresTrash(rows)
        self.audiobooks: Audiobooks = PostgresAudiobooks(rows)
        self.feeds: Feeds = PostgresFeeds(rows)


class PostgresStore:
    """Opens transactions as a user or as the service.

    Safe to share between threads (a heartbeat beside its worker): transactions take turns on the one connection.
    Nothing outlives a transaction but the connection, so Supabase's transaction pooler will do; it knows no prepared
    statements, hence `prepare_threshold=None`.
    """

    def __init__(self, dsn: Callable[[], str]) -> None:
        self._dsn = dsn
        self._turn = threading.Lock()
        self._connection: psycopg.Connection[dict[str, Any]] | None = None

    @contextmanager
    def as_user(self, user_id: UUID) -> Iterator[Records]:
        """Act as the user, under row-level security."""
        with self._transaction("authenticated", {"sub": str(user_id), "role": "authenticated"}) as records:
            yield records

    @contextmanager
    def as_anyone(self) -> Iterator[Records]:
        """Act as somebody who is not signed in, under row-level security."""
        with self._transaction("anon", {"role": "anon"}) as records:
            yield records

    @contextmanager
    def as_service(self) -> Iterator[Records]:
        """Act as the service."""
        with self._transaction("service_role", {"role": "service_role"}) as records:
            yield records

    def close(self) -> None:
        """Close the connection, if there is one."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _transaction(self, role: str, claims: Mapping[str, str]) -> Iterator[Records]:
        with self._turn:
            cursor = self._begin(role, claims)
            try:
                yield PostgresRecords(Rows(cursor))
                cursor.execute("commit")
            except _GONE as error:
                self._drop()
                raise UnavailableError from error
            except BaseException:
                self._roll_back(cursor)
                raise
            finally:
                cursor.close()

    def _begin(self, role: str, claims: Mapping[str, str]) -> psycopg.Cursor[dict[str, Any]]:
        """Open a transaction; a connection that died while the function slept is replaced once."""
        reused = self._connection is not None
        try:
            cursor = self._connected().cursor()
            cursor.execute("begin")
            cursor.execute(_BECOME, (role, json.dumps(claims)))
        except _GONE as error:
            self._drop()
            if reused:
                return self._begin(role, claims)
            raise UnavailableError from error
        except BaseException:
            self._drop()
            raise
        return cursor

    def _connected(self) -> psycopg.Connection[dict[str, Any]]:
        if self._connection is None:
            self._connection = psycopg.connect(
                self._dsn(),
                autocommit=True,
                prepare_threshold=None,
                row_factory=dict_row,
                connect_timeout=5,
                tcp_user_timeout=_TCP_TIMEOUT_MS,
            )
        return self._connection

    def _roll_back(self, cursor: psycopg.Cursor[dict[str, Any]]) -> None:
        try:
            cursor.execute("rollback")
        except psycopg.Error:
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
