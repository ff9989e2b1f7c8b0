"""ID tokens: what a provider signs about somebody who has just signed in there (OpenID Connect Core 1.0, 3.1.3.7)."""

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ebookvoice.adapters.identity.keyset import ALGORITHMS, KeySet

SKEW = 60
"""Seconds: how far the provider's clock may be ahead of ours."""
KEYS_BROUGHT_ALONG = frozenset({"jwk", "jku", "x5u", "x5c"})
MAX_SUBJECT = 255
"""Characters, of ASCII (OpenID Connect Core 1.0, 2)."""


class IdTokenRefusedError(Exception):
    """The token is not what it should be; the reason is for the log, never for the client."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an ID token must say. A provider may write its name in more than one way."""

    issuers: Collection[str]
    client_id: str
    nonce: str


def read_id_token(token: str, keys: KeySet, expected: Expected, now: datetime) -> Mapping[str, Any]:
    """Check the token and return its claims. Raises IdTokenRefusedError, UnavailableError."""
    claims = _signed(token, keys)
    if claims.get("iss") not in expected.issuers:
        raise IdTokenRefusedError("issuer")
    _check_audience(claims, expected.client_id)
    _check_times(claims, now.timestamp())
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        raise IdTokenRefusedError("nonce")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject.isascii() or not 0 < len(subject) <= MAX_SUBJECT:
        raise IdTokenRefusedError("subject")
    return claims


def _signed(token: str, keys: KeySet) -> Mapping[str, Any]:
    """Check the signature, with a key of the provider's own set and of the kind that the algorithm takes."""
    import jwt

    try:
        header = jwt.get_unverified_header(token)
        algorithm, key_id = header.get("alg"), header.get("kid")
        if algorithm not in ALGORITHMS or KEYS_BROUGHT_ALONG & header.keys():
            raise IdTokenRefusedError("header")
        key = keys.find(key_id, algorithm) if isinstance(key_id, str) else None
        if key is None:
            raise IdTokenRefusedError("key")
        claims: Mapping[str, Any] = jwt.decode(token, key, algorithms=[algorithm], options=_SIGNATURE_ONLY)
    except (jwt.PyJWTError, ValueError) as error:
        raise IdTokenRefusedError(type(error).__name__) from None
    return claims


_SIGNATURE_ONLY: Any = {f"verify_{claim}": False for claim in ("aud", "iss", "sub", "jti", "exp", "nbf", "iat")}
"""The claims are checked here: PyJWT would take the machine's clock, and one of several audiences."""


def _check_audience(claims: Mapping[str, Any], client_id: str) -> None:
    """Take tokens for us alone: whoever else a token is for could show it here."""
    audience = claims.get("aud")
    if audience not in (client_id, [client_id]) or claims.get("azp", client_id) != client_id:
        raise IdTokenRefusedError("audience")


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    issued_at, expires_at, not_before = claims.get("iat"), claims.get("exp"), claims.get("nbf", 0)
    if type(issued_at) is not int or type(expires_at) is not int or type(not_before) is not int:
        raise IdTokenRefusedError("times")
    if expires_at <= now or max(issued_at, not_before) > now + SKEW:
        raise IdTokenRefusedError("times")
