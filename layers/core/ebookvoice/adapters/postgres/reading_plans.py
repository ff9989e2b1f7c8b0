"""plans: what a book would become, read before anybody pays for it."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.errors import ConversionFailedError
from ebookvoice.domain.job import Failure
from ebookvoice.domain.plan import Plan
from ebookvoice.domain.storage import Location
from ebookvoice.ports.records.plans import KeptPlan, PlanState, PlanTask, SilentPlan


class PostgresPlans:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def find(self, file_id: UUID) -> KeptPlan | None:
        """Find a file's plan, as far as the transaction's role may see it."""
        row = self._rows.first("select * from plans where file_id = %(id)s", {"id": file_id})
        if row is None:
            return None
        failure = Failure(row["code"], row["message"]) if row["code"] else None
        return KeptPlan(row["etag"], PlanState(row["state"]), row["body"], failure)

    def request(self, file_id: UUID, now: datetime, given_up_before: datetime) -> UUID | None:
        """Ask for the plan of an uploaded book: → requested; return its owner, None if there is nothing to do."""
        row = self._rows.first(
            """
            insert into plans as p (file_id, user_id, etag, state, heard_at, requested_at)
            select id, user_id, etag, 'requested', %(now)s, %(now)s from files
            where id = %(id)s and kind = 'book' and state = 'uploaded'
            on conflict (file_id) do update
            set etag = excluded.etag, state = 'requested', code = null, message = null, body = null, attempt = null,
                attempts = 0, lease_until = null, heard_at = excluded.heard_at, requested_at = excluded.requested_at
            where p.etag <> excluded.etag
                or (p.state = 'refused' and p.code = %(given_up)s and p.heard_at < %(given_up_before)s)
            returning user_id
            """,
            {"id": file_id, "now": now, "given_up": ConversionFailedError.code, "given_up_before": given_up_before},
        )
        return row["user_id"] if row else None

    def claim(self, file_id: UUID, attempt: UUID, now: datetime, until: datetime) -> PlanTask | None:
        """Lease a requested plan, unless another worker holds it."""
        row = self._rows.first(
            """
            update plans p
            set attempt = %(attempt)s, attempts = p.attempts + 1, lease_until = %(until)s, heard_at = %(now)s
            from files f
            where p.file_id = %(id)s and f.id = p.file_id and p.state = 'requested'
                and (p.lease_until is null or p.lease_until < %(now)s)
            returning p.file_id, p.user_id, f.key, p.etag, f.sha256, f.filename, p.attempts,
                f.storage_location as location, f.backup_etag
            """,
            {"id": file_id, "attempt": attempt, "now": now, "until": until},
        )
        return PlanTask(**{**row, "location": Location(row["location"])}) if row else None

    def extend(self, file_id: UUID, attempt: UUID, until: datetime) -> bool:
        """Extend the lease; False if it is lost."""
        statement = """
            update plans set lease_until = %(until)s
            where file_id = %(id)s and attempt = %(attempt)s and state = 'requested'
        """
        return self._rows.run(statement, {"id": file_id, "attempt": attempt, "until": until}) == 1

    def release(self, file_id: UUID, attempt: UUID) -> None:
        """Let the lease end, so that a retry need not wait for it."""
        statement = """
            update plans set lease_until = null
            where file_id = %(id)s and attempt = %(attempt)s and state = 'requested'
        """
        self._rows.run(statement, {"id": file_id, "attempt": attempt})

    def store(self, file_id: UUID, attempt: UUID, plan: Plan, now: datetime) -> bool:
        """Record the plan: requested → ready; False if the attempt is stale."""
        statement = """
            update plans set state = 'ready', body = %(body)s, lease_until = null, heard_at = %(now)s
            where file_id = %(id)s and attempt = %(attempt)s and state = 'requested'
        """
        parameters = {"id": file_id, "attempt": attempt, "body": Jsonb(asdict(plan)), "now": now}
        return self._rows.run(statement, parameters) == 1

    def refuse(self, file_id: UUID, failure: Failure, now: datetime, attempt: UUID | None = None) -> bool:
        """Record why there will be none: requested → refused; False if the attempt is stale.

        Without an attempt, only if no worker holds the plan.
        """
        statement = """
            update plans
            set state = 'refused', code = %(code)s, message = %(message)s, lease_until = null, heard_at = %(now)s
            where file_id = %(id)s and state = 'requested' and (
                attempt = %(attempt)s
                or (%(attempt)s::uuid is null and (lease_until is null or lease_until < %(now)s))
            )
        """
        told = {"code": failure.code, "message": failure.message}
        return self._rows.run(statement, {**told, "id": file_id, "now": now, "attempt": attempt}) == 1

    def silent(self, now: datetime, before: datetime, limit: int) -> list[SilentPlan]:
        """Take back plans whose lease has run out, and take up those unheard of since before that time."""
        rows = self._rows.all(
            """
            update plans set lease_until = null, heard_at = %(now)s
            where file_id in (
                select file_id from plans
                where state = 'requested' and (lease_until < %(now)s or (lease_until is null and heard_at < %(before)s))
                order by heard_at limit %(limit)s for update skip locked
            )
            returning file_id, user_id, attempts
            """,
            {"now": now, "before": before, "limit": limit},
        )
        return [SilentPlan(**row) for row in rows]
