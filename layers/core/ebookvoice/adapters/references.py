"""Opaque tokens that refer to a session: id, generation and a keyed hash of both. None lies in the database."""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from ebookvoice.domain.access import NotAuthenticatedError

_ID, _GENERATION, _MAC = 16, 4, 32
_LENGTH = _ID + _GENERATION + _MAC

MIN_SECRET = 32
"""Bytes: RFC 7518, 3.2, demands a key as long as the hash."""


class HmacSigner:
    """Signs with HMAC-SHA256, cookies and refresh tokens under different keys derived from the service's secret."""

    def __init__(self, secret: str) -> None:
        self._cookie_key = derive(secret, "session cookie")
        self._refresh_key = derive(secret, "refresh token")

    def cookie(self, session_id: UUID) -> str:
        """Sign the value of a session's cookie."""
        return _sign(self._cookie_key, session_id, 0)

    def read_cookie(self, value: str) -> UUID:
        """Return the session of a cookie's value. Raises NotAuthenticatedError."""
        session_id, _ = _read(self._cookie_key, value)
        return session_id

    def refresh_token(self, session_id: UUID, generation: int) -> str:
        """Sign the refresh token of a generation."""
        return _sign(self._refresh_key, session_id, generation)

    def read_refresh_token(self, token: str) -> tuple[UUID, int]:
        """Return session and generation of a refresh token. Raises NotAuthenticatedError."""
        return _read(self._refresh_key, token)


def check_secret(secret: str) -> None:
    """Raise ValueError for a secret that is too short."""
    if len(secret.encode()) < MIN_SECRET:
        raise ValueError(f"A secret that signs or seals must have at least {MIN_SECRET} bytes. Set a longer one.")


def derive(secret: str, use: str) -> bytes:
    """Make a key of 32 bytes for one use (the expansion step of HKDF, RFC 5869, with one block).

    Raises ValueError for a secret that is too short.
    """
    check_secret(secret)
    return hmac.digest(secret.encode(), f"ebookvoice {use}".encode() + b"\x01", hashlib.sha256)


def _sign(key: bytes, session_id: UUID, generation: int) -> str:
    body = session_id.bytes + generation.to_bytes(_GENERATION)
    return base64.urlsafe_b64encode(body + hmac.digest(key, body, hashlib.sha256)).rstrip(b"=").decode()


def _read(key: bytes, token: str) -> tuple[UUID, int]:
    try:
        raw = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise NotAuthenticatedError from None
    if len(raw) != _LENGTH:
        raise NotAuthenticatedError
    session_id, generation = UUID(bytes=raw[:_ID]), int.from_bytes(raw[_ID:-_MAC])
    # Compared as it is written: Base64 has several spellings of the same bytes, and one is enough.
    if not hmac.compare_digest(token, _sign(key, session_id, generation)):
        raise NotAuthenticatedError
    return session_id, generation
