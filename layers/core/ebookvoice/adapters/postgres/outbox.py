"""outbox, trash: what a committed transaction still owes the world."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.states import Queue
from ebookvoice.ports.queues import OutboxMessage


class PostgresOutbox:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, messages: Sequence[OutboxMessage]) -> None:
        """Owe messages, as part of the transaction that makes them true."""
        self._rows.run(
            """
            insert into outbox (id, queue, body, message_group, due_at)
            select id, queue, body, message_group, coalesce(due_at, now())
            from unnest(
                %(ids)s::uuid[], %(queues)s::text[], %(bodies)s::jsonb[], %(groups)s::text[], %(dues)s::timestamptz[]
            ) message (id, queue, body, message_group, due_at)
            """,
            {
                "ids": [message.id for message in messages],
                "queues": [str(message.queue) for message in messages],
                "bodies": [Jsonb(message.body) for message in messages],
                "groups": [message.group for message in messages],
                "dues": [message.due_at for message in messages],
            },
        )

    def oldest(self, before: datetime, limit: int) -> list[OutboxMessage]:
        """Lock messages that are still owed, and were due before that time."""
        statement = """
            select id, queue, body, message_group, due_at from outbox where due_at <= %(before)s
            order by due_at limit %(limit)s for update skip locked
        """
        return [_message(row) for row in self._rows.all(statement, {"before": before, "limit": limit})]

    def owes(self, since: datetime) -> bool:
        """Tell whether a message is owed that was due at that time, or before."""
        statement = "select from outbox where due_at <= %(since)s limit 1"
        return self._rows.first(statement, {"since": since}) is not None

    def sent(self, ids: Sequence[UUID]) -> None:
        """Forget messages that the queue took."""
        self._rows.run("delete from outbox where id = any(%(ids)s::uuid[])", {"ids": list(ids)})


class PostgresTrash:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, prefix: str, since: datetime) -> None:
        """Owe the removal of every object whose key starts with the prefix, now or from some time on."""
        statement = """
            insert into trash (prefix, created_at) values (%(prefix)s, %(since)s)
            on conflict (prefix) do update set exact = false, created_at = excluded.created_at, emptied_at = null
        """
        self._rows.run(statement, {"prefix": prefix, "since": since})

    def add_exact(self, keys: Sequence[str], since: datetime) -> None:
        """Owe the removal of single objects."""
        statement = """
            insert into trash (prefix, exact, created_at)
            select key, true, %(since)s from unnest(%(keys)s::text[]) key order by key
            on conflict (prefix) do update set created_at = excluded.created_at
        """
        self._rows.run(statement, {"keys": list(keys), "since": since})

    def oldest(self, now: datetime, limit: int) -> list[str]:
        """List prefixes whose objects are to be removed by now, those that nobody has emptied for longest first."""
        statement = """
            select prefix from trash
            where created_at <= %(now)s and not exact and (emptied_at is null or emptied_at < %(now)s)
            order by emptied_at nulls first, created_at limit %(limit)s
        """
        return [row["prefix"] for row in self._rows.all(statement, {"now": now, "limit": limit})]

    def emptied(self, prefix: str, now: datetime) -> None:
        """Note that the objects were removed; others may still come."""
        self._rows.run(
            "update trash set emptied_at = %(now)s where prefix = %(prefix)s", {"prefix": prefix, "now": now}
        )

    def oldest_exact(self, now: datetime, limit: int) -> list[str]:
        """List single objects that are to be removed by now."""
        statement = "select prefix from trash where created_at <= %(now)s and exact order by created_at limit %(limit)s"
        return [row["prefix"] for row in self._rows.all(statement, {"now": now, "limit": limit})]

    def forget_exact(self, keys: Sequence[str]) -> list[str]:
        """Forget single objects that were removed; return those that were still owed."""
        statement = "delete from trash where prefix = any(%(keys)s::text[]) and exact returning prefix"
        return [row["prefix"] for row in self._rows.all(statement, {"keys": list(keys)})]

    def forget(self, prefix: str, before: datetime) -> None:
        """Forget a prefix that was given up before that time; nobody writes below it any more."""
        statement = "delete from trash where prefix = %(prefix)s and created_at < %(before)s"
        self._rows.run(statement, {"prefix": prefix, "before": before})


def _message(row: dict[str, Any]) -> OutboxMessage:
    return OutboxMessage(row["id"], Queue(row["queue"]), row["body"], row["message_group"], row["due_at"])
