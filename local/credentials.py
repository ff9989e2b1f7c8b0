"""The account that the command line keeps for itself in its home."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Credentials:
    """An e-mail address that nobody can receive mail at (RFC 2606, `.invalid`) and a random password."""

    email: str
    password: str

    @classmethod
    def of(cls, path: Path) -> Self:
        """Read the credentials at `path`, or make them there, readable by the owner alone."""
        try:
            return cls(**json.loads(path.read_text()))
        except FileNotFoundError:
            credentials = cls(f"{secrets.token_hex(8)}@ebookvoice.invalid", secrets.token_urlsafe(24))
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "x", opener=_private) as file:  # noqa: PTH123 – Path.open takes no opener
            json.dump(asdict(credentials), file)
        return credentials


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
