"""Accounts and their tokens on the wire."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, SecretStr, StringConstraints
from pydantic_core import PydanticCustomError

from functions.api.schemas.wire import Create, Form, Public

_SPECIAL = r"\s@<>()\[\],;:\"\\\x00-\x1f\x7f-\x9f"
_LABEL = rf"[^{_SPECIAL}.]{{1,63}}"

Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254),
    Form(rf"[^{_SPECIAL}]{{1,64}}@{_LABEL}(?:\.{_LABEL})+", "an e-mail address such as reader@example.com"),
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


class CredentialsCreate(Create):
    """Who wants to come in."""

    email: Email
    password: Password


class UserPublic(Public):
    """An account as its owner sees it."""

    id: UUID
    email: str


class TokenPublic(Public):
    """A bearer token; `expires_in` in seconds."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - RFC 6750
    expires_in: int
    user: UserPublic
