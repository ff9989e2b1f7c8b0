"""users, identities."""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.account import Role, User
from ebookvoice.domain.identity import Identity
from ebookvoice.domain.storage import Plan

USER: LiteralString = """
    u.id as account, u.email, u.created_at as joined_at, u.name, u.picture, u.role, u.disabled_at, u.epoch, u.plan
"""


class PostgresAccounts:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, user: User) -> bool:
        """Create an account; False if the address is taken."""
        added = self._rows.run(
            """
            insert into users (id, email, created_at, name, picture, role)
            values (%(id)s, %(email)s, %(created_at)s, %(name)s, %(picture)s, %(role)s) on conflict (email) do nothing
            """,
            {
                "id": user.id,
                "email": user.email,
                "created_at": user.created_at,
                "name": user.name,
                "picture": user.picture,
                "role": user.role,
            },
        )
        return added == 1

    def find(self, user_id: UUID) -> User | None:
        """Find an account."""
        row = self._rows.first("select " + USER + " from users u where u.id = %(id)s", {"id": user_id})
        return read_user(row) if row else None

    def by_email(self, email: str) -> User | None:
        """Find an account by its address."""
        row = self._rows.first("select " + USER + " from users u where u.email = %(email)s", {"email": email})
        return read_user(row) if row else None

    def by_identity(self, issuer: str, subject: str) -> User | None:
        """Find the account that an identity leads to."""
        row = self._rows.first(
            "select " + USER + " from users u join identities i on i.user_id = u.id"
            " where i.issuer = %(issuer)s and i.subject = %(subject)s",
            {"issuer": issuer, "subject": subject},
        )
        return read_user(row) if row else None

    def link(self, user_id: UUID, identity: Identity, now: datetime) -> bool:
        """Let an identity lead to the account; False if it leads somewhere, or another of its issuer leads here."""
        linked = self._rows.run(
            """
            insert into identities (issuer, subject, user_id, created_at)
            values (%(issuer)s, %(subject)s, %(user)s, %(now)s) on conflict do nothing
            """,
            {"issuer": identity.issuer, "subject": identity.subject, "user": user_id, "now": now},
        )
        return linked == 1

    def identities(self, user_id: UUID) -> list[tuple[str, str]]:
        """List who vouches for the account, and under which subject."""
        rows = self._rows.all(
            "select issuer, subject from identities where user_id = %(user)s order by created_at, issuer",
            {"user": user_id},
        )
        return [(row["issuer"], row["subject"]) for row in rows]

    def describe(self, user_id: UUID, name: str | None, picture: str | None) -> User | None:
        """Set name and picture."""
        return self._changed(
            "update users u set name = %(name)s, picture = %(picture)s where u.id = %(id)s returning " + USER,
            {"id": user_id, "name": name, "picture": picture},
        )

    def set_role(self, user_id: UUID, role: Role) -> User | None:
        """Set what the account may do."""
        return self._changed(
            "update users u set role = %(role)s where u.id = %(id)s returning " + USER, {"id": user_id, "role": role}
        )

    def set_plan(self, user_id: UUID, plan: Plan) -> User | None:
        """Set how much the account may store."""
        return self._changed(
            "update users u set plan = %(plan)s where u.id = %(id)s returning " + USER, {"id": user_id, "plan": plan}
        )

    def set_disabled(self, user_id: UUID, at: datetime | None) -> User | None:
        """Shut the account out since that time, or let it in again (None)."""
        return self._changed(
            "update users u set disabled_at = %(at)s where u.id = %(id)s returning " + USER, {"id": user_id, "at": at}
        )

    def delete(self, user_id: UUID) -> bool:
        """Erase the account with every row that is its own; False if it is gone already."""
        return self._rows.run("delete from users where id = %(id)s", {"id": user_id}) == 1

    def _changed(self, statement: LiteralString, parameters: dict[str, Any]) -> User | None:
        row = self._rows.first(statement, parameters)
        return read_user(row) if row else None


def read_user(row: dict[str, Any]) -> User:
    """Read the columns of `USER`."""
    return User(
        id=row["account"],
        email=row["email"],
        created_at=row["joined_at"],
        name=row["name"],
        picture=row["picture"],
        role=Role(row["role"]),
        disabled_at=row["disabled_at"],
        epoch=row["epoch"],
        plan=Plan(row["plan"]),
    )
