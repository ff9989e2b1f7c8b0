"""Accounts and credits, as the use cases keep them."""

from typing import Protocol
from uuid import UUID

from ebookvoice.domain.account import User


class Accounts(Protocol):
    def add(self, user: User, password_hash: str) -> bool:
        """Create an account; False if the address is taken."""
        ...

    def by_email(self, email: str) -> tuple[User, str] | None:
        """Find an account and its password hash."""
        ...


class Credits(Protocol):
    def grant(self, user_id: UUID, amount: int) -> None:
        """Add credits, opening the account if need be."""
        ...

    def hold(self, user_id: UUID, job_id: UUID, amount: int) -> bool:
        """Set credits aside for a job; False if there are not enough."""
        ...

    def post(self, job_id: UUID) -> None:
        """Spend what was held; nothing if the hold is resolved."""
        ...

    def void(self, job_id: UUID) -> None:
        """Give back what was held; nothing if the hold is resolved."""
        ...
