"""second_factors, recovery_codes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.ports.records.factors import SecondFactor


class PostgresSecondFactors:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def find(self, user_id: UUID) -> SecondFactor | None:
        """Find a user's second factor, confirmed or not."""
        row = self._rows.first(
            "select sealed_secret, confirmed_at, last_step from second_factors where user_id = %(user)s",
            {"user": user_id},
        )
        if row is None:
            return None
        return SecondFactor(bytes(row["sealed_secret"]), row["confirmed_at"] is not None, row["last_step"])

    def propose(self, user_id: UUID, sealed_secret: bytes, now: datetime) -> bool:
        """Keep a secret that is not confirmed yet, in place of another such; False if one is confirmed."""
        proposed = self._rows.run(
            """
            insert into second_factors as f (user_id, sealed_secret, created_at) values (%(user)s, %(secret)s, %(now)s)
            on conflict (user_id) do update
                set sealed_secret = excluded.sealed_secret, created_at = excluded.created_at, last_step = 0
            where f.confirmed_at is null
            """,
            {"user": user_id, "secret": sealed_secret, "now": now},
        )
        return proposed == 1

    def confirm(
        self, user_id: UUID, sealed_secret: bytes, step: int, code_hashes: Sequence[bytes], now: datetime
    ) -> bool:
        """Switch this very secret on, with these recovery codes; False if it was replaced, or one is on already."""
        confirmed = self._rows.run(
            """
            update second_factors set confirmed_at = %(now)s, last_step = %(step)s
            where user_id = %(user)s and sealed_secret = %(secret)s and confirmed_at is null
            """,
            {"user": user_id, "secret": sealed_secret, "step": step, "now": now},
        )
        if confirmed:
            self._rows.run("delete from recovery_codes where user_id = %(user)s", {"user": user_id})
            self._rows.run(
                "insert into recovery_codes (user_id, code_hash) select %(user)s, unnest(%(hashes)s::bytea[])",
                {"user": user_id, "hashes": list(code_hashes)},
            )
        return confirmed == 1

    def reseal(self, user_id: UUID, sealed_secret: bytes, anew: bytes) -> bool:
        """Keep the same secret sealed anew; False if it was replaced meanwhile."""
        resealed = self._rows.run(
            """
            update second_factors set sealed_secret = %(anew)s
            where user_id = %(user)s and sealed_secret = %(secret)s
            """,
            {"user": user_id, "secret": sealed_secret, "anew": anew},
        )
        return resealed == 1

    def use_step(self, user_id: UUID, step: int) -> bool:
        """Use up a time step; False if it or a later one has been used."""
        used = self._rows.run(
            "update second_factors set last_step = %(step)s where user_id = %(user)s and last_step < %(step)s",
            {"user": user_id, "step": step},
        )
        return used == 1

    def use_recovery_code(self, user_id: UUID, code_hash: bytes) -> bool:
        """Use up a recovery code; False if there is no such."""
        used = self._rows.run(
            "delete from recovery_codes where user_id = %(user)s and code_hash = %(hash)s",
            {"user": user_id, "hash": code_hash},
        )
        return used == 1

    def delete(self, user_id: UUID) -> None:
        """Switch it off, recovery codes and all."""
        self._rows.run("delete from second_factors where user_id = %(user)s", {"user": user_id})
