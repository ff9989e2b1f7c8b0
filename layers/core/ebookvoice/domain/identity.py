"""How somebody proves who they are."""

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What a challenge is good for, and for nothing else."""

    SIGN_UP = "sign_up"
    MAGIC_LINK = "magic_link"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose
    REAUTHENTICATION = "reauthentication"
    SECOND_FACTOR = "second_factor"
    GOOGLE = "google"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a provider says has come: known by issuer and subject for ever, by e-mail only as far as it is verified."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str | None = None
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What came by mail and is brought back: the token of the link, or the six digits together with the address."""

    token: str | None = None
    email: str | None = None
    code: str | None = None
