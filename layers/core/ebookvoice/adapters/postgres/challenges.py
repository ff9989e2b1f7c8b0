"""credentials (the built-in provider's passwords) and challenges."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString

from psycopg.types.json import Jsonb

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.identity import Purpose
from ebookvoice.ports.records.challenges import Challenge

_CHALLENGE: LiteralString = "purpose, subject, token_hash, code_hash, created_at, expires_at, payload"

_INSERT: LiteralString = """
    insert into challenges (purpose, subject, token_hash, code_hash, payload, created_at, expires_at)
    values (%(purpose)s, %(subject)s, %(token)s, %(code)s, %(payload)s, %(created_at)s, %(expires_at)s)
"""


class PostgresCredentials:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def password_hash(self, email: str) -> str | None:
        """Find the hash of an address's password."""
        row = self._rows.first("select password_hash from credentials where email = %(email)s", {"email": email})
        return row["password_hash"] if row else None

    def set(self, email: str, password_hash: str, now: datetime) -> None:
        """Set or replace it."""
        self._rows.run(
            """
            insert into credentials (email, password_hash, updated_at) values (%(email)s, %(hash)s, %(now)s)
            on conflict (email) do update set password_hash = excluded.password_hash, updated_at = excluded.updated_at
            """,
            {"email": email, "hash": password_hash, "now": now},
        )

    def replace(self, email: str, password_hash: str, now: datetime) -> bool:
        """Set it for an address that has an account or a password; False if it has neither, or not any more.

        The lock on the account makes it come before an erasure, which then removes it, or after.
        """
        account = self._rows.first("select from users where email = %(email)s for share", {"email": email})
        if account is not None:
            self.set(email, password_hash, now)
            return True
        replaced = self._rows.run(
            "update credentials set password_hash = %(hash)s, updated_at = %(now)s where email = %(email)s",
            {"email": email, "hash": password_hash, "now": now},
        )
        return replaced == 1

    def delete(self, email: str) -> None:
        """Remove it."""
        self._rows.run("delete from credentials where email = %(email)s", {"email": email})


class PostgresChallenges:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def put(self, challenge: Challenge) -> None:
        """Keep a challenge in place of the one of the same purpose and subject."""
        self._rows.run(
            _INSERT + " on conflict (purpose, subject) where purpose <> 'second_factor' do update set"
            " token_hash = excluded.token_hash, code_hash = excluded.code_hash, payload = excluded.payload,"
            " created_at = excluded.created_at, expires_at = excluded.expires_at, attempts = 0",
            _values(challenge),
        )

    def add(self, challenge: Challenge, room: int) -> None:
        """Keep a challenge beside those of the same purpose and subject; there is room for so many, the oldest go."""
        self._rows.run(_INSERT, _values(challenge))
        self._rows.run(
            """
            delete from challenges where token_hash in (
                select token_hash from challenges
                where purpose = %(purpose)s and subject = %(subject)s and token_hash <> %(token)s
                order by created_at desc, token_hash offset %(others)s
            )
            """,
            {
                "purpose": challenge.purpose,
                "subject": challenge.subject,
                "token": challenge.token_hash,
                "others": room - 1,
            },
        )

    def take(self, purpose: Purpose, token_hash: bytes, now: datetime) -> Challenge | None:
        """Use a live challenge up by its token; None if there is none, or not any more."""
        return self._found(
            "delete from challenges where token_hash = %(token)s and purpose = %(purpose)s and expires_at > %(now)s"
            " returning " + _CHALLENGE,
            {"purpose": purpose, "token": token_hash, "now": now},
        )

    def forget(self, subjects: Sequence[str]) -> None:
        """Remove whatever is out for these subjects, of every purpose."""
        self._rows.run("delete from challenges where subject = any(%(subjects)s::text[])", {"subjects": list(subjects)})

    def attempt_token(self, purpose: Purpose, token_hash: bytes, now: datetime, limit: int) -> Challenge | None:
        """Count an attempt at a challenge by its token; None if there is none alive or it was attempted too often."""
        return self._found(
            "update challenges set attempts = attempts + 1 where purpose = %(purpose)s and token_hash = %(token)s"
            " and expires_at > %(now)s and attempts < %(limit)s returning " + _CHALLENGE,
            {"purpose": purpose, "token": token_hash, "now": now, "limit": limit},
        )

    def attempt(self, purpose: Purpose, subject: str, now: datetime, limit: int) -> Challenge | None:
        """Count an attempt at a challenge by its code; None if there is none alive or it was attempted too often."""
        return self._found(
            "update challenges set attempts = attempts + 1 where purpose = %(purpose)s and subject = %(subject)s"
            " and expires_at > %(now)s and attempts < %(limit)s returning " + _CHALLENGE,
            {"purpose": purpose, "subject": subject, "now": now, "limit": limit},
        )

    def _found(self, statement: LiteralString, parameters: dict[str, Any]) -> Challenge | None:
        row = self._rows.first(statement, parameters)
        if row is None:
            return None
        return Challenge(
            purpose=Purpose(row["purpose"]),
            subject=row["subject"],
            token_hash=bytes(row["token_hash"]),
            code_hash=bytes(row["code_hash"]) if row["code_hash"] is not None else None,
            created_at=row["created_at"],
            expires_at=row["expires_at"],
            payload=row["payload"],
        )


def _values(challenge: Challenge) -> dict[str, Any]:
    return {
        "purpose": challenge.purpose,
        "subject": challenge.subject,
        "token": challenge.token_hash,
        "code": challenge.code_hash,
        "payload": Jsonb(dict(challenge.payload)),
        "created_at": challenge.created_at,
        "expires_at": challenge.expires_at,
    }
