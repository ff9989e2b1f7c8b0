"""Passwords as GoTrue takes them."""

import base64
import hmac
import secrets

MAX_BYTES = 72
"""bcrypt sees no more of a password, and GoTrue refuses longer ones; ours may have 256 characters."""


def as_sent(password: str) -> str:
    """Write a password so that all of it counts: as it is, or as a digest if it is too long for bcrypt."""
    raw = password.encode()
    if len(raw) <= MAX_BYTES:
        return password
    digest = hmac.digest(b"ebookvoice: a password of more than 72 bytes", raw, "sha384")
    return _varied(base64.urlsafe_b64encode(digest).decode())


def random_password() -> str:
    """Make a password that nobody will ever know."""
    return _varied(secrets.token_urlsafe(32))


def _varied(text: str) -> str:
    """Add a character of each kind that a project may demand."""
    return f"aA1!{text}"
