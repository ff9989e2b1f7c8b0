"""ID tokens: what a provider signs about somebody who has just signed in there (OpenID Connect Core 1.0, 3.1.3.7)."""

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ebookvoice.adapters.identity.keyset import KeySet
from ebookvoice.adapters.identity.signed_claims import TokenRefusedError, check_audience, check_times, read_signed

MAX_SUBJECT = 255
"""Characters, of ASCII (OpenID Connect Core 1.0, 2)."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an ID token must say. A provider may write its name in more than one way."""

    issuers: Collection[str]
    client_id: str
    nonce: str


def read_id_token(token: str, keys: KeySet, expected: Expected, now: datetime) -> Mapping[str, Any]:
    """Check the token and return its claims. Raises TokenRefusedError, UnavailableError."""
    claims = read_signed(token, keys)
    if not any(claims.get("iss") == issuer for issuer in expected.issuers):
        raise TokenRefusedError("issuer")
    check_audience(claims, expected.client_id)
    if claims.get("azp", expected.client_id) != expected.client_id:
        raise TokenRefusedError("audience")
    check_times(claims, now)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        raise TokenRefusedError("nonce")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject.isascii() or not 0 < len(subject) <= MAX_SUBJECT:
        raise TokenRefusedError("subject")
    return claims
