"""Accounts as administrators see them."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from ebookvoice.domain.account import Role
from ebookvoice.domain.storage import Plan
from ebookvoice.usecases.administration import Account
from functions.api.schemas.wire import Create, Line, Public


class AccountUpdate(Create):
    """What shall be different; what is absent stays."""

    disabled: Annotated[bool, Field(strict=True)] | None = None
    role: Role | None = None
    plan: Plan | None = None


class AccountPublic(Public):
    """Somebody's account."""

    id: UUID
    email: str
    name: str | None
    role: Role
    disabled: bool
    plan: Plan
    credits: int
    created_at: datetime

    @classmethod
    def of(cls, account: Account) -> Self:
        """Show an account."""
        user = account.user
        return cls(
            id=user.id,
            email=user.email,
            name=user.name,
            role=user.role,
            disabled=user.disabled_at is not None,
            plan=user.plan,
            credits=account.credits,
            created_at=user.created_at,
        )


class AccountsPublic(Public):
    """The accounts that were asked for."""

    users: list[AccountPublic]


class GiftCreate(Create):
    """Credits that an administrator gives, and why; the account's owner reads it, too."""

    amount: Annotated[int, Field(strict=True, ge=1, le=10_000)]
    reason: Line


class GiftPublic(Public):
    """What was given, and what there is now."""

    amount: int
    reason: str
    balance: int
