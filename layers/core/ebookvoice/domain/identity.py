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
    """Who a provider says has come: known by issuer and subject for ever, by e-mail only as far as it is verified.

    `authoritative` says that the provider knows whose the address is now: it runs the mailbox, or has just seen it
    read.
    """

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str | None = None
    picture: str | None = None
    authoritative: bool = True


def minutes(seconds: int) -> str:
    """Say how long something that was mailed is good, never longer than it is: `10 minutes`."""
    whole = max(1, seconds // 60)
    return "1 minute" if whole == 1 else f"{whole} minutes"


@dataclass(frozen=True, slots=True)
class Proof:
    """What came by mail and is brought back: the token of the link, or the six digits together with the address."""

    token: str | None = None
    email: str | None = None
    code: str | None = None
