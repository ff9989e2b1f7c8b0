"""Who owns what."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ebookvoice.domain.errors import EbookVoiceError
from ebookvoice.domain.storage import Plan

MIN_PASSWORD = 8
MAX_PASSWORD = 256
"""Characters. OWASP ASVS 5.0, 6.2.1 and 6.2.9: at least 8, and at least 64 allowed."""


class WeakPasswordError(EbookVoiceError):
    code = "weak_password"
    message = f"The password must have {MIN_PASSWORD} to {MAX_PASSWORD} characters. Choose a longer one."


class Role(StrEnum):
    USER = "user"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class User:
    """An account; its e-mail address was proved to be its owner's. `epoch` counts the times all its sessions ended."""

    id: UUID
    email: str
    created_at: datetime
    name: str | None = None
    picture: str | None = None
    role: Role = Role.USER
    disabled_at: datetime | None = None
    epoch: int = 0
    plan: Plan = Plan.FREE


def normalise_email(email: str) -> str:
    """Write an address in the form under which it is unique: case is all that two spellings may differ in."""
    return email.strip().lower()


def check_password(password: str) -> None:
    """Raise WeakPasswordError unless the password is of acceptable length."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise WeakPasswordError
