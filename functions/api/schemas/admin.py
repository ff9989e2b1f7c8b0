"""Accounts as administrators see them."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from ebookvoice.domain.account import Role, User
from functions.api.schemas.wire import Create, Public


class AccountUpdate(Create):
    """What shall be different; what is absent stays."""

    disabled: Annotated[bool, Field(strict=True)] | None = None
    role: Role | None = None


class AccountPublic(Public):
    """Somebody's account."""

    id: UUID
    email: str
    name: str | None
    role: Role
    disabled: bool
    created_at: datetime

    @classmethod
    def of(cls, user: User) -> Self:
        """Show an account."""
        return cls(
            id=user.id,
            email=user.email,
            name=user.name,
            role=user.role,
            disabled=user.disabled_at is not None,
            created_at=user.created_at,
        )


class AccountsPublic(Public):
    """The accounts that were asked for."""

    users: list[AccountPublic]
