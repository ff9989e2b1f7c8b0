"""The second factor, and fresh proofs, on the wire."""

from typing import Annotated

from pydantic import StringConstraints

from ebookvoice.domain.session import Mode
from functions.api.schemas.auth import Code, Password, SessionMode, Token
from functions.api.schemas.wire import Create, Form, Public

_RECOVERY = r"(?:[A-Za-z2-7][ -]?){15}[A-Za-z2-7]"

FactorCode = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=40),
    Form(rf"[0-9]{{6}}|{_RECOVERY}", "six digits of the app, or a recovery code"),
]


class SecondFactorCreate(Create):
    """The second half of a sign-in, and how the session is to be shown."""

    second_factor_token: Token
    code: FactorCode
    session: SessionMode = Mode.BEARER


class ReauthenticationCreate(Create):
    """A fresh proof: the password or the code that was mailed, and a code of the second factor where one is on."""

    password: Password | None = None
    code: Code | None = None
    second_factor: FactorCode | None = None


class TotpConfirmationCreate(Create):
    """The code that the app shows."""

    code: Code


class TotpPublic(Public):
    """A secret for an authenticator app, in Base32 and as the address of a QR code; both are shown this once."""

    secret: str
    otpauth_uri: str


class RecoveryCodesPublic(Public):
    """Codes for the day on which the app is lost; each counts once, and they are shown this once."""

    recovery_codes: list[str]
