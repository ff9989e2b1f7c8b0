"""Looks at the whole of an embedded cloud, database and both stores, and adds up."""

import hashlib
from datetime import datetime, timedelta
from typing import Any, LiteralString

import psycopg
from psycopg.rows import dict_row

from local.cloud import Cloud
from local.resources import Clients

STORED: LiteralString = "from files where state in ('uploaded', 'ready')"


OVERDUE: dict[str, LiteralString] = {
    "files": """
        select id from files where state in ('uploaded', 'ready') and expires_at < %(now)s - interval '1 hour'
    """,
    "announcements": "select id from files where state = 'awaiting' and created_at < %(now)s - interval '2 days'",
    "rows of files": """
        select id from files f
        where state in ('removed', 'deleted', 'expired', 'rejected') and job_id is null
            and coalesce(removed_at, created_at) < %(now)s - interval '32 days'
            and not exists (select from jobs j where j.file_id = f.id)
    """,
    "intermediates": """
        select id from jobs where finished_at < %(now)s - interval '49 hours' and cleared_at is null
    """,
    "segments": """
        select s.id from segments s join jobs j on j.id = s.job_id
        where j.finished_at < %(now)s - interval '49 hours'
    """,
    "sessions": "select id from sessions where expires_at < %(now)s - interval '32 days'",
    "challenges": "select subject from challenges where expires_at < %(now)s - interval '2 days'",
    "rate limits": "select key from rate_limits where expires_at < %(now)s - interval '2 days'",
    "idempotency keys": "select key from idempotency_keys where expires_at < %(now)s - interval '2 days'",
    "removals owed": "select prefix from trash where created_at < %(now)s - interval '2 days'",
}
"""What there should be none of."""


class Auditor:
    """Reads everything; changes nothing."""

    def __init__(self, cloud: Cloud) -> None:
        self._s3 = Clients(cloud.access).s3
        self._database = psycopg.connect(cloud.database_url("postgres"), autocommit=True, row_factory=dict_row)
        names = [bucket["Name"] for bucket in self._s3.list_buckets()["Buckets"]]
        [self._backup] = [name for name in names if "backup" in name]
        [self._primary] = [name for name in names if "backup" not in name]

    def leave(self) -> None:
        self._database.close()

    def quiet(self) -> bool:
        """Tell whether nothing is under way."""
        [row] = self._rows(
            """
            select (select count(*) from jobs where finished_at is null and state <> 'awaiting_upload')
                + (select count(*) from files where kind = 'picture' and state = 'uploaded')
                + (select count(*) from outbox) as busy
            """
        )
        return bool(row["busy"] == 0)

    def balances(self) -> None:
        """Every account's ledger adds up to its balance, and no hold is left open."""
        assert not self._rows(
            """
            select c.user_id from credits c left join credit_events e using (user_id)
            group by c.user_id having c.balance <> coalesce(sum(e.amount), 0)
            """
        )
        assert not self._rows(
            """
            select job_id from credit_events where job_id is not null
            group by job_id having count(*) filter (where kind in ('post', 'void')) <> 1
            """
        )

    def counters(self) -> dict[str, int]:
        """Every counter is the sum of the rows, and the rows are the objects, byte for byte."""
        assert not self._rows(
            """
            select s.user_id from storage s left join files f using (user_id) group by s.user_id
            having s.kept_bytes <> coalesce(sum(f.kept_bytes), 0) or s.lent_bytes <> coalesce(sum(f.lent_bytes), 0)
            """
        )
        rows = {row["key"]: row["size"] for row in self._rows(f"select key, size {STORED}")}
        stored = self._objects(self._primary, "users/") | self._objects(self._primary, "public/")
        assert {key: size for key, (size, _) in stored.items()} == rows
        counted = self._rows("select coalesce(sum(kept_bytes + lent_bytes), 0)::bigint as bytes from storage")
        awaited = self._rows("select coalesce(sum(size), 0)::bigint as bytes from files where state = 'awaiting'")
        assert counted[0]["bytes"] == sum(rows.values()) + awaited[0]["bytes"]
        return rows

    def lifetimes(self, now: datetime) -> None:
        """Nothing lives past its class; what runs every hour may be late by one."""
        for what, statement in OVERDUE.items():
            assert not self._rows(statement, now=now), what
        for key, (_, modified) in self._objects(self._primary, "work/").items():
            assert now - modified < timedelta(days=3), f"{key} is {now - modified} old"

    def backup(self, keep_days: int, now: datetime) -> int:
        """What is alive lies in the backup, byte for byte; what went is there for some days only."""
        alive = {row["key"] for row in self._rows(f"select key {STORED}")}
        copies = self._objects(self._backup, "users/") | self._objects(self._backup, "public/")
        assert alive <= copies.keys()
        owed = {row["key"]: row["owed_since"] for row in self._rows("select key, owed_since from backup_removals")}
        assert copies.keys() - alive <= owed.keys()
        assert all((now - since).days <= keep_days + 1 for since in owed.values())
        for key in alive:
            assert self._digest(self._primary, key) == self._digest(self._backup, key), key
        return len(alive)

    def _digest(self, bucket: str, key: str) -> str:
        return hashlib.sha256(self._s3.get_object(Bucket=bucket, Key=key)["Body"].read()).hexdigest()

    def _objects(self, bucket: str, prefix: str) -> dict[str, tuple[int, datetime]]:
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        return {
            found["Key"]: (found["Size"], found["LastModified"]) for page in pages for found in page.get("Contents", [])
        }

    def _rows(self, statement: LiteralString, **values: Any) -> list[dict[str, Any]]:
        return self._database.execute(statement, values).fetchall()
