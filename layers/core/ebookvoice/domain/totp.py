"""Codes of an authenticator app: RFC 6238 over HMAC-SHA-1, six digits, a new one every 30 seconds."""

import base64
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

ISSUER = "eBookVoice"
SECRET_BYTES = 20
"""RFC 4226, 4, R6: 160 bits are recommended."""
STEP_SECONDS = 30
DIGITS = 6
DRIFT = 1
"""Steps that a phone's clock may be off, either way (RFC 6238, 5.2)."""


def step_at(time: datetime) -> int:
    """Count the whole steps since 1970."""
    return int(time.timestamp()) // STEP_SECONDS


def code_of(secret: bytes, step: int) -> str:
    """Compute the code of a step (RFC 4226, 5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8), "sha1")
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: bytes, code: str, time: datetime) -> int | None:
    """Find the step that a code belongs to, around a time; None if there is none. Takes as long for any code."""
    now, found = step_at(time), None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(code_of(secret, step).encode(), code.encode("utf-8", "replace")):
            found = step
    return found


def base32(secret: bytes) -> str:
    """Write a secret as people type it into an app that can't read the address."""
    return base64.b32encode(secret).decode().rstrip("=")


def provisioning_uri(secret: bytes, account: str) -> str:
    """Write the address that an app reads from a QR code (Google Authenticator's key URI format)."""
    query = {"secret": base32(secret), "issuer": ISSUER, "algorithm": "SHA1", "digits": DIGITS, "period": STEP_SECONDS}
    return f"otpauth://totp/{quote(ISSUER)}:{quote(account, safe='')}?{urlencode(query)}"
