"""users, credentials."""

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.account import User


class PostgresAccounts:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, user: User, password_hash: str) -> bool:
        """Create an account; False if the address is taken."""
        added = self._rows.run(
            """
            with account as (
                insert into users (id, email, created_at) values (%(id)s, %(email)s, %(created_at)s)
                on conflict (email) do nothing returning id
            )
            insert into credentials (user_id, password_hash) select id, %(password_hash)s from account
            """,
            {"id": user.id, "email": user.email, "created_at": user.created_at, "password_hash": password_hash},
        )
        return added == 1

    def by_email(self, email: str) -> tuple[User, str] | None:
        """Find an account and its password hash."""
        row = self._rows.first(
            """
            select u.id, u.email, u.created_at, c.password_hash
            from users u join credentials c on c.user_id = u.id where u.email = %(email)s
            """,
            {"email": email},
        )
        return (User(row["id"], row["email"], row["created_at"]), row["password_hash"]) if row else None
