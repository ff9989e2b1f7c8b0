"""What somebody else has signed about a person: the part of the check that is the same whoever it was (RFC 8725)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ebookvoice.adapters.identity.keyset import ALGORITHMS, KeySet

SKEW = 60
"""Seconds: how far the signer's clock may be ahead of ours."""
KEYS_BROUGHT_ALONG = frozenset({"jwk", "jku", "x5u", "x5c"})


class TokenRefusedError(Exception):
    """The token is not what it should be; the reason is for the log, never for the client."""


def read_signed(token: str, keys: KeySet) -> Mapping[str, Any]:
    """Return the claims of a token that was signed with one of the keys, of the kind that its algorithm takes.

    Nothing that they say has been checked. Raises TokenRefusedError, UnavailableError.
    """
    import jwt

    try:
        header = jwt.get_unverified_header(token)
        algorithm, key_id = header.get("alg"), header.get("kid")
        if algorithm not in ALGORITHMS or KEYS_BROUGHT_ALONG & header.keys():
            raise TokenRefusedError("header")
        key = keys.find(key_id, algorithm) if isinstance(key_id, str) else None
        if key is None:
            raise TokenRefusedError("key")
        claims: Mapping[str, Any] = jwt.decode(token, key, algorithms=[algorithm], options=_SIGNATURE_ONLY)
    except (jwt.PyJWTError, ValueError) as error:
        raise TokenRefusedError(type(error).__name__) from None
    return claims


_SIGNATURE_ONLY: Any = {f"verify_{claim}": False for claim in ("aud", "iss", "sub", "jti", "exp", "nbf", "iat")}
"""The claims are checked below: PyJWT would take the machine's clock, and one of several audiences."""


def check_audience(claims: Mapping[str, Any], audience: str) -> None:
    """Take tokens for us alone: whoever else a token is for could show it here. Raises TokenRefusedError."""
    if claims.get("aud") not in (audience, [audience]):
        raise TokenRefusedError("audience")


def check_times(claims: Mapping[str, Any], now: datetime) -> None:
    """Take tokens of now, by a clock that may differ a little. Raises TokenRefusedError."""
    issued_at, expires_at, not_before = claims.get("iat"), claims.get("exp"), claims.get("nbf", 0)
    if type(issued_at) is not int or type(expires_at) is not int or type(not_before) is not int:
        raise TokenRefusedError("times")
    if expires_at <= now.timestamp() or max(issued_at, not_before) > now.timestamp() + SKEW:
        raise TokenRefusedError("times")
