"""What lies about a user over all tables."""

from typing import Any, LiteralString
from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.storage import Location
from ebookvoice.ports.records.profiles import Statistics, StoredFile

# A segment is how a chapter is cut up for its voice; what there is to know of it, its chapter says.
_TABLES: dict[str, LiteralString] = {
    "users": "select id, email, name, picture, role, plan, created_at, disabled_at from users where id = %(user)s",
    "identities": "select issuer, subject, created_at from identities where user_id = %(user)s order by created_at",
    "credentials": "select c.updated_at from credentials c join users u on u.email = c.email where u.id = %(user)s",
    "second_factors": "select created_at, confirmed_at from second_factors where user_id = %(user)s",
    "recovery_codes": "select count(*) as unused from recovery_codes where user_id = %(user)s",
    "challenges": """
        select purpose, attempts, created_at, expires_at from challenges where subject in (
            select email from users where id = %(user)s union select %(user)s::text
            union select id::text from sessions where user_id = %(user)s
        ) order by created_at
    """,
    "sessions": """
        select id, mode, encode(device_id, 'hex') as device, agent, language, place, created_at, seen_at,
            authenticated_at, expires_at, ended_at, ended_why
        from sessions where user_id = %(user)s order by created_at
    """,
    "credits": "select balance from credits where user_id = %(user)s",
    "credit_events": """
        select kind, amount, job_id, purchase_id, reason, created_at from credit_events
        where user_id = %(user)s order by id
    """,
    "purchases": """
        select id, payment, credits, refunded, amount, refunded_amount, disputed_amount, currency, created_at
        from purchases where user_id = %(user)s order by created_at
    """,
    "idempotency_keys": """
        select endpoint, key, created_at, expires_at from idempotency_keys where user_id = %(user)s order by created_at
    """,
    "storage": "select kept_bytes, lent_bytes from storage where user_id = %(user)s",
    "files": """
        select id, job_id, kind, format, chapter, filename, content_type, size, sha256, state, created_at
        from files where user_id = %(user)s order by created_at
    """,
    "jobs": """
        select id, file_id, state, voice, requested_title, choice, direction, formats, title, authors, language,
            metadata, skipped, characters, characters_done, samples, sample_rate, failure_code, failure_message,
            created_at, started_at, finished_at
        from jobs where user_id = %(user)s order by created_at
    """,
    "plans": """
        select file_id, state, code, message, body, requested_at from plans
        where user_id = %(user)s order by requested_at
    """,
    "samples": """
        select id, file_id, voice, direction, state, code, message, spoken_by, size, duration_ms, requested_at,
            expires_at
        from samples where user_id = %(user)s order by requested_at
    """,
    "pronunciations": "select entries, updated_at from pronunciations where user_id = %(user)s",
    "feeds": "select id, audiobook_id, created_at, read_at from feeds where user_id = %(user)s order by created_at",
    "chapters": """
        select job_id, number, title, characters, characters_spoken, samples, loudness, peak, gain,
            substituted, substitutions
        from chapters where user_id = %(user)s order by job_id, number
    """,
}


class PostgresProfiles:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def statistics(self, user_id: UUID) -> Statistics:
        """Count."""
        row = self._rows.first(
            """
            select count(*) as jobs,
                count(*) filter (where state = 'completed') as completed,
                count(*) filter (where state = 'failed') as failed,
                coalesce(sum(samples * 1000 / sample_rate) filter (where state = 'completed'), 0)::bigint as audio_ms,
                (select coalesce(sum(size), 0)::bigint from files
                    where user_id = %(user)s and state = 'uploaded') as stored_bytes,
                coalesce((select balance from credits where user_id = %(user)s), 0) as credits
            from jobs where user_id = %(user)s
            """,
            {"user": user_id},
        )
        return Statistics(**row) if row else Statistics(0, 0, 0, 0, 0, 0)

    def everything(self, user_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """Collect every row that is about the user, by table, without secrets."""
        return {table: self._rows.all(statement, {"user": user_id}) for table, statement in _TABLES.items()}

    def stored_files(self, user_id: UUID) -> list[StoredFile]:
        """List the user's books, pictures and audiobooks in all of their formats, the oldest first."""
        rows = self._rows.all(
            """
            select id, key, filename, content_type, size, created_at, etag, storage_location as location, backup_etag
            from files
            where user_id = %(user)s and state in ('uploaded', 'ready') and chapter is null
                and (parent_id is null or kind = 'artifact')
            order by created_at, id
            """,
            {"user": user_id},
        )
        return [StoredFile(**{**row, "location": Location(row["location"])}) for row in rows]
