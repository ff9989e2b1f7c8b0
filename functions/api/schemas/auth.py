"""Ways in on the wire."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, SecretStr, StringConstraints
from pydantic_core import PydanticCustomError

from ebookvoice.adapters.domain_names import in_ascii
from ebookvoice.domain.account import Role, normalise_email
from ebookvoice.domain.identity import Proof, minutes
from ebookvoice.domain.session import Mode
from functions.api.schemas.wire import Create, Form, Public

_SPECIAL = r"\s@<>()\[\],;:\"\\\x00-\x1f\x7f-\x9f"
_LABEL = rf"[^{_SPECIAL}.]{{1,63}}"

MAX_EMAIL = 254
"""Characters, RFC 5321, 4.5.3.1.3."""


def _deliverable(email: str) -> str:
    """Write the domain as mail servers know it; refuse what is none, or too long then. Some letters get longer, too."""
    try:
        email = in_ascii(email)
    except UnicodeError:
        raise PydanticCustomError("form", "an e-mail address with a domain that can exist") from None
    if len(normalise_email(email)) > MAX_EMAIL:
        raise PydanticCustomError("form", "an e-mail address of at most 254 characters")
    return email


Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=MAX_EMAIL),
    Form(rf"[^{_SPECIAL}]{{1,64}}@{_LABEL}(?:\.{_LABEL})+", "an e-mail address such as reader@example.com"),
    AfterValidator(_deliverable),
]


def _encodable(password: SecretStr) -> SecretStr:
    """Refuse lone surrogates, which JSON can carry and UTF-8 can't."""
    try:
        password.get_secret_value().encode()
    except UnicodeEncodeError:
        raise PydanticCustomError("form", "text in Unicode") from None
    return password


Password = Annotated[
    SecretStr, AfterValidator(_encodable), Field(description="Taken as it is: nothing is trimmed, cut or folded.")
]
Token = Annotated[str, Form(r"[A-Za-z0-9_=-]{16,512}", "a token as it was given")]
Code = Annotated[str, StringConstraints(strip_whitespace=True), Form(r"[0-9]{6}", "six digits")]
SessionMode = Annotated[
    Mode, Field(description="`bearer` gives tokens to a program, `cookie` a cookie to a browser; never both.")
]


class EmailCreate(Create):
    """Whom to write to."""

    email: Email


class PasswordCreate(Create):
    """A new password."""

    password: Password


class CredentialsCreate(Create):
    """Who wants to come in, and how the session is to be shown."""

    email: Email
    password: Password
    session: SessionMode = Mode.BEARER


class ProofCreate(Create):
    """What came by mail: the link's token, with the address if its link has one; or the code, with the address."""

    token: Token | None = None
    email: Email | None = None
    code: Code | None = None

    def proof(self) -> Proof:
        """Make the domain's record of it."""
        return Proof(self.token, self.email, self.code)


class EntryCreate(ProofCreate):
    """What came by mail, and how the session is to be shown."""

    session: SessionMode = Mode.BEARER


class SignUpCreate(EntryCreate):
    """What came by mail, the account's password, and how the session is to be shown."""

    password: Password


class ResetCreate(ProofCreate):
    """What came by mail, and the new password."""

    password: Password


class RefreshCreate(Create):
    """The refresh token of a program's session."""

    refresh_token: Token


class UserPublic(Public):
    """An account as its owner sees it."""

    id: UUID
    email: str
    name: str | None
    picture: str | None
    role: Role
    created_at: datetime


class TokenPublic(Public):
    """A program's session (RFC 6749, 5.1); `expires_in` in seconds."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - RFC 6750
    expires_in: int
    refresh_token: str
    user: UserPublic


class CookiePublic(Public):
    """A browser's session; what shows it is in the Set-Cookie header and nowhere else."""

    user: UserPublic
    expires_at: datetime


class SecondFactorPublic(Public):
    """What to send to /api/auth/second-factor together with a code; `expires_in` in seconds."""

    second_factor_token: str
    expires_in: int


class AcceptedPublic(Public):
    """Says the same whether there is an account or not."""

    message: str

    @classmethod
    def mailed(cls, seconds: int) -> Self:
        """Say that the rest is in the mail, and for how long it is good."""
        what = "a mail with a link and a code is on its way"
        return cls(message=f"If the address is right, {what}, good for {minutes(seconds)}.")
