"""Accounts, their identities and their credits, as the use cases keep them."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.account import Role, User
from ebookvoice.domain.identity import Identity
from ebookvoice.domain.storage import Plan


class Accounts(Protocol):
    def add(self, user: User) -> bool:
        """Create an account; False if the address is taken."""
        ...

    def find(self, user_id: UUID) -> User | None:
        """Find an account."""
        ...

    def by_email(self, email: str) -> User | None:
        """Find an account by its address."""
        ...

    def by_identity(self, issuer: str, subject: str) -> User | None:
        """Find the account that an identity leads to."""
        ...

    def link(self, user_id: UUID, identity: Identity, now: datetime) -> bool:
        """Let an identity lead to the account; False if it leads somewhere, or another of its issuer leads here."""
        ...

    def identities(self, user_id: UUID) -> list[tuple[str, str]]:
        """List who vouches for the account, and under which subject."""
        ...

    def describe(self, user_id: UUID, name: str | None, picture: str | None) -> User | None:
        """Set name and picture."""
        ...

    def set_role(self, user_id: UUID, role: Role) -> User | None:
        """Set what the account may do."""
        ...

    def set_plan(self, user_id: UUID, plan: Plan) -> User | None:
        """Set how much the account may store."""
        ...

    def set_disabled(self, user_id: UUID, at: datetime | None) -> User | None:
        """Shut the account out since that time, or let it in again (None)."""
        ...

    def delete(self, user_id: UUID) -> bool:
        """Erase the account with every row that is its own; False if it is gone already."""
        ...


class Credits(Protocol):
    def grant(self, user_id: UUID, amount: int, now: datetime) -> None:
        """Add credits, opening the account if need be."""
        ...

    def hold(self, user_id: UUID, job_id: UUID, amount: int, now: datetime) -> bool:
        """Set credits aside for a job; False if there are not enough."""
        ...

    def post(self, job_id: UUID, now: datetime) -> int:
        """Spend what was held and return how much that was; 0, and nothing done, if the hold is resolved."""
        ...

    def void(self, job_id: UUID, now: datetime) -> int:
        """Give back what was held and return how much that was; 0, and nothing done, if the hold is resolved."""
        ...
