"""GoTrue's access tokens: the only part of its answers that nobody else can make."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ebookvoice.adapters.identity.keyset import KeySet
from ebookvoice.adapters.identity.signed_claims import TokenRefusedError, check_audience, check_times, read_signed

AUDIENCE = "authenticated"


def read_token(token: str, keys: KeySet, issuer: str, now: datetime) -> Mapping[str, Any]:
    """Check a token and return its claims. Raises TokenRefusedError, UnavailableError."""
    claims = read_signed(token, keys)
    if claims.get("iss") != issuer:
        raise TokenRefusedError("issuer")
    check_audience(claims, AUDIENCE)
    check_times(claims, now)
    if not all(isinstance(claims.get(name), str) for name in ("sub", "email")):
        raise TokenRefusedError("subject")
    return claims
