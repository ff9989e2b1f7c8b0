"""idempotency_keys: the key's row commits with the effect, or not at all."""

from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.idempotency import Made, Once


class PostgresIdempotency:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def claim(self, once: Once, made: dict[str, Any], now: datetime, until: datetime) -> bool:
        """Note, in the transaction of the effect, what the request makes; False if it was made before.

        A key whose time is over is free again.
        """
        claimed = self._rows.run(
            """
            insert into idempotency_keys as k (user_id, endpoint, key, digest, made, created_at, expires_at)
            select id, %(endpoint)s, %(key)s, %(digest)s, %(made)s, %(now)s, %(until)s from users where id = %(user)s
            on conflict (user_id, endpoint, key) do update
            set digest = excluded.digest, made = excluded.made, answer = null, created_at = excluded.created_at,
                expires_at = excluded.expires_at
            where k.expires_at <= excluded.created_at
            """,
            {**_named(once), "digest": once.digest, "made": Jsonb(made), "now": now, "until": until},
        )
        return claimed == 1

    def find(self, once: Once, now: datetime) -> Made | None:
        """Find what the first request with the key made, unless its time is over."""
        row = self._rows.first(
            """
            select digest, made, answer from idempotency_keys
            where user_id = %(user)s and endpoint = %(endpoint)s and key = %(key)s and expires_at > %(now)s
            """,
            {**_named(once), "now": now},
        )
        return Made(bytes(row["digest"]), row["made"], row["answer"]) if row else None

    def answered(self, once: Once, answer: dict[str, Any]) -> dict[str, Any]:
        """Keep the first answer; return the one that counts."""
        row = self._rows.first(
            """
            update idempotency_keys set answer = coalesce(answer, %(answer)s)
            where user_id = %(user)s and endpoint = %(endpoint)s and key = %(key)s returning answer
            """,
            {**_named(once), "answer": Jsonb(answer)},
        )
        return row["answer"] if row else answer


def _named(once: Once) -> dict[str, Any]:
    return {"user": once.user_id, "endpoint": once.endpoint, "key": once.key}
