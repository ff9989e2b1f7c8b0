"""What a request tells of the device that it comes from."""

import hashlib
import re

COOKIE = re.compile(r"[A-Za-z0-9_-]{43}")
"""256 bits in base64url."""
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,2}")
"""Language, script, region (RFC 5646); what comes after those is left out."""


def well_formed(cookie: str) -> bool:
    """Tell whether a device cookie may be one of ours."""
    return COOKIE.fullmatch(cookie) is not None


def identify(cookie: str) -> bytes:
    """Make the device's id of its cookie."""
    return hashlib.sha256(cookie.encode()).digest()


def language(accepted: str) -> str:
    """Read the first language of an Accept-Language header; nothing if there is none."""
    match = LANGUAGE.match(accepted.strip())
    return match.group() if match else ""
