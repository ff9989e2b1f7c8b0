"""jobs: the last step, in which an audiobook is made of the chapters."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ebookvoice.adapters.postgres.artifacts import adopt_chapters, columns_of
from ebookvoice.adapters.postgres.job_rows import assembly_of
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.ports.records.assemblies import Artifact, AssemblyTask


class PostgresAssemblies:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def claim_assembling(self, job_id: UUID, attempt: UUID, now: datetime, until: datetime) -> AssemblyTask | None:
        """Lease the job for assembly, unless another worker holds it."""
        row = self._rows.first(
            """
            update jobs j
            set attempt = %(attempt)s, attempts = j.attempts + 1, lease_until = %(until)s, heard_at = %(now)s
            from files f
            where j.id = %(id)s and f.id = j.file_id
                and j.state = 'assembling' and (j.lease_until is null or j.lease_until < %(now)s)
            returning j.id as job_id, j.user_id, j.title, j.authors, j.language, j.metadata, j.voice, j.cover_key,
                j.cover_type, j.book_key, j.book_etag, j.direction, j.formats, j.skipped, j.sample_rate, j.created_at,
                greatest(j.created_at, f.uploaded_at) as ready_at, j.attempts, jsonb_build_object(
                    'key', f.key, 'etag', f.etag, 'sha256', f.sha256, 'location', f.storage_location,
                    'backup_etag', f.backup_etag
                ) as upload
            """,
            {"id": job_id, "attempt": attempt, "now": now, "until": until},
        )
        return assembly_of(row) if row else None

    def complete(self, task: AssemblyTask, attempt: UUID, artifacts: Sequence[Artifact], now: datetime) -> bool:
        """Record the audiobook: assembling → completed; False if the attempt is stale.

        The first artifact is the one that its owner sees among their files; the others, and those of the chapters,
        come below it.
        """
        first = artifacts[0]
        recorded = self._rows.run(
            """
            with job as (
                update jobs
                set state = 'completed', finished_at = %(now)s, lease_until = null,
                    samples = (select sum(samples) from chapters where job_id = %(job)s)
                where id = %(job)s and attempt = %(attempt)s and state = 'assembling'
                returning id, user_id
            )
            insert into files
                (id, user_id, job_id, parent_id, kind, format, key, filename, content_type, size, sha256, etag, state,
                created_at, uploaded_at, expires_at)
            select a.id, job.user_id, job.id, nullif(%(first)s, a.id), 'artifact', a.format, a.key, a.filename,
                a.content_type, a.size, a.sha256, a.etag, 'uploaded', %(now)s, %(now)s, %(expires)s
            from job, unnest(
                %(ids)s::uuid[], %(formats)s::text[], %(keys)s::text[], %(filenames)s::text[], %(types)s::text[],
                %(sizes)s::bigint[], %(digests)s::text[], %(etags)s::text[]
            ) a (id, format, key, filename, content_type, size, sha256, etag)
            """,
            {
                **columns_of(artifacts),
                "job": task.job_id,
                "attempt": attempt,
                "now": now,
                "first": first.id,
                "expires": first.expires_at,
            },
        )
        if recorded:
            adopt_chapters(self._rows, task.job_id, first.id, first.expires_at)
        return recorded > 0
