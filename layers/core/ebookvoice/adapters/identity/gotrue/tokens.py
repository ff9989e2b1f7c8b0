"""GoTrue's access tokens: the only part of its answers that nobody else can make."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ebookvoice.adapters.identity.keyset import ALGORITHMS, KeySet

AUDIENCE = "authenticated"
CLAIMS = ("iss", "aud", "iat", "exp", "sub", "email")
SKEW = 60
"""Seconds: how far GoTrue's clock may be ahead of ours."""
KEYS_BROUGHT_ALONG = frozenset({"jwk", "jku", "x5c", "x5u"})


class TokenRefusedError(Exception):
    """The token is not what it should be; the reason is for the log."""


def read_token(token: str, keys: KeySet, issuer: str, now: datetime) -> Mapping[str, Any]:
    """Check a token by the rules of RFC 8725 and return its claims. Raises TokenRefusedError, UnavailableError."""
    import jwt

    try:
        header = jwt.get_unverified_header(token)
        algorithm, key_id = header.get("alg"), header.get("kid")
        if algorithm not in ALGORITHMS or KEYS_BROUGHT_ALONG & header.keys():
            raise TokenRefusedError("header")
        key = keys.find(key_id, algorithm) if isinstance(key_id, str) else None
        if key is None:
            raise TokenRefusedError("key")
        claims: Mapping[str, Any] = jwt.decode(token, key, algorithms=[algorithm], issuer=issuer, options=_OPTIONS)
    except (jwt.PyJWTError, ValueError) as error:
        raise TokenRefusedError(type(error).__name__) from error
    if claims["aud"] not in (AUDIENCE, [AUDIENCE]):
        raise TokenRefusedError("audience")
    _check_times(claims, now.timestamp())
    return claims


_OPTIONS: Any = {"require": list(CLAIMS), **{f"verify_{claim}": False for claim in ("aud", "exp", "nbf", "iat")}}
"""Those are checked here: PyJWT would take the machine's clock, and one of several audiences."""


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    issued_at, expires_at, not_before = claims["iat"], claims["exp"], claims.get("nbf", 0)
    if not all(type(moment) is int for moment in (issued_at, expires_at, not_before)):
        raise TokenRefusedError("times")
    if expires_at <= now or max(issued_at, not_before) > now + SKEW:
        raise TokenRefusedError("times")
