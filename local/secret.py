"""Secrets that have to last as long as the home."""

import os
import secrets
from pathlib import Path


def lasting_secret(path: Path) -> str:
    """Read the secret at `path`, or make one there, readable by its owner alone."""
    try:
        return path.read_text()
    except FileNotFoundError:
        secret = secrets.token_urlsafe(48)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secret)
        return secret
