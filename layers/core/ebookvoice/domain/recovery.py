"""Recovery codes: for the day on which the phone with the authenticator app is lost."""

import base64
import hashlib
import hmac
import re

CODES = 10
CODE_BYTES = 10
"""80 bits each."""


def spell(entropy: bytes) -> str:
    """Write random bytes as people copy them, such as `k3ud-7zqm-2vxa-h5ge`."""
    letters = base64.b32encode(entropy).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def hash_code(secret: bytes, code: str) -> bytes:
    """Hash a code (32 bytes), however its owner spaces it, with a key made of the second factor's own secret.

    That secret can be sealed anew when the service's is replaced; hashes could not be made anew.
    """
    key = hmac.digest(secret, b"ebookvoice recovery codes", hashlib.sha256)
    return hmac.digest(key, re.sub(r"[\s-]", "", code).lower().encode(), hashlib.sha256)
